"""Writes SSSOM tables: metadata as commented YAML, columns in the order of the standard, rows sorted."""

from __future__ import annotations

from pathlib import Path

import yaml

from monazite.errors import FileError
from monazite.files import whole
from monazite.sssom.model import COLUMNS, CURIES, METADATA, MappingSet
from monazite.sssom.reading import SUFFIX
from monazite.sssom.values import Curies, render


def text(mappings: MappingSet) -> str:
    """The table of a mapping set. The same mappings give the same text, whatever their order."""
    namespaces = {**CURIES, **mappings.curie_map}
    curies = Curies(namespaces)
    rows = [
        {column: render(kind, getattr(mapping, column), curies) for column, kind in COLUMNS.items()}
        for mapping in sorted(mappings.mappings, key=lambda mapping: mapping.key)
    ]
    columns = [column for column in COLUMNS if any(row[column] for row in rows)] or list(COLUMNS)
    about: dict[str, object] = {}
    for name, kind in METADATA.items():
        value = getattr(mappings, name)
        if value not in (None, ()):
            shown = [curies.shorten(each) for each in value] if isinstance(value, tuple) else value
            about[name] = curies.shorten(value) if kind == "entity" else shown
    cells = {cell for row in rows for column in columns for cell in row[column].split("|")}
    used = {cell.partition(":")[0] for cell in cells | set(map(str, about.values())) | set(_listed(about))}
    about["curie_map"] = {prefix: namespaces[prefix] for prefix in sorted(used & namespaces.keys())}
    head = yaml.safe_dump(about, sort_keys=False, allow_unicode=True, width=1_000_000)
    lines = [f"#{line}" for line in head.splitlines()]
    lines.append("\t".join(columns))
    lines += ["\t".join(_cell(row[column]) for column in columns) for row in rows]
    return "\n".join(lines) + "\n"


def _listed(about: dict[str, object]) -> list[str]:
    return [each for value in about.values() if isinstance(value, list) for each in value]


def _cell(value: str) -> str:
    """A cell as the csv module reads it back."""
    return '"' + value.replace('"', '""') + '"' if '"' in value else value


def write(mappings: MappingSet, path: Path) -> None:
    """Writes the table of a mapping set to a file, whole or not at all.

    Raises:
        FileError: it cannot be written, or its name does not end in ``.sssom.tsv``.
    """
    if not path.name.endswith(SUFFIX):
        raise FileError(path, f"right would be a name that ends in {SUFFIX}")
    with whole(path) as fresh:
        fresh.write_text(text(mappings), encoding="utf-8", newline="\n")
