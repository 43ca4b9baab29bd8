import { expect, test } from "vitest";
import { Model } from "../../data/model";
import type { Entity, Index, Link, StageOfYear, Years } from "../../data/types";
import { columns, largest, OTHERS, supplies, tops } from "./columns";

const stage = (countries: Record<string, [number, number]>, stage = "mining"): StageOfYear => ({
  stage,
  countries: Object.fromEntries(
    Object.entries(countries).map(([code, [low, high]]) => [code, { installed: [low, low] as [number, number], planned: [low, high] as [number, number] }]),
  ),
  unknown: { installed: 1, planned: 3 },
  sources: [],
});
const years: Years = {
  newest: "2025-01-01", documents: [],
  years: [
    { year: 2024, stages: [stage({ CN: [10, 50], US: [5, 5] })] },
    { year: 2025, stages: [stage({ CN: [10, 60], US: [5, 20], ...Object.fromEntries(Array.from("ABCDEFGH", (letter) => [letter, [1, 1]])) })] },
  ],
};

test("the largest countries come first and the rest is gathered", () => {
  const shown = largest(years);
  expect(shown.slice(0, 2)).toEqual(["CN", "US"]);
  expect(shown.length).toBe(7);
  const [column] = columns(years.years[1]!.stages, "planned", shown, tops(years, "planned"), 400);
  expect([column!.low, column!.high, column!.unknown]).toEqual([23, 88, 3]);
  const rest = column!.blocks.at(-1)!;
  expect([rest.country, rest.high, rest.members.length]).toEqual([OTHERS, 3, 3]);
  expect(rest.bottom).toBeLessThanOrEqual(401);
});

test("blocks follow one another, a column is as tall as its year", () => {
  const [earlier] = columns(years.years[0]!.stages, "planned", ["CN", "US"], tops(years, "planned"), 400);
  const [china, states] = earlier!.blocks;
  expect(china!.solid).toBeGreaterThan(china!.top);
  expect(china!.solid).toBeLessThan(china!.bottom);
  expect(states!.top).toBeGreaterThan(china!.bottom);
  expect(states!.bottom).toBeLessThan(300);
});

test("supplies count pairs of units once, at their nearest stages, while they last", () => {
  const unit = (country: string, ...stages: string[]): Entity => ({ id: `${country}${stages}`, kind: "Mine", label: {}, country, unit: { state: "operating", stages } });
  const link = (from: number, to: number, more: Partial<Link> = {}): Link => ({ id: "", from, to, basis: "declared", confidence: "high", ...more });
  const index: Index = {
    format: 1, asOf: "", excerpt: false, prefixes: {}, stages: [], products: [], countries: {}, kinds: {}, concepts: {}, documents: [],
    entities: [unit("CN", "mining", "separation"), unit("US", "magnet-making"), unit("XX", "mining")],
    links: [link(0, 1), link(0, 1), link(2, 1, { until: "2020" }), link(2, 0, { basis: "possible" })],
  };
  const told = (year: number) => supplies(new Model(index), ["mining", "separation", "magnet-making"], ["CN", "US"], year);
  expect(told(2025)).toEqual([{ from: { stage: "separation", country: "CN" }, to: { stage: "magnet-making", country: "US" }, pairs: 1 }]);
  expect(told(2019).map(({ from }) => from.country)).toEqual(["CN", OTHERS]);
});
