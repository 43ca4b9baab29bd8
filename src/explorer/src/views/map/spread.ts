// Symbols that would lie on each other, pushed apart a little.

const GAP = 1;
const ROUNDS = 60;

export interface Circle {
  x: number;
  y: number;
  radius: number;
}

/**
 * Moves circles until they overlap by no more than a bit, each drawn back to its own place: the larger a circle, the less it
 * gives way. The same circles always come to stand the same.
 */
export function spread<Each extends Circle>(circles: readonly Each[]): Each[] {
  const moved = circles.map((circle) => ({ ...circle }));
  for (let round = 0; round < ROUNDS; round++) {
    moved.forEach((one, place) => {
      for (const other of moved.slice(place + 1)) part(one, other, place);
    });
    moved.forEach((circle, place) => {
      circle.x += (circles[place]!.x - circle.x) * 0.04;
      circle.y += (circles[place]!.y - circle.y) * 0.04;
    });
  }
  return moved;
}

function part(one: Circle, other: Circle, place: number): void {
  let [dx, dy] = [other.x - one.x, other.y - one.y];
  let distance = Math.hypot(dx, dy);
  const wanted = one.radius + other.radius + GAP;
  if (distance >= wanted) return;
  // Two at one spot part in a direction of their own.
  if (distance < 1e-6) [dx, dy, distance] = [Math.cos(place), Math.sin(place), 1];
  const push = (wanted - distance) / distance / 2;
  const [mine, its] = [one.radius ** 2, other.radius ** 2];
  const share = its / (mine + its || 1);
  one.x -= dx * push * share;
  one.y -= dy * push * share;
  other.x += dx * push * (1 - share);
  other.y += dy * push * (1 - share);
}
