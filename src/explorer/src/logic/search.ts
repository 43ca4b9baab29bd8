// Finds entities by what a person types: names in any language, pinyin or its initials, tickers, identifiers.
import type { Entity } from "../data/types";

export interface Found {
  entity: number;
  score: number;
  /** The name that fits, where it is not the label. */
  name?: string;
}

interface Entry {
  forms: Form[];
  weight: number;
}

interface Form {
  /** As it is compared. */
  text: string;
  /** As it is shown. */
  name: string;
  kind: "label" | "name" | "code" | "latin" | "initials";
}

export type SearchIndex = readonly Entry[];

const FIT = { exact: 100, code: 95, start: 80, word: 60, inside: 30 };
const KIND = { label: 6, name: 0, code: 0, latin: -5, initials: -12 };
// What people look for least.
const LOW: Record<string, number> = { Publisher: -14, Organization: -2, Place: -2, AdministrativeArea: -4 };
const FACT = -18;
// Latin letters that hold no diacritic apart: ø, ß and the like.
const LETTERS: Record<string, string> = { ø: "o", ß: "ss", æ: "ae", œ: "oe", ł: "l", đ: "d", ı: "i" };

const indexes = new WeakMap<readonly Entity[], SearchIndex>();

/** The index of some entities, made once: it takes a tenth of a second, and several fields of a page search in it. */
export function searchIndex(entities: readonly Entity[]): SearchIndex {
  let found = indexes.get(entities);
  if (!found) indexes.set(entities, (found = entities.map((entity) => ({ forms: forms(entity), weight: weight(entity) }))));
  return found;
}

/** The entities that fit all words of a text, best first. */
export function search(index: SearchIndex, text: string, most = 12): Found[] {
  const wanted = plain(text);
  if (!wanted) return [];
  const found: Found[] = [];
  index.forEach((entry, entity) => {
    let best: { score: number; form: Form } | undefined;
    for (const form of entry.forms) {
      const score = fit(form, wanted);
      if (score > 0 && (!best || score > best.score)) best = { score, form };
    }
    if (!best) return;
    const told = best.form.kind === "label" ? {} : { name: best.form.name };
    found.push({ entity, score: best.score + entry.weight, ...told });
  });
  return found.sort((one, other) => other.score - one.score || one.entity - other.entity).slice(0, most);
}

/** A text without differences of case, width, diacritics and punctuation. */
export function plain(text: string): string {
  const lower = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").normalize("NFC");
  return lower.replace(/[øßæœłđı]/g, (letter) => LETTERS[letter]!).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function forms(entity: Entity): Form[] {
  const labels = Object.values(entity.label) as string[];
  const told: Form[] = [];
  const add = (name: string, text: string, kind: Form["kind"]) => {
    const compared = plain(text);
    if (compared) told.push({ text: compared, name, kind });
  };
  for (const name of labels) add(name, name, "label");
  for (const name of entity.names ?? []) add(name, name, "name");
  for (const code of entity.codes ?? []) add(code, code, "code");
  for (const latin of entity.latin ?? []) {
    const syllables = latin.split(" ");
    add(latin, syllables.join(""), "latin");
    add(latin, syllables.map((each) => each[0]).join(""), "initials");
  }
  return told;
}

function weight(entity: Entity): number {
  const fact = entity.id.startsWith("id:agreement/") ? FACT : (LOW[entity.kind] ?? 0);
  return fact + Math.min(12, 3 * Math.log2(1 + (entity.documents ?? 0)));
}

function fit(form: Form, typed: string): number {
  const { text, kind } = form;
  // People put gaps between syllables, between words, or nowhere.
  const wanted = kind === "latin" ? typed.replaceAll(" ", "") : typed;
  if (text === wanted) return (kind === "code" ? FIT.code : FIT.exact) + KIND[kind];
  if (kind === "code" || kind === "initials") return text.startsWith(wanted) ? FIT.word + KIND[kind] : 0;
  // The longer the rest of the name, the less it is meant.
  const rest = Math.min(10, (text.length - wanted.length) / 4);
  if (text.startsWith(wanted)) return FIT.start + KIND[kind] - rest;
  if (` ${text}`.includes(` ${wanted}`)) return FIT.word + KIND[kind] - rest;
  const words = wanted.split(" ");
  if (words.length > 1 && words.every((word) => ` ${text}`.includes(` ${word}`))) return FIT.word - 8 + KIND[kind] - rest;
  // Chinese names have no gaps between words.
  const worth = wanted.length > 2 || /\p{Script=Han}/u.test(wanted);
  if (kind !== "latin" && worth && words.every((word) => text.includes(word))) return FIT.inside + KIND[kind] - rest;
  return 0;
}
