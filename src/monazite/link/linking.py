"""One run of linking: which dataset, what was proposed of it, and how it is told."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from monazite import sheets
from monazite.errors import ParameterError, QueryError
from monazite.link import datasets
from monazite.link.datasets import services, table
from monazite.link.index import Index
from monazite.link.propose import Band, Decided, Proposal, propose
from monazite.link.record import Record
from monazite.link.streams import Progress, Source
from monazite.vocabulary import expand, local_name


@dataclass(frozen=True)
class Task:
    """What to link to: the dataset's name, its file or address, and what goes with them.

    Attributes:
        to: of `datasets.FILES` or `datasets.SERVICES`.
        file: a path, or the address of a service.
        type: the class of ours to link, None for all that can be.
        columns, source: of a table of one's own, see `datasets.table.dataset`.
        query: of a SPARQL endpoint, a file with a SELECT.
        loopback: whether the service may be one of this machine.
    """

    to: str
    file: str
    type: str | None = None
    columns: str = "id=id,name=name"
    source: str = ""
    query: Path | None = None
    loopback: bool = False


@dataclass(frozen=True)
class Done:
    """What a run found, and what was wrong in the file."""

    proposals: tuple[Proposal, ...]
    read: int
    title: str
    source: str
    problems: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """How much was read and found, in a line."""
        bands = Counter(proposal.band for proposal in self.proposals)
        things = len({each.ours.id for each in self.proposals if each.band is Band.doubtful})
        return (
            f"{self.read:,} records read: {bands[Band.accepted]} matches accepted, "
            f"{bands[Band.doubtful]} doubtful ones for {things} things of ours"
        )


def run(index: Index, task: Task, decided: Decided, progress: Progress) -> Done:
    """Proposes matches between our things, as `ours.index` has them, and an outside dataset.

    Raises:
        QueryError: no such dataset. FileError: the file cannot be read. ParameterError: a class that we do
            not have, or wrong columns. WebError: the service cannot be asked.
    """
    kinds = _kinds(index, task.type)
    around = datasets.around(index)
    if task.to in datasets.SERVICES:
        title, source, kinds_ = f"{task.to} at {task.file}", task.source or task.file, kinds
        records, problems = _service(task, index, around, kinds, progress), Source(Path(task.file))
    else:
        dataset = datasets.named(task.to)
        if task.to == table.DATASET.name:
            dataset = table.dataset(task.columns, task.source or table.DATASET.source)
        problems = Source(Path(task.file), progress)
        title, source, kinds_ = dataset.title, dataset.source, kinds or dataset.kinds
        records = dataset.read(problems, around)
    counted = _Counted(records)
    proposals = propose(index, counted, kinds_, decided)
    return Done(tuple(proposals), counted.read, title, source, tuple(problems.problems))


class _Counted:
    def __init__(self, records: Iterator[Record]) -> None:
        self.read = 0
        self._records = records

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            self.read += 1
            yield record


def _kinds(index: Index, type: str | None) -> frozenset[str]:
    if type is None:
        return frozenset()
    kind = local_name(expand(type) or type)
    known = {kind for prepared in index.records for kind in prepared.record.kinds}
    if kind not in known:
        raise ParameterError(f"no thing of ours is a {kind}; the classes are {', '.join(sorted(known))}")
    return frozenset({kind})


def _service(
    task: Task, index: Index, around: datasets.Around, kinds: frozenset[str], progress: Progress
) -> Iterator[Record]:
    web = services.web(task.file, task.loopback)
    if task.to == "reconciliation":
        wanted = kinds or frozenset({"Organization"})
        asked = [each.record for each in index.records if not wanted.isdisjoint(each.record.kinds)]
        return services.reconcile(web, task.file, asked, progress)
    if task.query is None:
        raise QueryError("to link to a SPARQL endpoint takes a --query: a SELECT of ?id ?name ...")
    from monazite import queries

    return services.sparql(web, task.file, queries.read(task.query).text, around)


def doubtful_table(proposals: Iterable[Proposal]) -> bytes:
    """The doubtful proposals as CSV, with the reasons, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("ours", "our_label", "theirs", "their_label", "score", "why"))
    for each in proposals:
        if each.band is Band.doubtful:
            cells = (
                each.ours.id,
                each.ours.label,
                each.theirs.id,
                each.theirs.label,
                f"{each.score.value:.0f}",
                each.score.why,
            )
            writer.writerow([sheets.harmless(cell) for cell in cells])
    return out.getvalue().encode()
