// What the page and the worker of the query engine say to each other.
import type { Statements } from "../data/types";
import type { Form } from "./text";

export type Request =
  | ({ kind: "load"; module: ArrayBuffer } & Statements)
  | { kind: "ask"; text: string };

export type Response =
  | { kind: "ready" }
  | { kind: "answered"; form: Form; found: string; milliseconds: number }
  | { kind: "failed"; problem: string };
