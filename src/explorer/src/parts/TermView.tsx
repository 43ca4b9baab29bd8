// One value: a thing by its name, a figure in words, an identifier, a date, a text.
import { localName } from "../data/ids";
import { MZ } from "../data/statements";
import type { Term } from "../data/terms";
import { outside } from "../logic/links";
import { figure, identifier } from "../logic/wording";
import { model, statements } from "../state/data";
import { href } from "../state/route";
import { language } from "../state/settings";
import { EntityLink } from "./EntityLink";

const FIGURES = ["id:quantity/", "id:amount/"];

export function TermView({ term }: { term: Term }) {
  const store = statements.value;
  if (term.kind === "literal") return <bdi class="literal" lang={term.language || undefined}>{shortened(term.value)}</bdi>;
  if (!store || model().number(term.value) !== undefined) return <EntityLink entity={term.value} />;
  const id = store.id(term.value);
  // Of what the page at hand does not tell, the name leads to where it is told.
  if (id.startsWith("id:") && !store.about(term.value).length) return <a href={href("entity", id)}><bdi>{id}</bdi></a>;
  if (FIGURES.some((family) => id.startsWith(family))) return <bdi>{figure(term.value, store, language.value)}</bdi>;
  const told = identifier(term.value, store);
  if (told) {
    const scheme = told.scheme && (store.label(told.scheme, language.value) || localName(told.scheme));
    return (
      <>
        {scheme && <><bdi>{scheme}</bdi>: </>}
        {told.url ? <Outside url={told.url} text={told.code} /> : <bdi>{told.code}</bdi>}
      </>
    );
  }
  if (id.startsWith("concept:") && store.kinds(term.value).includes("Code")) return <bdi>{store.label(term.value, language.value)}</bdi>;
  if (id.startsWith("id:target/")) return <Target iri={term.value} />;
  if (!store.about(term.value).length) return <Outside url={term.value} text={term.value} />;
  return <EntityLink entity={term.value} />;
}

function Outside({ url, text }: { url: string; text: string }) {
  const safe = outside(url);
  if (!safe) return <bdi>{text}</bdi>;
  return <a href={safe} rel="noreferrer noopener" target="_blank"><bdi>{text}</bdi></a>;
}

function Target({ iri }: { iri: string }) {
  const store = statements.value!;
  const told = store.about(iri).filter(({ predicate, object }) => predicate.startsWith(MZ) && object.kind === "iri");
  const label = store.label(iri, language.value);
  const figures = told.map(({ object }) => figure(object.value, store, language.value)).filter(Boolean);
  return <bdi>{[label, ...new Set(figures)].filter(Boolean).join(": ") || localName(iri)}</bdi>;
}

const LONGEST = 2_000;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
