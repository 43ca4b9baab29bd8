// A SPARQL endpoint (SPARQL 1.1 Protocol) that answers the page's questions.
import { problem } from "../data/problem";
import { type Answer, read } from "./answer";
import { type Answering, Cancelled } from "./answering";
import { formOf } from "./text";

export class Endpoint implements Answering {
  readonly ready = true;
  private asking: AbortController | undefined;

  constructor(private readonly address: URL) {}

  async ask(text: string): Promise<Answer> {
    this.cancel();
    const asking = (this.asking = new AbortController());
    const form = formOf(text);
    const begun = performance.now();
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { Accept: form === "graph" ? "application/n-triples" : "application/sparql-results+json" },
        body: new URLSearchParams({ query: text }),
        signal: asking.signal,
      });
      if (!response.ok) throw new Error(await problem(response));
      const written = await response.text();
      return read(form, written, performance.now() - begun);
    } catch (error) {
      throw asking.signal.aborted ? new Cancelled() : error;
    }
  }

  cancel(): void {
    this.asking?.abort();
  }
}
