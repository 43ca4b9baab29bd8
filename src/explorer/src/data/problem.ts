// What went wrong at a server, for a reader.

/** What a server says is wrong (RFC 9457), else its status. */
export async function problem(response: Response): Promise<string> {
  const told = (await response.json().catch(() => undefined)) as { detail?: unknown; title?: unknown } | undefined;
  return String(told?.detail ?? told?.title ?? `${response.status} ${response.statusText}`);
}
