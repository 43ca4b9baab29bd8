// The statements, with the two ways into them: by subject, and by object.
import { expand, localName, type Prefixes, shorten } from "./ids";
import { readTerm, type Term } from "./terms";
import type { Statements } from "./types";

export interface Statement {
  subject: string;
  predicate: string;
  object: Term;
  /** IRI of the named graph: the source document, the registry, or a rule. */
  graph: string;
}

export const NS = "https://w3id.org/monazite/";
export const MZ = `${NS}ontology#`;
export const SKOS = "http://www.w3.org/2004/02/skos/core#";
export const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
export const RDFS = "http://www.w3.org/2000/01/rdf-schema#";
export const DCTERMS = "http://purl.org/dc/terms/";
export const PROV = "http://www.w3.org/ns/prov#";

export class StatementStore {
  private readonly numbers = new Map<string, number>();
  private readonly bySubject: Grouped;
  private readonly byObject: Grouped;
  private byGraph: Grouped | undefined;
  private readonly read = new Map<number, Term>();

  constructor(
    private readonly data: Statements,
    readonly prefixes: Prefixes,
  ) {
    data.terms.forEach((term, number) => this.numbers.set(term, number));
    this.bySubject = grouped(data.quads[0], data.terms.length);
    this.byObject = grouped(data.quads[2], data.terms.length);
  }

  get size(): number {
    return this.data.quads[0].length;
  }

  /** All that is said of a thing. */
  about(iri: string): Statement[] {
    return this.rows(this.bySubject, iri);
  }

  /** All statements whose object a thing is. */
  naming(iri: string): Statement[] {
    return this.rows(this.byObject, iri);
  }

  /** All statements of a named graph: what a document says. */
  within(graph: string): Statement[] {
    this.byGraph ??= grouped(this.data.quads[3], this.data.terms.length);
    return this.rows(this.byGraph, graph);
  }

  /** The objects of a property of a thing, each once. */
  objects(iri: string, predicate: string): Term[] {
    const found = new Map<string, Term>();
    for (const each of this.about(iri)) {
      if (each.predicate === predicate) found.set(JSON.stringify(each.object), each.object);
    }
    return [...found.values()];
  }

  /** The first label in the language, else in English, else any; "" if there is none. */
  label(iri: string, language: "en" | "zh"): string {
    const found: Record<string, string> = {};
    for (const predicate of [`${SKOS}prefLabel`, `${RDFS}label`, `${DCTERMS}title`]) {
      for (const { predicate: told, object } of this.about(iri)) {
        if (told !== predicate || object.kind !== "literal") continue;
        found[object.language.toLowerCase().split("-")[0]!] ??= object.value;
        found.any ??= object.value;
      }
    }
    return found[language] ?? found.en ?? found[""] ?? found.any ?? "";
  }

  /** The local names of the ontology's classes that a thing is stated or derived to be of. */
  kinds(iri: string): string[] {
    const types = this.objects(iri, `${RDF}type`);
    return types.filter((term) => term.value.startsWith(MZ)).map((term) => localName(term.value));
  }

  iri(id: string): string {
    return expand(id, this.prefixes);
  }

  id(iri: string): string {
    return shorten(iri, this.prefixes);
  }

  private rows(by: Grouped, iri: string): Statement[] {
    const number = this.numbers.get(`<${iri}>`);
    if (number === undefined) return [];
    const found: Statement[] = [];
    for (let place = by.starts[number]!; place < by.starts[number + 1]!; place++) {
      const row = by.rows[place]!;
      const [subject, predicate, object, graph] = this.data.quads.map((column) => this.term(column[row]!));
      found.push({ subject: subject!.value, predicate: predicate!.value, object: object!, graph: graph!.value });
    }
    return found;
  }

  private term(number: number): Term {
    let term = this.read.get(number);
    if (!term) this.read.set(number, (term = readTerm(this.data.terms[number]!)));
    return term;
  }
}

/** Rows sorted by a column: those of term n are rows[starts[n]] up to rows[starts[n + 1]]. */
interface Grouped {
  starts: Uint32Array;
  rows: Uint32Array;
}

function grouped(column: number[], terms: number): Grouped {
  const starts = new Uint32Array(terms + 2);
  for (const term of column) starts[term + 2]!++;
  for (let term = 2; term < starts.length; term++) starts[term]! += starts[term - 1]!;
  const rows = new Uint32Array(column.length);
  column.forEach((term, row) => (rows[starts[term + 1]!++] = row));
  return { starts, rows };
}
