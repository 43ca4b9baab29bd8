"""Reads SSSOM tables strictly: a wrong cell is told with its file, line, column and what would be right."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from pathlib import Path
from typing import Any

import yaml

from monazite import bundle
from monazite.errors import CellProblem, FileError, TableError
from monazite.sssom.model import (
    COLUMNS,
    CURIES,
    IDENTITY,
    METADATA,
    PROPAGATED,
    REQUIRED,
    REQUIRED_METADATA,
    Mapping,
    MappingSet,
)
from monazite.sssom.values import Curies, ValueProblem, parse

SUFFIX = bundle.MAPPINGS
_MANY = 100  # problems: more of them help nobody


def read(path: Path) -> MappingSet:
    """The mapping set of a table.

    Raises:
        FileError: the file is missing, is not UTF-8, or its metadata is not YAML.
        TableError: metadata or cells are missing or wrong: all that are, in the order of the file.
    """
    return numbered(path)[0]


def numbered(path: Path) -> tuple[MappingSet, tuple[int, ...]]:
    """The mapping set of a table, and the line of each of its mappings, counted from 1.

    Raises:
        FileError, TableError: as `read`.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise FileError(path, f"not UTF-8 at byte {error.start}; save the table as UTF-8") from error
    except OSError as error:
        raise FileError(path, error.strerror or str(error)) from error
    head = 0
    while head < len(lines) and lines[head].startswith("#"):
        head += 1
    problems: list[CellProblem] = []
    said = _yaml(path, lines[:head])
    curies = _curies(path, said, problems)
    about = _metadata(path, said, curies, problems)
    defaults = {
        name: value
        for name in PROPAGATED
        if name in said
        and (value := _value(path, None, name, COLUMNS[name], str(said[name]), curies, problems)) is not None
    }
    mappings = list(_mappings(path, lines, head, curies, defaults, problems))
    _contradictions(path, mappings, curies, problems)
    if problems:
        raise TableError(problems)
    own = {prefix: namespace for prefix, namespace in curies.namespaces.items() if prefix not in CURIES}
    found = MappingSet(**about, curie_map=own, mappings=tuple(mapping for _, mapping in mappings))
    return found, tuple(number for number, _ in mappings)


def _yaml(path: Path, lines: list[str]) -> dict[str, Any]:
    try:
        said = yaml.safe_load("\n".join(line[1:] for line in lines)) or {}
    except yaml.MarkedYAMLError as error:
        at = None if error.problem_mark is None else error.problem_mark.line + 1
        raise FileError(path, f"the metadata is not YAML: {error.problem}", at) from error
    except yaml.YAMLError as error:
        raise FileError(path, f"the metadata is not YAML: {error}") from error
    if not isinstance(said, dict):
        raise FileError(
            path, "the metadata is no list of names and values; right would be '#license: https://...'", 1
        )
    return {str(name): value for name, value in said.items() if value is not None}


def _curies(path: Path, said: dict[str, Any], problems: list[CellProblem]) -> Curies:
    given = said.get("curie_map") or {}
    namespaces = dict(CURIES)
    if not isinstance(given, dict):
        problems.append(
            CellProblem(path, None, None, "curie_map", given, "is no list of prefixes and namespaces")
        )
        given = {}
    for prefix, namespace in given.items():
        if not str(namespace).startswith(("http://", "https://", "urn:")):
            message = f"the namespace of {prefix!r} is no IRI; right would be https://example.org/"
            problems.append(CellProblem(path, None, None, "curie_map", namespace, message))
        elif CURIES.get(str(prefix), namespace) != namespace:
            message = f"the prefix {prefix!r} stands for {CURIES[str(prefix)]} here; name another"
            problems.append(CellProblem(path, None, None, "curie_map", namespace, message))
        else:
            namespaces[str(prefix)] = str(namespace)
    return Curies(namespaces)


def _metadata(
    path: Path, said: dict[str, Any], curies: Curies, problems: list[CellProblem]
) -> dict[str, Any]:
    about: dict[str, Any] = {}
    for name, value in said.items():
        if name in METADATA:
            listed = "|".join(map(str, value)) if isinstance(value, list) else str(value)
            about[name] = _value(path, None, name, METADATA[name], listed, curies, problems)
        elif name not in ("curie_map", "sssom_version", *PROPAGATED):
            message = f"is not read; the metadata are {', '.join(('curie_map', *METADATA))}"
            problems.append(CellProblem(path, None, None, name, value, message))
    for name in REQUIRED_METADATA:
        if name not in said:
            problems.append(
                CellProblem(path, None, None, name, None, f"is missing; right would be a line '#{name}: ...'")
            )
    if "#" in str(said.get("mapping_set_id", "")):
        message = "has a fragment, which is where its mappings get their own names; leave out the #"
        problems.append(CellProblem(path, None, None, "mapping_set_id", said["mapping_set_id"], message))
    return about


def _mappings(
    path: Path,
    lines: list[str],
    head: int,
    curies: Curies,
    defaults: dict[str, Any],
    problems: list[CellProblem],
) -> Iterable[tuple[int, Mapping]]:
    if head == len(lines):
        raise FileError(
            path, f"has no heading; right would be the columns {', '.join(COLUMNS)}, parted by tabs"
        )
    # Line by line: a cell never goes over several, and a quote left open spoils its own line only.
    heading = next(csv.reader([lines[head]], delimiter="\t"))
    for column in heading:
        if column not in COLUMNS:
            problems.append(
                CellProblem(
                    path, None, head + 1, column, None, f"is not read; the columns are {', '.join(COLUMNS)}"
                )
            )
        elif heading.count(column) > 1:
            problems.append(CellProblem(path, None, head + 1, column, None, "stands twice in the heading"))
    for column in REQUIRED:
        if column not in heading and column not in defaults:
            problems.append(CellProblem(path, None, head + 1, column, None, "the column is missing"))
    if problems:
        return
    for number, line in enumerate(lines[head + 1 :], head + 2):
        if len(problems) >= _MANY:
            return
        if not line.strip():
            continue
        cells = next(csv.reader([line], delimiter="\t"))
        if len(cells) != len(heading):
            message = f"has {len(cells)} cells and the heading {len(heading)}"
            problems.append(CellProblem(path, None, number, None, None, message))
            continue
        mapping = _mapping(path, number, dict(zip(heading, cells, strict=True)), curies, defaults, problems)
        if mapping is not None:
            yield number, mapping


def _mapping(
    path: Path,
    number: int,
    cells: Dict[str, str],
    curies: Curies,
    defaults: dict[str, Any],
    problems: list[CellProblem],
) -> Mapping | None:
    before = len(problems)
    values = dict(defaults)
    for column, cell in cells.items():
        if cell.strip():
            values[column] = _value(path, number, column, COLUMNS[column], cell.strip(), curies, problems)
    for column in REQUIRED:
        if column not in values:
            problems.append(CellProblem(path, None, number, column, None, "is empty"))
    return Mapping(**values) if len(problems) == before else None


def _value(
    path: Path,
    row: int | None,
    column: str,
    kind: str,
    cell: str,
    curies: Curies,
    problems: list[CellProblem],
) -> Any:
    try:
        return parse(kind, cell, curies)
    except ValueProblem as error:
        problems.append(CellProblem(path, None, row, column, cell, str(error)))
        return None


def _contradictions(
    path: Path, mappings: list[tuple[int, Mapping]], curies: Curies, problems: list[CellProblem]
) -> None:
    """Rows that say the same, and rows that say what another one denies."""
    seen: dict[tuple[str, str, str, str], int] = {}
    for number, mapping in mappings:
        cell = curies.shorten(mapping.object_id)
        if (first := seen.setdefault(mapping.key, number)) != number:
            message = f"the same mapping stands in row {first}; keep one"
            problems.append(CellProblem(path, None, number, "object_id", cell, message))
    for number, mapping in mappings:
        subject, predicate, _, target = mapping.key
        if not mapping.negated or predicate not in IDENTITY:
            continue
        for identity in IDENTITY:
            if (other := seen.get((subject, identity, "", target))) is not None:
                message = f"row {other} says that the two match and this one that they do not; drop one"
                problems.append(CellProblem(path, None, number, "object_id", curies.shorten(target), message))
