// What was found: a table, bars, a map or a graph, the time it took, files to save, and the documents that the rows name.
import { useMemo } from "preact/hooks";
import type { Term } from "../../data/terms";
import { number } from "../../logic/figures";
import { save } from "../../parts/download";
import { CopyAddress } from "../../parts/DrawingActions";
import { SourceList } from "../../parts/SourceList";
import { type Column, Table } from "../../parts/Table";
import { TermView } from "../../parts/TermView";
import { type Answer, isNumeric, numeric } from "../../sparql/answer";
import { model } from "../../state/data";
import { language } from "../../state/settings";
import { Drawn } from "./Drawn";
import { w } from "./words";

type Row = (Term | undefined)[];

export function AnswerView({ answer, name, query }: { answer: Answer; name: string; query: Record<string, string> }) {
  const time = took(answer.milliseconds);
  if (answer.truth !== undefined) {
    return <p role="status">{w("truth", { answer: w(answer.truth ? "yes" : "no"), time })}</p>;
  }
  const told = w(answer.form === "graph" ? "statements" : "answered", { rows: number(answer.rows.length, language.value), time });
  return (
    <section data-answer={name}>
      <h2>{w("results")} <span class="muted" role="status">{told}</span></h2>
      {answer.rows.length === 0 ? <p>{w("nothing")}</p> : <Found answer={answer} name={name} caption={told} query={query} />}
    </section>
  );
}

function Found({ answer, name, caption, query }: { answer: Answer; name: string; caption: string; query: Record<string, string> }) {
  const columns = useMemo(() => tableColumns(answer), [answer]);
  const documents = useMemo(() => named(answer), [answer]);
  const ending = answer.form === "graph" ? "nt" : "json";
  const type = answer.form === "graph" ? "application/n-triples" : "application/sparql-results+json";
  return (
    <>
      <Drawn answer={answer} name={name} query={query} />
      <Table caption={caption} headed columns={columns} rows={answer.rows} file={name} bare most={100} />
      <div class="actions">
        <button type="button" onClick={() => save(`${name}.${ending}`, answer.written, type)}>
          {w(answer.form === "graph" ? "nt" : "json")} ↓
        </button>
        <CopyAddress />
      </div>
      <SourceList documents={documents} />
    </>
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
