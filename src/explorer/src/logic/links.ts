// What may be linked to: the data is not trusted.

/** The address if it is http or https, else undefined. */
export function outside(url: string): string | undefined {
  try {
    const { protocol, href } = new URL(url);
    return protocol === "http:" || protocol === "https:" ? href : undefined;
  } catch {
    return undefined;
  }
}
