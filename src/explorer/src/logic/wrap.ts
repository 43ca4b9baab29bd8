// Breaks a name into lines for a drawing; a Chinese character is as wide as two Latin letters.

export function wrapped(text: string, most: number, lines: number): string[] {
  const found: string[] = [];
  let line = "";
  for (const piece of pieces(text.slice(0, most * lines * 4))) {
    if (line && width(line + piece.trimEnd()) > most) {
      found.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
    while (width(line.trimEnd()) > most) {
      const end = fitting(line, most);
      found.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  if (line.trim()) found.push(line.trimEnd());
  if (found.length <= lines) return found;
  const last = found[lines - 1]!;
  return [...found.slice(0, lines - 1), `${last.slice(0, fitting(last, most - 1))}…`];
}

export function width(text: string): number {
  let sum = 0;
  for (const letter of text) sum += /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]|[\u{20000}-\u{3ffff}]/u.test(letter) ? 2 : 1;
  return sum;
}

function pieces(text: string): string[] {
  return text.match(/[\u2e80-\ua4cf]|[^\s\u2e80-\ua4cf]+\s*|\s+/g) ?? [];
}

/** The end of the longest start of a text that fits. */
function fitting(text: string, most: number): number {
  let end = 0;
  let sum = 0;
  for (const letter of text) {
    sum += width(letter);
    if (sum > most) break;
    end += letter.length;
  }
  return Math.max(end, 1);
}
