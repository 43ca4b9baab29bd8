// The data as views use it: the model is there before any view is shown, statements when they are asked for.
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Model } from "../data/model";
import type { DataSource, Wanted } from "../data/source";
import { StatementStore } from "../data/statements";

let source: DataSource;
let known: Model;

/** What was asked for last, and the statements once they are read. */
const held = signal<{ wanted: string; store: StatementStore } | undefined>(undefined);
let asked = "";

/** The statements at hand, for names and figures; undefined until any are read. */
export const statements = computed<StatementStore | undefined>(() => held.value?.store);
/** What could not be read for the view that is shown; "" if nothing. */
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

/** The statements that a view needs; undefined until they are read. */
export function useStatements(wanted: Wanted): StatementStore | undefined {
  const key = keyOf(wanted);
  useEffect(() => need(wanted, key), [key]);
  return held.value?.wanted === key ? held.value.store : undefined;
}

function need(wanted: Wanted, key: string): void {
  asked = key;
  if (held.value?.wanted === key) return;
  source.statements(wanted).then(
    (told) => {
      if (asked !== key) return;
      held.value = { wanted: key, store: new StatementStore(told, known.index.prefixes) };
      failure.value = "";
    },
    (error: unknown) => {
      if (asked === key) failure.value = String(error);
    },
  );
}

function keyOf(wanted: Wanted): string {
  if (source.whole) return "all";
  return typeof wanted === "string" ? wanted : wanted.of;
}
