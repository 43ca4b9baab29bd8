// The parameters of a question as a form: an entity is found by its names, all else is typed.
import { expand, shorten } from "../../data/ids";
import type { Parameter } from "../../data/types";
import { EntityLink } from "../../parts/EntityLink";
import { Search } from "../../shell/Search";
import { model } from "../../state/data";
import { w } from "./words";

interface Props {
  parameters: readonly Parameter[];
  values: Readonly<Record<string, string>>;
  give: (name: string, value: string) => void;
}

export function Parameters({ parameters, values, give }: Props) {
  return (
    <fieldset class="parameters">
      <legend>{w("parameters")}</legend>
      {parameters.map((each) => {
        const value = values[each.name] ?? each.default ?? "";
        return each.kind === "iri"
          ? <Entity key={each.name} name={each.name} value={value} give={give} />
          : <Typed key={each.name} parameter={each} value={value} give={give} />;
      })}
    </fieldset>
  );
}

function Entity({ name, value, give }: { name: string; value: string; give: Props["give"] }) {
  const known = model();
  return (
    <div class="parameter">
      <label>
        {name}{" "}
        <input value={shorten(expand(value, known.index.prefixes), known.index.prefixes)} spellcheck={false} autocomplete="off" onChange={(event) => give(name, event.currentTarget.value)} />
      </label>
      {known.number(value) !== undefined && <span class="muted">= <EntityLink entity={value} /></span>}
      <Search
        id={`parameter-${name}`}
        label={`${w("find")}: ${name}`}
        onPick={(entity) => give(name, known.entity(entity).id)}
      />
    </div>
  );
}

function Typed({ parameter, value, give }: { parameter: Parameter; value: string; give: Props["give"] }) {
  const change = (event: { currentTarget: HTMLInputElement }) => give(parameter.name, event.currentTarget.value);
  return (
    <div class="parameter">
      <label>
        {parameter.name}{" "}
        {parameter.kind === "date" ? <input type="date" value={value} onChange={change} /> : <input type="text" value={value} onChange={change} />}
      </label>
    </div>
  );
}
