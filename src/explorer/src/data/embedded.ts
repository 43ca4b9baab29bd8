// The data that the page carries: parts as JSON, gzip, base64 in inert elements, and the query engine beside them.
import { Engine } from "../sparql/engine";
import { type DataSource, once, type Parts } from "./source";
import type { Statements } from "./types";

/** Whether a page carries its data. */
export function carries(page: Document): boolean {
  return page.getElementById("data-index") !== null;
}

export function embedded(page: Document): DataSource {
  const held = (name: string): Response => {
    const element = page.getElementById(name);
    if (!element?.textContent) throw new Error(`the page carries no ${name}`);
    return inflated(element.textContent);
  };
  const read = once(async (name: string): Promise<unknown> => JSON.parse(await held(`data-${name}`).text()));
  const statements = () => read("statements") as Promise<Statements>;
  return {
    part: <Name extends keyof Parts>(name: Name) => read(name) as Promise<Parts[Name]>,
    statements,
    whole: true,
    notices: () => held("notices").text(),
    engine: () => new Engine(async () => held("engine").arrayBuffer(), statements),
  };
}

function inflated(base64: string): Response {
  const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream);
}
