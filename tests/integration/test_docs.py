"""What the documents tell people to type works as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("   #")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if "monazite " in line
]
SNIPPETS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_there_is_something_to_try() -> None:
    assert len(COMMANDS) >= 10 and len(SNIPPETS) >= 1


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_the_readme_works(command: str, tmp_path: Path) -> None:
    script = re.sub(r"\bmonazite (?=[a-z-])", f"{shlex.quote(sys.executable)} -m monazite ", command)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout or list(tmp_path.iterdir()), "it prints or writes something"


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_each_python_snippet_of_the_readme_works(snippet: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", snippet], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Northern Magnet" in done.stdout


def test_every_command_is_in_the_readme() -> None:
    from monazite.cli import app

    for command in app.registered_commands:
        assert f"monazite {command.name}" in README, command.name


def test_paths_that_the_documents_name_exist() -> None:
    root = Path(__file__).parents[2]
    named = re.findall(r"\]\(([\w./-]+)\)", README) + re.findall(
        r"`((?:tests|queries|ontology|data)/[\w./-]+)`", CONTRIBUTING
    )
    assert len(named) > 8
    for path in named:
        assert (root / path).exists(), path


def test_nothing_personal_stands_in_the_project() -> None:
    """No machine path of whoever built it, and no address of a package registry."""
    root = Path(__file__).parents[2]
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    bad = re.compile(
        r"(?<![\w.-])/(root|home|Users)/[a-z]|(pypi|npmjs|pythonhosted)\." + "(org|com)|--index-" + "url http"
    )
    for name in listed.stdout.splitlines():
        path = root / name
        if path.suffix in (".png",) or not path.is_file():
            continue
        found = bad.search(path.read_text(encoding="utf-8", errors="replace"))
        assert found is None or name == "tests/integration/test_docs.py", f"{name}: {found and found[0]}"


def test_the_environment_of_tests_is_their_own() -> None:
    assert "pytest" in os.environ["MONAZITE_CACHE_DIR"]
