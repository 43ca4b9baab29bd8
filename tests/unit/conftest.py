"""Small chains made by hand, for analyses that need no store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import networkx as nx
import pytest

from monazite.analysis.concepts import Concepts, Product, Stage

RANKS = {
    "mining": 2,
    "beneficiation": 3,
    "separation": 5,
    "metal-making": 6,
    "magnet-making": 8,
    "magnet-coating": 9,
    "motor-making": 11,
    "end-use": 12,
    "recycling": 13,
}
# Each product with the rank of its stage, what it is a kind of, and its elements.
PRODUCTS: dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]] = {
    "ore": (2, (), ("nd", "dy")),
    "concentrate": (3, (), ("nd",)),
    "oxide": (5, (), ("nd", "dy")),
    "nd-oxide": (5, ("oxide",), ("nd",)),
    "dy-oxide": (5, ("oxide",), ("dy",)),
    "nd-metal": (6, (), ("nd",)),
    "dy-metal": (6, (), ("dy",)),
    "magnet": (8, (), ("nd", "dy")),
    "sintered-magnet": (8, ("magnet",), ("nd", "dy")),
    "motor": (11, (), ()),
    "scrap": (8, (), ("nd", "dy")),
}
MakeChain = Callable[..., "nx.MultiDiGraph[str]"]


@pytest.fixture(scope="session")
def known() -> Concepts:
    """A few stages and products; of inputs and outputs only what recycling takes in."""
    return Concepts(
        {name: Stage(f"stage:{name}", name, name, rank) for name, rank in RANKS.items()},
        {
            name: Product(name, name, name, frozenset(elements), frozenset(broader))
            for name, (_, broader, elements) in PRODUCTS.items()
        },
        {name: frozenset({"scrap"} if name == "recycling" else ()) for name in RANKS},
        {name: frozenset() for name in RANKS},
        {name: rank for name, (rank, *_) in PRODUCTS.items()},
    )


@pytest.fixture(scope="session")
def make_chain() -> MakeChain:
    """Makes a chain of links (supplier, consumer, product); nodes without a stage are organizations.

    A link may name more attributes; without them it is declared by one document of 2025.
    """

    def make(
        links: Sequence[tuple[Any, ...]],
        stages: Mapping[str, str] | None = None,
        countries: Mapping[str, str] | None = None,
    ) -> nx.MultiDiGraph[str]:
        chain: nx.MultiDiGraph[str] = nx.MultiDiGraph(
            name="chain", bases=("declared", "internal"), at="2026-01-01", language="en", documents={}
        )
        told = stages or {}
        for node in sorted({end for link in links for end in link[:2]} | set(told)):
            names = (told[node],) if node in told else ()
            chain.add_node(
                node,
                label=node,
                kind="Facility" if names else "Company",
                stages=names,
                stage_names=names,
                rank=RANKS.get(names[0], 99) if names else 99,
                country=(countries or {}).get(node, ""),
                state="operating" if names else "",
                operators=(),
                operator_iris=(),
            )
        for number, (supplier, consumer, product, *more) in enumerate(links):
            given = {"label": product, "product": product, "basis": "declared", "status": "", "sources": ()}
            chain.add_edge(supplier, consumer, f"link {number}", **(given | (more[0] if more else {})))
        return chain

    return make
