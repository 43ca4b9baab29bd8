// Texts of any length, cut to what a place on the page can hold.

export function short(text: string, most = 160): string {
  return text.length > most ? `${[...text.slice(0, most)].slice(0, -1).join("")}…` : text;
}
