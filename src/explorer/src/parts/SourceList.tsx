// The panel "how do we know": the documents behind what a view shows, numbered, and the marks that refer to them.
import { model } from "../state/data";
import { outside } from "../logic/links";
import { short } from "../logic/short";
import { href } from "../state/route";
import { t } from "../strings";
import type { SourceDocument } from "../data/types";
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";

const FIRST = 30;

/** A document that a mark leads to and that the list, being long, does not show yet. */
const sought = signal<number | undefined>(undefined);

/**
 * Numbers documents from 1. Give it all that a view will name, in order: its list is drawn before the parts that
 * come to name others.
 */
export class Numbering {
  readonly documents: number[] = [];
  private readonly places = new Map<number, number>();

  constructor(documents: Iterable<number> = []) {
    for (const document of documents) this.of(document);
  }

  of(document: number): number {
    let place = this.places.get(document);
    if (place === undefined) {
      place = this.documents.push(document);
      this.places.set(document, place);
    }
    return place;
  }
}

/** `[1] [2]`, each a button that shows its source on hover and focus, and leads to it in the list. */
export function SourceMarks({ sources, numbering }: { sources: readonly number[]; numbering: Numbering }) {
  const shown = [...sources].sort((one, other) => numbering.of(one) - numbering.of(other)).slice(0, 6);
  return (
    <span class="marks">
      {shown.map((document) => (
        <SourceMark key={document} document={document} number={numbering.of(document)} />
      ))}
      {sources.length > shown.length && <span class="muted"> +{sources.length - shown.length}</span>}
    </span>
  );
}

function SourceMark({ document, number }: { document: number; number: number }) {
  const title = citation(model().document(document));
  const lead = () => {
    if (!reveal(document)) sought.value = document;
  };
  return (
    <button type="button" class="mark" data-tip={title} aria-label={t("source", { number, title })} onClick={lead}>
      {number}
    </button>
  );
}

/** Shows a document in the list of sources; false if it is not there. */
function reveal(document: number): boolean {
  const item = globalThis.document.getElementById(`source-${document}`);
  item?.closest("details")?.setAttribute("open", "");
  item?.focus();
  item?.scrollIntoView({ block: "center" });
  return item !== null;
}

export function SourceList({ documents }: { documents: readonly number[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? documents : documents.slice(0, FIRST);
  useEffect(() => {
    if (sought.value === undefined) return;
    if (!all && documents.includes(sought.value)) {
      setAll(true);
      return;
    }
    reveal(sought.value);
    sought.value = undefined;
  }, [sought.value, all]);
  return (
    <details class="panel sources">
      <summary>
        <h2>{t("how")}</h2> <span class="muted">{t("sourcesCount", { count: documents.length })}</span>
      </summary>
      {documents.length === 0 && <p>{t("noSources")}</p>}
      <ol>
        {shown.map((number) => (
          <li key={number} id={`source-${number}`} tabIndex={-1}>
            <Citation document={model().document(number)} />
          </li>
        ))}
      </ol>
      {documents.length > FIRST && (
        <button type="button" onClick={() => setAll(!all)}>
          {all ? t("showFewer") : t("showAll", { count: documents.length })}
        </button>
      )}
    </details>
  );
}

/** A document as a line of a list of references; `outward` on its own page, where it needs no link to itself. */
export function Citation({ document, outward = false }: { document: SourceDocument; outward?: boolean }) {
  const url = document.url && outside(document.url);
  const quoted = document.quoted ?? [];
  return (
    <>
      {document.publisher && <><bdi>{short(document.publisher)}</bdi>, </>}
      {!outward && <><a href={href("entity", document.id)}><bdi>{short(document.title, 250)}</bdi></a>, </>}
      {document.issued ?? t("undated")}
      {url && (
        <>
          {" "}
          <a href={url} rel="noreferrer noopener" target="_blank">{new URL(url).hostname} ↗</a>
        </>
      )}
      {quoted.length > 0 && (
        <span class="muted">
          {" "}({t("quoting")} {quoted.map((number) => model().document(number).publisher ?? model().document(number).title).join("; ")})
        </span>
      )}
    </>
  );
}

/** Documents as a cell of a saved table: the addresses of those that have one, or what they are called. */
export function cited(documents: readonly number[]): string {
  return documents.map((number) => model().document(number)).map((each) => each.url ?? citation(each)).join(" ; ");
}

function citation(document: SourceDocument): string {
  return [document.publisher, short(document.title, 250), document.issued ?? t("undated")].filter(Boolean).join(", ");
}
