// The first page: what this is, how much there is, the stages from ore to motor, and where to begin.
import { useMemo } from "preact/hooks";
import { number } from "../../logic/figures";
import { mostLinked, mostNamed, type StageCount, stageCounts, type Totals, totals } from "../../logic/overview";
import { type BarRow, Bars } from "../../parts/Bars";
import { EntityLink } from "../../parts/EntityLink";
import { Panel } from "../../parts/Panel";
import { SourceList } from "../../parts/SourceList";
import { StageBadge } from "../../parts/StageBadge";
import { model } from "../../state/data";
import { href } from "../../state/route";
import { language } from "../../state/settings";
import { t, words } from "../../strings";
import type { View } from "../view";
import "./home.css";

const w = words({
  title: ["From ore to motor", "从矿石到电机"],
  lead: [
    "Who mines, separates, makes metal, alloys, magnets and motors out of rare earths; who owns, supplies and finances whom. Every statement knows its source; where sources disagree, both are shown.",
    "谁开采、分离稀土，谁用稀土制造金属、合金、磁体和电机；谁拥有、供应和资助谁。每条陈述都有来源；来源不一致时并列显示。",
  ],
  excerpt: ["This page holds a part of the graph.", "本页只含图谱的一部分。"],
  press: ["Press / to search.", "按 / 键搜索。"],
  units: ["production units", "生产单元"],
  organizations: ["organizations", "组织"],
  agreements: ["agreements", "协议"],
  links: ["known supply links", "已知供应关系"],
  countries: ["countries with units", "拥有生产单元的国家"],
  documents: ["source documents", "来源文件"],
  stages: ["The chain, stage by stage", "产业链各环节"],
  legend: ["Production units of which sources tell, by their last known state.", "来源所述的生产单元，按最近已知状态。"],
  figure: ["Production units by stage and state", "各环节生产单元（按状态）"],
  working: ["working", "在产"],
  coming: ["planned or being built", "规划或在建"],
  other: ["stopped or unknown", "停产或未知"],
  stage: ["Stage", "环节"],
  inCountries: ["Countries", "国家"],
  companies: ["Most written about", "提及最多"],
  plants: ["Most linked units", "关联最多的单元"],
  initiatives: ["Initiatives", "举措"],
});

function Home() {
  const known = model();
  const counts = useMemo(() => stageCounts(known), [known]);
  const newest = useMemo(
    () =>
      known.index.documents
        .map((_, place) => place)
        .sort((one, other) => (known.document(other).issued ?? "").localeCompare(known.document(one).issued ?? "")),
    [known],
  );
  return (
    <article class="home">
      <h1>{w("title")}</h1>
      <p>{w("lead")} {known.index.excerpt && w("excerpt")} {w("press")}</p>
      <Counts found={totals(known)} />
      <h2>{w("stages")}</h2>
      <Stages counts={counts} />
      <Panel title={t("asFigure")}>{() => <StagesFigure counts={counts} />}</Panel>
      <div class="lists">
        <List title={w("companies")} entities={mostNamed(known, "id:org/", 10)} />
        <List title={w("plants")} entities={mostLinked(known, 10)} view="chain" />
        <List title={w("initiatives")} entities={mostNamed(known, "id:initiative/", 10)} />
      </div>
      <SourceList documents={newest} />
    </article>
  );
}

function Counts({ found }: { found: Totals }) {
  const told = ["units", "organizations", "agreements", "links", "countries", "documents"] as const;
  return (
    <dl class="counts">
      {told.map((name) => (
        <div key={name}>
          <dt>{w(name)}</dt>
          <dd>{number(found[name], language.value)}</dd>
        </div>
      ))}
    </dl>
  );
}

const STATES = ["working", "coming", "other"] as const;

function Stages({ counts }: { counts: StageCount[] }) {
  const known = model();
  const most = Math.max(...counts.map((each) => each.working + each.coming + each.other), 1);
  return (
    <table class="stages">
      <caption class="muted">
        {w("legend")}{" "}
        {STATES.map((state) => (
          <span key={state} class="key"><span class={`bar ${state}`} aria-hidden="true" /> {w(state)}</span>
        ))}
      </caption>
      <thead>
        <tr>
          <th scope="col">{w("stage")}</th>
          <th scope="col">{w("units")}</th>
          <th scope="col">{w("inCountries")}</th>
        </tr>
      </thead>
      <tbody>
        {counts.map((each) => (
          <tr key={each.name}>
            <th scope="row"><StageBadge stage={each.name} /></th>
            <td><Bar each={each} most={most} /></td>
            <td>
              {each.countries.length}
              <span class="muted"> · {each.countries.slice(0, 3).map(([code, units]) => (
                <a key={code} href={href("entity", countryId(code))}>{known.country(code, language.value)} {units}</a>
              ))}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StagesFigure({ counts }: { counts: StageCount[] }) {
  const rows = counts.map((each): BarRow => ({
    label: model().stageLabel(each.name, language.value),
    parts: STATES.map((state, key) => ({ length: each[state], key })),
    told: String(each.working + each.coming + each.other),
  }));
  return <Bars title={w("figure")} rows={rows} keys={STATES.map((state) => w(state))} name="monazite-stages" />;
}

function Bar({ each, most }: { each: StageCount; most: number }) {
  const total = each.working + each.coming + each.other;
  const told = STATES.map((state) => `${each[state]} ${w(state)}`).join(", ");
  return (
    <span class="counted" title={told}>
      <span class="bars" aria-hidden="true">
        {STATES.map((state) => (
          <span key={state} class={`bar ${state}`} style={{ width: `${(100 * each[state]) / most}%` }} />
        ))}
      </span>
      <span>{total}<span class="hidden"> ({told})</span></span>
    </span>
  );
}

function countryId(code: string): string {
  const found = model().index.countries[code]?.entity;
  return found === undefined ? code : model().entity(found).id;
}

function List({ title, entities, view }: { title: string; entities: number[]; view?: string }) {
  if (!entities.length) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {entities.map((entity) => (
          <li key={entity}><EntityLink entity={entity} view={view} /></li>
        ))}
      </ul>
    </section>
  );
}

export const home: View = { name: "", title: ["Overview", "概览"], listed: true, component: Home };
