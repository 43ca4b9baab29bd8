// Asks the worker for the layout of a network; each is kept while the page is open.
import LayoutWorker from "./layout.worker?worker&inline";
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
  const linked = pairs(network).map(({ from, to }) => [places.get(from)!, places.get(to)!]);
  const worker = new LayoutWorker();
  worker.onmessage = ({ data }: MessageEvent<{ at: Float32Array; settled: boolean }>) => {
    const layout = { network, ...data };
    if (data.settled) {
      kept.set(key, layout);
      worker.terminate();
    }
    tell(layout);
  };
  worker.onerror = ({ message }) => fail(message);
  worker.postMessage({ count: network.nodes.length, pairs: linked });
  return () => worker.terminate();
}
