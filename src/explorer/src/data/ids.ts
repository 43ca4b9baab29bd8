// Prefixed names and IRIs: `id:org/lynas` is how an address of a view and the data name a thing.

export type Prefixes = Record<string, string>;

export function expand(id: string, prefixes: Prefixes): string {
  const colon = id.indexOf(":");
  const namespace = prefixes[id.slice(0, colon)];
  return namespace !== undefined && !id.startsWith("//", colon + 1) ? namespace + id.slice(colon + 1) : id;
}

export function shorten(iri: string, prefixes: Prefixes): string {
  let best = "";
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    const fits = iri.startsWith(namespace) && iri.length > namespace.length;
    if (fits && namespace.length > (prefixes[best]?.length ?? 0)) best = prefix;
  }
  return best ? `${best}:${iri.slice(prefixes[best]!.length)}` : iri;
}

export function localName(iri: string): string {
  return iri.replace(/[#/]+$/, "").split(/[#/:]/).pop() ?? iri;
}
