"""Who ultimately owns and controls companies and production units, and what of them belongs to states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

from monazite.analysis import evidence, levels, places
from monazite.analysis.asking import rows
from monazite.analysis.concepts import LANGUAGES
from monazite.analysis.evidence import Evidence
from monazite.analysis.facilities import Standing
from monazite.analysis.intervals import Interval
from monazite.analysis.ownership import control, integrated, stakes
from monazite.analysis.ownership.integrated import OUTSIDE
from monazite.analysis.ownership.settling import Holding
from monazite.analysis.ownership.stakes import Register
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

# The state of a government body of which the graph does not say whose it is.
UNNAMED_STATE = "??"
_WHOLE, _ANY = Interval(1, 1), Interval(0, 1)
# The longest chain of holders that is written out.
_LONGEST = 8


@dataclass(frozen=True)
class Structure:
    """Everything that is known at a date of who owns and controls whom.

    Attributes:
        register: the holders of every company and unit.
        standing: the production units.
        names: names of organizations and units by IRI.
        states: for each government body and state-owned enterprise, its state's ISO 3166-1 code,
            `UNNAMED_STATE` if the graph gives none.
        bodies: the government bodies.
        countries: ISO 3166-1 codes of organizations and units by IRI, where known.
        lands: names of countries by code.
    """

    register: Register
    standing: Standing = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    states: Mapping[str, str] = field(repr=False)
    bodies: frozenset[str] = field(repr=False)
    countries: Mapping[str, str] = field(repr=False)
    lands: Mapping[str, str] = field(repr=False)

    def name(self, iri: str) -> str:
        """The name of an organization or unit; the end of its IRI where it has none."""
        return self.names.get(iri) or local_name(iri)

    @cached_property
    def owners(self) -> Mapping[str, Mapping[str, Interval]]:
        """For each company and unit that is held, what of it belongs to each ultimate owner."""
        return integrated.integrated(self.register.shares)

    @cached_property
    def controllers(self) -> Mapping[str, tuple[str, ...]]:
        """For each company and unit that somebody controls, who does in the end."""
        return control.controllers(self.register.shares, self.register.told)

    @cached_property
    def state_shares(self) -> Mapping[str, Mapping[str, Interval]]:
        """For each company and unit what of it belongs to each state, by code; "" for all others.

        States hold through their government bodies. How much of a state-owned enterprise whose holders are
        not known is its state's, no source tells: from nothing to all.
        """
        found: dict[str, dict[str, Interval]] = {}
        shares = self.register.shares
        worth: dict[str, dict[str, Interval]] = {}
        for iri, code in self.states.items():
            if iri in self.bodies:
                worth.setdefault(code, {})[iri] = _WHOLE
            elif iri not in shares:
                worth.setdefault(code, {})[iri] = _ANY
        others = {holder for held in shares.values() for holder in held} - shares.keys() - self.bodies
        private = {iri: _ANY if iri in self.states else _WHOLE for iri in others}
        for code, holders in sorted((worth | {OUTSIDE: private | {OUTSIDE: _WHOLE}}).items()):
            for iri, share in integrated.belonging(shares, holders).items():
                if share.high > 0:
                    found.setdefault(iri, {})[code] = share
        return found

    @cached_property
    def state_control(self) -> Mapping[str, tuple[str, ...]]:
        """For each company and unit that a state controls, the code of that state.

        A state's government bodies and the enterprises that a source calls state-owned act as one: it
        controls them, and what they control together.
        """
        actors: dict[str, list[str]] = {}
        for iri, code in self.states.items():
            actors.setdefault(code, []).append(iri)
        found: dict[str, list[str]] = {}
        for code in sorted(actors):
            ruled = control.controlled(self.register.shares, self.register.told, actors[code])
            for iri in ruled.union(actors[code]):
                found.setdefault(iri, []).append(code)
        return {iri: tuple(codes) for iri, codes in found.items()}

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The holdings as a graph, from holder to held, each edge with its `holding`."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        for holding in self.register.holdings:
            if holding.share.high > 0:
                graph.add_edge(holding.holder, holding.held, holding=holding)
        return graph

    @cached_property
    def _decisive(self) -> nx.DiGraph[str]:
        """The holdings that are a majority, or whose holder is told to be the parent."""
        return self.graph.edge_subgraph(
            (one, other)
            for one, other, data in self.graph.edges(data=True)
            if data["holding"].share.low > control.MAJORITY or one in self.register.told.get(other, ())
        )

    def chain(self, owner: str, held: str) -> tuple[Holding, ...]:
        """The chain of holdings by which most of a company belongs to an owner; the shortest of several.

        Empty if there is none of at most eight holdings.
        """
        if owner not in self.graph or held not in self.graph or owner == held:
            return ()
        between = nx.descendants(self.graph, owner) & (nx.ancestors(self.graph, held) | {held})
        part = self.graph.subgraph({owner, *between})
        chains = [
            tuple(part.edges[edge[0], edge[1]]["holding"] for edge in path)
            for path in nx.all_simple_edge_paths(part, owner, held, cutoff=_LONGEST)
        ]
        return max(chains, key=lambda chain: (*weight(chain), [h.holder for h in chain]), default=())

    def controlling_chain(self, controller: str, held: str) -> tuple[Holding, ...]:
        """The shortest chain of majorities, or of told parents, from a controller down to a company.

        The chain that carries most of it, where the controller has its majority only by several together.
        """
        decisive = self._decisive
        if controller in decisive and held in decisive and nx.has_path(decisive, controller, held):
            path = nx.shortest_path(decisive, controller, held)
            return tuple(decisive.edges[one, other]["holding"] for one, other in pairwise(path))
        return self.chain(controller, held)

    def state_chain(self, code: str, held: str) -> tuple[Holding, ...]:
        """The chain that carries most of a company to a state: from a government body, if there is one."""
        own = [iri for iri, state in self.states.items() if state == code]
        chains = [(iri in self.bodies, self.chain(iri, held)) for iri in own]
        return max(chains, key=lambda e: (bool(e[1]), e[0], *weight(e[1])), default=(False, ()))[1]

    def evidence(self, holdings: Iterable[Holding]) -> Evidence:
        """The evidence for a chain of holdings: that of its weakest."""
        return evidence.weakest(self.weigh(holding) for holding in holdings)

    def weigh(self, holding: Holding) -> Evidence:
        """The evidence for one holding: as old as the share is, not as its newest mention."""
        return evidence.weigh(
            self.standing.documents,
            holding.sources,
            basis=_BASES.get(holding.basis, "stated"),
            status="announced" if holding.basis == "announced" else "",
            as_of=self.standing.at,
            overturned_by=_doubt(holding),
        )


_BASES = {"operator": "by operator", "owner": "by owner", "acquisition": "by acquisition"}


def _doubt(holding: Holding) -> str:
    if holding.basis == "announced":
        return "a report that the deal was never done, or a register of the holders after it"
    if holding.basis == "operator":
        return "a source that names another owner than the operator"
    if not holding.known:
        return "a source that gives the share"
    return "a newer register or filing with other holders"


def weight(chain: tuple[Holding, ...]) -> tuple[float, float, int]:
    """What a chain carries, least and most, and how short it is: the greatest is the chain to show."""
    low = high = 1.0
    for holding in chain:
        low, high = low * holding.share.low, high * holding.share.high
    return low, high, -len(chain)


def structure(kg: KnowledgeGraph, standing: Standing, language: str = "en") -> Structure:
    """Reads who owns and controls whom, as of the day of `standing`, named in ``en`` or ``zh``."""
    states: dict[str, str] = {}
    bodies: set[str] = set()
    countries = {unit.iri: unit.country for unit in standing.facilities.values() if unit.country}
    for iri, _, _, kind, country in rows(kg, "names"):
        if country:
            countries.setdefault(iri, country)
        if local_name(kind) in ("GovernmentBody", "StateOwnedEnterprise"):
            states[iri] = country or states.get(iri, UNNAMED_STATE)
        if local_name(kind) == "GovernmentBody":
            bodies.add(iri)
    return Structure(
        register=stakes.register(kg, standing),
        standing=standing,
        names=labels(kg, standing, language),
        states=states,
        bodies=frozenset(bodies),
        countries=countries,
        lands=places.countries(kg, language),
    )


def labels(kg: KnowledgeGraph, standing: Standing, language: str = "en") -> Mapping[str, str]:
    """The names of all organizations and production units by IRI, in ``en`` or ``zh``."""
    units = {unit.iri: unit.label for unit in standing.facilities.values()}
    return levels.names(kg, LANGUAGES[language]) | units


def of_facilities(kg: KnowledgeGraph, standing: Standing) -> Mapping[str, Mapping[str, Interval]]:
    """What of each production unit belongs to each ultimate owner, from 0 to 1.

    Ultimate owners are IRIs of those that nobody is known to hold; the key "" stands for holders that no
    source names. A unit of which neither owner nor operator is known has only that.
    """
    found = structure(kg, standing).owners
    return {unit: found.get(unit, {OUTSIDE: _WHOLE}) for unit in standing.facilities}


def states(kg: KnowledgeGraph, standing: Standing) -> Mapping[str, Mapping[str, Interval]]:
    """What of each production unit belongs to each state, by ISO 3166-1 code; "" for all others.

    States hold through their government bodies. How much of a state-owned enterprise whose holders are not
    known is its state's, no source tells: from nothing to all.
    """
    found = structure(kg, standing).state_shares
    return {unit: found.get(unit, {OUTSIDE: _WHOLE}) for unit in standing.facilities}
