// The buttons beside a drawing: SVG and PNG of it, and its address to share.
import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { model } from "../state/data";
import { t } from "../strings";
import { savePng, saveSvg } from "./download";

export function DrawingActions({ drawing, name }: { drawing: RefObject<SVGSVGElement | null>; name: string }) {
  const credit = () => t("licence", { date: model().index.asOf });
  return (
    <div class="actions">
      <button type="button" onClick={() => drawing.current && saveSvg(drawing.current, name, credit())}>{t("asSvg")} ↓</button>
      <button type="button" onClick={() => drawing.current && void savePng(drawing.current, name, credit())}>{t("asPng")} ↓</button>
      <CopyAddress />
    </div>
  );
}

export function CopyAddress() {
  const [state, setState] = useState<"" | "copied" | "shown">("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setState("copied");
    } catch {
      // A page that came over plain HTTP has no clipboard, and a reader may refuse it.
      setState("shown");
    }
  };
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        {t("copyAddress")} <span role="status">{state === "copied" ? "✓" : ""}</span>
      </button>
      {state === "shown" && (
        <input readOnly size={48} aria-label={t("copyAddress")} value={location.href} ref={(each) => each?.select()} />
      )}
    </>
  );
}
