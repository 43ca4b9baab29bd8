// The rows of an analysis with the numbers of their documents.
import type { Model } from "../../data/model";
import type { Analysis, AnalysisCell } from "../../data/types";

export interface Line {
  cells: AnalysisCell[];
  sources: number[];
}

export function lines(analysis: Analysis, model: Model): Line[] {
  const documents = analysis.documents.map((id) => model.documentNumber(id));
  return analysis.rows.map((cells, row) => ({
    cells,
    sources: (analysis.sources[row] ?? []).map((place) => documents[place]).filter((document) => document !== undefined),
  }));
}

/** The stages that the rows are of, in their order. */
export function stagesIn(analysis: Analysis): string[] {
  const place = analysis.columns.findIndex((column) => column.name === "stage");
  return place < 0 ? [] : [...new Set(analysis.rows.map((row) => String(row[place])))];
}

/** The greatest bound in a column, which its bars are drawn to. */
export function widest(rows: readonly Line[], place: number): number {
  const told = rows.flatMap(({ cells }) => {
    const cell = cells[place];
    return Array.isArray(cell) ? cell.filter((bound) => typeof bound === "number") : [];
  });
  return Math.max(0, ...told);
}

/** The rows as they are saved: two columns for a figure with bounds, names and ids of entities, and what `cited` says of their documents. */
export function records(analysis: Analysis, rows: readonly Line[], cited: (documents: readonly number[]) => string): (string | number)[][] {
  const head = analysis.columns.flatMap(({ name, kind }) => {
    if (kind === "bounds" || kind === "share") return [`${name}_low`, `${name}_high`];
    return kind === "entity" ? [name, "id"] : [name];
  });
  const body = rows.map(({ cells, sources }) => [
    ...analysis.columns.flatMap(({ kind }, place) => {
      const cell = cells[place] ?? null;
      if (Array.isArray(cell)) return [cell[0], cell[1] ?? ""];
      return kind === "text" || kind === "number" ? [cell ?? ""] : ["", ""];
    }),
    cited(sources),
  ]);
  return [[...head, "sources"], ...body];
}
