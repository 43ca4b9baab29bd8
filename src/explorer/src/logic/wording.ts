// What a node that has no name of its own says: amounts and quantities, listings, identifiers, targets.
import { localName } from "../data/ids";
import type { Language } from "../data/model";
import { MZ, SKOS, type StatementStore } from "../data/statements";
import { stated as asStated } from "./figures";

const SYMBOL = "http://qudt.org/schema/qudt/symbol";
const BOUNDS: [property: string, en: string, zh: string][] = [
  ["value", "", ""],
  ["minimum", "at least ", "至少 "],
  ["exclusiveMinimum", "over ", "超过 "],
  ["maximum", "up to ", "至多 "],
  ["exclusiveMaximum", "under ", "低于 "],
];

/** An amount or quantity in words, with unit or currency, and as its source has it; "" for what is none. */
export function figure(iri: string, store: StatementStore, language: Language): string {
  const said = new Map<string, string>();
  for (const { predicate, object } of store.about(iri)) said.set(localName(predicate), object.value);
  const parts = BOUNDS.filter(([property]) => said.has(property)).map(([property, en, zh]) => {
    const value = Number(said.get(property));
    return (language === "zh" ? zh : en) + (Number.isFinite(value) ? asStated(value, language) : said.get(property)!);
  });
  const stated = said.get("statedAs");
  if (!parts.length) return stated ? `“${stated}”` : "";
  const symbol = store.objects(said.get("unit") ?? "", SYMBOL)[0]?.value ?? "";
  const currency = said.get("currency") ?? "";
  const told = `${currency} ${parts.join(" ")}${currency && symbol ? "/" : " "}${symbol}`.trim();
  return stated ? `${told} (“${stated}”)` : told;
}

export interface Identifier {
  scheme: string;
  code: string;
  /** Where the scheme's registry shows it. */
  url?: string;
}

const REGISTRIES: Record<string, (code: string) => string> = {
  wikidata: (code) => `https://www.wikidata.org/wiki/${code}`,
  lei: (code) => `https://search.gleif.org/#/record/${code}`,
  ror: (code) => `https://ror.org/${code.replace(/^.*\//, "")}`,
  geonames: (code) => `https://www.geonames.org/${code}`,
  opencorporates: (code) => `https://opencorporates.com/companies/${code}`,
  "usgs-mrds": (code) => `https://mrdata.usgs.gov/mrds/show-mrds.php?dep_id=${code}`,
};

/** An identifier, or the ticker of a listing; undefined for a node that is neither. */
export function identifier(iri: string, store: StatementStore): Identifier | undefined {
  const value = (name: string) => store.objects(iri, name)[0]?.value;
  const ticker = value(`${MZ}ticker`);
  if (ticker) return { scheme: value(`${MZ}exchange`) ?? "", code: ticker };
  const scheme = value(`${MZ}identifierScheme`);
  const code = value(`${SKOS}notation`);
  if (!scheme || !code) return undefined;
  const registry = /^[\w./-]+$/.test(code) ? REGISTRIES[localName(scheme)]?.(code) : undefined;
  return { scheme, code, ...(registry ? { url: registry } : {}) };
}
