// What an answer can be drawn as: bars of figures, places on a map, a graph of what is named together.
import type { Model } from "../data/model";
import type { Term } from "../data/terms";
import { type Answer, charted, numeric } from "./answer";

const FORMS = ["table", "chart", "map", "graph"] as const;
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
  /** Places in `nodes`, and what joins them; undefined where that is only that they stand in a row. */
  links: { from: number; to: number; by: Term | undefined }[];
  /** Links that there was no room for. */
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
  const things = columns.filter((column) => holdsThings(answer, column, model));
  // What mostly names the same things as the first joins nothing.
  const nodes = things.filter((column, place) => place === 0 || 2 * answer.rows.filter((row) => row[column]?.value === row[things[0]!]?.value).length < answer.rows.length);
  const forms = FORMS.filter((form) => {
    if (form === "chart") return chart.texts.length > 0 && chart.numbers.length > 0;
    if (form === "map") return places.length > 0;
    return form === "table" || nodes.length > 1;
  });
  return { forms, chart, places, nodes };
}

/** The thing that a cell names: by its IRI, or by a name that it alone has. No source document is one. */
function thingOf(term: Term | undefined, model: Model): Term | undefined {
  if (term?.kind === "iri") return model.documentNumber(term.value) === undefined ? term : undefined;
  const number = term && numeric(term) === undefined ? model.called(term.value) : undefined;
  return number === undefined ? undefined : { kind: "iri", value: model.iri(number) };
}

/** Whether half of what a column holds are things. */
function holdsThings({ rows }: Answer, column: number, model: Model): boolean {
  const held = rows.map((row) => row[column]).filter((cell) => cell !== undefined);
  return held.length > 0 && 2 * held.filter((cell) => thingOf(cell, model)).length >= held.length;
}

/** Where a thing of the data lies, or the country that a code or a thing names. */
function spotOf(term: Term | undefined, model: Model): Spot | undefined {
  if (term?.kind === "literal" && Object.hasOwn(model.index.countries, term.value)) return { country: term.value };
  const thing = thingOf(term, model);
  const number = thing && model.number(thing.value);
  if (number === undefined) return undefined;
  const { kind, at, country } = model.entity(number);
  // A country is a land, not a spot.
  if (at && kind !== "Country") return { at };
  return country === undefined ? undefined : { country };
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

/** What two columns join: each row is a link, a text that names nothing known an end like any other. Of triples, those whose object is a thing. */
export function joined(answer: Answer, from: number, to: number, most: number, model: Model): Joined {
  const numbers = new Map<string, number>();
  const nodes: Term[] = [];
  const links = new Map<string, Joined["links"][number]>();
  let left = 0;
  for (const row of answer.rows) {
    const ends = [row[from], row[to]].map((cell) => thingOf(cell, model) ?? (answer.form === "graph" || cell?.kind === "iri" ? undefined : cell));
    if (ends.some((end) => end === undefined)) continue;
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
