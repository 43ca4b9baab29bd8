"""The command that exports: the chain, the network or an answer as a graph file or a figure."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli import ask, common

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


class Format(StrEnum):
    """The formats of an export: graph files, maps, figures, RDF, the explorer, tables that import reads."""

    graphml = "graphml"
    gexf = "gexf"
    gml = "gml"
    pajek = "pajek"
    dot = "dot"
    mermaid = "mermaid"
    cytoscape = "cytoscape"
    nodelink = "nodelink"
    neo4j = "neo4j"
    parquet = "parquet"
    xlsx = "xlsx"
    geojson = "geojson"
    gpkg = "gpkg"
    kml = "kml"
    svg = "svg"
    png = "png"
    pdf = "pdf"
    trig = "trig"
    nq = "nq"
    jsonld = "jsonld"
    ttl = "ttl"
    nt = "nt"
    rdf = "rdf"
    html = "html"
    tables = "tables"


class Projection(StrEnum):
    """What is exported."""

    chain = "chain"
    network = "network"


def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", metavar="FILE")],
    form: Annotated[
        Format | None, typer.Option("--format", "-f", help="The format; without it, by the file's ending.")
    ] = None,
    projection: Annotated[
        Projection,
        typer.Option(help="chain: units and product flows; network: who has to do with whom."),
    ] = Projection.chain,
    basis: common.Bases = None,
    around: Annotated[
        str | None, typer.Option(help="Only what is near this entity: an IRI or a name.", metavar="ENTITY")
    ] = None,
    depth: Annotated[int, typer.Option(help="With --around: how many links away.", min=1)] = 1,
    query: Annotated[
        str | None,
        typer.Option(
            help="Instead, what a query finds: a question's name, a file with SPARQL, or -.",
            metavar="NAME|FILE|-",
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="With --query: a value for a parameter.", metavar="NAME=VALUE"),
    ] = None,
    ends: Annotated[
        str | None,
        typer.Option(help="With --query: the two columns that its rows join.", metavar="FROM,TO"),
    ] = None,
    data: Annotated[
        list[Path] | None,
        typer.Option("--data", help="For tables: only the documents in these folders.", metavar="PATH"),
    ] = None,
    at: common.At = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Write the value chain, the network of relations or the RDF, for whatever reads it next.

    monazite export --output chain.graphml

    monazite export --around "MP Materials" --depth 2 --output chain.svg

    monazite export --projection network --around "Two Rare Earth Bases" --output network.png

    monazite export --query suppliers-of --param entity="General Motors" --output suppliers.gexf

    monazite export --output monazite.trig

    monazite export --format neo4j --output neo4j

    monazite export --output explorer.html

    monazite export --format tables --output facts.xlsx
    """
    from monazite import export as exports
    from monazite.analysis import projection as projections
    from monazite.analysis.walks.ends import starts
    from monazite.export import html, rdf

    chosen = form or _by_ending(output)
    tables, asked = chosen is Format.tables, query is not None
    whole = tables or (around is None and (chosen in rdf.FORMATS or chosen in html.FORMATS))
    dated = not whole and not asked and projection is Projection.chain
    for option, given, fits, what in (
        ("--param", param, asked, "--query"),
        ("--ends", ends, asked, "--query"),
        ("--data", data, tables, "--format tables"),
        ("--query", query, not tables, "graph files, maps and figures"),
        ("--around", around, not tables and not asked, "the other formats, without --query"),
        ("--at", at, dated, "the chain, and what is --around an entity in it"),
    ):
        if given and not fits:
            raise typer.BadParameter(f"it would change nothing here, it is for {what}", param_hint=option)
    if tables:
        _tables(output, data, store)
        return
    kg = common.open_graph(store)
    if query is not None:
        _answer(kg, query, param, ends, chosen, output, language)
        return
    if chosen in rdf.FORMATS and around is None:
        common.note(f"{output}: {rdf.write(kg, chosen, output)} statements")
        return
    if chosen in html.FORMATS and around is None:
        common.note(f"{output}: {html.write(kg, output, language=language)} entities")
        return
    if projection is Projection.chain:
        graph = projections.project(kg, basis or projections.DEFAULT_BASES, at=at, language=language)
    else:
        graph = projections.network(kg, language)
    if around is not None:
        entity = kg.resolve(around)
        graph = projections.around(graph, starts(kg, graph, entity), depth)
        if chosen in rdf.FORMATS:
            count = rdf.write(kg, chosen, output, {str(entity), *graph})
            common.note(f"{output}: {count} statements")
            return
        if chosen in html.FORMATS:
            things, title = {str(entity), *graph}, f"{kg.label(entity, language)} · Monazite"
            count = html.write(kg, output, things, title=title, language=language)
            common.note(f"{output}: {count} entities")
            return
    if chosen is Format.parquet:
        from monazite.analysis.graphs.tables import capacity_tables

        graph.graph["tables"] = capacity_tables(kg, graph)
    exports.write(graph, chosen, output)
    common.note(f"{output}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")


def _answer(
    kg: KnowledgeGraph,
    query: str,
    param: list[str] | None,
    ends: str | None,
    form: Format,
    output: Path,
    language: common.Language,
) -> None:
    from monazite import export as exports
    from monazite.export import answers, html, rdf

    if form in html.FORMATS or form in rdf.FORMATS:
        raise typer.BadParameter(
            f"an answer has no form {form}: graph files, maps and figures it has; for rows and RDF there is "
            "`monazite query --format`"
        )
    values = dict(ask.pair(text) for text in param or [])
    asked = ask.read(query)
    graph = answers.graph(kg, asked, values, ends.split(",") if ends else (), language)
    exports.write(graph, form, output)
    common.note(f"{output}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")


def _tables(output: Path, data: list[Path] | None, store: str | None) -> None:
    from monazite import bundle
    from monazite.graph import KnowledgeGraph
    from monazite.tables import exporting, writing

    kg = KnowledgeGraph.in_memory(extra=data) if data else common.open_graph(store)
    sources = {path.stem for folder in data for path in bundle.data_files(folder)} if data else None
    rows = exporting.tables(kg.store, sources)
    writing.write(output, rows, kg.store)
    common.note(f"{output}: {sum(map(len, rows.values()))} rows of {sum(map(bool, rows.values()))} kinds")


def _by_ending(path: Path) -> Format:
    from monazite.export import ENDINGS

    ending = path.suffix.removeprefix(".")
    ending = ENDINGS.get(ending, ending)
    if ending not in set(Format):
        known = ", ".join(f".{form}" for form in Format if form not in _NO_ENDINGS)
        raise typer.BadParameter(f"no format ends in {path.suffix!r}: name one of {known}, or use --format")
    return Format(ending)


# Folders, and what would else be told apart by nothing.
_NO_ENDINGS = ("tables", "neo4j", "parquet", "pajek", "cytoscape", "nodelink")

COMMANDS = {"export": export}
