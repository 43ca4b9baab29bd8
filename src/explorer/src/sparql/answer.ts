// What the engine found, as rows of terms.
import type { Term } from "../data/terms";
import { readTerm } from "../data/terms";
import type { Form } from "./text";

export interface Answer {
  form: Form;
  /** Of an ASK only. */
  truth?: boolean;
  columns: string[];
  /** Cells are undefined where a variable has no value. */
  rows: (Term | undefined)[][];
  /** As the engine wrote it: SPARQL 1.1 Query Results JSON, or N-Triples. */
  written: string;
  milliseconds: number;
}

interface Json {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Record<string, JsonTerm>[] };
}

interface JsonTerm {
  type: "uri" | "literal" | "bnode";
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export function read(form: Form, written: string, milliseconds: number): Answer {
  if (form === "graph") {
    const rows = written.split("\n").filter(Boolean).map(triple);
    return { form, columns: ["subject", "predicate", "object"], rows, written, milliseconds };
  }
  const { head, boolean: truth, results } = JSON.parse(written) as Json;
  const columns = head.vars ?? [];
  const rows = (results?.bindings ?? []).map((binding) => columns.map((name) => term(binding[name])));
  return { form, ...(truth === undefined ? {} : { truth }), columns, rows, written, milliseconds };
}

function term(told: JsonTerm | undefined): Term | undefined {
  if (!told) return undefined;
  if (told.type === "uri") return { kind: "iri", value: told.value };
  if (told.type === "bnode") return { kind: "literal", value: `_:${told.value}`, language: "", datatype: "" };
  return { kind: "literal", value: told.value, language: told["xml:lang"] ?? "", datatype: told.datatype ?? "" };
}

function triple(line: string): Term[] {
  const found = /^(\S+) (\S+) (.*?) \.$/s.exec(line);
  return (found?.slice(1) ?? [line]).map(readTerm);
}

const NUMERIC = /#(integer|decimal|double|float|int|long|short|nonNegativeInteger|positiveInteger)$/;

/** The number that a cell holds; undefined for any other. */
export function numeric(cell: Term | undefined): number | undefined {
  if (cell?.kind !== "literal" || !NUMERIC.test(cell.datatype)) return undefined;
  const value = Number(cell.value);
  return Number.isFinite(value) ? value : undefined;
}

/** Whether all that a column holds are numbers. */
export function isNumeric(answer: Answer, column: number): boolean {
  const held = answer.rows.map((row) => row[column]).filter((cell) => cell !== undefined);
  return held.length > 0 && held.every((cell) => numeric(cell) !== undefined);
}

/** The columns that a bar chart can be made of. */
export function charted(answer: Answer): { texts: number[]; numbers: number[] } {
  const columns = answer.columns.map((_, place) => place);
  const numbers = columns.filter((place) => isNumeric(answer, place));
  return { texts: columns.filter((place) => !numbers.includes(place)), numbers };
}

/** The answer as rows of text, its columns first: the values alone, as SPARQL's own CSV has them. */
export function cells(answer: Answer): (string | number)[][] {
  return [answer.columns, ...answer.rows.map((row) => row.map(plain))];
}

function plain(cell: Term | undefined): string | number {
  const value = numeric(cell);
  // A number is no formula; one that would be written otherwise stays as it stands.
  return value !== undefined && String(value) === cell!.value ? value : (cell?.value ?? "");
}
