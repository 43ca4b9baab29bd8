// The Sankey as numbers: columns of stages, blocks of countries, lines of supplies between blocks.
import type { Model } from "../../data/model";
import type { ClosedBounds, Link, StageOfYear, Years } from "../../data/types";

const MOST_COUNTRIES = 7;
/** All countries but the largest. */
export const OTHERS = "+";
export const GAP = 6;

export interface Block {
  country: string;
  low: number;
  high: number;
  /** How many countries it stands for. */
  members: string[];
  /** Top, and how far down its certain part and all of it reach. */
  top: number;
  solid: number;
  bottom: number;
}

export interface Column {
  stage: string;
  low: number;
  high: number;
  unknown: number;
  blocks: Block[];
}

export type Kind = "installed" | "planned";

/** The countries that hold most of a stage in some year, on average over the stages: the same in every year. */
export function largest(years: Years): string[] {
  const shares = new Map<string, number>();
  for (const { stages } of years.years) {
    for (const { countries } of stages) {
      const whole = sum(countries, "planned")[1] || 1;
      for (const [code, figure] of Object.entries(countries)) {
        if (code) shares.set(code, (shares.get(code) ?? 0) + figure.planned[1] / whole);
      }
    }
  }
  return [...shares].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0])).slice(0, MOST_COUNTRIES).map(([code]) => code);
}

/** The most that a stage holds in any year: the scale of its column. */
export function tops(years: Years, kind: Kind): Map<string, number> {
  const found = new Map<string, number>();
  for (const { stages } of years.years) {
    for (const { stage, countries } of stages) found.set(stage, Math.max(found.get(stage) ?? 0, sum(countries, kind)[1]));
  }
  return found;
}

/** The columns of a year, laid out in a height. */
export function columns(stages: readonly StageOfYear[], kind: Kind, shown: readonly string[], scales: ReadonlyMap<string, number>, height: number): Column[] {
  return stages.map(({ stage, countries, unknown }) => {
    const gathered = new Map<string, { low: number; high: number; members: string[] }>();
    for (const code of [...shown, ...Object.keys(countries).filter((each) => !shown.includes(each))]) {
      const [low, high] = countries[code]?.[kind] ?? [0, 0];
      if (!high) continue;
      const name = shown.includes(code) ? code : OTHERS;
      const block = gathered.get(name) ?? { low: 0, high: 0, members: [] };
      gathered.set(name, { low: block.low + low, high: block.high + high, members: [...block.members, code] });
    }
    const room = height - GAP * MOST_COUNTRIES;
    const scale = room / (scales.get(stage) || 1);
    let top = 0;
    const blocks = [...gathered].map(([country, { low, high, members }]) => {
      const block = { country, low, high, members, top, solid: top + low * scale, bottom: top + Math.max(high * scale, 1.5) };
      top = block.bottom + GAP;
      return block;
    });
    const [low, high] = sum(countries, kind);
    return { stage, low, high, unknown: unknown[kind], blocks };
  });
}

export interface Supply {
  from: { stage: string; country: string };
  to: { stage: string; country: string };
  pairs: number;
}

/** How many pairs of units are known to feed each other between blocks, one column or more apart, in a year. */
export function supplies(model: Model, stages: readonly string[], shown: readonly string[], year: number): Supply[] {
  const found = new Map<string, Supply>();
  const seen = new Set<string>();
  for (const link of model.index.links) {
    if (link.basis === "possible" || !within(link, year) || seen.has(`${link.from} ${link.to}`)) continue;
    seen.add(`${link.from} ${link.to}`);
    const nearest = between(model, link, stages);
    if (!nearest) continue;
    const end = (number: number, place: number) => {
      const { country = "" } = model.entity(number);
      return { stage: stages[place]!, country: shown.includes(country) ? country : OTHERS };
    };
    const [from, to] = [end(link.from, nearest[0]), end(link.to, nearest[1])];
    const key = `${from.stage} ${from.country} ${to.stage} ${to.country}`;
    const supply = found.get(key) ?? { from, to, pairs: 0 };
    supply.pairs += 1;
    found.set(key, supply);
  }
  return [...found.values()].sort((one, other) => other.pairs - one.pairs);
}

/** The places of the nearest two stages of a link's ends, one after the other. */
function between(model: Model, link: Link, stages: readonly string[]): [number, number] | undefined {
  const places = (number: number) => (model.entity(number).unit?.stages ?? []).map((stage) => stages.indexOf(stage)).filter((place) => place >= 0);
  const pairs = places(link.from).flatMap((from) => places(link.to).filter((to) => from < to).map((to): [number, number] => [from, to]));
  return pairs.sort((one, other) => one[1] - one[0] - (other[1] - other[0]))[0];
}

function within({ since, until }: Link, year: number): boolean {
  return (!since || since.slice(0, 4) <= String(year)) && (!until || until.slice(0, 4) >= String(year));
}

function sum(countries: StageOfYear["countries"], kind: Kind): ClosedBounds {
  const figures = Object.values(countries).map((figure) => figure[kind]);
  return [figures.reduce((all, [low]) => all + low, 0), figures.reduce((all, [, high]) => all + high, 0)];
}
