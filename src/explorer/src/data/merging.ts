// Statements of two answers as one: each has a dictionary of its own.
import type { Statements } from "./types";

/** All statements of both; one that both have stands once. */
export function merged(one: Statements, other: Statements): Statements {
  const terms = [...one.terms];
  const numbers = new Map(terms.map((term, number) => [term, number]));
  const places = other.terms.map((term) => {
    let number = numbers.get(term);
    if (number === undefined) numbers.set(term, (number = terms.push(term) - 1));
    return number;
  });
  const quads = one.quads.map((column) => [...column]) as Statements["quads"];
  const known = new Set(one.quads[0].map((_, row) => one.quads.map((column) => column[row]).join()));
  other.quads[0].forEach((_, row) => {
    const told = other.quads.map((column) => places[column[row]!]!);
    if (!known.has(told.join())) told.forEach((number, column) => quads[column]!.push(number));
  });
  return { terms, quads };
}
