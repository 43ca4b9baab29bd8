"""The floors of the architecture hold, and an import that breaks them is found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]


def lint(folder: Path, source: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*LINT, "--config", str(folder / "pyproject.toml")],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        timeout=100,
    )


@pytest.fixture(scope="module")
def copy(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("explorer", "__pycache__")
    shutil.copytree(checkout / "src" / "monazite", folder / "src" / "monazite", ignore=ignored)
    (folder / "src" / "monazite" / "export" / "explorer").mkdir()
    shutil.copy(checkout / "pyproject.toml", folder)
    return folder


def test_a_floor_imports_only_the_floors_below_it(copy: Path) -> None:
    done = lint(copy, copy / "src")
    assert done.returncode == 0, done.stdout
    assert "1 kept, 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "said"),
    [
        ("bundle.py", "from monazite.cli import common", "monazite.bundle -> monazite.cli"),
        (
            "queries.py",
            "def late() -> None:\n    import monazite.graph",
            "monazite.queries -> monazite.graph",
        ),
        (
            "analysis/dates.py",
            "from monazite.server import app",
            "monazite.analysis.dates -> monazite.server",
        ),
        ("homeless.py", "", "homeless"),
    ],
)
def test_an_import_upwards_and_a_module_without_a_floor_are_found(
    copy: Path, module: str, line: str, said: str
) -> None:
    path = copy / "src" / "monazite" / module
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        done = lint(copy, copy / "src")
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")
    assert done.returncode == 1
    assert said in done.stdout
