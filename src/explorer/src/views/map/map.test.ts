import { expect, test } from "vitest";
import { Model } from "../../data/model";
import type { Entity, Index, Link } from "../../data/types";
import { centred, panned, WHOLE, zoomed } from "./camera";
import { alpha2 } from "./codes";
import { byCountry, chosenUnits, type Filter, flows } from "./counting";
import { groupsOf, GROUPS, STATES } from "./groups";
import { spread } from "./spread";
import { paper } from "./world";

const unit = (country: string | undefined, state: string, ...stages: string[]): Entity => ({
  id: `id:facility/${stages[0]}-${country}`, kind: "Facility", label: { en: "A" }, country, unit: { state, stages },
});
const link = (from: number, to: number, basis: Link["basis"] = "declared"): Link => ({ id: "", from, to, basis, confidence: "high" });
const index = (entities: Entity[], links: Link[]): Index => ({
  format: 1, asOf: "2025", excerpt: false, prefixes: { id: "https://example.org/" }, stages: [], products: [], countries: {}, kinds: {},
  concepts: {}, entities, links, documents: [],
});
const ALL: Filter = { groups: new Set(GROUPS.map((group) => group.name)), states: new Set(STATES), supplies: "known" };
const company: Entity = { id: "id:org/c", kind: "Company", label: { en: "C" }, country: "JP" };
const model = new Model(
  index(
    [unit("CN", "operating", "mining", "separation"), unit("CN", "planned", "magnet-making"), unit("US", "closed", "mining"), unit(undefined, "unknown"), company],
    [link(0, 2), link(0, 2), link(1, 2, "possible"), link(0, 1), link(4, 2), link(3, 2)],
  ),
);

test("each unit counts once in its country and once in each of its groups", () => {
  const counts = byCountry(model, chosenUnits(model, ALL), ALL);
  expect(counts.map(({ code, units }) => [code, units.length])).toEqual([["CN", 2], ["", 1], ["US", 1]]);
  expect([...counts[0]!.groups]).toEqual([["mining", 1], ["separation", 1], ["magnets", 1]]);
});

test("filters by group and state", () => {
  expect(chosenUnits(model, { ...ALL, groups: new Set(["magnets"]) })).toEqual([1]);
  expect(chosenUnits(model, { ...ALL, states: new Set(["working"] as const) })).toEqual([0]);
});

test("flows count pairs across borders, of companies only if nothing is filtered", () => {
  const told = (filter: Filter) => flows(model, chosenUnits(model, filter), filter).map(({ from, to, pairs }) => `${from} ${to} ${pairs}`);
  expect(told(ALL)).toEqual(["CN US 1", "JP US 1"]);
  expect(told({ ...ALL, supplies: "possible" })).toEqual(["CN US 2", "JP US 1"]);
  expect(told({ ...ALL, groups: new Set(["separation"]) })).toEqual(["CN US 1"]);
  expect(told({ ...ALL, supplies: "none" })).toEqual([]);
});

test("groups come in the order of the chain", () => {
  expect(groupsOf(["recycling", "alloy-making", "mining", "exploration"])).toEqual(["mining", "metal", "recycling"]);
});

test("zooming keeps the spot under the pointer, and the drawing fills its frame", () => {
  const camera = zoomed(WHOLE, 4, 250, 100, 1000, 500);
  expect([(250 - camera.x) / camera.scale, (100 - camera.y) / camera.scale]).toEqual([250, 100]);
  expect(zoomed(camera, 0.01, 0, 0, 1000, 500)).toEqual(WHOLE);
  expect(panned(camera, 9999, -9999, 1000, 500)).toEqual({ x: 0, y: -1500, scale: 4 });
  expect(centred(500, 250, 2, 1000, 500)).toEqual({ x: -500, y: -250, scale: 2 });
});

test("circles part, and do so the same each time", () => {
  const circles = [{ x: 0, y: 0, radius: 10 }, { x: 1, y: 0, radius: 5 }, { x: 1, y: 0, radius: 5 }, { x: 200, y: 0, radius: 5 }];
  const parted = spread(circles);
  const [one, other, third] = parted;
  for (const [a, b] of [[one, other], [one, third], [other, third]]) {
    expect(Math.hypot(a!.x - b!.x, a!.y - b!.y)).toBeGreaterThan((a!.radius + b!.radius) * 0.8);
  }
  expect(parted[3]).toEqual(circles[3]);
  expect(spread(circles)).toEqual(parted);
});

test("countries of the outlines have their codes and lie where they should", () => {
  expect([alpha2("156"), alpha2(36), alpha2(undefined)]).toEqual(["CN", "AU", ""]);
  const { spots, outlines } = paper(1000, 480);
  expect(outlines.filter(({ code }) => code).length).toBeGreaterThan(170);
  const [us, cn, au] = ["US", "CN", "AU"].map((code) => spots.get(code)!);
  expect(us![0]).toBeLessThan(cn![0]);
  expect(au![1]).toBeGreaterThan(cn![1]);
});
