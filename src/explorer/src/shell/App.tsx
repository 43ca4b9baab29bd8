// The frame around every view: skip link, header, navigation, the view, footer.
import { useEffect, useRef } from "preact/hooks";
import { short } from "../logic/short";
import { failure, model } from "../state/data";
import { href, route } from "../state/route";
import { language } from "../state/settings";
import { t } from "../strings";
import { VIEWS } from "../views/all";
import type { View } from "../views/view";
import { Header } from "./Header";

export function App() {
  const { view: name, id, query } = route.value;
  const view = VIEWS.find((each) => each.name === name);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    // Whoever reads by ear hears the new page; the first keeps the browser's own start.
    if (!first.current) {
      failure.value = "";
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    first.current = false;
  }, [name, id]);
  const skip = (event: Event) => {
    event.preventDefault();
    main.current?.focus();
  };
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>{t("skip")}</a>
      <Header view={name} />
      <main id="main" tabIndex={-1} ref={main}>
        {failure.value && <p class="failure" role="alert">{t("failed", { problem: failure.value })}</p>}
        {view ? <Shown key={`${name} ${id}`} view={view} id={id} query={query} /> : <h1>{t("notFound")}</h1>}
      </main>
      <footer>
        {t("licence", { date: model().index.asOf })} <a href={href("about")}>{t("about")}</a>
      </footer>
    </>
  );
}

function Shown({ view, id, query }: { view: View; id: string; query: Record<string, string> }) {
  const title = view.title[language.value === "zh" ? 1 : 0];
  useEffect(() => {
    const known = model();
    const [number, source] = [known.number(id), known.documentNumber(id)];
    const of = number !== undefined ? known.label(number, language.value) : source !== undefined ? known.document(source).title : "";
    document.title = [short(of, 120), title, "Monazite"].filter(Boolean).join(" · ");
  }, [title, id]);
  return <view.component id={id} query={query} />;
}
