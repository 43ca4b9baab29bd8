// The address of what is shown: `#/view/id?name=value`. Every change of a view's settings goes through here,
// so that an address can be shared and the back button works.
import { signal } from "@preact/signals";

export interface Route {
  /** The view's name; "" for the first page. */
  view: string;
  /** What it is of: a prefixed name, or "". */
  id: string;
  query: Record<string, string>;
}

export function parse(hash: string): Route {
  const [path = "", search = ""] = split(hash.replace(/^#\/?/, ""), "?");
  const [view, id] = split(path, "/");
  const query = Object.fromEntries(new URLSearchParams(search));
  return { view: decoded(view), id: decoded(id), query };
}

export function format(route: Route): string {
  const told = Object.entries(route.query).filter(([, value]) => value !== "");
  const search = new URLSearchParams(told).toString();
  const id = encodeURIComponent(route.id).replace(/%3A/gi, ":").replace(/%2F/gi, "/");
  return `#/${encodeURIComponent(route.view)}${id && `/${id}`}${search && `?${search}`}`;
}

export const route = signal<Route>(parse(globalThis.location?.hash ?? ""));

/** The address of a view, for a link. */
export function href(view: string, id = "", query: Record<string, string> = {}): string {
  return format({ view, id, query });
}

export function go(view: string, id = "", query: Record<string, string> = {}): void {
  globalThis.location.hash = href(view, id, query);
}

/** Changes settings of the view that is shown; "" takes one back to its default. No new step in the history. */
export function settle(query: Record<string, string>): void {
  const next = { ...route.value, query: { ...route.value.query, ...query } };
  history.replaceState(null, "", format(next));
  route.value = parse(format(next));
}

export function listen(): void {
  addEventListener("hashchange", () => {
    const next = parse(location.hash);
    if (format(next) !== format(route.value)) route.value = next;
  });
}

function split(text: string, mark: string): [string, string] {
  const place = text.indexOf(mark);
  return place < 0 ? [text, ""] : [text.slice(0, place), text.slice(place + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
