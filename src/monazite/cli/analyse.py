"""The command that computes measures of a whole graph, on this machine or on a Spark cluster: analyse."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from monazite.cli import common
from monazite.cli.export import Projection


class What(StrEnum):
    """The analyses."""

    reach = "reach"
    paths = "paths"
    components = "components"
    pagerank = "pagerank"
    triangles = "triangles"
    motifs = "motifs"
    concentration = "concentration"
    balance = "balance"


class Engine(StrEnum):
    """What computes."""

    networkx = "networkx"
    spark = "spark"


class By(StrEnum):
    """Who holds."""

    facility = "facility"
    operator = "operator"
    country = "country"


def analyse(
    what: Annotated[What, typer.Argument(help="The analysis.")],
    engine: Annotated[Engine, typer.Option(help="What computes it.")] = Engine.networkx,
    master: common.Master = common.SPARK_HERE,
    conf: common.Conf = None,
    scratch: Annotated[
        str | None,
        typer.Option(help="A folder that all workers write, for what rounds leave.", metavar="DIR|URL"),
    ] = None,
    tables: Annotated[
        str | None,
        typer.Option(
            help="Tables that export --format parquet wrote, instead of the store.", metavar="DIR|URL"
        ),
    ] = None,
    start: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            help="For reach and paths, where to begin: a name; with --tables an IRI. May be repeated.",
            metavar="ENTITY",
        ),
    ] = None,
    upstream: Annotated[
        bool, typer.Option("--upstream", help="For reach and paths: against the links.")
    ] = False,
    depth: Annotated[int | None, typer.Option(help="How many links to follow at most.", min=1)] = None,
    by: Annotated[By, typer.Option(help="For concentration: who holds.")] = By.country,
    planned: Annotated[
        bool, typer.Option("--planned", help="For concentration: with the capacity that is planned.")
    ] = False,
    country: Annotated[
        list[str] | None,
        typer.Option(help="For balance: only units in this country; may be repeated.", metavar="CODE"),
    ] = None,
    projection: Annotated[
        Projection, typer.Option(help="chain: units and product flows; network: who has to do with whom.")
    ] = Projection.chain,
    bases: common.Bases = None,
    most: Annotated[int, typer.Option(help="How many rows to give at most; 0 for all.", min=0)] = 100,
    form: common.Format = common.Form.table,
    output: common.Output = None,
    store: common.Store = None,
) -> None:
    """Print a measure of the whole graph: reach, components, PageRank, motifs, concentration, balance.

    monazite analyse pagerank --most 10

    monazite analyse reach --from "Mountain Pass"

    monazite analyse components --engine spark --master spark://HOST:7077 --tables hdfs:///monazite
    """
    from monazite.analysis.graphs import analyse as analysis
    from monazite.analysis.graphs import kinds

    spark = common.spark(engine is Engine.spark, master, scratch, conf)

    def asked(starts: tuple[str, ...]) -> kinds.Asked:
        return kinds.Asked(what.value, starts, upstream, depth, by.value, planned, tuple(country or ()))

    if tables is not None:
        wanted = asked(tuple(start or ()))
        if spark and form is common.Form.parquet and output and kinds.KINDS[what].order:
            common.note(f"{output}: {analysis.write_tables(tables, wanted, spark, str(output)):,} rows")
            return
        common.show(analysis.of_tables(tables, wanted, spark, most or None), form, None, output)
        return
    from monazite.analysis import projection as projections

    kg = common.open_graph(store)
    if projection is Projection.chain:
        graph = projections.project(kg, bases or projections.DEFAULT_BASES)
    else:
        graph = projections.network(kg)
    wanted = asked(analysis.begin(kg, graph, start or ()))
    common.show(analysis.of_graph(kg, graph, wanted, spark, most or None), form, None, output)


COMMANDS = {"analyse": analyse}
