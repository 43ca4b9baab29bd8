// The countries of the map as a list: the way to them by keyboard and by ear.
import { model } from "../../state/data";
import { language } from "../../state/settings";
import type { CountryCount } from "./counting";
import { GROUPS } from "./groups";
import { w } from "./words";

interface Props {
  counts: readonly CountryCount[];
  country: string;
  pointed: string;
  onPoint: (code: string) => void;
  onChoose: (code: string) => void;
}

export function Countries({ counts, country, pointed, onPoint, onChoose }: Props) {
  return (
    <nav class="map-countries" aria-label={w("countries")}>
      <ul>
        {counts.map((count) => (
          <li key={count.code}>
            <button
              type="button" aria-pressed={count.code === country} class={count.code === pointed ? "pointed" : undefined}
              onClick={() => onChoose(count.code)} onFocus={() => onPoint(count.code)} onBlur={() => onPoint("")}
              onMouseEnter={() => onPoint(count.code)} onMouseLeave={() => onPoint("")}
            >
              <span>{model().country(count.code, language.value)}</span>
              <Shares count={count} />
              <span class="numeric">{count.units.length}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Shares({ count }: { count: CountryCount }) {
  const total = [...count.groups.values()].reduce((sum, each) => sum + each, 0);
  let at = 0;
  return (
    <svg viewBox="0 0 60 8" width="60" height="8" preserveAspectRatio="none" role="img" aria-label={inWords(count)}>
      {GROUPS.map((group) => {
        const width = (60 * (count.groups.get(group.name) ?? 0)) / (total || 1);
        const left = at;
        at += width;
        return width > 0 && <rect key={group.name} x={left} width={width} height="8" fill={group.colour} />;
      })}
    </svg>
  );
}

/** `mining 3, magnets 1`. */
export function inWords({ groups }: CountryCount): string {
  const zh = language.value === "zh";
  return GROUPS.filter(({ name }) => groups.has(name)).map(({ name, label }) => `${label[zh ? 1 : 0]} ${groups.get(name)}`).join(zh ? "，" : ", ");
}
