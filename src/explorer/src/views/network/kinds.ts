// The kinds of nodes and relations that the network tells apart, and their colours.
import { PALETTE } from "../../logic/colours";

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

export interface RelationKind {
  name: string;
  label: [en: string, zh: string];
  /** Properties of the ontology, by local name; links of the chain for the first three. */
  properties: readonly string[];
}

export const RELATION_KINDS: readonly RelationKind[] = [
  { name: "declared", label: ["Supply, declared", "供应（有声明）"], properties: [] },
  { name: "internal", label: ["Supply within a company", "供应（企业内部）"], properties: [] },
  { name: "possible", label: ["Supply, possible", "供应（可能）"], properties: [] },
  {
    name: "agreements",
    label: ["Parties of agreements", "协议各方"],
    properties: ["buyer", "supplier", "suppliedBy", "subject", "partner", "licensee", "licensor", "toller", "tollingCustomer", "lessee", "lessor", "leasedProperty"],
  },
  { name: "ownership", label: ["Operators and takeovers", "运营与收购"], properties: ["operator", "acquired", "acquirer", "formsCompany"] },
  { name: "money", label: ["Loans and grants", "贷款与拨款"], properties: ["lender", "borrower", "grantor", "grantee"] },
  { name: "projects", label: ["Projects and policies", "项目与政策"], properties: [] },
  { name: "places", label: ["Places", "所在地"], properties: ["locatedIn", "registeredIn", "basedIn", "sfWithin"] },
];

export const USUAL: readonly string[] = ["declared", "internal", "agreements", "ownership", "money", "projects"];

/** The kind of a relation by its property; whatever is in no other belongs to projects and policies. */
export function relationKind(property: string): string {
  return RELATION_KINDS.find((kind) => kind.properties.includes(property))?.name ?? "projects";
}
