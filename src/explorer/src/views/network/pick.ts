// Which node is pointed at. Sigma would ask the graphics card, and wait for it at each move of the pointer; where the card is
// a program that takes a third of a second.

export interface Spot {
  x: number;
  y: number;
  /** How far from its middle it can be pointed at. */
  radius: number;
}

/** The spot that holds a place, the nearest one if several do; undefined if none does. */
export function pointedAt<Each extends Spot>(spots: Iterable<Each>, x: number, y: number): Each | undefined {
  let found: Each | undefined;
  let nearest = Infinity;
  for (const spot of spots) {
    const distance = Math.hypot(spot.x - x, spot.y - y);
    if (distance > spot.radius || distance >= nearest) continue;
    [found, nearest] = [spot, distance];
  }
  return found;
}
