// Capacity by stage and country over the years, as a Sankey and as a table.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { StageOfYear, Years } from "../../data/types";
import { number } from "../../logic/figures";
import { DrawingActions } from "../../parts/DrawingActions";
import { Numbering, SourceList, SourceMarks } from "../../parts/SourceList";
import { StageBadge } from "../../parts/StageBadge";
import { type Column, Table } from "../../parts/Table";
import { data, failure, model } from "../../state/data";
import { settle } from "../../state/route";
import { language } from "../../state/settings";
import { t } from "../../strings";
import type { View, ViewProps } from "../view";
import "./capacity.css";
import { columns, type Kind, largest, supplies, tops } from "./columns";
import { Sankey } from "./Sankey";
import { w } from "./words";

const HEIGHT = 400;
const STEP = 700;

function Capacity({ query }: ViewProps) {
  const [years, setYears] = useState<Years>();
  useEffect(() => {
    data().part("years").then(setYears, (error: unknown) => (failure.value = String(error)));
  }, []);
  return (
    <article class="capacity">
      <h1>{w("title")}</h1>
      <p>{w("lead")}</p>
      {years ? <Shown years={years} query={query} /> : <p role="status">{t("loading")}</p>}
    </article>
  );
}

function Shown({ years, query }: { years: Years; query: Record<string, string> }) {
  const known = model();
  const drawing = useRef<SVGSVGElement>(null);
  const now = Number(years.newest.slice(0, 4));
  const [first, last] = [years.years[0]!.year, years.years.at(-1)!.year];
  const asked = Number(query.year);
  const year = Number.isInteger(asked) && asked >= first && asked <= last ? asked : now;
  // Of years to come only plans are known.
  const planned = query.planned ? query.planned === "yes" : year > now;
  const kind = planned ? "planned" : "installed";
  const { stages } = years.years.find((each) => each.year === year)!;
  const shown = useMemo(() => largest(years), [years]);
  const scales = useMemo(() => tops(years, kind), [years, kind]);
  const columnsOfYear = useMemo(() => columns(stages, kind, shown, scales, HEIGHT), [stages, kind, shown, scales]);
  const names = stages.map(({ stage }) => stage);
  const lines = useMemo(() => supplies(known, names, shown, year), [known, shown, year]);
  const sources = (stage: StageOfYear) => stage.sources.map((place) => known.documentNumber(years.documents[place]!)).filter((each) => each !== undefined);
  const numbering = new Numbering(stages.flatMap(sources));
  const when = year === now ? w("asOf", { date: years.newest }) : w("atEnd", { year });
  return (
    <>
      <div class="capacity-settings">
        <Slider first={first} last={last} year={year} now={now} />
        <label class="check">
          <input type="checkbox" checked={planned} onChange={(event) => settle({ planned: event.currentTarget.checked ? "yes" : "no" })} />
          {w("planned")}
        </label>
      </div>
      <p class="muted" role="status">
        {year > now ? w("future", { date: years.newest, year }) : planned ? w("pastPlanned", { year }) : year < now ? w("past") : ""} {w("scale")}
      </p>
      <div class="capacity-frame" tabIndex={0} role="region" aria-label={w("title")}>
        <Sankey drawing={drawing} columns={columnsOfYear} supplies={lines} countries={shown} when={when} height={HEIGHT} planned={planned} />
      </div>
      <DrawingActions drawing={drawing} name={`monazite-capacity-${year}`} />
      <Figures stages={stages} numbering={numbering} sources={sources} file={`monazite-capacity-${year}`} />
      <SourceList documents={numbering.documents} />
    </>
  );
}

function Slider({ first, last, year, now }: { first: number; last: number; year: number; now: number }) {
  const [plays, setPlays] = useState(false);
  const choose = (next: number) => settle({ year: next === now ? "" : String(next) });
  useEffect(() => {
    if (!plays) return;
    const timer = setTimeout(() => (year < last ? choose(year + 1) : setPlays(false)), STEP);
    return () => clearTimeout(timer);
  }, [plays, year]);
  const toggle = () => {
    if (!plays && year === last) choose(first);
    setPlays(!plays);
  };
  return (
    <div class="capacity-years">
      <label for="capacity-year">{w("year")}</label>
      <input
        id="capacity-year" type="range" min={first} max={last} step="1" value={year} list="capacity-ticks"
        onInput={(event) => { setPlays(false); choose(Number(event.currentTarget.value)); }}
      />
      <output for="capacity-year">{year}</output>
      <button type="button" onClick={toggle}>{plays ? `■ ${w("stop")}` : `▶ ${w("play")}`}</button>
    </div>
  );
}

interface FiguresProps {
  stages: readonly StageOfYear[];
  numbering: Numbering;
  sources: (stage: StageOfYear) => number[];
  file: string;
}

interface Row {
  stage: StageOfYear;
  code: string;
}

function Figures({ stages, numbering, sources, file }: FiguresProps) {
  const known = model();
  const lang = language.value;
  const rows = stages.flatMap((stage) =>
    Object.keys(stage.countries)
      .filter((code) => stage.countries[code]!.planned[1] !== 0)
      .sort((one, other) => stage.countries[other]!.planned[1] - stage.countries[one]!.planned[1])
      .map((code): Row => ({ stage, code })),
  );
  const figure = (title: string, kind: Kind, end: 0 | 1): Column<Row> => {
    const value = ({ stage, code }: Row) => stage.countries[code]![kind][end];
    return { title, value, cell: (row) => number(value(row), lang), numeric: true };
  };
  const columns: Column<Row>[] = [
    { title: w("stage"), value: ({ stage }) => known.stageLabel(stage.stage, lang), cell: ({ stage }) => <StageBadge stage={stage.stage} /> },
    { title: w("country"), value: ({ code }) => (code ? known.country(code, lang) : t("unknown")) },
    figure(`${w("installed")}, ${w("low")}`, "installed", 0),
    figure(`${w("installed")}, ${w("high")}`, "installed", 1),
    figure(`${w("withPlans")}, ${w("low")}`, "planned", 0),
    figure(`${w("withPlans")}, ${w("high")}`, "planned", 1),
  ];
  return (
    <section>
      <h2>{w("table")}</h2>
      <ul class="capacity-sources">
        {stages.map((stage) => (
          <li key={stage.stage}>
            <StageBadge stage={stage.stage} /> <SourceMarks sources={sources(stage)} numbering={numbering} />
          </li>
        ))}
      </ul>
      <Table headed caption={w("table")} columns={columns} rows={rows} file={file} most={20} />
    </section>
  );
}

export const capacity: View = { name: "capacity", title: ["Capacity", "产能"], listed: true, component: Capacity };
