"""The service description tells which outside datasets the graph is linked to, and by how many links."""

from __future__ import annotations

from pathlib import Path

from rdflib import DCAT, RDF, VOID, Graph, Literal, URIRef
from tests.integration.server.running import Begin, build

from monazite import sssom

DATASET = URIRef("https://w3id.org/monazite/dataset")


def test_the_service_description_has_linksets_and_distributions(
    begin: Begin, small_bundle: Path, checkout: Path, tmp_path: Path
) -> None:
    links = checkout / "data" / "links" / "iso3166.sssom.tsv"
    build(tmp_path / "store", small_bundle, "--data", str(links))
    server = begin(tmp_path / "store")
    answer = server.get("/void", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    told = Graph().parse(data=answer.text, format="turtle")
    mappings = sssom.read(links)
    linkset = URIRef(mappings.mapping_set_id)
    assert (DATASET, VOID.subset, linkset) in told and (linkset, RDF.type, VOID.Linkset) in told
    assert told.value(linkset, VOID.triples) == Literal(len(mappings.mappings))
    assert told.value(linkset, VOID.objectsTarget) == URIRef(mappings.object_source)
    assert len(list(told.objects(DATASET, VOID.triples))) == 1
    (first, *_) = told.objects(DATASET, DCAT.distribution)
    path = str(told.value(first, DCAT.downloadURL)).removeprefix(server.address)
    dump = server.get(path)
    assert dump.status_code == 200 and mappings.mapping_set_id in dump.text
