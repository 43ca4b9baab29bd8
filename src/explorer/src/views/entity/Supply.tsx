// Who supplies a thing and whom it supplies, as links of the chain have it; those nobody states are only counted.
import type { Link } from "../../data/types";
import { bounds } from "../../logic/figures";
import { EntityLink } from "../../parts/EntityLink";
import type { Numbering } from "../../parts/SourceList";
import { sourcesColumn } from "../../parts/sourcesColumn";
import { Table } from "../../parts/Table";
import { model } from "../../state/data";
import { href } from "../../state/route";
import { language } from "../../state/settings";
import { w } from "./words";

interface Row {
  link: Link;
  node: number;
  other: number;
  out: boolean;
}

export function Supply({ number, numbering }: { number: number; numbering: Numbering }) {
  const known = model();
  const lang = language.value;
  const all: Row[] = known.nodes(number).flatMap((node) => [
    ...known.in[node]!.map((link) => ({ link, node, other: link.from, out: false })),
    ...known.out[node]!.map((link) => ({ link, node, other: link.to, out: true })),
  ]);
  const rows = all.filter(({ link }) => link.basis !== "possible").sort((one, other) => one.link.basis.localeCompare(other.link.basis));
  const possible = all.length - rows.length;
  if (!all.length) return null;
  const product = ({ link }: Row) => (link.product === undefined ? "" : known.label(link.product, lang));
  const several = new Set(rows.map(({ node }) => node)).size > 1;
  return (
    <section>
      <h2>{w("supply")} <span class="muted">{rows.length}</span></h2>
      {rows.length > 0 && (
        <Table
        headed
          caption={w("supply")}
          rows={rows}
          most={20}
          file={`${known.entity(number).id.split("/").pop()}-supply`}
          columns={[
            ...(several ? [{ title: w("unit"), value: (row: Row) => known.label(row.node, lang), cell: (row: Row) => <EntityLink entity={row.node} /> }] : []),
            { title: w("direction"), value: (row) => w(row.out ? "supplies" : "receives"), cell: (row) => <>{row.out ? "→ " : "← "}{w(row.out ? "supplies" : "receives")}</> },
            { title: w("partner"), value: (row) => known.label(row.other, lang), cell: (row) => <EntityLink entity={row.other} /> },
            { title: w("product"), value: product },
            { title: w("basis"), value: ({ link }) => known.concept("link-basis", link.basis, lang) },
            { title: w("status"), value: ({ link }) => (link.status ? known.concept("agreement-status", link.status, lang) : "") },
            { title: w("size"), value: ({ link }) => (link.quantity ? `${bounds(link.quantity, lang)} t/a` : "") },
            { title: w("confidence"), value: ({ link }) => w(link.confidence) },
            sourcesColumn(w("sources"), ({ link }: Row) => link.sources ?? [], numbering),
          ]}
        />
      )}
      {possible > 0 && (
        <p><a href={href("chain", known.entity(number).id, { basis: "possible" })}>{w("possible", { count: possible })}</a></p>
      )}
    </section>
  );
}
