"""What can be computed of a graph's tables: the rows of each analysis, and their order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from monazite.analysis.intervals import Interval
from monazite.analysis.result import HIDDEN
from monazite.errors import QueryError

BY = ("facility", "operator", "country")


@dataclass(frozen=True)
class Asked:
    """What is to be computed.

    Attributes:
        what: the analysis: one of `KINDS`.
        starts: for *reach* and *paths*, the IRIs of the nodes to begin at.
        against: whether to walk against the links, upstream.
        depth: how many links to follow at most; all of them if None.
        by: for *concentration*, who holds: one of `BY`.
        planned: for *concentration*, whether planned capacity counts with what is installed.
        countries: for *balance*, ISO 3166-1 codes of the only countries that count; all if empty.
        damping: for *pagerank*, the share of rank that follows links.
        tolerance: for *pagerank*, the sum of all changes of a round below which the ranks are taken.

    Raises:
        QueryError: there is no such analysis, or a value is out of its bounds.
    """

    what: str
    starts: tuple[str, ...] = ()
    against: bool = False
    depth: int | None = None
    by: str = "country"
    planned: bool = False
    countries: tuple[str, ...] = ()
    damping: float = 0.85
    tolerance: float = 1e-8

    def __post_init__(self) -> None:
        """Refuses what cannot be computed."""
        if self.what not in KINDS:
            raise QueryError(f"unknown analysis {self.what!r}; there are: {', '.join(KINDS)}")
        if self.what in WALKS and not self.starts:
            raise QueryError(f"{self.what} needs a node to begin at: --from ENTITY")
        if self.depth is not None and self.depth < 1:
            raise QueryError(f"the depth must be 1 or more, not {self.depth}")
        if self.by not in BY:
            raise QueryError(f"tables tell no {self.by!r} as holder; there are: {', '.join(BY)}")
        if unknown := [code for code in self.countries if not re.fullmatch("[A-Z]{2}", code)]:
            raise QueryError(f"{unknown[0]!r} is no country's code: give two capital letters, such as CN")
        if not 0 < self.damping < 1 or self.tolerance <= 0:
            raise QueryError("the damping lies between 0 and 1, and the tolerance above 0")


@dataclass(frozen=True)
class Reached:
    """A node that is reached, and over how many links at least; 0 where the walk begins."""

    node: str = field(metadata=HIDDEN)
    label: str
    links: int


@dataclass(frozen=True)
class Path:
    """The shortest way from a start to a node: `links` long, and last over `before`.

    Of several nodes that are last before it on a shortest way, `before` is the first by its IRI; None at the
    start itself.
    """

    start: str
    node: str = field(metadata=HIDDEN)
    label: str
    links: int
    before: str | None


@dataclass(frozen=True)
class Member:
    """A node and its weakly connected component, named by the first IRI in it, of `size` nodes."""

    node: str = field(metadata=HIDDEN)
    label: str
    component: str
    size: int


@dataclass(frozen=True)
class Ranked:
    """A node's PageRank (Page, Brin, Motwani, Winograd 1999); a pair counts once for each of its links.

    The ranks of a graph add up to 1; what nodes without links out have is spread over all nodes.
    """

    node: str = field(metadata=HIDDEN)
    label: str
    pagerank: float


@dataclass(frozen=True)
class Cornered:
    """In how many triangles a node is, whatever way their links point."""

    node: str = field(metadata=HIDDEN)
    label: str
    triangles: int


@dataclass(frozen=True)
class Motif:
    """How many sets of three nodes are linked so; the names are those of the triad census.

    They give the numbers of mutual, of one-way and of absent pairs, and a direction (Holland and Leinhardt,
    Sociological Methodology 7, 1976): 021D two ways out of one node, 021U two into one, 021C a chain, 030T a
    triangle with a short cut, 030C a ring.
    """

    motif: str
    count: int


@dataclass(frozen=True)
class Stage:
    """How concentrated the capacity of a stage is among its holders, as `monazite concentration` tells it.

    `units` share in it, `unknown` of them without a figure; `hhi` is in points up to 10,000, `cr1` and `cr3`
    are per cent.
    """

    stage: str
    units: int
    unknown: int
    holders: int
    hhi: Interval
    cr1: Interval
    cr3: Interval


@dataclass(frozen=True)
class Balanced:
    """What the units of a stage of the NdFeB chain can make, in tonnes a year, and for how much magnet.

    Of the units alone, all plans done: `monazite balance` adds dates and national statistics.
    `unknown_units` are those of which nothing is told that can be counted; `starves` is as there.
    """

    stage: str
    installed: Interval
    installed_magnets: Interval
    unknown_units: int
    planned: Interval
    planned_magnets: Interval
    unknown_planned_units: int
    starves: str
    starves_as_planned: str


@dataclass(frozen=True)
class Kind:
    """An analysis: the rows that it gives, and the columns by which they are in order.

    A column with a minus before it goes from the greatest to the least. Without any, the rows come in order.
    """

    row: type[Any]
    title: str
    order: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.row.__dataclass_fields__)


KINDS = {
    "reach": Kind(Reached, "what is reached", ("links", "node")),
    "paths": Kind(Path, "shortest paths", ("start", "links", "node")),
    "components": Kind(Member, "weakly connected components", ("-size", "component", "node")),
    "pagerank": Kind(Ranked, "PageRank", ("-pagerank", "node")),
    "triangles": Kind(Cornered, "triangles", ("-triangles", "node")),
    "motifs": Kind(Motif, "triad census"),
    "concentration": Kind(Stage, "concentration of capacity"),
    "balance": Kind(Balanced, "balance of the NdFeB chain, units alone"),
}
WALKS = ("reach", "paths")
