"""The SKOS schemes in ontology/concepts hold together, and products fit along the value chain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

CONCEPTS = Path(__file__).resolve().parents[2] / "ontology" / "concepts"
CONCEPT = Namespace("https://w3id.org/monazite/concept/")
MZ = Namespace("https://w3id.org/monazite/ontology#")
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")

FILES = ["codes", "elements", "minerals", "processes", "products", "stages", "statuses", "units"]

# scheme: class of its concepts, least number of concepts
SCHEMES: dict[str, tuple[str, int]] = {
    "stage": ("Stage", 13),
    "product": ("Product", 75),
    "element": ("Element", 17),
    "mineral": ("Mineral", 20),
    "process": ("Process", 50),
    "lifecycle-status": ("Code", 6),
    "project-status": ("Code", 5),
    "agreement-status": ("Code", 6),
    "identifier-scheme": ("Code", 8),
    "modality": ("Code", 4),
    "quantity-basis": ("Code", 6),
    "capacity-kind": ("Code", 4),
    "interest-type": ("Code", 12),
    "share-disclosure": ("Code", 3),
    "link-basis": ("Code", 3),
    "element-group": ("Code", 3),
    "trade-flow": ("Code", 2),
    "measure": ("Code", 19),
}

# Slugs that data, rules and queries rely on.
FIXED_SLUGS: dict[str, str] = {
    "stage": "exploration mining beneficiation cracking-leaching separation metal-making alloy-making"
    " magnet-making magnet-coating assembly motor-making end-use recycling",
    "product": "ore concentrate mixed-carbonate mixed-chloride mixed-oxide separated-oxide neodymium-oxide"
    " praseodymium-oxide ndpr-oxide dysprosium-oxide terbium-oxide lanthanum-oxide cerium-oxide"
    " samarium-oxide metal ndpr-metal neodymium-metal dysprosium-metal terbium-metal alloy ndfeb-alloy"
    " smco-alloy dysprosium-iron-alloy magnet ndfeb-magnet sintered-ndfeb-magnet bonded-ndfeb-magnet"
    " hot-pressed-ndfeb-magnet high-performance-ndfeb-magnet smco-magnet coated-magnet magnet-assembly"
    " magnet-component magnet-module complete-equipment motor permanent-magnet-motor internal-rotor-motor"
    " external-rotor-motor direct-drive-motor remanufactured-permanent-magnet-motor magnet-scrap"
    " end-of-life-motor",
    "mineral": "bastnaesite monazite xenotime loparite ion-adsorption-clay eudialyte",
    "lifecycle-status": "planned under-construction commissioning operating suspended closed",
    "project-status": "announced conditional under-construction completed cancelled",
    "agreement-status": "announced memorandum letter-of-intent conditional binding terminated",
    "identifier-scheme": "lei isin wikidata cas geonames iso3166-1 hs opencorporates",
    "modality": "stated planned forecast estimated",
    "quantity-basis": "reo treo metal product-weight contained-ndpr units",
    "capacity-kind": "nameplate permitted planned actual",
    "interest-type": "shareholding voting-rights appointment-of-board",
    "share-disclosure": "known unknown unpublished",
    "link-basis": "declared internal possible",
    "element-group": "light heavy other",
    "trade-flow": "import export",
    "measure": "nameplate capacity production resource reserve revenue price import export enterprises"
    " listed-enterprises global-500-enterprises foreign-funded-enterprises high-tech-enterprises"
    " national-hi-tech-zones rare-earth-national-hi-tech-zones overseas-talents"
    " recruitment-programme-experts grassland-elites-experts total-investment",
}

PRECEDES: dict[str, set[str]] = {
    "exploration": {"mining"},
    "mining": {"beneficiation"},
    "beneficiation": {"cracking-leaching"},
    "cracking-leaching": {"separation"},
    "separation": {"metal-making"},
    "metal-making": {"alloy-making"},
    "alloy-making": {"magnet-making"},
    "magnet-making": {"magnet-coating", "assembly", "motor-making"},
    "magnet-coating": {"assembly", "motor-making"},
    "assembly": {"motor-making"},
    "motor-making": {"end-use"},
    "end-use": {"recycling"},
    "recycling": {"separation", "metal-making", "alloy-making"},
}
# Exploration gives knowledge, not a product: it is the one pair that no product joins.
FITTING_PAIRS = [
    (a, b) for a, successors in PRECEDES.items() for b in sorted(successors) if a != "exploration"
]

# Products that the general process of a stage must take in and give out.
PROCESS_FLOWS = [
    ("mining", None, "ore"),
    ("beneficiation", "ore", "concentrate"),
    ("cracking-leaching", "concentrate", "mixed-carbonate"),
    ("cracking-leaching", "concentrate", "mixed-chloride"),
    ("separation", "mixed-carbonate", "separated-oxide"),
    ("separation", "mixed-oxide", "separated-oxide"),
    ("metal-making", "separated-oxide", "metal"),
    ("alloy-making", "metal", "alloy"),
    ("magnet-making", "alloy", "magnet"),
    ("magnet-coating", "magnet", "coated-magnet"),
    ("assembly", "magnet", "magnet-assembly"),
    ("assembly", "coated-magnet", "magnet-assembly"),
    ("assembly", "magnet-assembly", "complete-equipment"),
    ("motor-making", "magnet", "motor"),
    ("motor-making", "coated-magnet", "motor"),
    ("motor-making", "magnet-assembly", "motor"),
    ("motor-making", "end-of-life-motor", "remanufactured-permanent-magnet-motor"),
    ("end-use", "motor", "end-of-life-motor"),
    ("recycling", "magnet-scrap", "mixed-oxide"),
    ("recycling", "magnet-scrap", "separated-oxide"),
    ("recycling", "end-of-life-motor", "alloy"),
]

ELEMENTS: dict[str, tuple[str, int, str]] = {
    "scandium": ("Sc", 21, "other"),
    "yttrium": ("Y", 39, "heavy"),
    "lanthanum": ("La", 57, "light"),
    "cerium": ("Ce", 58, "light"),
    "praseodymium": ("Pr", 59, "light"),
    "neodymium": ("Nd", 60, "light"),
    "promethium": ("Pm", 61, "light"),
    "samarium": ("Sm", 62, "light"),
    "europium": ("Eu", 63, "light"),
    "gadolinium": ("Gd", 64, "heavy"),
    "terbium": ("Tb", 65, "heavy"),
    "dysprosium": ("Dy", 66, "heavy"),
    "holmium": ("Ho", 67, "heavy"),
    "erbium": ("Er", 68, "heavy"),
    "thulium": ("Tm", 69, "heavy"),
    "ytterbium": ("Yb", 70, "heavy"),
    "lutetium": ("Lu", 71, "heavy"),
}

# Property of ours: class it stands on, scheme its objects come from (None: a literal).
OUR_PROPERTIES: dict[str, tuple[set[str], str | None]] = {
    "precedes": ({"Stage"}, "stage"),
    "stageRank": ({"Stage"}, None),
    "carriesElement": ({"Product", "Mineral"}, "element"),
    "hsCode": ({"Product"}, None),
    "casNumber": ({"Element", "Product"}, None),
    "symbol": ({"Element"}, None),
    "atomicNumber": ({"Element"}, None),
    "elementGroup": ({"Element"}, "element-group"),
    "formula": ({"Mineral"}, None),
    "stage": ({"Process"}, "stage"),
    "processInput": ({"Process"}, "product"),
    "processOutput": ({"Process"}, "product"),
    "processMineral": ({"Process"}, "mineral"),
}


# --- checks: each returns what is wrong, so that each can be shown a case that it must catch


def slug(iri: Node) -> str:
    return str(iri).rsplit("/", 1)[-1]


def concepts(graph: Graph, scheme: str | None = None) -> list[URIRef]:
    wanted = CONCEPT[scheme] if scheme else None
    return sorted({s for s in graph.subjects(SKOS.inScheme, wanted) if isinstance(s, URIRef)})


def product(name: str) -> URIRef:
    return CONCEPT[f"product/{name}"]


def stage(name: str) -> URIRef:
    return CONCEPT[f"stage/{name}"]


def is_cas_number(text: str) -> bool:
    match = re.fullmatch(r"([1-9]\d{1,6})-(\d{2})-(\d)", text)
    if not match:
        return False
    digits = [int(digit) for digit in reversed(match[1] + match[2])]
    return sum(place * digit for place, digit in enumerate(digits, 1)) % 10 == int(match[3])


def is_hs_subheading(text: str) -> bool:
    return re.fullmatch(r"(?!00|77|98|99)\d{6}", text) is not None


def has_han(text: str) -> bool:
    return re.search(r"[一-鿿]", text) is not None


def literals(graph: Graph, subject: Node, predicate: URIRef, language: str) -> list[str]:
    found = graph.objects(subject, predicate)
    return [
        str(o) for o in found if isinstance(o, Literal) and (o.language or "").lower() == language.lower()
    ]


def faults_of_concept(graph: Graph, concept: URIRef) -> list[str]:
    faults = []
    for language in ("en", "zh-Hans"):
        if len(literals(graph, concept, SKOS.prefLabel, language)) != 1:
            faults.append(f"not one prefLabel in {language}")
    for predicate in (SKOS.prefLabel, SKOS.altLabel):
        if not all(has_han(text) for text in literals(graph, concept, predicate, "zh-Hans")):
            faults.append("zh label without Han text")
    labels: list[Node] = [o for p in (SKOS.prefLabel, SKOS.altLabel) for o in graph.objects(concept, p)]
    if len(labels) != len(set(labels)):
        faults.append("altLabel repeats prefLabel")
    if any(isinstance(o, Literal) and (o.language or "").lower() not in {"en", "zh-hans"} for o in labels):
        faults.append("label in another language or in none")
    definitions = literals(graph, concept, SKOS.definition, "en")
    if len(definitions) != 1 or not re.fullmatch(r"[A-Z][^\n]{15,}\.", definitions[0]):
        faults.append("not one English definition that is a sentence")
    schemes = list(graph.objects(concept, SKOS.inScheme))
    if len(schemes) != 1 or not str(concept).startswith(f"{schemes[0]}/"):
        faults.append("not in the one scheme that its IRI names")
    if [str(o) for o in graph.objects(concept, SKOS.notation)] != [slug(concept)]:
        faults.append("notation is not the last part of the IRI")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(concept)):
        faults.append("slug is not lower-case ASCII with hyphens")
    if (concept, RDF.type, SKOS.Concept) not in graph:
        faults.append("not typed skos:Concept")
    is_top = bool(list(graph.objects(concept, SKOS.topConceptOf)))
    if is_top == bool(list(graph.objects(concept, SKOS.broader))):
        faults.append("neither or both of topConceptOf and broader")
    return faults


def repeated_labels(graph: Graph) -> list[str]:
    seen = Counter(
        (scheme, label)
        for concept, scheme in graph.subject_objects(SKOS.inScheme)
        for label in graph.objects(concept, SKOS.prefLabel)
    )
    return [f"{slug(scheme)}: {label}" for (scheme, label), count in seen.items() if count > 1]


def cycles(edges: Iterable[tuple[Node, Node]]) -> set[Node]:
    """The nodes from which a walk along the edges comes back to where it began."""
    after: dict[Node, set[Node]] = {}
    for start, end in edges:
        after.setdefault(start, set()).add(end)
    return {node for node in after if node in reached(after, after[node])}


def reached(after: dict[Node, set[Node]], starts: Iterable[Node]) -> set[Node]:
    found: set[Node] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(after.get(node, ()))
    return found


def broader_across_schemes(graph: Graph) -> list[Node]:
    return [
        narrow
        for narrow, broad in graph.subject_objects(SKOS.broader)
        if set(graph.objects(narrow, SKOS.inScheme)) != set(graph.objects(broad, SKOS.inScheme))
    ]


def stage_successors(graph: Graph) -> dict[Node, set[Node]]:
    after: dict[Node, set[Node]] = {}
    for first, second in graph.subject_objects(MZ.precedes):
        after.setdefault(first, set()).add(second)
    return after


def flows(graph: Graph, place: URIRef, predicate: URIRef) -> set[Node]:
    return {o for process in graph.subjects(MZ.stage, place) for o in graph.objects(process, predicate)}


def fits(graph: Graph, first: URIRef, second: URIRef) -> set[Node]:
    """Outputs of the first stage that the second takes in, as they are or under a broader name."""
    inputs = flows(graph, second, MZ.processInput)
    outputs = flows(graph, first, MZ.processOutput)
    return {o for o in outputs if inputs & set(graph.transitive_objects(o, SKOS.broader))}


def stranded_products(graph: Graph) -> list[URIRef]:
    """Products that no process takes in or gives out, themselves, above or below."""
    handled = set(graph.objects(None, MZ.processInput)) | set(graph.objects(None, MZ.processOutput))
    return [
        item
        for item in concepts(graph, "product")
        if not handled
        & (
            set(graph.transitive_objects(item, SKOS.broader))
            | set(graph.transitive_subjects(SKOS.broader, item))
        )
    ]


def dangling(graph: Graph) -> set[Node]:
    """IRIs of our concept namespace that something points to and that nothing describes."""
    return {
        o
        for o in graph.objects()
        if isinstance(o, URIRef) and o.startswith(CONCEPT) and (o, RDF.type, None) not in graph
    }


def misused_properties(graph: Graph) -> list[str]:
    faults = []
    for subject, predicate, value in graph:
        if not isinstance(predicate, URIRef) or not predicate.startswith(MZ):
            continue
        classes, scheme = OUR_PROPERTIES.get(predicate.removeprefix(MZ), (set(), None))
        if not any((subject, RDF.type, MZ[name]) in graph for name in classes):
            faults.append(f"{predicate} on {subject}")
        elif scheme is None and not isinstance(value, Literal):
            faults.append(f"{predicate} with the IRI {value}")
        elif scheme is not None and not str(value).startswith(str(CONCEPT[scheme]) + "/"):
            faults.append(f"{predicate} with {value}, which is no {scheme}")
    return faults


# --- the files


def paths() -> list[Path]:
    return sorted(CONCEPTS.glob("*.ttl"))


@pytest.fixture(scope="module")
def graph() -> Graph:
    """All files together; a test that changes it takes a copy."""
    graph = Graph()
    for path in paths():
        graph.parse(path)
    return graph


def test_files() -> None:
    assert [path.stem for path in paths()] == FILES


@pytest.mark.parametrize("name", FILES)
def test_both_parsers_read_the_same(name: str) -> None:
    path = CONCEPTS / f"{name}.ttl"
    read = list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))
    assert len(read) == len(set(read)) == len(Graph().parse(path)) > 100
    text = path.read_bytes()
    assert b"\r" not in text and b"\t" not in text and text.endswith(b" .\n")


def test_no_blank_nodes(graph: Graph) -> None:
    assert not [node for node in graph.all_nodes() if isinstance(node, BNode)]


def test_each_concept_is_described_in_one_file() -> None:
    homes: Counter[Node] = Counter()
    for path in paths():
        homes.update(set(Graph().parse(path).subjects()))
    assert len(homes) > 290
    assert not [subject for subject, count in homes.items() if count > 1]


def test_schemes(graph: Graph) -> None:
    found = {slug(s) for s in graph.subjects(RDF.type, SKOS.ConceptScheme)}
    assert found == set(SCHEMES)
    for name, (kind, floor) in SCHEMES.items():
        scheme = CONCEPT[name]
        members = concepts(graph, name)
        assert len(members) >= floor, name
        for predicate in (SKOS.prefLabel, DCTERMS.title):
            for language in ("en", "zh-Hans"):
                assert len(literals(graph, scheme, predicate, language)) == 1, (name, predicate, language)
        assert literals(graph, scheme, DCTERMS.description, "en"), name
        assert set(graph.objects(scheme, DCTERMS.license)) == {LICENCE}, name
        tops = set(graph.subjects(SKOS.topConceptOf, scheme))
        assert tops == set(graph.objects(scheme, SKOS.hasTopConcept)) and tops, name
        for member in members:
            types = {t for t in graph.objects(member, RDF.type) if str(t).startswith(MZ)}
            assert types == {MZ[kind]}, member


def test_fixed_slugs(graph: Graph) -> None:
    for scheme, slugs in FIXED_SLUGS.items():
        assert set(slugs.split()) <= {slug(c) for c in concepts(graph, scheme)}, scheme


def test_every_concept_is_whole(graph: Graph) -> None:
    everything = concepts(graph)
    assert len(everything) == len({s for s in graph.subjects(RDF.type, SKOS.Concept)}) >= 280
    faults = {str(c): found for c in everything if (found := faults_of_concept(graph, c))}
    assert not faults


def test_labels_are_unique_in_their_scheme(graph: Graph) -> None:
    assert not repeated_labels(graph)


def test_broader_is_a_forest_in_each_scheme(graph: Graph) -> None:
    edges = list(graph.subject_objects(SKOS.broader))
    assert len(edges) > 60
    assert not cycles(edges)
    assert not broader_across_schemes(graph)


def test_stage_order(graph: Graph) -> None:
    after = stage_successors(graph)
    assert {slug(s): {slug(n) for n in nexts} for s, nexts in after.items()} == PRECEDES
    recycling = stage("recycling")
    onward = [(a, b) for a, nexts in after.items() for b in nexts if a != recycling]
    assert not cycles(onward)
    assert cycles(graph.subject_objects(MZ.precedes)), "the loop closes through recycling"
    assert reached(after, [stage("exploration")]) == set(concepts(graph, "stage"))


def test_ranks_agree_with_the_order_of_stages(graph: Graph) -> None:
    ranks = {stage: int(str(rank)) for stage, rank in graph.subject_objects(MZ.stageRank)}
    assert sorted(ranks.values()) == list(range(1, len(concepts(graph, "stage")) + 1))
    recycling = stage("recycling")
    assert ranks[recycling] == max(ranks.values())
    for first, second in graph.subject_objects(MZ.precedes):
        assert ranks[first] < ranks[second] or first == recycling


def test_every_stage_has_a_process(graph: Graph) -> None:
    for place in concepts(graph, "stage"):
        assert list(graph.subjects(MZ.stage, place)), place
    for process in concepts(graph, "process"):
        assert len(list(graph.objects(process, MZ.stage))) == 1, process
        for broad in graph.objects(process, SKOS.broader):
            assert set(graph.objects(broad, MZ.stage)) == set(graph.objects(process, MZ.stage)), process


@pytest.mark.parametrize(("first", "second"), FITTING_PAIRS)
def test_products_fit_from_stage_to_stage(graph: Graph, first: str, second: str) -> None:
    assert fits(graph, stage(first), stage(second))


@pytest.mark.parametrize(("place", "taken", "given"), PROCESS_FLOWS)
def test_process_flows(graph: Graph, place: str, taken: str | None, given: str) -> None:
    assert any(
        (process, MZ.processOutput, product(given)) in graph
        and (taken is None or (process, MZ.processInput, product(taken)) in graph)
        for process in graph.subjects(MZ.stage, stage(place))
    )


def test_mining_says_what_it_mines(graph: Graph) -> None:
    mined = flows(graph, stage("mining"), MZ.processMineral)
    assert mined == set(concepts(graph, "mineral"))
    for process in graph.subjects(MZ.processMineral, None):
        assert (process, MZ.stage, stage("mining")) in graph


def test_no_product_is_stranded(graph: Graph) -> None:
    assert not stranded_products(graph)


def test_what_is_pointed_to_exists(graph: Graph) -> None:
    assert not dangling(graph)


def test_our_properties_stand_where_they_belong(graph: Graph) -> None:
    used = {str(p).removeprefix(MZ) for p in graph.predicates() if str(p).startswith(MZ)}
    assert used == set(OUR_PROPERTIES)
    assert not misused_properties(graph)


def test_the_seventeen_elements(graph: Graph) -> None:
    found = {
        slug(e): (
            str(graph.value(e, MZ.symbol)),
            int(str(graph.value(e, MZ.atomicNumber))),
            slug(graph.value(e, MZ.elementGroup) or e),
        )
        for e in concepts(graph, "element")
    }
    assert found == ELEMENTS
    assert sorted(number for _, number, _ in found.values()) == [21, 39, *range(57, 72)]
    for element in concepts(graph, "element"):
        assert len(list(graph.objects(element, MZ.casNumber))) == 1
        assert len(literals(graph, element, SKOS.prefLabel, "zh-Hans")[0]) == 1


def test_cas_numbers(graph: Graph) -> None:
    numbers = [str(o) for o in graph.objects(None, MZ.casNumber)]
    assert len(numbers) >= 40
    assert not [number for number in numbers if not is_cas_number(number)]
    # a metal is sold under the number of its element; otherwise a number means one substance
    owners: dict[str, set[str]] = {}
    for subject, number in graph.subject_objects(MZ.casNumber):
        owners.setdefault(str(number), set()).add(slug(subject).removesuffix("-metal"))
    assert not [number for number, names in owners.items() if len(names) > 1]


def test_hs_codes(graph: Graph) -> None:
    codes = [str(o) for o in graph.objects(None, MZ.hsCode)]
    assert len(codes) >= 40
    assert set(codes) == {"253090", "280530", "284610", "284690", "720299", "850511"}
    assert not [code for code in codes if not is_hs_subheading(code)]
    for item in set(graph.subjects(MZ.hsCode, None)):
        assert (item, DCTERMS.source, None) in graph, item


def test_cerium_alone_has_the_cerium_code(graph: Graph) -> None:
    assert list(graph.subjects(MZ.hsCode, Literal("284610"))) == [product("cerium-oxide")]


def test_single_oxides_and_metals_carry_the_element_in_their_name(graph: Graph) -> None:
    checked = 0
    for item in concepts(graph, "product"):
        element, _, form = slug(item).rpartition("-")
        if form in {"oxide", "metal"} and element in ELEMENTS:
            checked += 1
            assert set(graph.objects(item, MZ.carriesElement)) == {CONCEPT[f"element/{element}"]}, item
    assert checked >= 25


def test_ndfeb_magnets_carry_neodymium(graph: Graph) -> None:
    magnets = set(graph.transitive_subjects(SKOS.broader, product("ndfeb-magnet")))
    assert len(magnets) >= 5
    for magnet in magnets:
        carried = {slug(e) for e in graph.objects(magnet, MZ.carriesElement)}
        assert {"neodymium", "praseodymium"} <= carried
        assert carried <= {"neodymium", "praseodymium", "dysprosium", "terbium"}
    assert literals(graph, product("ndfeb-magnet"), SKOS.scopeNote, "en")


def test_minerals_have_formulas(graph: Graph) -> None:
    without = {slug(m) for m in concepts(graph, "mineral") if (m, MZ.formula, None) not in graph}
    assert without == {"ion-adsorption-clay", "steenstrupine"}
    for mineral in concepts(graph, "mineral"):
        assert list(graph.objects(mineral, MZ.carriesElement)), mineral
        if slug(mineral) in without:
            assert literals(graph, mineral, SKOS.scopeNote, "en"), mineral
    for formula in graph.objects(None, MZ.formula):
        assert re.fullmatch(r"[A-Z(][A-Za-z0-9(),·]+", str(formula)), formula
        assert str(formula).count("(") == str(formula).count(")"), formula


# --- each check is shown a case that it must catch


@pytest.mark.parametrize(
    "text", ["7440-00-9", "7440-00-80", "0440-00-8", "744-0-008", "7404-00-8", "1313-97-8", "", "7440008"]
)
def test_wrong_cas_numbers_are_caught(text: str) -> None:
    assert not is_cas_number(text)


@pytest.mark.parametrize("text", ["7732-18-5", "7440-00-8", "50-00-0"])
def test_right_cas_numbers_pass(text: str) -> None:
    assert is_cas_number(text)


@pytest.mark.parametrize("text", ["8505", "8505.11", "85051100", "85051a", "770000", "000000"])
def test_wrong_hs_codes_are_caught(text: str) -> None:
    assert not is_hs_subheading(text)


def test_han_text_is_told_from_other_text() -> None:
    assert has_han("烧结钕铁硼") and not has_han("NdFeB") and not has_han("ネオジム")


A, B = CONCEPT["product/ore"], CONCEPT["product/concentrate"]


def drop(subject: URIRef, predicate: URIRef) -> Callable[[Graph], None]:
    return lambda graph: void(graph.remove((subject, predicate, None)))


def put(subject: URIRef, predicate: URIRef, value: Node) -> Callable[[Graph], None]:
    return lambda graph: void(graph.set((subject, predicate, value)))


def more(subject: URIRef, predicate: URIRef, value: Node) -> Callable[[Graph], None]:
    return lambda graph: void(graph.add((subject, predicate, value)))


def void(_: object) -> None:
    return None


CONCEPT_FAULTS: list[tuple[Callable[[Graph], None], str]] = [
    (drop(A, SKOS.prefLabel), "not one prefLabel"),
    (more(A, SKOS.prefLabel, Literal("other", "en")), "not one prefLabel in en"),
    (more(A, SKOS.altLabel, Literal("REO", "zh-Hans")), "zh label without Han text"),
    (more(A, SKOS.altLabel, Literal("rare earth ore", "en")), "altLabel repeats prefLabel"),
    (more(A, SKOS.altLabel, Literal("ore")), "label in another language or in none"),
    (drop(A, SKOS.definition), "not one English definition"),
    (put(A, SKOS.definition, Literal("ore", "en")), "not one English definition"),
    (put(A, SKOS.inScheme, CONCEPT["stage"]), "not in the one scheme"),
    (more(A, SKOS.notation, Literal("erz")), "notation is not the last part"),
    (drop(A, SKOS.notation), "notation is not the last part"),
    (drop(A, RDF.type), "not typed skos:Concept"),
    (drop(A, SKOS.topConceptOf), "neither or both"),
    (more(A, SKOS.broader, B), "neither or both"),
]


@pytest.mark.parametrize(("damage", "message"), CONCEPT_FAULTS)
def test_a_damaged_concept_is_caught(graph: Graph, damage: Callable[[Graph], None], message: str) -> None:
    graph = Graph() + graph
    assert not faults_of_concept(graph, A)
    damage(graph)
    assert [fault for fault in faults_of_concept(graph, A) if fault.startswith(message)]


def narrower_loop(graph: Graph) -> bool:
    return bool(cycles(graph.subject_objects(SKOS.broader)))


GRAPH_FAULTS: list[tuple[Callable[[Graph], None], Callable[[Graph], object]]] = [
    (more(B, SKOS.prefLabel, Literal("rare earth ore", "en")), repeated_labels),
    (more(B, SKOS.broader, product("monazite-concentrate")), narrower_loop),
    (more(A, SKOS.broader, stage("mining")), broader_across_schemes),
    (more(CONCEPT["product/dust"], SKOS.inScheme, CONCEPT["product"]), stranded_products),
    (more(A, SKOS.broader, product("no-such-thing")), dangling),
    (more(A, MZ.precedes, stage("mining")), misused_properties),
    (more(A, MZ.weighs, Literal(1)), misused_properties),
    (more(A, MZ.carriesElement, B), misused_properties),
    (more(A, MZ.hsCode, B), misused_properties),
]


@pytest.mark.parametrize(("damage", "check"), GRAPH_FAULTS)
def test_a_damaged_graph_is_caught(
    graph: Graph, damage: Callable[[Graph], None], check: Callable[[Graph], object]
) -> None:
    graph = Graph() + graph
    assert not check(graph)
    damage(graph)
    assert check(graph)


def test_a_broken_fit_is_caught(graph: Graph) -> None:
    graph = Graph() + graph
    assert fits(graph, stage("mining"), stage("beneficiation"))
    graph.remove((None, MZ.processInput, product("ore")))
    assert not fits(graph, stage("mining"), stage("beneficiation"))
    assert not fits(graph, stage("magnet-making"), stage("mining"))


def test_a_narrower_output_fits() -> None:
    graph = Graph()
    one, two = URIRef("urn:process:1"), URIRef("urn:process:2")
    graph.add((one, MZ.stage, stage("magnet-making")))
    graph.add((one, MZ.processOutput, product("sintered-ndfeb-magnet")))
    graph.add((two, MZ.stage, stage("motor-making")))
    graph.add((two, MZ.processInput, product("magnet")))
    graph.add((one, RDFS.label, Literal("a broader output does not fit a narrower input")))
    assert not fits(graph, stage("magnet-making"), stage("motor-making"))
    graph.add((product("sintered-ndfeb-magnet"), SKOS.broader, product("ndfeb-magnet")))
    graph.add((product("ndfeb-magnet"), SKOS.broader, product("magnet")))
    assert fits(graph, stage("magnet-making"), stage("motor-making"))


def test_this_suite_collects_its_cases() -> None:
    assert len(FITTING_PAIRS) == 17
    assert len(PROCESS_FLOWS) == 21
    assert len(CONCEPT_FAULTS) == 13 and len(GRAPH_FAULTS) == 9
    assert sum(len(slugs.split()) for slugs in FIXED_SLUGS.values()) == 135
