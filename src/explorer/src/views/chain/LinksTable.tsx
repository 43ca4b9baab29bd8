// The links of the drawing as a table, each with its sources.
import type { Link } from "../../data/types";
import { bounds } from "../../logic/figures";
import { EntityLink } from "../../parts/EntityLink";
import type { Numbering } from "../../parts/SourceList";
import { StageDot } from "../../parts/StageBadge";
import { sourcesColumn } from "../../parts/sourcesColumn";
import { type Column, Table } from "../../parts/Table";
import { model } from "../../state/data";
import { language } from "../../state/settings";
import { w } from "./words";

export function LinksTable({ links, numbering, file }: { links: readonly Link[]; numbering: Numbering; file: string }) {
  const known = model();
  const lang = language.value;
  const end = (which: "from" | "to"): Column<Link> => ({
    title: w(which),
    value: (link) => known.label(link[which], lang),
    cell: (link) => <span class="dotted"><StageDot rank={known.rank(link[which])} /><EntityLink entity={link[which]} /></span>,
  });
  const columns: Column<Link>[] = [
    end("from"),
    end("to"),
    { title: w("product"), value: ({ product }) => (product === undefined ? "" : known.label(product, lang)), cell: ({ product }) => (product === undefined ? "" : <EntityLink entity={product} />) },
    { title: w("basis"), value: (link) => known.concept("link-basis", link.basis, lang) },
    { title: w("status"), value: (link) => (link.status ? known.concept("agreement-status", link.status, lang) : "") },
    { title: w("period"), value: (link) => (link.since || link.until ? `${link.since ?? ""}–${link.until ?? ""}` : "") },
    { title: w("quantity"), value: (link) => (link.quantity ? `${bounds(link.quantity, lang)} t` : "") },
    { title: w("confidence"), value: (link) => w(link.confidence) },
    sourcesColumn(w("sources"), (link) => link.sources ?? [], numbering),
  ];
  const filled = columns.filter((column) => links.some((link) => column.value(link) !== ""));
  return (
    <section>
      <h2>{w("links")} <span class="muted">{links.length}</span></h2>
      {/* Another choice of columns is another table: the one that it was sorted by may be gone. */}
      <Table key={filled.map(({ title }) => title).join()} headed caption={w("links")} rows={links} columns={filled} most={30} file={file} />
    </section>
  );
}
