"""The triad census: how many sets of three nodes are linked in each of the sixteen ways.

Only triangles are looked for. How many other triples there are follows from how many neighbours of each sort
each node has (the pairs of them that are not in a triangle), and from the number of pairs of nodes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations_with_replacement
from math import comb
from typing import TYPE_CHECKING

import networkx as nx

from monazite.analysis.graphs.kinds import Asked, Motif
from monazite.analysis.spark.session import cut
from monazite.analysis.spark.tables import pairs
from monazite.analysis.spark.triangles import closed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# A link from x to y, and so on: the columns of `closed`.
LINKS = ("xy", "yx", "xz", "zx", "yz", "zy")
# What a neighbour is to a node: it is linked to, it links here, or both.
SORTS = ("out", "in", "both")
WEDGES = tuple(combinations_with_replacement(SORTS, 2))

Links = frozenset[str]


def motifs(spark: SparkSession, nodes: DataFrame, edges: DataFrame, asked: Asked) -> list[Motif]:
    """The triad census, links of a node to itself left out."""
    from pyspark.sql import functions as F

    linked = cut(pairs(edges))
    triangles: dict[Links, int] = {
        frozenset(name for name in LINKS if row[name]): row["count"]
        for row in closed(linked).groupBy(*LINKS).count().collect()
    }
    mutual = linked.where("forth AND back").count()
    single = linked.count() - mutual
    sort = F.when(F.col("out") & F.col("in"), "both").when(F.col("out"), "out").otherwise("in")
    sorts = (
        linked.select(F.col("a").alias("node"), F.col("forth").alias("out"), F.col("back").alias("in"))
        .unionAll(linked.select("b", F.col("back"), F.col("forth")))
        .groupBy("node")
        .agg(*(F.sum((sort == name).cast("decimal(19,0)")).alias(name) for name in SORTS))
    )
    sums = [
        F.sum(F.col(one) * (F.col(one) - 1) / 2 if one == other else F.col(one) * F.col(other)).alias(
            f"{one}-{other}"
        )
        for one, other in WEDGES
    ]
    row = sorts.agg(*sums).first()
    wedges = {pair: int((row and row["-".join(pair)]) or 0) for pair in WEDGES}
    found = census(nodes.count(), single, mutual, wedges, triangles)
    return [Motif(name, count) for name, count in found.items()]


def census(
    number: int,
    single: int,
    mutual: int,
    wedges: Mapping[tuple[str, str], int],
    triangles: Mapping[Links, int],
) -> dict[str, int]:
    """The triad census of a graph, by its names.

    Args:
        number: the number of nodes.
        single: the number of pairs that are linked one way.
        mutual: the number of pairs that are linked both ways.
        wedges: for each two of `SORTS` the number of nodes' pairs of such neighbours, linked to each other or
            not.
        triangles: the number of triangles by their links.
    """
    found = dict.fromkeys(nx.triadic_census(nx.DiGraph()), 0)
    open_wedges = Counter(wedges)
    for links, count in triangles.items():
        found[name(links)] += count
        for corner in "xyz":
            open_wedges[_at(corner, links)] -= count
    in_triples = Counter({"single": 0, "mutual": 0})
    for pair, count in open_wedges.items():
        links = _wedge(pair)
        found[name(links)] += count
        in_triples += Counter({sort: times * count for sort, times in _pairs(links).items()})
    for links, count in triangles.items():
        in_triples += Counter({sort: times * count for sort, times in _pairs(links).items()})
    # Each pair stands in a triple with each other node; where that is linked to neither, the pair is alone.
    others = max(0, number - 2)
    found[name(frozenset({"xy"}))] = single * others - in_triples["single"]
    found[name(frozenset({"xy", "yx"}))] = mutual * others - in_triples["mutual"]
    empty = name(frozenset())
    found[empty] = comb(number, 3) - sum(count for each, count in found.items() if each != empty)
    return found


@cache
def name(links: Links) -> str:
    """What the triad census calls three nodes that are linked so: asked of networkx's own."""
    triple: nx.DiGraph[str] = nx.DiGraph()
    triple.add_nodes_from("xyz")
    triple.add_edges_from((link[0], link[1]) for link in links)
    return next(each for each, count in nx.triadic_census(triple).items() if count)


def _at(corner: str, links: Links) -> tuple[str, str]:
    """What the two other nodes of a triangle are to one of them."""
    return _in_order(_sort(corner, other, links) for other in "xyz" if other != corner)


def _sort(node: str, other: str, links: Links) -> str:
    there, back = node + other in links, other + node in links
    return "both" if there and back else "out" if there else "in"


def _in_order(sorts: Iterable[str]) -> tuple[str, str]:
    one, other = sorted(sorts, key=SORTS.index)
    return one, other


def _wedge(pair: tuple[str, str]) -> Links:
    """The links of a node x to two neighbours, y and z, of those sorts."""
    links = {"out": ("x{}",), "in": ("{}x",), "both": ("x{}", "{}x")}
    return frozenset(link.format(end) for sort, end in zip(pair, "yz", strict=True) for link in links[sort])


def _pairs(links: Links) -> Counter[str]:
    """How many pairs are linked one way and how many both ways."""
    sides = [sum(link in links for link in side) for side in (("xy", "yx"), ("xz", "zx"), ("yz", "zy"))]
    return Counter("mutual" if side == 2 else "single" for side in sides if side)
