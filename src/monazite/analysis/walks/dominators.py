"""Finds which ends nothing reaches without a node: exactly, in few walks of the whole.

Who dominates whom is known in nearly linear time only where a node is one point and any way is a walk. Here
an organization has several stops, and a walk may not go back to an earlier stage. So each pair of node and
end is held between two bounds, and only what they leave open is walked without the node:

- What dominates an end on all ways along the steps does so on the fewer that are walks, be the ways those
  between stops or, fewer nodes being told apart, those between nodes.
- What dominates an end lies on every walk to it; so each walk that leaves out a node clears it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Set

import networkx as nx

from monazite.analysis.walks.steps import Steps, Stop, earliest

_ROOT = ""
# For each end, the nodes that may, or that surely do, cut it off.
_Cutting = dict[str, set[str]]
# A stop, and the rank at which a walk arrives there.
_State = tuple[Stop, int]


def cut_off(
    leaving: Steps, begin: Collection[Stop], groups: Mapping[str, Set[Stop]]
) -> dict[str, frozenset[str]]:
    """For each node, the groups of stops that no product-forward walk reaches without it; its own left out.

    Args:
        leaving: the steps.
        begin: the stops where walks begin.
        groups: the stops of each end, by the end's name; a group is reached if one of its stops is.
    """
    whole = earliest(leaving, begin)
    reached = {name: stops & whole.keys() for name, stops in groups.items() if stops & whole.keys()}
    if not reached:
        return {}
    own = {name: {stop.node for stop in groups[name]} for name in reached}
    sure: _Cutting = {name: set() for name in reached}
    for face in (_itself, _node):
        for name, nodes in _dominating(leaving, whole, begin, reached, face):
            sure[name] |= nodes - own[name]
    still_open = _open(leaving, begin, reached, {name: sure[name] | own[name] for name in reached})
    for node, names in _by_node(still_open).items():
        left = earliest(leaving, begin, {node}).keys()
        for name in names:
            if not reached[name] & left:
                sure[name].add(node)
    return {node: frozenset(names) for node, names in sorted(_by_node(sure).items())}


def _itself(stop: Stop) -> Hashable:
    return stop


def _node(stop: Stop) -> Hashable:
    return stop.node


def _dominating(
    leaving: Steps,
    whole: Mapping[Stop, int],
    begin: Collection[Stop],
    reached: Mapping[str, Set[Stop]],
    face: Callable[[Stop], Hashable],
) -> Iterator[tuple[str, set[str]]]:
    """The nodes that dominate each group, where any way along steps that some walk takes counts as a walk."""
    graph: nx.DiGraph[Hashable] = nx.DiGraph()
    node_of = {face(stop): stop.node for stop in whole}
    for stop, rank in whole.items():
        forward = (step for step in leaving[stop] if not step.rank or step.rank >= rank)
        graph.add_edges_from((face(stop), face(step.end)) for step in forward)
    graph.add_edges_from((_ROOT, face(stop)) for stop in begin if stop in whole)
    for name, stops in reached.items():
        graph.add_edges_from((face(stop), (name, None)) for stop in stops)
    above = nx.immediate_dominators(graph, _ROOT)
    for name in reached:
        found: set[str] = set()
        at = above[name, None]
        while at != _ROOT:
            found.add(node_of[at])
            at = above[at]
        yield name, found


def _open(
    leaving: Steps,
    begin: Collection[Stop],
    reached: Mapping[str, Set[Stop]],
    decided: Mapping[str, Set[str]],
) -> _Cutting:
    """The nodes that lie on each walk to a group that was tried, but for those that are decided.

    Each time walks avoid what is still open wherever they can.
    """
    found = {name: nodes - decided[name] for name, nodes in _passed(leaving, begin, reached, set())}
    while avoided := set().union(*found.values()):
        walks = {name: found[name] & nodes for name, nodes in _passed(leaving, begin, reached, avoided)}
        if walks == found:
            break
        found = walks
    return found


def _passed(
    leaving: Steps, begin: Collection[Stop], reached: Mapping[str, Set[Stop]], avoided: Set[str]
) -> Iterator[tuple[str, set[str]]]:
    """The nodes on product-forward walks to the stops of each group that pass as few to be avoided as can be.

    A search by steps of cost 0 and 1 over all pairs of a stop and the rank at which one arrives there.
    """
    came: dict[_State, _State | None] = {}
    first: dict[Stop, _State] = {}
    waiting: deque[tuple[_State, _State | None]] = deque()
    for stop in sorted(set(begin) & leaving.keys()):
        _enqueue(waiting, (stop, 0), None, avoided)
    while waiting:
        state, before = waiting.popleft()
        if state in came:
            continue
        came[state] = before
        stop, rank = state
        first.setdefault(stop, state)
        for step in leaving[stop]:
            then = step.rank or rank
            if then >= rank and (step.end, then) not in came:
                _enqueue(waiting, (step.end, then), state, avoided)
    for name, stops in reached.items():
        walks = [{state[0].node for state in _back(came, first[stop])} for stop in stops]
        yield name, set.intersection(*walks)


def _enqueue(
    waiting: deque[tuple[_State, _State | None]], state: _State, before: _State | None, avoided: Set[str]
) -> None:
    if state[0].node in avoided:
        waiting.append((state, before))
    else:
        waiting.appendleft((state, before))


def _back(came: Mapping[_State, _State | None], state: _State | None) -> Iterator[_State]:
    while state is not None:
        yield state
        state = came[state]


def _by_node(cutting: _Cutting) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, nodes in cutting.items():
        for node in nodes:
            found.setdefault(node, set()).add(name)
    return found
