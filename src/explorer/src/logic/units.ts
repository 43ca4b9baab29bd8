// Which units belong to a thing: those that an organization runs, of a stage, of a product, in a country.
import type { Model } from "../data/model";

export function unitsOf(model: Model, number: number): number[] {
  const { entities, stages } = model.index;
  const entity = model.entity(number);
  const all = entities.map((_, place) => place).filter((place) => entities[place]!.unit);
  const stage = stages.find((each) => each.entity === number);
  if (stage) return all.filter((place) => entities[place]!.unit!.stages?.includes(stage.name));
  if (entity.kind === "Product") return all.filter((place) => entities[place]!.unit!.products?.includes(number));
  if (entity.kind === "Country") return all.filter((place) => entities[place]!.country === entity.country);
  const related = (place: number) =>
    model.operated[number]!.includes(place) || entities[place]!.unit!.owners?.includes(number) || entities[place]!.unit!.initiatives?.includes(number);
  return all.filter(related);
}

/** The documents behind a thing's capacities and its links of the chain that somebody states. */
export function unitDocuments(model: Model, number: number): number[] {
  const { told = [], capacities = {} } = model.entity(number).unit ?? {};
  const links = model.nodes(number).flatMap((node) => [...model.in[node]!, ...model.out[node]!]);
  return [
    ...Object.values(capacities).flatMap((capacity) => capacity.sources),
    ...told.flatMap((capacity) => capacity.sources),
    ...links.filter((link) => link.basis !== "possible").flatMap((link) => link.sources ?? []),
  ];
}
