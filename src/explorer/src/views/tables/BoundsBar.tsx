// A figure with its bounds: in words, and as a bar from the lower to the upper one.
import type { Bounds } from "../../data/types";

/** `text` is the figure in words. */
export function BoundsBar({ figure, most, text }: { figure: Bounds; most: number; text: string }) {
  const [low, high] = figure;
  const unknown = low === 0 && high === null;
  const from = most ? (100 * low) / most : 0;
  const to = high === null ? 100 : most ? (100 * high) / most : 0;
  return (
    <span class="bounded">
      {text}
      {!unknown && (
        <span class="track" aria-hidden="true">
          <span class={high === null ? "span open" : "span"} style={{ left: `${from}%`, width: `max(2px, ${to - from}%)` }} />
        </span>
      )}
    </span>
  );
}
