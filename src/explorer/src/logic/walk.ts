// Walks along the chain: what lies upstream and downstream of nodes, and the shortest ways between two ends.
import type { Model } from "../data/model";
import type { Basis, Link } from "../data/types";
import { kindsOf } from "./products";

export interface Filter {
  bases: ReadonlySet<Basis>;
  /** A product; its kinds go with it. */
  product?: number;
  element?: number;
  /** The country of the nodes that are reached. */
  country?: string;
  /** The status of the agreement behind a link. */
  status?: string;
  /** A date, ISO 8601: agreements begun and not ended, units there or of unknown start. */
  at?: string;
}

export interface Reached {
  /** How many links away; 0 for a start. */
  distance: number;
  /** Whether it was reached against the flow, and with it; a start is both. */
  up: boolean;
  down: boolean;
  /** How many of the nodes that come next are not shown. */
  hidden: number;
  /** How many of them are. */
  shown: number;
}

export interface Walk {
  nodes: Map<number, Reached>;
  links: Link[];
  /** Whether there was more than could be shown. */
  cut: boolean;
}

export interface Extent {
  /** How many links to follow. */
  up: number;
  down: number;
  /** Nodes that are followed one link further than that, and such as are not followed. */
  open: ReadonlySet<number>;
  closed: ReadonlySet<number>;
  /** The most nodes to show. */
  most: number;
}

type Way = "up" | "down";

export function walk(model: Model, starts: readonly number[], extent: Extent, filter: Filter): Walk {
  const fits = accepting(model, filter);
  const nodes = new Map<number, Reached>();
  for (const start of starts) nodes.set(start, { distance: 0, up: true, down: true, hidden: 0, shown: 0 });
  let cut = false;
  const onward = (node: number, way: Way) =>
    neighbours(model, node, way, fits).filter((each) => inCountry(model, each, filter) || nodes.get(each)?.distance === 0);
  for (const way of ["up", "down"] as const) {
    const distances = new Map<number, number>(starts.map((start) => [start, 0]));
    const waiting = [...starts];
    for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
      const distance = distances.get(node)!;
      if (!follows(node, distance, way, extent)) continue;
      for (const next of onward(node, way)) {
        if (distances.has(next)) continue;
        const known = nodes.get(next);
        if (!known && nodes.size >= extent.most) {
          cut = true;
          continue;
        }
        distances.set(next, distance + 1);
        if (known) known[way] = true;
        else nodes.set(next, { distance: distance + 1, up: way === "up", down: way === "down", hidden: 0, shown: 0 });
        waiting.push(next);
      }
    }
  }
  for (const [node, reached] of nodes) {
    for (const way of ["up", "down"] as const) {
      if (!reached[way]) continue;
      for (const next of onward(node, way)) {
        if (nodes.has(next)) reached.shown++;
        else reached.hidden++;
      }
    }
  }
  const links = [...nodes.keys()].flatMap((node) => model.out[node]!.filter((link) => nodes.has(link.to) && fits(link)));
  return { nodes, links, cut };
}

/** The links on the shortest ways from one set of nodes to another, step by step; no step if there is no way. */
export function shortest(model: Model, starts: readonly number[], ends: readonly number[], filter: Filter): Link[][] {
  const fits = accepting(model, filter);
  const goal = new Set(ends);
  const distances = new Map<number, number>(starts.map((start) => [start, 0]));
  const waiting = starts.filter((start) => !goal.has(start));
  let reach = Infinity;
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    const distance = distances.get(node)! + 1;
    if (distance > reach) break;
    for (const next of neighbours(model, node, "down", fits)) {
      if (distances.has(next)) continue;
      distances.set(next, distance);
      if (goal.has(next)) reach = distance;
      else waiting.push(next);
    }
  }
  // Back from the ends that were reached first.
  const steps: Link[][] = [];
  let edge = ends.filter((end) => distances.get(end) === reach);
  for (let distance = reach; distance > 0 && edge.length; distance--) {
    const before = edge.flatMap((node) => model.in[node]!.filter((link) => fits(link) && distances.get(link.from) === distance - 1));
    steps.unshift(before);
    edge = [...new Set(before.map((link) => link.from))];
  }
  return steps;
}

/** Whether a link is one of those that a filter lets through, its ends' country aside. */
function accepting(model: Model, filter: Filter): (link: Link) => boolean {
  const { bases, product, element, status, at } = filter;
  const kinds = product === undefined ? undefined : kindsOf(model, [product]);
  const carriers =
    element === undefined
      ? undefined
      : new Set(model.index.products.filter((each) => each.elements.includes(element)).map((each) => each.entity));
  return (link) =>
    bases.has(link.basis) &&
    (!kinds || (link.product !== undefined && kinds.has(link.product))) &&
    (!carriers || (link.product !== undefined && carriers.has(link.product))) &&
    (!status || link.status === status) &&
    (!at || (stands(link.since, link.until, at) && [link.from, link.to].every((node) => isThere(model, node, at))));
}

function neighbours(model: Model, node: number, way: Way, fits: (link: Link) => boolean): number[] {
  const links = way === "up" ? model.in[node]! : model.out[node]!;
  const found = new Set(links.filter(fits).map((link) => (way === "up" ? link.from : link.to)));
  found.delete(node);
  return [...found];
}

function follows(node: number, distance: number, way: Way, { up, down, open, closed }: Extent): boolean {
  if (closed.has(node)) return false;
  return distance < (way === "up" ? up : down) || open.has(node);
}

function inCountry(model: Model, node: number, { country }: Filter): boolean {
  return !country || model.entity(node).country === country;
}

function stands(since: string | undefined, until: string | undefined, at: string): boolean {
  // A year holds until its last day.
  return (!since || since <= at) && (!until || until >= at.slice(0, until.length));
}

function isThere(model: Model, node: number, at: string): boolean {
  const { unit } = model.entity(node);
  return !unit || ((!unit.since || unit.since <= at) && (!unit.due || unit.due <= at));
}
