// What an answer can be drawn as: bars of figures, places on a map, a graph of what is named together.
import type { Model } from "../data/model";
import type { Term } from "../data/terms";
import { type Answer, charted, numeric } from "./answer";

export const FORMS = ["table", "chart", "map", "graph"] as const;
export type Form = (typeof FORMS)[number];

/** Where a cell lies: a place of its own, or a country. */
export type Spot = { at: [longitude: number, latitude: number] } | { country: string };

export interface Placed {
  spot: Spot;
  /** What stands there first: its name is the symbol's. */
  term: Term;
  rows: number;
  /** Of the chosen column of figures; the number of rows without one. */
  value: number;
}

export interface Joined {
  nodes: Term[];
  /** Places in `nodes`, and what joins them; "" for nothing but that they stand in a row. */
  links: { from: number; to: number; by: Term | undefined }[];
  /** Links that there were no room for. */
  left: number;
}

export interface Drawable {
  forms: Form[];
  chart: { texts: number[]; numbers: number[] };
  /** Columns whose cells have a place; -1 stands for columns of latitude and longitude. */
  places: number[];
  /** Columns of things that can be joined. */
  nodes: number[];
}

export function drawable(answer: Answer, model: Model): Drawable {
  const columns = answer.columns.map((_, column) => column);
  const chart = charted(answer);
  const places = columns.filter((column) => answer.rows.some((row) => spotOf(row[column], model)));
  if (coordinates(answer)) places.unshift(-1);
  const nodes = columns.filter((column) => answer.rows.some((row) => row[column]?.kind === "iri"));
  const forms = FORMS.filter((form) => {
    if (form === "chart") return chart.texts.length > 0 && chart.numbers.length > 0;
    if (form === "map") return places.length > 0;
    return form === "table" || nodes.length > 1;
  });
  return { forms, chart, places, nodes };
}

/** Where a thing of the data lies, or the country that a code or a thing names. */
export function spotOf(term: Term | undefined, model: Model): Spot | undefined {
  if (term?.kind === "literal") return Object.hasOwn(model.index.countries, term.value) ? { country: term.value } : undefined;
  const number = term && model.number(term.value);
  if (number === undefined) return undefined;
  const entity = model.entity(number);
  return entity.at ? { at: entity.at } : entity.country ? { country: entity.country } : undefined;
}

/** The columns of latitude and longitude, by their names. */
export function coordinates({ columns, rows }: Answer): { latitude: number; longitude: number } | undefined {
  const column = (names: RegExp) => columns.findIndex((name, place) => names.test(name) && rows.some((row) => numeric(row[place]) !== undefined));
  const [latitude, longitude] = [column(/^lat(itude)?$/i), column(/^(long?|lng|longitude)$/i)];
  return latitude < 0 || longitude < 0 ? undefined : { latitude, longitude };
}

/** The rows by where they lie, the largest first; and how many of them lie nowhere. */
export function placed(answer: Answer, column: number, figure: number | undefined, model: Model): { found: Placed[]; nowhere: number } {
  const found = new Map<string, Placed>();
  const points = column < 0 ? coordinates(answer) : undefined;
  let nowhere = 0;
  for (const row of answer.rows) {
    const spot = points ? point(row, points) : spotOf(row[column], model);
    const value = figure === undefined ? 1 : (numeric(row[figure]) ?? 0);
    const term = points ? row.find((cell) => cell && numeric(cell) === undefined) : row[column];
    if (!spot || !term) {
      nowhere++;
      continue;
    }
    const key = JSON.stringify(spot);
    const known = found.get(key);
    if (known) [known.rows, known.value] = [known.rows + 1, known.value + value];
    else found.set(key, { spot, term, rows: 1, value });
  }
  return { found: [...found.values()].sort((one, other) => other.value - one.value), nowhere };
}

function point(row: (Term | undefined)[], points: { latitude: number; longitude: number }): Spot | undefined {
  const [longitude, latitude] = [numeric(row[points.longitude]), numeric(row[points.latitude])];
  if (longitude === undefined || latitude === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  return { at: [longitude, latitude] };
}

/** What two columns join: each row is a link. Of triples, those whose object is a thing. */
export function joined(answer: Answer, from: number, to: number, most: number): Joined {
  const numbers = new Map<string, number>();
  const nodes: Term[] = [];
  const links = new Map<string, Joined["links"][number]>();
  let left = 0;
  for (const row of answer.rows) {
    const ends = [row[from], row[to]];
    if (ends.some((end) => end?.kind !== "iri")) continue;
    const fresh = new Set(ends.map((end) => end!.value).filter((iri) => !numbers.has(iri)));
    if (nodes.length + fresh.size > most) {
      left++;
      continue;
    }
    const [one, other] = ends.map((end) => {
      let number = numbers.get(end!.value);
      if (number === undefined) numbers.set(end!.value, (number = nodes.push(end!) - 1));
      return number;
    });
    const by = answer.form === "graph" ? row[1] : undefined;
    links.set(`${one} ${other} ${by?.value ?? ""}`, { from: one!, to: other!, by });
  }
  return { nodes, links: [...links.values()], left };
}
