"""Value chains without end, in our ontology: the same for a seed, written as they are made.

A graph of so many production units, about fourteen statements each, with what it takes to hold our rules
and shapes: organizations that run them, stakes in organizations, zones and areas of the countries that the
shipped registry lists, supplies and agreements along the stages, capacities; each statement in the graph of
the document that makes it, about eight units a document. How many units a stage has is as in the shipped
graph; how many an organization runs (40 at most) and how many customers a supplier has falls off as a power.

`write` writes one file; `base` makes the folder that it builds upon, the ontology and the countries alone:

    write(folder / "chain.nq", facilities=1000)
    KnowledgeGraph.in_memory(base(folder / "base"), [folder / "chain.nq"])
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator
from pathlib import Path

from monazite import bundle

# Units of each stage in a hundred, and who comes before it; the class of a unit, and what it makes.
_WEIGHTS = {
    "mining": 16, "beneficiation": 11, "cracking-leaching": 7, "separation": 14, "metal-making": 7,
    "alloy-making": 6, "magnet-making": 16, "assembly": 4, "motor-making": 10, "end-use": 2, "recycling": 7,
}  # fmt: skip
_BEFORE = {
    "beneficiation": ("mining",),
    "cracking-leaching": ("beneficiation",),
    "separation": ("cracking-leaching", "cracking-leaching", "cracking-leaching", "recycling"),
    "metal-making": ("separation",),
    "alloy-making": ("metal-making",),
    "magnet-making": ("alloy-making",),
    "assembly": ("magnet-making",),
    "motor-making": ("magnet-making", "magnet-making", "assembly"),
    "end-use": ("motor-making",),
    "recycling": ("magnet-making",),
}
_PROCESSING = {
    "beneficiation", "cracking-leaching", "separation", "recycling", "metal-making",
}  # fmt: skip
_PRODUCTS = {
    "mining": ("ore",),
    "beneficiation": (
        "concentrate",
        "monazite-concentrate",
        "bastnaesite-concentrate",
        "xenotime-concentrate",
    ),
    "cracking-leaching": ("mixed-carbonate", "mixed-chloride", "mixed-oxide"),
    "separation": ("separated-oxide", "ndpr-oxide", "dysprosium-oxide", "terbium-oxide", "samarium-oxide"),
    "metal-making": ("metal", "ndpr-metal", "dysprosium-metal", "terbium-metal", "samarium-metal"),
    "alloy-making": ("ndfeb-alloy", "strip-cast-ndfeb-alloy", "smco-alloy"),
    "magnet-making": ("ndfeb-magnet", "sintered-ndfeb-magnet", "bonded-ndfeb-magnet", "smco-magnet"),
    "assembly": ("magnet-assembly",),
    "motor-making": ("permanent-magnet-motor", "traction-motor", "motor"),
    "end-use": ("wind-turbine", "complete-equipment"),
    "recycling": ("ndpr-oxide", "magnet-scrap", "mixed-oxide"),
}
_STAGES = tuple(_WEIGHTS)
_COUNTRIES = (
    "china", "united-states", "australia", "brazil", "japan", "germany", "india", "vietnam", "canada",
    "south-korea", "malaysia", "france", "sweden", "mexico", "united-kingdom", "russia", "south-africa",
    "kazakhstan", "myanmar", "estonia",
)  # fmt: skip
_STATUSES = ("operating",) * 6 + ("planned", "under-construction", "suspended", "closed")
_AGREED = ("binding", "binding", "memorandum", "announced")
_WORDS = (
    "Alpha", "Apex", "Aurora", "Banner", "Beacon", "Bright", "Cedar", "Crest",
    "Delta", "Eagle", "Ember", "Falcon", "Glacier", "Harbor", "Iron", "Jade",
    "Juniper", "Lotus", "Maple", "Nova", "Onyx", "Orion", "Pacific", "Pioneer",
    "Quartz", "Rapid", "Raven", "Sierra", "Silver", "Summit", "Terra", "Vega",
)  # fmt: skip
_MOST_RUN = 40
_UNITS_IN_DOCUMENT, _UNITS_IN_ZONE, _ZONES_IN_AREA = 8, 12, 6
_PUBLISHERS = 24

_MZ = "https://w3id.org/monazite/ontology#"
_ID = "https://w3id.org/monazite/id/"
_A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
_DC = "http://purl.org/dc/terms/"
_WITHIN = "<http://www.opengis.net/ont/geosparql#sfWithin>"
_DECIMAL = "<http://www.w3.org/2001/XMLSchema#decimal>"
_DATE = "<http://www.w3.org/2001/XMLSchema#date>"
_SOURCE = "https://w3id.org/monazite/source/"
_REGISTRY = "https://w3id.org/monazite/registry/"
_CONCEPT = "https://w3id.org/monazite/concept/"

Graph = tuple[str, list[str]]


def unit(number: int) -> str:
    """The IRI of a production unit, counted from 0; the first ones have the most customers."""
    return f"{_ID}facility/unit-{number}"


def document(number: int) -> str:
    """The IRI of the document that speaks of a production unit, which is its named graph, too."""
    return f"{_SOURCE}document-{number // _UNITS_IN_DOCUMENT}"


def base(folder: Path) -> Path:
    """Makes a folder to build upon: the shipped ontology, queries and countries, no data beside."""
    (folder / "data" / "registry").mkdir(parents=True)
    shipped = bundle.root()
    for name in ("ontology", "queries"):
        (folder / name).symlink_to(shipped / name)
    countries = "data/registry/countries.trig"
    (folder / countries).symlink_to(shipped / countries)
    return folder


def write(path: Path, facilities: int, seed: int = 7) -> int:
    """Writes the graph as N-Quads, or as TriG if the file's name ends so; returns how many statements it has.

    Memory: about ten bytes a production unit.
    """
    count = 0
    with path.open("w", encoding="ascii", buffering=1 << 20) as file:
        for name, triples in graphs(facilities, seed):
            count += len(triples)
            if path.suffix == ".trig":
                file.write(f"<{name}> {{\n" + " .\n".join(triples) + " .\n}\n")
            else:
                file.write("".join([f"{triple} <{name}> .\n" for triple in triples]))
    return count


def graphs(facilities: int, seed: int = 7) -> Iterator[Graph]:
    """The graph in parts: the name of a named graph and statements of it, as N-Triples without the full stop.

    The graph of a document is one part; the graphs of the registry come in many.
    """
    chance = random.Random(seed)
    plan = _Plan(facilities, chance)
    yield (
        f"{_REGISTRY}organizations",
        [triple for number in range(_PUBLISHERS) for triple in _publisher(number)],
    )
    told = -1
    for document, first in enumerate(range(0, facilities, _UNITS_IN_DOCUMENT)):
        numbers = range(first, min(first + _UNITS_IN_DOCUMENT, facilities))
        source, name = f"<{_SOURCE}document-{document}>", f"{_SOURCE}document-{document}"
        entries = [triple for number in numbers for triple in _unit_entry(number, plan, source)]
        yield f"{_REGISTRY}facilities", entries
        if places := list(_places(numbers, chance, source)):
            yield f"{_REGISTRY}places", places
        new = range(told + 1, plan.runs[numbers[-1]] + 1)
        told = plan.runs[numbers[-1]]
        if new:
            yield (
                f"{_REGISTRY}organizations",
                [triple for number in new for triple in _organization(number, chance, source)],
            )
        claims = list(_document(document, source, chance))
        for number in numbers:
            claims += _claims(number, document, plan, chance)
        for number in new:
            claims += _stake(number, document, chance)
        yield name, list(dict.fromkeys(claims))


class _Plan:
    """Of each unit its stage and who runs it; the units of each stage: what has to be known before."""

    def __init__(self, facilities: int, chance: random.Random) -> None:
        drawn = chance.choices(range(len(_STAGES)), weights=list(_WEIGHTS.values()), k=facilities)
        self.stages = bytes(drawn)
        self.runs = array("I")
        organization = 0
        while len(self.runs) < facilities:
            size = min(_MOST_RUN, int(chance.random() ** -0.7))
            self.runs.extend([organization] * min(size, facilities - len(self.runs)))
            organization += 1
        self.at = {stage: array("I") for stage in _STAGES}
        for number, stage in enumerate(self.stages):
            self.at[_STAGES[stage]].append(number)

    def stage(self, number: int) -> str:
        return _STAGES[self.stages[number]]

    def supplier(self, stage: str, chance: random.Random) -> int | None:
        """A unit of the stage before: the first ones are drawn the most often."""
        before = _BEFORE.get(stage)
        if not before or not (there := self.at[chance.choice(before)]):
            return None
        return there[int(len(there) * chance.random() ** 2)]


def _mz(name: str) -> str:
    return f"<{_MZ}{name}>"


def _concept(scheme: str, name: str) -> str:
    return f"<{_CONCEPT}{scheme}/{name}>"


def _product(number: int, stage: str) -> str:
    made = _PRODUCTS[stage]
    return _concept("product", made[(number * 2654435761 >> 7) % len(made)])


def _name(number: int) -> str:
    return f"{_WORDS[number % 32]} {_WORDS[(number // 32 * 7 + 3) % 32]} {number}"


def _publisher(number: int) -> Iterator[str]:
    publisher = f"<{_ID}org/publisher-{number}>"
    yield f"{publisher} {_A} {_mz('Publisher')}"
    yield f'{publisher} {_LABEL} "{_WORDS[number]} Mining News"@en'
    yield f"{publisher} <{_DC}source> <{_SOURCE}document-0>"


def _unit_entry(number: int, plan: _Plan, source: str) -> Iterator[str]:
    stage, subject = plan.stage(number), f"<{unit(number)}>"
    kind = "ProcessingPlant" if stage in _PROCESSING else "ManufacturingPlant"
    kind = "Mine" if stage == "mining" else kind
    what = {"mining": "mine", "recycling": "recycling plant"}.get(stage, f"{stage} plant")
    yield f"{subject} {_A} {_mz(kind)}"
    yield f'{subject} {_LABEL} "{_name(number)} {what}"@en'
    yield f"{subject} <{_DC}source> {source}"


def _organization(number: int, chance: random.Random, source: str) -> Iterator[str]:
    subject = f"<{_ID}org/company-{number}>"
    kind = "StateOwnedEnterprise" if chance.random() < 0.06 else "Company"
    yield f"{subject} {_A} {_mz(kind)}"
    yield f'{subject} {_LABEL} "{_name(number)} Rare Earth"@en'
    yield f"{subject} <{_DC}source> {source}"
    yield f"{subject} {_mz('registeredIn')} {_country(chance)}"


def _country(chance: random.Random) -> str:
    return f"<{_ID}place/{_COUNTRIES[int(len(_COUNTRIES) * chance.random() ** 2)]}>"


def _places(numbers: range, chance: random.Random, source: str) -> Iterator[str]:
    """The zones, and the areas that they lie in, whose first unit is one of these."""
    for number in numbers:
        zone, at = divmod(number, _UNITS_IN_ZONE)
        area = zone // _ZONES_IN_AREA
        if at == 0 and zone % _ZONES_IN_AREA == 0:
            yield f"<{_ID}place/area-{area}> {_A} {_mz('AdministrativeArea')}"
            yield f'<{_ID}place/area-{area}> {_LABEL} "{_name(area)} County"@en'
            yield f"<{_ID}place/area-{area}> <{_DC}source> {source}"
            yield f"<{_ID}place/area-{area}> {_WITHIN} {_country(chance)}"
        if at == 0:
            yield f"<{_ID}place/zone-{zone}> {_A} {_mz('IndustrialZone')}"
            yield f'<{_ID}place/zone-{zone}> {_LABEL} "{_name(zone)} Industrial Park"@en'
            yield f"<{_ID}place/zone-{zone}> <{_DC}source> {source}"
            yield f"<{_ID}place/zone-{zone}> {_WITHIN} <{_ID}place/area-{area}>"


def _document(number: int, source: str, chance: random.Random) -> Iterator[str]:
    day = f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    yield f"{source} {_A} {_mz('SourceDocument')}"
    yield f'{source} {_LABEL} "Report {number}"@en'
    yield f'{source} <{_DC}title> "Report {number}"@en'
    yield f"{source} <{_DC}publisher> <{_ID}org/publisher-{number % _PUBLISHERS}>"
    yield f'{source} <{_DC}issued> "{day}"^^{_DATE}'
    yield f'{source} {_mz("retrievedOn")} "2026-11-24"^^{_DATE}'
    yield f"{source} <https://schema.org/url> <https://reports.example/{number}>"


def _claims(number: int, document: int, plan: _Plan, chance: random.Random) -> Iterator[str]:
    """What the document says of a unit."""
    subject, stage = f"<{unit(number)}>", plan.stage(number)
    zone = number // _UNITS_IN_ZONE
    in_zone = chance.random() < 0.6
    place = f"place/zone-{zone}" if in_zone else f"place/area-{zone // _ZONES_IN_AREA}"
    yield f"{subject} {_mz('stage')} {_concept('stage', stage)}"
    yield f"{subject} {_mz('operator')} <{_ID}org/company-{plan.runs[number]}>"
    yield f"{subject} {_mz('produces')} {_product(number, stage)}"
    yield f"{subject} {_mz('locatedIn')} <{_ID}{place}>"
    if chance.random() < 0.7:
        status = _concept("lifecycle-status", chance.choice(_STATUSES))
        yield f"{subject} {_mz('lifecycleStatus')} {status}"
    for nth in range(3):
        if chance.random() >= 0.45:
            break
        supplier = plan.supplier(stage, chance)
        if supplier is None:
            break
        if chance.random() < 0.75 or plan.runs[supplier] == plan.runs[number]:
            yield f"{subject} {_mz('suppliedBy')} <{unit(supplier)}>"
        else:
            yield from _agreement(f"{document}-{number}-{nth}", supplier, number, plan, chance)
    if chance.random() < 0.06:
        yield from _capacity(number, document, stage, chance)


def _agreement(name: str, supplier: int, buyer: int, plan: _Plan, chance: random.Random) -> Iterator[str]:
    subject = f"<{_ID}agreement/document-{name}>"
    delivers, gets = plan.runs[supplier], plan.runs[buyer]
    yield f"{subject} {_A} {_mz('SupplyAgreement')}"
    yield f'{subject} {_LABEL} "Supply: {_name(delivers)} to {_name(gets)}"@en'
    yield f"{subject} {_mz('supplier')} <{_ID}org/company-{delivers}>"
    yield f"{subject} {_mz('buyer')} <{_ID}org/company-{gets}>"
    yield f"{subject} {_mz('product')} {_product(supplier, plan.stage(supplier))}"
    yield f"{subject} {_mz('agreementStatus')} {_concept('agreement-status', chance.choice(_AGREED))}"


def _capacity(number: int, document: int, stage: str, chance: random.Random) -> Iterator[str]:
    name = f"document-{document}-unit-{number}-capacity"
    subject, result = f"<{_ID}observation/{name}>", f"<{_ID}quantity/observation-{name}>"
    product = _product(number, stage)
    year = chance.randint(2012, 2025)
    yield f"{subject} {_A} {_mz('CapacityObservation')}"
    yield f'{subject} {_LABEL} "Capacity: {_name(number)}"@en'
    yield f"{subject} {_mz('featureOfInterest')} <{unit(number)}>"
    yield f"{subject} {_mz('measure')} {_concept('measure', 'capacity')}"
    yield f"{subject} {_mz('capacityKind')} {_concept('capacity-kind', 'nameplate')}"
    yield f"{subject} {_mz('modality')} {_concept('modality', 'stated')}"
    yield f"{subject} {_mz('quantityBasis')} {_concept('quantity-basis', 'product-weight')}"
    yield f"{subject} {_mz('product')} {product}"
    yield f'{subject} {_mz("asOf")} "{year}"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    yield f"{subject} {_mz('result')} {result}"
    yield f"{result} {_A} {_mz('Quantity')}"
    yield f'{result} {_mz("value")} "{int(200 * chance.random() ** -0.9)}"^^{_DECIMAL}'
    yield f"{result} {_mz('unit')} <http://qudt.org/vocab/unit/TONNE-PER-YR>"


def _stake(number: int, document: int, chance: random.Random) -> Iterator[str]:
    """Who holds an organization: one of the few dozen that came before it, so that groups are small."""
    if number == 0 or chance.random() >= 0.3:
        return
    holder = max(0, number - 1 - int(24 * chance.random() ** 2))
    share = 100 if chance.random() < 0.25 else chance.randint(5, 90)
    name = f"document-{document}-company-{holder}-company-{number}"
    subject, result = f"<{_ID}stake/{name}>", f"<{_ID}quantity/stake-{name}>"
    yield f"{subject} {_A} {_mz('EquityStake')}"
    yield f'{subject} {_LABEL} "Stake of {_name(holder)} in {_name(number)}"@en'
    yield f"{subject} {_mz('holder')} <{_ID}org/company-{holder}>"
    yield f"{subject} {_mz('held')} <{_ID}org/company-{number}>"
    yield f"{subject} {_mz('share')} {result}"
    yield f"{result} {_A} {_mz('Quantity')}"
    yield f'{result} {_mz("value")} "{share}"^^{_DECIMAL}'
    yield f"{result} {_mz('unit')} <http://qudt.org/vocab/unit/PERCENT>"
