// What if these were gone: switches units, companies, countries and products off, and tells who loses known paths.
import { useMemo } from "preact/hooks";
import type { Entity } from "../../data/types";
import { type Loss, losses, switched } from "../../logic/scenario";
import { build } from "../../logic/supply";
import { type BarRow, Bars } from "../../parts/Bars";
import { CopyAddress } from "../../parts/DrawingActions";
import { EntityLink } from "../../parts/EntityLink";
import { Panel } from "../../parts/Panel";
import { Numbering, SourceList } from "../../parts/SourceList";
import { sourcesColumn } from "../../parts/sourcesColumn";
import { type Column, Table } from "../../parts/Table";
import { Search } from "../../shell/Search";
import { model } from "../../state/data";
import { settle } from "../../state/route";
import { language } from "../../state/settings";
import { t, words } from "../../strings";
import type { View, ViewProps } from "../view";
import "./scenario.css";

const w = words({
  title: ["What if it were gone?", "如果中断会怎样？"],
  lead: [
    "Switch a plant, company, country or product off, and see which end users lose all known supply paths, or some. This is about paths that sources tell of, not about tonnes: who is cut off may have suppliers that nobody tells of.",
    "关闭某个工厂、公司、国家或产品，查看哪些最终用户失去全部或部分已知供应路径。此处只看来源所述的路径，不计吨位：“被切断”者可能另有未被提及的供应商。",
  ],
  off: ["Switched off", "已关闭"],
  add: ["Switch off", "关闭"],
  remove: ["Switch {name} on again", "重新开启 {name}"],
  clear: ["All on again", "全部恢复"],
  nothing: ["Nothing is switched off yet.", "尚未关闭任何对象。"],
  try: ["For example:", "例如："],
  carrying: ["Material", "材料"],
  ndpr: ["neodymium and praseodymium", "钕和镨"],
  dysprosium: ["dysprosium", "镝"],
  terbium: ["terbium", "铽"],
  samarium: ["samarium", "钐"],
  told: [
    "Of {users} end users with a known path, {cut} lose all of theirs, {some} lose some.",
    "在 {users} 个有已知路径的最终用户中，{cut} 个失去全部路径，{some} 个失去部分路径。",
  ],
  nobody: ["Nobody loses a known path. {users} end users have one.", "没有用户失去已知路径；共有 {users} 个用户有已知路径。"],
  table: ["Who loses", "受影响者"],
  figure: ["Units upstream of each end user, before and after", "各最终用户上游单元数（前后对比）"],
  kept: ["still there", "保留"],
  gone: ["lost", "失去"],
  user: ["End user", "最终用户"],
  country: ["Country", "国家"],
  outcome: ["Outcome", "结果"],
  cutOff: ["cut off", "被切断"],
  loses: ["loses some", "部分受损"],
  before: ["Units upstream before", "之前上游单元"],
  after: ["after", "之后"],
  lost: ["Direct suppliers lost", "失去的直接供应商"],
  sources: ["Sources", "来源"],
});

const MATERIALS = { ndpr: ["neodymium", "praseodymium"], dysprosium: ["dysprosium"], terbium: ["terbium"], samarium: ["samarium"] } as const;
type Material = keyof typeof MATERIALS;
const EXAMPLES = ["id:facility/silmet-separation-plant", "id:facility/mountain-pass", "id:place/china", "concept:product/dysprosium-oxide"];

function Scenario({ query }: ViewProps) {
  const known = model();
  const off = useMemo(() => (query.off ?? "").split(",").filter((id) => known.number(id) !== undefined), [query.off, known]);
  const material = (Object.keys(MATERIALS) as Material[]).find((each) => each === query.material) ?? "ndpr";
  const supply = useMemo(
    () => build(known, MATERIALS[material].map((name) => `concept:element/${name}`), ["declared", "internal"]),
    [known, material],
  );
  const found = useMemo(() => losses(known, supply, switched(known, supply, off)), [known, supply, off]);
  const set = (ids: readonly string[]) => settle({ off: [...new Set(ids)].join(",") });
  return (
    <article class="scenario">
      <h1>{w("title")}</h1>
      <p>{w("lead")}</p>
      <div class="switches">
        <Search
          id="scenario-add"
          label={w("add")}
          among={(entity) => canGo(known.entity(entity))}
          onPick={(entity) => set([...off, known.entity(entity).id])}
        />
        <label>
          {w("carrying")}{" "}
          <select value={material} onChange={(event) => settle({ material: event.currentTarget.value === "ndpr" ? "" : event.currentTarget.value })}>
            {(Object.keys(MATERIALS) as Material[]).map((each) => <option key={each} value={each}>{w(each)}</option>)}
          </select>
        </label>
      </div>
      <h2>{w("off")}</h2>
      {off.length ? <Off ids={off} set={set} /> : <Examples set={set} />}
      <Found losses={found.losses} users={found.users} any={off.length > 0} />
    </article>
  );
}

function canGo({ id, kind, unit }: Entity): boolean {
  return unit !== undefined || id.startsWith("id:org/") || kind === "Product" || kind === "Country";
}

function Off({ ids, set }: { ids: readonly string[]; set: (ids: readonly string[]) => void }) {
  const known = model();
  return (
    <ul class="off">
      {ids.map((id) => {
        const name = known.label(known.number(id)!, language.value);
        return (
          <li key={id}>
            <EntityLink entity={id} />
            <button type="button" aria-label={w("remove", { name })} onClick={() => set(ids.filter((each) => each !== id))}>×</button>
          </li>
        );
      })}
      {ids.length > 1 && <li><button type="button" onClick={() => set([])}>{w("clear")}</button></li>}
      <li><CopyAddress /></li>
    </ul>
  );
}

function Examples({ set }: { set: (ids: readonly string[]) => void }) {
  const known = model();
  const there = EXAMPLES.filter((id) => known.number(id) !== undefined);
  return (
    <>
      <p>{w("nothing")}</p>
      {there.length > 0 && (
        <p class="actions">
          {w("try")}
          {there.map((id) => (
            <button key={id} type="button" onClick={() => set([id])}><bdi>{known.label(known.number(id)!, language.value)}</bdi></button>
          ))}
        </p>
      )}
    </>
  );
}

function Found({ losses: found, users, any }: { losses: readonly Loss[]; users: number; any: boolean }) {
  const numbering = useMemo(() => new Numbering(found.flatMap((loss) => loss.sources)), [found]);
  const cut = found.filter((loss) => loss.outcome === "cut off").length;
  const told = found.length ? w("told", { users, cut, some: found.length - cut }) : w("nobody", { users });
  return (
    <>
      <p role="status" class="outcome">{any && told}</p>
      {found.length > 0 && (
        <>
          <Table caption={w("table")} columns={columns(numbering)} rows={found} file="scenario" most={100} />
          <Panel title={t("asFigure")}>{() => <LossesFigure losses={found} />}</Panel>
          <SourceList documents={numbering.documents} />
        </>
      )}
    </>
  );
}

function LossesFigure({ losses: found }: { losses: readonly Loss[] }) {
  const rows = found.map((loss): BarRow => ({
    label: model().label(loss.user, language.value),
    parts: [{ length: loss.after, key: 0 }, { length: loss.before - loss.after, key: 1 }],
    told: `${loss.before} → ${loss.after}`,
  }));
  return <Bars title={w("figure")} rows={rows} keys={[w("kept"), w("gone")]} name="monazite-scenario" />;
}

function columns(numbering: Numbering): Column<Loss>[] {
  const known = model();
  const label = (node: number) => known.label(node, language.value);
  const outcome = (loss: Loss) => w(loss.outcome === "cut off" ? "cutOff" : "loses");
  return [
    { title: w("user"), value: (loss) => label(loss.user), cell: (loss) => <EntityLink entity={loss.user} view="chain" /> },
    { title: w("country"), value: (loss) => known.entity(loss.user).country ?? "", cell: (loss) => known.country(known.entity(loss.user).country ?? "", language.value) },
    { title: w("outcome"), value: outcome, cell: (loss) => <span class={loss.outcome === "cut off" ? "cut" : undefined}>{outcome(loss)}</span> },
    { title: w("before"), value: (loss) => loss.before, numeric: true },
    { title: w("after"), value: (loss) => loss.after, numeric: true },
    {
      title: w("lost"),
      value: (loss) => loss.lost.map(label).join("; "),
      cell: (loss) => loss.lost.map((node, place) => <span key={node}>{place > 0 && "; "}<EntityLink entity={node} /></span>),
    },
    sourcesColumn(w("sources"), (loss) => loss.sources, numbering),
  ];
}

export const scenario: View = { name: "scenario", title: ["What if", "假设"], listed: true, component: Scenario };
