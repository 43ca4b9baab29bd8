// Saving what is shown: text as a file, a drawing as SVG or PNG.

export function save(name: string, content: string | Blob, type = "text/plain"): void {
  const blob = typeof content === "string" ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 120);
  // Some browsers follow only a link that is part of the page, and a busy one begins late.
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function saveSvg(drawing: SVGSVGElement, name: string, credit: string): void {
  save(`${name}.svg`, standalone(drawing, credit).text, "image/svg+xml");
}

export async function savePng(drawing: SVGSVGElement, name: string, credit: string, scale = 2): Promise<void> {
  const { text, width, height } = standalone(drawing, credit);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  const fitting = Math.min(scale, 16_000 / Math.max(width, height));
  canvas.width = Math.ceil(width * fitting);
  canvas.height = Math.ceil(height * fitting);
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  saveCanvas(canvas, name);
}

export function saveCanvas(canvas: HTMLCanvasElement, name: string): void {
  canvas.toBlob((blob) => blob && save(`${name}.png`, blob));
}

const SHOWN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "font-family", "font-size", "font-weight", "text-anchor", "paint-order", "stroke-linejoin"];
const FOOT = 28;

/** A drawing as a document of its own: styles written into it, a ground, and the line of licence. */
function standalone(drawing: SVGSVGElement, credit: string): { text: string; width: number; height: number } {
  const box = drawing.viewBox.baseVal;
  const { width, height } = box.width ? box : drawing.getBoundingClientRect();
  const [left, top] = box.width ? [box.x, box.y] : [0, 0];
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [drawing.querySelectorAll<SVGElement>("*"), copy.querySelectorAll<SVGElement>("*")];
  originals.forEach((original, place) => {
    const style = getComputedStyle(original);
    for (const name of SHOWN) copies[place]!.setAttribute(name, style.getPropertyValue(name));
    copies[place]!.removeAttribute("class");
  });
  const ground = getComputedStyle(document.body);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `${left} ${top} ${width} ${height + FOOT}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height + FOOT));
  copy.prepend(shape("rect", { x: left, y: top, width, height: height + FOOT, fill: ground.backgroundColor }));
  const line = shape("text", { x: left + 8, y: top + height + 18, "font-size": 11, "font-family": "sans-serif", fill: ground.color });
  line.textContent = credit;
  copy.append(line);
  return { text: new XMLSerializer().serializeToString(copy), width, height: height + FOOT };
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
