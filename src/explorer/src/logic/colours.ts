// The colours of stages: Okabe and Ito's palette, which the colour-blind can tell apart; never colour alone.
export const PALETTE = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#8A8A8A"] as const;

/** The colour of a stage, by its rank in the chain (1 is exploration; 99 is no stage). */
export function stageColour(rank: number): string {
  if (rank > 50) return "#8A8A8A";
  return PALETTE[(rank - 1) % (PALETTE.length - 1)]!;
}
