// Binds values to the parameters of a question: written as RDF terms, so that no value can end a string or an IRI.
import { expand, type Prefixes } from "../data/ids";
import type { Question } from "../data/types";
import { replaced } from "./text";

const XSD = "http://www.w3.org/2001/XMLSchema#";

/** A value that is not of its parameter's kind. */
export class ValueError extends Error {
  constructor(
    readonly parameter: string,
    readonly kind: string,
    readonly value: string,
  ) {
    super(`${parameter}: ${value}`);
  }
}

/** The text of a question with its parameters bound; defaults where no value is given. */
export function bound(question: Question, values: Readonly<Record<string, string>>, prefixes: Prefixes): string {
  const terms = new Map<string, string>();
  for (const { name, variable, kind, default: usual } of question.parameters) {
    const value = (values[name] ?? usual ?? "").trim();
    const term = value && written(kind, value, prefixes);
    if (!term) throw new ValueError(name, kind, value);
    terms.set(variable, term);
  }
  return replaced(question.text, terms);
}

/** A value as a term of SPARQL; "" if it is not of the kind. */
export function written(kind: string, value: string, prefixes: Prefixes): string {
  switch (kind) {
    case "iri": {
      const iri = expand(value, prefixes);
      return /^[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\u0000-\u0020]+$/.test(iri) ? `<${iri}>` : "";
    }
    case "integer":
      return /^[+-]?\d+$/.test(value) ? typed(value, "integer") : "";
    case "decimal":
      return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value) ? typed(value, "decimal") : "";
    case "date":
      return isDate(value) ? typed(value, "date") : "";
    case "string":
      return quoted(value);
    default:
      return `${quoted(value)}@${kind}`;
  }
}

function typed(value: string, type: string): string {
  return `${quoted(value)}^^<${XSD}${type}>`;
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function quoted(value: string): string {
  return `"${value.replace(/[\\"\n\r\t]/g, (letter) => ESCAPES[letter]!)}"`;
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
