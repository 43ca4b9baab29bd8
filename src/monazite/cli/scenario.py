"""The command that runs scenarios: scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from monazite.cli import common

Name = Annotated[
    str | None,
    typer.Argument(help="A scenario that comes with the graph, or a YAML file.", metavar="NAME|FILE"),
]
Runs = Annotated[int, typer.Option(help="How often to draw what nobody knows (Monte Carlo).", min=0)]
Seed = Annotated[int, typer.Option(help="The seed of the draws: the same seed gives the same result.")]
ListThem = Annotated[bool, typer.Option("--list", help="List the scenarios that come with the graph.")]
Schema = Annotated[bool, typer.Option("--schema", help="Print the JSON schema of scenario files.")]


def scenario(
    name: Name = None,
    runs: Runs = 0,
    seed: Seed = 1,
    list_them: ListThem = False,
    schema: Schema = False,
    bases: common.Bases = None,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print who loses what if something is closed, limited, late or on time: by end user and country.

    monazite scenario china-heavy-rare-earths --runs 200 --figure losses.svg
    """
    from monazite.analysis import projection
    from monazite.analysis.scenarios import files as scenario_files
    from monazite.analysis.scenarios import scenarios

    if schema:
        typer.echo(scenario_files.schema(), nl=False)
        return
    if list_them or name is None:
        rows = [(each, scenario_files.read(path).title) for each, path in scenario_files.shipped().items()]
        typer.echo(common.table(("name", "title"), rows), nl=False)
        return
    asked = scenario_files.read(scenario_files.find(name))
    with common.progress() as shown:
        kg = common.open_graph(store)
        found = scenarios.run(
            kg, asked, bases or projection.DEFAULT_BASES, at, runs, seed, language, progress=shown
        )
    common.show(found, form, figure, output)


COMMANDS = {"scenario": scenario}
