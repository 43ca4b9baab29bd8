import { expect, test } from "vitest";
import { inWords, panels, ticks } from "./capacity";

const told = (dated: string, low: number, high: number | null, planned = false) => ({
  stage: "mining", basis: "", per: "mass", figure: [low, high] as [number, number | null], planned, dated, sources: [],
});

test.each([
  [[100, 100], [100, 100], "reo", "100 t/a REO"],
  [[0, 0], [1000, 2000], "product", "1,000 to 2,000 t/a as planned"],
  [[100, 200], [300, null], "ore", "100 to 200 t/a ore, at least 300 as planned"],
  [[0, 50], [0, 50], "units", "up to 50 pieces/a"],
] as const)("%j and %j in words", (installed, planned, basis, words) => {
  expect(inWords({ installed: [...installed], planned: [...planned], basis, sources: [] }, "en")).toBe(words);
});

test("figures without a date cannot be drawn, others come in order", () => {
  const [panel] = panels([told("2025-06", 5, null), told("", 1, 1), told("2020", 2, 3, true)]);
  expect(panel?.marks.map(({ low, high, open, planned }) => [low, high, open, planned])).toEqual([[2, 3, false, true], [5, 5, true, false]]);
});

test.each([[0, [0]], [4, [0, 1, 2, 3, 4]], [1200, [0, 500, 1000]]])("ticks up to %d", (most, steps) => {
  expect(ticks(most)).toEqual(steps);
});
