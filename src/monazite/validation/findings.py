"""What a validation finds, and where it stands: in which graph, which file, on which line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, URIRef
from rdflib.term import Identifier

from monazite import bundle, sssom, trig_lines
from monazite.results import to_engine
from monazite.stores import Readable
from monazite.vocabulary import RULE

_TYPE = ox.NamedNode(RDF.type)


@dataclass(frozen=True)
class Finding:
    """One result of a validation.

    `severity` is Violation, Warning or Info. `shape` and `component` are IRIs; `path` is None for a rule on
    the node as a whole. `graph` is the named graph that holds what was found, and `file` and `line` are where
    that graph was read from, None where the files do not tell.
    """

    severity: str
    focus: Identifier
    focus_label: str
    path: URIRef | None
    value: Identifier | None
    message: str
    shape: Identifier | None
    component: URIRef | None
    graph: URIRef | None = None
    file: Path | None = None
    line: int | None = None


class Tracer:
    """Finds the graph, file and line that a finding comes from; reads each file at most once."""

    def __init__(self, store: Readable, base: Path, extra: tuple[Path, ...]) -> None:
        self.store = store
        self.base = base
        self.extra = extra
        self.located: dict[Path, list[trig_lines.Located]] = {}
        self.tables: dict[Path, tuple[sssom.MappingSet, tuple[int, ...]]] = {}

    def trace(self, finding: Finding, names: list[str]) -> Finding:
        """The finding with the graph that states what was found, of those named, and its place in a file."""
        graph = self._graph_of(finding, names)
        if graph is None:
            return finding
        file = self.files.get(graph)
        if file is None:
            return replace(finding, graph=URIRef(graph))
        if bundle.holds_mappings(file):
            value = None if finding.value is None else str(finding.value)
            line = sssom.line_of(*self._table(file), str(finding.focus), value)
            return replace(finding, graph=URIRef(graph), file=file, line=line)
        if file not in self.located:
            self.located[file] = trig_lines.locate(file)
        line = trig_lines.line_of(self.located[file], finding.focus, finding.path, finding.value)
        return replace(finding, graph=URIRef(graph), file=file, line=line)

    def _table(self, path: Path) -> tuple[sssom.MappingSet, tuple[int, ...]]:
        if path not in self.tables:
            self.tables[path] = sssom.numbered(path)
        return self.tables[path]

    def _graph_of(self, finding: Finding, names: list[str]) -> str | None:
        """The graph that states what was found: the value if any, else the focus, else a link to it."""
        if not isinstance(finding.focus, URIRef):
            return None
        focus = ox.NamedNode(finding.focus)
        path = finding.path and ox.NamedNode(finding.path)
        value = finding.value and to_engine(finding.value)

        def rank(quad: ox.Quad) -> tuple[bool, bool, bool, bool, str]:
            """Before all the path, then the value, then who says what the focus is: a link tells least."""
            name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
            off_path, off_value = path not in (None, quad.predicate), value not in (None, quad.object)
            return off_path, off_value, name.startswith(RULE), quad.predicate != _TYPE, name

        asked = set(names)
        ranks = map(rank, self.store.quads_for_pattern(focus, None, None, None))
        if own := min((each for each in ranks if each[-1] in asked), default=None):
            return own[-1]
        # What nobody describes stands where it is spoken of.
        spoken = self.store.quads_for_pattern(None, None, focus, None)
        graphs = {quad.graph_name.value for quad in spoken if isinstance(quad.graph_name, ox.NamedNode)}
        return min(graphs & asked, key=lambda name: (name.startswith(RULE), name), default=None)

    @cached_property
    def files(self) -> dict[str, Path]:
        """The file that each graph was read from."""
        files: dict[str, Path] = {}
        for folder in (self.base / "data", *self.extra):
            if not folder.is_dir():
                tables, paths = ([folder], []) if bundle.holds_mappings(folder) else ([], [folder])
            else:
                tables, paths = bundle.mapping_files(folder), bundle.data_files(folder)
            files |= {self._table(path)[0].mapping_set_id: path for path in tables}
            files |= {
                quad.graph_name.value: path
                for path in paths
                for quad in ox.parse(path=path, format=bundle.DATA[path.suffix])
                if isinstance(quad.graph_name, ox.NamedNode)
            }
        return files
