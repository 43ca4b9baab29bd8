// Places a tree of owners to the left of its root and the tree of what it owns to the right, a row a leaf.
import type { Node } from "./stakes";

export interface Box {
  node: Node;
  /** 0 for the root, negative for owners. */
  column: number;
  /** The middle of its place, in rows. */
  row: number;
}

export interface TreeLayout {
  boxes: Box[];
  /** From holder to held. */
  lines: { from: Box; to: Box; node: Node }[];
  rows: number;
  /** Nodes that there was no room for. */
  left: number;
}

/** Nearest first, no more than so many on each side. */
export function treeLayout(up: Node, down: Node, most: number): TreeLayout {
  const root: Box = { node: up, column: 0, row: 0 };
  const layout: TreeLayout = { boxes: [root], lines: [], rows: 1, left: 0 };
  const heights = ([[up, -1], [down, 1]] as const).map(([tree, way]) => {
    const kept = nearest(tree, most);
    layout.left += count(tree) - kept.size;
    let next = 0;
    const place = (node: Node, column: number): Box => {
      const box = column === 0 ? { ...root } : { node, column, row: 0 };
      const children = node.children.filter((each) => kept.has(each)).map((each) => place(each, column + way));
      box.row = children.length ? (children[0]!.row + children.at(-1)!.row) / 2 : next++;
      if (column !== 0) layout.boxes.push(box);
      for (const child of children) layout.lines.push(way < 0 ? { from: child, to: box, node: child.node } : { from: box, to: child, node: child.node });
      return box;
    };
    return { middle: place(tree, 0).row, height: Math.max(1, next), way };
  });
  // Both sides so that their root stands in one row.
  const middle = Math.max(...heights.map((each) => each.middle));
  root.row = middle;
  for (const box of layout.boxes) {
    if (box.column !== 0) box.row += middle - heights[box.column < 0 ? 0 : 1]!.middle;
  }
  for (const line of layout.lines) {
    if (line.from.column === 0) line.from = root;
    if (line.to.column === 0) line.to = root;
  }
  layout.rows = Math.max(...heights.map((each) => middle - each.middle + each.height));
  return layout;
}

function nearest(tree: Node, most: number): Set<Node> {
  const kept = new Set<Node>();
  const waiting = [tree];
  for (let node = waiting.shift(); node && kept.size <= most; node = waiting.shift()) {
    kept.add(node);
    waiting.push(...node.children);
  }
  return kept;
}

function count(tree: Node): number {
  return tree.children.reduce((sum, child) => sum + count(child), 1);
}
