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
  const [done, setDone] = useState(false);
  const copy = () => navigator.clipboard?.writeText(location.href).then(() => setDone(true), () => setDone(false));
  return (
    <button type="button" onClick={copy}>
      {t("copyAddress")} <span role="status">{done ? "✓" : ""}</span>
    </button>
  );
}
