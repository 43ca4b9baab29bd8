import { expect, test } from "vitest";
import { Model } from "../data/model";
import type { Entity, Index, Link } from "../data/types";
import { losses, switched } from "./scenario";
import { build } from "./supply";

// Two mines feed one plant each; the plants feed a magnet maker, who feeds two car makers; a third buys from the second
// plant's own magnet works only.
const unit = (id: string, stages: string[], state = "operating", operators: number[] = [], country = "DE"): Entity =>
  ({ id: `id:facility/${id}`, kind: "ProductionUnit", label: { en: id }, country, unit: { stages, state, operators } });
const org = (id: string): Entity => ({ id: `id:org/${id}`, kind: "Organization", label: { en: id } });
const concept = (id: string, kind: string): Entity => ({ id: `concept:${id}`, kind, label: { en: id } });
const ENTITIES: Entity[] = [
  unit("mine-a", ["mining"]), // 0
  unit("mine-b", ["mining"], "operating", [], "AU"), // 1
  unit("plant-a", ["separation"]), // 2
  unit("plant-b", ["separation"], "operating", [], "AU"), // 3
  unit("magnets", ["magnet-making"]), // 4
  org("car-one"), // 5
  org("car-two"), // 6
  unit("plan", ["magnet-making"], "planned"), // 7
  org("car-three"), // 8
  org("firm"), // 9
  concept("product/oxide", "Product"), // 10
  concept("product/magnet", "Product"), // 11
  concept("element/neodymium", "ChemicalElement"), // 12
  { id: "id:place/australia", kind: "Country", label: { en: "Australia" }, country: "AU" }, // 13
  concept("product/scrap", "Product"), // 14
];
const link = (from: number, to: number, product?: number): Link =>
  ({ id: `id:link/${from}-${to}`, from, to, ...(product === undefined ? {} : { product }), basis: "declared", confidence: "high", sources: [0] });

function model(links: Link[], entities: Entity[] = ENTITIES): Model {
  const stage = (name: string, rank: number, inputs: number[] = []) => ({ name, rank, entity: 0, inputs, outputs: [] });
  const index: Index = {
    format: 1, asOf: "2026-01-01", excerpt: false, countries: {}, kinds: {}, concepts: {}, entities, links,
    prefixes: { id: "https://example.org/id/", concept: "https://example.org/concept/" },
    stages: [stage("mining", 2), stage("separation", 5), stage("magnet-making", 8), stage("motor-making", 11), stage("recycling", 13, [14])],
    products: [
      { entity: 10, rank: 5, elements: [12], broader: [] },
      { entity: 11, rank: 8, elements: [], broader: [] },
      { entity: 14, rank: 11, elements: [], broader: [] },
    ],
    documents: [{ id: "source:a", title: "A" }],
  };
  return new Model(index);
}

const LINKS = [link(0, 2), link(1, 3), link(2, 4, 10), link(3, 4, 10), link(4, 5, 11), link(4, 6, 11), link(7, 8, 11), link(5, 4, 14)];

function lost(off: string[], links = LINKS): string[] {
  const known = model(links);
  const supply = build(known, ["concept:element/neodymium"], ["declared"]);
  return losses(known, supply, switched(known, supply, off)).losses.map((each) => `${known.entity(each.user).id} ${each.outcome} ${each.before} ${each.after}`);
}

test("who has another path loses some, who has none is cut off", () => {
  expect(lost(["id:facility/plant-a"])).toEqual(["id:org/car-one loses 5 3", "id:org/car-two loses 5 3"]);
  expect(lost(["id:facility/magnets"])).toEqual(["id:org/car-one cut off 5 0", "id:org/car-two cut off 5 0"]);
});

test("a country takes all its units; a product all links that carry it", () => {
  expect(lost(["id:place/australia"])).toEqual(["id:org/car-one loses 5 3", "id:org/car-two loses 5 3"]);
  expect(lost(["concept:product/oxide"])).toEqual(["id:org/car-one cut off 5 0", "id:org/car-two cut off 5 0"]);
  expect(lost(["id:org/nobody"])).toEqual([]);
});

test("a plan has no path yet, and scrap goes nowhere", () => {
  const known = model(LINKS);
  const supply = build(known, ["concept:element/neodymium"], ["declared"]);
  expect([...supply.users.keys()]).toEqual([5, 6, 8]);
  expect(lost(["id:facility/plan"])).toEqual([]);
  expect(supply.after.flat().some((edge) => edge.links.has(7))).toBe(false);
});

test("an organization takes the units that it operates with it", () => {
  const entities = ENTITIES.map((entity, at) => (at === 4 ? unit("magnets", ["magnet-making"], "operating", [9]) : entity));
  const known = model(LINKS, entities);
  const supply = build(known, ["concept:element/neodymium"], ["declared"]);
  expect(losses(known, supply, switched(known, supply, ["id:org/firm"])).losses.map((each) => each.outcome)).toEqual(["cut off", "cut off"]);
});
