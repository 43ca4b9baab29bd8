import { expect, test } from "vitest";
import { Model } from "../data/model";
import { DCTERMS, MZ, NS, RDF, StatementStore } from "../data/statements";
import type { Index, Statements } from "../data/types";
import { describe, documentsOf } from "./description";
import { figure } from "./wording";

const PREFIXES = { id: `${NS}id/`, source: `${NS}source/`, mz: MZ };
const iri = (name: string) => `<${NS}${name}>`;
const mz = (name: string) => `<${MZ}${name}>`;

function store(quads: string[][]): Statements {
  const terms: string[] = [];
  const columns: Statements["quads"] = [[], [], [], []];
  for (const quad of quads) {
    quad.forEach((term, column) => {
      if (!terms.includes(term)) terms.push(term);
      columns[column]!.push(terms.indexOf(term));
    });
  }
  return { terms, quads: columns };
}

const MINE = iri("id/facility/mine");
const [ONE, TWO, RULE] = [iri("source/one"), iri("source/two"), iri("rule/superclasses")];
const STATEMENTS = new StatementStore(
  store([
    [MINE, mz("lifecycleStatus"), iri("concept/lifecycle-status/operating"), ONE],
    [MINE, mz("lifecycleStatus"), iri("concept/lifecycle-status/suspended"), TWO],
    [MINE, mz("produces"), iri("concept/product/a"), ONE],
    [MINE, mz("produces"), iri("concept/product/b"), TWO],
    [MINE, `<${RDF}type>`, mz("Mine"), iri("registry/facilities")],
    [MINE, `<${DCTERMS}source>`, TWO, iri("registry/facilities")],
    [MINE, mz("match"), "<http://www.wikidata.org/entity/Q1>", iri("mappings/wikidata")],
    [MINE, mz("feeds"), iri("id/facility/plant"), RULE],
    [iri("id/agreement/x"), mz("subject"), MINE, ONE],
    [iri("id/agreement/x"), `<${RDF}type>`, mz("Loan"), ONE],
    [iri("id/agreement/x"), `<${RDF}type>`, mz("Agreement"), RULE],
    [iri("id/agreement/x"), mz("amount"), iri("id/amount/x"), ONE],
    [iri("id/agreement/x"), mz("announcedOn"), '"2025-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', ONE],
    [iri("id/amount/x"), mz("value"), '"150000000"', ONE],
    [iri("id/amount/x"), mz("currency"), '"USD"', ONE],
    [iri("id/quantity/x"), mz("value"), '"95.22"', ONE],
  ]),
  PREFIXES,
);
const DOCUMENTS = [{ id: "source:one", title: "One", issued: "2024" }, { id: "source:two", title: "Two", issued: "2025-03" }];
const MODEL = new Model({ prefixes: PREFIXES, stages: [], entities: [], links: [], documents: DOCUMENTS } as unknown as Index);
const FOUND = describe(`${NS}id/facility/mine`, STATEMENTS, MODEL);
const fact = (name: string) => FOUND.facts.find((each) => each.predicate === MZ + name);

test("sources that give different states disagree, the newest first", () => {
  expect(fact("lifecycleStatus")?.differ).toBe(true);
  expect(fact("lifecycleStatus")?.values.map((value) => [value.newest, value.sources])).toEqual([["2025-03", [1]], ["2024", [0]]]);
});

test("a mapping has its mapping set, which is no document", () => {
  expect(fact("match")?.values.map(({ sources, sets }) => ({ sources, sets }))).toEqual([{ sources: [], sets: [`${NS}mappings/wikidata`] }]);
  expect(fact("produces")?.values.flatMap(({ sets }) => sets)).toEqual([]);
});

test("several products are no disagreement", () => expect(fact("produces")?.differ).toBe(false));

test("an agreement is told with its class, date and source", () => {
  expect(FOUND.events.map(({ kind, family, date, sources }) => ({ kind, family, date, sources }))).toEqual([
    { kind: "Loan", family: "Agreement", date: "2025-07", sources: [0] },
  ]);
});

test("what rules derive stands apart, and is no source", () => {
  expect(FOUND.follows.map((each) => each.predicate)).toEqual([`${MZ}feeds`]);
  expect(documentsOf(FOUND).sort()).toEqual([0, 1]);
});

test("an amount in words, with all digits that its source has", () => {
  expect(figure(`${NS}id/amount/x`, STATEMENTS, "en")).toBe("USD 150,000,000");
  expect(figure(`${NS}id/quantity/x`, STATEMENTS, "en")).toBe("95.22");
});
