// Stages that a reader can tell apart by colour at the size of a symbol, gathered in groups.
import { PALETTE } from "../../logic/colours";
import { COMING, WORKING } from "../../logic/overview";

export interface Group {
  name: string;
  label: [en: string, zh: string];
  stages: readonly string[];
  colour: string;
}

export const GROUPS: readonly Group[] = [
  { name: "mining", label: ["Mining", "采选"], stages: ["exploration", "mining", "beneficiation"], colour: PALETTE[0] },
  { name: "separation", label: ["Separation", "分离"], stages: ["cracking-leaching", "separation"], colour: PALETTE[1] },
  { name: "metal", label: ["Metal and alloy", "金属与合金"], stages: ["metal-making", "alloy-making"], colour: PALETTE[2] },
  { name: "magnets", label: ["Magnets", "磁体"], stages: ["magnet-making", "magnet-coating"], colour: PALETTE[3] },
  { name: "motors", label: ["Motors and use", "电机与应用"], stages: ["assembly", "motor-making", "end-use"], colour: PALETTE[4] },
  { name: "recycling", label: ["Recycling", "回收"], stages: ["recycling"], colour: PALETTE[5] },
  // Of which no source tells what they do.
  { name: "unknown", label: ["Not stated", "未说明"], stages: [], colour: PALETTE[7] },
];

const GROUP_OF = new Map(GROUPS.flatMap((group) => group.stages.map((stage) => [stage, group.name])));

/** The groups of some stages, in the order of the chain. */
export function groupsOf(stages: readonly string[]): string[] {
  const found = GROUPS.filter((group) => stages.some((stage) => GROUP_OF.get(stage) === group.name)).map((group) => group.name);
  return found.length ? found : ["unknown"];
}

export const STATES = ["working", "coming", "other"] as const;
export type StateGroup = (typeof STATES)[number];

export function stateGroup(state: string): StateGroup {
  return WORKING.includes(state) ? "working" : COMING.includes(state) ? "coming" : "other";
}
