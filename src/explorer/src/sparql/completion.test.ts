import { expect, test } from "vitest";
import { completed } from "./completion";

const TERMS = [
  { name: "mz:Lease", label: "租约" },
  { name: "mz:leasedArea", label: "leased area" },
  { name: "mz:feeds", label: "feeds" },
  { name: "skos:prefLabel", label: "" },
];

test("a prefixed name is completed by its beginning", () => {
  const { from, found } = completed("SELECT * { ?s a mz:Le", 21, TERMS);
  expect(from).toBe(16);
  expect(found.map((each) => each.name)).toEqual(["mz:Lease", "mz:leasedArea"]);
});

test("a word finds a term without its prefix; variables are left alone", () => {
  expect(completed("pref", 4, TERMS).found[0]!.name).toBe("skos:prefLabel");
  expect(completed("?feeds", 6, TERMS).found).toEqual([]);
});
