// The drawing of a part of the chain: a column a stage, a box a node, a line for the links between two.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Basis, Link } from "../../data/types";
import { stageColour } from "../../logic/colours";
import { layers, type Placed } from "../../logic/layers";
import { short } from "../../logic/short";
import { wrapped } from "../../logic/wrap";
import type { Reached } from "../../logic/walk";
import { DrawingActions } from "../../parts/DrawingActions";
import { stateLabel } from "../../parts/state";
import { model } from "../../state/data";
import { language } from "../../state/settings";
import { BASES } from "./settings";
import { w } from "./words";

interface Props {
  nodes: ReadonlyMap<number, Reached>;
  links: readonly Link[];
  selected: number | undefined;
  onSelect: (node: number) => void;
  onOpen: (node: number) => void;
  name: string;
}

const BOX = { width: 178, height: 44 };
const STEP = { x: 236, y: 54 };
const TOP = 34;
const LEFT = 6;
const SCALES = [0.35, 0.5, 0.7, 0.85, 1, 1.25, 1.6];

export function Drawing({ nodes, links, selected, onSelect, onOpen, name }: Props) {
  const known = model();
  const lang = language.value;
  const drawing = useRef<SVGSVGElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(1);
  const laid = useMemo(() => layers(known, [...nodes.keys()], links), [known, nodes, links]);
  const bundles = useMemo(() => bundled(links), [links]);
  const width = LEFT * 2 + (laid.columns.length - 1) * STEP.x + BOX.width + 34;
  const height = TOP + laid.rows * STEP.y + 4;
  const x = ({ column }: Placed) => LEFT + column * STEP.x;
  const y = ({ row }: Placed) => TOP + row * STEP.y;
  const near = useMemo(() => touching(selected, links), [selected, links]);
  const start = [...nodes].find(([, reached]) => reached.distance === 0)?.[0] ?? [...nodes.keys()][0];
  const focusable = selected !== undefined && nodes.has(selected) ? selected : start;

  // The start is in sight when a chain is first shown.
  useEffect(() => {
    const place = start === undefined ? undefined : laid.placed.get(start);
    if (!place || !frame.current) return;
    frame.current.scrollTo({ left: (x(place) + BOX.width / 2) * scale - frame.current.clientWidth / 2, top: y(place) * scale - frame.current.clientHeight / 2 });
  }, [start, name]);

  const fit = () => {
    const wanted = (frame.current?.clientWidth ?? width) / width;
    setScale(Math.max(0.2, Math.min(1, wanted)));
  };
  const zoom = (larger: boolean) => {
    const steps = larger ? SCALES.filter((each) => each > scale + 0.01) : SCALES.filter((each) => each < scale - 0.01).reverse();
    if (steps[0]) setScale(steps[0]);
  };
  const move = (event: KeyboardEvent, from: number) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onSelect(from);
      return;
    }
    const next = towards(event.key, laid.placed, from);
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next);
    document.getElementById(`node-${next}`)?.focus();
  };
  return (
    <>
      <div class="actions">
        <button type="button" aria-label={w("zoomOut")} onClick={() => zoom(false)}>−</button>
        <button type="button" aria-label={w("zoomIn")} onClick={() => zoom(true)}>+</button>
        <button type="button" onClick={fit}>{w("fit")}</button>
        <DrawingActions drawing={drawing} name={name} />
      </div>
      <div class="frame" ref={frame} tabIndex={0} role="region" aria-label={w("drawing", { nodes: nodes.size, links: links.length })}>
        <svg ref={drawing} class="flow" viewBox={`0 0 ${width} ${height}`} width={width * scale} height={height * scale} role="group" aria-label={w("drawing", { nodes: nodes.size, links: links.length })}>
          {laid.columns.map((rank, column) => <ColumnTitle key={rank} rank={rank} x={LEFT + column * STEP.x} />)}
          {laid.routes.map((way) => {
            const bundle = bundles.get(`${way.from} ${way.to}`)!;
            const [from, to] = [laid.placed.get(bundle.from)!, laid.placed.get(bundle.to)!];
            const through = way.through.map(({ column, row }) => [LEFT + column * STEP.x, TOP + row * STEP.y] as const);
            const state = near ? (bundle.from === selected || bundle.to === selected ? "on" : "off") : "";
            return (
              <g key={`${bundle.from} ${bundle.to}`} class={`link ${bundle.basis} ${state}`}>
                <path d={curve([x(from), y(from)], [x(to), y(to)], through)}><title>{bundleTitle(bundle)}</title></path>
                <path class="head" d={head(x(from), x(to), y(to))} />
              </g>
            );
          })}
          {[...laid.placed.values()].map((placed) => {
            const reached = nodes.get(placed.node)!;
            return (
              <g key={placed.node} transform={`translate(${x(placed)} ${y(placed)})`}>
                <Box
                  node={placed.node}
                  start={reached.distance === 0}
                  selected={placed.node === selected}
                  dim={near !== undefined && !near.has(placed.node)}
                  focusable={placed.node === focusable}
                  onSelect={() => onSelect(placed.node)}
                  onKey={(event) => move(event, placed.node)}
                />
                {reached.hidden > 0 && (
                  <g class="more" role="button" tabindex={-1} transform={`translate(${BOX.width} ${BOX.height / 2 - 9})`}
                    onClick={() => onOpen(placed.node)}>
                    <title>{w("openMore", { count: reached.hidden, name: short(known.label(placed.node, lang), 80) })}</title>
                    <rect x="3" width="30" height="18" rx="9" />
                    <text x="18" y="13" text-anchor="middle">+{reached.hidden}</text>
                  </g>
                )}
              </g>
            );
          })}
        </svg>
      </div>
    </>
  );
}

function ColumnTitle({ rank, x }: { rank: number; x: number }) {
  const known = model();
  const stage = known.index.stages.find((each) => each.rank === rank);
  return (
    <g>
      <circle cx={x + 6} cy={14} r={5} fill={stageColour(rank)} />
      <text class="column" x={x + 17} y={18}>{stage ? known.stageLabel(stage.name, language.value) : w("buyers")}</text>
    </g>
  );
}

interface BoxProps {
  node: number;
  start: boolean;
  selected: boolean;
  dim: boolean;
  focusable: boolean;
  onSelect: () => void;
  onKey: (event: KeyboardEvent) => void;
}

function Box({ node, start, selected, dim, focusable, onSelect, onKey }: BoxProps) {
  const known = model();
  const entity = known.entity(node);
  const label = known.label(node, language.value);
  const told = [entity.country ?? "", entity.unit ? stateLabel(entity.unit.state) : ""].filter(Boolean).join(" · ");
  const lines = wrapped(label, 24, 2);
  const works = !entity.unit || ["operating", "commissioning"].includes(entity.unit.state);
  return (
    <g
      id={`node-${node}`}
      class={`node ${start ? "start" : ""} ${selected ? "selected" : ""} ${dim ? "dim" : ""} ${works ? "" : "absent"}`}
      role="button"
      aria-pressed={selected}
      tabindex={focusable ? 0 : -1}
      onClick={onSelect}
      onKeyDown={onKey}
    >
      <title>{[start ? w("start") : "", short(label, 120), told].filter(Boolean).join(", ")}</title>
      <rect width={BOX.width} height={BOX.height} rx="4" />
      <rect class="stripe" width="5" height={BOX.height} rx="2" fill={stageColour(known.rank(node))} />
      {lines.map((line, place) => <text key={place} class="name" x="12" y={lines.length === 1 ? 19 : 14 + place * 13}>{line}</text>)}
      <text class="told" x="12" y={lines.length === 1 ? 34 : 39}>{told}</text>
    </g>
  );
}

interface Bundle {
  from: number;
  to: number;
  basis: Basis;
  links: Link[];
}

/** The links between two nodes as one line, drawn as the best founded of them. */
function bundled(links: readonly Link[]): Map<string, Bundle> {
  const found = new Map<string, Bundle>();
  for (const link of links) {
    const key = `${link.from} ${link.to}`;
    const bundle = found.get(key) ?? { from: link.from, to: link.to, basis: link.basis, links: [] };
    found.set(key, bundle);
    bundle.links.push(link);
    if (BASES.indexOf(link.basis) < BASES.indexOf(bundle.basis)) bundle.basis = link.basis;
  }
  return found;
}

function bundleTitle({ from, to, links }: Bundle): string {
  const known = model();
  const lang = language.value;
  const told = links.map((link) => [link.product === undefined ? "" : known.label(link.product, lang), known.concept("link-basis", link.basis, lang)].filter(Boolean).join(", "));
  return `${short(known.label(from, lang))} → ${short(known.label(to, lang))}\n${[...new Set(told)].join("\n")}`;
}

function touching(selected: number | undefined, links: readonly Link[]): Set<number> | undefined {
  if (selected === undefined) return undefined;
  const found = new Set([selected]);
  for (const { from, to } of links) {
    if (from === selected) found.add(to);
    if (to === selected) found.add(from);
  }
  return found.size > 1 ? found : undefined;
}

type Point = readonly [x: number, y: number];

/** A line from box to box, straight through the gaps of the columns between. */
function curve([x1, y1]: Point, [x2, y2]: Point, through: readonly Point[]): string {
  const middle = BOX.height / 2;
  if (x1 === x2) {
    // Within a column, around its left side.
    return `M${x1},${y1 + middle} C${x1 - 40},${y1 + middle} ${x1 - 40},${y2 + middle} ${x2 - 6},${y2 + middle}`;
  }
  const right = x1 < x2;
  const [near, far] = right ? [0, BOX.width] : [BOX.width, 0];
  const stops: Point[] = [[x1 + far, y1 + middle], ...through.flatMap(([x, y]): Point[] => [[x + near, y], [x + far, y]]), [x2 + near + (right ? -6 : 6), y2 + middle]];
  let path = `M${stops[0]}`;
  for (let place = 1; place < stops.length; place++) {
    const [from, to] = [stops[place - 1]!, stops[place]!];
    const bend = (from[0] + to[0]) / 2;
    // Every other stretch runs along a gap.
    path += place % 2 ? ` C${bend},${from[1]} ${bend},${to[1]} ${to}` : ` L${to}`;
  }
  return path;
}

/** The point of the arrow, at the box that it leads to. */
function head(x1: number, x2: number, y2: number): string {
  const back = x1 > x2;
  const tip = back ? x2 + BOX.width : x2;
  const base = back ? tip + 7 : tip - 7;
  const middle = y2 + BOX.height / 2;
  return `M${tip},${middle} L${base},${middle - 4} L${base},${middle + 4} Z`;
}

/** The next node in the direction of an arrow key. */
function towards(key: string, placed: ReadonlyMap<number, Placed>, from: number): number | undefined {
  const ways: Record<string, [dx: number, dy: number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const way = ways[key];
  if (!way) return undefined;
  const here = placed.get(from)!;
  let best: { node: number; far: number } | undefined;
  for (const each of placed.values()) {
    const [dx, dy] = [each.column - here.column, each.row - here.row];
    const along = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    if (along <= 0 || (way[1] !== 0 && dx !== 0)) continue;
    const far = way[0] ? along * 100 + aside : along + aside * 3;
    if (!best || far < best.far) best = { node: each.node, far };
  }
  return best?.node;
}
