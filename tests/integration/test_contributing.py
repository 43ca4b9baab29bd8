"""CONTRIBUTING.md works: its recipes are short, and followed in a small copy they lead where they say."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = ("a fact", "a question", "a shape", "an outside dataset", "an engine")
QUESTION = """#+ summary: Which ceremonies does the graph know of?
#+ description: One row a ceremony and document, to follow the recipe of a question.
#+ tags: [events]
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?ceremony ?source WHERE {
  GRAPH ?source { ?event a mz:SigningCeremony ; skos:prefLabel ?ceremony }
}
ORDER BY ?ceremony
"""
SHAPE = """
mzsh:Event-recipe
  a sh:PropertyShape ;
  sh:path mz:eventDate ;
  sh:name "a date at all"@en ;
  sh:minCount 1 ;
  sh:severity sh:Warning ;
  sh:message "mz:Event mz:eventDate: expected a date; there is none. Say when it was."@en .
"""
DATASET = '''"""A list of names, to follow the recipe of an outside dataset."""

from __future__ import annotations

from collections.abc import Iterator

from monazite.link.datasets.common import Around, Dataset
from monazite.link.record import Name, Record
from monazite.link.streams import Source


def read(source: Source, around: Around) -> Iterator[Record]:
    """The names of the list."""
    for number, row in source.table("called"):
        yield Record(f"https://example.org/{number}", (Name(row["called"], "en"),))


DATASET = Dataset("names", "a list of names", "https://example.org/", frozenset({"Company"}), read)
'''
ROWS = {
    "sources": {
        "id": "example-2024",
        "title": "Example Rare Metals starts up",
        "publisher": "Example Daily",
        "url": "https://example.org/start-up",
        "published": "2024-05-17",
        "retrieved": "2024-06-01",
    },
    "organizations": {"name": "Example Rare Metals", "type": "company", "country": "AU"},
    "facilities": {
        "name": "Example Rare Metals plant",
        "stages": "separation",
        "operator": "Example Rare Metals",
        "country": "AU",
        "status": "operating",
    },
}
Run = Callable[..., subprocess.CompletedProcess[str]]


def section(title: str) -> list[str]:
    """The lines of a recipe that say something."""
    found = re.search(rf"^## Add {title}\n(.*?)(?=^## )", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return [line for line in found[1].splitlines() if line.strip() and not line.startswith("```")]


def commands(title: str, name: str = "") -> list[str]:
    """The commands of a recipe, with a name in place of NAME."""
    shell = re.search(rf"^## Add {title}\n.*?^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert shell is not None, title
    return [line.split("  #")[0].strip().replace("NAME", name) for line in shell[1].splitlines()]


@pytest.fixture(scope="module")
def house(checkout: Path, small_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with little data, to change."""
    folder = tmp_path_factory.mktemp("house")
    for name in ("ontology", "queries", "tests/shapes", "tests/golden/questions"):
        shutil.copytree(checkout / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(small_bundle / "data", folder / "data")
    (folder / "tests" / "integration").mkdir()
    for name in ("pyproject.toml", "tests/conftest.py", "tests/integration/test_questions.py"):
        shutil.copy(checkout / name, folder / name)
    (folder / "src").symlink_to(checkout / "src")
    return folder


@pytest.fixture(scope="module")
def run(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    cache = str(tmp_path_factory.mktemp("cache"))

    def ran(command: str, **more: str) -> subprocess.CompletedProcess[str]:
        script = re.sub(r"(^| )\.venv/bin/python ", rf"\g<1>{sys.executable} ", command)
        script = re.sub(r"^monazite ", f"{sys.executable} -m monazite ", script)
        env = os.environ | {"MONAZITE_BUNDLE": str(house), "MONAZITE_CACHE_DIR": cache} | more
        done = subprocess.run(
            ["bash", "-c", script], cwd=house, env=env, capture_output=True, text=True, timeout=500
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done

    return ran


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_has_under_ten_lines(title: str) -> None:
    assert 0 < len(section(title)) < 10


def test_what_recipes_name_is_there(checkout: Path) -> None:
    for title in RECIPES:
        for name in re.findall(
            r"`((?:src|tests|ontology|queries|data)/[\w./-]+)`", "\n".join(section(title))
        ):
            assert (checkout / name).exists(), name


@pytest.mark.slow
def test_a_fact_is_added(run: Run, house: Path) -> None:
    template, *rest = commands("a fact")
    run(template)
    for kind, row in ROWS.items():
        path = house / "facts" / f"{kind}.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            columns = next(csv.reader(stream))
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns)
            writer.writeheader()
            writer.writerow(row)
    for command in rest:
        run(command)
    assert (house / "data" / "sources" / "example-2024.trig").is_file()
    assert "Example Daily" in run('monazite show "Example Rare Metals plant"').stdout


def test_a_question_is_added(run: Run, house: Path) -> None:
    (house / "queries" / "questions" / "recipe-ceremonies.rq").write_text(QUESTION, encoding="utf-8")
    ask, golden = commands("a question", "recipe-ceremonies")
    assert "Rare Earth Exchanges, “Baotou rare earth zone”" in run(ask).stdout
    assert "3 passed" in run(golden).stdout
    assert (house / "tests" / "golden" / "questions" / "recipe-ceremonies.csv").is_file()
    assert "recipe-ceremonies" in run("monazite queries --names").stdout.split()


@pytest.mark.slow
def test_a_shape_is_added(run: Run, house: Path) -> None:
    path = house / "ontology" / "shapes" / "events.ttl"
    text = path.read_text(encoding="utf-8")
    listed = text.replace("mzsh:Event-eventDate ,", "mzsh:Event-eventDate ,\n    mzsh:Event-recipe ,", 1)
    path.write_text(listed + SHAPE, encoding="utf-8")
    tests, validate = commands("a shape", "Event-recipe")
    assert "passed" in run(tests).stdout
    (house / "odd.trig").write_text(
        "@prefix mz: <https://w3id.org/monazite/ontology#> .\n"
        "<https://w3id.org/monazite/source/odd> "
        "{ <https://w3id.org/monazite/id/event/odd> a mz:Event . }\n",
        encoding="utf-8",
    )
    assert "Event-recipe" in run(f"{validate} --data odd.trig || true").stdout


@pytest.mark.slow
def test_an_engine_is_added(run: Run, house: Path, checkout: Path) -> None:
    """Oxigraph's server once more, whose default graph is now one of its own."""
    for name in ("docs", "tests/integration"):
        shutil.copytree(
            checkout / name, house / name, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
        )
    folder = house / "tests" / "integration" / "remote"
    engines = (folder / "engines.py").read_text(encoding="utf-8")
    like = re.search(
        r"^@contextmanager\ndef oxigraph\(.*?(?=^@contextmanager)", engines, re.MULTILINE | re.DOTALL
    )
    assert like is not None
    plain = like[0].replace("def oxigraph(", "def plain(").replace(', "--union-default-graph"', "")
    assert plain.count("plain") == 1 and "union-default" not in plain
    (folder / "engines.py").write_text(engines.replace(like[0], like[0] + plain), encoding="utf-8")
    known = (folder / "conftest.py").read_text(encoding="utf-8")
    assert known.count('params=["oxigraph", ') == 2
    known = known.replace('params=["oxigraph", ', 'params=["oxigraph", "plain", ')
    (folder / "conftest.py").write_text(known, encoding="utf-8")
    (test,) = commands("an engine", "plain")
    done = run(test).stdout
    found = re.search(r"(\d+) passed", done)
    assert found is not None and int(found[1]) > 20, done[-2000:]


def test_an_outside_dataset_is_added(run: Run, house: Path, checkout: Path, tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("explorer", "__pycache__")
    shutil.copytree(checkout / "src" / "monazite", tmp_path / "monazite", ignore=ignored)
    folder = tmp_path / "monazite" / "link" / "datasets"
    (folder / "names.py").write_text(DATASET, encoding="utf-8")
    known = (folder / "__init__.py").read_text(encoding="utf-8")
    known = known.replace("import geonames,", "import geonames, names,", 1)
    known = known.replace("        table.DATASET,\n", "        table.DATASET,\n        names.DATASET,\n", 1)
    (folder / "__init__.py").write_text(known, encoding="utf-8")
    (house / "theirs.csv").write_text("called\nNorthern Magnet (Inner Mongolia)\n", encoding="utf-8")
    (link,) = commands("an outside dataset", "names")
    done = run(link.replace("FILE", "theirs.csv"), PYTHONPATH=str(tmp_path))
    assert "https://example.org/" in done.stdout and "northern-magnet-inner-mongolia" in done.stdout
