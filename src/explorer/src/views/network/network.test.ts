import { expect, test } from "vitest";
import { Model } from "../../data/model";
import type { Index, Relations } from "../../data/types";
import { layout } from "../../logic/layout";
import { nodeKind } from "../../logic/nodeKinds";
import { relationKind } from "./kinds";
import { pointedAt } from "./pick";
import { allRelations, degree, network, pairs } from "./network";

const index: Index = {
  format: 1, asOf: "", excerpt: false, prefixes: { id: "https://example.org/" }, stages: [], products: [], countries: {}, kinds: {}, concepts: {},
  entities: ["id:org/a", "id:facility/b", "id:agreement/c", "id:place/d"].map((id) => ({ id, kind: "", label: {} })),
  links: [{ id: "", from: 0, to: 1, basis: "possible", confidence: "low" }],
  documents: [{ id: "id:document", title: "" }],
};
const relations: Relations = {
  nodes: ["id:agreement/c", "id:org/a", "id:place/d", "id:nobody"], properties: ["buyer", "supplier", "locatedIn"], documents: ["id:document"],
  from: [0, 0, 1, 1], to: [1, 1, 2, 3], property: [0, 1, 2, 2], sources: [[0], [], [], []],
};
const all = allRelations(new Model(index), relations);

test("relations to things that the page does not hold are left out", () => {
  expect(all.map(({ from, to, kind, property }) => [from, to, kind, property])).toEqual([
    [0, 1, "possible", ""], [2, 0, "agreements", "buyer"], [2, 0, "agreements", "supplier"], [0, 3, "places", "locatedIn"],
  ]);
  expect(all[1]!.sources).toEqual([0]);
});

test("a network holds who has one of the chosen relations", () => {
  const found = network(all, new Set(["agreements"]));
  expect(found.nodes).toEqual([0, 2]);
  expect([found.relations.length, pairs(found).length, degree(found, 0)]).toEqual([2, 1, 1]);
  expect(network(all, new Set()).nodes).toEqual([]);
});

test("kinds by id and by property", () => {
  expect([nodeKind("id:facility/x").name, nodeKind("constructor").name]).toEqual(["units", "organizations"]);
  expect([relationKind("lender"), relationKind("never heard of")]).toEqual(["money", "projects"]);
});

test("the nearest of the spots that hold a place is pointed at", () => {
  const spots = [{ x: 0, y: 0, radius: 5 }, { x: 4, y: 0, radius: 5 }, { x: 50, y: 0, radius: 5 }];
  expect(pointedAt(spots, 3, 0)).toBe(spots[1]);
  expect(pointedAt(spots, 20, 0)).toBeUndefined();
});

test("the layout is the same each time, and keeps what is linked together", () => {
  const ring = Array.from({ length: 30 }, (_, node): [number, number] => [node, (node + 1) % 30]);
  const links: [number, number][] = [...ring, [0, 30], [30, 31], [5, 32], [33, 34]];
  const at = layout(36, links);
  expect(at).toEqual(layout(36, links));
  expect([...at].every(Number.isFinite)).toBe(true);
  const far = (one: number, other: number) => Math.hypot(at[2 * one]! - at[2 * other]!, at[2 * one + 1]! - at[2 * other + 1]!);
  expect(far(30, 31)).toBeLessThan(far(31, 15));
});
