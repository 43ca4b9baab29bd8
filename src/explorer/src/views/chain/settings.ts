// The settings of the chain view, as its address has them.
import type { Model } from "../../data/model";
import type { Basis } from "../../data/types";
import type { Filter } from "../../logic/walk";

export const BASES: readonly Basis[] = ["declared", "internal", "possible"];
export const MOST = 160;
const DEFAULT_DEPTH = 2;
const DEEPEST = 9;

export interface Settings {
  filter: Filter;
  up: number;
  down: number;
  open: Set<number>;
  closed: Set<number>;
  /** The other end of a path. */
  to?: number;
}

export function settings(query: Record<string, string>, model: Model): Settings {
  const number = (id?: string) => (id ? model.number(id) : undefined);
  const numbers = (ids?: string) => new Set((ids ?? "").split(",").map(number).filter((each) => each !== undefined));
  const bases = BASES.filter((basis) => (query.basis ?? "declared,internal").split(",").includes(basis));
  const filter: Filter = { bases: new Set(bases) };
  const [product, element, to] = [number(query.product), number(query.element), number(query.to)];
  if (product !== undefined) filter.product = product;
  if (element !== undefined) filter.element = element;
  if (query.country) filter.country = query.country;
  if (query.status) filter.status = query.status;
  if (/^\d{4}(-\d\d){0,2}$/.test(query.at ?? "")) filter.at = query.at!;
  return {
    filter,
    up: depth(query.up),
    down: depth(query.down),
    open: numbers(query.open),
    closed: numbers(query.closed),
    ...(to === undefined ? {} : { to }),
  };
}

/** A set of nodes as the address has it. */
export function listed(nodes: Iterable<number>, model: Model): string {
  return [...nodes].map((node) => model.entity(node).id).join(",");
}

function depth(text: string | undefined): number {
  const given = Number(text ?? DEFAULT_DEPTH);
  return Number.isInteger(given) && given >= 0 ? Math.min(given, DEEPEST) : DEFAULT_DEPTH;
}
