// A country's symbol: a circle as large as it has units, cut by what they do.
import { memo } from "preact/compat";
import type { CountryCount } from "./counting";
import { GROUPS } from "./groups";

interface Props {
  count: CountryCount;
  x: number;
  y: number;
  radius: number;
  on: boolean;
  onPoint: (code: string) => void;
  onChoose: (code: string) => void;
}

export function Symbol({ count, x, y, radius, on, onPoint, onChoose }: Props) {
  const { code, units } = count;
  return (
    <g
      class={`symbol ${on ? "on" : ""}`} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
      onMouseEnter={() => onPoint(code)} onMouseLeave={() => onPoint("")} onClick={() => onChoose(code)}
    >
      <Wedges count={count} radius={radius} />
      <circle class="rim" r={radius} />
      {radius > 11 && <text class="within" text-anchor="middle" y="3.5">{units.length}</text>}
      {radius > 4.5 && <text class="code" text-anchor="middle" y={radius + 9}>{code}</text>}
    </g>
  );
}

const Wedges = memo(({ count, radius }: { count: CountryCount; radius: number }) => {
  const total = [...count.groups.values()].reduce((sum, each) => sum + each, 0);
  let turn = -Math.PI / 2;
  return (
    <>
      {GROUPS.map(({ name, colour }) => {
        const share = (count.groups.get(name) ?? 0) / (total || 1);
        if (!share) return null;
        if (share === 1) return <circle key={name} r={radius} fill={colour} />;
        const next = turn + 2 * Math.PI * share;
        const path = `M0 0L${spot(turn, radius)}A${radius.toFixed(2)} ${radius.toFixed(2)} 0 ${share > 0.5 ? 1 : 0} 1 ${spot(next, radius)}Z`;
        turn = next;
        return <path key={name} d={path} fill={colour} />;
      })}
    </>
  );
});

function spot(turn: number, radius: number): string {
  return `${(Math.cos(turn) * radius).toFixed(2)} ${(Math.sin(turn) * radius).toFixed(2)}`;
}
