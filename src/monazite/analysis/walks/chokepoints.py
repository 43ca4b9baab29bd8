"""Finds what all that flows between two ends of the chain has to pass, and how much is lost without it."""

from __future__ import annotations

import textwrap
from collections.abc import Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import networkx as nx

from monazite import drawing
from monazite.analysis import evidence
from monazite.analysis.concepts import concepts
from monazite.analysis.evidence import Evidence
from monazite.analysis.projection import support
from monazite.analysis.result import HIDDEN, Result
from monazite.analysis.walks import chokepoint_words, narrows
from monazite.analysis.walks.chokepoint_words import Told
from monazite.analysis.walks.ends import ENTITY, PRODUCT, Ends, check, ends
from monazite.analysis.walks.narrows import Measures
from monazite.analysis.walks.parts import idle, part
from monazite.analysis.walks.routes import Search, search
from monazite.analysis.walks.steps import Step, Steps, Stop, arriving, pruned, steps
from monazite.errors import QueryError
from monazite.statements import Source
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

DOMINATOR, ARTICULATION, CUT = "dominator", "articulation point", "minimum cut"
_DRAWN = 20
# An entity's nodes as one end.
_ALL = ""


@dataclass(frozen=True)
class Chokepoint:
    """A node on the way from one end of the chain to the other.

    Attributes:
        name: its name; that of a unit is followed by the organization that trades for it, where just the same
            hangs on that.
        stages: labels of its stages.
        country: ISO 3166-1 alpha-2 code, "" if none is stated.
        kinds: ``dominator`` if some end is reached only through it; ``articulation point`` if without it the
            links between the ends fall apart; ``minimum cut`` if it is of the fewest nodes that cut all ends
            off together.
        cut_off: how many ends are reached only through it, those left out that it runs itself or is run by.
        ends: how many ends are reached at all.
        flow_lost_percent: how much of the maximum flow is lost without it.
        betweenness_percent: how many of the shortest ways between beginnings and ends pass it.
        sentence: what was found, in words.
        sources: the documents behind the best-evidenced links to and from it.
        evidence: that of the weaker of the two.
        without: the names of the ends that are cut off without it.
        iri: its IRI.
    """

    name: str
    stages: tuple[str, ...]
    country: str
    kinds: tuple[str, ...]
    cut_off: int
    ends: int
    flow_lost_percent: float
    betweenness_percent: float
    sentence: str = field(metadata=HIDDEN)
    sources: tuple[Source, ...]
    evidence: Evidence
    without: tuple[str, ...] = field(metadata=HIDDEN)
    iri: str = field(metadata=HIDDEN)


@dataclass(frozen=True)
class Chokepoints(Result[Chokepoint]):
    """The chokepoints between two ends of the chain, those that cut most ends off first, then by flow lost.

    Attributes:
        source: where flows begin.
        target: where they end.
        product: what they have to carry on the way, "" if that is not asked.
        maximum_flow: how many walks there are at most of which no two share a step.
        minimum_cut: the names of the fewest nodes without which no end is reached.
        drawn: the links that lie on some walk from source to target.
    """

    source: str
    target: str
    product: str
    maximum_flow: int
    minimum_cut: tuple[str, ...]
    drawn: nx.MultiDiGraph[str] = field(repr=False, compare=False, metadata=HIDDEN)

    def plot(self) -> Figure:
        """Bars of the first chokepoints: how many ends they cut off, and how much of the flow."""
        if not self.rows:
            raise QueryError(f"there is nothing to draw of {self.title}")
        rows = self.rows[:_DRAWN]
        short = [textwrap.shorten(row.name, 40, placeholder="…") for row in rows]
        names = [
            f"{name} ({row.country})" if row.country else name for name, row in zip(short, rows, strict=True)
        ]
        cut = [float(row.cut_off) for row in rows]
        lost = [row.flow_lost_percent for row in rows]
        with drawing.style():
            from matplotlib.figure import Figure

            figure = Figure(figsize=(11, 1.9 + 0.3 * len(rows)))
            figure.suptitle(drawing.plain(self._heading()), x=0.01, ha="left", weight="bold")
            left, right = figure.subplots(1, 2)
            drawing.bars(left, names, cut, cut, drawing.PALETTE[0], self.language)
            left.set_xlabel(
                say("of {count} ends, how many nothing reaches without it", self.language).format(
                    count=rows[0].ends
                )
            )
            left.xaxis.get_major_locator().set_params(integer=True)
            drawing.bars(right, names, lost, lost, drawing.PALETTE[1], self.language)
            right.set_yticks([])
            right.set_xlabel(say("share of the maximum flow that is lost without it (%)", self.language))
            drawing.credit(figure, self.sources(), self.language)
        return figure

    def _heading(self) -> str:
        heading = f"{say('Chokepoints', self.language)}: {self.source} → {self.target}"
        return f"{heading} ({self.product})" if self.product else heading


def chokepoints(
    kg: KnowledgeGraph,
    chain: nx.MultiDiGraph[str],
    source: str = "mining",
    target: str = "end-use",
    product: str | None = None,
    most: int = 20,
) -> Chokepoints:
    """The chokepoints on the product-forward walks from one end of the chain to another.

    Walks are those of `monazite.analysis.walks.steps`; how each measure is computed, and where it is exact,
    tells `monazite.analysis.walks.narrows`. Of an entity all nodes that stand for it are one end; of a stage,
    a country or a product each node is one. Beginnings can be chokepoints too; a node that begins is no end.

    Args:
        kg: the knowledge graph.
        chain: a projection by `monazite.analysis.projection.project`, at the level of facilities.
        source: a stage, a country, an entity or a product, by name: where flows begin.
        target: the same, where they end.
        product: a product that (or a kind of which) flows have to carry on the way. What is made of it
            counts after it, and before it all that can become it.
        most: how many chokepoints to give at most.

    Raises:
        QueryError: an end stands in no chain, the product is none or `most` is not positive. UnknownEntity,
            AmbiguousEntity: a name means nothing, or several things.
    """
    if most < 1:
        raise QueryError(f"the most chokepoints must be 1 or more, not {most}")
    known = concepts(kg, chain.graph["language"])
    first, last = ends(kg, chain, source, known), ends(kg, chain, target, known)
    good = None if product is None else ends(kg, chain, product, known)
    if good and good.kind != PRODUCT:
        raise QueryError(f"{good.label} is no product; name one such as dysprosium oxide")
    for each in filter(None, (first, last, good)):
        check(chain, each)
    asked = search(steps(chain, known, good), first, last, good)
    groups = _groups(asked, first, last)
    kept = pruned(asked.leaving, asked.begin, {stop for stops in groups.values() for stop in stops})
    found = _foreign(chain, narrows.measure(asked.leaving, kept, asked.begin, groups))
    names: dict[str, str] = {node: data["label"] for node, data in chain.nodes(data=True)}
    own = last.nodes if last.kind == ENTITY else frozenset()
    listed = {*found.cut_off, *found.lost, *found.cut} - own
    faces = _faces(chain, listed, found)
    order = sorted(listed - faces.keys(), key=lambda node: ([-part for part in found.weight(node)], node))
    strongest = _strongest(chain, kept)
    what = f"{good.label if good else 'material'} from {first.label}"
    shown = []
    for node in order[:most]:
        traders = sorted(names[face] for face, unit in faces.items() if unit == node)
        name = f"{names[node]} ({', '.join(traders)})" if traders else names[node]
        off = found.cut_off.get(node, frozenset())
        without = tuple(sorted(last.label if end == _ALL else names[end] for end in off))
        told = chokepoint_words.told(name, without, found.lost.get(node, 0), found, what, last.label)
        shown.append((node, told))
    cut = tuple(sorted(names[node] for node in found.cut))
    tellings = [told for _, told in shown]
    drawn = part(chain, ((s.start.node, s.end.node, s.edges) for each in kept.values() for s in each))
    title = f"chokepoints between {first.label} and {last.label}"
    return Chokepoints(
        f"{title} for {good.label}" if good else title,
        tuple(_row(chain, node, told, found, strongest[node], last.label) for node, told in shown),
        (*chokepoint_words.notes(tellings, len(order), found, cut, what, last.label), *idle(drawn)),
        first.label,
        last.label,
        good.label if good else "",
        found.flow,
        cut,
        drawn,
        language=chain.graph["language"],
    )


def _row(
    chain: nx.MultiDiGraph[str],
    node: str,
    told: Told,
    found: Measures,
    links: list[tuple[Evidence, Step]],
    target: str,
) -> Chokepoint:
    documents = {iri for _, step in links for edge in step.edges for iri in edge["sources"]}
    held = {DOMINATOR: found.cut_off, ARTICULATION: found.joints, CUT: found.cut}
    return Chokepoint(
        name=told.name,
        stages=chain.nodes[node]["stages"],
        country=chain.nodes[node]["country"],
        kinds=tuple(kind for kind, nodes in held.items() if node in nodes),
        cut_off=len(told.without),
        ends=found.reached,
        flow_lost_percent=100 * found.lost.get(node, 0) / found.flow,
        betweenness_percent=100 * found.between.get(node, 0.0),
        sentence=told.sentence,
        sources=evidence.named(chain.graph["documents"], documents),
        evidence=replace(
            evidence.weakest(weight for weight, _ in links),
            overturned_by=f"a source that names another way to {target}",
        ),
        without=told.without,
        iri=node,
    )


def _groups(asked: Search, first: Ends, last: Ends) -> dict[str, set[Stop]]:
    """The stops of each end, by its node; of an entity, all in one."""
    groups: dict[str, set[Stop]] = {}
    for stop in asked.end:
        if stop.node not in first.nodes:
            groups.setdefault(_ALL if last.kind == ENTITY else stop.node, set()).add(stop)
    return groups


def _foreign(chain: nx.MultiDiGraph[str], found: Measures) -> Measures:
    """Measures without the ends that an organization cuts off and runs, or that runs what cuts it off."""
    organizations = {node for node, data in chain.nodes(data=True) if not data["stage_names"]}

    def own(node: str, end: str) -> bool:
        return (node in organizations) != (end in organizations) and _internal(chain, node, end)

    cut = {
        node: frozenset(end for end in lost if end == _ALL or not own(node, end))
        for node, lost in found.cut_off.items()
    }
    return replace(found, cut_off={node: lost for node, lost in cut.items() if lost})


def _faces(chain: nx.MultiDiGraph[str], listed: Set[str], found: Measures) -> dict[str, str]:
    """The organizations that stand for one unit only: just what hangs on them hangs on it."""
    faces = {}
    for node in sorted(listed):
        if chain.nodes[node]["stage_names"]:
            continue
        near = {*chain.predecessors(node), *chain.successors(node)} & listed
        alike = [
            unit
            for unit in near
            if chain.nodes[unit]["stage_names"]
            and found.cut_off.get(unit) == found.cut_off.get(node)
            and found.lost.get(unit) == found.lost.get(node)
            and _internal(chain, unit, node)
        ]
        if alike:
            faces[node] = min(alike)
    return faces


def _internal(chain: nx.MultiDiGraph[str], one: str, other: str) -> bool:
    edges = [edge for *ends, edge in chain.edges({one, other}, data=True) if set(ends) == {one, other}]
    return any(edge["basis"] == "internal" for edge in edges)


def _strongest(chain: nx.MultiDiGraph[str], kept: Steps) -> dict[str, list[tuple[Evidence, Step]]]:
    """For each node the best-evidenced step that arrives at it, and the best that leaves it."""
    found: dict[str, list[tuple[Evidence, Step]]] = {stop.node: [] for stop in kept}
    weights = {
        step: support(chain, step.start.node, step.end.node, step.edges)
        for each in kept.values()
        for step in each
    }
    for steps_of in (arriving(kept), kept):
        best: dict[str, tuple[Evidence, Step]] = {}
        for stop, each in steps_of.items():
            for step in each:
                weight = weights[step]
                if stop.node not in best or _better(weight, best[stop.node][0]):
                    best[stop.node] = (weight, step)
        for node, pair in best.items():
            found[node].append(pair)
    return found


def _better(one: Evidence, other: Evidence) -> bool:
    return (evidence.rank(one), one.publishers) > (evidence.rank(other), other.publishers)
