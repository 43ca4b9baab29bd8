// Where the data comes from: what views ask is the same, whether the page carries its data or asks a server.
import type { Answering } from "../sparql/answering";
import type { Analysis, Index, Question, Relations, Statements, Years } from "./types";

export interface Parts {
  index: Index;
  questions: Question[];
  years: Years;
  relations: Relations;
  analyses: Analysis[];
}

/** Which statements are wanted: of a thing (its IRI), of who holds whom, or of the ontology and its concepts alone. */
export type Wanted = { of: string } | "stakes" | "vocabulary";

export interface DataSource {
  /** Reads one part; each is read once, when it is first asked for. */
  part<Name extends keyof Parts>(name: Name): Promise<Parts[Name]>;
  /** Statements: those that are wanted at least, and the ontology and its concepts with them. */
  statements(wanted: Wanted): Promise<Statements>;
  /** Whether `statements` always gives all that there are. */
  readonly whole: boolean;
  /** The licences of what the page is made with, as text. */
  notices(): Promise<string>;
  /** What answers SPARQL. */
  engine(): Answering;
}

/** Reads each thing once; what failed is read again when it is next asked for. */
export function once<Key, Value>(read: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const known = new Map<Key, Promise<Value>>();
  return (key) => {
    let found = known.get(key);
    if (!found) {
      known.set(key, (found = read(key)));
      found.catch(() => known.delete(key));
    }
    return found;
  };
}
