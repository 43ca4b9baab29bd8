// RDF terms as the data writes them (N-Triples), read when they are needed.

export type Term =
  | { kind: "iri"; value: string }
  | { kind: "literal"; value: string; language: string; datatype: string };

const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?$/s;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs;
const ESCAPED: Record<string, string> = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

export function readTerm(text: string): Term {
  if (text.startsWith("<")) return { kind: "iri", value: unescaped(text.slice(1, -1)) };
  const found = LITERAL.exec(text);
  if (!found) return { kind: "literal", value: text, language: "", datatype: "" };
  return { kind: "literal", value: unescaped(found[1]!), language: found[2] ?? "", datatype: found[3] ?? "" };
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (_, short?: string, long?: string, letter?: string) => {
    const code = short ?? long;
    return code ? String.fromCodePoint(parseInt(code, 16)) : (ESCAPED[letter!] ?? letter!);
  });
}
