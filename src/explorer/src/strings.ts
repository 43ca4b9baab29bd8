// The words of the interface, in English and Chinese. Names of things come from the graph.
import { language } from "./state/settings";

const WORDS = {
  // The frame.
  skip: ["Skip to content", "跳到正文"],
  search: ["Search", "搜索"],
  searchHint: ["Company, plant, product, ticker, 名称 or pinyin", "公司、工厂、产品、代码、名称或拼音"],
  searchCount: ["{count} found", "找到 {count} 项"],
  searchNone: ["Nothing is named like that", "没有匹配的名称"],
  navigation: ["Views", "视图"],
  toChinese: ["中文", "中文"],
  toEnglish: ["English", "English"],
  theme: ["Theme: {name}", "主题：{name}"],
  system: ["as the system", "跟随系统"],
  light: ["light", "浅色"],
  dark: ["dark", "深色"],
  loading: ["Loading …", "加载中……"],
  failed: ["The data could not be read: {problem}", "无法读取数据：{problem}"],
  notFound: ["There is nothing at this address", "此地址没有内容"],
  notInPart: ["This page holds a part of the graph; {id} is not in it.", "本页只含图谱的一部分，其中没有 {id}。"],
  licence: ["Data: Monazite contributors, CC BY 4.0. As of {date}.", "数据：Monazite 贡献者，CC BY 4.0。截至 {date}。"],
  about: ["About this page", "关于本页"],
  // Shared parts.
  how: ["How do we know", "依据"],
  sourcesCount: ["{count} sources", "{count} 个来源"],
  noSources: ["No document is named for this.", "没有列出来源文件。"],
  undated: ["undated", "无日期"],
  quoting: ["quoting", "引自"],
  source: ["Source {number}: {title}", "来源 {number}：{title}"],
  showAll: ["Show all {count}", "显示全部 {count} 项"],
  showFewer: ["Show fewer", "收起"],
  asSvg: ["SVG", "SVG"],
  asPng: ["PNG", "PNG"],
  asCsv: ["CSV", "CSV"],
  licenceColumn: ["Licence", "许可"],
  credit: ["Monazite contributors, CC BY 4.0", "Monazite 贡献者，CC BY 4.0"],
  asFigure: ["As a figure", "作为图"],
  related: ["What it has to do with", "关系图"],
  firstOf: ["The first {shown} of {all} rows.", "前 {shown} 行，共 {all} 行。"],
  graphOf: ["{nodes} nodes, {links} links", "{nodes} 个节点，{links} 条连线"],
  graphCut: ["Only {most} nodes are drawn; {count} links are left out.", "只绘制 {most} 个节点，略去 {count} 条连线。"],
  arranging: ["Arranging …", "正在布局……"],
  sortBy: ["Sort by {name}", "按{name}排序"],
  copyAddress: ["Copy address", "复制链接"],
  unknown: ["unknown", "未知"],
  lapsed: ["lapsed plan", "已搁置的计划"],
  none: ["none", "无"],
  all: ["all", "全部"],
  from: ["from", "来自"],
  to: ["to", "去向"],
} satisfies Record<string, [en: string, zh: string]>;

/** A word or sentence of the interface; `{name}` in it is replaced by the value of that name. */
export const t = words(WORDS);

/** For a view's own words: `const w = words({ title: ["Chain", "产业链"] })`, then `w("title")`. */
export function words<Key extends string>(table: Record<Key, [en: string, zh: string]>) {
  return (word: Key, values: Record<string, string | number> = {}): string =>
    filled(table[word][language.value === "zh" ? 1 : 0], values);
}

function filled(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
