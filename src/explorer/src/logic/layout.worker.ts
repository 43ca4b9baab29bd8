// The layout in a worker of its own: the page stays alive meanwhile. It answers twice: soon, and when all has settled.
import { layout } from "./layout";

addEventListener("message", ({ data }: MessageEvent<{ count: number; pairs: [number, number][] }>) => {
  const at = layout(data.count, data.pairs, (early) => postMessage({ at: early, settled: false }));
  postMessage({ at, settled: true });
});
