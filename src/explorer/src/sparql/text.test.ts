import { expect, test } from "vitest";
import { complaint, formOf, withPrefixes } from "./text";

test("the form of a query is told by its first keyword, not by what comments, strings or prefixes say", () => {
  expect(formOf("# ASK\nPREFIX ask: <http://a/select>\nSELECT * {}")).toBe("rows");
  expect(formOf("ASK { ?s ?p 'construct' }")).toBe("truth");
  expect(formOf("describe <http://a>")).toBe("graph");
});

test("prefixes that are used and not declared are added", () => {
  const prefixes = { mz: "http://m#", skos: "http://s#", id: "http://i/" };
  const { text } = withPrefixes("PREFIX mz: <http://own#> SELECT * { ?s a mz:Lease ; skos:prefLabel 'id:x' }", prefixes);
  expect(text.startsWith("PREFIX skos: <http://s#> PREFIX mz:")).toBe(true);
  expect(text).not.toContain("http://i/");
});

test("a complaint counts columns as the writer does", () => {
  const { added } = withPrefixes("SELECT mz:x", { mz: "http://m#" });
  expect(complaint(`Error: error at 1:${added + 8}: expected {`, added)).toBe("error at 1:8: expected {");
});
