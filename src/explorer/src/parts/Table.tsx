// A table that can be sorted by its columns and saved as CSV. Long ones show their first rows until asked.
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { csv, licensed } from "../logic/csv";
import { short } from "../logic/short";
import { t } from "../strings";
import { save } from "./download";

export interface Column<Row> {
  title: string;
  /** What is shown; the value, if it is not given. */
  cell?: (row: Row) => ComponentChildren;
  /** What it is sorted by, and saved as unless `saved` tells. */
  value: (row: Row) => string | number;
  saved?: (row: Row) => string | number;
  numeric?: boolean;
  /** Whether its cells are for doing something: the table is not sorted by them, and they are not saved. */
  action?: boolean;
}

interface Props<Row> {
  /** What it holds; for those who read by ear only, where a heading says so (`headed`). */
  caption: string;
  headed?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** The name of the CSV file, without its ending; no download without it. */
  file?: string;
  /** Whether the file is to hold the values alone, without a column for the licence. */
  bare?: boolean;
  most?: number;
}

export function Table<Row>({ caption, headed = false, columns, rows, file, bare = false, most = 50 }: Props<Row>) {
  // The column that it is sorted by; as given, until one is chosen.
  const [by, setBy] = useState<{ column: number; down: boolean }>();
  const [all, setAll] = useState(false);
  const ordered = useMemo(() => (by ? order(rows, columns[by.column]!, by.down) : rows), [rows, columns, by]);
  const shown = all ? ordered : ordered.slice(0, most);
  const pick = (column: number) =>
    setBy({ column, down: by?.column === column ? !by.down : (columns[column]!.numeric ?? false) });
  const saveCsv = () => {
    const kept = columns.filter((each) => !each.action);
    const saved = [kept.map((each) => each.title), ...ordered.map((row) => kept.map((each) => (each.saved ?? each.value)(row)))];
    save(`${file}.csv`, csv(bare ? saved : licensed(saved, t("licenceColumn"), t("credit"))), "text/csv");
  };
  return (
    <div class="table">
      {/* What scrolls must be reachable by keyboard. */}
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class={headed ? "hidden" : undefined}>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column, place) => (
                <th
                  key={place}
                  scope="col"
                  class={column.numeric ? "numeric" : undefined}
                  aria-sort={by?.column === place ? (by.down ? "descending" : "ascending") : undefined}
                >
                  {column.action ? column.title : (
                    <button type="button" onClick={() => pick(place)} title={t("sortBy", { name: column.title })}>
                      {column.title}
                      <span aria-hidden="true">{by?.column === place ? (by.down ? " ▾" : " ▴") : ""}</span>
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, place) => (
              <tr key={place}>
                {columns.map((column, each) => (
                  <td key={each} class={column.numeric ? "numeric" : undefined}>
                    {column.cell ? column.cell(row) : <Text value={column.value(row)} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="actions">
        {rows.length > most && (
          <button type="button" onClick={() => setAll(!all)}>
            {all ? t("showFewer") : t("showAll", { count: rows.length })}
          </button>
        )}
        {file && rows.length > 0 && (
          <button type="button" onClick={saveCsv}>
            {t("asCsv")} ↓
          </button>
        )}
      </div>
    </div>
  );
}

function Text({ value }: { value: string | number }) {
  const dated = typeof value === "string" && /^\d{4}(-\d\d){0,2}$/.test(value);
  return <bdi class={dated ? "date" : undefined}>{typeof value === "string" ? short(value, 400) : value}</bdi>;
}

function order<Row>(rows: readonly Row[], column: Column<Row>, down: boolean): Row[] {
  const sign = down ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [column.value(one), column.value(other)];
    return sign * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
  });
}
