// Which documents stand behind statements: the same rule as monazite.statements.sources has.
import type { Model } from "./model";
import { DCTERMS, MZ, NS, PROV, type Statement, type StatementStore } from "./statements";

const REGISTRY = `${NS}registry/`;
const RULE = `${NS}rule/`;
const MAPPINGS = `${NS}mappings/`;

export function isDerived(statement: Statement): boolean {
  return statement.graph.startsWith(RULE);
}

/** The mapping set that states it: no document, but who says that a thing is another one elsewhere. */
export function mappingSet(statement: Statement): string | undefined {
  return statement.graph.startsWith(MAPPINGS) ? statement.graph : undefined;
}

/** The numbers of the documents behind one statement, those left out that they quote. */
export function behind(statement: Statement, store: StatementStore, model: Model): number[] {
  const own = model.documentNumber(statement.graph);
  if (own !== undefined) return [own];
  let named: string[] = [];
  if (statement.graph.startsWith(REGISTRY)) named = objects(store, statement.subject, `${DCTERMS}source`);
  else if (isDerived(statement)) named = derivedFrom(statement, store);
  const numbers = named.map((iri) => model.documentNumber(iri)).filter((number) => number !== undefined);
  return [...new Set(numbers)];
}

function derivedFrom(statement: Statement, store: StatementStore): string[] {
  if (statement.predicate === `${MZ}feeds` || statement.predicate === `${MZ}couldFeed`) {
    const starts = subjects(store, statement.subject, `${MZ}linkFrom`);
    const ends = new Set(subjects(store, statement.object.value, `${MZ}linkTo`));
    const links = starts.filter((link) => ends.has(link));
    return links.flatMap((link) => objects(store, link, `${PROV}wasDerivedFrom`));
  }
  return objects(store, statement.subject, `${PROV}wasDerivedFrom`);
}

function objects(store: StatementStore, iri: string, predicate: string): string[] {
  return store.objects(iri, predicate).map((term) => term.value);
}

function subjects(store: StatementStore, iri: string, predicate: string): string[] {
  return store.naming(iri).filter((each) => each.predicate === predicate).map((each) => each.subject);
}
