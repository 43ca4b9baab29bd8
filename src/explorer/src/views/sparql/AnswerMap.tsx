// Rows on a map: a circle where each lies, or in its country, as large as its figure.
import { useMemo, useRef } from "preact/hooks";
import { number } from "../../logic/figures";
import { short } from "../../logic/short";
import { width } from "../../logic/wrap";
import { DrawingActions } from "../../parts/DrawingActions";
import { termName } from "../../parts/termName";
import type { Answer } from "../../sparql/answer";
import { placed } from "../../sparql/drawable";
import { model } from "../../state/data";
import { language } from "../../state/settings";
import "../../parts/figures.css";
import { spread } from "../map/spread";
import { paper } from "../map/world";
import { w } from "./words";

const [WIDTH, HEIGHT] = [900, 450];
const [SMALLEST, LARGEST] = [3.5, 26];
const NAMED = 18;
// The size of a name, about, for none to lie on another.
const [LETTER, LINE] = [6, 12];

interface Props {
  answer: Answer;
  column: number;
  /** A column of figures; rows are counted without one. */
  figure: number | undefined;
  name: string;
}

export function AnswerMap({ answer, column, figure, name }: Props) {
  const drawing = useRef<SVGSVGElement>(null);
  const known = model();
  const lang = language.value;
  const sheet = useMemo(() => paper(WIDTH, HEIGHT), []);
  const { found, nowhere } = useMemo(() => placed(answer, column, figure, known), [answer, column, figure]);
  const most = Math.max(0, ...found.map(({ value }) => value));
  const circles = spread(
    found.flatMap((each, rank) => {
      const spot = "at" in each.spot ? sheet.place(...each.spot.at) : sheet.spots.get(each.spot.country);
      if (!spot) return [];
      const radius = most > 0 ? Math.max(SMALLEST, LARGEST * Math.sqrt(Math.max(0, each.value) / most)) : SMALLEST;
      const called = "country" in each.spot ? known.country(each.spot.country, lang) : termName(each.term);
      return [{ x: spot[0], y: spot[1], radius: found.length > 1 && figure === undefined && most === 1 ? SMALLEST + 1 : radius, rank, called, value: each.value }];
    }),
  );
  const named = labels(circles, (each) => `${short(each.called, 26)}${most > 1 ? ` ${number(each.value, lang)}` : ""}`);
  const of = figure === undefined ? w("rowsOf") : answer.columns[figure]!;
  const title = w("mapOf", { figure: of, places: circles.length });
  return (
    <figure class="drawn">
      <div class="scroll" tabIndex={0} role="region" aria-label={title}>
      <svg ref={drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title} font-size="11">
        {sheet.outlines.map(({ path }, place) => <path key={place} class="land" d={path} />)}
        {circles.map((each) => (
          <circle key={each.rank} class="spot" cx={each.x} cy={each.y} r={each.radius}>
            <title>{`${short(each.called, 120)}: ${number(each.value, lang)}`}</title>
          </circle>
        ))}
        {named.map(({ x, y, text, before }) => (
          <text key={text} class="called" x={x} y={y} text-anchor={before ? "end" : "start"}>{text}</text>
        ))}
      </svg>
      </div>
      <figcaption class="muted">{title}. {nowhere > 0 && w("nowhere", { count: nowhere })}</figcaption>
      <DrawingActions drawing={drawing} name={`${name}-map`} />
    </figure>
  );
}

interface Named {
  x: number;
  y: number;
  radius: number;
  rank: number;
  called: string;
  value: number;
}

/** The names of the largest, as many as lie on no other name. */
function labels(circles: readonly Named[], say: (each: Named) => string): { x: number; y: number; text: string; before: boolean }[] {
  const found: { x: number; y: number; text: string; before: boolean; from: number; to: number }[] = [];
  for (const each of [...circles].sort((one, other) => one.rank - other.rank)) {
    if (found.length === NAMED) break;
    const text = say(each);
    const before = each.x > WIDTH * 0.8;
    const x = before ? each.x - each.radius - 3 : each.x + each.radius + 3;
    const [from, to] = before ? [x - width(text) * LETTER, x] : [x, x + width(text) * LETTER];
    const y = each.y + 4;
    if (found.every((other) => Math.abs(other.y - y) > LINE || other.to < from || to < other.from)) found.push({ x, y, text, before, from, to });
  }
  return found;
}
