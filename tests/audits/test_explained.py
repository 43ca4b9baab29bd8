"""How much of known production is explained: what counts, what does not, and how it adds up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite import KnowledgeGraph
from monazite.analysis.intervals import Interval, exactly
from monazite.audit.coverage import Coverage, coverage
from monazite.audit.produced import Told, allotted
from monazite.errors import QueryError

HEAD = """
@prefix mz: <https://w3id.org/monazite/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix measure: <https://w3id.org/monazite/concept/measure/> .
@prefix modality: <https://w3id.org/monazite/concept/modality/> .
@prefix org: <https://w3id.org/monazite/id/org/> .
@prefix facility: <https://w3id.org/monazite/id/facility/> .
@prefix place: <https://w3id.org/monazite/id/place/> .
@prefix product: <https://w3id.org/monazite/concept/product/> .
@prefix basis: <https://w3id.org/monazite/concept/quantity-basis/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/monazite/source/> .
@prefix stage: <https://w3id.org/monazite/concept/stage/> .
@prefix status: <https://w3id.org/monazite/concept/lifecycle-status/> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix o: <https://w3id.org/monazite/id/observation/> .
@prefix q: <https://w3id.org/monazite/id/quantity/> .
"""
REGISTRY = """
<https://w3id.org/monazite/registry/test> {
  org:usgs a mz:Publisher ; skos:prefLabel "U.S. Geological Survey"@en ; dcterms:source source:mcs-2025 .
  org:miner a mz:Company ; skos:prefLabel "Miner"@en ; mz:registeredIn place:australia ;
    dcterms:source source:trade .
  org:rival a mz:Company ; skos:prefLabel "Rival"@en ; mz:registeredIn place:china ;
    dcterms:source source:trade .
  facility:pit a mz:Mine ; skos:prefLabel "Pit"@en ; dcterms:source source:trade .
  facility:hill a mz:Mine ; skos:prefLabel "Hill"@en ; dcterms:source source:trade .
}
"""
_numbers = iter(range(10_000))


def figure(
    what: str, value: str, period: str, product: str = "", basis: str = "", measure: str = "production"
) -> str:
    number = next(_numbers)
    start, _, end = period.partition("/")
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    dates = [f'"{date}"^^xsd:{kinds[len(date)]}' for date in (start, end or start)]
    lines = [
        f"o:n{number} a mz:ProductionObservation ; mz:featureOfInterest {what}",
        f"mz:measure measure:{measure}",
        f"mz:result q:n{number} ; mz:periodStart {dates[0]} ; mz:periodEnd {dates[1]}",
        *([f"mz:product product:{product}"] if product else []),
        *([f"mz:quantityBasis basis:{basis}"] if basis else []),
    ]
    return f"{' ; '.join(lines)} .\n q:n{number} a mz:Quantity ; mz:value {value}.0 ; mz:unit unit:TONNE .\n"


def document(name: str, issued: str, *said: str, publisher: str = "org:miner") -> str:
    about = f'source:{name} a mz:SourceDocument ; dcterms:title "{name}" ; dcterms:publisher {publisher} ; '
    return f'source:{name} {{ {about} dcterms:issued "{issued}" .\n {" ".join(said)} }}\n'


UNITS = """
facility:pit mz:stage stage:mining ; mz:locatedIn place:australia ; mz:operator org:miner ;
  mz:lifecycleStatus status:operating .
facility:hill mz:stage stage:mining ; mz:locatedIn place:australia ; mz:operator org:miner ;
  mz:lifecycleStatus status:operating .
"""
TOTALS = (
    document(
        "mcs-2025",
        "2025-01",
        figure("place:australia", "900", "2024", basis="reo", measure="mine-production"),
        figure("place:world", "9000", "2024", basis="reo", measure="mine-production"),
        publisher="org:usgs",
    ),
    document(
        "mcs-2026",
        "2026-01",
        figure("place:australia", "1000", "2024", basis="reo", measure="mine-production"),
        figure("place:china", "4000", "2024", basis="reo", measure="mine-production"),
        figure("place:world", "5000", "2024", basis="reo", measure="mine-production"),
        publisher="org:usgs",
    ),
    document(
        "blog", "2026-02", figure("place:australia", "7000", "2024", basis="reo", measure="mine-production")
    ),
)


def told(small_bundle: Path, folder: Path, *documents: str) -> dict[str, Coverage]:
    folder.joinpath("facts.trig").write_text(HEAD + REGISTRY + "".join(documents), encoding="utf-8")
    kg = KnowledgeGraph.in_memory(small_bundle, [folder / "facts.trig"])
    return {row.country: row for row in coverage(kg, "2024").rows if row.stage == "mining"}


def test_the_newest_edition_of_the_usgs_is_the_total(small_bundle: Path, tmp_path: Path) -> None:
    rows = told(small_bundle, tmp_path, *TOTALS, document("trade", "2024-03", UNITS))
    assert rows["Australia"].total == exactly(1000)
    assert rows["World"].total == exactly(5000)
    assert (rows["Australia"].units, rows["Australia"].with_figure) == (2, 0)
    assert rows["Australia"].explained == exactly(0)


def test_a_company_and_its_mines_count_once_and_kinds_within_what_is_broader(
    small_bundle: Path, tmp_path: Path
) -> None:
    said = (
        UNITS,
        figure("facility:pit", "300", "2024", "concentrate", "reo"),
        figure("facility:hill", "100", "2024-01/2024-06", "concentrate", "reo"),
        figure("facility:hill", "50", "2024-07/2024-12", "concentrate", "reo"),
        figure("org:miner", "500", "2024", "concentrate", "reo"),
        figure("org:miner", "200", "2024", "bastnaesite-concentrate", "reo"),
    )
    rows = told(small_bundle, tmp_path, *TOTALS, document("trade", "2025-03", *said))
    assert rows["Australia"].produced == exactly(500)
    assert rows["Australia"].explained == exactly(50)
    assert rows["World"].explained == exactly(10)


def test_weights_of_other_things_and_other_years_do_not_count(small_bundle: Path, tmp_path: Path) -> None:
    said = (
        UNITS,
        figure("facility:pit", "700", "2024", "concentrate"),
        figure("facility:pit", "700", "2024", "concentrate", "product-weight"),
        figure("facility:pit", "700", "2024", "separated-oxide", "reo"),
        figure("facility:pit", "700", "2023", "concentrate", "reo"),
    )
    rows = told(small_bundle, tmp_path, *TOTALS, document("trade", "2025-03", *said))
    assert rows["Australia"].produced == exactly(0)


def test_quotas_explain_where_nobody_tells_of_production(small_bundle: Path, tmp_path: Path) -> None:
    said = (
        figure("org:rival", "1000", "2024", basis="reo", measure="mining-quota"),
        figure("org:rival", "400", "2024", basis="reo", measure="mining-quota"),
        figure("org:rival", "600", "2024", basis="reo", measure="mining-quota"),
        figure("org:miner", "500", "2024", "concentrate", "reo"),
    )
    rows = told(small_bundle, tmp_path, *TOTALS, document("trade", "2025-03", UNITS, *said))
    assert rows["China"].allotted == exactly(1000)
    assert rows["China"].explained == exactly(25)
    assert rows["World"].explained == exactly(30)
    assert rows["Australia"].allotted is None


def test_sources_that_differ_give_a_range_and_no_share_is_above_all(
    small_bundle: Path, tmp_path: Path
) -> None:
    one = document("trade", "2025-03", UNITS, figure("org:miner", "800", "2024", "concentrate", "reo"))
    other = document("report", "2025-04", figure("org:miner", "1200", "2024", "concentrate", "reo"))
    row = told(small_bundle, tmp_path, *TOTALS, one, other)["Australia"]
    assert (row.produced, row.explained) == (Interval(800, 1200), Interval(80, 100))
    assert {str(source.iri).rsplit("/", 1)[1] for source in row.sources} == {"trade", "report", "mcs-2026"}


def test_only_what_is_mined_is_said_to_be(small_bundle: Path, tmp_path: Path) -> None:
    magnets = [figure(f"place:{place}", "900", "2024", "ndfeb-magnet") for place in ("china", "world")]
    for totals, notes in (((), 1), (TOTALS, 3)):
        documents = [*totals, document("trade", "2025-03", *magnets)]
        folder = tmp_path / str(notes)
        folder.mkdir()
        folder.joinpath("facts.trig").write_text(HEAD + REGISTRY + "".join(documents), encoding="utf-8")
        found = coverage(KnowledgeGraph.in_memory(small_bundle, [folder / "facts.trig"]), "2024")
        assert {row.country for row in found.rows if row.product} == {"China", "World"}
        assert len(found.notes) == notes, found.notes
    assert found.notes[0].startswith("Named units and companies explain 0 % of the 5,000 t mined in 2024")
    assert found.notes[1] == "Least explained, in tonnes mined: China 4,000, Australia 1,000."


def test_a_year_that_is_none_is_refused(small_bundle: Path) -> None:
    with pytest.raises(QueryError, match="four digits"):
        coverage(KnowledgeGraph.empty(), "24")


amounts = st.lists(st.integers(1, 10_000).map(float), min_size=2, max_size=6)


def quota(amount: float, source: str) -> Told:
    return Told("org:a", "CN", "mining-quota", "", "reo", "2024-01-01", "2024-12-31", exactly(amount), source)


@given(amounts)
def test_a_total_beside_its_parts_counts_once(parts: list[float]) -> None:
    in_parts = [quota(part, "one") for part in parts]
    with_total = [*in_parts, quota(sum(parts), "one")]
    expected = exactly(sum(parts))
    assert allotted(with_total, "2024") == expected
    assert allotted([*with_total, quota(parts[0], "another")], "2024") == expected
    assert allotted([*with_total, quota(2 * sum(parts), "another")], "2024") == exactly(2 * sum(parts))


def test_parts_of_a_year_add_up_and_equal_parts_are_no_total() -> None:
    halves = [replace(quota(400, "one"), last="2024-06-30"), replace(quota(300, "two"), first="2024-07-01")]
    assert allotted(halves, "2024") == exactly(700)
    assert allotted([quota(500, "one"), quota(500, "one")], "2024") == exactly(1000)
    assert allotted(halves, "2023") is None
