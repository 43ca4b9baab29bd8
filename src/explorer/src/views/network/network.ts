// The network as numbers: its nodes, and the relations between each two of them.
import type { Model } from "../../data/model";
import type { Relations } from "../../data/types";
import { relationKind } from "./kinds";

export interface Relation {
  from: number;
  to: number;
  /** Its kind, see `RELATION_KINDS`. */
  kind: string;
  /** Local name of its property; "" for a link of the chain. */
  property: string;
  product?: number;
  /** Numbers of documents. */
  sources: number[];
}

export interface Network {
  /** Numbers of entities. */
  nodes: number[];
  relations: Relation[];
  /** The relations of each node. */
  of: Map<number, Relation[]>;
}

/** All relations of the graph: those that are stated, and the links of the chain. */
export function allRelations(model: Model, { nodes, properties, documents, from, to, property, sources }: Relations): Relation[] {
  const numbers = nodes.map((id) => model.number(id));
  const cited = documents.map((id) => model.documentNumber(id));
  const kinds = properties.map(relationKind);
  const stated = from.flatMap((start, place): Relation[] => {
    const [one, other] = [numbers[start], numbers[to[place]!]];
    if (one === undefined || other === undefined) return [];
    const told = sources[place]!.map((each) => cited[each]).filter((each) => each !== undefined);
    return [{ from: one, to: other, kind: kinds[property[place]!]!, property: properties[property[place]!]!, sources: told }];
  });
  const links = model.index.links.map((link): Relation => ({
    from: link.from, to: link.to, kind: link.basis, property: "", sources: link.sources ?? [], ...(link.product === undefined ? {} : { product: link.product }),
  }));
  return [...links, ...stated];
}

/** The network of some kinds of relations: who has none of them is not in it. */
export function network(relations: readonly Relation[], kinds: ReadonlySet<string>): Network {
  const chosen = relations.filter(({ kind, from, to }) => kinds.has(kind) && from !== to);
  const of = new Map<number, Relation[]>();
  for (const relation of chosen) {
    for (const node of [relation.from, relation.to]) {
      const list = of.get(node);
      if (list) list.push(relation);
      else of.set(node, [relation]);
    }
  }
  return { nodes: [...of.keys()].sort((one, other) => one - other), relations: chosen, of };
}

/** Each pair of nodes with a relation between them, once, with the first of its relations. */
export function pairs({ relations }: Network): Relation[] {
  const found = new Map<string, Relation>();
  for (const relation of relations) {
    const key = relation.from < relation.to ? `${relation.from} ${relation.to}` : `${relation.to} ${relation.from}`;
    if (!found.has(key)) found.set(key, relation);
  }
  return [...found.values()];
}

export function other(relation: Relation, node: number): number {
  return relation.from === node ? relation.to : relation.from;
}

/** How many others a node has to do with. */
export function degree({ of }: Network, node: number): number {
  return new Set((of.get(node) ?? []).map((relation) => other(relation, node))).size;
}
