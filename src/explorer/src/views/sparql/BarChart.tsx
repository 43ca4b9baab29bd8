// Horizontal bars of one column of figures, a bar a row.
import { useRef } from "preact/hooks";
import { number } from "../../logic/figures";
import { short } from "../../logic/short";
import { DrawingActions } from "../../parts/DrawingActions";
import { termName } from "../../parts/termName";
import { type Answer, numeric } from "../../sparql/answer";
import { language } from "../../state/settings";
import { w } from "./words";

const MOST = 40;
const [LEFT, WIDTH, ROW] = [230, 760, 22];

export function BarChart({ answer, text, figure, name }: { answer: Answer; text: number; figure: number; name: string }) {
  const drawing = useRef<SVGSVGElement>(null);
  const told = answer.rows.flatMap((row) => {
    const value = numeric(row[figure]);
    return value === undefined ? [] : [{ label: termName(row[text]), value }];
  });
  const rows = told.slice(0, MOST);
  const [least, most] = [Math.min(0, ...rows.map((row) => row.value)), Math.max(0, ...rows.map((row) => row.value))];
  const scale = (WIDTH - LEFT - 90) / (most - least || 1);
  const zero = LEFT - least * scale;
  const title = w("chartOf", { number: answer.columns[figure]!, text: answer.columns[text]! });
  return (
    <figure class="chart">
      <svg ref={drawing} viewBox={`0 0 ${WIDTH} ${rows.length * ROW + 8}`} role="img" aria-label={title} font-size="12">
        {rows.map((row, place) => (
          <g key={place} transform={`translate(0 ${place * ROW + 4})`}>
            <text x={LEFT - 8} y={15} text-anchor="end" fill="currentColor">{short(row.label, 34)}</text>
            <rect x={Math.min(zero, zero + row.value * scale)} y={3} width={Math.abs(row.value * scale)} height={ROW - 6} fill="#0072B2" />
            <text x={Math.max(zero, zero + row.value * scale) + 6} y={15} fill="currentColor">{number(row.value, language.value)}</text>
          </g>
        ))}
        <line x1={zero} x2={zero} y1={0} y2={rows.length * ROW + 8} stroke="currentColor" />
      </svg>
      <figcaption class="muted">{title}. {told.length > MOST && w("firstBars", { shown: MOST, all: told.length })}</figcaption>
      <DrawingActions drawing={drawing} name={name} />
    </figure>
  );
}
