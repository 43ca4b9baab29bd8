// What this page is, how its figures are to be read, and the licences of the data and of what the page is made with.
import { useEffect, useState } from "preact/hooks";
import { number } from "../../logic/figures";
import { totals } from "../../logic/overview";
import { CopyAddress } from "../../parts/DrawingActions";
import { data, failure, model } from "../../state/data";
import { language } from "../../state/settings";
import { t, words } from "../../strings";
import type { View } from "../view";
import "./about.css";

const w = words({
  title: ["About this page", "关于本页"],
  what: [
    "The explorer of Monazite, the open knowledge graph of the rare earth value chain. It tells of {units} production units out of {documents} documents, as known on {date}.",
    "Monazite（稀土价值链开放知识图谱）的浏览页，依据 {documents} 份文件，收录 {units} 个生产单元，截至 {date}。",
  ],
  carried: ["The page carries its data and asks no network: it works from disk.", "本页自带数据，不访问网络，可离线使用。"],
  served: ["The page asks the server that it came from, and nobody else.", "本页只向提供它的服务器请求数据。"],
  read: [
    "What nobody states is unknown, never zero. Where sources disagree, both are shown. Links of the chain are declared (stated by a source), internal (within one company) or possible (products fit and nobody states it; off unless asked for).",
    "未被陈述者为未知，而非零。来源不一致时并列显示。产业链关系分为：有声明（来源陈述）、内部（同一企业内）、可能（产品匹配但无来源陈述，默认不显示）。",
  ],
  data: ["Data: CC BY 4.0, Monazite contributors and the documents named. Code: MIT.", "数据：CC BY 4.0，Monazite 贡献者及所列文件。代码：MIT。"],
  notices: ["What the page is made with, and its licences", "本页所用软件及其许可证"],
});

function About() {
  const [notices, setNotices] = useState<string>();
  useEffect(() => {
    data().notices().then(setNotices, (error: unknown) => (failure.value = String(error)));
  }, []);
  const { units, documents } = totals(model());
  const told = (count: number) => number(count, language.value);
  return (
    <article class="about">
      <h1>{w("title")}</h1>
      <p>{w("what", { units: told(units), documents: told(documents), date: model().index.asOf })} {w(data().whole ? "carried" : "served")}</p>
      <p>{w("read")}</p>
      <p>{w("data")}</p>
      <div class="actions"><CopyAddress /></div>
      <h2>{w("notices")}</h2>
      {notices === undefined ? <p role="status">{t("loading")}</p> : <pre tabIndex={0} role="region" aria-label={w("notices")} lang="en">{notices}</pre>}
    </article>
  );
}

export const about: View = { name: "about", title: ["About", "关于"], listed: false, component: About };
