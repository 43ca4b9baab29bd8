"""The outside datasets that things are linked to: one module each, one line each in `FILES`."""

from __future__ import annotations

from monazite.errors import QueryError
from monazite.link.datasets import geonames, gleif, mrds, opensanctions, table, usgs, wikidata
from monazite.link.datasets.common import Around, Dataset, around

__all__ = ["FILES", "Around", "Dataset", "around", "named"]

FILES: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        gleif.DATASET,
        geonames.DATASET,
        mrds.DATASET,
        usgs.REE,
        usgs.MAJOR,
        wikidata.JSON,
        wikidata.TRUTHY,
        opensanctions.DATASET,
        table.DATASET,
    )
}
# What is asked over the network; see `monazite.link.datasets.services`.
SERVICES = ("reconciliation", "sparql")


def named(name: str) -> Dataset:
    """The dataset of that name.

    Raises:
        QueryError: there is none.
    """
    if name not in FILES:
        raise QueryError(f"no dataset is called {name!r}; there are {', '.join((*FILES, *SERVICES))}")
    return FILES[name]
