// What an answer names together, as a graph: a row a link, or a triple.
import { useMemo } from "preact/hooks";
import { GraphDrawing } from "../../parts/GraphDrawing";
import type { Answer } from "../../sparql/answer";
import { joined } from "../../sparql/drawable";
import { model } from "../../state/data";
import { w } from "./words";

const MOST = 300;

export function AnswerGraph({ answer, from, to, name }: { answer: Answer; from: number; to: number; name: string }) {
  const graph = useMemo(() => joined(answer, from, to, MOST, model()), [answer, from, to]);
  return graph.nodes.length ? <GraphDrawing graph={graph} name={name} /> : <p>{w("noGraph")}</p>;
}
