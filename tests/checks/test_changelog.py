"""The changelog of the ontology names every term once, in the version that added or deprecated it."""

from __future__ import annotations

import re

from rdflib import OWL, RDFS, Graph, Literal

from monazite import bundle
from monazite.vocabulary import MZ, ONTOLOGY, local_name

BASE = bundle.root() / "ontology"
TEXT = (BASE / "CHANGELOG.md").read_text(encoding="utf-8")
# A line of text as wide as a screen may end in the midst of a list.
LISTED = re.compile(r"`(\w+)`")


def named(heading: str) -> list[str]:
    """The terms under a heading, in all versions."""
    parts = re.findall(rf"^### {heading}\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert parts
    return [name for part in parts for name in LISTED.findall(part)]


def test_every_term_is_in_the_version_that_added_it() -> None:
    ontology = Graph().parse(BASE / "monazite.ttl")
    terms = {local_name(str(term)) for term in ontology.subjects(RDFS.isDefinedBy, ONTOLOGY)}
    added = named("Added")
    assert len(added) == len(set(added)) > 190
    assert set(added) == terms
    deprecated = {local_name(str(term)) for term in ontology.subjects(OWL.deprecated, Literal(True))}
    assert set(named("Deprecated")) == {name for name in deprecated if MZ[name] in ontology.all_nodes()}


def test_the_newest_version_is_that_of_the_ontology() -> None:
    ontology = Graph().parse(BASE / "monazite.ttl")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", TEXT, re.MULTILINE)
    assert versions[0] == str(ontology.value(ONTOLOGY, OWL.versionInfo))
