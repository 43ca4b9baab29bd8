// The query engine, in a worker of its own: a long query leaves the page alone, and ends with its worker.
import start, { Store } from "oxigraph/web.js";
import { formOf } from "./text";
import type { Request, Response } from "./messages";

const store: { current?: Store } = {};

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  answer(data).then(
    (response) => postMessage(response),
    (error: unknown) => postMessage({ kind: "failed", problem: String(error instanceof Error ? error.message : error) } satisfies Response),
  );
});

async function answer(request: Request): Promise<Response> {
  if (request.kind === "load") {
    await start({ module_or_path: request.module });
    store.current = loaded(request);
    return { kind: "ready" };
  }
  if (!store.current) throw new Error("the engine holds no data yet");
  const form = formOf(request.text);
  const begun = performance.now();
  const found = form === "graph"
    ? (store.current.query(request.text, { results_format: "nt" }) as string)
    : (store.current.query(request.text, { results_format: "json" }) as string);
  return { kind: "answered", form, found, milliseconds: performance.now() - begun };
}

/** Each statement in its named graph, and once in the default graph: what a pattern without GRAPH sees. */
function loaded({ terms, quads }: Extract<Request, { kind: "load" }>): Store {
  const [subjects, predicates, objects, graphs] = quads;
  const made = new Store();
  const lines = function* (named: boolean): Generator<string> {
    let held: string[] = [];
    for (let row = 0; row < subjects.length; row++) {
      const graph = named ? ` ${terms[graphs[row]!]}` : "";
      held.push(`${terms[subjects[row]!]} ${terms[predicates[row]!]} ${terms[objects[row]!]}${graph} .\n`);
      if (held.length === 5_000) {
        yield held.join("");
        held = [];
      }
    }
    yield held.join("");
  };
  for (const named of [true, false]) {
    made.load(lines(named), { format: "nq", no_transaction: true, lenient: true });
  }
  return made;
}
