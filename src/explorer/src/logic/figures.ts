// Figures and their bounds as a person writes them.
import type { Bounds } from "../data/types";
import type { Language } from "../data/model";

const LOCALES = { en: "en-GB", zh: "zh-CN" };

/** A number that was reckoned, as monazite.analysis.intervals.number has it: whole from 100 on, else to three digits. */
export function number(value: number, language: Language = "en"): string {
  const digits = Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return value.toLocaleString(LOCALES[language], digits);
}

/** A number as its source has it: no digit is left out up to the fourth after the point. */
export function stated(value: number, language: Language = "en"): string {
  return value.toLocaleString(LOCALES[language], { maximumFractionDigits: 4 });
}

/** A range: `1,000 to 2,000`, `at least 5`, `unknown` for from nothing to infinity; each end as `say` writes it. */
export function bounds([low, high]: Bounds, language: Language = "en", say = number): string {
  const zh = language === "zh";
  if (high === null) return low > 0 ? `${zh ? "至少 " : "at least "}${say(low, language)}` : zh ? "未知" : "unknown";
  if (low === high) return say(low, language);
  if (low === 0) return `${zh ? "至多 " : "up to "}${say(high, language)}`;
  return `${say(low, language)}${zh ? "–" : " to "}${say(high, language)}`;
}

/** A share in percent, to two digits; `unknown` for what can be anything, as monazite.analysis.ownership has it. */
export function share(percent: Bounds, language: Language = "en"): string {
  const [low, high] = percent;
  if (low <= 0 && (high === null || high >= 100)) return bounds([0, null], language);
  return bounds(percent, language, (value, lang) => value.toLocaleString(LOCALES[lang ?? "en"], { maximumFractionDigits: 2 }));
}

/** The unit in which a capacity on a basis is counted. */
export function per(basis: string, language: Language = "en"): string {
  if (basis === "units") return language === "zh" ? "件/年" : "pieces/a";
  return language === "zh" ? "吨/年" : "t/a";
}
