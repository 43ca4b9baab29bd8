// How an answer is shown, as the address has it: its form, and the columns that it is drawn of.
import type { Answer } from "../../sparql/answer";
import type { Drawable, Form } from "../../sparql/drawable";

/** Not of the question: they change no answer. No parameter of a question has such a name. */
const SETTINGS = ["shown-as", "shown-by", "shown-to", "shown-size"] as const;

export interface Shown {
  form: Form;
  /** The column of texts, places, or the things that links come from. */
  by: number;
  /** The column that links lead to. */
  to: number;
  figure: number | undefined;
}

export function shownAs(query: Readonly<Record<string, string>>, answer: Answer, can: Drawable): Shown {
  const form = can.forms.find((each) => each === query["shown-as"]) ?? "table";
  const column = (key: (typeof SETTINGS)[number], among: readonly number[]) => {
    const named = query[key] === "place" ? -1 : answer.columns.indexOf(query[key] ?? "");
    return query[key] !== undefined && among.includes(named) ? named : undefined;
  };
  const among = form === "map" ? can.places : form === "graph" ? can.nodes : can.chart.texts;
  // Of a triple, the subject and the object.
  const ends = answer.form === "graph" ? [0, 2] : can.nodes;
  const by = (answer.form === "graph" && form === "graph" ? 0 : column("shown-by", among)) ?? among[0] ?? 0;
  const to = column("shown-to", can.nodes) ?? ends.find((each) => each !== by) ?? by;
  const figure = column("shown-size", can.chart.numbers) ?? (form === "chart" ? can.chart.numbers[0] : undefined);
  return { form, by, to: answer.form === "graph" ? 2 : to, figure };
}

/** The part of an address that asks something. */
export function asking(query: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([key]) => !(SETTINGS as readonly string[]).includes(key)));
}
