// What a reader has chosen: language and theme. Kept where the browser allows it.
import { effect, type Signal, signal } from "@preact/signals";
import type { Language } from "../data/model";

export type Theme = "system" | "light" | "dark";

export const language = signal<Language>(kept("language", ["en", "zh"]) ?? pageLanguage());
export const theme = signal<Theme>(kept("theme", ["system", "light", "dark"]) ?? "system");

export function watchSettings(): void {
  effect(() => {
    document.documentElement.lang = language.value === "zh" ? "zh-Hans" : "en";
  });
  effect(() => {
    if (theme.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
  });
  keepChoices("language", language);
  keepChoices("theme", theme);
}

/** Whether it is dark now, whatever the reason. */
export function isDark(): boolean {
  return theme.value === "dark" || (theme.value === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
}

function pageLanguage(): Language {
  return globalThis.document?.documentElement.lang.startsWith("zh") ? "zh" : "en";
}

// A page from disk may be refused its storage.
function kept<Value extends string>(name: string, values: Value[]): Value | undefined {
  try {
    return values.find((value) => value === localStorage.getItem(`monazite-${name}`));
  } catch {
    return undefined;
  }
}

/** Keeps what a reader chooses; what a page begins with is no choice, and another page may begin otherwise. */
function keepChoices(name: string, chosen: Signal<string>): void {
  let begins = true;
  effect(() => {
    const { value } = chosen;
    if (!begins) keep(name, value);
    begins = false;
  });
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`monazite-${name}`, value);
  } catch {
    // Then it holds for this visit.
  }
}
