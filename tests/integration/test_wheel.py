"""The wheel carries the graph: installed alone, outside of the checkout, it answers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from email import message_from_string
from pathlib import Path

import pytest

from monazite import __version__, bundle

Command = Callable[..., str]


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(source: Path, kind: str, out: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(out), cwd=source)
    (archive,) = out.iterdir()
    return archive


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(checkout, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_holds_the_three_folders_and_no_tests(wheel: Path, names: set[str], checkout: Path) -> None:
    shipped = [
        path
        for folder in bundle.FOLDERS
        for path in (checkout / folder).rglob("*")
        if path.suffix in (".ttl", ".trig", ".rq", ".jsonld", ".tsv", ".yaml")
    ]
    assert len(shipped) > 60
    archive = zipfile.ZipFile(wheel)
    for path in shipped:
        name = f"monazite/_bundle/{path.relative_to(checkout).as_posix()}"
        assert archive.read(name) == path.read_bytes()
    assert {name.split("/")[0] for name in names} == {"monazite", f"monazite-{__version__}.dist-info"}
    assert not any("/tests/" in name or name.endswith(".pyc") for name in names)


def test_the_container_is_given_all_that_its_build_reads(
    names: set[str], checkout: Path, tmp_path: Path
) -> None:
    first, _ = (checkout / "deploy" / "Containerfile").read_text(encoding="utf-8").split("\n\n")[-2:]
    work = tmp_path / "work"
    work.mkdir()
    for copied in re.findall(r"^COPY (.*) \S+$", first, re.MULTILINE):
        for name in copied.split():
            if (checkout / name).is_dir():
                shutil.copytree(checkout / name, work / name, ignore=shutil.ignore_patterns("node_modules"))
            else:
                shutil.copy(checkout / name, work)
    assert set(zipfile.ZipFile(built(work, "wheel", tmp_path / "out")).namelist()) == names


def test_the_wheel_says_what_it_is(wheel: Path, names: set[str]) -> None:
    archive = zipfile.ZipFile(wheel)
    info = f"monazite-{__version__}.dist-info"
    metadata = message_from_string(archive.read(f"{info}/METADATA").decode())
    assert metadata["License-Expression"] == "MIT AND CC-BY-4.0"
    assert "MIT License" in archive.read(f"{info}/licenses/LICENSE").decode()
    assert "Attribution 4.0 International" in archive.read(f"{info}/licenses/LICENSE-DATA").decode()
    assert set(metadata.get_all("Provides-Extra", [])) == {
        "all",
        "analyse",
        "fast",
        "figures",
        "geo",
        "link",
        "remote",
        "pandas",
        "server",
        "spark",
    }
    assert "monazite/py.typed" in names


def test_the_source_archive_holds_all_and_packages_are_the_same_bit_for_bit(
    wheel: Path, checkout: Path, tmp_path: Path
) -> None:
    archive = built(checkout, "sdist", tmp_path / "sdist")
    shutil.unpack_archive(archive, tmp_path)
    source = tmp_path / f"monazite-{__version__}"
    for path in source.rglob("*"):
        os.utime(path)
    assert built(source, "wheel", tmp_path / "wheel").read_bytes() == wheel.read_bytes()
    # What somebody made in the checkout is left out.
    (source / "my-store").mkdir()
    (source / "my-store" / "000001.sst").write_text("made here")
    (source / "PKG-INFO").unlink()  # the archive's own, which it would hold twice
    assert built(source, "sdist", tmp_path / "again").read_bytes() == archive.read_bytes()
    for needed in ("Makefile", "requirements.lock", "tests/conftest.py", "CHANGELOG.md"):
        assert (source / needed).is_file()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Runs a command of a fresh environment with the wheel in it, in an empty directory, with an empty HOME.

    The packages that it depends on are those that the tests run with. A .pth file names their directory:
    .pth files in there, and so the checkout's editable install, are not followed from it.
    """
    place = tmp_path_factory.mktemp("away")
    environment = {"PATH": os.environ["PATH"], "HOME": str(place / "home")}
    (place / "home").mkdir()
    run(sys.executable, "-m", "venv", "--without-pip", place / "venv", cwd=place)
    scripts = place / "venv" / "bin"
    pip = (sys.executable, "-m", "pip", "--python", scripts / "python", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=place)
    site = run(scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place)
    shared = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (Path(site.strip()) / "shared.pth").write_text("\n".join(shared) + "\n")
    return lambda program, *args: run(scripts / program, *args, cwd=place, env=environment)


def test_the_installed_package_is_the_wheel_not_the_checkout(installed: Command, checkout: Path) -> None:
    code = "import sys, monazite, monazite.bundle as b; print(sys.prefix, monazite.__file__, b.root())"
    prefix, package, root = map(Path, installed("python", "-c", code).split())
    assert package.is_relative_to(prefix) and root.is_relative_to(prefix)
    assert not prefix.is_relative_to(checkout)


def test_an_empty_environment_answers_from_the_shipped_graph(installed: Command, checkout: Path) -> None:
    golden = checkout / "tests" / "golden" / "questions" / "leases.csv"
    answer = installed("monazite", "query", "leases", "--format", "csv")
    assert answer.splitlines() == golden.read_text(encoding="utf-8").splitlines()
    assert len(answer.splitlines()) > 1
    store = Path(installed("monazite", "build").strip())
    assert store.is_dir() and "home" in store.parts, "the store is built in the user's own cache"
    versions = bundle.versions()
    said = f"monazite {__version__} (ontology {versions.ontology}, data {versions.data})\n"
    assert installed("python", "-m", "monazite", "--version") == said
