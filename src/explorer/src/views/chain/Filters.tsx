// The filters of the chain view; each choice goes into the address.
import { useMemo } from "preact/hooks";
import type { Link } from "../../data/types";
import { Search } from "../../shell/Search";
import { model } from "../../state/data";
import { route, settle } from "../../state/route";
import { language } from "../../state/settings";
import { t } from "../../strings";
import { BASES, type Settings } from "./settings";
import { w } from "./words";

interface Choice {
  value: string;
  label: string;
}

export function Filters({ chosen }: { chosen: Settings }) {
  const known = model();
  const lang = language.value;
  const { query } = route.value;
  const choices = useMemo(() => ({
    product: things(known.index.links.map((link) => link.product)),
    element: things(known.index.products.flatMap((product) => product.elements)),
    country: countries(),
    status: statuses(known.index.links),
  }), [known, lang]);
  const toggle = (basis: string, on: boolean) => {
    const bases = BASES.filter((each) => (each === basis ? on : chosen.filter.bases.has(each))).join(",");
    settle({ basis: bases === "declared,internal" ? "" : bases || "none" });
  };
  const select = (name: "product" | "element" | "country" | "status") => (
    <label>
      {w(name)}
      <select value={query[name] ?? ""} onChange={(event) => settle({ [name]: event.currentTarget.value })}>
        <option value="">{t("all")}</option>
        {choices[name].map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
      </select>
    </label>
  );
  const depth = (name: "up" | "down") => (
    <label>
      {w(name)}
      <input type="number" min="0" max="9" value={chosen[name]} onInput={(event) => event.currentTarget.value && settle({ [name]: event.currentTarget.value })} />
    </label>
  );
  const reset = Object.fromEntries(Object.keys(query).filter((name) => name !== "to").map((name) => [name, ""]));
  return (
    <details class="panel" open={matchMedia("(min-width: 700px)").matches}>
      <summary>{w("filters")}</summary>
      <form class="filters" aria-label={w("filters")} onSubmit={(event) => event.preventDefault()}>
        <fieldset>
          <legend>{w("basis")}</legend>
          {BASES.map((basis) => (
            <label key={basis} class="check">
              <input type="checkbox" checked={chosen.filter.bases.has(basis)} onChange={(event) => toggle(basis, event.currentTarget.checked)} />
              <svg viewBox="0 0 24 8" width="24" height="8" aria-hidden="true"><path class={`link ${basis}`} d="M0 4H24" /></svg>
              {known.concept("link-basis", basis, lang)}
            </label>
          ))}
        </fieldset>
        {chosen.to === undefined && depth("up")}
        {chosen.to === undefined && depth("down")}
        {select("product")}
        {select("element")}
        {select("country")}
        {select("status")}
        <label>
          {w("at")}
          <input
            class="short" value={query.at ?? ""} placeholder={known.index.asOf.slice(0, 4)} title={w("atHint")} pattern="\d{4}(-\d\d){0,2}" inputMode="numeric"
            onChange={(event) => settle({ at: event.currentTarget.value.trim() })}
          />
        </label>
        <div class="way">
          <span aria-hidden="true">{w("pathTo")}</span>
          <Search id="path-to" label={w("pathToHint")} among={inChain} onPick={(entity) => settle({ to: known.entity(entity).id })} />
        </div>
        <button type="button" onClick={() => settle(reset)}>{w("reset")}</button>
      </form>
    </details>
  );
}

/** Whether an entity has a chain: it is a node, or runs one. */
function inChain(entity: number): boolean {
  const known = model();
  return known.nodes(entity).some((node) => known.out[node]!.length + known.in[node]!.length > 0);
}

function things(numbers: readonly (number | undefined)[]): Choice[] {
  const known = model();
  const found = [...new Set(numbers)].filter((each) => each !== undefined);
  return sorted(found.map((each) => ({ value: known.entity(each).id, label: known.label(each, language.value) })));
}

function countries(): Choice[] {
  const known = model();
  const codes = new Set(known.index.links.flatMap(({ from, to }) => [known.entity(from).country, known.entity(to).country]));
  return sorted([...codes].filter((code) => code !== undefined).map((code) => ({ value: code, label: known.country(code, language.value) })));
}

function statuses(links: readonly Link[]): Choice[] {
  const found = new Set(links.map((link) => link.status).filter((status) => status !== undefined));
  return sorted([...found].map((status) => ({ value: status, label: model().concept("agreement-status", status, language.value) })));
}

function sorted(choices: Choice[]): Choice[] {
  return choices.sort((one, other) => one.label.localeCompare(other.label, language.value));
}
