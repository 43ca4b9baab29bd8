"""Who owns and controls one company or production unit, through which chains, and what it owns itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import networkx as nx
from rdflib import URIRef

from monazite.analysis import evidence, facilities
from monazite.analysis.evidence import Evidence
from monazite.analysis.intervals import Interval
from monazite.analysis.ownership import control, integrated
from monazite.analysis.ownership import structure as ownership
from monazite.analysis.ownership.integrated import OUTSIDE
from monazite.analysis.ownership.settling import Holding, Share, percent
from monazite.analysis.ownership.structure import Structure
from monazite.analysis.result import HIDDEN, Result
from monazite.errors import QueryError
from monazite.statements import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

# The groups of rows, in the order in which they are read.
HOLDER, OWNER, CONTROLLER, STATE, HELD = "holder", "ultimate owner", "controller", "state", "holding"


@dataclass(frozen=True)
class OwnershipRow:
    """One who owns or controls the entity, or one that it owns.

    Attributes:
        relation: *holder* for a direct holding in the entity; *ultimate owner* for who has a part in it in
            the end, through all chains; *controller* for who controls it in the end; *state* for what of it
            belongs to a state; *holding* for what the entity has a part in itself.
        name: the other's name; for a state that of its country.
        iri: its IRI, "" for holders that no source names, and for states.
        country: where the other is registered or lies, ISO 3166-1, "" if not stated.
        share: the part, from 0 to 1: direct for a holder, else through all chains together; None of a
            controller.
        controls: whether control goes with it: by ``majority``, or ``as told`` by sources; of an ultimate
            owner or state ``yes``, or ``through a state-owned enterprise``; "" if it does not surely.
        basis: what the holding rests on: ``stake``, ``acquisition``, ``announced`` deal, ``owner`` or
            ``operator``; of a chain those of its links.
        as_of: the day as of which the oldest link of the chain is told, "" if one is undated.
        through: the companies between the two, from the owner down, on the chain that carries most.
        links: the shares along that chain.
        sources: the documents behind the chain.
        evidence: how well the chain is founded.
    """

    relation: str
    name: str
    iri: str = field(metadata=HIDDEN)
    country: str
    share: Share | None
    controls: str
    basis: str
    as_of: str
    through: tuple[str, ...]
    links: str
    sources: tuple[Source, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Edge:
    """A holding between two of those around an entity: names and IRIs of both, and the share.

    `above` tells whether it belongs to the owners of the entity, and not to what the entity owns; `controls`
    whether it is a majority, or told to be control; `known` whether a source gives the share.
    """

    holder: str
    held: str
    holder_iri: str
    held_iri: str
    share: Share
    known: bool
    controls: bool
    above: bool


@dataclass(frozen=True)
class Ownership(Result[OwnershipRow]):
    """Who owns and controls an entity at a date, and what it owns.

    Attributes:
        entity: its IRI.
        at: the day, ISO 8601.
        edges: all holdings above and below the entity.
    """

    entity: str
    at: str
    edges: tuple[Edge, ...]

    def plot(self) -> Figure:
        """The tree of its owners and of what it owns, a box each, the shares on the lines.

        Raises:
            QueryError: nothing is known of either.
        """
        from monazite.analysis.ownership.figures import tree

        return tree(self)


def of_entity(kg: KnowledgeGraph, entity: str, at: str | None = None, language: str = "en") -> Ownership:
    """Who owns and controls a company or production unit at a date, and what it owns.

    Args:
        kg: the knowledge graph.
        entity: its IRI.
        at: a year, month or day in ISO 8601; the date of the newest document if None.
        language: ``en`` or ``zh``, for names.

    Raises:
        QueryError: it is neither an organization nor a production unit, or `at` is no date.
    """
    known = ownership.structure(kg, facilities.standing(kg, at, language), language)
    if entity not in known.names:
        raise QueryError(f"{kg.label(URIRef(entity))} is neither an organization nor a production unit")
    rows = (
        *_holders(known, entity),
        *_owners(known, entity),
        *_controllers(known, entity),
        *_states(known, entity),
        *_held(known, entity),
    )
    title = f"ownership of {known.name(entity)} as of {known.register.at}"
    notes = _notes(known, entity, rows)
    edges = (*_edges(known, entity, above=True), *_edges(known, entity, above=False))
    return Ownership(title, rows, notes, entity, known.register.at, edges, language=language)


def _edges(known: Structure, entity: str, *, above: bool) -> Iterable[Edge]:
    if entity not in known.graph:
        return
    owners = nx.ancestors(known.graph, entity)
    around = owners if above else nx.descendants(known.graph, entity)
    part = known.graph.subgraph({entity, *around})
    for one, other in sorted(part.edges):
        holding: Holding = part.edges[one, other]["holding"]
        # What the owners hold of each other around the entity, and the entity of its owners, is above it.
        if above or one not in owners:
            told = one in known.register.told.get(other, ()) and _in_control(known, one, other)
            yield Edge(
                holder=known.name(one),
                held=known.name(other),
                holder_iri=one,
                held_iri=other,
                share=Share(holding.share.low, holding.share.high),
                known=holding.known or holding.whole,
                controls=holding.share.low > control.MAJORITY or told,
                above=above,
            )


def _row(
    known: Structure,
    relation: str,
    iri: str,
    chain: tuple[Holding, ...],
    share: Interval | None,
    controls: str = "",
    *,
    name: str = "",
) -> OwnershipRow:
    dates = [holding.dated for holding in chain]
    return OwnershipRow(
        relation=relation,
        name=name or known.name(iri),
        iri=iri,
        country=known.countries.get(iri, ""),
        share=Share(share.low, share.high) if share else None,
        controls=controls,
        basis=" and ".join(sorted({holding.basis for holding in chain})),
        as_of=min(dates, default=""),
        through=tuple(known.name(holding.held) for holding in chain[:-1]),
        links=" × ".join(percent(holding.share) for holding in chain) if chain[1:] else "",
        sources=evidence.named(known.standing.documents, {s for h in chain for s in h.sources}),
        evidence=known.evidence(chain),
    )


def _holders(known: Structure, entity: str) -> Iterable[OwnershipRow]:
    found = [h for h in known.register.holdings if h.held == entity]
    for holding in sorted(found, key=lambda h: (-h.share.low, -h.share.high, h.holder)):
        how = ""
        if holding.share.low > control.MAJORITY:
            how = "majority"
        elif holding.holder in known.register.told.get(entity, ()) and _in_control(
            known, holding.holder, entity
        ):
            how = "as told"
        yield _row(known, HOLDER, holding.holder, (holding,), holding.share, how)


def _in_control(known: Structure, holder: str, entity: str) -> bool:
    return entity in control.controlled(known.register.shares, known.register.told, [holder])


def _owners(known: Structure, entity: str) -> Iterable[OwnershipRow]:
    found = known.owners.get(entity, {})
    for owner, share in sorted(found.items(), key=lambda e: (e[0] == OUTSIDE, -e[1].low, -e[1].high, e[0])):
        if owner == OUTSIDE:
            yield _row(known, OWNER, OUTSIDE, (), share, name="others, whom no source names")
        else:
            chain = known.chain(owner, entity)
            how = "yes" if owner in known.controllers.get(entity, ()) else ""
            yield _row(known, OWNER, owner, chain, share, how)


def _controllers(known: Structure, entity: str) -> Iterable[OwnershipRow]:
    for controller in known.controllers.get(entity, ()):
        chain = known.controlling_chain(controller, entity)
        yield _row(known, CONTROLLER, controller, chain, None, _how(chain))


def _states(known: Structure, entity: str) -> Iterable[OwnershipRow]:
    shares = known.state_shares.get(entity, {})
    ruling = known.state_control.get(entity, ())
    codes = (shares.keys() | set(ruling)) - {OUTSIDE}
    for code in sorted(codes, key=lambda code: (-shares[code].low if code in shares else 0, code)):
        chain = known.state_chain(code, entity)
        how = _state_control(known, code, entity) if code in ruling else ""
        name = known.lands.get(code, "a state that the graph does not name")
        yield _row(known, STATE, "", chain, shares.get(code), how, name=name)


def _state_control(known: Structure, code: str, entity: str) -> str:
    by_body = any(
        known.states[iri] == code and (iri == entity or _in_control(known, iri, entity))
        for iri in known.bodies
    )
    return "yes" if by_body else "through a state-owned enterprise"


def _held(known: Structure, entity: str) -> Iterable[OwnershipRow]:
    shares = integrated.belonging(known.register.shares, {entity: Interval(1, 1)})
    ruled = control.controlled(known.register.shares, known.register.told, [entity])
    order = sorted(shares.items(), key=lambda e: (e[0] not in ruled, -e[1].low, -e[1].high, known.name(e[0])))
    for held, share in order:
        if held != entity and share.high > 0:
            chain = known.controlling_chain(entity, held) if held in ruled else known.chain(entity, held)
            yield _row(known, HELD, held, chain, share, _how(chain) if held in ruled else "")


def _how(chain: tuple[Holding, ...]) -> str:
    return "as told" if any(h.share.low <= control.MAJORITY for h in chain) else "majority"


def _notes(known: Structure, entity: str, rows: tuple[OwnershipRow, ...]) -> tuple[str, ...]:
    name = known.name(entity)
    notes = []
    lead = [row for row in rows if row.relation == CONTROLLER]
    if len(lead) == 1:
        notes.append(f"{name} is controlled by {lead[0].name} in the end ({lead[0].controls}).")
    elif lead:
        notes.append(f"Sources differ on who controls {name}: {', '.join(row.name for row in lead)}.")
    elif any(row.relation == HOLDER for row in rows):
        notes.append(f"Nobody is known to control {name}: no holder surely has more than half of it.")
    elif any(row.relation == HELD for row in rows):
        notes.append(f"No source tells who holds {name}.")
    else:
        notes.append(f"No source tells who holds {name}, or of anything that it holds.")
    for row in rows:
        if row.relation == STATE and row.controls:
            by = "" if row.controls == "yes" else f" ({row.controls})"
            notes.append(f"It is under the control of the state: {row.name}{by}.")
    if rest := known.owners.get(entity, {}).get(OUTSIDE):
        notes.append(f"What of it belongs to holders that no source names: {percent(rest)}.")
    ancestors = nx.ancestors(known.graph, entity) if entity in known.graph else set()
    ours = {entity, *ancestors, *(row.iri for row in rows if row.relation == HELD)}
    notes += [r.sentence(known.name) for r in known.register.remarks if r.held in ours]
    return tuple(notes)
