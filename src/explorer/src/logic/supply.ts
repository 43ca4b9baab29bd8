// The chain as a network that product passes: the same rule as monazite.analysis.scenarios.supply has.
// A stop is where product stands: a unit at one of its stages, or an organization (stage "") that holds the product
// of a stage. Product only goes forward; what a recycler puts out begins a path of its own.
import type { Model } from "../data/model";
import type { Basis, Link } from "../data/types";
import { kindsOf } from "./products";

export interface Stop {
  node: number;
  stage: string;
  rank: number;
}

export interface Supply {
  stops: Stop[];
  /** Places of stops: after[n] are those that a stop leads to; links are places in the list of links, none within a unit. */
  after: Edge[][];
  before: Edge[][];
  /** The stops at which product comes to each end user. */
  users: Map<number, number[]>;
  links: Link[];
}

export interface Edge {
  stop: number;
  links: Set<number>;
}

const USES = ["motor-making", "end-use"];
const FAR = 99;

/** The network of links on some bases whose product carries one of some elements (ids of concepts), or names none. */
export function build(model: Model, elements: readonly string[], bases: readonly Basis[]): Supply {
  const { index } = model;
  const products = new Map(index.products.map((product) => [product.entity, product]));
  const follow = new Set(elements.map((id) => model.number(id)));
  const stages = new Map<number, Stop[]>();
  const stagesOf = (node: number): Stop[] => {
    let found = stages.get(node);
    if (!found) stages.set(node, (found = passed(model, node)));
    return found;
  };
  const waste = kindsOf(model, index.stages.find((stage) => stage.name === "recycling")?.inputs ?? []);
  const links = index.links.filter((link) => bases.includes(link.basis) && !isOver(link, index.asOf));
  const named = new Set(links.filter((link) => link.product !== undefined).map((link) => `${link.from} ${link.to}`));
  const held = links.flatMap((link, place) => {
    const product = link.product === undefined ? undefined : products.get(link.product);
    const carries = !product?.elements.length || product.elements.some((element) => follow.has(element));
    // Beside a link that names its product, one that names none tells of no other.
    const told = link.product !== undefined || !named.has(`${link.from} ${link.to}`);
    if (!told || !carries || (link.product !== undefined && waste.has(link.product))) return [];
    return [{ place, start: link.from, end: link.to, rank: product?.rank ?? 0, basis: link.basis }];
  });
  const network = new Network(links);
  index.entities.forEach((entity, node) => {
    if (!entity.unit) return;
    const stops = stagesOf(node);
    stops.forEach((stop) => network.place(stop));
    for (let at = 1; at < stops.length; at++) network.join(stops[at - 1]!, stops[at]!);
  });
  const has = holds(held, stagesOf);
  for (const each of held) {
    for (const [one, other] of between(each, stagesOf, has)) network.join(one, other, each.place);
  }
  passOn(network, model, stagesOf);
  return network.done(users(network, model, held, stagesOf));
}

interface Held {
  place: number;
  start: number;
  end: number;
  /** Of the stage that its product comes from; 0 if that is unknown. */
  rank: number;
  basis: Basis;
}

type StagesOf = (node: number) => Stop[];

class Network {
  readonly stops: Stop[] = [];
  readonly after: Edge[][] = [];
  readonly before: Edge[][] = [];
  private readonly places = new Map<string, number>();

  constructor(readonly links: Link[]) {}

  place(stop: Stop): number {
    const key = `${stop.node} ${stop.stage} ${stop.rank}`;
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.stops.push(stop) - 1;
      this.after.push([]);
      this.before.push([]);
      this.places.set(key, place);
    }
    return place;
  }

  join(one: Stop, other: Stop, link?: number): void {
    const [from, to] = [this.place(one), this.place(other)];
    let edge = this.after[from]!.find((each) => each.stop === to);
    if (!edge) {
      edge = { stop: to, links: new Set() };
      this.after[from]!.push(edge);
      this.before[to]!.push({ stop: from, links: edge.links });
    }
    if (link !== undefined) edge.links.add(link);
  }

  done(users: Map<number, number[]>): Supply {
    return { stops: this.stops, after: this.after, before: this.before, users, links: this.links };
  }
}

function isOver({ since = "", until = "" }: Link, day: string): boolean {
  return since > day || (until !== "" && until < day.slice(0, until.length));
}

/** The stops of a unit in the order in which product passes them: what is recycled comes in first. */
function passed(model: Model, node: number): Stop[] {
  const names = model.entity(node).unit?.stages ?? [];
  const told = names
    .filter((name) => name !== "exploration" && model.stage(name))
    .map((name) => ({ node, stage: name, rank: name === "recycling" ? 0 : model.stage(name)!.rank }));
  return told.sort((one, other) => one.rank - other.rank);
}

/**
 * The ranks of the stages whose products each organization holds: that is what it gets; only where that does not
 * explain what it is said to sell, that too.
 */
function holds(held: readonly Held[], stagesOf: StagesOf): Map<number, Set<number>> {
  const has = new Map<number, Set<number>>();
  const add = (node: number, rank: number): boolean => {
    const own = has.get(node) ?? new Set<number>();
    has.set(node, own);
    return own.size < own.add(rank).size;
  };
  const fed = new Set(held.map((each) => each.end));
  for (const unexplained of [false, true]) {
    for (const { start, end, rank } of held) {
      if (stagesOf(start).length || !(unexplained || !fed.has(start))) continue;
      const ends = stagesOf(end);
      const sold = rank || (ends.length ? ends[0]!.rank - 1 : 0);
      if (sold > 0 && ![...(has.get(start) ?? [])].some((each) => each <= sold)) add(start, sold);
    }
    for (let grown = true; grown; ) {
      grown = false;
      for (const each of held) {
        for (const [, other] of between(each, stagesOf, has)) {
          if (!other.stage && add(other.node, other.rank)) grown = true;
        }
      }
    }
  }
  return has;
}

/** From which stops to which a link leads. */
function between({ start, end, rank }: Held, stagesOf: StagesOf, has: ReadonlyMap<number, ReadonlySet<number>>): [Stop, Stop][] {
  const [starts, ends] = [stagesOf(start), stagesOf(end)];
  const last = ends.length ? ends.at(-1)!.rank : FAR;
  const sorted = [...(has.get(start) ?? [])].sort((one, other) => one - other);
  const made = starts.length ? starts : sorted.map((each) => ({ node: start, stage: "", rank: each }));
  let fitting = made.filter((stop) => stop.rank <= (rank || last));
  if (rank && !starts.length && fitting.some((stop) => stop.rank === rank)) fitting = fitting.filter((stop) => stop.rank === rank);
  if (starts.length) {
    // A unit delivers from one stage: the last that the product can come from.
    const earlier = made.filter((stop) => stop.rank < last);
    const from = rank ? (fitting.length ? fitting : made.slice(0, 1)) : earlier.length ? earlier : fitting;
    fitting = from.slice(-1);
  }
  const pairs: [Stop, Stop][] = [];
  for (const stop of fitting) {
    const level = Math.max(rank, stop.rank);
    if (!ends.length) {
      pairs.push([stop, { node: end, stage: "", rank: level }]);
      continue;
    }
    const takers = ends.filter((each) => each.stage !== "recycling");
    const further = takers.find((each) => each.rank > level) ?? takers.find((each) => each.rank === level);
    if (further) pairs.push([stop, further]);
  }
  return pairs.filter(([one, other]) => one.node !== other.node || one.stage !== other.stage || one.rank !== other.rank);
}

/** Takes what an organization gets and no link passes on to its own units, at their first later stage. */
function passOn(network: Network, model: Model, stagesOf: StagesOf): void {
  const ends = network.stops.filter((stop, place) => !stop.stage && !network.after[place]!.length);
  for (const stop of ends) {
    for (const unit of model.operated[stop.node]!) {
      const later = stagesOf(unit).find((each) => each.rank > stop.rank);
      if (later) network.join(stop, later);
    }
  }
}

/**
 * A unit that makes motors or uses them and has a known supplier, or an organization that buys magnets or later
 * products and runs no unit that takes them in.
 */
function users(network: Network, model: Model, held: readonly Held[], stagesOf: StagesOf): Map<number, number[]> {
  const magnets = model.stage("magnet-making")?.rank ?? FAR;
  const takes = new Set<number>();
  model.index.entities.forEach((entity, node) => {
    if (!entity.unit || !stagesOf(node).some((stop) => stop.rank >= magnets)) return;
    for (const operator of entity.unit.operators ?? []) takes.add(operator);
  });
  const buys = new Set(held.filter((each) => each.basis !== "internal" && !takes.has(each.end)).map((each) => each.end));
  const found = new Map<number, number[]>();
  const supplied = new Set(
    network.stops.filter((stop, place) => network.before[place]!.some((edge) => network.stops[edge.stop]!.node !== stop.node)).map((stop) => stop.node),
  );
  network.stops.forEach((stop, place) => {
    const bought = !stop.stage && buys.has(stop.node) && stop.rank >= magnets && network.before[place]!.length > 0;
    if (bought || (USES.includes(stop.stage) && supplied.has(stop.node))) {
      found.set(stop.node, [...(found.get(stop.node) ?? []), place]);
    }
  });
  return found;
}
