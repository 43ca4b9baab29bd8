// The production units of a thing: an organization's, a stage's, a product's, a country's.
import { lastInWords } from "../../logic/capacity";
import { EntityLink } from "../../parts/EntityLink";
import { StageBadge } from "../../parts/StageBadge";
import { stateLabel } from "../../parts/state";
import { Table } from "../../parts/Table";
import { model } from "../../state/data";
import { language } from "../../state/settings";
import { w } from "./words";

export function Units({ units, file }: { units: readonly number[]; file: string }) {
  const known = model();
  const lang = language.value;
  const unit = (number: number) => known.entity(number).unit!;
  const stages = (number: number) => unit(number).stages ?? [];
  const operators = (number: number) => unit(number).operators ?? [];
  return (
    <section>
      <h2>{w("units")} <span class="muted">{units.length}</span></h2>
      <Table
        headed
        caption={w("units")}
        rows={units}
        most={20}
        file={`${file}-units`}
        columns={[
          { title: w("unit"), value: (number) => known.label(number, lang), cell: (number) => <EntityLink entity={number} /> },
          {
            title: w("stage"),
            value: (number) => stages(number).map((stage) => known.stageLabel(stage, lang)).join(", "),
            cell: (number) => <>{stages(number).map((stage) => <StageBadge key={stage} stage={stage} link={false} />)}</>,
          },
          { title: w("country"), value: (number) => known.country(known.entity(number).country ?? "", lang) },
          { title: w("state"), value: (number) => stateLabel(unit(number).state) },
          {
            title: w("operator"),
            value: (number) => operators(number).map((each) => known.label(each, lang)).join(", "),
            cell: (number) => <>{operators(number).map((each) => <div key={each}><EntityLink entity={each} /></div>)}</>,
          },
          { title: w("capacity"), value: (number) => lastInWords(known.entity(number), lang) },
        ]}
      />
    </section>
  );
}
