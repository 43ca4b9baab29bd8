// A stage of the chain: its colour, and its name always with it.
import { stageColour } from "../logic/colours";
import { model } from "../state/data";
import { href } from "../state/route";
import { language } from "../state/settings";

export function StageBadge({ stage, link = true }: { stage: string; link?: boolean }) {
  const known = model();
  const found = known.stage(stage);
  const inside = (
    <>
      <StageDot rank={found?.rank ?? 99} />
      {known.stageLabel(stage, language.value)}
    </>
  );
  if (!link || !found) return <span class="badge">{inside}</span>;
  return <a class="badge" href={href("entity", known.entity(found.entity).id)}>{inside}</a>;
}

export function StageDot({ rank }: { rank: number }) {
  return (
    <svg class="dot" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <circle cx="5" cy="5" r="4.5" fill={stageColour(rank)} />
    </svg>
  );
}
