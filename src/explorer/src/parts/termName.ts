// What a term is called: a thing by its label, a literal by its value.
import { localName } from "../data/ids";
import { MZ } from "../data/statements";
import type { Term } from "../data/terms";
import { model, statements } from "../state/data";
import { language } from "../state/settings";

export function termName(term: Term | undefined): string {
  if (!term) return "";
  if (term.kind === "literal") return term.value;
  const known = model();
  const number = known.number(term.value);
  if (number !== undefined) return known.label(number, language.value);
  if (term.value.startsWith(MZ)) return known.kind(localName(term.value), language.value);
  const document = known.documentNumber(term.value);
  if (document !== undefined) return known.document(document).title;
  return statements.value?.label(term.value, language.value) || localName(term.value);
}
