"""Every page of the docs works as it stands: its commands, what they print, its Python, SPARQL and Turtle."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from rdflib import Graph
from tests.integration.pages import DOCS, steps, walk

from monazite import KnowledgeGraph, queries
from monazite.cli import app
from monazite.vocabulary import PREFIXES

PAGES = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")}
# What walks a page that needs more than a folder: an engine, a server, what the page is about.
ELSEWHERE = {
    "engines.md": "test_backends.py",
    "linking.md": "test_linking_docs.py",
    "remote.md": "remote/test_docs.py",
    "tutorial.md": "test_tutorial.py",
}
WALKED = [name for name, text in PAGES.items() if name not in ELSEWHERE and "```" in text]
BLOCK = re.compile(r"^```(\w+)", re.MULTILINE)
# What a reader only reads.
READ = {"text", "turtle"}


def test_every_page_is_walked_by_a_test() -> None:
    assert len(WALKED) >= 9
    for name, where in ELSEWHERE.items():
        assert name in PAGES and (Path(__file__).parent / where).is_file()


@pytest.mark.parametrize("name", PAGES)
def test_every_block_is_run_or_says_where(name: str) -> None:
    text = PAGES[name]
    blocks = [language for language in BLOCK.findall(text) if language not in READ]
    assert len(blocks) == sum(bool(step["language"] or step["file"]) for step in steps(text))
    assert not re.search(r"^```$(?=\n\S)", re.sub(r"^```\w+\n.*?^```$", "", text, flags=re.M | re.S), re.M)
    for step in steps(text):
        if step["mark"] and step["mark"].startswith("runs elsewhere"):
            named = step["mark"].partition(": ")[2].split()[0]
            assert list(Path(__file__).parent.rglob(named)), f"{name}: {named} is no test"


@pytest.mark.parametrize("name", WALKED)
def test_a_reader_gets_what_the_page_shows(name: str, tmp_path: Path) -> None:
    expected = sum(
        step["language"] in ("sh", "python") and step["mark"] in (None, "fails")
        for step in steps(PAGES[name])
    )
    assert walk(PAGES[name], tmp_path) == expected
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or path.stat().st_size > 0, f"{path.name} is empty"


def test_queries_find_something() -> None:
    kg = KnowledgeGraph.open()
    texts = [
        step["command"] for text in PAGES.values() for step in steps(text) if step["language"] == "sparql"
    ]
    for text in texts:
        assert kg.query(text).values(), text


def test_turtle_is_what_the_graph_says() -> None:
    """In the words of the file that it is taken from: the same prefixes, the same statements."""
    article = DOCS.parent / "data" / "sources" / "rareearthexchanges-baotou-rare-earth-zone.trig"
    prefixes = "".join(re.findall(r"^@prefix .*\n", article.read_text(encoding="utf-8"), re.MULTILINE))
    blocks = [
        block for text in PAGES.values() for block in re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)
    ]
    assert blocks
    kg = KnowledgeGraph.open()
    for block in blocks:
        triple: Any
        for triple in Graph().parse(data=prefixes + block, format="turtle"):
            assert kg.sources(triple), triple


def test_pages_name_things_that_are_there() -> None:
    commands = {command.name for command in app.registered_commands}
    names = {*queries.library(), *queries.library("federated")}
    for page, text in PAGES.items():
        for command in re.findall(r"`monazite ([a-z]+)", text):
            assert command in commands, f"{page}: {command}"
        for question in re.findall(r"monazite query ([a-z][\w.-]*)", text):
            assert question in names or question.endswith(".rq"), f"{page}: {question}"
        for prefix, local in re.findall(r"`(mz):(\w+)`", text):
            iri = PREFIXES[prefix] + local
            assert KnowledgeGraph.open().query(f"ASK {{ <{iri}> rdfs:label ?label }}").askAnswer, (
                f"{page}: {iri}"
            )
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", text):
            assert (
                (DOCS / page).parent.joinpath(target).exists()
                or target.startswith(("reference/", "../../reference/", "data.md"))
                or (DOCS / page).parent.joinpath(target.replace(".md", ".ipynb")).exists()
            ), f"{page}: {target}"


def examples() -> list[tuple[str, str]]:
    """The commands that the help of a command gives to try."""
    found = []
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        for part in (command.help or "").split("\n\n"):
            line = " ".join(part.split())
            if line.startswith("monazite "):
                found.append((name, line))
    return found


@pytest.mark.parametrize(("name", "line"), examples())
def test_the_examples_of_help_are_commands(name: str, line: str) -> None:
    """They are read as they would be to run them; that commands work is shown elsewhere."""
    _, command, *arguments = shlex.split(line)
    group = typer.main.get_command(app)
    group.commands[command].make_context(command, list(arguments))  # type: ignore[attr-defined]
    if command == "query" and "." not in arguments[0] and arguments[0] != "-":
        query = queries.question(arguments[0])
        given = {each.partition("=")[0] for each in arguments if "=" in each and not each.startswith("-")}
        assert given <= {parameter.name for parameter in query.parameters}, line
