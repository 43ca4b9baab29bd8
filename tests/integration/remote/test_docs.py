"""What docs/remote.md tells people to type works against an engine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.integration.pages import DOCS, run, steps

from monazite import KnowledgeGraph
from monazite.push import Endpoint, push

TEXT = (DOCS / "remote.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("   ")[0].strip()
    for step in steps(TEXT)
    if step["language"] == "sh"
    for line in step["command"].splitlines()
]
SNIPPETS = [step["command"] for step in steps(TEXT) if step["language"] == "python"]
GRAPH = "https://w3id.org/monazite/source/rareearthexchanges-baotou-rare-earth-zone"


@pytest.fixture(scope="module")
def typed(engine: Endpoint, ours: KnowledgeGraph) -> Endpoint:
    """An engine that holds the small graph, and that commands may change."""
    push(ours.embedded, engine)
    return engine


def test_there_is_something_to_try() -> None:
    assert len(COMMANDS) == 6 and len(SNIPPETS) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_works(
    typed: Endpoint, small_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    if "push" in command and "http://host/" not in command:
        # What is written for one engine is typed for the other as its reader would.
        command = command.replace(" --layout oxigraph", "")
        command += " --layout oxigraph" if "/store" in typed.graphs else ""
    monkeypatch.setenv("MONAZITE_BUNDLE", str(small_bundle))
    base = re.sub(r"/query$|/sparql$", "", typed.query)
    for told, true in (
        ("http://localhost:3030/ds/query", typed.query),
        ("http://localhost:3030/ds", base),
        ("http://localhost:7878", base),
        ("http://host/sparql", typed.query),
        ("http://host/graphs", typed.graphs),
        ("http://host/update", typed.update),
        ("https://w3id.org/monazite/source/NAME", GRAPH),
    ):
        command = command.replace(told, true)
    done = run(command, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr


def test_the_snippet_works(typed: Endpoint) -> None:
    known: dict[str, Any] = {"KnowledgeGraph": KnowledgeGraph}
    exec(SNIPPETS[0].replace("http://localhost:3030/ds/query", typed.query), known)
    assert known["kg"].query("ASK { ?x a mz:Lease }").askAnswer
