// What a thing has to do with at once: partners of supply, parties of its agreements, what names it, what it names.
import type { Model } from "../data/model";
import type { Term } from "../data/terms";
import type { Joined } from "../sparql/drawable";
import type { Description } from "./description";

/** The thing and its neighbours, each joined to it by the first thing that joins them. */
export function related(found: Description, number: number | undefined, model: Model, most: number): Joined {
  const self: Term = { kind: "iri", value: found.iri };
  const near = new Map<string, { out: boolean; by: string | undefined }>();
  const add = (iri: string, out: boolean, by?: string) => {
    const known = model.number(iri);
    if (known !== undefined && known !== number && isThing(model.entity(known).id) && !near.has(iri)) near.set(iri, { out, by });
  };
  for (const node of number === undefined ? [] : model.nodes(number)) {
    const iri = (end: number) => model.iri(end);
    for (const link of model.out[node]!) if (link.basis !== "possible") add(iri(link.to), true);
    for (const link of model.in[node]!) if (link.basis !== "possible") add(iri(link.from), false);
  }
  for (const { facts } of found.events) {
    for (const fact of facts) for (const { term } of fact.values) if (term.kind === "iri") add(term.value, true, fact.predicate);
  }
  for (const fact of found.facts) for (const { term } of fact.values) if (term.kind === "iri") add(term.value, true, fact.predicate);
  for (const fact of found.named) for (const { term } of fact.values) add(term.value, false, fact.predicate);
  const all = [...near];
  const shown = all.slice(0, most);
  return {
    nodes: [self, ...shown.map(([value]): Term => ({ kind: "iri", value }))],
    links: shown.map(([, { out, by }], place) => {
      const [from, to] = out ? [0, place + 1] : [place + 1, 0];
      return { from, to, by: by === undefined ? undefined : { kind: "iri" as const, value: by } };
    }),
    left: all.length - shown.length,
  };
}

/** Whether an id is one of a thing of the world, and no concept. */
function isThing(id: string): boolean {
  return id.startsWith("id:");
}
