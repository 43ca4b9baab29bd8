// Pan and zoom of a drawing: where it is looked at. `scale` 1 shows all of it.

export interface Camera {
  x: number;
  y: number;
  scale: number;
}

export const WHOLE: Camera = { x: 0, y: 0, scale: 1 };
export const MOST = 24;

/** Zooms by a factor so that a spot of the screen stays where it is. */
export function zoomed(camera: Camera, factor: number, x: number, y: number, width: number, height: number): Camera {
  const scale = Math.min(MOST, Math.max(1, camera.scale * factor));
  const ratio = scale / camera.scale;
  return kept({ scale, x: x - (x - camera.x) * ratio, y: y - (y - camera.y) * ratio }, width, height);
}

export function panned(camera: Camera, dx: number, dy: number, width: number, height: number): Camera {
  return kept({ ...camera, x: camera.x + dx, y: camera.y + dy }, width, height);
}

/** Looks at a spot of the drawing, at a scale. */
export function centred(x: number, y: number, scale: number, width: number, height: number): Camera {
  return kept({ scale, x: width / 2 - x * scale, y: height / 2 - y * scale }, width, height);
}

/** The drawing always fills the frame. */
function kept({ x, y, scale }: Camera, width: number, height: number): Camera {
  const within = (value: number, size: number) => Math.min(0, Math.max(size * (1 - scale), value)) || 0;
  return { x: within(x, width), y: within(y, height), scale };
}
