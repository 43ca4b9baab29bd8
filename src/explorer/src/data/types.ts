// The shapes of the data: what src/monazite/export/pagedata/ makes, part by part. `monazite serve` gives the same.
// tests/unit/test_pagedata.py compares the keys of these interfaces with what Python makes: keep one key a line.

/** A name in each language that there is one in; English falls back on Chinese and the other way round. */
export interface Names {
  en?: string;
  zh?: string;
}

/** Lower and upper bound, in tonnes (or pieces) a year; null where there is no upper bound. */
export type Bounds = [low: number, high: number | null];

/** The same where there is an upper bound: units without one are counted apart. */
export type ClosedBounds = [low: number, high: number];

export type Basis = "declared" | "internal" | "possible";

/** The part `index`: small enough for the first view. Numbers in it are places in `entities` or `documents`. */
export interface Index {
  format: 1;
  /** The date of the newest document: what the graph knows is known as of then. */
  asOf: string;
  /** Whether it is a part of a graph only (`--around`). */
  excerpt: boolean;
  /** Prefix to namespace. Every `id` is a prefixed name where one fits, else an IRI. */
  prefixes: Record<string, string>;
  /** In the order of the chain. */
  stages: Stage[];
  products: Product[];
  /** By ISO 3166-1 alpha-2 code. */
  countries: Record<string, Country>;
  /** Classes and properties of the ontology, by local name. */
  kinds: Record<string, Names>;
  /** Concepts by scheme and notation: `lifecycle-status/operating`. */
  concepts: Record<string, Names>;
  entities: Entity[];
  links: Link[];
  documents: SourceDocument[];
}

export interface Stage {
  /** Its notation: `magnet-making`. */
  name: string;
  /** 1 for exploration. */
  rank: number;
  entity: number;
  inputs: number[];
  outputs: number[];
}

export interface Product {
  entity: number;
  /** The rank of the stage that it comes from, 0 if unknown. */
  rank: number;
  elements: number[];
  broader: number[];
}

export interface Country {
  label: Names;
  entity?: number;
}

export interface Entity {
  id: string;
  /** Local name of its class. */
  kind: string;
  label: Names;
  /** Its other names. */
  names?: string[];
  /** Tickers, notations, identifiers. */
  codes?: string[];
  /** Chinese names in Latin letters, one syllable a character. */
  latin?: string[];
  /** ISO 3166-1 alpha-2. */
  country?: string;
  /** How many documents name it. */
  documents?: number;
  /** Longitude and latitude. */
  at?: [number, number];
  /** Of production units only. */
  unit?: Unit;
}

/** A production unit as it stands at `asOf`. */
export interface Unit {
  /** Names of its stages, in the order of the chain. */
  stages?: string[];
  /** operating, commissioning, planned, under-construction, suspended, closed, lapsed or unknown. */
  state: string;
  reported?: string;
  since?: string;
  due?: string;
  operators?: number[];
  owners?: number[];
  products?: number[];
  initiatives?: number[];
  /** What it can make, by stage; stages of which nothing is known are left out. */
  capacities?: Record<string, StageCapacity>;
  /** All that is said of its capacity, from which `capacities` follow. */
  told?: Capacity[];
  /** The documents that tell its state. */
  sources?: number[];
}

export interface StageCapacity {
  installed: Bounds;
  planned: Bounds;
  /** reo, product, ore, contained-ndpr, contained-dytb or units. */
  basis: string;
  sources: number[];
}

export interface Capacity {
  stage: string;
  product?: number;
  basis: string;
  /** mass (tonnes a year) or count (pieces a year). */
  per: string;
  figure: Bounds;
  planned: boolean;
  dated: string;
  sources: number[];
}

/** A flow of a product from a node of the chain to another. */
export interface Link {
  id: string;
  from: number;
  to: number;
  product?: number;
  basis: Basis;
  /** The agreement's status. */
  status?: string;
  since?: string;
  until?: string;
  /** Tonnes a year agreed. */
  quantity?: Bounds;
  confidence: "high" | "medium" | "low";
  sources?: number[];
}

export interface SourceDocument {
  id: string;
  title: string;
  publisher?: string;
  issued?: string;
  url?: string;
  /** The documents that it reports at second hand. */
  quoted?: number[];
}

/** The part `statements`. Terms are in N-Triples form; quads are four columns of places in `terms`. */
export interface Statements {
  terms: string[];
  /** Subjects, predicates, objects, graphs. */
  quads: [number[], number[], number[], number[]];
}

/** The part `questions`: the question library. */
export interface Question {
  name: string;
  summary: string;
  description: string;
  text: string;
  parameters: Parameter[];
}

export interface Parameter {
  name: string;
  /** The SPARQL variable, without its mark. */
  variable: string;
  /** iri, integer, decimal, date, string, or a language tag. */
  kind: string;
  default: string | null;
}

/** The part `years`: capacity by stage, country and year. */
export interface Years {
  /** The date of the newest document: later years hold what is due by then. */
  newest: string;
  years: YearOfCapacity[];
  /** Ids of the documents behind the figures. */
  documents: string[];
}

export interface YearOfCapacity {
  year: number;
  stages: StageOfYear[];
}

export interface StageOfYear {
  /** The stage's name. */
  stage: string;
  /** By code; "" for units of which no country is known. `planned` holds what is installed too. */
  countries: Record<string, { installed: ClosedBounds; planned: ClosedBounds }>;
  /** How many units of the stage nobody gives a figure of: those that work, and with those that are to come. */
  unknown: { installed: number; planned: number };
  /** Places in `documents`. */
  sources: number[];
}

/** The part `relations`: the network, as columns of places in `nodes`, `properties` and `documents`. */
export interface Relations {
  /** Ids of entities. */
  nodes: string[];
  /** Local names of properties of the ontology. */
  properties: string[];
  documents: string[];
  from: number[];
  to: number[];
  property: number[];
  sources: number[][];
}

/** The part `analyses`: what analyses of the whole chain found, in English; empty for an excerpt. */
export interface Analysis {
  name: string;
  title: string;
  /** What was found and how far it can be trusted, in sentences. */
  notes: string[];
  columns: AnalysisColumn[];
  rows: AnalysisCell[][];
  /** Of each row, places in `documents`. */
  sources: number[][];
  /** Ids. */
  documents: string[];
}

export interface AnalysisColumn {
  name: string;
  /** text, number, bounds, share (bounds in percent) or entity (its name and id). */
  kind: "text" | "number" | "bounds" | "share" | "entity";
}

export type AnalysisCell = string | number | null | Bounds | [label: string, id: string];
