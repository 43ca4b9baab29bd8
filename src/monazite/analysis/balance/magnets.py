"""What a production unit's capacity counts for in the NdFeB chain: tonnes of a stage's product a year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.analysis.balance import factors
from monazite.analysis.balance.factors import ONE, PRODUCT, Factor, Factors
from monazite.analysis.capacities import at_stage
from monazite.analysis.concepts import Concepts
from monazite.analysis.facilities import Capacity, Facility
from monazite.analysis.intervals import NOTHING, UNKNOWN, Interval

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

# The stages of the chain, each with the stages of the graph that count in it, those that tell most first.
CHAIN: Mapping[str, tuple[str, ...]] = {
    "mining": ("beneficiation", "mining"),
    "separation": ("separation",),
    "metal-making": ("metal-making",),
    "alloy-making": ("alloy-making",),
    "magnet-making": ("magnet-making",),
}
COUNTED = {
    "mining": "NdPr oxide in ore products",
    "separation": "NdPr oxide",
    "metal-making": "NdPr metal",
    "alloy-making": "NdFeB alloy",
    "magnet-making": "NdFeB magnets",
    "recycling": "NdFeB magnets",
}
_OXIDES = frozenset(f"{PRODUCT}{name}" for name in ("ndpr-oxide", "neodymium-oxide", "praseodymium-oxide"))
_METALS = frozenset(f"{PRODUCT}{name}" for name in ("ndpr-metal", "neodymium-metal", "praseodymium-metal"))
_BLANK = f"{PRODUCT}ndfeb-magnet-blank"
_SMCO = f"{PRODUCT}smco-magnet"
_MIXED = frozenset(
    f"{PRODUCT}{name}" for name in ("mixed-oxide", "mixed-carbonate", "mixed-chloride", "separated-oxide")
)


@dataclass(frozen=True)
class Worth:
    """What a unit can make at a stage of the NdFeB chain, in tonnes a year of what `COUNTED` names.

    Attributes:
        unit: the unit.
        installed: what is there; no upper bound if nothing is told that can be converted.
        planned: what is to be there once all that is planned is done, what is installed with it.
        sources: the IRIs of the documents that give its capacity and the factors of its own.
    """

    unit: Facility
    installed: Interval
    planned: Interval
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Counting:
    """A way to count a capacity: which products on which bases, and what a tonne of them counts for."""

    products: frozenset[str]
    factor: Factor
    bases: frozenset[str] | None = None

    def fits(self, capacity: Capacity) -> bool:
        """Whether a capacity is told in this way."""
        on_basis = self.bases is None or capacity.basis in self.bases
        return capacity.per == "mass" and on_basis and capacity.product in self.products


@dataclass(frozen=True)
class Converter:
    """Converts capacities of units: the factors that sources give, and which minerals each unit extracts."""

    factors: Factors
    minerals: Mapping[str, Mapping[str, bool]]

    @property
    def known(self) -> Concepts:
        """The stages and products."""
        return self.factors.known

    def worth(self, unit: Facility, stage: str) -> Worth | None:
        """What a unit can make at a stage of `CHAIN`; None if it does nothing there for NdFeB magnets."""
        own = [name for name in CHAIN[stage] if name in unit.stages]
        if not own or self._makes_other_things(unit, stage, own):
            return None
        for name in own:
            if found := self._first(unit, name, self.countings(unit, stage)):
                return found
        nothing_told = at_stage(replace(unit, capacities=()), own[0], self.known)
        return Worth(unit, nothing_told.installed, nothing_told.planned, ())

    def recycled(self, unit: Facility, to_magnets: Mapping[str, Factor]) -> Worth | None:
        """What a unit can win back from scrap, in tonnes of magnet a year; None if it does not recycle."""
        if "recycling" not in unit.stages:
            return None
        ways = [
            replace(way, factor=way.factor * to_magnets[stage])
            for stage in ("magnet-making", "alloy-making", "metal-making", "separation")
            for way in self.countings(unit, stage)
            # What is not named may as well be the scrap that is taken in.
            if "" not in way.products or stage == "magnet-making"
        ]
        ways = [replace(way, products=way.products - {""}) for way in ways]
        if found := self._first(unit, "recycling", ways):
            return found
        nothing_told = at_stage(replace(unit, capacities=()), "recycling", self.known)
        return Worth(unit, nothing_told.installed, nothing_told.planned, ())

    def countings(self, unit: Facility, stage: str) -> Sequence[Counting]:
        """The ways in which capacities at a stage of `CHAIN` are told, those that tell most first."""
        kinds = self.known.narrower
        from_none = Factor("", Interval(0, 1))
        match stage:
            case "mining":
                return self._mined(unit)
            case "separation":
                share = self._share(unit)
                any_oxide = _MIXED - {f"{PRODUCT}mixed-carbonate", f"{PRODUCT}mixed-chloride"}
                return (
                    Counting(_OXIDES | any_oxide | {""}, ONE, frozenset({"contained-ndpr"})),
                    Counting(_OXIDES, ONE),
                    Counting(any_oxide | {""}, share, frozenset({"", "reo", "treo", "product-weight"})),
                )
            case "metal-making":
                others = (unit.products & kinds[f"{PRODUCT}metal"]) - _METALS
                only = bool(unit.products & _METALS) and not others
                any_metal = frozenset({f"{PRODUCT}metal", ""})
                return Counting(_METALS, ONE), Counting(any_metal, ONE if only else from_none)
            case "alloy-making":
                ndfeb = kinds[f"{PRODUCT}ndfeb-alloy"]
                return Counting(ndfeb, ONE), Counting(frozenset({f"{PRODUCT}alloy", ""}), from_none)
            case _:
                finished = kinds[f"{PRODUCT}ndfeb-magnet"] - {_BLANK}
                any_magnet = frozenset({f"{PRODUCT}magnet", ""})
                blanks = Counting(frozenset({_BLANK}), factors.blank_to_magnet(self.factors))
                if _SMCO in unit.products:
                    return Counting(finished, ONE), blanks, Counting(any_magnet, from_none)
                # Who speaks of rare earth magnets without more speaks of NdFeB magnets.
                return Counting(finished | any_magnet, ONE), blanks

    def _mined(self, unit: Facility) -> Sequence[Counting]:
        share = self._share(unit)
        concentrates = self.known.narrower[f"{PRODUCT}concentrate"]
        anything = concentrates | _MIXED | _OXIDES | {""}
        neodymium = f"{factors.ELEMENT}neodymium"
        heavy = frozenset(c for c in concentrates if neodymium not in self.known.products[c].elements)
        little = Factor(share.what, Interval(0, share.figure.high), share.sources)
        ways = [
            Counting(anything, ONE, frozenset({"contained-ndpr"})),
            Counting(_OXIDES, ONE),
            Counting(heavy, little, frozenset({"reo", "treo"})),
            Counting((anything - heavy), share, frozenset({"reo", "treo"})),
            Counting(frozenset({f"{PRODUCT}mixed-oxide", f"{PRODUCT}separated-oxide"}), share),
        ]
        for product in sorted(concentrates | {f"{PRODUCT}mixed-carbonate"}):
            if (content := self._rare_earths_in(product)) and product != f"{PRODUCT}concentrate":
                ways.append(Counting(frozenset({product}), content * (little if product in heavy else share)))
        if content := self._rare_earths_in(f"{PRODUCT}concentrate"):
            ways.append(Counting(frozenset({f"{PRODUCT}concentrate"}), content * share))
        return ways

    def _rare_earths_in(self, product: str) -> Factor | None:
        """The oxides in a product; of a concentrate of which nobody tells, as in any."""
        part, what = {f"{PRODUCT}mixed-oxide"}, "rare earth oxides in what the mine delivers"
        own = self.factors.content(part, {product}, what)
        if own or product == f"{PRODUCT}mixed-carbonate":
            return own
        return self.factors.content(part, self.known.narrower[f"{PRODUCT}concentrate"], what)

    def _share(self, unit: Facility) -> Factor:
        return factors.ndpr_share(self.factors, unit.iri, self.minerals.get(unit.iri, {}))

    def _first(self, unit: Facility, stage: str, ways: Sequence[Counting]) -> Worth | None:
        """The unit's capacity by the first way in which any bound of it is told."""
        for way in ways:
            told = tuple(c for c in unit.capacities if way.fits(c))
            found = at_stage(replace(unit, capacities=told), stage, self.known)
            if found.sources and (found.installed.bounded or found.planned != UNKNOWN):
                installed, planned = found.installed * way.factor.figure, found.planned * way.factor.figure
                return Worth(unit, installed, planned, tuple(sorted({*found.sources, *way.factor.sources})))
        return None

    def _makes_other_things(self, unit: Facility, stage: str, own: Sequence[str]) -> bool:
        """Whether all that is told of what a unit makes at a stage is other than what NdFeB magnets need."""
        if stage == "mining":
            return False
        told = {c.product for c in unit.capacities if c.stage in own and c.product}
        made = (unit.products & _outputs(self.known, own)) | told
        wanted = {product for way in self.countings(unit, stage) for product in way.products}
        return bool(made) and not made & wanted and all(self._is_kind_of_output(p, stage) for p in made)

    def _is_kind_of_output(self, product: str, stage: str) -> bool:
        """Whether a product is a kind of what the stage makes, and so no stand-in for all of it."""
        root = {
            "separation": ("separated-oxide",),
            "metal-making": ("metal", "alloy"),
            "alloy-making": ("alloy",),
            "magnet-making": ("magnet",),
        }[stage]
        kinds = {kind for name in root for kind in self.known.narrower[f"{PRODUCT}{name}"]}
        return product in kinds - {f"{PRODUCT}{name}" for name in root}


def converter(kg: KnowledgeGraph, known: Concepts) -> Converter:
    """Reads the factors of a graph, and which minerals its units extract."""
    minerals: dict[str, dict[str, bool]] = {}
    for unit, mineral, neodymium in rows(kg, "extracted-minerals"):
        minerals.setdefault(unit, {})[mineral] = neodymium == "true"
    return Converter(factors.read(kg, known), minerals)


def by_then(worth: Worth, year: int, at: str) -> Interval:
    """What a unit can make in a year if all plans come on time, as told at a date.

    A unit that is planned or being built counts if it is due by then. If no date is told, if that date has
    gone by, and for the expansion of one that works, it counts in the upper bound alone.
    """
    unit = worth.unit
    if unit.state in ("closed", "lapsed"):
        return NOTHING
    if unit.comes and unit.due:
        if int(unit.due[:4]) > year:
            return NOTHING
        if unit.due >= at[: len(unit.due)]:
            return worth.planned
    return Interval(worth.installed.low, max(worth.installed.high, worth.planned.high))


def _outputs(known: Concepts, stages: Collection[str]) -> frozenset[str]:
    return frozenset(product for stage in stages for product in known.outputs[stage])
