import { expect, test } from "vitest";
import { merged } from "./merging";
import { StatementStore } from "./statements";
import type { Statements } from "./types";

const one: Statements = { terms: ["<a:s>", "<a:p>", '"x"', "<a:g>"], quads: [[0], [1], [2], [3]] };
const other: Statements = { terms: ["<a:g>", '"y"', "<a:p>", "<a:s>", '"x"'], quads: [[3, 3], [2, 2], [1, 4], [0, 0]] };

test("statements of two dictionaries are those of one, each once", () => {
  const store = new StatementStore(merged(one, other), {});
  expect(store.size).toBe(2);
  expect(store.about("a:s").map((each) => each.object.value)).toEqual(["x", "y"]);
  expect(store.about("a:s").every((each) => each.graph === "a:g" && each.predicate === "a:p")).toBe(true);
});

test("neither answer is changed", () => {
  const before = JSON.stringify([one, other]);
  merged(one, other);
  expect(JSON.stringify([one, other])).toBe(before);
});
