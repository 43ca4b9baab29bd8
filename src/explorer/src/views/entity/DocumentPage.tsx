// The page of a source document: what it is, and every statement that it makes.
import { useMemo } from "preact/hooks";
import { localName } from "../../data/ids";
import { say } from "../../data/model";
import type { StatementStore } from "../../data/statements";
import { short } from "../../logic/short";
import { Citation } from "../../parts/SourceList";
import { EntityLink } from "../../parts/EntityLink";
import { Table } from "../../parts/Table";
import { TermView } from "../../parts/TermView";
import { model } from "../../state/data";
import { language } from "../../state/settings";
import { t } from "../../strings";
import { propertyLabel } from "./Facts";
import { w } from "./words";

export function DocumentPage({ document, store }: { document: number; store: StatementStore | undefined }) {
  const known = model();
  const found = known.document(document);
  const said = useMemo(() => store?.within(store.iri(found.id)) ?? [], [store, document]);
  const subject = (iri: string) => {
    const number = known.number(iri);
    return number === undefined ? store!.label(iri, language.value) || localName(iri) : say(known.entity(number).label, language.value);
  };
  return (
    <article class="entity">
      <h1><bdi>{short(found.title, 300)}</bdi></h1>
      <p><Citation document={found} outward /></p>
      {!store && <p role="status">{t("loading")}</p>}
      {store && (
        <Table
          caption={`${w("inDocument")} (${said.length})`}
          rows={said}
          most={100}
          file={localName(found.id)}
          columns={[
            { title: w("subject"), value: (each) => subject(each.subject), cell: (each) => <EntityLink entity={each.subject} /> },
            { title: w("property"), value: (each) => propertyLabel(each.predicate) },
            { title: w("value"), value: (each) => each.object.value, cell: (each) => <TermView term={each.object} /> },
          ]}
        />
      )}
    </article>
  );
}
