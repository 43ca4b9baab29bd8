// The words of the tables, and what the columns of analyses are called.
import { language } from "../../state/settings";
import { words } from "../../strings";

export const w = words({
  figures: ["Figures", "数值"],
  noFigures: ["There are no figures in these rows.", "这些行没有数值。"],
  certain: ["at least", "至少"],
  possible: ["up to", "至多"],
  title: ["What analyses find", "分析结果"],
  lead: [
    "Computed over the whole graph when this page was made. Where sources leave room, a figure is given by its bounds: it lies somewhere between the two.",
    "在生成本页时对整个图谱计算得出。来源未给出确切值时，数值以上下限表示，真实值介于两者之间。",
  ],
  english: ["", "说明文字为英文。"],
  which: ["Analyses", "分析"],
  none: ["This page holds no analyses: it shows a part of the graph.", "本页只含图谱的一部分，没有分析结果。"],
  more: ["{count} more sentences", "另有 {count} 句"],
  rows: ["Figures", "数值"],
  sources: ["Sources", "来源"],
  chokepoints: ["Chokepoints", "瓶颈"],
  concentration: ["Concentration", "集中度"],
  owners: ["Owners of the stages", "各环节所有者"],
  states: ["States' hold on the stages", "各环节的国家控制"],
  balance: ["Balance of the NdFeB chain", "钕铁硼链条平衡"],
  targets: ["EU targets", "欧盟目标"],
  stage: ["Stage", "环节"],
});

const COLUMNS: Record<string, [en: string, zh: string]> = {
  name: ["Node", "节点"], stages: ["Stages", "环节"], country: ["Country", "国家"], kinds: ["Kind", "类型"],
  cut_off: ["Cut off", "被切断"], ends: ["of ends", "终端数"], flow_lost_percent: ["Flow lost, %", "流量损失 %"],
  betweenness_percent: ["Betweenness, %", "中介度 %"], evidence: ["Confidence", "可信度"],
  what: ["Stage", "环节"], at: ["As of", "截至"], units: ["Units", "单元"], unknown: ["without figure", "无数值"],
  hhi: ["HHI", "HHI"], hhi_told: ["HHI of what is told", "已知部分 HHI"], threshold: ["Threshold", "阈值"],
  cr1: ["Largest, %", "最大者 %"], cr3: ["Largest 3, %", "前三 %"], cr5: ["Largest 5, %", "前五 %"],
  equal_players: ["Like so many equals", "等效均等者数"], governance_hhi: ["Governance-weighted HHI", "治理加权 HHI"],
  largest: ["Largest", "最大者"], planned_share: ["Planned share, %", "规划份额 %"],
  counted: ["Counted in", "计量"], how: ["How", "方式"], holder: ["Holder", "持有者"],
  installed: ["Installed, t/a", "现有，吨/年"], planned: ["Planned, t/a", "规划，吨/年"],
  installed_share: ["of installed, %", "占现有 %"],
  place: ["Place", "地区"], year: ["Year", "年份"], stage: ["Stage", "环节"], counted_as: ["Counted as", "计为"],
  produced: ["Made, t", "产量，吨"], installed_magnets: ["enough for magnets, t/a", "可制磁体，吨/年"],
  unknown_units: ["Units without figure", "无数值单元"], planned_magnets: ["with plans, magnets, t/a", "含规划可制磁体，吨/年"],
  unknown_planned_units: ["Planned without figure", "规划无数值"], starves: ["Starves the next", "下游短缺"],
  starves_as_planned: ["with plans", "含规划"],
  aim: ["Aim", "目标"], share: ["Share, %", "份额 %"], by: ["By", "期限"], consumption_year: ["Use of", "用量年份"],
  consumption: ["Use, t", "用量，吨"], asked_for: ["Asked for, t", "要求，吨"], gap: ["Missing, t", "缺口，吨"],
  gap_as_planned: ["Missing with plans, t", "含规划缺口，吨"],
};

export function columnTitle(name: string): string {
  return COLUMNS[name]?.[language.value === "zh" ? 1 : 0] ?? name.replaceAll("_", " ");
}
