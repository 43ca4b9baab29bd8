// A part of a view that is folded until it is wanted; it is drawn only then.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

export function Panel({ title, children }: { title: string; children: () => ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="panel" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary><h2>{title}</h2></summary>
      {open && children()}
    </details>
  );
}
