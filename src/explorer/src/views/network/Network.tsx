// The network view: the drawing, its filters and legend, and the neighbours of the chosen node as a table.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Relations } from "../../data/types";
import { stageColour } from "../../logic/colours";
import { NODE_KINDS, nodeKind } from "../../logic/nodeKinds";
import { short } from "../../logic/short";
import { EntityLink } from "../../parts/EntityLink";
import { Numbering, SourceList } from "../../parts/SourceList";
import { sourcesColumn } from "../../parts/sourcesColumn";
import { type Column, Table } from "../../parts/Table";
import { Search } from "../../shell/Search";
import { data, failure, model } from "../../state/data";
import { href, settle } from "../../state/route";
import { language } from "../../state/settings";
import { t } from "../../strings";
import type { View, ViewProps } from "../view";
import { arrange, type Layout } from "./arranged";
import { Canvas } from "./Canvas";
import { RELATION_KINDS, USUAL } from "./kinds";
import { allRelations, degree, network, type Network as Net, other, type Relation } from "./network";
import "./network.css";
import { settings, type Settings, turned } from "./settings";
import { w } from "./words";

function NetworkView({ id, query }: ViewProps) {
  const [relations, setRelations] = useState<Relations>();
  useEffect(() => {
    data().part("relations").then(setRelations, (error: unknown) => (failure.value = String(error)));
  }, []);
  return (
    <article class="network">
      <h1>{w("title")}</h1>
      <p>{w("lead")}</p>
      {relations ? <Shown relations={relations} id={id} query={query} /> : <p role="status">{t("loading")}</p>}
    </article>
  );
}

function Shown({ relations, id, query }: ViewProps & { relations: Relations }) {
  const known = model();
  const chosen = useMemo(() => settings(id, query, known), [id, query, known]);
  const all = useMemo(() => allRelations(known, relations), [known, relations]);
  const key = [...chosen.relations].join();
  const net = useMemo(() => network(all, chosen.relations), [all, key]);
  const [layout, setLayout] = useState<Layout>();
  useEffect(() => arrange(net, key, setLayout, (problem) => (failure.value = problem)), [net, key]);
  const focus = chosen.focus;
  const here = focus !== undefined && net.of.has(focus);
  const pick = (node: number | undefined) => settle({ focus: node === undefined ? "" : known.entity(node).id });
  const numbering = new Numbering((here ? net.of.get(focus)! : net.relations).flatMap((relation) => relation.sources));
  const name = focus === undefined ? "" : known.label(focus, language.value);
  return (
    <>
      <div class="network-find">
        <Search id="network-find" label={w("find")} among={(entity) => net.of.has(entity)} onPick={pick} />
        <span role="status" class="muted">
          {layout?.network === net && layout.settled ? w("counts", { nodes: net.nodes.length, relations: net.relations.length }) : w("arranging")}
        </span>
      </div>
      <Filters chosen={chosen} />
      {focus !== undefined && !here && <p role="status">{w("notShown", { name })}</p>}
      {net.nodes.length === 0 && <p>{w("nothing")}</p>}
      {layout && net.nodes.length > 0 ? (
        <Canvas network={layout.network} at={layout.at} kinds={chosen.kinds} colour={chosen.colour} focus={here ? focus : undefined} onFocus={pick} />
      ) : (
        net.nodes.length > 0 && <div class="network-frame network-canvas" />
      )}
      <Legend chosen={chosen} net={net} />
      {here ? <Neighbours node={focus} net={net} numbering={numbering} onLetGo={() => pick(undefined)} onPick={pick} /> : <Most net={net} onPick={pick} />}
      <SourceList documents={numbering.documents} />
    </>
  );
}

function Filters({ chosen }: { chosen: Settings }) {
  const place = language.value === "zh" ? 1 : 0;
  return (
    <details class="panel" open={matchMedia("(min-width: 700px)").matches}>
      <summary>{w("filters")}</summary>
      <form class="network-filters" aria-label={w("filters")} onSubmit={(event) => event.preventDefault()}>
        <fieldset>
          <legend>{w("relations")}</legend>
          {RELATION_KINDS.map(({ name, label }) => (
            <label key={name}>
              <input type="checkbox" checked={chosen.relations.has(name)} onChange={() => settle({ relations: turned(chosen.relations, name, RELATION_KINDS, USUAL) })} />
              {label[place]}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{w("kinds")}</legend>
          {NODE_KINDS.map(({ name, label }) => (
            <label key={name}>
              <input
                type="checkbox" checked={chosen.kinds.has(name)}
                onChange={() => settle({ kinds: turned(chosen.kinds, name, NODE_KINDS, NODE_KINDS.map((kind) => kind.name)) })}
              />
              {label[place]}
            </label>
          ))}
        </fieldset>
        <label class="network-colour">
          {w("colour")}
          <select value={chosen.colour} onChange={(event) => settle({ colour: event.currentTarget.value === "stage" ? "stage" : "" })}>
            <option value="kind">{w("byKind")}</option>
            <option value="stage">{w("byStage")}</option>
          </select>
        </label>
        <button type="button" onClick={() => settle({ relations: "", kinds: "", colour: "", focus: "" })}>{w("reset")}</button>
      </form>
    </details>
  );
}

function Legend({ chosen, net }: { chosen: Settings; net: Net }) {
  const known = model();
  const lang = language.value;
  const counts = new Map<string, number>();
  for (const node of net.nodes) {
    const kind = nodeKind(known.entity(node).id).name;
    if (!chosen.kinds.has(kind)) continue;
    const name = chosen.colour === "kind" ? kind : (known.entity(node).unit?.stages?.[0] ?? "");
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const keys =
    chosen.colour === "kind"
      ? NODE_KINDS.map(({ name, label, colour }) => ({ name, label: label[lang === "zh" ? 1 : 0], colour }))
      : [
          ...known.index.stages.map(({ name, rank }) => ({ name, label: known.stageLabel(name, lang), colour: stageColour(rank) })),
          { name: "", label: w("noStage"), colour: stageColour(99) },
        ];
  return (
    <ul class="network-legend" aria-label={w("colour")}>
      {keys.filter(({ name }) => counts.has(name)).map(({ name, label, colour }) => (
        <li key={name}>
          <svg viewBox="0 0 10 10" width="11" height="11" aria-hidden="true"><circle cx="5" cy="5" r="4.5" fill={colour} /></svg>
          {label} <span class="muted">{counts.get(name)}</span>
        </li>
      ))}
    </ul>
  );
}

interface NeighboursProps {
  node: number;
  net: Net;
  numbering: Numbering;
  onLetGo: () => void;
  onPick: (node: number) => void;
}

/** What a relation is called from one of its ends: with an arrow that tells its direction. */
function relationName(relation: Relation, node: number): string {
  const { property, product } = relation;
  const [known, lang] = [model(), language.value];
  const named = property === "sfWithin" ? w("sfWithin") : property ? known.kind(property, lang) : w("supplies");
  const told = product === undefined ? named : `${named} (${known.label(product, lang)})`;
  return relation.from === node ? `${told} →` : `← ${told}`;
}

function kindName(node: number): string {
  return model().kind(model().entity(node).kind, language.value);
}

function Neighbours({ node, net, numbering, onLetGo, onPick }: NeighboursProps) {
  const known = model();
  const lang = language.value;
  const name = known.label(node, lang);
  const title = w("neighbours", { name: short(name, 80) });
  const columns: Column<Relation>[] = [
    { title: w("relation"), value: (relation) => relationName(relation, node) },
    { title: w("neighbour"), value: (relation) => known.label(other(relation, node), lang), cell: (relation) => <EntityLink entity={other(relation, node)} /> },
    { title: w("kind"), value: (relation) => kindName(other(relation, node)) },
    sourcesColumn(w("sources"), ({ sources }) => sources, numbering),
    { title: w("show"), action: true, value: () => "", cell: (relation) => <Show node={other(relation, node)} onPick={onPick} /> },
  ];
  return (
    <section>
      <h2><bdi>{title}</bdi> <span class="muted">{degree(net, node)}</span></h2>
      <div class="actions">
        <button type="button" onClick={onLetGo}>{w("letGo")}</button>
        <a class="network-link" href={href("entity", known.entity(node).id)}>{w("page")}</a>
        {known.nodes(node).length > 0 && <a class="network-link" href={href("chain", known.entity(node).id)}>{w("chain")}</a>}
      </div>
      <Table headed caption={title} columns={columns} rows={net.of.get(node)!} file="monazite-neighbours" most={30} />
    </section>
  );
}

function Most({ net, onPick }: { net: Net; onPick: (node: number) => void }) {
  const known = model();
  const degrees = useMemo(() => new Map(net.nodes.map((node) => [node, degree(net, node)])), [net]);
  const rows = useMemo(() => [...net.nodes].sort((one, other) => degrees.get(other)! - degrees.get(one)! || one - other), [degrees]);
  const columns: Column<number>[] = [
    { title: w("node"), value: (node) => known.label(node, language.value), cell: (node) => <EntityLink entity={node} /> },
    { title: w("kind"), value: kindName },
    { title: w("degree"), value: (node) => degrees.get(node)!, numeric: true },
    { title: w("show"), action: true, value: () => "", cell: (node) => <Show node={node} onPick={onPick} /> },
  ];
  return (
    <section>
      <h2>{w("most")}</h2>
      <Table headed caption={w("most")} columns={columns} rows={rows} file="monazite-network" most={15} />
    </section>
  );
}

function Show({ node, onPick }: { node: number; onPick: (node: number) => void }) {
  const label = w("showIt", { name: short(model().label(node, language.value), 200) });
  return <button type="button" class="network-show" aria-label={label} onClick={() => onPick(node)}>{w("show")}</button>;
}

export const networkView: View = { name: "network", title: ["Network", "网络"], listed: true, component: NetworkView };
