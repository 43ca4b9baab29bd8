"""The factors between the stages of the NdFeB chain: contents and yields as sources give them, stoichiometry.

A factor is an `Interval`: the least and the most that any source gives. A source that gives only one bound
("at least 92 per cent") counts for that bound alone; where nobody gives the other, it is 0 or 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.analysis.concepts import Concepts
from monazite.analysis.intervals import Interval, exactly
from monazite.errors import QueryError
from monazite.vocabulary import CONCEPT, local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

PRODUCT, STAGE, MINERAL, ELEMENT = (
    f"{CONCEPT}{name}/" for name in ("product", "stage", "mineral", "element")
)
# Standard atomic weights of the IUPAC Commission on Isotopic Abundances and Atomic Weights (ciaaw.org):
# Nd 144.242(3), Pr 140.90766(1), O 15.999 (conventional).
ND, PR, O = 144.242, 140.90766, 15.999  # noqa: E741
ND_IN_OXIDE = 2 * ND / (2 * ND + 3 * O)
PR_IN_OXIDE = 6 * PR / (6 * PR + 11 * O)
# Neodymium in the trade's words is most often the mixture of neodymium and praseodymium.
_NDPR_IN_MAGNETS = frozenset({f"{ELEMENT}neodymium", f"{PRODUCT}ndpr-metal", f"{PRODUCT}neodymium-metal"})


@dataclass(frozen=True)
class Factor:
    """A dimensionless factor: what it is in words, its bounds, and the IRIs of the documents that give it."""

    what: str
    figure: Interval
    sources: tuple[str, ...] = ()

    def __mul__(self, other: Factor) -> Factor:
        """The product, resting on the sources of both."""
        what = " x ".join(filter(None, (self.what, other.what)))
        return Factor(what, self.figure * other.figure, tuple(sorted({*self.sources, *other.sources})))

    def __truediv__(self, other: Factor) -> Factor:
        """The quotient, resting on the sources of both."""
        what = f"{self.what} / {other.what}"
        return Factor(what, self.figure / other.figure, tuple(sorted({*self.sources, *other.sources})))


ONE = Factor("", exactly(1))


@dataclass(frozen=True)
class Told:
    """What one source says of a content, yield or loss; a bound that it does not give is None.

    `part`, `whole` and `product` are IRIs; of a yield the part is the stage, the product "" if none is named.
    Figures are shares from 0 to 1; a loss has been turned into the yield that it leaves.
    """

    kind: str
    part: str
    whole: str
    product: str
    low: float | None
    high: float | None
    source: str


@dataclass(frozen=True)
class Factors:
    """All contents and yields that sources tell, with the concepts by which they are looked up."""

    told: tuple[Told, ...]
    known: Concepts

    def content(self, parts: Collection[str], wholes: Collection[str] | None, what: str) -> Factor | None:
        """The content of any of the parts in any of the wholes (in whatever, if None), if it is told."""
        found = [
            t for t in self.told
            if t.kind == "content" and t.part in parts and (wholes is None or t.whole in wholes)
        ]  # fmt: skip
        return _hull(what, found)

    def process_yield(self, stage: str, wholes: Collection[str], what: str) -> Factor:
        """The share of the rare earths going into a stage that comes out, for what goes in.

        Raises:
            QueryError: no source tells it.
        """
        found = [
            t for t in self.told if t.kind == "yield" and t.part == f"{STAGE}{stage}" and t.whole in wholes
        ]
        factor = _hull(what, found)
        if factor is None:
            raise QueryError(
                f"no source in the graph tells the yield of {stage}: without an observation of the measure "
                "process-yield or process-loss for it nothing can be converted"
            )
        return factor


def read(kg: KnowledgeGraph, known: Concepts) -> Factors:
    """Reads the contents, yields and losses of a graph."""
    told = []
    for measure, part, whole, product, low, high, source in rows(kg, "conversion-factors"):
        least, most = (float(text) / 100 if text else None for text in (low, high))
        kind = "content" if local_name(measure) == "content" else "yield"
        if local_name(measure) == "process-loss":
            least, most = (None if share is None else 1 - share for share in (most, least))
        told.append(Told(kind, part, whole, product, least, most, source))
    return Factors(tuple(told), known)


def metal_in_oxide(factors: Factors) -> Factor:
    """The mass of NdPr metal in a mass of NdPr oxide: stoichiometry of Nd2O3 (0.857) and Pr6O11 (0.828).

    The share of Nd2O3 is as sources give it, else anything from none to all.
    """
    share = factors.content({f"{PRODUCT}neodymium-oxide"}, {f"{PRODUCT}ndpr-oxide"}, "")
    neodymium = share.figure if share else Interval(0, 1)
    bounds = [part * ND_IN_OXIDE + (1 - part) * PR_IN_OXIDE for part in (neodymium.low, neodymium.high)]
    return Factor("NdPr metal in NdPr oxide", Interval(*bounds), share.sources if share else ())


def to_magnets(factors: Factors) -> dict[str, Factor]:
    """The tonnes of NdFeB magnet for which a tonne of each stage's product is enough, by the stage's name.

    The products are: of mining and of separation NdPr oxide (in what mines deliver; separated), of metal
    making NdPr metal, of alloy making NdFeB alloy, of magnet making the finished magnet. The yield from a
    stage to the magnet is the product of the steps' yields; where sources give that of the whole way from the
    oxide, no part of the way loses more than the whole, and the whole no less than its parts. Scrap that is
    taken back in counts as lost.

    Raises:
        QueryError: a content or yield that is needed is told by no source.
    """
    known = factors.known
    oxides = known.narrower[f"{PRODUCT}separated-oxide"]
    concentrates = known.narrower[f"{PRODUCT}concentrate"]
    mixed = {f"{PRODUCT}{name}" for name in ("mixed-carbonate", "mixed-chloride", "mixed-oxide")}
    metals = known.narrower[f"{PRODUCT}metal"]
    magnet = factors.content(
        _NDPR_IN_MAGNETS, known.narrower[f"{PRODUCT}ndfeb-magnet"], "NdPr in NdFeB magnets"
    )
    if magnet is None:
        raise QueryError(
            "no source in the graph tells the content of neodymium in NdFeB magnets: without it nothing can "
            "be converted into magnets"
        )
    cracking = _or_all(factors.process_yield("cracking-leaching", concentrates, "yield of cracking"))
    separation = factors.process_yield(
        "separation", mixed | {f"{MINERAL}ion-adsorption-clay"}, "yield of separation"
    )
    metal = factors.process_yield("metal-making", oxides, "yield of metal making")
    alloy = factors.process_yield("alloy-making", metals, "yield of alloy making")
    last = factors.process_yield("magnet-making", _in_magnet_making(known), "yield of magnet making")
    whole = _hull(
        "yield from oxide to magnet",
        [t for t in factors.told if t.part == f"{STAGE}magnet-making" and t.whole in oxides],
    )
    from_oxide, from_metal = _within(metal * alloy * last, whole, True), _within(alloy * last, whole, False)
    oxide = metal_in_oxide(factors) * from_oxide / magnet
    return {
        "mining": cracking * separation * oxide,
        "separation": oxide,
        "metal-making": from_metal / magnet,
        "alloy-making": _within(last, whole, False),
        "magnet-making": ONE,
    }


def blank_to_magnet(factors: Factors) -> Factor:
    """The tonnes of finished magnet that are cut out of a tonne of blanks.

    Raises:
        QueryError: no source tells it.
    """
    return factors.process_yield("magnet-making", _in_magnet_making(factors.known), "yield of magnet making")


def ndpr_share(factors: Factors, unit: str, minerals: Mapping[str, bool]) -> Factor:
    """The NdPr oxide in the rare earth oxides of a unit: its own share, else its minerals', else anybody's.

    Args:
        factors: the contents that sources tell.
        unit: the unit's IRI.
        minerals: the IRIs of the minerals that it extracts, each with whether it carries neodymium. One that
            does not, and of which no source tells the share, may hold next to none.
    """
    oxide = {f"{PRODUCT}ndpr-oxide"}
    own = factors.content(oxide, {unit}, "NdPr in the rare earth oxides of the deposit")
    if own:
        return own
    general = factors.content(oxide, None, "NdPr in rare earth oxides") or Factor(
        "NdPr in rare earth oxides", Interval(0, 1)
    )
    found = []
    for mineral, carries in minerals.items():
        names = {mineral, f"{PRODUCT}{local_name(mineral)}-concentrate"}
        share = factors.content(oxide, names, "NdPr in the rare earth oxides of the mineral")
        found.append(share or (general if carries else _down_to_none(general)))
    if not found:
        return general
    return Factor(
        found[0].what,
        Interval(min(f.figure.low for f in found), max(f.figure.high for f in found)),
        tuple(sorted({source for f in found for source in f.sources})),
    )


def _in_magnet_making(known: Concepts) -> frozenset[str]:
    return known.narrower[f"{PRODUCT}ndfeb-alloy"] | {f"{PRODUCT}ndfeb-magnet-blank"}


def _down_to_none(factor: Factor) -> Factor:
    return Factor(factor.what, Interval(0, factor.figure.high), factor.sources)


def _or_all(factor: Factor) -> Factor:
    # Ion adsorption clays leave the mine as carbonate: what is lost in leaching them is lost before.
    return Factor(factor.what, Interval(factor.figure.low, 1), factor.sources)


def _within(steps: Factor, whole: Factor | None, is_whole: bool) -> Factor:
    """A yield by its steps, narrowed by what is told of the whole way from the oxide to the magnet."""
    if whole is None:
        return steps
    low = max(steps.figure.low, whole.figure.low)
    high = min(steps.figure.high, whole.figure.high) if is_whole else steps.figure.high
    # Sources that cannot all be right: then any of them may be.
    figure = Interval(low, high) if low <= high else Interval(high, low)
    return Factor(
        whole.what if is_whole else steps.what, figure, tuple(sorted({*steps.sources, *whole.sources}))
    )


def _hull(what: str, found: Iterable[Told]) -> Factor | None:
    told = list(found)
    if not told:
        return None
    low = min((t.low for t in told if t.low is not None), default=0.0)
    high = max((t.high for t in told if t.high is not None), default=1.0)
    figure = Interval(min(low, high), max(low, high))
    return Factor(what, figure, tuple(sorted({t.source for t in told})))
