"""Finds the shipped ontology, data and queries, in a wheel or in a checkout."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from monazite.errors import StoreError

MAPPINGS = ".sssom.tsv"
# What files of statements end in, each statement in a named graph.
DATA = {".trig": ox.RdfFormat.TRIG, ".nq": ox.RdfFormat.N_QUADS}
FOLDERS = ("ontology", "data", "queries")
_VERSION_INFO = "http://www.w3.org/2002/07/owl#versionInfo"

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Versions:
    """The semantic versions of the code, of the ontology and of the data, which change apart."""

    code: str
    ontology: str
    data: str


def root() -> Path:
    """The directory that holds ``ontology/``, ``data/`` and ``queries/``.

    It is the one that ``MONAZITE_BUNDLE`` names, for a graph of one's own that is laid out alike; else that
    of the wheel, or the checkout around this package.

    Raises:
        StoreError: one of the three folders is missing there.
    """
    if named := os.environ.get("MONAZITE_BUNDLE"):
        missing = [folder for folder in FOLDERS if not (Path(named) / folder).is_dir()]
        if missing:
            raise StoreError(f"MONAZITE_BUNDLE is {named}, which has no folder {', '.join(missing)}")
        return Path(named)
    for candidate in (_PACKAGE / "_bundle", _PACKAGE.parents[1]):
        if all((candidate / folder).is_dir() for folder in FOLDERS):
            return candidate
    raise StoreError(f"the folders {', '.join(FOLDERS)} are missing beside {_PACKAGE}: reinstall monazite")


def versions() -> Versions:
    """The versions of what is installed; of a bundle of one's own without ``data/VERSION``, that is "0"."""
    from monazite import __version__

    base = root()
    said = ox.parse(path=base / "ontology" / "monazite.ttl", format=ox.RdfFormat.TURTLE)
    told = (quad.object.value for quad in said if quad.predicate == ox.NamedNode(_VERSION_INFO))
    place = base / "data" / "VERSION"
    data = place.read_text(encoding="ascii").strip() if place.is_file() else "0"
    return Versions(__version__, next(told, "0"), data)


def graph_files(base: Path) -> Iterator[Path]:
    """The files whose statements make the graph: ontology, concepts, alignment, data, mappings. Sorted."""
    yield base / "ontology" / "monazite.ttl"
    for folder in ("concepts", "alignment"):
        yield from sorted((base / "ontology" / folder).glob("*.ttl"))
    yield from data_files(base / "data")
    yield from mapping_files(base / "data")


def data_files(folder: Path) -> list[Path]:
    """The TriG and N-Quads files under `folder`, sorted."""
    return sorted(path for ending in DATA for path in folder.rglob(f"*{ending}"))


def mapping_files(folder: Path) -> list[Path]:
    """The SSSOM tables under `folder`, sorted."""
    return sorted(folder.rglob(f"*{MAPPINGS}"))


def holds_mappings(path: Path) -> bool:
    """Whether a file is, by its name, an SSSOM table."""
    return path.name.endswith(MAPPINGS)


def rule_files(base: Path) -> list[Path]:
    """The CONSTRUCT rules under ``queries/rules``, sorted by name."""
    return sorted((base / "queries" / "rules").glob("*.rq"))


def shape_files(base: Path) -> list[Path]:
    """The SHACL files under ``ontology/shapes``, sorted by name."""
    return sorted((base / "ontology" / "shapes").glob("*.ttl"))


def digest(files: list[Path], base: Path, *versions: str) -> str:
    """A SHA-256 over the names and contents of `files`, and over `versions`: the key of a built store.

    Names are taken relative to `base` where they lie under it, so that two checkouts share a key.
    """
    key = hashlib.sha256("\n".join(versions).encode())
    inside = f"{base.as_posix()}/"
    for path in files:
        # Every command does this for thousands of files: pathlib's own ways take longer than the hash.
        with open(path, "rb", buffering=0) as stream:
            content = stream.read()
        name = path.as_posix().removeprefix(inside)
        key.update(f"\0{name}\0{len(content)}\0".encode())
        key.update(content)
    return key.hexdigest()[:32]
