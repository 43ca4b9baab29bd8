// The drawing of the network, by WebGL: pan, zoom, hover, pick.
import Graph from "graphology";
import { useEffect, useRef, useState } from "preact/hooks";
import Sigma from "sigma";
import { EdgeLineProgram, NodePointProgram } from "sigma/rendering";
import { stageColour } from "../../logic/colours";
import { nodeKind } from "../../logic/nodeKinds";
import { short } from "../../logic/short";
import { save, saveCanvas } from "../../parts/download";
import { CopyAddress } from "../../parts/DrawingActions";
import { model } from "../../state/data";
import { isDark, language } from "../../state/settings";
import { t } from "../../strings";
import { asSvg } from "./asSvg";
import { pointedAt } from "./pick";
import { degree, type Network, other, pairs } from "./network";
import { w } from "./words";

interface Props {
  network: Network;
  /** Two a node, in the order of the network's nodes. */
  at: Float32Array;
  kinds: ReadonlySet<string>;
  colour: "kind" | "stage";
  focus: number | undefined;
  onFocus: (node: number | undefined) => void;
}

const LABEL = 60;
const PAN = 0.12;

export function Canvas({ network, at, kinds, colour, focus, onFocus }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const shown = useRef<Sigma>(undefined);
  const chosen = useRef({ kinds, focus, near: new Set<string>(), pointed: "" });
  const [failed, setFailed] = useState(false);
  const lang = language.value;
  const dark = isDark();
  chosen.current.kinds = kinds;
  chosen.current.focus = focus;
  chosen.current.near = new Set(focus === undefined ? [] : (network.of.get(focus) ?? []).map((relation) => String(other(relation, focus))));

  useEffect(() => {
    const colours = dark ? { text: "#e8eaed", ground: "#14171b", edge: "#464f5a", faint: "#2a3037", on: "#a9b2bd" } : { text: "#1b1f24", ground: "#ffffff", edge: "#bcc3cc", faint: "#e3e6ea", on: "#56606c" };
    const scale = Math.min(1, Math.max(0.5, holder.current!.clientWidth / 900));
    const graph = drawn(network, at, colour, scale);
    let renderer: Sigma;
    try {
      renderer = new Sigma(graph, holder.current!, {
        // Points and lines: programs that repeat a shape for each node are slow where no graphics card is there.
        nodeProgramClasses: { circle: NodePointProgram }, edgeProgramClasses: { line: EdgeLineProgram },
        labelColor: { color: colours.text }, labelSize: 12, labelFont: "system-ui, sans-serif", labelRenderedSizeThreshold: 6 * scale, labelDensity: 0.6,
        defaultEdgeColor: colours.edge, zIndex: true, minCameraRatio: 0.01, maxCameraRatio: 2, allowInvalidContainer: true, stagePadding: 20,
        defaultDrawNodeLabel: (context, data, { labelSize, labelFont }) => named(context, data, labelSize, labelFont, colours),
        defaultDrawNodeHover: (context, data, { labelSize, labelFont }) => hover(context, data, labelSize, labelFont, colours),
        nodeReducer: (node, data) => {
          const { focus, near, kinds, pointed } = chosen.current;
          if (!kinds.has(data.kind as string)) return { ...data, hidden: true };
          if (node === String(focus)) return { ...data, zIndex: 2, size: data.size + 3, forceLabel: true, highlighted: true };
          if (near.has(node)) return { ...data, zIndex: 1, forceLabel: near.size <= 30 };
          if (focus !== undefined && node !== pointed) return { ...data, color: colours.faint, label: "" };
          return data;
        },
        edgeReducer: (edge, data) => {
          const { focus } = chosen.current;
          if (focus === undefined) return data;
          const ends = graph.extremities(edge);
          return ends.includes(String(focus)) ? { ...data, color: colours.on, zIndex: 1, size: 1.5 } : { ...data, color: colours.faint, size: 0.4 };
        },
      });
    } catch {
      setFailed(true);
      return;
    }
    pickHere(renderer);
    shown.current = renderer;
    renderer.on("clickNode", ({ node }) => onFocus(Number(node)));
    renderer.on("clickStage", () => chosen.current.focus !== undefined && onFocus(undefined));
    renderer.on("enterNode", ({ node }) => (chosen.current.pointed = node));
    renderer.on("leaveNode", () => (chosen.current.pointed = ""));
    look(renderer, chosen.current.focus, false);
    performance.mark("monazite-network");
    return () => renderer.kill();
  }, [network, colour, dark, lang]);
  useEffect(() => {
    const renderer = shown.current;
    if (!renderer || renderer.getGraph().order !== network.nodes.length) return;
    let place = 0;
    // The nodes stand in the graph in the order in which they were added.
    renderer.getGraph().updateEachNodeAttributes((_, node) => ({ ...node, x: at[2 * place], y: at[2 * place++ + 1] }), { attributes: ["x", "y"] });
    renderer.refresh();
    look(renderer, chosen.current.focus, false);
  }, [at]);
  useEffect(() => void shown.current?.refresh({ skipIndexation: true }), [kinds, focus, network]);
  useEffect(() => {
    if (shown.current) look(shown.current, focus, true);
  }, [focus]);

  const camera = () => shown.current!.getCamera();
  const move = (x: number, y: number) => {
    const state = camera().getState();
    camera().setState({ x: state.x + x * PAN * state.ratio, y: state.y + y * PAN * state.ratio });
  };
  const zoom = (factor: number) => void camera().animate({ ratio: camera().getBoundedRatio(camera().ratio / factor) }, { duration: 150 });
  const whole = () => void camera().animatedReset({ duration: 200 });
  const keyed = (event: KeyboardEvent) => {
    const keys: Record<string, () => void> = {
      ArrowLeft: () => move(-1, 0), ArrowRight: () => move(1, 0), ArrowUp: () => move(0, 1), ArrowDown: () => move(0, -1),
      "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), "0": whole, Escape: () => onFocus(undefined),
    };
    const act = event.ctrlKey || event.metaKey || !shown.current ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  if (failed) return <p role="status">{w("noWebgl")}</p>;
  return (
    <>
      <div class="network-frame">
        <div ref={holder} class="network-canvas" tabIndex={0} role="group" aria-label={w("frame")} onKeyDown={keyed} />
        <div class="network-zoom">
          <button type="button" aria-label={w("zoomIn")} title={w("zoomIn")} onClick={() => zoom(1.6)}>+</button>
          <button type="button" aria-label={w("zoomOut")} title={w("zoomOut")} onClick={() => zoom(1 / 1.6)}>−</button>
          <button type="button" aria-label={w("whole")} title={w("whole")} onClick={whole}>⤢</button>
        </div>
      </div>
      <div class="actions">
        <button type="button" onClick={() => shown.current && savePicture(shown.current)}>{t("asPng")} ↓</button>
        <button type="button" onClick={() => shown.current && save("monazite-network.svg", asSvg(shown.current, t("licence", { date: model().index.asOf })), "image/svg+xml")}>{t("asSvg")} ↓</button>
        <CopyAddress />
      </div>
    </>
  );
}

function drawn(network: Network, at: Float32Array, colour: "kind" | "stage", scale: number): Graph {
  const known = model();
  const graph = new Graph({ type: "undirected" });
  network.nodes.forEach((node, place) => {
    const kind = nodeKind(known.entity(node).id);
    graph.addNode(node, {
      x: at[2 * place], y: at[2 * place + 1], size: scale * Math.min(16, 1.6 + 0.9 * Math.sqrt(degree(network, node))), kind: kind.name,
      label: short(known.label(node, language.value), LABEL), color: colour === "stage" ? stageColour(known.rank(node)) : kind.colour,
    });
  });
  for (const { from, to } of pairs(network)) graph.addEdge(from, to, { size: 0.7 });
  return graph;
}

/** Finds the node under the pointer among their places, and none while the drawing is dragged. */
function pickHere(renderer: Sigma): void {
  const graph = renderer.getGraph();
  const spots = function* () {
    const per = renderer.viewportToFramedGraph({ x: 1, y: 0 }).x - renderer.viewportToFramedGraph({ x: 0, y: 0 }).x;
    for (const node of graph.nodes()) {
      const data = renderer.getNodeDisplayData(node);
      if (data && !data.hidden) yield { node, x: data.x, y: data.y, radius: (renderer.scaleSize(data.size) + 2) * per };
    }
  };
  const pick = ({ x, y }: { x: number; y: number }) => {
    const captor = renderer.getMouseCaptor();
    if (captor.isMouseDown && captor.isMoving) return null;
    const place = renderer.viewportToFramedGraph({ x, y });
    return pointedAt(spots(), place.x, place.y)?.node ?? null;
  };
  Object.defineProperty(renderer, "getNodeAtPosition", { value: pick });
}

function look(renderer: Sigma, focus: number | undefined, moving: boolean): void {
  if (focus === undefined || !renderer.getGraph().hasNode(focus)) return;
  const { x, y } = renderer.getNodeDisplayData(focus)!;
  const still = !moving || matchMedia("(prefers-reduced-motion: reduce)").matches;
  // Even a jump is told as a movement: it ends another that is under way, to where the node stood before.
  void renderer.getCamera().animate({ x, y, ratio: Math.min(renderer.getCamera().ratio, 0.35) }, { duration: still ? 1 : 300 });
}

interface Named {
  x: number;
  y: number;
  size: number;
  label?: string | null;
}

/** A label with a rim of the ground's colour, so that it can be read over links. */
function named(context: CanvasRenderingContext2D, { x, y, size, label }: Named, textSize: number, font: string, colours: { text: string; ground: string }): void {
  if (!label) return;
  context.font = `${textSize}px ${font}`;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colours.ground;
  context.strokeText(label, x + size + 3, y + textSize / 3);
  context.fillStyle = colours.text;
  context.fillText(label, x + size + 3, y + textSize / 3);
}

/** The label of the node that is pointed at or chosen, on a ground of its own. */
function hover(context: CanvasRenderingContext2D, { x, y, size, label }: Named, textSize: number, font: string, colours: { text: string; ground: string; on: string }): void {
  context.font = `600 ${textSize}px ${font}`;
  context.fillStyle = colours.ground;
  context.strokeStyle = colours.on;
  context.lineWidth = 1;
  context.beginPath();
  context.arc(x, y, size + 2, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  if (!label) return;
  context.beginPath();
  context.roundRect(x + size + 4, y - textSize / 2 - 5, context.measureText(label).width + 10, textSize + 9, 3);
  context.fill();
  context.stroke();
  context.fillStyle = colours.text;
  context.fillText(label, x + size + 9, y + textSize / 3);
}

/** The layers of the drawing in one picture, with the line of licence. */
function savePicture(renderer: Sigma): void {
  renderer.refresh();
  const layers = renderer.getCanvases();
  const { width, height } = layers.nodes!;
  const scale = width / renderer.getDimensions().width;
  const picture = document.createElement("canvas");
  [picture.width, picture.height] = [width, height + 28 * scale];
  const context = picture.getContext("2d")!;
  const style = getComputedStyle(document.body);
  context.fillStyle = style.backgroundColor;
  context.fillRect(0, 0, picture.width, picture.height);
  for (const name of ["edges", "nodes", "edgeLabels", "labels", "hovers", "hoverNodes"]) if (layers[name]) context.drawImage(layers[name], 0, 0);
  context.fillStyle = style.color;
  context.font = `${11 * scale}px sans-serif`;
  context.fillText(t("licence", { date: model().index.asOf }), 8 * scale, height + 18 * scale);
  saveCanvas(picture, "monazite-network");
}
