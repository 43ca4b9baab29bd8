// The capacity of a unit: in words, and as marks over time.
import type { Language } from "../data/model";
import type { Capacity, Entity, StageCapacity } from "../data/types";
import { bounds, per } from "./figures";

const BASES: Record<string, [string, string]> = {
  reo: ["REO", "REO"],
  ore: ["ore", "矿石"],
  "contained-ndpr": ["NdPr", "镨钕"],
  "contained-dytb": ["DyTb", "镝铽"],
};

/** `1,000 to 2,000 t/a REO, 5,000 as planned`. */
export function inWords({ installed, planned, basis }: StageCapacity, language: Language): string {
  const zh = language === "zh";
  const what = BASES[basis]?.[zh ? 1 : 0];
  const unit = `${per(basis, language)}${what ? ` ${what}` : ""}`;
  const same = planned[0] === installed[0] && planned[1] === installed[1];
  const told = installed[0] === 0 && installed[1] === 0 && !same ? "" : `${bounds(installed, language)} ${unit}`;
  if (same) return told;
  const later = `${bounds(planned, language)}${told ? "" : ` ${unit}`}${zh ? "（含规划）" : " as planned"}`;
  return told ? `${told}${zh ? "，" : ", "}${later}` : later;
}

/** The capacity of a unit at the last stage of which anything is known, in words; "" if nothing is. */
export function lastInWords(entity: Entity, language: Language): string {
  const known = entity.unit?.capacities ?? {};
  const last = (entity.unit?.stages ?? []).filter((stage) => stage in known).pop();
  return last ? inWords(known[last]!, language) : "";
}

export interface Mark {
  /** Years and parts of a year. */
  at: number;
  low: number;
  high: number;
  /** Whether the source gives no upper bound. */
  open: boolean;
  planned: boolean;
  capacity: Capacity;
}

export interface Panel {
  stage: string;
  per: string;
  marks: Mark[];
}

/** The figures that can be drawn over time, a panel for each stage and way of counting. */
export function panels(told: readonly Capacity[]): Panel[] {
  const found = new Map<string, Panel>();
  for (const capacity of told) {
    const at = time(capacity.dated);
    if (at === undefined) continue;
    const key = `${capacity.stage} ${capacity.per}`;
    const panel = found.get(key) ?? { stage: capacity.stage, per: capacity.per, marks: [] };
    found.set(key, panel);
    const [low, high] = capacity.figure;
    panel.marks.push({ at, low, high: high ?? low, open: high === null, planned: capacity.planned, capacity });
  }
  for (const panel of found.values()) panel.marks.sort((one, other) => one.at - other.at);
  return [...found.values()];
}

function time(date: string): number | undefined {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date);
  if (!found) return undefined;
  const [, year, month = "07", day = "01"] = found;
  return Number(year) + (Number(month) - 1) / 12 + (Number(day) - 1) / 365;
}

/** Round steps from 0 to a maximum, for an axis: at most five. */
export function ticks(most: number): number[] {
  const rough = (most || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= rough)! * power;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, place) => place * step);
}
