import { expect, test } from "vitest";
import type { Question } from "../data/types";
import { bound, ValueError, written } from "./binding";

const PREFIXES = { id: "https://example.org/id/" };
const question = (text: string, kind: string): Question => ({
  name: "q", summary: "", description: "", text,
  parameters: [{ name: "it", variable: "_it_iri", kind, default: "id:usual" }],
});

test("a parameter is replaced everywhere but in strings, IRIs and comments", () => {
  const text = 'SELECT * { ?s ?p ?_it_iri, "?_it_iri" } # ?_it_iri';
  expect(bound(question(text, "iri"), { it: "id:a" }, PREFIXES)).toBe(
    'SELECT * { ?s ?p <https://example.org/id/a>, "?_it_iri" } # ?_it_iri',
  );
});

test("without a value the default stands", () => {
  expect(bound(question("?_it_iri", "iri"), {}, PREFIXES)).toBe("<https://example.org/id/usual>");
});

test("no value ends its string or IRI", () => {
  expect(() => bound(question("?_it_iri", "iri"), { it: "id:a> } DROP" }, PREFIXES)).toThrow(ValueError);
  expect(written("string", 'a" } #\\\n', PREFIXES)).toBe('"a\\" } #\\\\\\n"');
  expect(written("en", "ore", PREFIXES)).toBe('"ore"@en');
});

test("numbers and dates are of their kind", () => {
  expect(written("integer", "2030", PREFIXES)).toBe('"2030"^^<http://www.w3.org/2001/XMLSchema#integer>');
  expect(written("integer", "20x", PREFIXES)).toBe("");
  expect(written("decimal", "1.5", PREFIXES)).toContain("decimal");
  expect(written("date", "2025-02-30", PREFIXES)).toBe("");
  expect(written("date", "2025-02-28", PREFIXES)).toContain("date");
});
