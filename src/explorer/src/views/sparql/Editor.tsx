// A text area for SPARQL that completes the ontology's terms. Tab leaves it, as it leaves any field.
import { useMemo, useRef, useState } from "preact/hooks";
import { completed, type Completion, terms } from "../../sparql/completion";
import { model } from "../../state/data";
import { language } from "../../state/settings";
import { w } from "./words";

interface Props {
  text: string;
  change: (text: string) => void;
  run: () => void;
}

const NONE: Completion = { from: 0, found: [] };

export function Editor({ text, change, run }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [offered, setOffered] = useState(NONE);
  const [active, setActive] = useState(-1);
  const known = useMemo(() => terms(model(), language.value), [language.value]);
  const offer = (next: Completion) => {
    setOffered(next);
    setActive(-1);
  };
  const take = (place: number) => {
    const area = field.current!;
    const name = offered.found[place]!.name;
    const caret = area.selectionStart;
    area.focus();
    area.setRangeText(name, offered.from, caret, "end");
    change(area.value);
    offer(NONE);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      offer(NONE);
      run();
      return;
    }
    const count = offered.found.length;
    if (!count) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setActive(event.key === "ArrowDown" ? (active + 1) % count : (active <= 0 ? count : active) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape") {
      offer(NONE);
    }
  };
  return (
    <div class="editor">
      <textarea
        ref={field}
        aria-label={w("text")}
        aria-describedby="sparql-hint"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls="sparql-terms"
        aria-activedescendant={active >= 0 ? `sparql-term-${active}` : undefined}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        rows={Math.min(22, Math.max(8, text.split("\n").length + 1))}
        value={text}
        onInput={(event) => {
          const area = event.currentTarget;
          change(area.value);
          offer(completed(area.value, area.selectionStart, known));
        }}
        onBlur={() => offer(NONE)}
        onKeyDown={press}
      />
      <p class="hidden" role="status">{offered.found.length ? w("suggested", { count: offered.found.length }) : ""}</p>
      <ul id="sparql-terms" role="listbox" aria-label={w("suggestions")} hidden={!offered.found.length}>
        {offered.found.map((term, place) => (
          <li
            key={term.name}
            id={`sparql-term-${place}`}
            role="option"
            aria-selected={place === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(place)}
          >
            <code>{term.name}</code> <span class="muted">{term.label}</span>
          </li>
        ))}
      </ul>
      <p id="sparql-hint" class="muted hint">{w("hint")}</p>
    </div>
  );
}
