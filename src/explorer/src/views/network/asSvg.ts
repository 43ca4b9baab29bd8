// The network as an SVG document: what is in sight now, its labels as they stand, and the line of licence.
import type Sigma from "sigma";

const FOOT = 28;

export function asSvg(renderer: Sigma, credit: string): string {
  const graph = renderer.getGraph();
  const { width, height } = renderer.getDimensions();
  const style = getComputedStyle(document.body);
  const drawing = element("svg", { viewBox: `0 0 ${width} ${height + FOOT}`, width, height: height + FOOT, "font-family": "sans-serif", "font-size": 12 });
  drawing.append(element("rect", { width, height: height + FOOT, fill: style.backgroundColor }));
  const at = (node: string) => {
    const data = renderer.getNodeDisplayData(node);
    if (!data || data.hidden) return undefined;
    return { ...renderer.framedGraphToViewport(data), radius: renderer.scaleSize(data.size), color: data.color, label: data.label };
  };
  const within = ({ x, y }: { x: number; y: number }) => x > -50 && y > -50 && x < width + 50 && y < height + 50;
  const lines = element("g", { stroke: "#8a949e", "stroke-opacity": 0.5, "stroke-width": 0.6 });
  graph.forEachEdge((_, __, from, to) => {
    const [one, other] = [at(from), at(to)];
    if (!one || !other || (!within(one) && !within(other))) return;
    lines.append(element("line", { x1: round(one.x), y1: round(one.y), x2: round(other.x), y2: round(other.y) }));
  });
  const nodes = element("g", {});
  const labels = element("g", { fill: style.color });
  const named = renderer.getNodeDisplayedLabels();
  graph.forEachNode((node) => {
    const place = at(node);
    if (!place || !within(place)) return;
    nodes.append(element("circle", { cx: round(place.x), cy: round(place.y), r: round(place.radius), fill: place.color }));
    if (!named.has(node) || !place.label) return;
    const label = element("text", { x: round(place.x + place.radius + 3), y: round(place.y + 4), stroke: style.backgroundColor, "stroke-width": 3, "paint-order": "stroke" });
    label.textContent = place.label;
    labels.append(label);
  });
  const line = element("text", { x: 8, y: height + 18, "font-size": 11, fill: style.color });
  line.textContent = credit;
  drawing.append(lines, nodes, labels, line);
  return new XMLSerializer().serializeToString(drawing);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
