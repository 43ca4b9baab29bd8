// The header: the name, the search, the views, language and theme.
import { href } from "../state/route";
import { language, theme, type Theme } from "../state/settings";
import { t } from "../strings";
import { VIEWS } from "../views/all";
import { Search } from "./Search";

const THEMES: Theme[] = ["system", "light", "dark"];

export function Header({ view }: { view: string }) {
  const zh = language.value === "zh";
  const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!;
  return (
    <header>
      <a class="brand" href={href("")}>Monazite</a>
      <Search main />
      <div class="toggles">
        <button type="button" lang={zh ? "en" : "zh-Hans"} onClick={() => (language.value = zh ? "en" : "zh")}>
          {zh ? t("toEnglish") : t("toChinese")}
        </button>
        <button type="button" onClick={() => (theme.value = next)}>
          {t("theme", { name: t(theme.value) })}
        </button>
      </div>
      <nav aria-label={t("navigation")}>
        <ul>
          {VIEWS.filter((each) => each.listed).map((each) => (
            <li key={each.name}>
              <a href={href(each.name)} aria-current={each.name === view ? "page" : undefined}>{each.title[zh ? 1 : 0]}</a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
