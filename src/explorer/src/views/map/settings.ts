// The settings of the map, as its address has them.
import type { Filter } from "./counting";
import { GROUPS, STATES, type StateGroup } from "./groups";

export interface Settings {
  filter: Filter;
  /** The code of the country that is looked at, or "". */
  country: string;
}

const NAMES = GROUPS.map((group) => group.name);

export function settings(query: Record<string, string>): Settings {
  const { supplies } = query;
  const chosen = <Name extends string>(text: string | undefined, all: readonly Name[]) =>
    new Set(text === undefined ? all : all.filter((name) => text.split(",").includes(name)));
  return {
    filter: {
      groups: chosen(query.stages, NAMES),
      states: chosen<StateGroup>(query.states, STATES),
      supplies: supplies === "possible" || supplies === "none" ? supplies : "known",
    },
    country: /^[A-Z]{2}$/.test(query.country ?? "") ? query.country! : "",
  };
}

/** A choice of some of several, as the address has it: "" for all of them. */
export function told(chosen: ReadonlySet<string>, all: readonly string[]): string {
  const names = all.filter((name) => chosen.has(name));
  return names.length === all.length ? "" : names.join(",") || "none";
}
