// Tables as CSV (RFC 4180) that no spreadsheet runs as a formula.

export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** The same rows with a last column that says how they may be used: it goes where they go. */
export function licensed<Cell>(rows: readonly (readonly Cell[])[], title: string, licence: Cell): (Cell | string)[][] {
  return rows.map((row, place) => [...row, place ? licence : title]);
}

function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
