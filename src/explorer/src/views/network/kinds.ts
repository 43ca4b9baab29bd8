// The kinds of relations that the network tells apart.

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
