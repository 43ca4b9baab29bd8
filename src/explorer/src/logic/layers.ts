// Places a part of the chain in columns, a stage each, so that few lines cross and none runs behind a box.
import type { Model } from "../data/model";
import type { Link } from "../data/types";

export interface Placed {
  node: number;
  column: number;
  /** The height of its place, in rows; 0 is the top. */
  row: number;
}

/** The line from one node to another, by way of the gaps in the columns between. */
export interface Route {
  from: number;
  to: number;
  /** Where it crosses each column that lies between, in the order from `from` to `to`. */
  through: { column: number; row: number }[];
}

export interface Layers {
  /** The rank of the stage of each column; 99 for those that only buy. */
  columns: number[];
  placed: Map<number, Placed>;
  routes: Route[];
  /** The height of the tallest column. */
  rows: number;
}

/** A box, or the gap that a line passes through. */
interface Item {
  node?: number;
  column: number;
  tall: number;
  row: number;
  near: Item[];
}

const BUYERS = 99;
const SWEEPS = 10;
// The height of a gap, in rows; those of a column take no more than so many rows together.
const GAP = 0.3;
const ALL_GAPS = 9;

export function layers(model: Model, nodes: readonly number[], links: readonly Link[]): Layers {
  const ranks = new Map(nodes.map((node) => [node, rankOf(model, node, links)]));
  const columns = [...new Set(ranks.values())].sort((one, other) => one - other);
  const order: Item[][] = columns.map(() => []);
  const boxes = new Map<number, Item>();
  const byName = [...nodes].sort((one, other) => model.label(one, "en").localeCompare(model.label(other, "en")));
  for (const node of byName) {
    const item = { node, column: columns.indexOf(ranks.get(node)!), tall: 1, row: 0, near: [] };
    boxes.set(node, item);
    order[item.column]!.push(item);
  }
  const ways = routed(links, boxes, order);
  for (const column of order) {
    const gaps = column.filter((item) => item.node === undefined);
    for (const gap of gaps) gap.tall = Math.min(GAP, ALL_GAPS / gaps.length);
  }
  order.forEach(settle);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 ? [...order].reverse() : order) {
      const wanted = new Map(column.map((item) => [item, mean(item.near.map(middle), middle(item))]));
      column.sort((one, other) => wanted.get(one)! - wanted.get(other)!);
      settle(column);
    }
  }
  const top = Math.min(0, ...order.map((column) => column[0]?.row ?? 0));
  const rows = Math.max(0, ...order.map((column) => (column.length ? column.at(-1)!.row + column.at(-1)!.tall - top : 0)));
  const placed = new Map<number, Placed>();
  for (const [node, item] of boxes) placed.set(node, { node, column: item.column, row: item.row - top });
  const routes = ways.map(({ from, to, gaps }) => ({
    from,
    to,
    through: gaps.map((gap) => ({ column: gap.column, row: middle(gap) - top })),
  }));
  return { columns, placed, routes, rows };
}

/** The stage that a node stands at: its first; of who runs no unit, the last that makes what it sells. */
function rankOf(model: Model, node: number, links: readonly Link[]): number {
  const own = model.rank(node);
  if (own !== BUYERS) return own;
  const ranks = links
    .filter((link) => link.from === node && link.product !== undefined)
    .map((link) => model.index.products.find((each) => each.entity === link.product)?.rank ?? 0)
    .filter((rank) => rank > 0);
  return ranks.length ? Math.max(...ranks) : BUYERS;
}

interface Way {
  from: number;
  to: number;
  gaps: Item[];
}

/** A way for each pair of linked nodes; gaps are put into the columns that it crosses. */
function routed(links: readonly Link[], boxes: ReadonlyMap<number, Item>, order: Item[][]): Way[] {
  const found = new Map<string, Way>();
  for (const { from, to } of links) {
    const key = `${from} ${to}`;
    if (found.has(key)) continue;
    const [start, end] = [boxes.get(from)!, boxes.get(to)!];
    const step = Math.sign(end.column - start.column);
    const gaps: Item[] = [];
    for (let column = start.column + step; step && column !== end.column; column += step) {
      const gap = { column, tall: GAP, row: 0, near: [] };
      order[column]!.push(gap);
      gaps.push(gap);
    }
    const line = [start, ...gaps, end];
    line.slice(1).forEach((item, place) => {
      item.near.push(line[place]!);
      line[place]!.near.push(item);
    });
    found.set(key, { from, to, gaps });
  }
  return [...found.values()];
}

/** Stacks a column in its order, its middle at height 0. */
function settle(column: Item[]): void {
  let row = -column.reduce((sum, item) => sum + item.tall, 0) / 2;
  for (const item of column) {
    item.row = row;
    row += item.tall;
  }
}

function middle(item: Item): number {
  return item.row + item.tall / 2;
}

function mean(values: readonly number[], otherwise: number): number {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : otherwise;
}
