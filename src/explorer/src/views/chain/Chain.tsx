// The chain upstream and downstream of one thing, stage by stage; or the shortest way between two.
import { useMemo, useState } from "preact/hooks";
import type { Model } from "../../data/model";
import type { Link } from "../../data/types";
import { mostLinked } from "../../logic/overview";
import { short } from "../../logic/short";
import { unitsOf } from "../../logic/units";
import { type Reached, shortest, walk } from "../../logic/walk";
import { EntityLink } from "../../parts/EntityLink";
import { Numbering, SourceList } from "../../parts/SourceList";
import { Search } from "../../shell/Search";
import { model } from "../../state/data";
import { go, href, settle } from "../../state/route";
import { language } from "../../state/settings";
import { t } from "../../strings";
import type { View, ViewProps } from "../view";
import { Drawing } from "./Drawing";
import { Filters } from "./Filters";
import { LinksTable } from "./LinksTable";
import { listed, MOST, type Settings, settings } from "./settings";
import { w } from "./words";
import "./chain.css";

function Chain({ id, query }: ViewProps) {
  const known = model();
  const number = known.number(id);
  if (!id) return <Picker />;
  if (number === undefined) return <h1>{known.index.excerpt ? t("notInPart", { id }) : t("notFound")}</h1>;
  return <ChainOf number={number} query={query} />;
}

function Picker() {
  const known = model();
  return (
    <article class="chain">
      <h1>{w("title")}</h1>
      <p>{w("lead")}</p>
      <div class="picker"><Search id="chain-of" label={w("pick")} onPick={(entity) => go("chain", known.entity(entity).id)} /></div>
      <h2>{w("begin")}</h2>
      <ul>{mostLinked(known, 15).map((each) => <li key={each}><EntityLink entity={each} view="chain" /></li>)}</ul>
    </article>
  );
}

function ChainOf({ number, query }: { number: number; query: Record<string, string> }) {
  const known = model();
  const lang = language.value;
  const [selected, setSelected] = useState<number>();
  const address = JSON.stringify(query);
  const chosen = useMemo(() => settings(query, known), [address, known]);
  const shown = useMemo(() => part(known, number, chosen), [known, number, chosen]);
  const numbering = new Numbering(shown.links.flatMap((link) => link.sources ?? []));
  const name = short(known.label(number, lang), 120);
  const file = `${known.entity(number).id.split("/").pop()}-chain`;
  const open = (node: number) => {
    chosen.closed.delete(node);
    chosen.open.add(node);
    settle({ open: listed(chosen.open, known), closed: listed(chosen.closed, known) });
    setSelected(node);
  };
  const close = (node: number) => {
    chosen.open.delete(node);
    chosen.closed.add(node);
    settle({ open: listed(chosen.open, known), closed: listed(chosen.closed, known) });
  };
  return (
    <article class="chain">
      <h1>
        {chosen.to === undefined ? <>{w("of")} <EntityLink entity={number} /></> : <PathTitle from={number} to={chosen.to} steps={shown.steps} />}
      </h1>
      <Filters chosen={chosen} />
      {chosen.to !== undefined && (
        <p>
          {shown.backwards && `${w("backwards")} `}
          <button type="button" onClick={() => settle({ to: "" })}>{w("endPath")}</button>
        </p>
      )}
      {shown.cut && <p class="failure" role="status">{w("cut", { count: MOST })}</p>}
      {shown.links.length === 0 && (
        <p role="status">
          {chosen.to === undefined ? w("noLinks") : w("noPath", { from: name, to: short(known.label(chosen.to, lang), 120) })}{" "}
          {!chosen.filter.bases.has("possible") && (
            <a href={href("chain", known.entity(number).id, { ...query, basis: "declared,internal,possible" })}>{w("tryPossible")}</a>
          )}
        </p>
      )}
      {shown.links.length > 0 && (
        <>
          <Drawing nodes={shown.nodes} links={shown.links} selected={selected} onSelect={setSelected} onOpen={open} name={file} />
          <Chosen node={selected} nodes={shown.nodes} onOpen={open} onClose={close} fixed={chosen.to !== undefined} />
          <LinksTable links={shown.links} numbering={numbering} file={file} />
        </>
      )}
      <SourceList documents={numbering.documents} />
    </article>
  );
}

interface Part {
  nodes: Map<number, Reached>;
  links: Link[];
  /** How long the way to another is. */
  steps: number;
  cut: boolean;
  backwards: boolean;
}

/** What is shown: the walk from a thing, or the way to another. */
function part(model: Model, number: number, chosen: Settings): Part {
  const starts = startsOf(model, number);
  if (chosen.to === undefined) {
    const found = walk(model, starts, { ...chosen, most: MOST }, chosen.filter);
    const linked = new Set(found.links.flatMap(({ from, to }) => [from, to]));
    for (const node of found.nodes.keys()) if (!linked.has(node)) found.nodes.delete(node);
    return { ...found, steps: 0, backwards: false };
  }
  const ends = startsOf(model, chosen.to);
  const forwards = shortest(model, starts, ends, chosen.filter);
  const steps = forwards.length ? forwards : shortest(model, ends, starts, chosen.filter);
  const links = steps.flat();
  const nodes = new Map<number, Reached>();
  for (const node of links.flatMap(({ from, to }) => [from, to])) {
    const isEnd = starts.includes(node) || ends.includes(node);
    nodes.set(node, { distance: isEnd ? 0 : 1, up: true, down: true, hidden: 0, shown: 0 });
  }
  return { nodes, links, steps: steps.length, cut: false, backwards: !forwards.length && links.length > 0 };
}

/** The nodes of the chain that stand for a thing: itself, its units; of a stage, product or country, the units there. */
function startsOf(model: Model, number: number): number[] {
  const nodes = model.nodes(number);
  return nodes.length ? nodes : unitsOf(model, number);
}

function PathTitle({ from, to, steps }: { from: number; to: number; steps: number }) {
  const known = model();
  const lang = language.value;
  const [one, other] = [short(known.label(from, lang), 120), short(known.label(to, lang), 120)];
  return <bdi>{steps ? w("path", { from: one, to: other, count: steps }) : `${one} → ${other}`}</bdi>;
}

interface ChosenProps {
  node: number | undefined;
  nodes: ReadonlyMap<number, Reached>;
  onOpen: (node: number) => void;
  onClose: (node: number) => void;
  /** Whether nothing can be expanded or collapsed here. */
  fixed: boolean;
}

/** What can be done with the node that is selected. */
function Chosen({ node, nodes, onOpen, onClose, fixed }: ChosenProps) {
  const reached = node === undefined ? undefined : nodes.get(node);
  if (node === undefined || !reached) return null;
  const known = model();
  return (
    <div class="actions chosen" role="group" aria-label={short(known.label(node, language.value), 120)}>
      <strong><bdi>{short(known.label(node, language.value), 120)}</bdi></strong>
      <a class="button" href={href("entity", known.entity(node).id)}>{w("page")}</a>
      <a class="button" href={href("chain", known.entity(node).id)}>{w("centre")}</a>
      {!fixed && reached.hidden > 0 && <button type="button" onClick={() => onOpen(node)}>{w("open")} (+{reached.hidden})</button>}
      {!fixed && reached.distance > 0 && reached.shown > 0 && <button type="button" onClick={() => onClose(node)}>{w("close")}</button>}
    </div>
  );
}

export const chain: View = { name: "chain", title: ["Chain", "产业链"], listed: true, component: Chain };
