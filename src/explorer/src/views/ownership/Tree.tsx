// The ownership tree as a drawing: owners to the left, what is owned to the right, the share on each line.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { bounds, stated } from "../../logic/figures";
import { short } from "../../logic/short";
import type { Node } from "../../logic/stakes";
import { type Box, treeLayout } from "../../logic/treeLayout";
import { wrapped } from "../../logic/wrap";
import { DrawingActions } from "../../parts/DrawingActions";
import { termName } from "../../parts/termName";
import { language } from "../../state/settings";
import { t } from "../../strings";

const MOST = 60;
const [WIDTH, HEIGHT, STEP_X, STEP_Y, EDGE] = [190, 38, 270, 48, 10];

export function Tree({ up, down, title, untold, name }: { up: Node; down: Node; title: string; untold: string; name: string }) {
  const drawing = useRef<SVGSVGElement>(null);
  const layout = useMemo(() => treeLayout(up, down, MOST), [up, down]);
  const frame = useRef<HTMLDivElement>(null);
  // On a small window, what it is about is in sight first.
  useEffect(() => {
    const root = layout.boxes[0]!;
    frame.current?.scrollTo({ left: x(root) + WIDTH / 2 - frame.current.clientWidth / 2 });
  }, [layout]);
  const columns = layout.boxes.map((box) => box.column);
  const first = Math.min(...columns);
  const width = (Math.max(...columns) - first) * STEP_X + WIDTH + 2 * EDGE;
  const height = (layout.rows - 1) * STEP_Y + HEIGHT + 2 * EDGE;
  const x = ({ column }: Box) => EDGE + (column - first) * STEP_X;
  const y = ({ row }: Box) => EDGE + row * STEP_Y;
  return (
    <figure class="owning">
      <div class="scroll" ref={frame} tabIndex={0} role="region" aria-label={title}>
        <svg ref={drawing} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={title} font-size="11.5">
          {layout.lines.map(({ from, to, node }, place) => {
            const [x1, y1, x2, y2] = [x(from) + WIDTH, y(from) + HEIGHT / 2, x(to), y(to) + HEIGHT / 2];
            const middle = (x1 + x2) / 2;
            const share = node.holding?.told[0]?.share;
            // The figure stands at the end where lines lie apart.
            const [at, anchor, height] = to.column <= 0 ? [x1 + 5, "start", y1] : [x2 - 5, "end", y2];
            return (
              <g key={place} class="hold">
                <path d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`} class={share ? undefined : "untold"} />
                {share && <text x={at} y={height - 4} text-anchor={anchor}>{bounds(share, language.value, stated)} %</text>}
              </g>
            );
          })}
          {layout.boxes.map((box, place) => {
            const label = termName({ kind: "iri", value: box.node.iri });
            const lines = wrapped(label, 26, 2);
            return (
              <g key={place} class={box.column === 0 ? "holder root" : "holder"} transform={`translate(${x(box)} ${y(box)})`}>
                <title>{short(label, 160)}</title>
                <rect width={WIDTH} height={HEIGHT} rx="4" />
                {lines.map((line, each) => (
                  <text key={each} x={WIDTH / 2} y={HEIGHT / 2 + 4 + (each - (lines.length - 1) / 2) * 14} text-anchor="middle">{line}</text>
                ))}
              </g>
            );
          })}
        </svg>
      </div>
      <figcaption class="muted">{untold} {layout.left > 0 && t("graphCut", { count: layout.left, most: layout.boxes.length })}</figcaption>
      <DrawingActions drawing={drawing} name={name} />
    </figure>
  );
}
