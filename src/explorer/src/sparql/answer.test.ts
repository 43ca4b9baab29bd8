import { expect, test } from "vitest";
import { cells, charted, read } from "./answer";

const told = JSON.stringify({
  head: { vars: ["name", "count", "missing"] },
  results: {
    bindings: [
      {
        name: { type: "literal", value: "矿", "xml:lang": "zh" },
        count: { type: "literal", value: "2", datatype: "http://www.w3.org/2001/XMLSchema#integer" },
      },
      { name: { type: "uri", value: "http://a/b" }, count: { type: "literal", value: "10", datatype: "http://www.w3.org/2001/XMLSchema#integer" } },
    ],
  },
});

test("rows are read with their terms, and what has no value stays empty", () => {
  const answer = read("rows", told, 1);
  expect(answer.rows[0]![0]).toEqual({ kind: "literal", value: "矿", language: "zh", datatype: "" });
  expect(answer.rows[1]![2]).toBeUndefined();
  expect(cells(answer)).toEqual([["name", "count", "missing"], ["矿", 2, ""], ["http://a/b", 10, ""]]);
});

test("a chart takes a column of numbers and one of others", () => {
  expect(charted(read("rows", told, 1))).toEqual({ texts: [0, 2], numbers: [1] });
});

test("a graph is read as its triples, and a truth as such", () => {
  const answer = read("graph", '<http://s> <http://p> "a b ."@en .\n', 1);
  expect(answer.rows).toHaveLength(1);
  expect(answer.rows[0]![2]).toEqual({ kind: "literal", value: "a b .", language: "en", datatype: "" });
  expect(read("truth", '{"head":{},"boolean":false}', 1).truth).toBe(false);
});
