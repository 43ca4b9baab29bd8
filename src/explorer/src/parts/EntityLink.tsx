// A thing by its name, linked to its page.
import { model, statements } from "../state/data";
import { href } from "../state/route";
import { language } from "../state/settings";
import { localName } from "../data/ids";
import { short } from "../logic/short";

/** `entity` is a number of the index, an id or an IRI. */
export function EntityLink({ entity, view = "entity" }: { entity: number | string; view?: string }) {
  const known = model();
  const number = typeof entity === "number" ? entity : known.number(entity);
  if (number !== undefined) {
    return <a href={href(view, known.entity(number).id)}><bdi>{short(known.label(number, language.value))}</bdi></a>;
  }
  const iri = entity as string;
  const name = statements.value?.label(iri, language.value) || localName(iri);
  return <a href={href(view, statements.value?.id(iri) ?? iri)}><bdi>{short(name)}</bdi></a>;
}
