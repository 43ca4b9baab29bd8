import { expect, test } from "vitest";
import type { Model } from "../data/model";
import type { Term } from "../data/terms";
import type { Answer } from "./answer";
import { drawable, joined, placed } from "./drawable";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const iri = (value: string): Term => ({ kind: "iri", value });
const text = (value: string): Term => ({ kind: "literal", value, language: "", datatype: "" });
const figure = (value: number): Term => ({ kind: "literal", value: String(value), language: "", datatype: `${XSD}decimal` });
const rows = (columns: string[], ...found: (Term | undefined)[][]): Answer => ({ form: "rows", columns, rows: found, written: "", milliseconds: 1 });

const entities: Record<string, object> = { "x:mine": { at: [116, -28] }, "x:plant": { country: "MY" }, "x:law": {} };
const model = {
  index: { countries: { MY: {}, CN: {} }, prefixes: {} },
  iri: (number: number) => Object.keys(entities)[number],
  called: (label: string) => (label === "The Plant" ? 1 : undefined),
  documentNumber: (id: string) => (id === "x:doc" ? 0 : undefined),
  number: (id: string) => (id in entities ? Object.keys(entities).indexOf(id) : undefined),
  entity: (number: number) => Object.values(entities)[number],
} as unknown as Model;

test("things with a place and codes of countries go on a map, others do not", () => {
  const answer = rows(["unit", "country", "n"], [iri("x:mine"), text("CN"), figure(3)], [iri("x:plant"), text("constructor"), figure(4)], [iri("x:law"), undefined, figure(1)]);
  expect(drawable(answer, model).forms).toEqual(["table", "chart", "map"]);
  expect(drawable(answer, model).places).toEqual([0, 1]);
  const { found, nowhere } = placed(answer, 0, 2, model);
  expect(found.map((each) => [each.spot, each.value])).toEqual([[{ country: "MY" }, 4], [{ at: [116, -28] }, 3]]);
  expect(nowhere).toBe(1);
});

test("rows of one place are counted together", () => {
  const answer = rows(["unit"], [iri("x:plant")], [iri("x:plant")]);
  expect(placed(answer, 0, undefined, model).found).toMatchObject([{ rows: 2, value: 2 }]);
});

test("columns of latitude and longitude are a place; none beyond the poles", () => {
  const answer = rows(["name", "lat", "long"], [text("a"), figure(10), figure(20)], [text("b"), figure(91), figure(0)]);
  expect(drawable(answer, model).places).toEqual([-1]);
  const { found, nowhere } = placed(answer, -1, undefined, model);
  expect(found).toMatchObject([{ spot: { at: [20, 10] }, term: { value: "a" } }]);
  expect(nowhere).toBe(1);
});

test("rows join their things, and triples by their property", () => {
  const answer = rows(["from", "to"], [iri("a"), iri("b")], [iri("a"), iri("b")], [iri("b"), text("c")], [iri("c"), iri("d")], [iri("x:doc"), iri("d")]);
  expect(drawable(answer, model).forms).toEqual(["table", "graph"]);
  expect(joined(answer, 0, 1, 3, model)).toMatchObject({ nodes: [iri("a"), iri("b"), text("c")], links: [{ from: 0, to: 1 }, { from: 1, to: 2 }], left: 1 });
  const triples: Answer = { ...rows(["subject", "predicate", "object"], [iri("a"), iri("p"), iri("b")], [iri("a"), iri("q"), iri("b")], [iri("a"), iri("q"), text("b")]), form: "graph" };
  expect(joined(triples, 0, 2, 9, model).links.map((link) => link.by?.value)).toEqual(["p", "q"]);
});

test("a name that one thing alone has stands for it, on a map and in a graph", () => {
  const answer = rows(["maker", "of"], [text("The Plant"), iri("x:mine")], [text("Nobody"), iri("x:mine")]);
  expect(placed(answer, 0, undefined, model)).toMatchObject({ found: [{ spot: { country: "MY" } }], nowhere: 1 });
  expect(joined(answer, 0, 1, 9, model).nodes).toEqual([iri("x:plant"), iri("x:mine"), text("Nobody")]);
});
