// Figures and their bounds as a person writes them.
import type { Bounds } from "../data/types";
import type { Language } from "../data/model";

/** A number that was reckoned, as 12,000: below ten with two digits after the point, others with none. */
export function number(value: number, language: Language = "en"): string {
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 2 : 0;
  return value.toLocaleString(language === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: digits });
}

/** A number as its source has it: no digit is left out up to the fourth after the point. */
export function stated(value: number, language: Language = "en"): string {
  return value.toLocaleString(language === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: 4 });
}

/** A range: `1,000 to 2,000`, `at least 5`, `unknown` for from nothing to infinity; each end as `say` writes it. */
export function bounds([low, high]: Bounds, language: Language = "en", say = number): string {
  const zh = language === "zh";
  if (high === null) return low > 0 ? `${zh ? "至少 " : "at least "}${say(low, language)}` : zh ? "未知" : "unknown";
  if (low === high) return say(low, language);
  if (low === 0) return `${zh ? "至多 " : "up to "}${say(high, language)}`;
  return `${say(low, language)}${zh ? "–" : " to "}${say(high, language)}`;
}

/** The unit in which a capacity on a basis is counted. */
export function per(basis: string, language: Language = "en"): string {
  if (basis === "units") return language === "zh" ? "件/年" : "pieces/a";
  return language === "zh" ? "吨/年" : "t/a";
}
