// One country of the map: its units, and what crosses its borders.
import { lastInWords } from "../../logic/capacity";
import { EntityLink } from "../../parts/EntityLink";
import type { Numbering } from "../../parts/SourceList";
import { sourcesColumn } from "../../parts/sourcesColumn";
import { stateLabel } from "../../parts/state";
import { type Column, Table } from "../../parts/Table";
import { model } from "../../state/data";
import { href, settle } from "../../state/route";
import { language } from "../../state/settings";
import { LinksTable } from "../chain/LinksTable";
import type { Flow } from "./counting";
import { GROUPS, groupsOf } from "./groups";
import { w } from "./words";

/** A stage in the colour of its group, as the map has it. */
function Stage({ name }: { name: string }) {
  const known = model();
  const stage = known.stage(name);
  const colour = GROUPS.find((group) => group.name === groupsOf([name])[0])!.colour;
  return (
    <span class="map-stage">
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="4.5" fill={colour} /></svg>
      {stage ? <EntityLink entity={stage.entity} /> : name}
    </span>
  );
}

interface Props {
  code: string;
  units: readonly number[];
  routes: readonly Flow[];
  numbering: Numbering;
}

export function Country({ code, units, routes, numbering }: Props) {
  const known = model();
  const lang = language.value;
  const country = known.country(code, lang);
  const entity = known.index.countries[code]?.entity;
  const unit = (number: number) => known.entity(number).unit!;
  const columns: Column<number>[] = [
    { title: w("unit"), value: (number) => known.label(number, lang), cell: (number) => <EntityLink entity={number} /> },
    {
      title: w("does"),
      value: (number) => (unit(number).stages ?? []).map((stage) => known.stageLabel(stage, lang)).join("; "),
      cell: (number) => (unit(number).stages ?? []).map((stage) => <Stage key={stage} name={stage} />),
    },
    { title: w("state"), value: (number) => stateLabel(unit(number).state) },
    { title: w("capacity"), value: (number) => lastInWords(known.entity(number), lang) },
    {
      title: w("operators"),
      value: (number) => (unit(number).operators ?? []).map((each) => known.label(each, lang)).join("; "),
      cell: (number) => (unit(number).operators ?? []).map((each, place) => <span key={each}>{place > 0 && "; "}<EntityLink entity={each} /></span>),
    },
    sourcesColumn(w("sources"), (number) => unit(number).sources ?? [], numbering),
  ];
  const links = routes.flatMap((route) => route.links.map((place) => known.index.links[place]!));
  return (
    <section>
      <h2>{w("unitsIn", { country })} <span class="muted">{units.length}</span></h2>
      <div class="actions">
        <button type="button" onClick={() => settle({ country: "" })}>{w("close")}</button>
        {entity !== undefined && <a class="map-page" href={href("entity", known.entity(entity).id)}>{w("page")}</a>}
      </div>
      <Table headed caption={w("unitsIn", { country })} columns={columns} rows={units} file={`monazite-units-${code}`} most={25} />
      {links.length > 0 && <LinksTable links={links} numbering={numbering} file={`monazite-supplies-${code}`} />}
    </section>
  );
}
