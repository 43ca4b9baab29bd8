// What a unit can make: as it stands, as a small chart over time, and every figure with its source.
import { useRef } from "preact/hooks";
import type { Unit } from "../../data/types";
import { inWords, type Panel, panels, ticks } from "../../logic/capacity";
import { stageColour } from "../../logic/colours";
import { bounds, number, per } from "../../logic/figures";
import { DrawingActions } from "../../parts/DrawingActions";
import { EntityLink } from "../../parts/EntityLink";
import { type Numbering, SourceMarks } from "../../parts/SourceList";
import { StageBadge } from "../../parts/StageBadge";
import { sourcesColumn } from "../../parts/sourcesColumn";
import { Table } from "../../parts/Table";
import { model } from "../../state/data";
import { language } from "../../state/settings";
import { w } from "./words";

export function Capacities({ unit, numbering, name }: { unit: Unit; numbering: Numbering; name: string }) {
  const told = unit.told ?? [];
  const known = model();
  const lang = language.value;
  const standing = Object.entries(unit.capacities ?? {});
  const drawn = panels(told).filter((panel) => panel.marks.length > 1);
  const product = (number?: number) => (number === undefined ? "" : known.label(number, lang));
  const rows = [...told].sort((one, other) => other.dated.localeCompare(one.dated));
  return (
    <section>
      <h2>{w("capacity")}</h2>
      {standing.length > 0 && (
        <ul class="standing">
          {standing.map(([stage, capacity]) => (
            <li key={stage}>
              <StageBadge stage={stage} /> {inWords(capacity, lang)} <SourceMarks sources={capacity.sources} numbering={numbering} />
            </li>
          ))}
        </ul>
      )}
      {drawn.length > 0 && (
        <div class="panels">
          {drawn.map((panel) => <Chart key={panel.stage + panel.per} panel={panel} name={`${name}-${panel.stage}`} />)}
        </div>
      )}
      <Table
        caption={w("capacityCaption")}
        rows={rows}
        most={12}
        file={`${name}-capacity`}
        columns={[
          { title: w("date"), value: (each) => each.dated },
          { title: w("stage"), value: (each) => (each.stage ? known.stageLabel(each.stage, lang) : "") },
          { title: w("product"), value: (each) => product(each.product), cell: (each) => (each.product === undefined ? "" : <EntityLink entity={each.product} />) },
          { title: w("figure"), value: (each) => `${bounds(each.figure, lang)} ${per(each.per === "count" ? "units" : "", lang)}`, numeric: true },
          { title: w("basis"), value: (each) => (each.basis ? known.concept("quantity-basis", each.basis, lang) : "") },
          { title: w("kind"), value: (each) => w(each.planned ? "planned" : "installed") },
          sourcesColumn<(typeof rows)[number]>(w("sources"), (each) => each.sources, numbering),
        ]}
      />
    </section>
  );
}

const WIDTH = 520;
const HEIGHT = 200;
const MARGIN = { left: 62, right: 14, top: 26, bottom: 24 };

/** Solid: installed; hollow: planned. A line spans the bounds; an arrow says that there is no upper one. */
function Chart({ panel, name }: { panel: Panel; name: string }) {
  const drawing = useRef<SVGSVGElement>(null);
  const lang = language.value;
  const known = model();
  const [first, last] = [Math.floor(panel.marks[0]!.at), Math.ceil(panel.marks.at(-1)!.at + 0.01)];
  const most = Math.max(...panel.marks.map((mark) => mark.high), 1) * 1.08;
  const x = (at: number) => MARGIN.left + ((at - first) / (last - first)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number) => HEIGHT - MARGIN.bottom - (value / most) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const step = Math.max(1, Math.ceil((last - first) / 8));
  const years = Array.from({ length: last - first + 1 }, (_, place) => first + place).filter((year) => (year - first) % step === 0);
  const colour = stageColour(known.stage(panel.stage)?.rank ?? 99);
  const stage = panel.stage ? known.stageLabel(panel.stage, lang) : "";
  const title = `${stage ? `${stage}: ` : ""}${w("perYear", { unit: per(panel.per === "count" ? "units" : "", lang) })}`;
  return (
    <figure>
      <svg ref={drawing} class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
        <text x={0} y={14} class="title">{title}</text>
        {ticks(most).map((value) => (
          <g key={value}>
            <line x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={y(value)} y2={y(value)} class="grid" />
            <text x={MARGIN.left - 6} y={y(value) + 4} text-anchor="end">{number(value, lang)}</text>
          </g>
        ))}
        {years.map((year) => <text key={year} x={x(year)} y={HEIGHT - 6} text-anchor="middle">{year}</text>)}
        {panel.marks.map((mark, place) => (
          <g key={place} stroke={colour} stroke-width="2" fill={mark.planned ? "none" : colour}>
            <title>{`${mark.capacity.dated}: ${bounds(mark.capacity.figure, lang)} ${w(mark.planned ? "planned" : "installed")}`}</title>
            {mark.high > mark.low && <line x1={x(mark.at)} x2={x(mark.at)} y1={y(mark.low)} y2={y(mark.high)} />}
            {mark.high > mark.low && <circle cx={x(mark.at)} cy={y(mark.low)} r="3" />}
            {mark.open && <path d={`M${x(mark.at) - 4},${y(mark.high) - 8} l4,-5 l4,5 M${x(mark.at)},${y(mark.high)} v-12`} fill="none" />}
            <circle cx={x(mark.at)} cy={y(mark.high)} r="4.5" class={mark.planned ? "hollow" : undefined} />
          </g>
        ))}
      </svg>
      <figcaption class="muted small">● {w("installed")} · ○ {w("planned")} · ↑ {w("atLeast")}</figcaption>
      <DrawingActions drawing={drawing} name={name} />
    </figure>
  );
}
