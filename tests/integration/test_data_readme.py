"""What `data/README.md` says of the data is what the graph says: its counts and its paths.

To renew the parts between the marks: ``MONAZITE_UPDATE_GOLDEN=1 pytest`` this file, then read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from rdflib import SH

from monazite import KnowledgeGraph, shapes
from monazite.analysis import projection
from monazite.analysis.walks import paths
from monazite.statements import Source
from monazite.vocabulary import local_name


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.in_memory()


@pytest.fixture(scope="module")
def longest(kg: KnowledgeGraph) -> tuple[paths.Path, ...]:
    return paths.mine_to_motor(kg, projection.project(kg))


def counts(kg: KnowledgeGraph) -> str:
    rows = [(str(row.by), str(row.of), str(row[2])) for row in kg.query("statistics").rows()]
    lines = []
    for by, heading in (("class", "Things of each class"), ("stage", "Production units of each stage")):
        listed = ", ".join(f"{of} {count}" for kind, of, count in rows if kind == by)
        lines.append(f"- **{heading}:** {listed}.")
    countries = [(of, count) for kind, of, count in rows if kind == "country"]
    listed = ", ".join(f"{of} {count}" for of, count in countries)
    lines.append(f"- **Production units in {len(countries)} countries:** {listed}.")
    years = sorted((of, count) for kind, of, count in rows if kind == "year")
    lines.append("- **Documents by year of issue:** " + ", ".join(f"{of} {n}" for of, n in years) + ".")
    publishers = [row for row in rows if row[0] == "publisher"]
    statements = dict((of, int(count)) for kind, of, count in rows if kind == "statements")
    share = statements["with a source"] / statements["all"]
    lines.append(
        f"- **Sources:** {len(publishers)} publishers; {statements['all']} statements in documents and "
        f"registry, {share:.0%} of them with a source."
    )
    return "\n".join(lines)


def chains(longest: tuple[paths.Path, ...]) -> str:
    lines = []
    for number, path in enumerate(longest, 1):
        countries = " - ".join(dict.fromkeys(country for country in path.countries if country))
        lines.append(f"{number}. **{len(path.links)} links, {countries}**")
        for link in path.links:
            firm = "".join(f", {status}" for status in link.statuses)
            product = ", ".join(link.products) or "product not named"
            sources = "; ".join(map(reference, link.sources))
            # Four blanks: some readers of Markdown take less for the same list.
            lines.append(
                f"    - {link.supplier} → {link.consumer}: {product} ({link.basis}{firm}). {sources}"
            )
    return "\n".join(lines)


def reference(source: Source) -> str:
    name = re.sub(r"[\[\]<>|]", "", source.short)
    return f"[{name}]({source.url.replace('(', '%28').replace(')', '%29')})" if source.url else name


def check(readme: Path, mark: str, text: str) -> None:
    before = readme.read_text(encoding="utf-8")
    part = re.compile(rf"(<!-- {mark} -->\n).*?(\n<!-- /{mark} -->)", re.DOTALL)
    assert len(part.findall(before)) == 1
    after = part.sub(lambda found: found[1] + text + found[2], before)
    if os.environ.get("MONAZITE_UPDATE_GOLDEN"):
        readme.write_text(after, encoding="utf-8")
    assert readme.read_text(encoding="utf-8") == after


def test_the_counts_are_those_of_the_graph(kg: KnowledgeGraph, checkout: Path) -> None:
    check(checkout / "data" / "README.md", "counts", counts(kg))


def test_every_statement_has_a_source(kg: KnowledgeGraph) -> None:
    rows = {str(row.of): int(row[2]) for row in kg.query("statistics").rows() if str(row.by) == "statements"}
    assert rows["all"] > 80_000
    assert rows["with a source"] == rows["all"]


def test_the_longest_paths_are_those_of_the_graph(
    kg: KnowledgeGraph, longest: tuple[paths.Path, ...], checkout: Path
) -> None:
    assert len(longest) == 10
    assert sum(path.crosses_border for path in longest) >= 5
    for path in longest:
        assert len(path.nodes) == len(set(path.nodes)) == len(path.links) + 1
        assert all(link.sources and link.basis in ("declared", "internal") for link in path.links)
        assert "mining" in path.links[0].supplier_stages
    check(checkout / "data" / "README.md", "paths", chains(longest))


def test_the_warnings_that_are_explained_are_shapes(checkout: Path) -> None:
    readme = (checkout / "data" / "README.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([\w-]+)` \|", readme, re.MULTILINE))
    assert len(explained) > 10
    assert explained <= {local_name(str(shape)) for shape in shapes.load().subjects(SH.severity)}
