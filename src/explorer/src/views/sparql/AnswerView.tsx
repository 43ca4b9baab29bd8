// What was found: a table or bars, the time it took, files to save, and the documents that the rows name.
import { useMemo, useState } from "preact/hooks";
import type { Term } from "../../data/terms";
import { number } from "../../logic/figures";
import { save } from "../../parts/download";
import { SourceList } from "../../parts/SourceList";
import { type Column, Table } from "../../parts/Table";
import { TermView } from "../../parts/TermView";
import { type Answer, charted, isNumeric, numeric } from "../../sparql/answer";
import { model } from "../../state/data";
import { language } from "../../state/settings";
import { BarChart } from "./BarChart";
import { w } from "./words";

type Row = (Term | undefined)[];

export function AnswerView({ answer, name }: { answer: Answer; name: string }) {
  const time = took(answer.milliseconds);
  if (answer.truth !== undefined) {
    return <p role="status">{w("truth", { answer: w(answer.truth ? "yes" : "no"), time })}</p>;
  }
  const told = w(answer.form === "graph" ? "statements" : "answered", { rows: number(answer.rows.length, language.value), time });
  return (
    <section data-answer={name}>
      <h2>{w("results")} <span class="muted" role="status">{told}</span></h2>
      {answer.rows.length === 0 ? <p>{w("nothing")}</p> : <Found answer={answer} name={name} caption={told} />}
    </section>
  );
}

function Found({ answer, name, caption }: { answer: Answer; name: string; caption: string }) {
  const columns = useMemo(() => tableColumns(answer), [answer]);
  const documents = useMemo(() => named(answer), [answer]);
  const { texts, numbers } = charted(answer);
  const [drawn, setDrawn] = useState(false);
  const [text, setText] = useState(texts[0] ?? 0);
  const [figure, setFigure] = useState(numbers[0] ?? 0);
  const drawable = texts.length > 0 && numbers.length > 0;
  const ending = answer.form === "graph" ? "nt" : "json";
  const type = answer.form === "graph" ? "application/n-triples" : "application/sparql-results+json";
  return (
    <>
      {drawable && (
        <fieldset class="shown-as">
          <legend class="hidden">{w("form")}</legend>
          {([false, true] as const).map((bars) => (
            <label key={String(bars)}>
              <input type="radio" name="form" checked={drawn === bars} onChange={() => setDrawn(bars)} /> {w(bars ? "chart" : "table")}
            </label>
          ))}
          {drawn && <Choice label={w("bars")} columns={answer.columns} among={texts} value={text} pick={setText} />}
          {drawn && <Choice label={w("figures")} columns={answer.columns} among={numbers} value={figure} pick={setFigure} />}
        </fieldset>
      )}
      {drawn && drawable && <BarChart answer={answer} text={text} figure={figure} name={name} />}
      <Table caption={caption} headed columns={columns} rows={answer.rows} file={name} most={100} />
      <div class="actions">
        <button type="button" onClick={() => save(`${name}.${ending}`, answer.written, type)}>
          {w(answer.form === "graph" ? "nt" : "json")} ↓
        </button>
      </div>
      <SourceList documents={documents} />
    </>
  );
}

function Choice({ label, columns, among, value, pick }: {
  label: string;
  columns: readonly string[];
  among: readonly number[];
  value: number;
  pick: (column: number) => void;
}) {
  return (
    <label>
      {label}{" "}
      <select value={value} onChange={(event) => pick(Number(event.currentTarget.value))}>
        {among.map((place) => <option key={place} value={place}>{columns[place]}</option>)}
      </select>
    </label>
  );
}

function tableColumns(answer: Answer): Column<Row>[] {
  return answer.columns.map((title, place) => {
    const figures = isNumeric(answer, place);
    return {
      title,
      numeric: figures,
      value: (row) => numeric(row[place]) ?? row[place]?.value ?? "",
      cell: (row) => <Cell term={row[place]} />,
    };
  });
}

function Cell({ term }: { term: Term | undefined }) {
  if (!term) return null;
  const figure = numeric(term);
  // A year is no figure: it has no thousands.
  if (figure !== undefined) return <bdi>{term.value}</bdi>;
  return <TermView term={term} />;
}

/** The documents that the rows name, in their order. */
function named(answer: Answer): number[] {
  const found = new Set<number>();
  for (const row of answer.rows) {
    for (const cell of row) {
      const document = cell?.kind === "iri" ? model().documentNumber(cell.value) : undefined;
      if (document !== undefined) found.add(document);
    }
  }
  return [...found];
}

function took(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
