// The statements about a thing: a row a property, values side by side, each with its sources.
import { localName } from "../../data/ids";
import { MZ, SKOS } from "../../data/statements";
import type { Fact, Value } from "../../logic/description";
import { EntityLink } from "../../parts/EntityLink";
import { type Numbering, SourceMarks } from "../../parts/SourceList";
import { sourcesColumn } from "../../parts/sourcesColumn";
import { Table } from "../../parts/Table";
import { TermView } from "../../parts/TermView";
import { model, statements } from "../../state/data";
import { language } from "../../state/settings";
import { w } from "./words";

const SHOWN_ABOVE = `${SKOS}definition`;

export function propertyLabel(predicate: string): string {
  const lang = language.value;
  if (predicate.startsWith(MZ)) return model().kind(localName(predicate), lang);
  const known: Record<string, [string, string]> = {
    description: ["description", "描述"], lat: ["latitude", "纬度"], long: ["longitude", "经度"], sfWithin: ["lies in", "位于"],
    url: ["web address", "网址"], broader: ["a kind of", "上位概念"], notation: ["notation", "记号"], type: ["type", "类型"], prefLabel: ["name", "名称"], altLabel: ["other name", "别名"], source: ["source", "来源"],
    title: ["title", "标题"], publisher: ["publisher", "发布者"], issued: ["issued", "发布日期"], language: ["language", "语言"], wasQuotedFrom: ["quoted from", "引自"], editorialNote: ["our note", "编者注"],
    scopeNote: ["use", "用法"], hasGeometry: ["geometry", "几何"], topConceptOf: ["scheme", "概念体系"], exactMatch: ["same as", "等同于"],
    closeMatch: ["much like", "近似"], sameAs: ["same as", "等同于"], seeAlso: ["see also", "另见"], wasDerivedFrom: ["derived from", "推导自"],
  };
  return known[localName(predicate)]?.[lang === "zh" ? 1 : 0] ?? (statements.value?.label(predicate, lang) || localName(predicate));
}

export function Facts({ facts, numbering }: { facts: readonly Fact[]; numbering: Numbering }) {
  const shown = facts.filter((fact) => fact.predicate !== SHOWN_ABOVE);
  if (!shown.length) return null;
  return (
    <section>
      <h2>{w("facts")}</h2>
      <dl class="facts">
        {shown.map((fact) => (
          <div key={fact.predicate} class={fact.differ ? "differ" : undefined}>
            <dt>
              {propertyLabel(fact.predicate)}
              {fact.differ && <span class="note">{w("differ")}</span>}
            </dt>
            <dd>
              {fact.values.map((value, place) => (
                <FactValue key={place} value={value} dated={fact.differ} numbering={numbering} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function FactValue({ value, dated, numbering }: { value: Value; dated: boolean; numbering: Numbering }) {
  return (
    <div class="value">
      <TermView term={value.term} />
      {dated && value.newest && <span class="muted"> ({value.newest})</span>}
      <SourceMarks sources={value.sources} numbering={numbering} />
      {value.sets.map((set) => (
        <span key={set} class="muted"> ({w("mappings")}: <bdi>{statements.value?.label(set, language.value) || localName(set)}</bdi>)</span>
      ))}
    </div>
  );
}

/** What names the thing: who it is the operator of, what lies in it. */
export function Named({ of, facts, numbering }: { of: string; facts: readonly Fact[]; numbering: Numbering }) {
  const rows = facts.flatMap((fact) => fact.values.map((value) => ({ predicate: fact.predicate, value })));
  if (!rows.length) return null;
  const store = statements.value!;
  const label = (iri: string) => store.label(iri, language.value) || localName(iri);
  return (
    <details class="panel">
      <summary><h2>{w("named")}</h2> <span class="muted">{rows.length}</span></summary>
      <Table
        headed
        caption={w("named")}
        rows={rows}
        file={`${localName(of)}-named`}
        columns={[
          { title: w("thing"), value: (row) => label(row.value.term.value), cell: (row) => <EntityLink entity={row.value.term.value} /> },
          { title: w("relation"), value: (row) => propertyLabel(row.predicate), cell: (row) => <>{propertyLabel(row.predicate)}: <bdi>{label(of)}</bdi></> },
          sourcesColumn<(typeof rows)[number]>(w("sources"), (row) => row.value.sources, numbering),
        ]}
      />
    </details>
  );
}

export function Follows({ facts, numbering }: { facts: readonly Fact[]; numbering: Numbering }) {
  const rows = facts.flatMap((fact) => fact.values.map(({ term, sources }) => ({ predicate: fact.predicate, term, sources })));
  if (!rows.length) return null;
  return (
    <details class="panel">
      <summary><h2>{w("follows")}</h2> <span class="muted">{rows.length}</span></summary>
      <Table
        headed
        caption={w("follows")}
        rows={rows}
        columns={[
          { title: w("property"), value: (row) => propertyLabel(row.predicate) },
          { title: w("value"), value: (row) => row.term.value, cell: (row) => <TermView term={row.term} /> },
          sourcesColumn<(typeof rows)[number]>(w("sources"), (row) => row.sources, numbering),
        ]}
      />
    </details>
  );
}
