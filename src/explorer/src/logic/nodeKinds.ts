// The kinds of things that drawings of the graph tell apart, and their colours.
import { PALETTE } from "./colours";

export interface NodeKind {
  name: string;
  label: [en: string, zh: string];
  colour: string;
  /** The families of ids that it holds. */
  families: readonly string[];
}

export const NODE_KINDS: readonly NodeKind[] = [
  { name: "organizations", label: ["Organizations", "组织"], colour: PALETTE[0], families: ["id:org"] },
  { name: "units", label: ["Production units", "生产单元"], colour: PALETTE[3], families: ["id:facility", "id:line"] },
  { name: "agreements", label: ["Agreements", "协议"], colour: PALETTE[2], families: ["id:agreement"] },
  { name: "projects", label: ["Projects and initiatives", "项目与举措"], colour: PALETTE[5], families: ["id:project", "id:phase", "id:initiative"] },
  { name: "places", label: ["Places", "地点"], colour: PALETTE[1], families: ["id:place"] },
];

/** The kind of an entity by its id; the first one for those of no known family. */
export function nodeKind(id: string): NodeKind {
  const family = id.slice(0, id.indexOf("/"));
  return NODE_KINDS.find((kind) => kind.families.includes(family)) ?? NODE_KINDS[0]!;
}
