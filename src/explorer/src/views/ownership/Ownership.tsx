// The ownership tree of an entity: who holds it, and what it holds, each share as its sources tell it.
import { useMemo } from "preact/hooks";
import type { StatementStore } from "../../data/statements";
import { bounds, stated } from "../../logic/figures";
import { type Holding, type Node, type Told, tree } from "../../logic/stakes";
import { EntityLink } from "../../parts/EntityLink";
import { Numbering, SourceList, SourceMarks } from "../../parts/SourceList";
import { Search } from "../../shell/Search";
import { model, useStatements } from "../../state/data";
import { go } from "../../state/route";
import { language } from "../../state/settings";
import { t, words } from "../../strings";
import type { View, ViewProps } from "../view";
import { Tree } from "./Tree";
import "./ownership.css";

const w = words({
  title: ["Ownership", "所有权"],
  of: ["Ownership of {name}", "{name}的所有权"],
  lead: [
    "Who holds a company or a plant, and what it holds, through all known holders. Shares are as sources print them, the newest first; they need not come to 100 %.",
    "谁持有某公司或工厂，以及其持有的对象，沿已知持有者逐级展开。份额按来源所述，最新者在前，合计未必为 100 %。",
  ],
  pick: ["Company or plant", "公司或工厂"],
  owners: ["Its owners", "所有者"],
  owned: ["What it owns", "所持对象"],
  dashed: ["From left to right: who holds whom. Dashed: the share is not told.", "自左至右：持有关系。虚线：份额未述。"],
  noOwners: ["No source here tells of an owner.", "没有来源提及其所有者。"],
  noOwned: ["No source here tells of anything that it owns.", "没有来源提及其所持对象。"],
  stake: ["share not told", "份额未述"],
  owner: ["named as owner", "所有者"],
  operator: ["operator; nobody tells of an owner", "运营方（所有者未述）"],
  again: ["(see above)", "（见上）"],
  also: ["also told: {shares}", "其他来源：{shares}"],
});

function Ownership({ id }: ViewProps) {
  const store = useStatements("stakes");
  const known = model();
  const number = known.number(id);
  return (
    <article class="ownership">
      <h1>{number === undefined ? w("title") : w("of", { name: known.label(number, language.value) })}</h1>
      <p>{w("lead")}</p>
      <Search
        id="ownership-pick"
        label={w("pick")}
        among={(entity) => known.entity(entity).unit !== undefined || known.entity(entity).id.startsWith("id:org/")}
        onPick={(entity) => go("ownership", known.entity(entity).id)}
      />
      {id && number === undefined && <p>{t("notInPart", { id })}</p>}
      {number !== undefined && (store ? <Trees id={id} store={store} /> : <p>{t("loading")}</p>)}
    </article>
  );
}

function Trees({ id, store }: { id: string; store: StatementStore }) {
  const { up, down, numbering } = useMemo(() => {
    const [up, down] = (["owners", "owned"] as const).map((way) => tree(store.iri(id), way, store, model()));
    return { up: up!, down: down!, numbering: new Numbering([...documents(up!), ...documents(down!)]) };
  }, [id, store]);
  const name = model().label(model().number(id)!, language.value);
  return (
    <>
      {up.children.length + down.children.length > 0 && <Tree up={up} down={down} title={w("of", { name })} untold={w("dashed")} name={`${id.split("/").pop()}-ownership`} />}
      <section>
        <h2>{w("owners")}</h2>
        {up.children.length ? <Branches nodes={up.children} numbering={numbering} /> : <p>{w("noOwners")}</p>}
      </section>
      <section>
        <h2>{w("owned")}</h2>
        {down.children.length ? <Branches nodes={down.children} numbering={numbering} /> : <p>{w("noOwned")}</p>}
      </section>
      <SourceList documents={numbering.documents} />
    </>
  );
}

function Branches({ nodes, numbering }: { nodes: readonly Node[]; numbering: Numbering }) {
  return (
    <ul class="branches">
      {nodes.map((node) => (
        <li key={`${node.iri} ${node.holding?.how}`}>
          <EntityLink entity={node.iri} view="ownership" /> {node.holding && <Share holding={node.holding} numbering={numbering} />}
          {node.again && <span class="muted"> {w("again")}</span>}
          {node.children.length > 0 && <Branches nodes={node.children} numbering={numbering} />}
        </li>
      ))}
    </ul>
  );
}

function Share({ holding, numbering }: { holding: Holding; numbering: Numbering }) {
  const [first, ...rest] = holding.told;
  // The newest of each other figure.
  const figures = new Map([...rest].reverse().filter((told) => told.share).map((told) => [String(told.share), told]));
  figures.delete(String(first!.share));
  const others = [...figures.values()].reverse().map(said);
  return (
    <>
      <span class="share">{first!.share ? said(first!) : w(holding.how)}</span>
      {first!.status && <span class="muted"> {model().concept("agreement-status", first!.status, language.value)}</span>}
      {others.length > 0 && <span class="muted"> · {w("also", { shares: others.join("; ") })}</span>}
      <SourceMarks sources={[...new Set(holding.told.flatMap((told) => told.sources))]} numbering={numbering} />
    </>
  );
}

function said({ share, dated }: Told): string {
  return share ? `${bounds(share, language.value, stated)} %${dated && ` (${dated})`}` : "";
}

function documents(node: Node): number[] {
  return [...(node.holding?.told.flatMap((told) => told.sources) ?? []), ...node.children.flatMap(documents)];
}

export const ownership: View = { name: "ownership", title: ["Ownership", "所有权"], listed: true, component: Ownership };
