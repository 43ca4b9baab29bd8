// Asks a worker where the nodes of a graph stand.
import LayoutWorker from "./layout.worker?worker&inline";

/**
 * Tells where nodes stand that are numbered from 0 and linked by pairs of numbers: two numbers a node, soon, and once more
 * when all has settled. Gives what ends it.
 */
export function arranging(
  count: number,
  pairs: readonly (readonly [number, number])[],
  tell: (at: Float32Array, settled: boolean) => void,
  fail: (problem: string) => void,
): () => void {
  const worker = new LayoutWorker();
  worker.onmessage = ({ data }: MessageEvent<{ at: Float32Array; settled: boolean }>) => {
    if (data.settled) worker.terminate();
    tell(data.at, data.settled);
  };
  worker.onerror = ({ message }) => fail(message);
  worker.postMessage({ count, pairs });
  return () => worker.terminate();
}
