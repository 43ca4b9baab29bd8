"""The N-Quads of a graph's files and rules, for engines that take quads: sorted, each once.

Of the same files they are the same bytes, on whatever machine and in whatever order they are read: a blank
node is named by the contents of its file and its place in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from monazite import stores
from monazite.files import whole
from monazite.stores import Plan, Progress, no_progress

# What follows by the rules; the statements of the files stand in files of other names.
RULES = "rules.nq"


def lines(path: Path, seen: dict[str, Path]) -> list[str]:
    """The statements of a file as lines of N-Quads, written as the store keeps them.

    Args:
        path: the file.
        seen: notes the file of each graph.

    Raises:
        FileError, TableError: as `monazite.stores.fill`.
    """
    names: dict[str, ox.BlankNode] = {}
    digest = ""

    def named(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.BlankNode:
        nonlocal digest
        if isinstance(node, ox.BlankNode):
            digest = digest or hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            return names.setdefault(node.value, ox.BlankNode(f"b{digest}n{len(names)}"))
        return node  # type: ignore[return-value]

    store = ox.Store()
    store.extend(
        ox.Quad(named(quad.subject), quad.predicate, named(quad.object), quad.graph_name)
        for quad in stores.quads_of(path, seen)
    )
    return _written(store)


def write(what: Plan, folder: Path, progress: Progress = no_progress) -> int:
    """Writes the quads of a plan into a folder, read on this machine. Gives their number.

    Raises:
        FileError: the folder cannot be written; FileError, TableError, QueryError: as `monazite.stores.fill`.
    """
    seen: dict[str, Path] = {}
    found: set[str] = set()
    for done, path in enumerate(what.files):
        progress(path.name, done, len(what.files))
        found.update(lines(path, seen))
    with whole(folder) as fresh:
        fresh.mkdir()
        (fresh / "part-00000.nq").write_text("".join(f"{line}\n" for line in sorted(found)), encoding="utf-8")
        return len(found) + write_rules(what, [fresh / "part-00000.nq"], fresh / RULES)


def write_rules(what: Plan, parts: Sequence[Path], path: Path) -> int:
    """Writes what follows by the rules of a plan from the quads in some files. Gives its number.

    Raises:
        QueryError: as `monazite.stores.fill`.
    """
    with TemporaryDirectory() as work:
        store = ox.Store(work)
        store.bulk_extend(each for quad in _read(parts) for each in (quad, stores.merged(quad)))
        rules = stores.in_order(what.rules, what.without)
        stores.derive(store, rules)
        derived = ox.Store()
        for rule in rules:
            derived.extend(store.quads_for_pattern(None, None, None, stores.rule_graph(rule)))
        found = sorted(_written(derived))
        del store  # before its folder goes
    path.write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    return len(found)


def _read(parts: Iterable[Path]) -> Iterator[ox.Quad]:
    for part in parts:
        yield from ox.parse(path=part, format=ox.RdfFormat.N_QUADS)


def _written(store: ox.Store) -> list[str]:
    text = ox.serialize(store, format=ox.RdfFormat.N_QUADS)
    # Only line feeds end a line: literals may hold other characters that Python takes for line ends.
    return (text or b"").decode().split("\n")[:-1]
