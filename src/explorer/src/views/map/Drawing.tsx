// The map as a drawing that can be moved and zoomed, by pointer, fingers and keyboard.
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { short } from "../../logic/short";
import { stateLabel } from "../../parts/state";
import { model } from "../../state/data";
import { go } from "../../state/route";
import { language } from "../../state/settings";
import { type Camera, centred, panned, WHOLE, zoomed } from "./camera";
import { inWords } from "./Countries";
import type { CountryCount, Flow } from "./counting";
import { Symbol } from "./Symbol";
import { spread } from "./spread";
import { usePointers } from "./pointers";
import { paper } from "./world";
import { w } from "./words";

interface Props {
  drawing: RefObject<SVGSVGElement | null>;
  counts: readonly CountryCount[];
  routes: readonly Flow[];
  units: readonly number[];
  country: string;
  pointed: string;
  onPoint: (code: string) => void;
  onChoose: (code: string) => void;
}

export function Drawing({ drawing, counts, routes, units, country, pointed, onPoint, onChoose }: Props) {
  const known = model();
  const lang = language.value;
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(900);
  const [camera, setCamera] = useState<Camera>(WHOLE);
  const [unit, setUnit] = useState<number>();
  const height = Math.round(width * 0.5);
  useLayoutEffect(() => {
    const measure = () => frame.current && setWidth(Math.max(280, Math.round(frame.current.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);
  const sheet = useMemo(() => paper(width, height), [width, height]);
  const look = (next: (camera: Camera) => Camera) => setCamera((before) => next(before));
  const zoom = (factor: number, x = width / 2, y = height / 2) => look((before) => zoomed(before, factor, x, y, width, height));
  const pan = (dx: number, dy: number) => look((before) => panned(before, dx, dy, width, height));
  const dragged = usePointers(frame, pan, zoom, camera.scale > 1);
  useLayoutEffect(() => {
    const spot = sheet.spots.get(country);
    if (spot && camera.scale > 1) setCamera(centred(...spot, camera.scale, width, height));
  }, [country]);
  useLayoutEffect(() => look((before) => panned(before, 0, 0, width, height)), [width]);

  // Symbols grow slower than the land, so that a closer look parts them.
  const unitSize = Math.max(1.15, width / 500) * Math.sqrt(camera.scale);
  const symbols = useMemo(() => {
    const circles = counts.flatMap((count) => {
      const spot = sheet.spots.get(count.code);
      if (!spot) return [];
      const [x, y] = [spot[0] * camera.scale, spot[1] * camera.scale];
      return [{ count, x, y, radius: unitSize * Math.sqrt(count.units.length) + unitSize * 0.9 }];
    });
    return spread(circles);
  }, [counts, sheet, camera.scale, unitSize]);
  const at = new Map(symbols.map((symbol) => [symbol.count.code, symbol]));
  const ends = (code: string) => at.get(code) ?? scaled(sheet.spots.get(code), camera.scale);
  const dots = useMemo(
    () => units.flatMap((number) => {
      const place = known.entity(number).at;
      const spot = place && sheet.place(...place);
      return spot ? [{ number, x: spot[0], y: spot[1] }] : [];
    }),
    [units, sheet],
  );
  const keyed = (event: KeyboardEvent) => {
    const keys: Record<string, () => void> = {
      ArrowLeft: () => pan(60, 0), ArrowRight: () => pan(-60, 0), ArrowUp: () => pan(0, 60), ArrowDown: () => pan(0, -60),
      "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), "0": () => setCamera(WHOLE),
    };
    const act = event.ctrlKey || event.metaKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const shown = counts.find(({ code }) => code === pointed);
  const spot = pointed ? at.get(pointed) : undefined;
  const label = w("drawing", { units: units.length, countries: counts.length, flows: routes.length });
  return (
    <div class="map-frame">
      <div ref={frame} class={`map-hold ${camera.scale > 1 ? "map-moves" : ""}`} tabIndex={0} role="group" aria-label={w("frame")} onKeyDown={keyed}>
        <svg ref={drawing} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
          <g transform={`translate(${camera.x} ${camera.y})`}>
            <g transform={`scale(${camera.scale})`}>
              {sheet.outlines.map(({ code, path }, place) => (
                <path key={place} class={`land ${code && code === (pointed || country) ? "on" : ""}`} d={path} stroke-width={0.6 / camera.scale} />
              ))}
            </g>
            {routes.map((route) => {
              const [from, to] = [ends(route.from), ends(route.to)];
              const on = pointed ? route.from === pointed || route.to === pointed : undefined;
              return from && to && <Arc key={`${route.from} ${route.to}`} from={from} to={to} pairs={route.pairs} on={on} />;
            })}
            {symbols.map(({ count, x, y, radius }) => (
              <Symbol
                key={count.code} count={count} x={x} y={y} radius={radius} on={count.code === country || count.code === pointed}
                onPoint={onPoint} onChoose={(code) => !dragged.current && onChoose(code)}
              />
            ))}
            {dots.map(({ number, x, y }) => (
              <circle
                key={number} class="place" cx={x * camera.scale} cy={y * camera.scale} r={Math.min(4.5, 1.3 + camera.scale / 4)}
                onMouseEnter={() => setUnit(number)} onMouseLeave={() => setUnit(undefined)}
                onClick={() => !dragged.current && go("entity", known.entity(number).id)}
              />
            ))}
          </g>
        </svg>
        {shown && spot && (
          <div class="map-tip" style={tip(spot.x + camera.x, spot.y + camera.y - spot.radius, width)}>
            <strong>{known.country(shown.code, lang)}</strong> {w("count", { count: shown.units.length })}
            <br />{inWords(shown)}
          </div>
        )}
        {unit !== undefined && (
          <div class="map-tip" style={tip(...onScreen(dots.find(({ number }) => number === unit), camera), width)}>
            <strong><bdi>{short(known.label(unit, lang))}</bdi></strong> {stateLabel(known.entity(unit).unit!.state)}
            <br />{(known.entity(unit).unit!.stages ?? []).map((stage) => known.stageLabel(stage, lang)).join(", ")}
          </div>
        )}
      </div>
      <div class="map-zoom">
        <button type="button" aria-label={w("zoomIn")} title={w("zoomIn")} onClick={() => zoom(1.6)}>+</button>
        <button type="button" aria-label={w("zoomOut")} title={w("zoomOut")} onClick={() => zoom(1 / 1.6)}>−</button>
        <button type="button" aria-label={w("whole")} title={w("whole")} onClick={() => setCamera(WHOLE)}>⤢</button>
      </div>
    </div>
  );
}

interface End {
  x: number;
  y: number;
  radius: number;
}

/** A line from rim to rim, bent to one side so that the way back does not lie on it. */
function Arc({ from, to, pairs, on }: { from: End; to: End; pairs: number; on: boolean | undefined }) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const [bentX, bentY] = [(from.x + to.x) / 2 + dy * 0.18, (from.y + to.y) / 2 - dx * 0.18];
  const start = toward(from, bentX, bentY, from.radius);
  const end = toward(to, bentX, bentY, to.radius + 1.5);
  if (length < from.radius + to.radius) return null;
  const width = 0.6 + 0.45 * Math.sqrt(pairs);
  const head = 2.5 + width * 1.4;
  const turn = (Math.atan2(end.y - bentY, end.x - bentX) * 180) / Math.PI;
  return (
    <g class={`arc ${on === undefined ? "" : on ? "on" : "off"}`}>
      <path class="line" d={`M${at(start)}Q${at({ x: bentX, y: bentY })} ${at(end)}`} stroke-width={width} />
      <path class="head" d={`M0 0L${-head} ${-head * 0.5}L${-head} ${head * 0.5}Z`} transform={`translate(${at(end)}) rotate(${turn.toFixed(1)})`} />
    </g>
  );
}

function at({ x, y }: { x: number; y: number }): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function toward(from: End, x: number, y: number, by: number): { x: number; y: number } {
  const length = Math.hypot(x - from.x, y - from.y) || 1;
  return { x: from.x + ((x - from.x) / length) * by, y: from.y + ((y - from.y) / length) * by };
}

function scaled(spot: [number, number] | undefined, scale: number): End | undefined {
  return spot && { x: spot[0] * scale, y: spot[1] * scale, radius: 1 };
}

function onScreen(dot: { x: number; y: number } | undefined, camera: Camera): [number, number] {
  return dot ? [dot.x * camera.scale + camera.x, dot.y * camera.scale + camera.y - 6] : [0, 0];
}

/** Where a tip stands: above its spot, within the frame. */
function tip(x: number, y: number, width: number): Record<string, string> {
  const below = y < 70;
  const left = Math.min(Math.max(x, 105), width - 105);
  return { left: `${left}px`, top: `${below ? y + 40 : y - 6}px`, transform: `translate(-50%, ${below ? "0" : "-100%"})` };
}
