// The query engine as the page sees it: begun when first asked, one question at a time, ended to cancel.
import type { Statements } from "../data/types";
import { type Answer, read } from "./answer";
import { type Answering, Cancelled } from "./answering";
import EngineWorker from "./engine.worker?worker&inline";
import type { Request, Response } from "./messages";

export class Engine implements Answering {
  private worker: Worker | undefined;
  private waiting: ((error: Error) => void) | undefined;

  constructor(
    private readonly module: () => Promise<ArrayBuffer>,
    private readonly statements: () => Promise<Statements>,
  ) {}

  /** Whether it holds the data: the first question takes as long as loading them does. */
  get ready(): boolean {
    return this.worker !== undefined;
  }

  async ask(text: string): Promise<Answer> {
    this.cancel();
    const worker = this.worker ?? (await this.loaded());
    const told = await this.exchange(worker, { kind: "ask", text });
    if (told.kind !== "answered") throw new Error("the engine gave no answer");
    return read(told.form, told.found, told.milliseconds);
  }

  /** Ends what is being asked; the engine is begun anew with the next question. */
  cancel(): void {
    this.waiting?.(new Cancelled());
  }

  private async loaded(): Promise<Worker> {
    let stop: ((error: Error) => void) | undefined;
    const stopped = new Promise<never>((_, reject) => (stop = this.waiting = reject));
    const parts = Promise.all([this.module(), this.statements()]);
    const [module, statements] = await Promise.race([parts, stopped]);
    if (this.waiting === stop) this.waiting = undefined;
    const worker = new EngineWorker();
    try {
      await this.exchange(worker, { kind: "load", module, ...statements });
    } catch (error) {
      worker.terminate();
      throw error;
    }
    return (this.worker = worker);
  }

  private exchange(worker: Worker, request: Request): Promise<Response> {
    return new Promise<Response>((resolve, reject) => {
      const end = () => {
        worker.onmessage = worker.onerror = null;
        this.waiting = undefined;
      };
      this.waiting = (error) => {
        end();
        worker.terminate();
        this.worker = undefined;
        reject(error);
      };
      worker.onmessage = ({ data }: MessageEvent<Response>) => {
        end();
        if (data.kind === "failed") reject(new Error(data.problem));
        else resolve(data);
      };
      worker.onerror = (event) => this.waiting?.(new Error(event.message || "the query engine could not be started"));
      worker.postMessage(request);
    });
  }
}
