// The data as views use it: the model is there before any view is shown, the statements when first asked for.
import { signal } from "@preact/signals";
import { Model } from "../data/model";
import type { DataSource } from "../data/source";
import { StatementStore } from "../data/statements";

let source: DataSource;
let known: Model;

/** The statements, or undefined until they are read: call `needStatements` first. */
export const statements = signal<StatementStore | undefined>(undefined);
export const failure = signal("");

export async function open(from: DataSource): Promise<void> {
  source = from;
  known = new Model(await from.part("index"));
}

export function model(): Model {
  return known;
}

export function data(): DataSource {
  return source;
}

/** Begins to read the statements, unless they are there. */
export function needStatements(): void {
  if (statements.value) return;
  source.part("statements").then(
    (part) => (statements.value ??= new StatementStore(part, known.index.prefixes)),
    (error: unknown) => (failure.value = String(error)),
  );
}
