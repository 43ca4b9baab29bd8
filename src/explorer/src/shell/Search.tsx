// The search field with its suggestions: a combobox (ARIA 1.2), by keyboard first. `/` leads to it.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { StageDot } from "../parts/StageBadge";
import { type Found, search, searchIndex } from "../logic/search";
import { short } from "../logic/short";
import { model } from "../state/data";
import { go } from "../state/route";
import { language } from "../state/settings";
import { t } from "../strings";

interface Props {
  /** What is done with the choice; its page is shown, without it. */
  onPick?: (entity: number) => void;
  label?: string;
  /** Only these can be found. */
  among?: (entity: number) => boolean;
  /** Whether `/` leads here. */
  main?: boolean;
  id?: string;
}

export function Search({ onPick, label, among, main = false, id = "search" }: Props) {
  const known = model();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const index = searchIndex(known.index.entities);
  const found = useMemo(() => {
    const all = search(index, text, among ? 400 : 12);
    return among ? all.filter((each) => among(each.entity)).slice(0, 12) : all;
  }, [index, text, among]);

  useEffect(() => {
    if (!main) return;
    const listen = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [main]);

  const shown = open && text.trim() !== "";
  const pick = ({ entity }: Found) => {
    setText("");
    setOpen(false);
    setActive(-1);
    if (onPick) onPick(entity);
    else go("entity", known.entity(entity).id);
  };
  const press = (event: KeyboardEvent) => {
    const last = found.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
    };
    const to = moves[event.key];
    if (to !== undefined && found.length) {
      event.preventDefault();
      setOpen(true);
      setActive(to);
      document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = found[Math.max(0, active)];
      if (chosen && text) pick(chosen);
    } else if (event.key === "Escape") {
      // The browser would empty the field at once.
      if (shown) event.preventDefault();
      setOpen(false);
    }
  };
  return (
    <div class="searching" role={main ? "search" : undefined}>
      <input
        ref={field}
        list={undefined}
        class="search"
        type="search"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-label={label ?? t("search")}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
        aria-keyshortcuts={main ? "/" : undefined}
        placeholder={t("searchHint")}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          setActive(-1);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      <p class="hidden" role="status">{shown ? (found.length ? t("searchCount", { count: found.length }) : t("searchNone")) : ""}</p>
      <ul id={`${id}-list`} role="listbox" aria-label={label ?? t("search")} hidden={!shown || !found.length}>
        {shown &&
          found.map((each, place) => (
            <li
              key={each.entity}
              id={`${id}-${place}`}
              role="option"
              aria-selected={place === active}
              // Before the field loses its focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(each)}
            >
              <Suggestion found={each} />
            </li>
          ))}
      </ul>
      {shown && !found.length && <p class="empty">{t("searchNone")}</p>}
    </div>
  );
}

function Suggestion({ found }: { found: Found }) {
  const known = model();
  const entity = known.entity(found.entity);
  const lang = language.value;
  const told = [known.kind(entity.kind, lang), entity.country && known.country(entity.country, lang), found.name && short(found.name, 60)];
  return (
    <>
      <StageDot rank={known.rank(found.entity)} />
      <span class="name"><bdi>{short(known.label(found.entity, lang), 90)}</bdi></span>
      <span class="muted"><bdi>{told.filter(Boolean).join(" · ")}</bdi></span>
    </>
  );
}
