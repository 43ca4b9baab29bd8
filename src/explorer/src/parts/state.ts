// The words for the state of a production unit.
import { model } from "../state/data";
import { language } from "../state/settings";
import { t } from "../strings";

export function stateLabel(state: string): string {
  if (state === "unknown" || state === "lapsed") return t(state);
  return model().concept("lifecycle-status", state, language.value);
}
