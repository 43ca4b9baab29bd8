// Figures and their bounds as a person writes them.
import type { Bounds } from "../data/types";
import type { Language } from "../data/model";

/** A number in thousands: 12,000; small ones with two digits after the point. */
export function number(value: number, language: Language = "en"): string {
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 2 : 0;
  return value.toLocaleString(language === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: digits });
}

/** A range: `1,000 to 2,000`, `at least 5`, `unknown` for from nothing to infinity. */
export function bounds([low, high]: Bounds, language: Language = "en"): string {
  const zh = language === "zh";
  if (high === null) return low > 0 ? `${zh ? "至少 " : "at least "}${number(low, language)}` : zh ? "未知" : "unknown";
  if (low === high) return number(low, language);
  if (low === 0) return `${zh ? "至多 " : "up to "}${number(high, language)}`;
  return `${number(low, language)}${zh ? "–" : " to "}${number(high, language)}`;
}

/** The unit in which a capacity on a basis is counted. */
export function per(basis: string, language: Language = "en"): string {
  if (basis === "units") return language === "zh" ? "件/年" : "pieces/a";
  return language === "zh" ? "吨/年" : "t/a";
}
