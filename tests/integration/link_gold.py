"""Measures matching on the gold set of `tests/golden/links`, as its README says."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from monazite.graph import KnowledgeGraph
from monazite.link import datasets, ours
from monazite.link.datasets import geonames, usgs
from monazite.link.index import Index
from monazite.link.propose import Band, propose
from monazite.link.reconcile import DOUBTFUL, candidates
from monazite.link.record import Record
from monazite.link.streams import Source
from monazite.vocabulary import expand

GOLD = Path(__file__).parents[1] / "golden" / "links"
SHOWN = 5


@dataclass(frozen=True)
class Answer:
    """What was found for one row of the gold set: accepted, or among what a reviewer is shown."""

    dataset: str
    kind: str
    split: str
    name: str
    same: bool
    entity: str
    accepted: str | None
    shown: frozenset[str]
    why: str = ""

    @property
    def right(self) -> bool:
        return self.same and self.accepted == self.entity

    @property
    def wrong(self) -> bool:
        return self.accepted is not None and not self.right

    @property
    def reviewed(self) -> bool:
        """Whether it is found once a reviewer has answered as the gold set does."""
        return self.right or (self.same and self.accepted is None and self.entity in self.shown)


@dataclass(frozen=True)
class Measures:
    """Counts and their shares; a share of nothing is None."""

    positives: int
    negatives: int
    accepted: int
    right: int
    reviewed: int

    @property
    def precision(self) -> float | None:
        return self.right / self.accepted if self.accepted else None

    @property
    def recall(self) -> float | None:
        return self.right / self.positives if self.positives else None

    @property
    def recall_with_review(self) -> float | None:
        return self.reviewed / self.positives if self.positives else None


def measures(answers: Iterable[Answer]) -> Measures:
    listed = list(answers)
    return Measures(
        sum(each.same for each in listed),
        sum(not each.same for each in listed),
        sum(each.accepted is not None for each in listed),
        sum(each.right for each in listed),
        sum(each.reviewed for each in listed),
    )


def rows(name: str) -> list[dict[str, str]]:
    with (GOLD / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers(kg: KnowledgeGraph, folder: Path) -> list[Answer]:
    """The answers for all rows, found without what the rows say is hidden."""
    things = list(_hidden(kg))
    index = Index(things)
    # Ours were read from the USGS tables of rare earth and major deposits: they would decide what they were
    # copied from. The table of California is another one.
    blind = Index(replace(record, points=()) for record in things)
    found = [*_names(index), *_places(index, folder)]
    for name in sorted({row["dataset"] for row in rows("deposits")}):
        found += _deposits(index if name == "usgs-ca" else blind, name, folder)
    return found


def _iri(curie: str) -> str:
    iri = expand(curie)
    assert iri is not None
    return str(iri)


def _hidden(kg: KnowledgeGraph) -> Iterator[Record]:
    """Our things without the names that are to be found, and without the things that are not to be there.

    Identifiers are left out, too: what is linked already would decide alone.
    """
    names: dict[str, set[str]] = defaultdict(set)
    things = set()
    for row in rows("names"):
        if row["hidden"] == "name":
            names[_iri(row["entity"])].add(row["name"])
        elif row["hidden"]:
            things.add(_iri(row["hidden"]))
    for record in ours.records(kg):
        if record.id not in things:
            left = tuple(name for name in record.names if name.text not in names[record.id])
            assert left, record.id
            yield replace(record, names=left, identifiers=frozenset())


def _names(index: Index) -> Iterator[Answer]:
    for row in rows("names"):
        properties = {"country": row["country"]} if row["country"] else {}
        found = candidates(index, row["name"], row["type"], properties, limit=SHOWN)
        yield Answer(
            "names",
            f"{row['kind']}, {row['variant']}",
            row["split"],
            row["name"],
            row["verdict"] == "same",
            _iri(row["entity"]),
            found[0].iri if found and found[0].match else None,
            frozenset(each.iri for each in found if each.score >= DOUBTFUL),
            "; ".join(f"{each.label} {each.score} {each.why}" for each in found[:2]),
        )


def _deposits(index: Index, name: str, folder: Path) -> Iterator[Answer]:
    path = folder / f"{name}.csv"
    mine = [row for row in rows("deposits") if row["dataset"] == name]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(mine[0]))
        writer.writeheader()
        writer.writerows(mine)
    found = _proposed(index, path, usgs.REE)
    for row in mine:
        address = usgs.address(row["source"], row["record_id"])
        yield _answer(name, "mine", row, row["name"], address, found)


def _places(index: Index, folder: Path) -> Iterator[Answer]:
    path = folder / "places.txt"
    gold = rows("places")
    with path.open("w", encoding="utf-8") as file:
        for row in gold:
            names = row["alternatenames"].replace("|", ",")
            cells = [
                row["geonameid"],
                row["name"],
                "",
                names,
                row["lat"],
                row["lon"],
                "P",
                "PPL",
                row["country"],
            ]
            file.write("\t".join([*cells, *[""] * 10]) + "\n")
    found = _proposed(index, path, geonames.DATASET)
    for row in gold:
        address = f"https://sws.geonames.org/{row['geonameid']}/"
        yield _answer("geonames", "place", row, row["name"], address, found)


Found = dict[str, list[tuple[str, Band, str]]]


def _proposed(index: Index, path: Path, dataset: datasets.Dataset) -> Found:
    source = Source(path)
    records = dataset.read(source, datasets.around(index))
    found: Found = defaultdict(list)
    for each in propose(index, records, dataset.kinds):
        found[each.theirs.id].append((each.ours.id, each.band, f"{each.score.value} {each.score.why}"))
    assert not source.problems
    return found


def _answer(dataset: str, kind: str, row: dict[str, str], name: str, address: str, found: Found) -> Answer:
    proposed = found.get(address, [])
    accepted = next((iri for iri, band, _ in proposed if band is Band.accepted), None)
    return Answer(
        dataset,
        kind,
        row["split"],
        name,
        row["verdict"] == "same",
        _iri(row["entity"]),
        accepted,
        frozenset(iri for iri, _, _ in proposed),
        "; ".join(f"{iri.rpartition('/')[2]} {why}" for iri, _, why in proposed[:2]),
    )
