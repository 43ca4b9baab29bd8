// Agreements, stakes, investments and observations that a thing takes part in, the newest first.
import { localName } from "../../data/ids";
import { DCTERMS, MZ } from "../../data/statements";
import { type Event, type Fact, type Family, first } from "../../logic/description";
import { figure } from "../../logic/wording";
import { EntityLink } from "../../parts/EntityLink";
import type { Numbering } from "../../parts/SourceList";
import { sourcesColumn } from "../../parts/sourcesColumn";
import { type Column, Table } from "../../parts/Table";
import { model, statements } from "../../state/data";
import { language } from "../../state/settings";
import { propertyLabel } from "./Facts";
import { w } from "./words";

interface Props {
  family: Family;
  of: string;
  events: readonly Event[];
  numbering: Numbering;
}

const SIZES = ["share", "amount", "agreedQuantity", "result", "leasedArea"];
const STATUSES = ["agreementStatus", "modality"];

export function Events({ family, of, events, numbering }: Props) {
  if (!events.length) return null;
  const store = statements.value!;
  const lang = language.value;
  const label = (iri: string) => store.label(iri, lang) || localName(iri);
  const size = (each: Event) =>
    SIZES.map((name) => first(each.facts, name)).map((term) => (term ? figure(term.value, store, lang) : "")).filter(Boolean).join("; ");
  const status = (each: Event) => {
    const found = STATUSES.map((name) => first(each.facts, name)).find((term) => term !== undefined);
    return found ? label(found.value) : "";
  };
  const product = (each: Event) => each.facts.find((fact) => fact.predicate === `${MZ}product`)?.values.map(({ term }) => label(term.value)).join(", ") ?? "";
  const note = (each: Event) =>
    each.facts.find((fact) => fact.predicate === `${DCTERMS}description`)?.values.map(({ term }) => term.value).join(" ") ?? "";
  const columns: Column<Event>[] = [
    { title: w("date"), value: (each) => each.date },
    { title: w("kind"), value: (each) => model().kind(each.kind, lang) },
    { title: w("what"), value: (each) => label(each.iri), cell: (each) => <What each={each} note={note(each)} /> },
    {
      title: w("parties"),
      value: (each) => parties(each, of).map(({ role, iri }) => `${propertyLabel(role)}: ${label(iri)}`).join("; "),
      cell: (each) => <Parties found={parties(each, of)} />,
    },
    { title: w("product"), value: product },
    { title: w("size"), value: size },
    { title: w("status"), value: status },
    sourcesColumn(w("sources"), (each) => each.sources, numbering),
  ];
  return (
    <section>
      <h2>{w(family)} <span class="muted">{events.length}</span></h2>
      <Table
        headed
        caption={w(family)}
        rows={events}
        most={15}
        file={`${localName(of)}-${family.toLowerCase()}`}
        columns={columns.filter((column) => events.some((each) => column.value(each) !== ""))}
      />
    </section>
  );
}

function What({ each, note }: { each: Event; note: string }) {
  return (
    <>
      <EntityLink entity={each.iri} />
      {note && <div class="muted small"><bdi>{note}</bdi></div>}
    </>
  );
}

function Parties({ found }: { found: Party[] }) {
  return (
    <>
      {found.map(({ role, iri }) => (
        <div key={role + iri}><span class="muted">{propertyLabel(role)}:</span> <EntityLink entity={iri} /></div>
      ))}
    </>
  );
}

interface Party {
  role: string;
  iri: string;
}

/** The organizations, units, projects and places that take part, the thing itself left out. */
function parties(each: Event, of: string): Party[] {
  const known = model();
  const concerns = ({ values }: Fact) => values.filter(({ term }) => term.kind === "iri" && term.value !== of && known.number(term.value) !== undefined);
  return each.facts
    .filter((fact) => fact.predicate !== `${MZ}product`)
    .flatMap((fact) => concerns(fact).map(({ term }) => ({ role: fact.predicate, iri: term.value })));
}
