// What the first page counts: units by stage, state and country; what is named most.
import type { Model } from "../data/model";

export const WORKING = ["operating", "commissioning"];
export const COMING = ["planned", "under-construction"];

export interface StageCount {
  name: string;
  rank: number;
  working: number;
  coming: number;
  other: number;
  /** Country codes with how many units each has, most first. */
  countries: [code: string, units: number][];
}

/** The units of each stage that has any, in the order of the chain. */
export function stageCounts(model: Model): StageCount[] {
  const counts = model.index.stages.map(({ name, rank }) => {
    const units = model.index.entities.filter((each) => each.unit?.stages?.includes(name));
    const countries = new Map<string, number>();
    for (const { country } of units) if (country) countries.set(country, (countries.get(country) ?? 0) + 1);
    const inState = (states: string[]) => units.filter((each) => states.includes(each.unit!.state)).length;
    const [working, coming] = [inState(WORKING), inState(COMING)];
    return {
      name,
      rank,
      working,
      coming,
      other: units.length - working - coming,
      countries: [...countries].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0])),
    };
  });
  return counts.filter((each) => each.working + each.coming + each.other > 0);
}

export interface Totals {
  units: number;
  organizations: number;
  agreements: number;
  countries: number;
  documents: number;
  links: number;
}

export function totals(model: Model): Totals {
  const { entities, links, documents } = model.index;
  const units = entities.filter((each) => each.unit);
  return {
    units: units.length,
    organizations: entities.filter((each) => each.id.startsWith("id:org/") && each.kind !== "Publisher").length,
    agreements: entities.filter((each) => each.id.startsWith("id:agreement/")).length,
    countries: new Set(units.map((each) => each.country).filter(Boolean)).size,
    documents: documents.length,
    links: links.filter((each) => each.basis !== "possible").length,
  };
}

/** The entities of a family that most documents name, by their numbers. */
export function mostNamed(model: Model, family: string, most = 10): number[] {
  return model.index.entities
    .map((entity, number) => ({ entity, number }))
    .filter(({ entity }) => entity.id.startsWith(family) && entity.kind !== "Publisher" && entity.documents)
    .sort((one, other) => other.entity.documents! - one.entity.documents!)
    .slice(0, most)
    .map(({ number }) => number);
}

/** The units with most links that are declared or internal. */
export function mostLinked(model: Model, most = 10): number[] {
  const degree = (number: number) =>
    [...model.out[number]!, ...model.in[number]!].filter((link) => link.basis !== "possible").length;
  return model.index.entities
    .map((entity, number) => ({ number, links: entity.unit ? degree(number) : 0 }))
    .filter(({ links }) => links > 0)
    .sort((one, other) => other.links - one.links)
    .slice(0, most)
    .map(({ number }) => number);
}
