// Things and what joins them, as a drawing: each a link to its page.
import { useEffect, useRef, useState } from "preact/hooks";
import { arranging } from "../logic/arranging";
import { stageColour } from "../logic/colours";
import { nodeKind } from "../logic/nodeKinds";
import { short } from "../logic/short";
import { DrawingActions } from "./DrawingActions";
import { termName } from "./termName";
import type { Joined } from "../sparql/drawable";
import { failure, model } from "../state/data";
import { href } from "../state/route";
import { t } from "../strings";
import "./figures.css";

const [WIDTH, HEIGHT, EDGE] = [900, 620, 60];
// All nodes are named up to so many; of more, those with most links.
const NAMED = 60;

export function GraphDrawing({ graph, name }: { graph: Joined; name: string }) {
  const drawing = useRef<SVGSVGElement>(null);
  const at = useLayout(graph);
  const title = t("graphOf", { nodes: graph.nodes.length, links: graph.links.length });
  if (!at) return <p role="status">{t("arranging")}</p>;
  return (
    <figure class="drawn">
      <div class="scroll" tabIndex={0} role="region" aria-label={title}>
        <svg ref={drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={title} font-size="11">
          {graph.links.map((link, place) => <Line key={place} start={at[link.from]!} end={at[link.to]!} title={lineTitle(graph, link)} />)}
          <Nodes graph={graph} at={at} />
        </svg>
      </div>
      <figcaption class="muted">{title}. {graph.left > 0 && t("graphCut", { count: graph.left, most: graph.nodes.length })}</figcaption>
      <DrawingActions drawing={drawing} name={`${name}-graph`} />
    </figure>
  );
}

type Point = [x: number, y: number];

function Nodes({ graph, at }: { graph: Joined; at: readonly Point[] }) {
  const known = model();
  const degrees = graph.nodes.map(() => 0);
  for (const { from, to } of graph.links) for (const end of [from, to]) degrees[end]!++;
  const least = [...degrees].sort((one, other) => other - one)[NAMED] ?? 0;
  return (
    <>
      {graph.nodes.map((term, place) => {
        const [x, y] = at[place]!;
        const label = termName(term);
        const number = known.number(term.value);
        const rank = number === undefined ? 99 : known.rank(number);
        const colour = rank < 99 ? stageColour(rank) : number === undefined ? stageColour(99) : nodeKind(known.entity(number).id).colour;
        const radius = 4 + Math.min(8, Math.sqrt(degrees[place]!) * 1.3);
        const inner = (
          <>
            <title>{short(label, 160)}</title>
            <circle class="node" cx={x} cy={y} r={radius} fill={colour} />
            {(graph.nodes.length <= NAMED || degrees[place]! > least) && (
              <text class="called" x={x > WIDTH * 0.75 ? x - radius - 3 : x + radius + 3} y={y + 4} text-anchor={x > WIDTH * 0.75 ? "end" : "start"}>{short(label, 30)}</text>
            )}
          </>
        );
        return number === undefined ? <g key={place}>{inner}</g> : <a key={place} href={href("entity", known.entity(number).id)}>{inner}</a>;
      })}
    </>
  );
}

function Line({ start, end, title }: { start: Point; end: Point; title: string }) {
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = Math.hypot(dx, dy) || 1;
  // The head stands off the node that it points to.
  const [x, y] = [end[0] - (dx / length) * 11, end[1] - (dy / length) * 11];
  const turn = (Math.atan2(dy, dx) * 180) / Math.PI;
  return (
    <g class="join">
      <title>{title}</title>
      <line x1={start[0]} y1={start[1]} x2={x} y2={y} />
      <path d="M0 0L-7 -3.5L-7 3.5Z" transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${turn.toFixed(1)})`} />
    </g>
  );
}

function lineTitle(graph: Joined, { from, to, by }: Joined["links"][number]): string {
  const [one, other] = [from, to].map((end) => short(termName(graph.nodes[end]), 80));
  return by ? `${one} – ${termName(by)} → ${other}` : `${one} → ${other}`;
}

/** Where the nodes stand, within the drawing; undefined until the worker has placed them. */
function useLayout(graph: Joined): Point[] | undefined {
  const [done, setDone] = useState<{ graph: Joined; at: Point[] }>();
  useEffect(() => {
    if (!graph.nodes.length) return;
    const pairs = graph.links.map(({ from, to }) => [from, to] as const);
    const told = (at: Float32Array, settled: boolean) => settled && setDone({ graph, at: fitted(at) });
    return arranging(graph.nodes.length, pairs, told, (problem) => (failure.value = problem));
  }, [graph]);
  return done?.graph === graph ? done.at : undefined;
}

function fitted(at: Float32Array): Point[] {
  const points = Array.from({ length: at.length / 2 }, (_, place): Point => [at[2 * place]!, at[2 * place + 1]!]);
  const bounds = [0, 1].map((axis) => {
    const values = points.map((point) => point[axis]!);
    return [Math.min(...values), Math.max(...values)] as const;
  });
  const scaled = (value: number, axis: number, size: number) => {
    const [low, high] = bounds[axis]!;
    return high > low ? EDGE + ((value - low) / (high - low)) * (size - 2 * EDGE) : size / 2;
  };
  return points.map(([x, y]) => [scaled(x, 0, WIDTH), scaled(y, 1, HEIGHT)]);
}
