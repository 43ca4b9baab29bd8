// Dragging, pinching and the wheel, told as panning and zooming.
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

type Pan = (dx: number, dy: number) => void;
type Zoom = (factor: number, x: number, y: number) => void;

/**
 * Watches an element. Gives whether the pointer has just dragged, so that letting go is no click. The wheel zooms with
 * Ctrl or once the drawing is moved into or focused: else it scrolls the page.
 */
export function usePointers(frame: RefObject<HTMLElement | null>, pan: Pan, zoom: Zoom, inside: boolean): RefObject<boolean> {
  const dragged = useRef(false);
  const doing = useRef({ pan, zoom, inside });
  doing.current = { pan, zoom, inside };
  useEffect(() => {
    const element = frame.current!;
    const down = new Map<number, { x: number; y: number }>();
    let moved = 0;
    const spot = (event: { clientX: number; clientY: number }) => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const press = (event: PointerEvent) => {
      if (!down.size) [moved, dragged.current] = [0, false];
      down.set(event.pointerId, spot(event));
    };
    const move = (event: PointerEvent) => {
      const before = down.get(event.pointerId);
      if (!before) return;
      const now = spot(event);
      moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      if (moved > 5 && !dragged.current) {
        dragged.current = true;
        element.setPointerCapture(event.pointerId);
      }
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      down.set(event.pointerId, now);
      if (other) {
        const spread = (at: { x: number; y: number }) => Math.hypot(at.x - other.x, at.y - other.y) || 1;
        doing.current.zoom(spread(now) / spread(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
      } else if (doing.current.inside) doing.current.pan(now.x - before.x, now.y - before.y);
    };
    const lift = (event: PointerEvent) => down.delete(event.pointerId);
    const wheel = (event: WheelEvent) => {
      const focused = element.contains(document.activeElement);
      if (!event.ctrlKey && !event.metaKey && !doing.current.inside && !focused) return;
      event.preventDefault();
      const { x, y } = spot(event);
      doing.current.zoom(Math.exp(-Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 100) * 0.003), x, y);
    };
    const listeners = { pointerdown: press, pointermove: move, pointerup: lift, pointercancel: lift } as unknown as Record<string, EventListener>;
    for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener);
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      for (const [name, listener] of Object.entries(listeners)) element.removeEventListener(name, listener);
      element.removeEventListener("wheel", wheel);
    };
  }, []);
  return dragged;
}
