// The drawing: a column for each stage, blocks of countries, lines between blocks.
import type { RefObject } from "preact";
import { useId, useState } from "preact/hooks";
import { PALETTE } from "../../logic/colours";
import { bounds } from "../../logic/figures";
import { model } from "../../state/data";
import { language } from "../../state/settings";
import { type Block, type Column, OTHERS, type Supply } from "./columns";
import { w } from "./words";

interface Props {
  drawing: RefObject<SVGSVGElement | null>;
  columns: readonly Column[];
  supplies: readonly Supply[];
  countries: readonly string[];
  when: string;
  height: number;
  planned: boolean;
}

const WIDTH = 1100;
const LEFT = 10;
const BAR = 30;
const TOP = 76;
const UPSTREAM = ["mining", "separation"];

export function Sankey({ drawing, columns, supplies, countries, when, height, planned }: Props) {
  const [on, setOn] = useState("");
  const id = useId();
  const known = model();
  const lang = language.value;
  const step = (WIDTH - LEFT - 185) / Math.max(columns.length - 1, 1);
  const land = (code: string) => (code === OTHERS ? w("others") : code ? known.country(code, lang) : w("others"));
  const colour = (code: string) => (code === OTHERS ? PALETTE[7] : PALETTE[countries.indexOf(code)]!);
  const unit = (stage: string) => w(UPSTREAM.includes(stage) ? "reo" : "product");
  const spot = ({ stage, country }: Supply["from"]) => {
    const place = columns.findIndex((column) => column.stage === stage);
    const block = columns[place]?.blocks.find((each) => each.country === country);
    return block && { x: LEFT + place * step, y: TOP + (block.top + block.bottom) / 2 };
  };
  const told = columns.map((column) => `${known.stageLabel(column.stage, lang)}: ${column.high ? `${bounds([column.low, column.high], lang)} ${unit(column.stage)}` : w("nothing")}`).join("; ");
  const title = `${w("title")}, ${when}${planned ? `, ${w("planned")}` : ""}`;
  return (
    <svg ref={drawing} class="sankey" viewBox={`0 0 ${WIDTH} ${TOP + height + 40}`} role="img" aria-labelledby={id}>
      <title id={id}>{w("drawing", { when, told })}</title>
      <text class="heading" x={LEFT} y="18">{title}</text>
      {supplies.map((supply) => {
        const [from, to] = [spot(supply.from), spot(supply.to)];
        if (!from || !to) return null;
        const [left, right] = [from.x + BAR, to.x];
        const middle = (left + right) / 2;
        const faded = on && on !== supply.from.country && on !== supply.to.country;
        return (
          <path
            key={`${supply.from.stage} ${supply.from.country} ${supply.to.stage} ${supply.to.country}`} class={`supply ${faded ? "faded" : ""}`} stroke={colour(supply.from.country)}
            stroke-width={1 + Math.sqrt(supply.pairs) * 1.3} d={`M${left} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${right} ${to.y}`}
          >
            <title>{w("supply", { from: land(supply.from.country), to: land(supply.to.country), count: supply.pairs })}</title>
          </path>
        );
      })}
      {columns.map((column, place) => (
        <g key={column.stage} transform={`translate(${LEFT + place * step} 0)`}>
          <text class="stage" y="44">{known.stageLabel(column.stage, lang)}</text>
          <text class="sum" y="60">{column.high ? `${bounds([Math.round(column.low), Math.round(column.high)], lang)} ${unit(column.stage)}` : w("nothing")}</text>
          {labelled(column.blocks).map(({ block, label }) => (
            <g key={block.country} class={`block ${on && on !== block.country ? "faded" : ""}`} onMouseEnter={() => setOn(block.country)} onMouseLeave={() => setOn("")}>
              <title>{`${land(block.country)}: ${bounds([block.low, block.high], lang)} ${unit(column.stage)}`}</title>
              <rect class="pale" x="0" y={TOP + block.top} width={BAR} height={block.bottom - block.top} fill={colour(block.country)} stroke={colour(block.country)} />
              {block.low > 0 && <rect class="solid" x="0" y={TOP + block.top} width={BAR} height={Math.max(block.solid - block.top, 0.75)} fill={colour(block.country)} />}
              {label !== undefined && <Label y={TOP + label} text={`${short(block)} ${bounds([Math.round(block.low), Math.round(block.high)], lang)}`} />}
            </g>
          ))}
          <text class="sum" y={TOP + height + 12}>{column.unknown > 0 && w("unknownUnits", { count: column.unknown })}</text>
        </g>
      ))}
      <g transform={`translate(${LEFT} ${TOP + height + 30})`}>
        {legend([...countries, OTHERS].map((code) => ({ code, name: land(code) }))).map(({ code, name, x }) => (
          <g key={code} transform={`translate(${x} 0)`} class="key" onMouseEnter={() => setOn(code)} onMouseLeave={() => setOn("")}>
            <rect y="-9" width="11" height="11" fill={colour(code)} />
            <text x="15" y="1">{code === OTHERS ? name : `${name} (${code})`}</text>
          </g>
        ))}
      </g>
    </svg>
  );
}

/** A text on a ground of its own, so that lines do not strike it through. */
function Label({ y, text }: { y: number; text: string }) {
  return (
    <>
      <rect class="behind" x={BAR + 3} y={y - 9.5} width={width(text, 6.2, 11) + 4} height="12.5" rx="2" />
      <text class="label" x={BAR + 5} y={y}>{text}</text>
    </>
  );
}

function short({ country, members }: Block): string {
  if (country !== OTHERS) return country;
  return members.length > 1 ? `+${members.length}` : members[0] || "?";
}

/** About how wide a text is, whose Latin and Chinese letters are so wide. */
function width(text: string, latin: number, wide: number): number {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0)! > 0x2e7f ? wide : latin), 0);
}

/** Where each block's label stands; they make room for each other, and the thinnest have none if there is none left. */
function labelled(blocks: readonly Block[]): { block: Block; label: number | undefined }[] {
  let last = -Infinity;
  return blocks.map((block) => {
    const wanted = Math.max((block.top + block.bottom) / 2 + 4, last + 11);
    if (wanted - block.bottom > 24) return { block, label: undefined };
    last = wanted;
    return { block, label: wanted };
  });
}

function legend(keys: readonly { code: string; name: string }[]): { code: string; name: string; x: number }[] {
  let x = 0;
  return keys.map(({ code, name }) => {
    const left = x;
    x += (code === OTHERS ? 30 : 62) + width(name, 6.9, 12);
    return { code, name, x: left };
  });
}
