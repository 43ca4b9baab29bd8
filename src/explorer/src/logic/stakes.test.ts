import { expect, test } from "vitest";
import { Model } from "../data/model";
import { MZ, NS, RDF, StatementStore } from "../data/statements";
import type { Index, Statements } from "../data/types";
import { owned, owners, tree } from "./stakes";

const id = (name: string) => `${NS}id/${name}`;
const iri = (name: string) => `<${NS}${name}>`;
const mz = (name: string) => `<${MZ}${name}>`;

function store(rows: string[][]): StatementStore {
  const terms: string[] = [];
  const quads: Statements["quads"] = [[], [], [], []];
  for (const row of rows) {
    row.forEach((term, column) => {
      if (!terms.includes(term)) terms.push(term);
      quads[column]!.push(terms.indexOf(term));
    });
  }
  return new StatementStore({ terms, quads }, { id: `${NS}id/` });
}

const stake = (name: string, holder: string, held: string, extra: string[][] = []) => [
  [iri(`id/stake/${name}`), `<${RDF}type>`, mz("EquityStake"), iri("source/a")],
  [iri(`id/stake/${name}`), mz("holder"), iri(`id/${holder}`), iri("source/a")],
  [iri(`id/stake/${name}`), mz("held"), iri(`id/${held}`), iri("source/a")],
  ...extra.map(([property, value]) => [iri(`id/stake/${name}`), mz(property!), value!, iri("source/a")]),
];
const share = (name: string, property: string, value: string) => [iri(`id/quantity/${name}`), mz(property), `"${value}"`, iri("source/a")];

const STORE = store([
  ...stake("old", "org/a", "org/b", [["share", iri("id/quantity/old")], ["asOf", '"2020"']]),
  ...stake("new", "org/a", "org/b", [["share", iri("id/quantity/new")], ["asOf", '"2024"']]),
  ...stake("gone", "org/c", "org/b", [["validUntil", '"2021"']]),
  ...stake("lasting", "org/d", "org/b", [["validUntil", '"2026"']]),
  ...stake("off", "org/e", "org/b", [["agreementStatus", iri("concept/agreement-status/terminated")]]),
  ...stake("round", "org/b", "org/a"),
  share("old", "value", "40"),
  share("new", "exclusiveMinimum", "50"),
  [iri("id/facility/plant"), mz("operator"), iri("id/org/b"), iri("source/a")],
]);
const MODEL = new Model({
  asOf: "2026-01-01", prefixes: { id: `${NS}id/`, source: `${NS}source/` }, links: [], stages: [],
  documents: [{ id: "source:a", title: "A" }],
  entities: [{ id: "id:facility/plant", kind: "Plant", label: {}, unit: { state: "operating" } }],
} as unknown as Index);

test("what is newest comes first; what has ended or was called off is left out, a year ends with its last day", () => {
  const found = owners(id("org/b"), STORE, MODEL);
  expect(found.map((each) => each.holder)).toEqual([id("org/a"), id("org/d")]);
  expect(found[0]!.told.map(({ share, dated }) => [share, dated])).toEqual([[[50, 100], "2024"], [[40, 40], "2020"]]);
  expect(found[0]!.told[0]!.sources).toEqual([0]);
});

test("an operator stands for the owner of a unit where nobody tells of one", () => {
  expect(owners(id("facility/plant"), STORE, MODEL).map((each) => [each.holder, each.how])).toEqual([[id("org/b"), "operator"]]);
  expect(owned(id("org/b"), STORE, MODEL).map((each) => each.held)).toEqual([id("org/a"), id("facility/plant")]);
});

test("holdings that go around end", () => {
  const grown = tree(id("org/b"), "owners", STORE, MODEL);
  expect(grown.children[0]!.children[0]).toMatchObject({ iri: id("org/b"), again: true, children: [] });
});
