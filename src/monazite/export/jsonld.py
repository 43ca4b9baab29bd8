"""The JSON-LD context of Monazite's terms, as ``ontology/context.jsonld`` holds it."""

from __future__ import annotations

from typing import Any

from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

from monazite.vocabulary import MZ, PREFIXES, local_name, shorten

# Terms of others that our data uses, by the names that people know them by.
_OTHERS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "label": "skos:prefLabel",
    "alternativeLabel": "skos:altLabel",
    "note": "skos:note",
    "description": "dcterms:description",
    "title": "dcterms:title",
    "issued": {"@id": "dcterms:issued"},
    "source": {"@id": "dcterms:source", "@type": "@id"},
    "publisher": {"@id": "dcterms:publisher", "@type": "@id"},
    "url": {"@id": "schema:url"},
    "within": {"@id": "geo:sfWithin", "@type": "@id"},
    "latitude": {"@id": "wgs:lat"},
    "longitude": {"@id": "wgs:long"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    **{
        name: {"@id": f"skos:{name}", "@type": "@id"}
        for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
    },
    "sameAs": {"@id": "owl:sameAs", "@type": "@id"},
    # Mappings, by the names that their slots have in SSSOM.
    "Mapping": "owl:Axiom",
    "MappingSet": "sssom:MappingSet",
    "mappings": {"@id": "sssom:mappings", "@type": "@id"},
    "subject_id": {"@id": "owl:annotatedSource", "@type": "@id"},
    "predicate_id": {"@id": "owl:annotatedProperty", "@type": "@id"},
    "object_id": {"@id": "owl:annotatedTarget", "@type": "@id"},
    "subject_label": "sssom:subject_label",
    "object_label": "sssom:object_label",
    "predicate_modifier": "sssom:predicate_modifier",
    "mapping_justification": {"@id": "sssom:mapping_justification", "@type": "@id"},
    "mapping_date": {"@id": "dcterms:created", "@type": "xsd:date"},
    "mapping_tool": "sssom:mapping_tool",
    "confidence": {"@id": "sssom:confidence", "@type": "xsd:double"},
    "author_id": {"@id": "pav:authoredBy", "@type": "@id"},
    "reviewer_id": {"@id": "sssom:reviewer_id", "@type": "@id"},
    "subject_source": {"@id": "sssom:subject_source", "@type": "@id"},
    "object_source": {"@id": "sssom:object_source", "@type": "@id"},
    "see_also": {"@id": "rdfs:seeAlso", "@type": "@id"},
}
# Dates are of three types, by their precision, and figures decimal or whole: the value says which.
_PLAIN = {RDFS.Literal, XSD.string, XSD.decimal, XSD.integer, XSD.boolean}


def context(ontology: Graph) -> dict[str, Any]:
    """The context that names every class and property of the ontology by its local name.

    Args:
        ontology: the ontology as rdflib reads it.
    """
    terms: dict[str, Any] = {}
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in sorted(ontology.subjects(RDF.type, kind), key=str):
            if isinstance(term, URIRef) and term.startswith(MZ):
                terms.setdefault(local_name(term), _term(ontology, term, kind))
    return {"@context": {"@version": 1.1} | PREFIXES | _OTHERS | terms}


def _term(ontology: Graph, term: URIRef, kind: URIRef) -> str | dict[str, str]:
    if kind == OWL.ObjectProperty:
        return {"@id": shorten(term), "@type": "@id"}
    span = ontology.value(term, RDFS.range)
    if kind == OWL.DatatypeProperty and isinstance(span, URIRef) and span not in _PLAIN:
        return {"@id": shorten(term), "@type": shorten(span)}
    return shorten(term)
