// Where the data comes from: the page itself now; a server, with the same parts, later.
import type { Analysis, Index, Question, Relations, Statements, Years } from "./types";

export interface Parts {
  index: Index;
  statements: Statements;
  questions: Question[];
  years: Years;
  relations: Relations;
  analyses: Analysis[];
}

export interface DataSource {
  /** Reads one part; each is read once, when it is first asked for. */
  part<Name extends keyof Parts>(name: Name): Promise<Parts[Name]>;
  /** The query engine: a WebAssembly module. */
  engine(): Promise<ArrayBuffer>;
}

/** The parts that the page carries, as JSON, gzip, base64 in inert elements. */
export function embedded(page: Document): DataSource {
  const held = (name: string): Response => {
    const element = page.getElementById(name);
    if (!element?.textContent) throw new Error(`the page carries no ${name}`);
    return inflated(element.textContent);
  };
  return caching(
    async (name) => JSON.parse(await held(`data-${name}`).text()),
    async () => held("engine").arrayBuffer(),
  );
}

function caching(read: (name: keyof Parts) => Promise<unknown>, engine: () => Promise<ArrayBuffer>): DataSource {
  const known = new Map<keyof Parts, Promise<unknown>>();
  return {
    engine,
    part<Name extends keyof Parts>(name: Name): Promise<Parts[Name]> {
      let part = known.get(name);
      if (!part) known.set(name, (part = read(name)));
      return part as Promise<Parts[Name]>;
    },
  };
}

function inflated(base64: string): Response {
  const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream);
}
