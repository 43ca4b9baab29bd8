// What answers SPARQL, as the page sees it: the engine in the page, or a server's endpoint.
import type { Answer } from "./answer";

export class Cancelled extends Error {}

export interface Answering {
  /** Whether a question is answered without something being loaded before. */
  readonly ready: boolean;
  /** One question at a time: a new one cancels what is being asked. */
  ask(text: string): Promise<Answer>;
  /** Ends what is being asked, which then fails as `Cancelled`. */
  cancel(): void;
}
