"""The pages of the query library: each question with its parameters, an answer, its meaning, its text."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

from docs.generate import markdown

from monazite import KnowledgeGraph, queries
from monazite.errors import MonaziteError
from monazite.queries import Parameter, Query
from monazite.vocabulary import shorten

GOLDEN = Path(__file__).parents[2] / "tests" / "golden" / "questions"
# The topics, and the tags that belong to each. A question stands under the first of its tags that one has.
TOPICS = {
    "projects": ("Projects and events", ("projects", "events", "products")),
    "agreements": ("Agreements", ("agreements",)),
    "chain": ("The chain", ("chain", "gaps", "reference")),
    "facilities": ("Mines, plants and places", ("facilities", "places")),
    "capacity": ("Capacity", ("capacity",)),
    "ownership": ("Owners and listings", ("ownership", "organizations")),
    "money": ("Money", ("money", "investment")),
    "policy": ("Initiatives and controls", ("initiatives", "policy")),
    "statistics": ("Statistics, trade and prices", ("statistics", "trade")),
    "provenance": ("Sources and doubts", ("provenance", "time", "risk")),
    "links": ("Links to outside datasets", ("links",)),
}
_ROWS, _CELL = 4, 90
_HEAD = """# Questions

`monazite query NAME` answers a question of the library, `kg.query("NAME")` in Python,
`/api/v1/questions/NAME` on a server. Each is a SPARQL file under `queries/questions/`, which any
SPARQL 1.1 engine can answer over the graph.
The examples are the first rows of the answers that the tests hold every change to.
"""
_FEDERATED = """# Questions with other endpoints

These need a second endpoint, which you allow: `monazite query NAME --service ADDRESS`. See
[Links to outside datasets](../../mappings.md#federated-queries).
"""


def topic(question: Query) -> str:
    """The topic that a question belongs to.

    Raises:
        MonaziteError: none of its tags belongs to a topic.
    """
    for tag in question.tags:
        for name, (_, tags) in TOPICS.items():
            if tag in tags:
                return name
    raise MonaziteError(f"{question.path}: none of its tags {question.tags} belongs to a topic of the site")


def write(kg: KnowledgeGraph, into: Path) -> None:
    """Writes ``reference/questions/``: a page a topic, and the list of all.

    Raises:
        MonaziteError: a question belongs to no topic, or no example of it is kept.
    """
    folder = into / "reference" / "questions"
    folder.mkdir(parents=True, exist_ok=True)
    library = queries.library()
    listed = [_HEAD]
    for name, (title, _) in TOPICS.items():
        members = [question for question in library.values() if topic(question) == name]
        body = [f"# {title}\n", *(_question(kg, question) for question in members)]
        (folder / f"{name}.md").write_text("\n".join(body), encoding="utf-8")
        rows = ((f"[{q.name}]({name}.md#{q.name})", markdown.prose(q.summary)) for q in members)
        listed.append(f"## {title}\n\n{markdown.table(('name', 'question'), rows)}")
    (folder / "index.md").write_text("\n".join(listed), encoding="utf-8")
    federated = [_FEDERATED, *(_text(q) for q in queries.library("federated").values())]
    (folder / "federated.md").write_text("\n".join(federated), encoding="utf-8")


def _question(kg: KnowledgeGraph, question: Query) -> str:
    parts = [_text(question, body=False), "**Parameters**\n" if question.parameters else ""]
    parts.append(
        markdown.table(
            ("name", "kind", "default"),
            (
                (markdown.code(p.name), _KINDS.get(p.kind, p.kind), _default(kg, p))
                for p in question.parameters
            ),
        )
    )
    parts.append(markdown.fenced("sh", _command(kg, question)))
    parts.append(_answer(question))
    return "\n".join(part for part in (*parts, _query(question)) if part)


def _text(question: Query, body: bool = True) -> str:
    summary, description = markdown.prose(question.summary), markdown.prose(question.description)
    head = f"## {question.name}\n\n**{summary}**\n\n{description}\n"
    return f"{head}\n{_query(question)}" if body else head


_KINDS = {"iri": "a name or IRI", "integer": "a whole number", "decimal": "a number", "date": "a date"}


def _default(kg: KnowledgeGraph, parameter: Parameter) -> str:
    if parameter.default is None:
        return "none: it has to be given"
    if parameter.kind == "iri":
        return f"{markdown.text(kg.label(kg.resolve(str(parameter.default))))}"
    return markdown.code(str(parameter.default))


def _command(kg: KnowledgeGraph, question: Query) -> str:
    given = ""
    for parameter in question.parameters[:1]:
        value = str(parameter.default)
        given = (
            f' --param {parameter.name}="{kg.label(kg.resolve(value)) if parameter.kind == "iri" else value}"'
        )
    return f"monazite query {question.name}{given}"


def _answer(question: Query) -> str:
    path = GOLDEN / f"{question.name}.csv"
    if not path.is_file():
        raise MonaziteError(f"{path}: there is no example of the question {question.name!r}")
    with path.open(encoding="utf-8", newline="") as file:
        titles, *every = csv.reader(file)
    # The engine does not quote an IRI that holds a comma, which parts its row in one place too many.
    rows = [row for row in every if len(row) == len(titles)]
    columns = zip(titles, zip(*rows, strict=True) if rows else ([()] * len(titles)), strict=True)
    kinds = markdown.table(
        ("column", "holds", "blank"),
        ((markdown.code(title), *_kind(values)) for title, values in columns),
    )
    example = markdown.table(
        [markdown.text(title) for title in titles], ([_cell(cell) for cell in row] for row in rows[:_ROWS])
    )
    count = f"{len(every):,} row{'' if len(every) == 1 else 's'}"
    told = (
        f"**Answer**: {count}; the first {min(len(rows), _ROWS)}:"
        if len(every) > _ROWS
        else f"**Answer**: {count}:"
    )
    return f'{told}\n\n{example}\n??? note "Columns"\n\n{_indented(kinds)}'


def _cell(cell: str) -> str:
    short = shorten(cell)
    return markdown.text(short if len(short) <= _CELL else f"{short[: _CELL - 1]}…")


def _kind(values: tuple[str, ...]) -> tuple[str, str]:
    """What a column holds, and how many of its cells are blank; from all rows of the answer."""
    given = [value for value in values if value]
    blank = f"{len(values) - len(given):,} of {len(values):,}" if len(given) < len(values) else ""
    for words, test in (
        ("IRIs", lambda v: re.match(r"https?://", v)),
        ("whole numbers", lambda v: re.fullmatch(r"-?\d+", v) and not re.fullmatch(r"(19|20)\d\d", v)),
        ("dates: a year, a month or a day", _is_date),
        ("numbers", lambda v: re.fullmatch(r"-?\d+(\.\d+)?(E-?\d+)?", v)),
        ("true or false", lambda v: v in ("true", "false")),
    ):
        if given and all(map(test, given)):
            return words, blank
    return ("text" if given else ""), blank


def _is_date(value: str) -> bool:
    if re.fullmatch(r"(19|20)\d\d(-\d\d)?", value):
        return True
    try:
        return bool(date.fromisoformat(value[:10]))
    except ValueError:
        return False


def _query(question: Query) -> str:
    lines = [line for line in question.text.splitlines() if not line.startswith("#+")]
    return f'??? note "SPARQL"\n\n{_indented(markdown.fenced("sparql", chr(10).join(lines)))}'


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())
