"""What a scenario does, as a result: a row for all users, each stage, country and user that it touches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monazite.analysis.evidence import Evidence
from monazite.analysis.result import HIDDEN, Result
from monazite.statements import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CUT, MAY_BE_CUT, LESS, FEWER = "cut off", "may be cut off", "loses", "fewer paths"
NEW, MORE, MORE_PATHS, LIMITED = "newly reached", "gains", "more paths", "limited"
# The worst first.
ORDER = (CUT, MAY_BE_CUT, LESS, FEWER, LIMITED, NEW, MORE, MORE_PATHS)
ALL, STAGE, COUNTRY, USER = "all", "stage", "country", "user"


@dataclass(frozen=True)
class Loss:
    """What a scenario does to an end user, to all of a country, to all, or to what stands at a stage.

    Attributes:
        level: ``all``, ``stage``, ``country`` or ``user``.
        name: the user, country or stage.
        iri: the user's or stage's IRI, the country's code.
        country: ISO 3166-1 code, "" if none is stated.
        outcome: *cut off*: no known path is left. *may be cut off*: none is if limits come to their lower
            end, or if what nobody tells (a consumer's country, a product) is so that a control hits it.
            *loses* or *gains* tonnes. *fewer paths*, *more paths*: other known suppliers, no other tonnes
            that could be told. *newly reached*. *limited*: what is hit limits nothing.
        users: how many users with a known path it is about; None of a stage.
        cut_off, may_be: how many of them are cut off, or may be.
        suppliers_lost: direct suppliers from which, at worst, no path is left, three by name; of a stage: the
            units that are gone or limited.
        units_before, units_after: production units from which product could come, before and at worst after;
            of a stage: that stand.
        may_lack: magnet elements of which at worst no known path to it is left (of a user).
        tonnes_before, tonnes_after: tonnes of NdFeB magnet a year that known links could bring: to a user by
            itself, to all of a country together. Of a stage: for which its units are enough. None where no
            known path has a capacity that converts.
        share_lost: the share lost, central case; below 0 where it gains.
        share_lost_5, share_lost_50, share_lost_95: its quantiles over the Monte Carlo; None without.
        assumed: which share of `tonnes_before` rests on capacities that are assumed.
        stage: the last stage at which suppliers are lost (of a user).
        substitutes: units of that stage that are left on known paths, three by name; of a stage: that come.
        could_be: such units that are left only if *possible* links are counted, three by name.
        sources: the documents behind the links between what is hit and the user, or of the units hit.
        evidence: that of the weakest of those links.
    """

    level: str
    name: str
    iri: str = field(metadata=HIDDEN)
    country: str
    outcome: str
    users: int | None
    cut_off: int | None
    may_be: int | None
    suppliers_lost: tuple[str, ...]
    units_before: int
    units_after: int
    may_lack: tuple[str, ...]
    tonnes_before: float | None
    tonnes_after: float | None
    share_lost: float | None
    share_lost_5: float | None
    share_lost_50: float | None = field(metadata=HIDDEN)
    share_lost_95: float | None
    assumed: float | None = field(metadata=HIDDEN)
    stage: str
    substitutes: tuple[str, ...]
    could_be: tuple[str, ...]
    sources: tuple[Source, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Losses(Result[Loss]):
    """What a scenario does: to all users together, to stages, countries, users; the worst first.

    Attributes:
        at: the day as of which it is told.
        bases: what links may rest on.
        runs: how many Monte Carlo runs.
        seed: their seed.
    """

    at: str
    bases: tuple[str, ...]
    runs: int
    seed: int

    def level(self, level: str) -> tuple[Loss, ...]:
        """The rows of a level: ``all``, ``stage``, ``country`` or ``user``."""
        return tuple(row for row in self.rows if row.level == level)

    def plot(self) -> Figure:
        """Bars of what users could get before and after.

        Raises:
            ExtraMissing: matplotlib is not installed.
            QueryError: nobody loses or gains anything that can be told in tonnes.
        """
        from monazite.analysis.scenarios.figure import draw

        return draw(self)
