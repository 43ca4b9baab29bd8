import { expect, test } from "vitest";
import { Model } from "../data/model";
import type { Basis, Index, Link } from "../data/types";
import { layers } from "./layers";
import { kindsOf } from "./products";
import { type Extent, type Filter, shortest, walk } from "./walk";

// 0 mine -> 1 separator -> 2 metal -> 3 magnets -> 4 buyer; 5 mine 2 -possible-> 1; 6 oxide, 7 NdPr oxide (a kind), 8 Nd.
const names = ["mine", "separator", "metal", "magnets", "buyer", "mine 2", "oxide", "NdPr oxide", "Nd"];
const stages = ["mining", "separation", "metal-making", "magnet-making"];
const unit = (stage: string, more = {}) => ({ unit: { stages: [stage], state: "operating", ...more } });
const link = (from: number, to: number, basis: Basis, more: Partial<Link> = {}): Link => ({ id: `l${from}${to}`, from, to, basis, confidence: "medium", ...more });
const MODEL = new Model({
  prefixes: {},
  stages: stages.map((name, place) => ({ name, rank: place + 2, entity: 0, inputs: [], outputs: [] })),
  products: [
    { entity: 6, rank: 3, elements: [], broader: [] },
    { entity: 7, rank: 3, elements: [8], broader: [6] },
  ],
  documents: [],
  entities: names.map((name, place) => ({
    id: `id:${place}`, kind: "x", label: { en: name }, country: place === 1 ? "CN" : "US",
    ...(place < 4 ? unit(stages[place]!) : place === 5 ? unit("mining", { due: "2027" }) : {}),
  })),
  links: [
    link(0, 1, "internal"),
    link(1, 2, "declared", { product: 7, status: "binding", since: "2022", until: "2024" }),
    link(2, 3, "declared", { product: 6 }),
    link(3, 4, "declared"),
    link(5, 1, "possible"),
    link(0, 2, "possible"),
  ],
} as unknown as Index);
const FIRM: Filter = { bases: new Set(["declared", "internal"]) };
const ALL: Filter = { bases: new Set(["declared", "internal", "possible"]) };
const extent = (more: Partial<Extent> = {}): Extent => ({ up: 9, down: 9, open: new Set(), closed: new Set(), most: 99, ...more });
const reached = (starts: number[], more: Partial<Extent> = {}, filter = FIRM) => [...walk(MODEL, starts, extent(more), filter).nodes.keys()].sort();

test("upstream and downstream, by their own depths", () => {
  expect(reached([2])).toEqual([0, 1, 2, 3, 4]);
  expect(reached([2], { up: 1, down: 0 })).toEqual([1, 2]);
});

test("what lies beside the way is not reached", () => expect(reached([0], { up: 0 }, ALL)).toEqual([0, 1, 2, 3, 4]));

test("a node can be opened, and closed", () => {
  expect(reached([2], { up: 1, down: 1, open: new Set([3]) })).toEqual([1, 2, 3, 4]);
  expect(reached([2], { closed: new Set([3]) })).toEqual([0, 1, 2, 3]);
});

test("what is not shown is counted", () => {
  const { nodes } = walk(MODEL, [2], extent({ up: 1, down: 1 }), FIRM);
  expect([nodes.get(1)?.hidden, nodes.get(3)?.hidden, nodes.get(2)?.hidden]).toEqual([1, 1, 0]);
});

test("a limit cuts, and says so", () => {
  const found = walk(MODEL, [0], extent({ most: 3 }), FIRM);
  expect([found.nodes.size, found.cut]).toEqual([3, true]);
});

test.each<[string, Partial<Filter>, number[]]>([
  ["a product and its kinds", { product: 6 }, [1, 2, 3]],
  ["a kind alone", { product: 7 }, [1, 2]],
  ["an element", { element: 8 }, [1, 2]],
  ["a status", { status: "binding" }, [1, 2]],
  ["a country", { country: "CN" }, [1, 2]],
  ["a date before the agreement", { at: "2021-06" }, [2, 3, 4]],
  ["a date within it", { at: "2024-12-31" }, [0, 1, 2, 3, 4]],
])("filters by %s", (_, filter, nodes) => expect(reached([2], {}, { ...FIRM, ...filter })).toEqual(nodes));

test("a plan is not there before its time", () => {
  expect(reached([1], { down: 0 }, { ...ALL, at: "2026" })).toEqual([0, 1]);
  expect(reached([1], { down: 0 }, { ...ALL, at: "2027" })).toEqual([0, 1, 5]);
});

test("the kinds of a product", () => expect([...kindsOf(MODEL, [6])]).toEqual([6, 7]));

test("the shortest way, by what links may be used", () => {
  const told = (starts: number[], ends: number[], filter: Filter) => shortest(MODEL, starts, ends, filter).map((step) => step.map((each) => each.id));
  expect(told([0], [4], FIRM)).toEqual([["l01"], ["l12"], ["l23"], ["l34"]]);
  expect(told([0], [4], ALL)).toEqual([["l02"], ["l23"], ["l34"]]);
  expect(told([4], [0], ALL)).toEqual([]);
});

test("ways of one length side by side are no longer than each", () => {
  expect(shortest(MODEL, [0, 5], [1], ALL).map((step) => step.map((each) => each.id))).toEqual([["l01", "l51"]]);
});

test("columns are stages, and buyers come last", () => {
  const { nodes, links } = walk(MODEL, [0], extent(), FIRM);
  const found = layers(MODEL, [...nodes.keys()], links);
  expect(found.columns).toEqual([2, 3, 4, 5, 99]);
  expect([0, 1, 2, 3, 4].map((node) => found.placed.get(node)?.column)).toEqual([0, 1, 2, 3, 4]);
});

test("a line that passes a column has a gap in it", () => {
  const { nodes, links } = walk(MODEL, [0], extent(), ALL);
  const { routes, placed, rows } = layers(MODEL, [...nodes.keys()], links);
  const route = routes.find((each) => each.from === 0 && each.to === 2)!;
  expect(route.through.map((each) => each.column)).toEqual([1]);
  const box = placed.get(1)!;
  const { row } = route.through[0]!;
  expect(row <= box.row || row >= box.row + 1).toBe(true);
  expect(rows).toBeCloseTo(1.3);
});
