// The filters of the map, which are its legend too.
import { model } from "../../state/data";
import { settle } from "../../state/route";
import { language } from "../../state/settings";
import { byCountry, chosenUnits, type Filter } from "./counting";
import { GROUPS, STATES } from "./groups";
import { told } from "./settings";
import { w } from "./words";

const SUPPLIES = [["known", "known"], ["possible", "possible"], ["none", "hidden"]] as const;

export function Filters({ filter }: { filter: Filter }) {
  const zh = language.value === "zh";
  const names = GROUPS.map((group) => group.name);
  const everyGroup = { ...filter, groups: new Set(names) };
  const totals = byCountry(model(), chosenUnits(model(), everyGroup), everyGroup);
  const toggled = <Name extends string>(chosen: ReadonlySet<Name>, name: Name) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    return next;
  };
  return (
    <details class="panel" open={matchMedia("(min-width: 700px)").matches}>
      <summary>{w("filters")}</summary>
      <form class="map-filters" aria-label={w("filters")} onSubmit={(event) => event.preventDefault()}>
        <fieldset>
          <legend>{w("stages")}</legend>
          {GROUPS.map((group) => (
            <label key={group.name}>
              <input
                type="checkbox" checked={filter.groups.has(group.name)}
                onChange={() => settle({ stages: told(toggled(filter.groups, group.name), names) })}
              />
              <svg viewBox="0 0 10 10" width="11" height="11" aria-hidden="true"><circle cx="5" cy="5" r="4.5" fill={group.colour} /></svg>
              {group.label[zh ? 1 : 0]}
              <span class="muted">{totals.reduce((sum, each) => sum + (each.groups.get(group.name) ?? 0), 0)}</span>
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{w("states")}</legend>
          {STATES.map((state) => (
            <label key={state}>
              <input type="checkbox" checked={filter.states.has(state)} onChange={() => settle({ states: told(toggled(filter.states, state), STATES) })} />
              {w(state)}
            </label>
          ))}
        </fieldset>
        <label class="map-supplies">
          {w("supplies")}
          <select value={filter.supplies} onChange={(event) => settle({ supplies: event.currentTarget.value === "known" ? "" : event.currentTarget.value })}>
            {SUPPLIES.map(([value, word]) => <option key={value} value={value}>{w(word)}</option>)}
          </select>
        </label>
        <button type="button" onClick={() => settle({ stages: "", states: "", supplies: "", country: "" })}>{w("reset")}</button>
      </form>
    </details>
  );
}
