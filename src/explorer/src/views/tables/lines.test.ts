import { expect, test } from "vitest";
import type { Model } from "../../data/model";
import type { Analysis } from "../../data/types";
import { lines, records, stagesIn, widest } from "./lines";

const analysis: Analysis = {
  name: "owners", title: "", notes: [],
  columns: [{ name: "stage", kind: "text" }, { name: "installed", kind: "bounds" }],
  rows: [["mining", [0, 5]], ["mining", [7, null]], ["recycling", null]],
  sources: [[0], [1, 0], []],
  documents: ["source:a", "source:gone"],
};
const model = { documentNumber: (id: string) => (id === "source:a" ? 12 : undefined) } as Model;

test("rows know the documents of the page; such as are not in it are left out", () => {
  expect(lines(analysis, model).map((line) => line.sources)).toEqual([[12], [12], []]);
});

test("stages are those of the rows, and bars reach to the greatest bound", () => {
  expect(stagesIn(analysis)).toEqual(["mining", "recycling"]);
  expect(widest(lines(analysis, model), 1)).toBe(7);
});

test("a figure with bounds is saved in two columns", () => {
  expect(records(analysis, lines(analysis, model), (documents) => documents.join(" ; "))).toEqual([
    ["stage", "installed_low", "installed_high", "sources"],
    ["mining", 0, 5, "12"],
    ["mining", 7, "", "12"],
    ["recycling", "", "", ""],
  ]);
});
