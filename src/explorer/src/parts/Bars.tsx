// Figures as horizontal bars, a row each, with their legend: what a view shows as a table, for a report.
import { useRef } from "preact/hooks";
import { short } from "../logic/short";
import { t } from "../strings";
import { DrawingActions } from "./DrawingActions";
import "./figures.css";

export interface BarRow {
  label: string;
  /** From the left, one behind the other: how long each is and which of the keys it belongs to. */
  parts: { length: number; key: number }[];
  /** What stands at its end. */
  told: string;
}

interface Props {
  title: string;
  rows: readonly BarRow[];
  /** The legend: dark, pale, hollow. */
  keys: readonly string[];
  /** The name of its files. */
  name: string;
}

const [LEFT, WIDTH, ROW, HEAD, END] = [300, 900, 24, 62, 190];
const MOST = 40;
const LOOKS = ["solid", "pale", "hollow"] as const;

export function Bars({ title, rows, keys, name }: Props) {
  const drawing = useRef<SVGSVGElement>(null);
  const shown = rows.slice(0, MOST);
  const longest = Math.max(0, ...shown.map(({ parts }) => parts.reduce((sum, part) => sum + part.length, 0))) || 1;
  const scale = (WIDTH - LEFT - END) / longest;
  const height = HEAD + shown.length * ROW + 6;
  return (
    <figure class="figure">
      <div class="scroll" tabIndex={0} role="region" aria-label={title}>
        <svg ref={drawing} viewBox={`0 0 ${WIDTH} ${height}`} width={WIDTH} role="img" aria-label={title} font-size="12">
          <text class="title" x={8} y={20}>{short(title, 115)}</text>
          {keys.map((key, place) => (
            <g key={key} transform={`translate(${LEFT + place * 190} 32)`}>
              <rect class={LOOKS[place]} width="16" height="12" />
              <text x={22} y={10.5}>{key}</text>
            </g>
          ))}
          {shown.map((row, place) => {
            let x = LEFT;
            const y = HEAD + place * ROW;
            return (
              <g key={place}>
                <text x={LEFT - 8} y={y + 14} text-anchor="end">{short(row.label, 44)}</text>
                {row.parts.map(({ length, key }, each) => {
                  const from = x;
                  x += length * scale;
                  return <rect key={each} class={LOOKS[key]} x={from} y={y + 3} width={Math.max(length > 0 ? 1 : 0, length * scale)} height={ROW - 8} />;
                })}
                <text x={x + 6} y={y + 14}>{row.told}</text>
              </g>
            );
          })}
        </svg>
      </div>
      {rows.length > shown.length && <figcaption class="muted">{t("firstOf", { shown: shown.length, all: rows.length })}</figcaption>}
      <DrawingActions drawing={drawing} name={name} />
    </figure>
  );
}
