"""The door for tables: reads them, says what would change, checks it, and writes it, all or nothing."""

from __future__ import annotations

import difflib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, SKOS

from monazite import bundle, stores
from monazite.errors import CellProblem, FileError, TableError
from monazite.stores import Progress, no_progress
from monazite.tables import reading, trig
from monazite.tables.claims import BOUNDS, SCHEMA, TYPE, WGS, Nodes, Reader, Statements, Term
from monazite.tables.kinds import AGREEMENTS, KINDS, Row, owned
from monazite.tables.names import MATCHES, Match, Names, matches_table, read_matches
from monazite.tables.reading import RawRow
from monazite.vocabulary import MZ, REGISTRY, local_name, shorten

_HEADINGS = {
    "organizations": "# Who is who: names, kinds and countries of organizations.",
    "facilities": "# What stands where it makes things: names and kinds of production units.",
    "initiatives": "# Which strategies, policies and programmes there are: names and kinds.",
    "places": "# Where is where: names and kinds of places, and which lies in which.",
}
_SOURCE_HEADING = "# One document, one graph: what it says, written by `monazite import`."
# What an import says of itself beside what the marks of the columns do.
_SAYABLE = frozenset(
    {
        *(str(p) for p in (*BOUNDS.values(), *(p for _, *roles in AGREEMENTS.values() for p in roles))),
        *(str(p) for p in (RDF.type, SKOS.prefLabel, DCTERMS.title, SCHEMA.url, WGS.lat, WGS.long)),
        *(
            str(MZ[name])
            for name in (
                "unit", "currency", "statedAs", "statedEquivalent", "undated", "locatedIn", "leasedProperty",
                "subject", "phase", "phaseNumber", "periodStart", "periodEnd", "statedPeriod",
                "shareDisclosure", "tradeFlow", "target", "basedIn",
            )
        ),
    }
)  # fmt: skip
_FIGURES = frozenset(
    str(MZ[name]) for name in ("amount", "agreedQuantity", "share", "result", "floorArea", "statedEquivalent")
)
_PARTS = frozenset((str(MZ.phase), str(MZ.target)))


@dataclass(frozen=True)
class Change:
    """A file that an import writes: its text before, None if it is new, and `data`, its bytes after."""

    path: Path
    before: str | None
    data: bytes = field(repr=False)

    @property
    def after(self) -> str:
        """Its text after."""
        return self.data.decode()

    def diff(self) -> Iterator[str]:
        """The change as the lines of a unified diff."""
        before = (self.before or "").splitlines(keepends=True)
        name = "/dev/null" if self.before is None else str(self.path)
        yield from difflib.unified_diff(
            before, self.after.splitlines(keepends=True), name, str(self.path), n=1
        )


@dataclass(frozen=True)
class Import:
    """What an import would do: the files that change, the rows read by kind, the new entities by family.

    `undecided` are names that are nearly those of known entities: while there are any, nothing changes.
    """

    changes: tuple[Change, ...]
    rows: dict[str, int]
    created: dict[str, int]
    undecided: tuple[Match, ...]
    # The row that each subject of a graph comes from.
    origins: dict[tuple[str, str], RawRow] = field(repr=False)
    # The graph that each of the files holds.
    graphs: dict[Path, str] = field(repr=False)
    # What was known before.
    known: ox.Store = field(repr=False)

    @property
    def near(self) -> int:
        """How many names wait for a decision."""
        return len({(match.family, match.name) for match in self.undecided})


def prepare(
    paths: Sequence[Path],
    into: Path,
    accept: Path | None = None,
    encoding: str | None = None,
    replace: bool = False,
    base: Path | None = None,
    progress: Progress = no_progress,
) -> Import:
    """Reads tables and works out what an import into a data folder would change; writes nothing.

    Args:
        paths: workbooks, CSV and JSON Lines files, or folders of them.
        into: the folder that holds ``registry/`` and ``sources/``; it need not exist.
        accept: a table of matches with decisions; they hold beside those in ``registry/matches.csv``.
        encoding: of CSV and JSON Lines files that are not in UTF-8 or UTF-16.
        replace: whether what the documents said before and the tables do not say any more is dropped.
        base: the directory with the graph that names are resolved against; the shipped one if None.
        progress: called with what is done now, how many steps are done and how many there are.

    Raises:
        FileError: a file is missing or broken.
        TableError: the tables have problems; all are in it.
    """
    base = base or bundle.root()
    problems: list[CellProblem] = []
    progress("reading tables", 0, 5)
    raw_rows = reading.read(paths, problems, encoding)
    progress("parsing cells", 1, 5)
    rows = [(raw, row) for raw in raw_rows if (row := reading.parse(raw, problems)) is not None]
    progress("resolving names", 2, 5)
    decisions = [*_decisions(base / "data"), *_decisions(into), *(read_matches(accept) if accept else [])]
    store = known(base, into)
    names = Names(store, decisions)
    before = set(names.taken)
    reader = Reader(names, problems)
    reader.read(_let_go(rows))
    _refuse_others(reader, names.documents, into, problems)
    if problems:
        raise TableError(problems)
    progress("writing statements", 3, 5)
    undecided = tuple(match for matches in names.undecided.values() for match in matches)
    graphs = {_path(into, graph): graph for said in (reader.registry, reader.said) for graph in said.graphs}
    changes = () if undecided else tuple(_changes(reader, store, into, accept, replace, problems))
    if problems:
        raise TableError(problems)
    created = Counter(names.families.get(iri, "") for iri in names.taken - before)
    progress("", 5, 5)
    return Import(
        changes,
        dict(Counter(raw.kind for raw in raw_rows)),
        dict(created),
        undecided,
        {**reader.registry.rows, **reader.said.rows},
        graphs,
        store,
    )


def known(base: Path, into: Path) -> ox.Store:
    """A store with the ontology, the concepts and the data of `base` and `into`, and nothing derived."""
    folder = into.resolve()
    extra = [] if folder.is_relative_to((base / "data").resolve()) else [into]
    store = ox.Store()
    plan = stores.plan(base, [path for path in extra if path.is_dir() and bundle.data_files(path)])
    stores.load(store, plan.files)
    return store


def check(what: Import, into: Path, base: Path | None = None, progress: Progress = no_progress) -> int:
    """Validates the graphs that an import changes, as they would be, against the shapes.

    What is no violation (a warning, which is for a curator) is told by `monazite validate`.

    Returns:
        how many graphs it looked at.

    Raises:
        TableError: there is a violation; each is a problem of the row or file that it comes from.
    """
    from monazite import shapes

    changed = {what.graphs[change.path]: change for change in what.changes if change.path in what.graphs}
    quads = {graph: (_quads(change.before), _quads(change.data)) for graph, change in changed.items()}
    found = shapes.violations(what.known, quads, base, progress)
    problems = []
    for finding in found:
        said = (f"{finding.focus_label or finding.focus}: {finding.message}").strip()
        at = changed.get(str(finding.graph))
        raw = what.origins.get((str(finding.graph), str(finding.focus)))
        if raw is not None:
            problems.append(raw.problem(None, said))
        else:
            problems.append(CellProblem(at.path if at else into, None, None, None, finding.value, said))
    if problems:
        raise TableError(problems)
    return len(changed)


def _quads(text: str | bytes | None) -> Iterator[ox.Quad]:
    if text is not None:
        yield from ox.parse(text, format=ox.RdfFormat.TRIG)


def _let_go(rows: list[tuple[RawRow, Row]]) -> Iterator[tuple[RawRow, Row]]:
    """The rows of a list that is empty afterwards: a large import needs the memory."""
    rows.reverse()
    while rows:
        yield rows.pop()


def summary(what: Import, dry_run: bool = False) -> str:
    """What an import did, or would do, in one line."""
    rows = ", ".join(f"{count} {kind}" for kind, count in what.rows.items()) or "no rows"
    new = ", ".join(f"{count} {family}" for family, count in sorted(what.created.items()) if family)
    verb = "would change" if dry_run else "changed"
    return f"read {rows}; new: {new or 'nobody'}; {verb} {len(what.changes)} files"


def write(what: Import) -> None:
    """Writes the files of an import: each is whole before any takes its place.

    Raises:
        FileError: a file cannot be written; none was then.
    """
    fresh: list[tuple[Path, Path]] = []
    try:
        for change in what.changes:
            change.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = change.path.with_name(f".{change.path.name}.new")
            fresh.append((temporary, change.path))
            temporary.write_bytes(change.data)
        for temporary, path in fresh:
            os.replace(temporary, path)
    except OSError as error:
        raise FileError(Path(error.filename or "."), f"cannot be written: {error.strerror}") from error
    finally:
        for temporary, _ in fresh:
            temporary.unlink(missing_ok=True)


def _decisions(folder: Path) -> list[Match]:
    path = folder / "registry" / MATCHES
    return read_matches(path) if path.exists() else []


def _changes(
    reader: Reader,
    store: ox.Store,
    into: Path,
    accept: Path | None,
    replace: bool,
    problems: list[CellProblem],
) -> Iterator[Change]:
    for graph in list(reader.registry.graphs):
        _drop_known(reader.registry, store, graph)
        name = local_name(graph)
        path = _path(into, graph)
        heading = trig.heading_of(path) or _HEADINGS[name]
        merged = _merged_registry(path, graph, reader.registry.graphs[graph])
        if merged:
            yield from _change(path, merged, graph, heading)
    for graph in list(reader.said.graphs):
        path = _path(into, graph)
        heading = trig.heading_of(path) or _SOURCE_HEADING
        whole = replace and local_name(graph) in reader.sources
        nodes = reader.said.graphs.pop(graph)  # its text is all that is needed from here on
        if not whole:
            nodes = _joined(_kept(path, graph, reader, problems), nodes)
        yield from _change(path, nodes, graph, heading)
    if accept:
        path = into / "registry" / MATCHES
        decided = [match for match in [*_decisions(into), *read_matches(accept)] if match.decision]
        latest = {(match.family, match.name, match.candidate): match for match in decided}
        text = matches_table(latest.values())
        before = path.read_text(encoding="utf-8") if path.exists() else None
        if text != before:
            yield Change(path, before, text.encode())


def _path(into: Path, graph: str) -> Path:
    """The file of a graph in a folder of data."""
    folder = "registry" if graph.startswith(REGISTRY) else "sources"
    return into / folder / f"{local_name(graph)}.trig"


def _refuse_others(reader: Reader, documents: set[str], into: Path, problems: list[CellProblem]) -> None:
    """A document is one file: one that stands in another folder is not begun anew in this one."""
    for graph in reader.said.graphs:
        path = _path(into, graph)
        if graph in documents and not path.exists():
            raw = next(raw for (named, _), raw in reader.said.rows.items() if named == graph)
            message = f"the document {local_name(graph)} stands in the graph already, and not in {into}: "
            problems.append(raw.problem("source", message + "give it an id of your own"))


def _drop_known(registry: Statements, store: ox.Store, graph: str) -> None:
    """Leaves out what the registry says already: a folder of one's own adds to the shipped one."""
    node = ox.NamedNode(graph)
    for subject, said in registry.graphs[graph].items():
        for predicate, value in list(said):
            if ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, node) in store:
                del said[predicate, value]


def _change(path: Path, nodes: Nodes, graph: str, heading: str) -> Iterator[Change]:
    before = path.read_text(encoding="utf-8") if path.exists() else None
    # A file written by hand keeps its own layout as long as it says the same.
    if before is None or _stated(path, graph) != {s: set(said) for s, said in nodes.items() if said}:
        yield Change(path, before, trig.write(graph, nodes, heading).encode())


def _stated(path: Path, graph: str) -> dict[str, set[tuple[str, Term]]]:
    """What a file says of each subject of a graph."""
    found: dict[str, set[tuple[str, Term]]] = {}
    if path.exists():
        for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG):
            assert isinstance(quad.subject, ox.NamedNode), "data has no blank nodes"
            assert isinstance(quad.object, ox.NamedNode | ox.Literal), "data has no blank nodes"
            if quad.graph_name == ox.NamedNode(graph):
                found.setdefault(quad.subject.value, set()).add((quad.predicate.value, quad.object))
    return found


def _joined(*parts: Mapping[str, Iterable[tuple[str, Term]]]) -> Nodes:
    joined: Nodes = {}
    for part in parts:
        for subject, said in part.items():
            joined.setdefault(subject, {}).update(dict.fromkeys(said))
    return joined


def _merged_registry(path: Path, graph: str, fresh: Nodes) -> Nodes:
    """The registry with what is new: entries are added to, and a general type gives way to an exact one."""
    general = {ox.NamedNode(MZ.Organization), ox.NamedNode(MZ.Facility), ox.NamedNode(MZ.Initiative)}
    merged = _joined(_stated(path, graph), fresh)
    for said in merged.values():
        types = [value for predicate, value in said if predicate == TYPE]
        if set(types) - general:
            for value in general & set(types):
                del said[TYPE, value]
    return {subject: said for subject, said in merged.items() if said}


def _sayable(kind: str) -> frozenset[str]:
    return _SAYABLE | owned(KINDS[kind])


def _kept(
    path: Path, graph: str, reader: Reader, problems: list[CellProblem]
) -> dict[str, set[tuple[str, Term]]]:
    """What a file says beside the claims that are said anew, whose old statements and figures go.

    What no column can say (an editorial note, a part that somebody wrote by hand) must not go unseen: it is a
    problem of the row.
    """
    stated = _stated(path, graph)
    said = reader.said
    owners = {subject: subject for subject in stated if (graph, subject) in said.rows}
    waiting = list(owners)
    while waiting:
        subject = waiting.pop()
        for predicate, value in stated.get(subject, ()):
            if predicate in _FIGURES and value.value not in owners:
                owners[value.value] = owners[subject]
                waiting.append(value.value)
    kept = {}
    for subject, statements in stated.items():
        if subject not in owners:
            kept[subject] = statements
            continue
        # Phases and targets have rows of their own: what the table does not speak of stays where it hangs.
        if parts := {each for each in statements if each[0] in _PARTS and each[1].value not in owners}:
            kept[subject] = parts
        raw = said.rows[graph, owners[subject]]
        for predicate in sorted({predicate for predicate, _ in statements} - _sayable(raw.kind)):
            problems.append(
                raw.problem(
                    None,
                    f"{path} says of {shorten(subject)} what a table cannot say ({shorten(predicate)}), "
                    "and it would be lost: edit that file by hand",
                )
            )
    return kept
