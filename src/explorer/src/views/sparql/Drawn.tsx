// An answer as bars, map or graph: which, and of which columns, stands in the address.
import { useMemo } from "preact/hooks";
import type { Answer } from "../../sparql/answer";
import { drawable, type Form } from "../../sparql/drawable";
import { model } from "../../state/data";
import { settle } from "../../state/route";
import { AnswerGraph } from "./AnswerGraph";
import { AnswerMap } from "./AnswerMap";
import { BarChart } from "./BarChart";
import { shownAs } from "./shown";
import { w } from "./words";

export function Drawn({ answer, name, query }: { answer: Answer; name: string; query: Record<string, string> }) {
  const can = useMemo(() => drawable(answer, model()), [answer]);
  const shown = shownAs(query, answer, can);
  if (can.forms.length < 2) return null;
  const choose = (key: string, column: number | undefined) => settle({ [key]: column === undefined ? "" : column < 0 ? "place" : answer.columns[column]! });
  return (
    <>
      <fieldset class="shown-as">
        <legend class="hidden">{w("form")}</legend>
        {can.forms.map((form) => (
          <label key={form}>
            <input type="radio" name="form" checked={shown.form === form} onChange={() => settle(asForm(form))} /> {w(form)}
          </label>
        ))}
        {shown.form === "chart" && <Choice label={w("bars")} columns={answer.columns} among={can.chart.texts} value={shown.by} pick={(column) => choose("shown-by", column)} />}
        {shown.form === "map" && <Choice label={w("places")} columns={answer.columns} among={can.places} value={shown.by} pick={(column) => choose("shown-by", column)} />}
        {shown.form === "graph" && answer.form !== "graph" && (
          <>
            <Choice label={w("from")} columns={answer.columns} among={can.nodes} value={shown.by} pick={(column) => choose("shown-by", column)} />
            <Choice label={w("to")} columns={answer.columns} among={can.nodes} value={shown.to} pick={(column) => choose("shown-to", column)} />
          </>
        )}
        {shown.form === "chart" && <Choice label={w("figures")} columns={answer.columns} among={can.chart.numbers} value={shown.figure ?? -1} pick={(column) => choose("shown-size", column)} />}
        {shown.form === "map" && (
          <Choice label={w("figures")} columns={answer.columns} among={can.chart.numbers} none={w("rowsOf")} value={shown.figure} pick={(column) => choose("shown-size", column)} />
        )}
      </fieldset>
      {shown.form === "chart" && <BarChart answer={answer} text={shown.by} figure={shown.figure!} name={name} />}
      {shown.form === "map" && <AnswerMap answer={answer} column={shown.by} figure={shown.figure} name={name} />}
      {shown.form === "graph" && <AnswerGraph answer={answer} from={shown.by} to={shown.to} name={name} />}
    </>
  );
}

function asForm(form: Form): Record<string, string> {
  return { "shown-as": form === "table" ? "" : form, "shown-by": "", "shown-to": "", "shown-size": "" };
}

interface ChoiceProps {
  label: string;
  columns: readonly string[];
  among: readonly number[];
  value: number | undefined;
  /** What stands for no column; without it there is always one. */
  none?: string;
  pick: (column: number | undefined) => void;
}

function Choice({ label, columns, among, value, none, pick }: ChoiceProps) {
  return (
    <label>
      {label}{" "}
      <select value={value ?? ""} onChange={({ currentTarget }) => pick(currentTarget.value === "" ? undefined : Number(currentTarget.value))}>
        {none !== undefined && <option value="">{none}</option>}
        {among.map((place) => <option key={place} value={place}>{place < 0 ? w("coordinates") : columns[place]}</option>)}
      </select>
    </label>
  );
}
