// What the map counts: units by country and group of stages, and who feeds whom across borders.
import type { Model } from "../../data/model";
import { groupsOf, type StateGroup, stateGroup } from "./groups";

export interface Filter {
  /** Names of groups of stages, and of states. */
  groups: ReadonlySet<string>;
  states: ReadonlySet<StateGroup>;
  /** Which links count: those that are known, those that could be as well, or none. */
  supplies: "known" | "possible" | "none";
}

export interface CountryCount {
  code: string;
  /** Numbers of its units. */
  units: number[];
  /** How many of them there are in each group; a unit of several stages counts in each. */
  groups: Map<string, number>;
}

/** The units that pass a filter, by their numbers. */
export function chosenUnits(model: Model, filter: Filter): number[] {
  return model.index.entities.flatMap(({ unit }, number) =>
    unit && filter.states.has(stateGroup(unit.state)) && groupsOf(unit.stages ?? []).some((name) => filter.groups.has(name)) ? [number] : [],
  );
}

/** Units by country, most first; those of which no country is known stand under "". */
export function byCountry(model: Model, units: readonly number[], filter: Filter): CountryCount[] {
  const found = new Map<string, CountryCount>();
  for (const number of units) {
    const { country: code = "", unit } = model.entity(number);
    const count: CountryCount = found.get(code) ?? { code, units: [], groups: new Map() };
    count.units.push(number);
    for (const name of groupsOf(unit!.stages ?? [])) {
      if (filter.groups.has(name)) count.groups.set(name, (count.groups.get(name) ?? 0) + 1);
    }
    found.set(code, count);
  }
  return [...found.values()].sort((one, other) => other.units.length - one.units.length || one.code.localeCompare(other.code));
}

export interface Flow {
  from: string;
  to: string;
  /** How many pairs of who feeds and who is fed. */
  pairs: number;
  /** Places of its links in the index. */
  links: number[];
}

/**
 * Supplies from country to country, widest first. A link counts if one of its ends is a unit that passes the filter;
 * if every unit passes, links between companies count too.
 */
export function flows(model: Model, units: readonly number[], filter: Filter): Flow[] {
  if (filter.supplies === "none") return [];
  const chosen = new Set(units);
  const every = chosen.size === model.index.entities.filter((each) => each.unit).length;
  const found = new Map<string, Flow & { seen: Set<string> }>();
  model.index.links.forEach((link, place) => {
    if (link.basis === "possible" && filter.supplies !== "possible") return;
    if (!every && !chosen.has(link.from) && !chosen.has(link.to)) return;
    const [from, to] = [model.entity(link.from).country, model.entity(link.to).country];
    if (!from || !to || from === to) return;
    const flow = found.get(`${from} ${to}`) ?? { from, to, pairs: 0, links: [], seen: new Set<string>() };
    flow.links.push(place);
    flow.seen.add(`${link.from} ${link.to}`);
    flow.pairs = flow.seen.size;
    found.set(`${from} ${to}`, flow);
  });
  const sorted = [...found.values()].sort(
    (one, other) => other.pairs - one.pairs || one.from.localeCompare(other.from) || one.to.localeCompare(other.to),
  );
  return sorted.map(({ from, to, pairs, links }) => ({ from, to, pairs, links }));
}
