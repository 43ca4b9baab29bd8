"""The sentences of a scenario's result: what it does, what is assumed, what is unknown."""

from __future__ import annotations

from collections.abc import Sequence

from monazite.analysis.intervals import number
from monazite.analysis.scenarios.files import Scenario
from monazite.analysis.scenarios.losses import ALL, CUT, MAY_BE_CUT, NEW, USER, Loss
from monazite.analysis.scenarios.rows import Told
from monazite.analysis.scenarios.supply import MINE, RECYCLER
from monazite.analysis.scenarios.worlds import standing
from monazite.analysis.sentences import sentence, some

_NAMED = 8


def notes(told: Told, scenario: Scenario, rows: Sequence[Loss], runs: int) -> tuple[str, ...]:
    """The sentences: what the scenario is, then what it does, the surest first."""
    return (
        *filter(None, [" ".join(scenario.description.split())]),
        *_paths(told, [row for row in rows if row.level == USER]),
        _flow(told),
        *_drawn(scenario, rows, runs),
        *_elsewhere(told),
        *_begin(told),
        *_doubtful(told),
        *_dates(told, scenario),
        *(action.note for action in scenario.actions if action.note),
    )


def _paths(told: Told, users: Sequence[Loss]) -> list[str]:
    count = sum(bool(each.before) for each in told.every.values())
    of_them = f"{len(users)} of them" if users else "none of them"
    said = [
        f"As of {told.setting.day}, {count} end users have a known path from a supplier; the scenario "
        f"touches {of_them}."
    ]
    for outcome, words in (
        (CUT, "Cut off, with no known path left"),
        (MAY_BE_CUT, "Maybe cut off, if limits are at their lower end and what nobody tells is hit"),
        (NEW, "Reached for the first time"),
    ):
        names = [row.name for row in users if row.outcome == outcome]
        if names:
            said.append(sentence(f"{words}, {len(names)}: {some(names, _NAMED)}"))
    return said


def _flow(told: Told) -> str:
    flow, share = told.flows[ALL], told.assumed[ALL]
    if flow.before is None or flow.after is None:
        return "How much all users together could get cannot be told: some known path has no limit."
    change = "no change"
    if flow.lost:
        change = f"{'less' if flow.lost > 0 else 'more'} by {abs(flow.lost):.1%}"
    gates = told.setting.gates
    return (
        f"Known links could bring all users together {number(flow.before)} tonnes of NdFeB magnet a year "
        f"before and {number(flow.after)} after: {change}. That is the neodymium and praseodymium that could "
        f"flow at most, not what does. Of {len(gates.known)} units and stages the capacity is told, of "
        f"{len(gates.open)} the median of the stage is taken: {share:.0%} of the flow rests on those."
    )


def _drawn(scenario: Scenario, rows: Sequence[Loss], runs: int) -> list[str]:
    if not runs:
        return []
    low, high = scenario.assumptions.delay_months
    undated = scenario.assumptions.undated_starts
    without = f"starts with a chance of {undated:.0%}" if undated else "never starts"
    said = (
        "Each run draws capacities between their bounds (unknown ones like a known one of the stage), "
        f"conversion factors, and that planned units are {low} to {high} months late, all equally likely; "
        f"one without a date {without}. Sums are larger in the runs than in the central case where many "
        "capacities are unknown: among the known ones a few are far above the median."
    )
    lost = [(row.share_lost_5, row.share_lost_95) for row in rows if row.level == ALL]
    if lost and lost[0][0] is not None and lost[0][1] is not None:
        ends = f"{lost[0][0]:.1%} to {lost[0][1]:.1%}"
        said = f"All users together lose {ends} (5th to 95th percentile of {runs} runs). {said}"
    return [said]


def _elsewhere(told: Told) -> list[str]:
    """What magnet makers beyond a border that a control closes can make."""
    setting = told.setting
    borders = {each.border for each in setting.plan.restrictions} - {""}
    if not borders:
        return []
    world = setting.after(setting.central())
    makers = [
        stop
        for stop in sorted(setting.supply.graph)
        if stop.stage == "magnet-making"
        and world.stands(stop)
        and setting.facilities[stop.node].country not in borders | {""}
    ]
    sure = [world.capacities[stop] for stop in makers if stop in setting.gates.known]
    return [
        f"Beyond the border stand {len(makers)} magnet plants; the capacity of {len(sure)} is told, "
        f"{number(sum(sure))} tonnes a year together. To whom they could deliver besides is not told."
    ]


def _begin(told: Told) -> list[str]:
    supply = told.setting.supply
    begun = [kind for stop, kind in told.setting.origins.items() if stop in told.parts.before]
    traced = sum(kind in (MINE, RECYCLER) for kind in begun)
    said = (
        f"Product begins at {traced} mines and recyclers, and at {len(begun) - traced} units and companies "
        "whose own suppliers are not known: what would stop those is not seen."
    )
    if supply.left_out:
        said += f" Links left out, since what they deliver is not told or leads back: {supply.left_out}."
    return [said]


def _doubtful(told: Told) -> list[str]:
    doubtful = {link for each in told.setting.plan.restrictions for link in each.perhaps}
    held = {link for *_, links in told.setting.supply.edges() for link in links}
    count = len(doubtful & held)
    if not count:
        return []
    return [
        f"Links of which it is not told whether they are hit, since the consumer's country or the product is "
        f"not: {count}. At best they are not, at worst they are; half is left in the central case."
    ]


def _dates(told: Told, scenario: Scenario) -> list[str]:
    setting = told.setting
    said = []
    if later := setting.plan.later:
        said.append(f"Of {len(scenario.actions)} actions {later} begin after {setting.day} and do not count.")
    there = standing(setting.facilities, setting.day)
    moved = standing(setting.facilities, setting.day, plan=setting.plan)
    reaching = {stop.node for user in told.every.values() for stop in user.best}
    for timing in setting.plan.timings:
        coming = {iri for iri in timing.units if setting.facilities[iri].comes}
        undated = sum(not setting.facilities[iri].due for iri in coming)
        come = coming & moved - there
        text = (
            f"Of {len(timing.units)} units that an action on dates names, {len(coming)} are planned or being "
            f"built, {undated} of them without a date; by {setting.day} {len(coming & there)} stand without "
            f"the scenario and {len(coming & moved)} with it."
        )
        if come:
            text += (
                f" Known links lead on to an end user from {len(come & reaching)} of the {len(come)} more."
            )
        said.append(text)
    return said
