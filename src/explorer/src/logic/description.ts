// What the graph says of one thing, put in order: its own facts, the facts that it takes part in, what names it.
import { localName } from "../data/ids";
import type { Model } from "../data/model";
import { behind, isDerived, mappingSet } from "../data/sources";
import { DCTERMS, MZ, RDF, RDFS, SKOS, type Statement, type StatementStore } from "../data/statements";
import type { Term } from "../data/terms";

/** One value of a property, and the documents that give it. */
export interface Value {
  term: Term;
  sources: number[];
  /** The mapping sets that give it, as IRIs. */
  sets: string[];
  /** The date of the newest of the documents. */
  newest: string;
}

export interface Fact {
  predicate: string;
  values: Value[];
  /** Whether sources give different values of a property that has but one at a time. */
  differ: boolean;
}

/** An agreement, investment, stake, observation or assessment. */
export interface Event {
  iri: string;
  family: Family;
  /** Local name of its class. */
  kind: string;
  date: string;
  facts: Fact[];
  sources: number[];
}

export interface Description {
  iri: string;
  facts: Fact[];
  /** What rules made of it. */
  follows: Fact[];
  events: Event[];
  /** What names it, by property: the values are the things that do. */
  named: Fact[];
}

export const FAMILIES = ["Agreement", "EquityStake", "Investment", "Observation", "Assessment"] as const;
export type Family = (typeof FAMILIES)[number];

// One value at a time: more of them are sources that disagree, or a change from one date to another.
const SINGLE = new Set(
  ["lifecycleStatus", "projectStatus", "agreementStatus", "startedOn", "endedOn", "registeredIn", "operator", "whollyOwnedBy"]
    .concat(["share", "announcedOn", "signedOn", "validFrom", "validUntil", "plannedStart", "plannedEnd", "countryCode", "sponsor"])
    .map((name) => MZ + name),
);
// Told elsewhere on the page, or of the file and not of the thing.
const APART = new Set([`${DCTERMS}source`, `${RDF}type`, `${SKOS}prefLabel`, `${SKOS}altLabel`, `${RDFS}label`, `${SKOS}inScheme`]);
const FIRST = [`${DCTERMS}description`, `${SKOS}definition`, `${MZ}lifecycleStatus`, `${MZ}operator`, `${MZ}owner`, `${MZ}stage`];
const DATES = ["signedOn", "announcedOn", "validFrom", "asOf", "periodEnd", "periodStart"].map((name) => MZ + name);
const MAPPED = "http://www.w3.org/2002/07/owl#annotatedSource";

export function describe(iri: string, store: StatementStore, model: Model): Description {
  const own = store.about(iri);
  const told = own.filter((each) => !isDerived(each) && !APART.has(each.predicate));
  const derived = own.filter((each) => isDerived(each) && !APART.has(each.predicate));
  const events = new Map<string, Event>();
  const named: Statement[] = [];
  for (const each of store.naming(iri)) {
    // Of a mapping the plain statement tells.
    if (isDerived(each) || each.predicate === `${RDF}type` || each.predicate === MAPPED) continue;
    const family = familyOf(each.subject, store);
    if (family) events.set(each.subject, events.get(each.subject) ?? event(each.subject, family, store, model));
    // Links of the chain have their own section.
    else if (!each.subject.startsWith(MZ) && !isChainLink(each.subject, store)) named.push(each);
  }
  return {
    iri,
    facts: facts(told, store, model),
    follows: facts(derived, store, model),
    events: [...events.values()].sort((one, other) => other.date.localeCompare(one.date)),
    named: facts(named.map(turned), store, model),
  };
}

interface Undated {
  term: Term;
  sources: Set<number>;
  sets: Set<string>;
}

/** Statements as facts: one a property, one value an object, each with the documents that say so. */
export function facts(statements: readonly Statement[], store: StatementStore, model: Model): Fact[] {
  const found = new Map<string, Map<string, Undated>>();
  for (const each of statements) {
    const values = found.get(each.predicate) ?? new Map();
    found.set(each.predicate, values);
    const key = JSON.stringify(each.object);
    const value = values.get(key) ?? { term: each.object, sources: new Set<number>(), sets: new Set<string>() };
    values.set(key, value);
    for (const document of behind(each, store, model)) value.sources.add(document);
    const set = mappingSet(each);
    if (set) value.sets.add(set);
  }
  return [...found]
    .map(([predicate, values]) => ({
      predicate,
      values: [...values.values()].map((value) => dated(value, model)).sort((one, other) => other.newest.localeCompare(one.newest)),
      differ: SINGLE.has(predicate) && values.size > 1,
    }))
    .sort((one, other) => place(one.predicate) - place(other.predicate) || one.predicate.localeCompare(other.predicate));
}

/** The documents that a page rests on, in the order in which it names them: `further` come after the facts. */
export function documentsOf({ facts, events, named, follows }: Description, further: readonly number[] = []): number[] {
  const behindFacts = (found: readonly Fact[]) => found.flatMap((fact) => fact.values.flatMap((value) => value.sources));
  return [...new Set([...behindFacts(facts), ...further, ...events.flatMap((each) => each.sources), ...behindFacts(named), ...behindFacts(follows)])];
}

/** The first value of a property among facts. */
export function first(facts: readonly Fact[], name: string): Term | undefined {
  return facts.find((fact) => fact.predicate === MZ + name)?.values[0]?.term;
}

function event(iri: string, family: Family, store: StatementStore, model: Model): Event {
  const told = store.about(iri).filter((each) => !isDerived(each));
  const types = told.filter((each) => each.predicate === `${RDF}type` && each.object.value.startsWith(MZ));
  const found = facts(told.filter((each) => !APART.has(each.predicate)), store, model);
  const dates = DATES.map((date) => found.find((fact) => fact.predicate === date)?.values[0]?.term.value);
  return {
    iri,
    family,
    kind: localName(types[0]?.object.value ?? family),
    date: dates.find((date) => date !== undefined) ?? "",
    facts: found,
    sources: [...new Set(told.flatMap((each) => behind(each, store, model)))],
  };
}

function familyOf(iri: string, store: StatementStore): Family | undefined {
  const kinds = store.kinds(iri);
  return FAMILIES.find((family) => kinds.includes(family));
}

function isChainLink(iri: string, store: StatementStore): boolean {
  return store.kinds(iri).includes("ChainLink");
}

function turned(statement: Statement): Statement {
  // The graph and the subject still tell whose statement it is; only what is shown changes.
  return { ...statement, object: { kind: "iri", value: statement.subject } };
}

function dated({ term, sources, sets }: Undated, model: Model): Value {
  const dates = [...sources].map((document) => model.document(document).issued ?? "");
  return { term, sources: [...sources], sets: [...sets], newest: dates.reduce((one, other) => (one > other ? one : other), "") };
}

function place(predicate: string): number {
  const found = FIRST.indexOf(predicate);
  return found < 0 ? FIRST.length : found;
}
