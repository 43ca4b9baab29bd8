// The page of one thing: names, facts, capacities, supply, agreements, what names it, each with its sources.
import { useMemo } from "preact/hooks";
import { expand, localName } from "../../data/ids";
import { say } from "../../data/model";
import { SKOS, type StatementStore } from "../../data/statements";
import { describe, type Description, documentsOf, FAMILIES } from "../../logic/description";
import { related } from "../../logic/related";
import { short } from "../../logic/short";
import { unitDocuments, unitsOf } from "../../logic/units";
import { CopyAddress } from "../../parts/DrawingActions";
import { GraphDrawing } from "../../parts/GraphDrawing";
import { Panel } from "../../parts/Panel";
import { Numbering, SourceList } from "../../parts/SourceList";
import { StageBadge } from "../../parts/StageBadge";
import { stateLabel } from "../../parts/state";
import { model, statements, useStatements } from "../../state/data";
import { href } from "../../state/route";
import { language } from "../../state/settings";
import { t } from "../../strings";
import type { View, ViewProps } from "../view";
import { Capacities } from "./Capacities";
import { DocumentPage } from "./DocumentPage";
import { Events } from "./Events";
import { Facts, Follows, Named } from "./Facts";
import { Supply } from "./Supply";
import { Units } from "./Units";
import { w } from "./words";
import "./entity.css";

// So many neighbours can still be read.
const RELATED = 45;

function Entity({ id }: ViewProps) {
  const known = model();
  const store = useStatements({ of: expand(id, known.index.prefixes) });
  const number = known.number(id);
  const document = known.documentNumber(id);
  if (document !== undefined) return <DocumentPage document={document} store={store} />;
  if (store && number === undefined && !store.about(store.iri(id)).length && !store.naming(store.iri(id)).length) {
    return <h1>{known.index.excerpt ? t("notInPart", { id }) : w("nothing", { id })}</h1>;
  }
  return (
    <article class="entity">
      <Head id={id} number={number} />
      {store ? <Body key={id} iri={store.iri(id)} number={number} store={store} /> : <p role="status">{t("loading")}</p>}
    </article>
  );
}

function Head({ id, number }: { id: string; number?: number }) {
  const known = model();
  const lang = language.value;
  if (number === undefined) {
    const store = statements.value;
    const iri = store?.iri(id) ?? id;
    return <h1><bdi>{short(store?.label(iri, lang) || localName(id), 300)}</bdi></h1>;
  }
  const entity = known.entity(number);
  const other = say(entity.label, lang === "en" ? "zh" : "en");
  const names = [...new Set([other, ...(entity.names ?? [])])].filter((name) => name && name !== known.label(number, lang));
  const told = [
    known.kind(entity.kind, lang),
    entity.country && known.country(entity.country, lang),
    entity.unit && stateLabel(entity.unit.state),
  ];
  return (
    <>
      <h1><bdi>{short(known.label(number, lang), 300)}</bdi></h1>
      <p class="told">{told.filter(Boolean).join(" · ")}</p>
      {entity.unit?.stages && <p>{entity.unit.stages.map((stage) => <StageBadge key={stage} stage={stage} />)}</p>}
      {names.length > 0 && <p class="muted">{w("otherNames")}: {names.map((name) => <bdi key={name} class="alias">{short(name)}</bdi>)}</p>}
      {entity.codes && <p class="muted">{w("codes")}: {entity.codes.map((code) => <bdi key={code} class="alias">{short(code)}</bdi>)}</p>}
      <div class="actions">
        {known.nodes(number).length > 0 && <a class="button" href={href("chain", entity.id)}>{w("showChain")}</a>}
        <CopyAddress />
      </div>
    </>
  );
}

function Body({ iri, number, store }: { iri: string; number?: number; store: StatementStore }) {
  const known = model();
  const found = useMemo(() => describe(iri, store, known), [iri, store, known]);
  const numbering = new Numbering(documentsOf(found, number === undefined ? [] : unitDocuments(known, number)));
  const units = useMemo(() => (number === undefined ? [] : unitsOf(known, number)), [number, known]);
  const unit = number === undefined ? undefined : known.entity(number).unit;
  return (
    <>
      <Notes found={found} />
      <Facts facts={found.facts} numbering={numbering} />
      {unit?.told && <Capacities unit={unit} numbering={numbering} name={localName(iri)} />}
      {units.length > 0 && <Units units={units} file={localName(iri)} />}
      {number !== undefined && <Supply number={number} numbering={numbering} />}
      {FAMILIES.map((family) => (
        <Events key={family} family={family} of={iri} events={found.events.filter((each) => each.family === family)} numbering={numbering} />
      ))}
      <Panel title={t("related")}>{() => <Related found={found} number={number} />}</Panel>
      <Named of={iri} facts={found.named} numbering={numbering} />
      <Follows facts={found.follows} numbering={numbering} />
      <SourceList documents={numbering.documents} />
    </>
  );
}

function Related({ found, number }: { found: Description; number: number | undefined }) {
  const graph = useMemo(() => related(found, number, model(), RELATED), [found, number]);
  return <GraphDrawing graph={graph} name={localName(found.iri)} />;
}

function Notes({ found }: { found: Description }) {
  const definition = found.facts.find((fact) => fact.predicate === `${SKOS}definition`);
  const inLanguage = definition?.values.find(({ term }) => term.kind === "literal" && term.language.toLowerCase().startsWith(language.value));
  const shown = inLanguage ?? definition?.values[0];
  return shown ? <p><bdi>{shown.term.value}</bdi></p> : null;
}

export const entity: View = { name: "entity", title: ["Entity", "条目"], listed: false, component: Entity };
