// The data that a server holds: parts and statements by HTTP, questions to its SPARQL endpoint.
import { Endpoint } from "../sparql/endpoint";
import { merged } from "./merging";
import { problem } from "./problem";
import { type DataSource, once, type Parts, type Wanted } from "./source";
import type { Statements } from "./types";

// A server that has just begun still makes what takes long: it says so, and is asked again.
const PATIENCE = 300_000;
const PAUSE = 3_000;

/** `base` is the address of the page. */
export function served(base: string): DataSource {
  const part = once((name: string) => json(new URL(`explorer/data/${name}.json`, base)));
  const about = async (wanted: Wanted): Promise<Statements> => {
    const vocabulary = part("vocabulary") as Promise<Statements>;
    if (wanted === "vocabulary") return vocabulary;
    const found = wanted === "stakes" ? part("stakes") : json(thing(wanted.of, base));
    return merged(await vocabulary, (await found) as Statements);
  };
  return {
    part: <Name extends keyof Parts>(name: Name) => part(name) as Promise<Parts[Name]>,
    statements: about,
    whole: false,
    notices: async () => (await asked(new URL("explorer/notices.txt", base))).text(),
    engine: () => new Endpoint(new URL("sparql", base)),
  };
}

function thing(iri: string, base: string): URL {
  const address = new URL("explorer/statements", base);
  address.searchParams.set("of", iri);
  return address;
}

async function json(address: URL): Promise<unknown> {
  return (await asked(address)).json();
}

async function asked(address: URL): Promise<Response> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    const response = await fetch(address);
    if (response.ok) return response;
    if (response.status !== 503 || performance.now() > until) throw new Error(await problem(response));
    const told = Number(response.headers.get("Retry-After"));
    await new Promise((resolve) => setTimeout(resolve, told > 0 ? 1000 * told : PAUSE));
  }
}
