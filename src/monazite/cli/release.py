"""The command that writes the dataset as a release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monazite.cli import common


def release(
    folder: Annotated[
        Path, typer.Argument(help="The folder to write; it must not be there yet.", metavar="FOLDER")
    ],
    store: common.Store = None,
) -> None:
    """Write the dataset in every form that users take, with checksums, descriptions and what to cite.

    monazite release dist/monazite-data

    RDF, Parquet, CSV, GraphML, workbooks, the explorer, VoID and DCAT, a Frictionless Data Package.
    """
    from monazite.export import release as releases

    count = releases.write(common.open_graph(store), folder)
    common.note(f"{folder}: {count} files")


COMMANDS = {"release": release}
