"""What makes the ontology findable, accessible, interoperable and reusable, by the names of FOOPS!'s tests.

FOOPS! (Garijo, Corcho and Poveda-Villalón, ISWC 2021) asks the Web; here the server answers in its place. Not
to be shown from here: FIND2, FIND3 (prefix and ontology in a public registry); of OM3, a DOI and a logo.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from monazite.vocabulary import MZ, ONTOLOGY, PREFIXES

VANN = Namespace("http://purl.org/vocab/vann/")
FORMS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
}
# By test: FOOPS!'s name of what has to be told, and how this ontology tells it.
METADATA = {
    "OM1": {
        "title": DCTERMS.title,
        "description": DCTERMS.description,
        "license": DCTERMS.license,
        "version iri": OWL.versionIRI,
        "creator": DCTERMS.creator,
        "creation date": DCTERMS.created,
        "namespace uri": VANN.preferredNamespaceUri,
    },
    "OM2": {
        "prefix": VANN.preferredNamespacePrefix,
        "version info": OWL.versionInfo,
        "citation": DCTERMS.bibliographicCitation,
        "contributor": DCTERMS.contributor,
    },
    "OM3": {"issued": DCTERMS.issued, "publisher": DCTERMS.publisher, "modified": DCTERMS.modified},
}


def path(iri: URIRef | str) -> str:
    """The path at the server that w3id.org sends an address of ours to."""
    parts = urlsplit(str(iri))
    assert (parts.scheme, parts.netloc) == ("https", "w3id.org") and parts.path.startswith("/monazite/")
    return parts.path.removeprefix("/monazite")


def get(client: httpx.Client, iri: URIRef | str, accept: str) -> httpx.Response:
    return client.get(path(iri), headers={"Accept": accept}, follow_redirects=True)


@pytest.fixture(scope="module")
def served(client: httpx.Client) -> Graph:
    answer = get(client, ONTOLOGY, "text/turtle")
    assert answer.status_code == 200
    return Graph().parse(data=answer.text, format="turtle")


def test_cn1_rdf1_uri1_uri2_the_ontology_is_at_its_address_in_each_form(client: httpx.Client) -> None:
    sizes = set()
    for media, form in FORMS.items():
        answer = get(client, ONTOLOGY, media)
        assert answer.status_code == 200 and answer.headers["content-type"].split(";")[0] == media
        assert "Accept" in answer.headers["vary"]
        graph = Graph().parse(data=answer.text, format=form)
        assert list(graph.subjects(RDF.type, OWL.Ontology)) == [ONTOLOGY]
        sizes.add(len(graph))
    assert len(sizes) == 1


def test_doc1_a_page_tells_every_term(client: httpx.Client, served: Graph) -> None:
    answer = get(client, ONTOLOGY, "text/html")
    assert answer.headers["content-type"].startswith("text/html")
    terms = {term for kind in (OWL.Class, OWL.ObjectProperty) for term in served.subjects(RDF.type, kind)}
    ours = [str(term).removeprefix(str(MZ)) for term in terms if str(term).startswith(str(MZ))]
    assert len(ours) > 100
    assert [name for name in ours if f'id="{name}"' not in answer.text] == []


def test_purl1_http1_addresses_are_lasting_ones_over_an_open_protocol() -> None:
    for iri in (str(ONTOLOGY), str(MZ)):
        assert iri.startswith("https://w3id.org/monazite/")


def test_ver1_ver2_the_version_has_an_address_of_its_own_that_answers(
    client: httpx.Client, served: Graph
) -> None:
    (version,) = served.objects(ONTOLOGY, OWL.versionIRI)
    assert version != ONTOLOGY and str(version).endswith(f"/{served.value(ONTOLOGY, OWL.versionInfo)}")
    for media, form in FORMS.items():
        answer = get(client, str(version), media)
        assert answer.status_code == 200
        assert (ONTOLOGY, OWL.versionIRI, version) in Graph().parse(data=answer.text, format=form)
    assert "Lease" in get(client, str(version), "text/html").text
    other = get(client, f"{ONTOLOGY}/99.0.0", "text/turtle")
    assert other.status_code == 404 and "99.0.0" in other.text and str(version) in other.text


@pytest.mark.parametrize("test", METADATA)
def test_om_the_ontology_tells_of_itself(served: Graph, test: str) -> None:
    missing = [
        name for name, term in METADATA[test].items() if not list(served.objects(ONTOLOGY, URIRef(term)))
    ]
    assert missing == []


def test_om4_the_licence_is_an_address_and_that_of_the_data(served: Graph, checkout: Path) -> None:
    (licence,) = served.objects(ONTOLOGY, DCTERMS.license)
    assert licence == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert "Attribution 4.0 International" in (checkout / "LICENSE-DATA").read_text(encoding="utf-8")


def test_om5_who_made_it_and_when(served: Graph) -> None:
    dates = [
        str(served.value(ONTOLOGY, term)) for term in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)
    ]
    assert dates == sorted(dates) and all(len(date) == 10 for date in dates)
    assert str(served.value(ONTOLOGY, OWL.versionInfo)) in str(
        served.value(ONTOLOGY, DCTERMS.bibliographicCitation)
    )


def test_find1_the_prefix_is_told_and_the_one_that_all_files_use(served: Graph) -> None:
    prefix, space = (
        str(served.value(ONTOLOGY, term))
        for term in (VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri)
    )
    assert PREFIXES[prefix] == space == str(MZ)
    assert dict(served.namespaces())[prefix] == URIRef(space)


def test_voc1_voc2_other_vocabularies_are_reused(served: Graph, client: httpx.Client) -> None:
    spaces = {
        str(predicate).rpartition("#")[0] or str(predicate).rpartition("/")[0]
        for predicate in served.predicates(ONTOLOGY)
    }
    assert {"http://purl.org/dc/terms", "http://purl.org/vocab/vann"} <= spaces
    aligned = client.get(
        "/data",
        params={"graph": "https://w3id.org/monazite/alignment/org"},
        headers={"Accept": "text/turtle"},
    )
    graph = Graph().parse(data=aligned.text, format="turtle")
    assert (MZ.Organization, RDFS.subClassOf, URIRef("http://www.w3.org/ns/org#Organization")) in graph


def test_voc3_voc4_each_term_has_a_label_and_a_definition(served: Graph) -> None:
    terms = set(served.subjects(RDFS.isDefinedBy, ONTOLOGY))
    assert len(terms) > 190
    for term in terms:
        labels = {label.language for label in served.objects(term, RDFS.label) if isinstance(label, Literal)}
        assert {"en", "zh-hans"} <= {str(language).lower() for language in labels}
        assert any(
            text.language == "en"
            for text in served.objects(term, SKOS.definition)
            if isinstance(text, Literal)
        )


@pytest.mark.parametrize("prefix", ["id", "concept", "source", "registry", "rule"])
def test_things_in_each_namespace_of_ours_resolve(client: httpx.Client, prefix: str) -> None:
    query = f"""SELECT ?thing {{ {{ ?thing a ?kind }} UNION {{ GRAPH ?thing {{ ?s ?p ?o }} }}
      FILTER(STRSTARTS(STR(?thing), "{PREFIXES[prefix]}")) }} LIMIT 1"""
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    (thing,) = answer.text.split()[1:]
    seen = get(client, thing, "text/turtle")
    assert seen.status_code == 200 and len(Graph().parse(data=seen.text, format="turtle")) > 0
    assert get(client, thing, "text/html").status_code == 200
