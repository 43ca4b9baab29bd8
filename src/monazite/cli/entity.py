"""The commands about one entity: show, upstream, downstream."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli import common

if TYPE_CHECKING:
    from monazite.analysis.flows import Reach
    from monazite.graph import KnowledgeGraph
    from monazite.statements import Statement

Entity = Annotated[
    str,
    typer.Argument(
        help="An IRI, a prefixed name (id:org/...), or a name in English or Chinese.", metavar="ENTITY"
    ),
]


class Basis(StrEnum):
    """What a chain link rests on."""

    declared = "declared"
    internal = "internal"
    possible = "possible"


Bases = Annotated[
    list[Basis] | None,
    typer.Option(
        "--basis",
        help="What links may rest on; may be repeated. Without it: declared and internal.",
        show_default=False,
    ),
]
Depth = Annotated[int | None, typer.Option(help="How many links to follow at most.", min=1)]


class Form(StrEnum):
    """The forms that a walk is printed in."""

    table = "table"
    csv = "csv"
    json = "json"


Form_ = Annotated[Form, typer.Option("--format", "-f", help="How to print the links.")]


def show(
    entity: Entity,
    derived: Annotated[bool, typer.Option(help="Show what rules derived, too.")] = False,
    store: common.Store = None,
) -> None:
    """Print every statement about an entity, each with its source.

    monazite show "Northern Magnet"
    """
    kg = common.open_graph(store)
    description = kg.describe(entity)
    print(common.clean(f"{description.label}  ({', '.join(description.kinds)})"))
    print(description.entity)
    statements = [s for s in description.statements if derived or not s.derived]
    numbers = {graph: number for number, graph in enumerate(dict.fromkeys(s.graph for s in statements), 1)}
    subject = None
    for statement in statements:
        if statement.subject != subject:
            subject = statement.subject
            print()
            print(common.clean(kg.label(subject)))
        print(common.clean(_line(kg, statement, numbers[statement.graph])))
    print("\nStated in")
    sources = {source.iri: str(source) for source in kg.sources(entity)}
    for graph, number in numbers.items():
        print(common.clean(f"  [{number}] {sources.get(graph) or kg.label(graph)}"))
    if others := [line for iri, line in sources.items() if iri not in numbers]:
        print("They rest on" if not sources.keys() & numbers.keys() else "and rest on")
        for line in others:
            print(common.clean(f"  {line}"))


def _line(kg: KnowledgeGraph, statement: Statement, number: int) -> str:
    return f"  {kg.label(statement.predicate)}: {kg.label(statement.object)} [{number}]"


def upstream(
    entity: Entity,
    basis: Bases = None,
    depth: Depth = None,
    form: Form_ = Form.table,
    store: common.Store = None,
) -> None:
    """Print what flows into an entity, link by link, with products, bases and sources."""
    from monazite.analysis import flows

    _walk(flows.UPSTREAM, entity, basis, depth, form, store)


def downstream(
    entity: Entity,
    basis: Bases = None,
    depth: Depth = None,
    form: Form_ = Form.table,
    store: common.Store = None,
) -> None:
    """Print what flows out of an entity, link by link, with products, bases and sources."""
    from monazite.analysis import flows

    _walk(flows.DOWNSTREAM, entity, basis, depth, form, store)


def _walk(
    direction: str, entity: str, basis: list[Basis] | None, depth: int | None, form: Form, store: Path | None
) -> None:
    from monazite.analysis import flows, project

    kg = common.open_graph(store)
    chain = project.chain(kg, basis or project.DEFAULT_BASES)
    walk = flows.upstream if direction == flows.UPSTREAM else flows.downstream
    reach = walk(kg, chain, str(kg.resolve(entity)), depth)
    if form is Form.table:
        _print_reach(kg, reach)
    else:
        print(flows.to_json(reach) if form is Form.json else flows.to_csv(reach), end="")


def _print_reach(kg: KnowledgeGraph, reach: Reach) -> None:
    label, bases = kg.label(kg.resolve(reach.entity)), " and ".join(reach.bases)
    if not reach.starts:
        common.note(f"{label} stands in no chain: it is no production unit and operates none")
        return
    if not reach.links:
        common.note(f"no {bases} links {reach.direction} of {label}; --basis possible shows what could be")
        return
    numbers = {
        source: n
        for n, source in enumerate(dict.fromkeys(s for link in reach.links for s in link.sources), 1)
    }
    rows = [
        (
            str(link.depth),
            _end(link.supplier, link.supplier_stages),
            link.product,
            _end(link.consumer, link.consumer_stages),
            f"{link.basis} ({link.status})" if link.status else link.basis,
            " ".join(f"[{numbers[source]}]" for source in link.sources),
        )
        for link in reach.links
    ]
    print(common.table(("step", "from", "product", "to", "basis", "sources"), rows))
    for source, number in numbers.items():
        print(common.clean(f"[{number}] {source}"))


def _end(label: str, stages: tuple[str, ...]) -> str:
    return f"{label} ({', '.join(stages)})" if stages else label


COMMANDS = {"show": show, "upstream": upstream, "downstream": downstream}
