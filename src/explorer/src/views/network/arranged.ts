// The layouts of networks; each is kept while the page is open.
import { arranging } from "../../logic/arranging";
import { type Network, pairs } from "./network";

export interface Layout {
  network: Network;
  /** Two numbers a node, in the order of the network's nodes. */
  at: Float32Array;
  settled: boolean;
}

const kept = new Map<string, Layout>();

/** Tells of the layout of a network as it comes. Gives what ends it. */
export function arrange(network: Network, key: string, tell: (layout: Layout) => void, fail: (problem: string) => void): () => void {
  const known = kept.get(key);
  if (known) {
    tell({ ...known, network });
    return () => undefined;
  }
  const places = new Map(network.nodes.map((node, place) => [node, place]));
  const linked = pairs(network).map(({ from, to }) => [places.get(from)!, places.get(to)!] as const);
  const told = (at: Float32Array, settled: boolean) => {
    const layout = { network, at, settled };
    if (settled) kept.set(key, layout);
    tell(layout);
  };
  return arranging(network.nodes.length, linked, told, fail);
}
