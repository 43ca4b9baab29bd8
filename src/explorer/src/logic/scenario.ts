// Which end users lose all their known paths, or some, when things are switched off: the same rule as
// monazite.analysis.scenarios.paths has, for what is known to be there and for things that are gone altogether.
import type { Model } from "../data/model";
import { kindsOf } from "./products";
import type { Stop, Supply } from "./supply";

export interface Off {
  /** Units and organizations; an organization takes the units that it operates with it. */
  nodes: ReadonlySet<number>;
  /** Places in the links of the supply. */
  links: ReadonlySet<number>;
}

export interface Loss {
  user: number;
  outcome: "cut off" | "loses";
  /** Units upstream of the user, before and after. */
  before: number;
  after: number;
  /** Direct suppliers that are lost. */
  lost: number[];
  /** The documents behind the links that lead to the user. */
  sources: number[];
}

/** What is switched off by the ids of units, organizations, countries and products. */
export function switched(model: Model, supply: Supply, ids: readonly string[]): Off {
  const nodes = new Set<number>();
  const goods = new Set<number>();
  const countries = new Set<string>();
  for (const id of ids) {
    const number = model.number(id);
    if (number === undefined) continue;
    const entity = model.entity(number);
    if (entity.kind === "Product") goods.add(number);
    else if (entity.kind === "Country" && entity.country) countries.add(entity.country);
    else for (const each of [number, ...model.operated[number]!]) nodes.add(each);
  }
  model.index.entities.forEach((entity, node) => {
    if (entity.country && countries.has(entity.country) && entity.kind !== "Country") nodes.add(node);
  });
  const family = kindsOf(model, [...goods]);
  const links = supply.links.flatMap((link, place) => (link.product !== undefined && family.has(link.product) ? [place] : []));
  return { nodes, links: new Set(links) };
}

const NOTHING: Off = { nodes: new Set(), links: new Set() };

/** The users that lose something, those that lose all first; and how many users have a known path at all. */
export function losses(model: Model, supply: Supply, off: Off): { losses: Loss[]; users: number } {
  const standing = supply.stops.map((stop) => stands(model, stop));
  const begin = origins(supply, standing);
  const before = live(supply, standing, begin, NOTHING);
  const after = live(supply, standing, begin, off);
  const found: Loss[] = [];
  let users = 0;
  for (const [user, stops] of supply.users) {
    const had = reaching(supply, before, NOTHING, stops);
    if (!had.size) continue;
    users++;
    const left = reaching(supply, after, off, stops);
    const hit = [...had].some((stop) => !left.has(stop)) || cutLink(supply, had, off);
    if (!hit || off.nodes.has(user)) continue;
    const lost = direct(supply, had, stops).filter((node) => !direct(supply, left, stops).includes(node));
    found.push({
      user,
      outcome: left.size ? "loses" : "cut off",
      before: units(supply, had, user),
      after: units(supply, left, user),
      lost,
      sources: documents(supply, had, stops),
    });
  }
  const share = (loss: Loss) => loss.after / Math.max(1, loss.before);
  found.sort((one, other) => share(one) - share(other) || other.before - one.before);
  return { losses: found, users };
}

function stands(model: Model, stop: Stop): boolean {
  if (!stop.stage) return true;
  const { state, due = "" } = model.entity(stop.node).unit!;
  if (["operating", "commissioning", "unknown"].includes(state)) return true;
  return ["planned", "under-construction"].includes(state) && due !== "" && due <= model.index.asOf;
}

/** Where product begins: mines, recyclers, and stops into which no known link leads. */
function origins({ stops, before, after }: Supply, standing: readonly boolean[]): number[] {
  const key = (stop: Stop) => (stop.stage ? `${stop.node}` : `${stop.node} ${stop.rank}`);
  const fed = new Set<string>();
  stops.forEach((one, place) => {
    if (one.stage && !standing[place]) return;
    for (const edge of after[place]!) if (stops[edge.stop]!.node !== one.node) fed.add(key(stops[edge.stop]!));
  });
  return stops.flatMap((stop, place) => {
    if (stop.stage === "mining" || stop.stage === "recycling") return [place];
    const own = before[place]!.map((edge) => stops[edge.stop]!).filter((each) => each.node === stop.node);
    return !fed.has(key(stop)) && own.every((each) => each.stage === "recycling") ? [place] : [];
  });
}

function carries(links: ReadonlySet<number>, off: Off): boolean {
  if (!links.size) return true;
  for (const link of links) if (!off.links.has(link)) return true;
  return false;
}

/** The stops into which product comes. */
function live(supply: Supply, standing: readonly boolean[], begin: readonly number[], off: Off): Set<number> {
  const open = (place: number) => standing[place]! && !off.nodes.has(supply.stops[place]!.node);
  const found = new Set(begin.filter(open));
  for (const place of found) {
    for (const edge of supply.after[place]!) if (open(edge.stop) && carries(edge.links, off)) found.add(edge.stop);
  }
  return found;
}

/** The live stops from which product can reach some stops, these included. */
function reaching(supply: Supply, live: ReadonlySet<number>, off: Off, stops: readonly number[]): Set<number> {
  const found = new Set(stops.filter((stop) => live.has(stop)));
  for (const place of found) {
    for (const edge of supply.before[place]!) if (live.has(edge.stop) && carries(edge.links, off)) found.add(edge.stop);
  }
  return found;
}

/** Whether any link between stops of a user's paths is off. */
function cutLink(supply: Supply, had: ReadonlySet<number>, off: Off): boolean {
  if (!off.links.size) return false;
  return [...had].some((place) =>
    supply.before[place]!.some((edge) => had.has(edge.stop) && [...edge.links].some((link) => off.links.has(link))),
  );
}

/** The nodes from which product comes to a user at one step. */
function direct(supply: Supply, part: ReadonlySet<number>, stops: readonly number[]): number[] {
  const own = new Set(stops.map((place) => supply.stops[place]!.node));
  const found = stops.filter((stop) => part.has(stop)).flatMap((stop) => supply.before[stop]!.filter((edge) => part.has(edge.stop)));
  return [...new Set(found.map((edge) => supply.stops[edge.stop]!.node))].filter((node) => !own.has(node));
}

function units(supply: Supply, part: ReadonlySet<number>, user: number): number {
  const stops = [...part].map((place) => supply.stops[place]!);
  return new Set(stops.filter((stop) => stop.stage && stop.node !== user).map((stop) => stop.node)).size;
}

function documents(supply: Supply, part: ReadonlySet<number>, stops: readonly number[]): number[] {
  const edges = stops.flatMap((stop) => supply.before[stop]!.filter((edge) => part.has(edge.stop)));
  return [...new Set(edges.flatMap((edge) => [...edge.links].flatMap((link) => supply.links[link]!.sources ?? [])))];
}
