"""The seed article is whole in the data: every figure and statement, each in the article's own graph."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
FILES = sorted(DATA.rglob("*.trig"))
ONTOLOGY = ROOT / "ontology" / "monazite.ttl"
CONCEPTS = sorted((ROOT / "ontology" / "concepts").glob("*.ttl"))

BASE = "https://w3id.org/monazite/"
MZ = f"{BASE}ontology#"
ARTICLE = f"{BASE}source/rareearthexchanges-baotou-rare-earth-zone"
QUOTED = f"<{BASE}source/asian-metal-baotou-projects-report>"
UNIT = "http://qudt.org/vocab/unit/"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

KINDS = {
    name: f"{BASE}id/{name}/"
    for name in ("event", "facility", "initiative", "line", "org", "phase", "place", "project")
}
SCHEMES = {
    name: f"{BASE}concept/{name}/"
    for name in (
        "agreement-status",
        "capacity-kind",
        "measure",
        "modality",
        "product",
        "project-status",
        "quantity-basis",
        "stage",
    )
}
PREFIXES = {
    "mz": MZ,
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **KINDS,
    **SCHEMES,
}
HEAD = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


class Figure(NamedTuple):
    """A figure of the article: where it hangs (`pattern` binds ?quantity), and what it must be."""

    what: str
    pattern: str
    value: str
    unit: str
    stated: str
    bound: str = "mz:value"


P1 = "project:northern-magnet-ndfeb-magnets"
P2 = "project:tianjin-ruimaige-magnet-electroplating"
P3 = "project:hunan-zhongzi-permanent-magnet-motors"
PHASE_1 = "phase:tianjin-ruimaige-magnet-electroplating-1"
PHASE_2 = "phase:tianjin-ruimaige-magnet-electroplating-2"
NORTHERN = "org:northern-magnet-inner-mongolia"
RUIMAIGE = "org:tianjin-ruimaige"
ZHONGZI = "org:hunan-zhongzi"
SEAGATE = "org:inner-mongolia-seagate"
ZONGBEI = "org:shenyang-zongbei"
ZONE = "place:baotou-rare-earth-hi-tech-zone"
BASES = "initiative:two-rare-earth-bases"
CEREMONY = "event:baotou-rare-earth-zone-signing-ceremony"
PLANT = "facility:northern-magnet-ndfeb-plant"
RENTED = "facility:inner-mongolia-seagate-plant"
OLD_LINE = "line:northern-magnet-project-existing-high-end-magnet-line"
PLATING = "line:tianjin-ruimaige-magnet-electroplating-line"
ASSEMBLY = "line:tianjin-ruimaige-complete-equipment-assembly-line"
MOTORS = "line:hunan-zhongzi-permanent-magnet-motor-line"
NUMBER, PERCENT = f"{UNIT}NUM", f"{UNIT}PERCENT"


def _investment(who: str, what: str) -> str:
    return f"?investment a mz:Investment ; {who} ; mz:funds {what} ; mz:amount "


def _phase(number: int) -> str:
    investment = _investment(f"mz:investor {RUIMAIGE}", "?phase")
    return f"{P2} mz:phase ?phase . ?phase a mz:ProjectPhase ; mz:phaseNumber {number} . {investment}"


def _revenue(project: str, source: str) -> str:
    return (
        f"?observation a mz:RevenueObservation ; mz:featureOfInterest {project} ; {source} "
        "mz:measure measure:revenue ; mz:modality modality:forecast ; mz:result "
    )


def _money(what: str, pattern: str, yuan: str, printed: str, dollars: str, converted: str) -> list[Figure]:
    """An amount in CNY as stated, and the article's own conversion beside it."""
    return [
        Figure(f"{what} in CNY", f"{pattern} ?quantity .", yuan, "CNY", printed),
        Figure(
            f"{what} in USD",
            f"{pattern} [ mz:currency 'CNY' ; mz:statedEquivalent ?quantity ] .",
            dollars,
            "USD",
            converted,
        ),
    ]


def _count(
    measure: str, value: str, stated: str, feature: str = ZONE, bound: str = "mz:value", what: str = ""
) -> Figure:
    pattern = (
        f"?observation a mz:CountObservation ; mz:featureOfInterest {feature} ; "
        f"mz:measure measure:{measure} ; mz:modality modality:stated ; mz:result ?quantity ."
    )
    return Figure(what or f"{measure} of the zone", pattern, value, NUMBER, stated, bound)


def _share(measure: str, value: str, stated: str) -> Figure:
    pattern = (
        f"?observation a mz:ShareObservation ; mz:featureOfInterest {ZONE} ; mz:measure measure:{measure} ; "
        "mz:shareOf place:inner-mongolia ; mz:modality modality:stated ; mz:result ?quantity ."
    )
    return Figure(f"{measure}: share of Inner Mongolia's", pattern, value, PERCENT, stated)


FIGURES = [
    *_money(
        "Northern Magnet's investment",
        _investment(f"mz:investor {NORTHERN}", P1),
        "120000000", "RMB 120 million", "16380000", "USD16.38m",
    ),
    *_money(
        "Tianjin Ruimaige's investment",
        _investment(f"mz:investor {RUIMAIGE}", P2),
        "120000000", "RMB 120 million", "16380000", "USD16.38m",
    ),
    *_money("phase 1", _phase(1), "20000000", "RMB 20million", "2730000", "USD 2.73m"),
    *_money("phase 2", _phase(2), "100000000", "RMB 100 million", "13650000", "USD13.65m"),
    *_money(
        "the investment in Hunan Zhongzi",
        _investment(f"mz:investee {ZHONGZI}", P3),
        "100000000", "RMB100 million", "13650000", "USD13.65",
    ),
    *_money(
        "expected revenue of the Northern Magnet project",
        _revenue(P1, f"mz:quotedFrom {QUOTED} ;"),
        "690000000", "RMB690 million", "94160000", "USD94.16m",
    ),
    *_money(
        "expected revenue of the Hunan Zhongzi project",
        _revenue(P3, ""),
        "15000000", "RMB15 million", "2050000", "USD2.05 m",
    ),
    Figure(
        "total of the three projects",
        f"?observation a mz:Observation ; mz:featureOfInterest {CEREMONY} ; "
        "mz:measure measure:total-investment ; mz:modality modality:estimated ; mz:result ?quantity .",
        "45000000", "USD", "over $45 million", "mz:exclusiveMinimum",
    ),
    Figure(
        "capacity of the Northern Magnet plant",
        f"{P1} mz:builds ?plant . ?observation a mz:CapacityObservation ; mz:featureOfInterest ?plant ; "
        "mz:measure measure:capacity ; mz:product product:high-performance-ndfeb-magnet ; "
        "mz:capacityKind capacity-kind:planned ; mz:modality modality:planned ; mz:result ?quantity .",
        "3000", f"{UNIT}TONNE-PER-YR", "3,000tpa",
    ),
    Figure(
        "capacity of the motor line",
        f"{P3} mz:builds ?line . ?observation a mz:CapacityObservation ; mz:featureOfInterest ?line ; "
        "mz:measure measure:capacity ; mz:product product:permanent-magnet-motor ; "
        "mz:quantityBasis quantity-basis:units ; mz:capacityKind capacity-kind:planned ; "
        f"mz:quotedFrom {QUOTED} ; mz:result ?quantity .",
        "5000", NUMBER, "5,000 units",
    ),
    Figure(
        "area of the lease",
        f"?lease a mz:Lease ; mz:lessor {SEAGATE} ; mz:lessee {NORTHERN} ; mz:leasedArea ?quantity .",
        "6000", f"{UNIT}M2", "6,000-square-meter",
    ),
    Figure(
        "floor area of the rented plant",
        "?lease a mz:Lease ; mz:leasedProperty ?plant . ?plant mz:floorArea ?quantity .",
        "6000", f"{UNIT}M2", "6,000-square-meter",
    ),
    _count(
        "national-hi-tech-zones", "108", "108 national hi-tech zones", "place:china",
        what="national hi-tech zones of China",
    ),
    _count(
        "rare-earth-national-hi-tech-zones", "1", "the only national hi-tech zone", "place:china",
        what="national hi-tech zones of China given to rare earths",
    ),
    _count(
        "national-hi-tech-zones", "1", "the only national high-tech zone", "place:inner-mongolia",
        what="national hi-tech zones of Inner Mongolia",
    ),
    _count("enterprises", "3100", "over 3100 enterprises", bound="mz:exclusiveMinimum"),
    _count("listed-enterprises", "22", "22 listed enterprises"),
    _count("global-500-enterprises", "8", "8 Global 500 investment enterprises"),
    _count("foreign-funded-enterprises", "39", "39 foreign-funded enterprises"),
    _count("high-tech-enterprises", "52", "52 high-tech enterprises"),
    _share("high-tech-enterprises", "40", "40%"),
    _count("overseas-talents", "298", "298 overseas high-level talents"),
    _count("recruitment-programme-experts", "4", "four experts"),
    _share("recruitment-programme-experts", "60", "60%"),
    _count("grassland-elites-experts", "13", "13 experts"),
    _share("grassland-elites-experts", "50", "50%"),
]  # fmt: skip

# What the article says without a figure: each pattern must hold within the article's graph alone.
STATEMENTS = {
    "project 1: who and where": f"{P1} a mz:Project ; mz:sponsor {NORTHERN} ; mz:locatedIn {ZONE}",
    "project 2: who and where": f"{P2} a mz:Project ; mz:sponsor {RUIMAIGE} ; mz:locatedIn {ZONE}",
    "project 3: who and where": f"{P3} a mz:Project ; mz:sponsor {ZHONGZI} ; mz:locatedIn {ZONE}",
    "project 1 is under the initiative": f"{P1} mz:underInitiative {BASES}",
    "project 2 is under the initiative": f"{P2} mz:underInitiative {BASES}",
    "project 3 is under the initiative": f"{P3} mz:underInitiative {BASES}",
    "project 1 is announced": f"{P1} mz:projectStatus project-status:announced",
    "project 2 is announced": f"{P2} mz:projectStatus project-status:announced",
    "project 3 is announced": f"{P3} mz:projectStatus project-status:announced",
    "product of project 1": f"{P1} mz:plannedProduct product:high-performance-ndfeb-magnet",
    "products of project 2": f"{P2} mz:plannedProduct product:coated-magnet , product:magnet-component , "
    "product:magnet-module , product:complete-equipment",
    "internal rotor motors": f"{P3} mz:plannedProduct product:internal-rotor-motor",
    "external rotor motors": f"{P3} mz:plannedProduct product:external-rotor-motor",
    "direct-drive motors": f"{P3} mz:plannedProduct product:direct-drive-motor",
    "remanufactured motors": f"{P3} mz:plannedProduct product:remanufactured-permanent-magnet-motor",
    "project 1 upgrades the existing line": f"{P1} mz:upgrades {OLD_LINE} . {OLD_LINE} "
    "mz:stage stage:magnet-making ; mz:statedAs 'existing high-end magnet production line'",
    "plant of project 1": f"{P1} mz:builds {PLANT} . {PLANT} mz:stage stage:magnet-making ; "
    f"mz:produces product:high-performance-ndfeb-magnet ; mz:operator {NORTHERN}",
    "line of phase 1": f"{PHASE_1} mz:builds {PLATING} . {PLATING} mz:stage stage:magnet-coating ; "
    f"mz:produces product:coated-magnet ; mz:operator {RUIMAIGE}",
    "line of phase 2": f"{PHASE_2} mz:builds {ASSEMBLY} . {ASSEMBLY} mz:stage stage:assembly ; "
    f"mz:produces product:complete-equipment ; mz:operator {RUIMAIGE}",
    "line of project 3": f"{P3} mz:builds {MOTORS} . {MOTORS} mz:stage stage:motor-making ; "
    f"mz:operator {ZHONGZI}",
    "products of phase 1": f"{PHASE_1} mz:plannedProduct product:magnet-component , product:magnet-module",
    "product of phase 2": f"{PHASE_2} mz:plannedProduct product:complete-equipment",
    "phase 2 has its condition": f"{PHASE_2} mz:conditionalOn 'subject to market forces'@en ; "
    "mz:projectStatus project-status:conditional",
    "phase 1 has none": f"{PHASE_1} mz:phaseNumber 1 FILTER NOT EXISTS {{ {PHASE_1} mz:conditionalOn ?any }}",
    "phases are described": f"{PHASE_1} dcterms:description ?first . {PHASE_2} dcterms:description ?second "
    "FILTER(CONTAINS(?first, 'electroplating line') && CONTAINS(?second, 'assembles'))",
    "the lease": f"?lease a mz:Lease ; mz:lessor {SEAGATE} ; mz:lessee {NORTHERN} ; "
    f"mz:leasedProperty {RENTED} ; mz:agreementStatus agreement-status:announced",
    "the partnership": f"?partnership a mz:Partnership ; mz:partner {RUIMAIGE} , {ZONGBEI} ; "
    f"mz:subject {PHASE_2}",
    "nobody is named as investor in Hunan Zhongzi": f"?investment mz:investee {ZHONGZI} ; "
    "skos:editorialNote ?note FILTER NOT EXISTS { ?investment mz:investor ?any }",
    "the slip in USD13.65 is noted": "?amount mz:statedAs 'USD13.65' ; skos:editorialNote ?note "
    "FILTER(CONTAINS(?note, 'million'))",
    "tax comes on top of the 690 million": "?revenue a mz:RevenueObservation ; "
    f"mz:featureOfInterest {P1} ; dcterms:description ?text FILTER(CONTAINS(?text, 'tax'))",
    "the ceremony": f"{CEREMONY} a mz:SigningCeremony ; mz:locatedIn {ZONE} ; mz:statedAs 'just recently' ; "
    f"mz:announces {P1} , {P2} , {P3}",
    "the ceremony has no date": f"{CEREMONY} a mz:SigningCeremony "
    f"FILTER NOT EXISTS {{ {CEREMONY} mz:eventDate ?any }}",
    "the initiative": f"{BASES} a mz:Strategy ; mz:issuer place:china ; "
    "skos:prefLabel 'Two Rare Earth Bases'@en",
    "its aim: processing and refining": f"{BASES} mz:aim ?aim ; mz:covers stage:separation "
    "FILTER(CONTAINS(?aim, 'processing and refining'))",
    "its aim: value added": f"{BASES} mz:aim ?aim ; mz:covers stage:magnet-making , stage:motor-making "
    "FILTER(CONTAINS(?aim, 'value-added manufacturing'))",
    "the specialty of Ruimaige": f"{RUIMAIGE} dcterms:description ?text "
    "FILTER(CONTAINS(?text, 'research and development') && CONTAINS(?text, 'NdFeB magnets'))",
    "the West would need about ten years": f"?assessment a mz:Assessment ; mz:about {BASES} ; "
    "mz:statedAs 'likely a decade'",
    "the document": f"<{ARTICLE}> a mz:SourceDocument ; dcterms:publisher org:rare-earth-exchanges ; "
    "dcterms:creator 'Daniel' ; mz:undated true ; "
    "schema:url <https://rareearthexchanges.com/news/baotou-rare-earth-zone>",
    "the secondary source": f"<{ARTICLE}> prov:wasQuotedFrom {QUOTED} . {QUOTED} a mz:SourceDocument ; "
    "dcterms:publisher org:asian-metal ; mz:undated true",
}

# How many things of a class the article's graph holds: one more or one less is a mistake.
NUMBERS_OF = {
    "Project": 3,
    "ProjectPhase": 2,
    "Investment": 5,
    "Lease": 1,
    "Partnership": 1,
    "SigningCeremony": 1,
    "Strategy": 1,
    "Observation": 1,
    "CapacityObservation": 2,
    "RevenueObservation": 2,
    "CountObservation": 11,
    "ShareObservation": 3,
    "MonetaryAmount": 15,
    "Quantity": 17,
    "Assessment": 7,
}


def _load() -> ox.Store:
    store = ox.Store()
    for path in FILES:
        store.load(path.read_bytes(), ox.RdfFormat.TRIG)
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return _load()


def _select(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(HEAD + query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(_text(term) for term in solution) for solution in solutions]


def _text(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal), term
    return term.value


def _ask(store: ox.Store, pattern: str) -> bool:
    answer = store.query(HEAD + f"ASK {{ {pattern} }}", use_default_graph_as_union=True)
    assert isinstance(answer, ox.QueryBoolean)
    return bool(answer)


def _found(store: ox.Store, figure: Figure) -> list[tuple[str, ...]]:
    """Each quantity at the figure's place: number, unit, printed text and the graph that says so."""
    return _select(
        store,
        "SELECT ?number ?unit ?stated ?source ?quantity WHERE { GRAPH ?source { "
        f"{figure.pattern} ?quantity {figure.bound} ?number ; mz:unit|mz:currency ?unit ; "
        "mz:statedAs ?stated FILTER(DATATYPE(?number) = xsd:decimal) } }",
    )


def _is_right(rows: list[tuple[str, ...]], figure: Figure) -> bool:
    return [(Decimal(row[0]), *row[1:4]) for row in rows] == [
        (Decimal(figure.value), figure.unit, figure.stated, ARTICLE)
    ]


def _ids(figures: list[Figure]) -> list[str]:
    return [figure.what for figure in figures]


def test_all_cases_are_here() -> None:
    assert len(FIGURES) == len(set(_ids(FIGURES))) == 33
    assert len(STATEMENTS) == 39
    assert len(NUMBERS_OF) == 15


@pytest.mark.parametrize("figure", FIGURES, ids=_ids(FIGURES))
def test_figure_stands_as_printed(store: ox.Store, figure: Figure) -> None:
    rows = _found(store, figure)
    assert _is_right(rows, figure), rows


@pytest.mark.parametrize("figure", FIGURES, ids=_ids(FIGURES))
def test_a_changed_figure_is_noticed(store: ox.Store, figure: Figure) -> None:
    quantity = ox.NamedNode(_found(store, figure)[0][4])
    bound = ox.NamedNode(figure.bound.replace("mz:", MZ))
    decimal = ox.NamedNode(PREFIXES["xsd"] + "decimal")
    changes = {
        bound: ox.Literal(str(Decimal(figure.value) + 1), datatype=decimal),
        ox.NamedNode(MZ + "statedAs"): ox.Literal(figure.stated + "0"),
        ox.NamedNode(MZ + ("currency" if figure.unit in ("CNY", "USD") else "unit")): ox.Literal("EUR"),
    }
    for predicate, changed in changes.items():
        (quad,) = store.quads_for_pattern(quantity, predicate, None)
        other = ox.Store()
        other.bulk_extend(store)
        other.remove(quad)
        other.add(ox.Quad(quantity, predicate, changed, quad.graph_name))
        assert not _is_right(_found(other, figure), figure), predicate
    elsewhere = ox.Store()
    elsewhere.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(ARTICLE + "-x")) for quad in store
    )
    assert not _is_right(_found(elsewhere, figure), figure)


@pytest.mark.parametrize("what", STATEMENTS)
def test_statement_stands_in_the_article_graph(store: ox.Store, what: str) -> None:
    assert _ask(store, f"GRAPH <{ARTICLE}> {{ {STATEMENTS[what]} }}")


@pytest.mark.parametrize(("name", "number"), NUMBERS_OF.items())
def test_number_of_things_of_a_class(store: ox.Store, name: str, number: int) -> None:
    rows = _select(store, f"SELECT ?thing WHERE {{ GRAPH <{ARTICLE}> {{ ?thing a mz:{name} }} }}")
    assert len(rows) == number, rows


def test_every_printed_figure_of_the_article_has_a_case() -> None:
    """What stands as mz:statedAs on a quantity is what the cases expect, no more and no less."""
    rows = _select(
        _load(),
        f"SELECT ?quantity ?stated WHERE {{ GRAPH <{ARTICLE}> {{ ?quantity a ?class ; mz:statedAs ?stated "
        "VALUES ?class { mz:Quantity mz:MonetaryAmount } } }",
    )
    # The area of the lease and of the plant is one quantity with two cases.
    assert sorted(stated for _, stated in rows) == sorted(
        figure.stated for figure in FIGURES if figure.what != "floor area of the rented plant"
    )


def test_phases_add_up_to_their_project(store: ox.Store) -> None:
    rows = _select(
        store,
        "SELECT ?currency ?whole (SUM(?part) AS ?parts) WHERE { "
        f"?all mz:funds {P2} ; mz:amount/mz:statedEquivalent? ?total . "
        "?total mz:currency ?currency ; mz:value ?whole . "
        f"{P2} mz:phase ?phase . ?one mz:funds ?phase ; mz:amount/mz:statedEquivalent? ?share . "
        "?share mz:currency ?currency ; mz:value ?part } GROUP BY ?currency ?whole ORDER BY ?currency",
    )
    assert rows == [("CNY", "120000000", "120000000"), ("USD", "16380000", "16380000")]


def test_every_assessment_has_its_author_and_object(store: ox.Store) -> None:
    rows = _select(
        store,
        f"SELECT DISTINCT ?assessment WHERE {{ GRAPH <{ARTICLE}> {{ ?assessment a mz:Assessment ; "
        "mz:assessedBy org:rare-earth-exchanges ; mz:about ?thing ; dcterms:description ?text } "
        "?thing a ?class FILTER(LANG(?text) = 'en') }",
    )
    assert len(rows) == NUMBERS_OF["Assessment"]


def test_zone_lies_in_the_country(store: ox.Store) -> None:
    assert _ask(store, f"{ZONE} geo:sfWithin/geo:sfWithin/geo:sfWithin place:china")
    assert _ask(store, "place:china mz:countryCode 'CN'")


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        ("place:china", "中国"),
        ("place:inner-mongolia", "内蒙古自治区"),
        ("place:baotou", "包头市"),
        (ZONE, "包头稀土高新技术产业开发区"),
        (BASES, "两个稀土基地"),
    ],
)
def test_chinese_names(store: ox.Store, thing: str, name: str) -> None:
    assert _ask(store, f"{thing} skos:prefLabel '{name}'@zh-Hans")


def test_no_sentence_of_ours_is_a_long_quotation(store: ox.Store) -> None:
    """Texts are in our own words: printed ones are short terms and figures."""
    rows = _select(
        store, f"SELECT ?text WHERE {{ GRAPH <{ARTICLE}> {{ ?any mz:statedAs|mz:conditionalOn ?text }} }}"
    )
    assert len(rows) == 36
    assert max(len(text.split()) for (text,) in rows) <= 5


# What holds for all files in data/, whatever the source


def test_files_are_found() -> None:
    registries = {"organizations", "places", "facilities"}
    assert {path.stem for path in FILES if path.parent.name == "registry"} >= registries
    assert "rareearthexchanges-baotou-rare-earth-zone" in {path.stem for path in FILES}


def test_no_blank_nodes_and_no_default_graph(store: ox.Store) -> None:
    quads = list(store)
    assert len(quads) > 600
    for quad in quads:
        assert isinstance(quad.subject, ox.NamedNode), quad
        assert not isinstance(quad.object, ox.BlankNode), quad
        assert isinstance(quad.graph_name, ox.NamedNode), quad


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_file_is_one_graph_named_like_it(path: Path) -> None:
    graphs = {quad.graph_name for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TRIG)}
    folder = {"registry": "registry", "sources": "source", "links": "dataset"}[
        path.relative_to(DATA).parts[0]
    ]
    assert graphs == {ox.NamedNode(f"{BASE}{folder}/{path.stem}")}


def test_every_subject_has_a_type_and_an_english_label(store: ox.Store) -> None:
    rows = _select(
        store,
        "SELECT DISTINCT ?thing WHERE { ?thing ?property ?value "
        "FILTER(NOT EXISTS { ?thing a ?class } || "
        # A figure or a code speaks for itself.
        "NOT EXISTS { ?thing a ?figure FILTER(?figure IN "
        "(mz:Quantity, mz:MonetaryAmount, mz:Listing, mz:Identifier)) } && "
        "NOT EXISTS { ?thing skos:prefLabel ?label FILTER(LANG(?label) = 'en') }) }",
    )
    assert rows == []


def test_every_graph_is_a_registry_or_a_whole_source(store: ox.Store) -> None:
    graphs = {_text(graph) for graph in store.named_graphs()}
    registries = {graph for graph in graphs if graph.startswith(f"{BASE}registry/")}
    whole = _select(
        store,
        "SELECT DISTINCT ?source WHERE { GRAPH ?source { ?source a mz:SourceDocument ; "
        "dcterms:title ?title ; dcterms:publisher ?publisher ; schema:url ?url ; "
        "mz:retrievedOn ?day } "
        "?publisher a mz:Publisher . BIND(EXISTS { ?source dcterms:issued ?date } AS ?dated) "
        "BIND(EXISTS { ?source mz:undated true } AS ?undated) FILTER(?dated != ?undated) }",
    )
    assert len(registries) >= 3
    # What an outside dataset says stands in a graph of that dataset, which names its document.
    datasets = _select(
        store,
        "SELECT DISTINCT ?dataset WHERE { ?source a mz:SourceDocument . GRAPH ?dataset { "
        "?dataset a <http://rdfs.org/ns/void#Dataset> ; dcterms:source ?source } }",
    )
    assert graphs - registries == {graph for (graph,) in (*whole, *datasets)}
    assert all(graph.startswith(f"{BASE}dataset/") for (graph,) in datasets) and datasets


def test_registry_entries_name_their_source(store: ox.Store) -> None:
    rows = _select(
        store,
        "SELECT DISTINCT ?entry WHERE { GRAPH ?registry { ?entry a ?class } "
        f"FILTER(STRSTARTS(STR(?registry), '{BASE}registry/')) "
        f"FILTER(?registry != <{BASE}registry/countries>) "  # from standards, which are no documents of ours
        "FILTER NOT EXISTS { "
        "GRAPH ?registry { ?entry dcterms:source ?source } ?source a mz:SourceDocument } }",
    )
    assert rows == []
    bare = "GRAPH ?registry { ?entry a ?class FILTER NOT EXISTS { ?entry dcterms:source ?source } }"
    assert (
        _select(store, f"SELECT ?entry WHERE {{ {bare} FILTER(?registry = <{BASE}registry/countries>) }}")
        == []
    )


def _objects(store: ox.Store) -> Iterator[str]:
    for quad in store:
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object.value


def test_every_entity_used_is_described(store: ox.Store) -> None:
    described = {_text(quad.subject) for quad in store.quads_for_pattern(None, TYPE, None)}
    used = {iri for iri in _objects(store) if iri.startswith((f"{BASE}id/", f"{BASE}source/"))}
    assert len(used) > 60
    assert used - described == set()


def test_every_concept_used_is_in_its_scheme(store: ox.Store) -> None:
    schemes = ox.Store()
    for path in CONCEPTS:
        schemes.load(path.read_bytes(), ox.RdfFormat.TURTLE)
    defined = {_text(quad.subject) for quad in schemes.quads_for_pattern(None, TYPE, None)}
    used = {iri for iri in _objects(store) if iri.startswith(f"{BASE}concept/")}
    assert len(used) > 30
    assert used - defined == set()


def test_every_term_used_is_in_the_ontology(store: ox.Store) -> None:
    ontology = ox.Store()
    ontology.load(ONTOLOGY.read_bytes(), ox.RdfFormat.TURTLE)
    defined = {str(quad.subject).strip("<>") for quad in ontology.quads_for_pattern(None, TYPE, None)}
    used = {iri for iri in _objects(store) if iri.startswith(MZ)}
    used |= {quad.predicate.value for quad in store if quad.predicate.value.startswith(MZ)}
    assert len(used) > 40
    assert used - defined == set()


def test_rule_links_coating_to_assembly() -> None:
    """The two lines of Tianjin Ruimaige are one operator's adjacent stages: the rule must find them."""
    store = _load()
    for path in CONCEPTS:
        graph = ox.NamedNode(f"{BASE}concept/{path.stem}")
        store.load(path.read_bytes(), ox.RdfFormat.TURTLE, to_graph=graph)
    rule = (ROOT / "queries" / "rules" / "internal-links.rq").read_text(encoding="utf-8")
    triples = store.query(rule, use_default_graph_as_union=True)
    assert isinstance(triples, ox.QueryTriples)
    feeds = {
        (_text(triple.subject), _text(triple.object))
        for triple in triples
        if triple.predicate == ox.NamedNode(MZ + "feeds")
    }
    pair = tuple(name.replace("line:", KINDS["line"]) for name in (PLATING, ASSEMBLY))
    assert pair in feeds
    assert pair[::-1] not in feeds
