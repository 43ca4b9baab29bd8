// Completes prefixed names while a query is written: the ontology's terms, and the usual ones of others.
import { type Model, say, type Language } from "../data/model";

export interface Term {
  name: string;
  /** What it is called, in the reader's language. */
  label: string;
}

const OTHERS = [
  "rdf:type", "rdfs:label", "rdfs:subClassOf", "skos:prefLabel", "skos:altLabel", "skos:notation", "skos:broader",
  "dcterms:title", "dcterms:issued", "dcterms:publisher", "dcterms:source", "prov:wasDerivedFrom",
  "xsd:integer", "xsd:decimal", "xsd:date", "xsd:gYear",
];

export function terms(model: Model, language: Language): Term[] {
  const own = Object.entries(model.index.kinds).map(([name, names]) => ({ name: `mz:${name}`, label: say(names, language) }));
  return [...own.sort((one, other) => one.name.localeCompare(other.name)), ...OTHERS.map((name) => ({ name, label: "" }))];
}

const MOST = 8;

export interface Completion {
  /** Where the word that is written begins. */
  from: number;
  found: Term[];
}

/** What the word before the caret can become: by its beginning, or by a part of its label. */
export function completed(text: string, caret: number, known: readonly Term[]): Completion {
  const word = /(?<![\w?$:<-])[A-Za-z][\w-]*:?[\w-]*$/.exec(text.slice(0, caret))?.[0] ?? "";
  const from = caret - word.length;
  const local = word.slice(word.indexOf(":") + 1).toLowerCase();
  if (word.length < 2 || (!word.includes(":") && local.length < 3)) return { from, found: [] };
  const prefix = word.includes(":") ? word.slice(0, word.indexOf(":") + 1) : "";
  const rated = known
    .filter((term) => term.name.startsWith(prefix) && term.name !== word)
    .map((term) => ({ term, rate: rate(term, local) }))
    .filter(({ rate }) => rate < 9);
  rated.sort((one, other) => one.rate - other.rate);
  return { from, found: rated.slice(0, MOST).map(({ term }) => term) };
}

function rate({ name, label }: Term, local: string): number {
  const own = name.slice(name.indexOf(":") + 1).toLowerCase();
  if (own.startsWith(local)) return 0;
  if (label.toLowerCase().startsWith(local)) return 1;
  return own.includes(local) || label.toLowerCase().includes(local) ? 2 : 9;
}
