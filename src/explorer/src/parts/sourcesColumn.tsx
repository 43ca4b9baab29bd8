// The last column of a table: marks of the documents behind a row; a saved table names the documents themselves.
import { cited, type Numbering, SourceMarks } from "./SourceList";
import type { Column } from "./Table";

export function sourcesColumn<Row>(title: string, of: (row: Row) => readonly number[], numbering: Numbering): Column<Row> {
  return {
    title,
    value: (row) => of(row).length,
    saved: (row) => cited(of(row)),
    cell: (row) => <SourceMarks sources={of(row)} numbering={numbering} />,
  };
}
