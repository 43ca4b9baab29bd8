// What a view is; each lives in a folder or file of its own here and is listed in `all.ts`.
import type { ComponentType } from "preact";

export interface ViewProps {
  /** What it is of, as the address names it: a prefixed name, or "". */
  id: string;
  /** The settings in the address. */
  query: Record<string, string>;
}

export interface View {
  /** Its part of the address: `#/name/...`. "" is the first page. */
  name: string;
  /** In English and Chinese. */
  title: [en: string, zh: string];
  /** Whether it stands in the navigation. */
  listed: boolean;
  component: ComponentType<ViewProps>;
}
