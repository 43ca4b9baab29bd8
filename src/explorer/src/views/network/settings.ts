// The settings of the network, as its address has them.
import type { Model } from "../../data/model";
import { NODE_KINDS } from "../../logic/nodeKinds";
import { RELATION_KINDS, USUAL } from "./kinds";

export interface Settings {
  relations: ReadonlySet<string>;
  kinds: ReadonlySet<string>;
  colour: "kind" | "stage";
  focus?: number;
}

export function settings(id: string, query: Record<string, string>, model: Model): Settings {
  const among = (text: string | undefined, all: readonly { name: string }[], usual: readonly string[]) =>
    new Set(text === undefined ? usual : all.map(({ name }) => name).filter((name) => text.split(",").includes(name)));
  const focus = model.number(query.focus ?? id);
  return {
    relations: among(query.relations, RELATION_KINDS, USUAL),
    kinds: among(query.kinds, NODE_KINDS, NODE_KINDS.map(({ name }) => name)),
    colour: query.colour === "stage" ? "stage" : "kind",
    ...(focus === undefined ? {} : { focus }),
  };
}

/** A choice with one of its names turned over, as the address has it: "" for the usual ones. */
export function turned(chosen: ReadonlySet<string>, name: string, all: readonly { name: string }[], usual: readonly string[]): string {
  const names = all.map((each) => each.name).filter((each) => chosen.has(each) !== (each === name));
  return names.join() === usual.join() ? "" : names.join() || "none";
}
