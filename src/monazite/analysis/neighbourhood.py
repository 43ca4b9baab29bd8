"""Copies what a projection needs to know of the nodes around an entity, out of a graph that may be large.

The links are followed in the engine's own indexes, so that the time and memory it takes grow with what is
reached, not with the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from monazite.stores import merged
from monazite.vocabulary import CONCEPT, MZ, REGISTRY, RULE

UPSTREAM, DOWNSTREAM = "upstream", "downstream"
_FROM, _TO, _BASIS = (ox.NamedNode(MZ[name]) for name in ("linkFrom", "linkTo", "basis"))
# What links tell in full, so that whoever is named by these alone need not be copied.
_SHORT = frozenset(ox.NamedNode(MZ[name]) for name in ("feeds", "couldFeed", "supplies", "suppliedBy"))
_UNITS = tuple(ox.NamedNode(MZ[name]) for name in ("operator", "lineOf"))
# What is told of a node from elsewhere: its capacities, and the projects that build it.
_TELLING = tuple(ox.NamedNode(MZ[name]) for name in ("featureOfInterest", "builds", "upgrades", "lineOf"))
# What is part of a telling: its figures with their units, the agreement or the document that it rests on.
_PARTS = frozenset(
    ox.NamedNode(iri)
    for iri in (
        MZ.result, MZ.agreedQuantity, MZ.unit, MZ.lineOf,
        "http://www.w3.org/ns/prov#wasDerivedFrom", "http://www.w3.org/ns/prov#wasQuotedFrom",
    )
)  # fmt: skip
# Tonnes and pieces a year, to which figures are brought.
_UNITS_OF_MEASURE = tuple(
    ox.NamedNode(f"http://qudt.org/vocab/unit/{name}") for name in ("TONNE-PER-YR", "NUM-PER-YR")
)
# Registries and rules are graphs, but no documents.
_NO_DOCUMENTS = (str(REGISTRY), str(RULE), str(CONCEPT))
# Read for the whole graph, which holds few of them, however large it is.
_KNOWN = (str(CONCEPT), str(MZ))


def reached(
    store: ox.Store, entity: str, direction: str, bases: Collection[str], depth: int | None
) -> tuple[set[str], set[str]]:
    """The nodes that links lead to or from, over any number of them, and those links, as IRIs.

    Args:
        store: the graph.
        entity: the IRI of a unit or an organization; it begins at its units, too.
        direction: ``upstream`` or ``downstream``.
        bases: what the links may rest on.
        depth: how many links to follow at most; all of them if None.
    """
    near, far = (_TO, _FROM) if direction == UPSTREAM else (_FROM, _TO)
    allowed = {f"{CONCEPT}link-basis/{basis}" for basis in bases}
    layer = {entity}
    for role in _UNITS:
        layer |= _subjects(store, role, ox.NamedNode(entity))
    nodes, links = set(layer), set[str]()
    for node in layer:  # one that has links of another kind stands in the chain, too
        for end in (_FROM, _TO):
            links |= set(sorted(_subjects(store, end, ox.NamedNode(node)))[:1])
    followed = 0
    while layer and (depth is None or followed < depth):
        further = set()
        for node in layer:
            for link in _subjects(store, near, ox.NamedNode(node)):
                if _objects(store, link, _BASIS) & allowed:
                    links.add(link)
                    further |= _objects(store, link, far)
        layer = further - nodes
        nodes |= layer
        followed += 1
    return nodes, links


def copied(store: ox.Store, nodes: Iterable[str], links: Iterable[str]) -> ox.Store:
    """A store in memory of what is said of nodes and links, and of what they name, by whom.

    Whole is what is told of the nodes and links themselves, of their capacities, projects and agreements, and
    of the documents that say so; of all else that is named, its own statements.
    """
    found: dict[ox.Quad, None] = {}
    waiting = [*nodes, *links, *(unit.value for unit in _UNITS_OF_MEASURE)]
    whole, beside = set(waiting), set[str]()
    for node in nodes:
        for role in _TELLING:
            fresh = _subjects(store, role, ox.NamedNode(node)) - whole
            whole |= fresh
            waiting += fresh
    while waiting:
        for quad in _about(store, waiting.pop()):
            if quad.predicate in _SHORT:
                continue
            found[quad] = None
            named = {quad.graph_name.value} if isinstance(quad.graph_name, ox.NamedNode) else set()
            if isinstance(quad.object, ox.NamedNode) and not quad.object.value.startswith(_KNOWN):
                beside.add(quad.object.value)
                if quad.predicate in _PARTS:
                    named.add(quad.object.value)
            fresh = {iri for iri in named if not iri.startswith(_NO_DOCUMENTS)} - whole
            whole |= fresh
            waiting += fresh
    for iri in beside - whole:
        found |= dict.fromkeys(_about(store, iri))
    part = ox.Store()
    part.bulk_extend(each for quad in found for each in (quad, merged(quad)))
    return part


def _about(store: ox.Store, iri: str) -> list[ox.Quad]:
    quads = store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    return [quad for quad in quads if isinstance(quad.graph_name, ox.NamedNode)]


def _subjects(store: ox.Store, predicate: ox.NamedNode, value: ox.NamedNode) -> set[str]:
    quads = store.quads_for_pattern(None, predicate, value, ox.DefaultGraph())
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def _objects(store: ox.Store, subject: str, predicate: ox.NamedNode) -> set[str]:
    quads = store.quads_for_pattern(ox.NamedNode(subject), predicate, None, ox.DefaultGraph())
    return {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
