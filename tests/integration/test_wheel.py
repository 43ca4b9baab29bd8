"""The wheel carries the graph: installed alone, outside of the checkout, it answers."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=checkout, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_the_three_folders_and_no_tests(wheel: Path, checkout: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [
        *(checkout / "ontology").glob("*.ttl"),
        *(
            path
            for folder in ("concepts", "shapes", "alignment")
            for path in (checkout / "ontology" / folder).glob("*.ttl")
        ),
        *(checkout / "data").rglob("*.trig"),
        *(checkout / "queries").rglob("*.rq"),
    ]
    assert len(shipped) > 60
    for path in shipped:
        assert f"monazite/_bundle/{path.relative_to(checkout).as_posix()}" in names
    assert "monazite/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any("test" in name.split("/")[0] for name in names)


def test_an_empty_environment_answers_outside_of_the_checkout(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    site = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True, capture_output=True, text=True,
        ).stdout.strip()
    )  # fmt: skip
    zipfile.ZipFile(wheel).extractall(site)  # what an installer does with a pure wheel
    # The packages it depends on come from where the tests run; a plain path, so that no .pth file there,
    # and so no editable install of the checkout, is read.
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": os.pathsep.join(
            [str(site), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
        ),
    }

    def run(*command: str) -> str:
        done = subprocess.run(
            [python, *command], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run("-c", "import monazite, monazite.bundle as b; print(monazite.__file__); print(b.root())")
    assert all(Path(line).is_relative_to(tmp_path) for line in where.split())
    assert "Inner Mongolia Seagate" in run("-m", "monazite", "query", "leases", "--format", "csv")
    assert list((tmp_path / "home").rglob("newest")), "the store is built in the user's own cache"
