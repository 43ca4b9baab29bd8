"""The data of the explorer: it has the keys that TypeScript reads, and says what the graph says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from monazite import KnowledgeGraph
from monazite.export import html, pagedata
from monazite.export.pagedata import naming
from monazite.vocabulary import expand


@pytest.fixture(scope="module")
def kg(small_bundle: Path) -> KnowledgeGraph:
    return KnowledgeGraph.in_memory(small_bundle)


@pytest.fixture(scope="module")
def index(kg: KnowledgeGraph) -> dict[str, Any]:
    made: dict[str, Any] = pagedata.make(kg, "index")
    return made


@pytest.fixture(scope="module")
def interfaces(checkout: Path) -> dict[str, dict[str, bool]]:
    """The keys of each interface in types.ts, and whether each is optional."""
    text = (checkout / "src" / "explorer" / "src" / "data" / "types.ts").read_text(encoding="utf-8")
    found = {}
    for name, body in re.findall(r"export interface (\w+) \{\n(.*?)\n\}", text, flags=re.DOTALL):
        keys = re.findall(r"^  (\w+)(\??):", body, flags=re.MULTILINE)
        found[name] = {key: bool(optional) for key, optional in keys}
    return found


def test_each_part_has_the_keys_that_are_read(
    kg: KnowledgeGraph, index: dict[str, Any], interfaces: dict[str, dict[str, bool]]
) -> None:
    units = [entity["unit"] for entity in index["entities"] if "unit" in entity]
    questions = pagedata.make(kg, "questions")
    told = {
        "Index": [index],
        "Stage": index["stages"],
        "Product": index["products"],
        "Country": list(index["countries"].values()),
        "Entity": index["entities"],
        "Unit": units,
        "StageCapacity": [each for unit in units for each in unit.get("capacities", {}).values()],
        "Capacity": [each for unit in units for each in unit.get("told", [])],
        "Link": index["links"],
        "SourceDocument": index["documents"],
        "Statements": [pagedata.make(kg, "statements")],
        "Question": questions,
        "Parameter": [each for question in questions for each in question["parameters"]],
    }
    for name, objects in told.items():
        wanted = interfaces[name]
        assert objects, name
        for each in objects:
            assert each.keys() <= wanted.keys(), name
            assert {key for key, optional in wanted.items() if not optional} <= each.keys(), name


def test_numbers_lead_where_they_should(index: dict[str, Any]) -> None:
    entities, documents = index["entities"], index["documents"]
    kinds = {"Stage": index["stages"], "Product": index["products"]}
    for kind, listed in kinds.items():
        assert {entities[each["entity"]]["kind"] for each in listed} == {kind}
    for link in index["links"]:
        assert link["from"] != link["to"]
        for end in ("from", "to"):
            assert 0 <= link[end] < len(entities)
        assert all(0 <= source < len(documents) for source in link.get("sources", []))
    assert {document["id"] for document in documents} >= {"source:chinadaily-baotou-rare-earth-hi-tech-zone"}


def test_statements_are_all_that_the_graph_says(kg: KnowledgeGraph) -> None:
    part = pagedata.make(kg, "statements")
    rows = zip(*([part["terms"][number] for number in column] for column in part["quads"]), strict=True)
    text = "".join(f"{' '.join(row)} .\n" for row in rows)
    read = set(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS))
    named = {quad for quad in kg.embedded if isinstance(quad.graph_name, ox.NamedNode)}
    # Only axioms of the ontology have blank nodes.
    named = {
        q for q in named if not isinstance(q.subject, ox.BlankNode) and not isinstance(q.object, ox.BlankNode)
    }
    assert named <= read
    # The licence is all that is added.
    assert len(read - named) == 2


def test_an_excerpt_has_its_things_and_by_name_what_they_name(kg: KnowledgeGraph) -> None:
    thing = str(kg.resolve("Northern Magnet"))
    part = pagedata.make(kg, "index", {thing})
    iris = {str(expand(entity["id"])) for entity in part["entities"]}
    assert (
        part["excerpt"]
        and thing in iris
        and len(part["entities"]) < len(pagedata.make(kg, "index")["entities"])
    )
    assert all("unit" not in entity for entity in part["entities"])
    quads = pagedata.make(kg, "statements", {thing})
    assert f"<{thing}>" in quads["terms"]


@pytest.mark.parametrize(
    ("name", "spelled"),
    [("北方稀土", "bei fang xi tu"), ("MP 磁材", "mp ci cai"), ("Ünal", "unal"), ("", "")],
)
def test_names_in_latin_letters(name: str, spelled: str) -> None:
    assert naming.latin(name) == spelled


def test_the_page_runs_only_what_its_policy_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = (
        '<html lang="en"><head><meta charset="utf-8" /><title>x</title>'
        '<script type="module" crossorigin src="./app.js"></script>'
        '<link rel="stylesheet" crossorigin href="./app.css"></head><body></body></html>'
    )
    files = {"index.html": page, "app.js": 'x = "</script><!--\\\\1"', "app.css": "a{}", "engine.wasm": ""}
    files["notices.txt"] = "Copyright </script>"
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(html, "APP", tmp_path)
    filled = html.fill({"index": {"a": "</script>"}}, title="<b>", language="zh")
    assert "<title>&lt;b&gt;</title>" in filled and '<html lang="zh">' in filled
    assert 'x = "\\x3C/script>\\x3C!--' in filled
    assert "src=" not in filled and "href=" not in filled
    digests = re.findall(r"'sha256-[^']+'", filled)
    assert len(digests) == 2
    assert next(_held(filled)) == {"a": "</script>"}


def _held(page: str) -> Iterator[Any]:
    import base64
    import gzip

    for packed in re.findall(r'id="data-\w+">([^<]*)<', page):
        yield json.loads(gzip.decompress(base64.b64decode(packed)))
