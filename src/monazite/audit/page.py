"""The audit as one HTML page, with its plots and all that was found; it loads and runs nothing."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite import drawing
from monazite.audit.auditing import Audit
from monazite.errors import QueryError
from monazite.files import whole

if TYPE_CHECKING:
    from monazite.analysis.result import Result

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem;
  padding: 0 1rem; color: #222 }
h1, h2 { line-height: 1.2 } img { max-width: 100%; height: auto }
.wide { overflow-x: auto } table { border-collapse: collapse; font-size: 13px }
td { font-variant-numeric: tabular-nums }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem; border-bottom: 1px solid #ddd }
td { overflow-wrap: break-word; max-width: 30rem } th { position: sticky; top: 0; background: #fff }
summary { cursor: pointer; font-weight: 600; margin: .4rem 0 } .bad { color: #a33 } ol { font-size: 13px }
"""


def write(audit: Audit, path: Path) -> None:
    """Writes the page; it appears only when it is whole.

    Raises:
        FileError: the file cannot be written. ExtraMissing: matplotlib is not installed.
    """
    text = page(audit)
    with whole(path) as fresh:
        fresh.write_text(text, encoding="utf-8")


def page(audit: Audit) -> str:
    """The page as text; all that comes from data is escaped, plots are pictures in it.

    Raises:
        ExtraMissing: matplotlib is not installed.
    """
    verdict = "passed" if audit.checks.passed else "not passed"
    parts = [_part(result) for result in audit.parts.values()]
    found = [
        f"<details><summary>{_text(name)}: {len(each.rows):,}</summary><p>{_text(each.title)}</p>"
        f"{_notes(each.notes)}{_table(each)}</details>"
        for name, each in audit.findings.items()
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_text(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>Monazite: audit of the data</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>Monazite: audit of the data</h1>\n<p class="{"good" if audit.checks.passed else "bad"}">'
        f"The audit is {verdict}.</p>\n"
        + "\n".join(parts)
        + "\n<h2>What was found</h2>\n"
        + "\n".join(found)
        + "\n</body>\n</html>\n"
    )


def _part(result: Result[Any]) -> str:
    return f"<h2>{_text(result.title)}</h2>\n{_notes(result.notes)}\n{_picture(result)}\n{_table(result)}"


def _picture(result: Result[Any]) -> str:
    """The result's figure as a picture, which can run no script; nothing where there is nothing to draw."""
    try:
        figure = result.plot()
    except QueryError:
        return ""
    out = io.BytesIO()
    with drawing.style():
        figure.savefig(out, format="svg", metadata={"Date": None})
    data = base64.b64encode(out.getvalue()).decode()
    return f'<img alt="{_text(result.title)}" src="data:image/svg+xml;base64,{data}">'


def _table(result: Result[Any]) -> str:
    titles, cells = result.table()
    if not cells:
        return "<p>Nothing.</p>"
    head = "".join(f'<th scope="col">{_text(title)}</th>' for title in titles)
    body = "\n".join(f"<tr>{_cells(row)}</tr>" for row in cells)
    references = "".join(f"<li>{_text(str(source))}</li>" for source in result.sources())
    listed = f"<details><summary>Sources</summary><ol>{references}</ol></details>" if references else ""
    table = f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
    return f'<div class="wide">{table}</div>{listed}'


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{_text(cell)}</td>" for cell in row)


def _notes(notes: Iterable[str]) -> str:
    return "".join(f"<p>{_text(note)}</p>" for note in notes)


def _text(text: str) -> str:
    return html.escape(drawing.plain(text))
