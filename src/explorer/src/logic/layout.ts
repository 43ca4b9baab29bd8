// Where the nodes of the network stand: attracted by their links, repelled by each other. The same network always comes
// out the same.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

const TURN = Math.PI * (3 - Math.sqrt(5));
const EARLY_ROUNDS = 15;
const CORE_ROUNDS = 70;
const ALL_ROUNDS = 12;

/**
 * Places nodes that are numbered from 0, linked by pairs of numbers.
 *
 * First the core alone: trees that hang on it are folded in, and nodes between two others are taken as a link between
 * those. Then all are unfolded, and the whole is let settle.
 *
 * `early` is told of a layout that is not settled yet, for something to be seen soon.
 */
export function layout(count: number, pairs: readonly (readonly [number, number])[], early?: (at: Float32Array) => void): Float32Array {
  const near: Set<number>[] = Array.from({ length: count }, () => new Set());
  for (const [one, other] of pairs) {
    if (one === other) continue;
    near[one]!.add(other);
    near[other]!.add(one);
  }
  const full = near.map((each) => new Set(each));
  const folded = fold(near);
  const at = new Float32Array(2 * count);
  const core = near.flatMap((each, node) => (folded.has(node) ? [] : [{ node, degree: full[node]!.size, each }]));
  core.sort((one, other) => other.degree - one.degree || one.node - other.node);
  core.forEach(({ node }, place) => put(at, node, 0, 0, 12 * Math.sqrt(place), place * TURN));
  const nodes = core.map(({ node }) => node);
  settle(at, nodes, near, EARLY_ROUNDS);
  if (early) {
    const soon = at.slice();
    unfold(soon, folded);
    early(soon);
  }
  settle(at, nodes, near, CORE_ROUNDS);
  unfold(at, folded);
  settle(at, full.map((_, node) => node), full, ALL_ROUNDS);
  return at;
}

/** Between whom a folded node stood; of a leaf, both are the one that it hangs on. */
type Folded = Map<number, [number, number]>;

function fold(near: Set<number>[]): Folded {
  const folded: Folded = new Map();
  const waiting = near.flatMap((each, node) => (each.size === 1 ? [node] : []));
  for (let leaf = waiting.pop(); leaf !== undefined; leaf = waiting.pop()) {
    const [parent] = near[leaf]!;
    if (parent === undefined) continue;
    folded.set(leaf, [parent, parent]);
    near[leaf]!.clear();
    near[parent]!.delete(leaf);
    if (near[parent]!.size === 1) waiting.push(parent);
  }
  near.forEach((each, node) => {
    const [one, other] = each;
    if (each.size !== 2 || folded.has(one!) || folded.has(other!)) return;
    folded.set(node, [one!, other!]);
    each.clear();
    near[one!]!.delete(node);
    near[other!]!.delete(node);
    near[one!]!.add(other!);
    near[other!]!.add(one!);
  });
  return folded;
}

/** Last folded, first unfolded: who it stood between is there by then. */
function unfold(at: Float32Array, folded: Folded): void {
  const beside = new Map<number, number>();
  for (const [node, [one, other]] of [...folded].reverse()) {
    const x = (at[2 * one]! + at[2 * other]!) / 2;
    const y = (at[2 * one + 1]! + at[2 * other + 1]!) / 2;
    const place = beside.get(one) ?? 0;
    beside.set(one, place + 1);
    put(at, node, x, y, 3 * Math.sqrt(place + 1), (place + node) * TURN);
  }
}

function settle(at: Float32Array, nodes: readonly number[], near: readonly Set<number>[], rounds: number): void {
  if (nodes.length < 2) return;
  const graph = new Graph({ type: "undirected" });
  for (const node of nodes) graph.addNode(node, { x: at[2 * node], y: at[2 * node + 1], size: 1 });
  for (const node of nodes) for (const other of near[node]!) if (node < other) graph.addEdge(node, other);
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: nodes.length > 300, barnesHutTheta: 1.3 };
  for (const [node, { x, y }] of Object.entries(forceAtlas2(graph, { iterations: rounds, settings }))) {
    at[2 * Number(node)] = x;
    at[2 * Number(node) + 1] = y;
  }
}

function put(at: Float32Array, node: number, x: number, y: number, radius: number, turn: number): void {
  at[2 * node] = x + radius * Math.cos(turn);
  at[2 * node + 1] = y + radius * Math.sin(turn);
}
