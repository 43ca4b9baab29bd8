"""The command about one entity: show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli import common

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph
    from monazite.statements import Statement


def show(
    entity: common.Entity,
    derived: Annotated[bool, typer.Option(help="Show what rules derived, too.")] = False,
    store: common.Store = None,
) -> None:
    """Print every statement about an entity, each with its source.

    monazite show "Northern Magnet"
    """
    from monazite import statements

    kg = common.open_graph(store)
    description = kg.describe(entity)
    print(common.clean(f"{description.label}  ({', '.join(description.kinds)})"))
    print(description.entity)
    told = [s for s in description.statements if derived or not s.derived]
    numbers = {graph: number for number, graph in enumerate(dict.fromkeys(s.graph for s in told), 1)}
    subject = None
    for statement in told:
        if statement.subject != subject:
            subject = statement.subject
            print()
            print(common.clean(kg.label(subject)))
        print(common.clean(_line(kg, statement, numbers[statement.graph])))
    print("\nStated in")
    documents = statements.sources(kg.store, description.statements)
    sources = {source.iri: str(source) for source in documents}
    for graph, number in numbers.items():
        print(common.clean(f"  [{number}] {sources.get(graph) or kg.label(graph)}"))
    if others := [line for iri, line in sources.items() if iri not in numbers]:
        print("They rest on" if not sources.keys() & numbers.keys() else "and rest on")
        for line in others:
            print(common.clean(f"  {line}"))


def _line(kg: KnowledgeGraph, statement: Statement, number: int) -> str:
    return f"  {kg.label(statement.predicate)}: {kg.label(statement.object)} [{number}]"


COMMANDS = {"show": show}
