// What analyses of the whole graph found: sentences first, then figures with their bounds, then the sources.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Analysis, AnalysisCell, AnalysisColumn, Bounds } from "../../data/types";
import { bounds, number, share } from "../../logic/figures";
import { csv, licensed } from "../../logic/csv";
import { save } from "../../parts/download";
import { type BarRow, Bars } from "../../parts/Bars";
import { CopyAddress } from "../../parts/DrawingActions";
import { EntityLink } from "../../parts/EntityLink";
import { Panel } from "../../parts/Panel";
import { cited, Numbering, SourceList } from "../../parts/SourceList";
import { sourcesColumn } from "../../parts/sourcesColumn";
import { type Column, Table } from "../../parts/Table";
import { data, failure, model } from "../../state/data";
import { href, settle } from "../../state/route";
import { language } from "../../state/settings";
import { t } from "../../strings";
import type { View, ViewProps } from "../view";
import { BoundsBar } from "./BoundsBar";
import { type Line, lines, records, stagesIn, widest } from "./lines";
import "./tables.css";
import { columnTitle, w } from "./words";

const NAMES = ["chokepoints", "concentration", "owners", "states", "balance", "targets"] as const;
const FIRST = 6;

function Tables({ id, query }: ViewProps) {
  const [analyses, setAnalyses] = useState<Analysis[]>();
  useEffect(() => {
    data().part("analyses").then(setAnalyses, (error: unknown) => (failure.value = String(error)));
  }, []);
  const shown = analyses?.find((each) => each.name === id) ?? analyses?.[0];
  return (
    <article class="analyses">
      <h1>{w("title")}</h1>
      <p>{w("lead")} {w("english")}</p>
      {!analyses && <p>{t("loading")}</p>}
      {analyses?.length === 0 && <p>{w("none")}</p>}
      {analyses && shown && (
        <>
          <nav aria-label={w("which")} class="tabs">
            {analyses.map((each) => (
              <a key={each.name} href={href("tables", each.name)} aria-current={each === shown ? "page" : undefined}>{name(each)}</a>
            ))}
          </nav>
          <Found key={shown.name} analysis={shown} stage={query.stage ?? ""} />
        </>
      )}
    </article>
  );
}

function name(analysis: Analysis): string {
  const known = NAMES.find((each) => each === analysis.name);
  return known ? w(known) : analysis.title;
}

function Found({ analysis, stage }: { analysis: Analysis; stage: string }) {
  const rows = useMemo(() => lines(analysis, model()), [analysis]);
  const stages = useMemo(() => stagesIn(analysis), [analysis]);
  const place = analysis.columns.findIndex((column) => column.name === "stage");
  const shown = useMemo(
    () => (stage && place >= 0 ? rows.filter((line) => line.cells[place] === stage) : rows),
    [rows, stage, place],
  );
  const numbering = useMemo(() => new Numbering(shown.flatMap((line) => line.sources)), [shown]);
  return (
    <>
      <h2>{analysis.title}</h2>
      <Notes notes={analysis.notes} />
      <h2>{w("rows")}</h2>
      {stages.length > 1 && analysis.rows.length > 20 && (
        <p>
          <label for="tables-stage">{w("stage")}</label>{" "}
          <select id="tables-stage" value={stage} onChange={(event) => settle({ stage: event.currentTarget.value })}>
            <option value="">{t("all")}</option>
            {stages.map((each) => <option key={each} value={each}>{text(each, "stage")}</option>)}
          </select>
        </p>
      )}
      <Table caption={analysis.title} headed columns={columns(analysis, shown, numbering)} rows={shown} most={60} />
      <div class="actions">
        <button type="button" onClick={() => save(`${analysis.name}.csv`, csv(licensed(records(analysis, shown, cited), "licence", t("credit"))), "text/csv")}>{t("asCsv")} ↓</button>
        <CopyAddress />
      </div>
      <Panel title={t("asFigure")}>{() => <LinesFigure analysis={analysis} rows={shown} />}</Panel>
      <SourceList documents={numbering.documents} />
    </>
  );
}

/** The first column of figures as bars: certain up to the lower bound, possible up to the upper one. */
function LinesFigure({ analysis, rows }: { analysis: Analysis; rows: readonly Line[] }) {
  const numeric = analysis.columns.flatMap(({ kind, name }, place) => (kind === "text" || kind === "entity" || /year|^by$/.test(name) ? [] : [place]));
  const [chosen, setChosen] = useState<number>();
  const place = chosen ?? numeric[0];
  if (place === undefined) return <p>{w("noFigures")}</p>;
  const labels = analysis.columns.flatMap(({ kind }, column) => (kind === "text" || kind === "entity" ? [column] : [])).slice(0, 2);
  const bars = rows.flatMap((line): BarRow[] => {
    const cell = line.cells[place] ?? null;
    if (cell === null || typeof cell === "string") return [];
    const [low, high] = (typeof cell === "number" ? [cell, cell] : cell) as Bounds;
    const label = labels.map((column) => cellLabel(line.cells[column] ?? null, analysis.columns[column]!)).filter(Boolean).join(" · ");
    return [{ label, parts: [{ length: low, key: 0 }, { length: Math.max(0, (high ?? low) - low), key: 1 }], told: typeof cell === "number" ? number(cell, language.value) : inWords([low, high], analysis.columns[place]!) }];
  });
  const title = `${analysis.title}: ${columnTitle(analysis.columns[place]!.name)}`;
  return (
    <>
      {numeric.length > 1 && (
        <label>
          {w("figures")}{" "}
          <select value={place} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
            {numeric.map((each) => <option key={each} value={each}>{columnTitle(analysis.columns[each]!.name)}</option>)}
          </select>
        </label>
      )}
      <Bars title={title} rows={bars} keys={bars.some((bar) => bar.parts[1]!.length > 0) ? [w("certain"), w("possible")] : []} name={`monazite-${analysis.name}`} />
    </>
  );
}

function inWords(figure: Bounds, { kind }: AnalysisColumn): string {
  return (kind === "share" ? share : bounds)(figure, language.value);
}

function cellLabel(cell: AnalysisCell, { kind, name }: AnalysisColumn): string {
  if (cell === null) return "";
  return kind === "entity" ? String((cell as [string, string])[0]) : text(String(cell), name);
}

function Notes({ notes }: { notes: string[] }) {
  const rest = notes.slice(FIRST);
  return (
    <>
      <ul class="notes" lang="en">{notes.slice(0, FIRST).map((note) => <li key={note}><bdi>{note}</bdi></li>)}</ul>
      {rest.length > 0 && (
        <details>
          <summary>{w("more", { count: rest.length })}</summary>
          <ul class="notes" lang="en">{rest.map((note) => <li key={note}><bdi>{note}</bdi></li>)}</ul>
        </details>
      )}
    </>
  );
}

function columns(analysis: Analysis, rows: readonly Line[], numbering: Numbering): Column<Line>[] {
  const own = analysis.columns.map((column, place): Column<Line> => {
    const most = widest(rows, place);
    return {
      title: columnTitle(column.name),
      numeric: column.kind !== "text" && column.kind !== "entity",
      value: (line) => plain(line.cells[place] ?? null, column),
      cell: (line) => <Cell cell={line.cells[place] ?? null} column={column} most={most} />,
    };
  });
  return [...own, sourcesColumn<Line>(w("sources"), (line) => line.sources, numbering)];
}

function Cell({ cell, column, most }: { cell: AnalysisCell; column: AnalysisColumn; most: number }) {
  if (cell === null || cell === "") return null;
  if (column.kind === "entity") {
    const [label, id] = cell as [string, string];
    return id && model().number(id) !== undefined ? <EntityLink entity={id} /> : <bdi>{label}</bdi>;
  }
  if (column.kind === "bounds" || column.kind === "share") return <BoundsBar figure={cell as Bounds} most={most} text={inWords(cell as Bounds, column)} />;
  if (typeof cell === "number") return <>{/year|^by$/.test(column.name) ? cell : number(cell, language.value)}</>;
  return <bdi>{text(String(cell), column.name)}</bdi>;
}

/** What a cell is sorted by: a figure by its lower bound. */
function plain(cell: AnalysisCell, { kind }: AnalysisColumn): string | number {
  if (cell === null) return "";
  if (kind === "entity") return (cell as [string, string])[0];
  if (kind === "bounds" || kind === "share") return (cell as Bounds)[0];
  return cell as string | number;
}

/** A text in the reader's language, where it is a name that the graph has in both. */
function text(told: string, column: string): string {
  const known = model();
  if (column === "country" && known.index.countries[told]) return known.country(told, language.value);
  if (!["stage", "stages", "what"].includes(column)) return told;
  const named = (name: string) => known.index.stages.find((each) => known.label(each.entity, "en") === name);
  const stageName = (name: string) => known.stageLabel(named(name)?.name ?? name, language.value);
  return told.split(", ").map(stageName).join(", ");
}

export const tables: View = { name: "tables", title: ["Analyses", "分析"], listed: true, component: Tables };
