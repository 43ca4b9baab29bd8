// SPARQL as text: its variables, its form, its prefixes. The same tokens as monazite.queries reads.

/** `graph` for CONSTRUCT and DESCRIBE. */
export type Form = "rows" | "truth" | "graph";

// IRIs, strings and comments come first, so that nothing inside them is taken for something else (SPARQL 1.1, 19.8).
const TOKEN =
  /(<[^<>"{}|^`\\\x00-\x20]*>)|("{3}(?:\\.|"{0,2}[^"\\])*"{3}|'{3}(?:\\.|'{0,2}[^'\\])*'{3}|"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*')|(#[^\n\r]*)|[?$](\w+)/gs;

/** The text with the variables of these names replaced by what they are bound to. */
export function replaced(text: string, bound: ReadonlyMap<string, string>): string {
  return text.replace(TOKEN, (whole: string, _iri, _string, _comment, variable?: string) => (variable && bound.get(variable)) || whole);
}

/** The text without strings, IRIs and comments: keywords, variables and prefixed names. */
export function bare(text: string): string {
  return text.replace(TOKEN, (whole: string, _iri, _string, _comment, variable?: string) => (variable ? whole : " "));
}

export function formOf(text: string): Form {
  const found = /\b(select|ask|construct|describe)\b/i.exec(bare(text).replace(/\bprefix\s+[^\s:]*:/gi, " "));
  const word = found?.[1]!.toLowerCase();
  if (word === "ask") return "truth";
  return word === "construct" || word === "describe" ? "graph" : "rows";
}

/** The text with the prefixes that it uses without a declaration, all before its first line. */
export function withPrefixes(text: string, prefixes: Readonly<Record<string, string>>): { text: string; added: number } {
  const words = bare(text);
  const own = new Set([...words.matchAll(/\bprefix\s+([^\s:]*):/gi)].map((found) => found[1]!));
  const used = new Set([...words.matchAll(/(?<![\w?$-])([A-Za-z][\w.-]*)?:/g)].map((found) => found[1] ?? ""));
  const missing = Object.entries(prefixes).filter(([prefix]) => used.has(prefix) && !own.has(prefix));
  const head = missing.map(([prefix, namespace]) => `PREFIX ${prefix}: <${namespace}> `).join("");
  return { text: head + text, added: head.length };
}

/** The engine's complaint, with the column of the first line as its writer counts. */
export function complaint(problem: string, added: number): string {
  return problem
    .replace(/^(Error|SyntaxError): /, "")
    .replace(/\b(at|between|and) 1:(\d+)/g, (_, word: string, column: string) => `${word} 1:${Math.max(1, Number(column) - added)}`);
}
