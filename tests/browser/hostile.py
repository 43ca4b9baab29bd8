"""Labels that must do no harm in a page, and a graph of things that are called so."""

from __future__ import annotations

HOSTILE = {
    "script": '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">',
    "quotes": "\"'`</title></svg></script>{{7*7}}${7*7} & &lt;b&gt;",
    "marks": "\u202eesrever \u2066isolate \u200f rtl \u0007 bell",
    "long": "x" * 10_000,
}
_HEAD = """@prefix mz: <https://w3id.org/monazite/ontology#> .
@prefix org: <https://w3id.org/monazite/id/org/> .
@prefix facility: <https://w3id.org/monazite/id/facility/> .
@prefix agreement: <https://w3id.org/monazite/id/agreement/> .
@prefix place: <https://w3id.org/monazite/id/place/> .
@prefix source: <https://w3id.org/monazite/source/> .
@prefix stage: <https://w3id.org/monazite/concept/stage/> .
@prefix product: <https://w3id.org/monazite/concept/product/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
"""


def trig() -> str:
    """A document that tells of a company, a mine and an agreement of each of those names."""
    lines = [_told(name, _escaped(label)) for name, label in HOSTILE.items()]
    return f"""{_HEAD}
source:hostile {{
  source:hostile a mz:SourceDocument ; dcterms:title "<b onmouseover=alert(1)>title</b>" ;
    dcterms:issued "2024" ; schema:url "javascript:alert(1)" .{"".join(lines)}
}}
"""


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\u0007", "\\u0007")


def _told(name: str, label: str) -> str:
    return f"""
  org:{name} a mz:Company ; skos:prefLabel "{label}"@en , "{label}"@zh-Hans ;
    skos:altLabel "{label}"@zh-Hans ; dcterms:source source:hostile .
  facility:{name} a mz:Mine ; skos:prefLabel "{label}"@en ; dcterms:description "{label}" ;
    mz:operator org:{name} ; mz:stage stage:mining ; mz:locatedIn place:australia ;
    schema:url <javascript:window.hacked=3> ; dcterms:source source:hostile .
  agreement:{name} a mz:SupplyAgreement ; skos:prefLabel "{label}"@en ;
    mz:supplier facility:{name} ; mz:buyer org:script ; mz:product product:ore ;
    mz:agreementStatus <https://w3id.org/monazite/concept/agreement-status/binding> ."""
