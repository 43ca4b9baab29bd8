import { expect, test } from "vitest";
import type { Node } from "./stakes";
import { treeLayout } from "./treeLayout";

const node = (iri: string, ...children: Node[]): Node => ({ iri, children, again: false });

test("owners stand to the left, what is owned to the right, and nothing lies on anything else", () => {
  const layout = treeLayout(node("x", node("a", node("b")), node("c")), node("x", node("d"), node("e"), node("f")), 50);
  const at = Object.fromEntries(layout.boxes.map((box) => [box.node.iri, [box.column, box.row]]));
  expect(Object.keys(at).sort()).toEqual(["a", "b", "c", "d", "e", "f", "x"]);
  expect([at.b![0], at.a![0], at.x![0], at.d![0]]).toEqual([-2, -1, 0, 1]);
  expect(new Set(layout.boxes.map((box) => `${box.column} ${box.row}`)).size).toBe(7);
  expect(layout.boxes.every((box) => box.row >= 0 && box.row <= layout.rows - 1)).toBe(true);
  const joins = layout.lines.map(({ from, to }) => `${from.node.iri}>${to.node.iri}`).sort();
  expect(joins).toEqual(["a>x", "b>a", "c>x", "x>d", "x>e", "x>f"]);
});

test("what there is no room for is counted, the nearest kept", () => {
  const layout = treeLayout(node("x"), node("x", node("a", node("far")), node("b")), 2);
  expect(layout.boxes.map((box) => box.node.iri).sort()).toEqual(["a", "b", "x"]);
  expect(layout.left).toBe(1);
});
