"""Which inputs would reverse the conclusion: break-even values, worked out from the figures.

The conclusion is the scenario that a stated rule picks. For each input that it hangs on, the value
at which it falls is computed and set against the value today; the distance is measured in steps of
that input's usual variation, and the three nearest are printed on the first page.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook
from accord.study.measure.output import is_held, output_week, station_use
from accord.study.probes import ABSENCE_STEP, DEMAND_FACTOR, REPAIR_FACTOR, Probes
from accord.study.runs import Run

__all__ = ["Choice", "Reversal", "choose", "enter_reversals"]

Floats = npt.NDArray[np.float64]
# One step of usual variation of each input (assumption A-30): what a year may well bring.
STEPS: Final = {
    "demand": 0.05,
    "absence": 0.01,
    "hourly_gain": 0.02,
    "aid": 0.25,
    "wage": 0.01,
    "repair": 0.25,
}


@dataclass(frozen=True, slots=True)
class Reversal:
    """An input, its value now, the value at which the conclusion falls, and the distance.

    ``is_short`` tells that the scenario falls short already: the turn is to hold the demand.
    ``name`` is demand, absence, repair, hourly_gain, aid or wage; ``where`` the station or area
    that gives way; ``steps`` the distance in usual yearly variations.
    """

    name: str
    now: Figure
    turn: Figure
    where: str
    steps: float
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The scenario the rule picks, or the nearest one with the conditions it does not meet.

    ``fails`` names them: ``hours``, ``demand``, ``law``, ``layoff``.
    """

    case: Case
    fails: tuple[str, ...]


def choose(field: Field, book: FigureBook) -> Choice | None:
    """Return the scenario that the rule picks, or the nearest to it.

    The rule: shorter hours, demand held, no breach of law, no layoff, then least cost. Failing
    that, the scenario that misses the fewest of these conditions. None when none could be run.
    """
    ranked: list[tuple[int, bool, float, Choice]] = []
    for case in field.changes:
        if case.run is None:
            continue
        fails = tuple(name for name, is_met in _CONDITIONS.items() if not is_met(field, case, book))
        figure = book.get(f"{case.id}.cost.change_year")
        cost = figure.value if figure is not None and figure.is_known else math.inf
        ranked.append((len(fails), is_held(case, book) is None, cost, Choice(case, fails)))
    return min(ranked, key=lambda r: r[:3])[3] if ranked else None


_CONDITIONS: Final[dict[str, Callable[[Field, Case, FigureBook], bool]]] = {
    "hours": lambda field, case, _: case.weekly_h < field.plant.weekly_h,
    "demand": lambda _, case, book: is_held(case, book) is not False,
    "law": lambda _field, case, _book: not case.check.breaches,
    "layoff": lambda _field, case, _book: not case.layoffs,
}


def enter_reversals(
    field: Field, book: FigureBook, case: Case, probes: Probes | None
) -> tuple[Reversal, ...]:
    """Enter the break-even figures of a case and return its reversals, the nearest first."""
    found: list[Reversal | None] = [_hourly_gain(field, book, case), *_money(book, case)]
    asked = None if probes is None else _demand(field, book, probes)
    if probes is not None and asked is not None:
        reversal, spare = asked
        found += [
            reversal,
            _absence(field, book, probes, spare),
            _repair(field, book, probes, spare),
        ]
    return tuple(sorted((r for r in found if r is not None), key=lambda r: r.steps))


def _steps(name: str, now: float, turn: float) -> float:
    return abs(turn - now) / STEPS[name]


def _demand(field: Field, book: FigureBook, probes: Probes) -> tuple[Reversal, Floats] | None:
    """Return the growth of demand that takes all capacity, and the spare pieces a week."""
    case = probes.case
    now = book[f"{case.id}.flow.demand_week"]
    if now.value <= 0:
        return None
    capacity = output_week(probes.full, field.window)
    turn = book.simulated(
        f"{case.id}.reversal.demand",
        capacity / now.value - 1.0,
        "share",
        inputs=(probes.full.digest,),
        parents=[now],
        method=f"output with the demand x {DEMAND_FACTOR:g} (capacity) / demand - 1, simulated",
    )
    where = _busiest(field, probes.full)
    steps = _steps("demand", 0.0, turn.value)
    reversal = Reversal("demand", now, turn, where, steps, is_short=turn.value < 0)
    return reversal, np.asarray(capacity - now.value, dtype=np.float64)


def _busiest(field: Field, run: Run) -> str:
    uses = {
        s: float(np.nan_to_num(station_use(run, s, field.window)["use"]).mean())
        for s in run.stations
    }
    return max(uses, key=lambda s: uses[s])


def _absence(field: Field, book: FigureBook, probes: Probes, spare: Floats) -> Reversal | None:
    now = book.get("input.absence")
    if now is None or probes.absence is None:
        return None
    slope = _loss(field, probes.full, probes.absence) / ABSENCE_STEP
    if not (slope > 0).all():
        return None
    turn = book.simulated(
        f"{probes.case.id}.reversal.absence",
        now.value + _paired_ratio(spare, slope),
        "share",
        inputs=(probes.full.digest, probes.absence.digest),
        parents=[now, book[f"{probes.case.id}.reversal.demand"]],
        method=f"absence + spare capacity / loss of capacity per point of absence, from runs with "
        f"absence + {ABSENCE_STEP:g}",
    )
    if turn.value < 0:  # not even full attendance would do
        return None
    steps = _steps("absence", now.value, turn.value)
    return Reversal("absence", now, turn, "", steps, is_short=turn.value < now.value)


def _repair(field: Field, book: FigureBook, probes: Probes, spare: Floats) -> Reversal | None:
    if probes.repair is None:
        return None
    slope = _loss(field, probes.full, probes.repair) / (REPAIR_FACTOR - 1.0)
    if not (slope > 0).all():
        return None
    now = book.given("input.repair_factor", 1.0, "ratio", method="repairs last as in the files")
    turn = book.simulated(
        f"{probes.case.id}.reversal.repair",
        1.0 + _paired_ratio(spare, slope),
        "ratio",
        inputs=(probes.full.digest, probes.repair.digest),
        parents=[now, book[f"{probes.case.id}.reversal.demand"]],
        method=f"1 + spare capacity / loss of capacity per unit, from runs with repairs x "
        f"{REPAIR_FACTOR:g}",
    )
    if turn.value < 0:  # not even instant repairs would do
        return None
    steps = _steps("repair", 1.0, turn.value)
    return Reversal("repair", now, turn, "", steps, is_short=turn.value < 1)


def _loss(field: Field, full: Run, moved: Run) -> Floats:
    """Return capacity lost by a moved input, pieces a week, paired."""
    common = min(full.replications, moved.replications)
    before = output_week(full, field.window)[:common]
    return np.asarray(before - output_week(moved, field.window)[:common], dtype=np.float64)


def _paired_ratio(spare: Floats, slope: Floats) -> Floats:
    """Return spare / slope by replication, the slope taken as its mean (it is the steadier)."""
    return np.asarray(spare[: slope.shape[0]] / slope.mean(), dtype=np.float64)


def _hourly_gain(field: Field, book: FigureBook, case: Case) -> Reversal | None:
    after = book.get(f"{case.id}.input.weekly_h")
    before = book["input.weekly_h"]
    if after is None or after.value >= before.value:
        return None
    today = book.given(
        f"{field.today.id}.staffing.headcount",
        field.today.headcount,
        "people",
        kind="computed",
        parents=[book["input.people"]],
        method="people present at the end of the horizon",
    )
    then = book.given(
        f"{case.id}.staffing.headcount",
        case.headcount,
        "people",
        kind="computed",
        parents=[book["input.people"], book[f"{case.id}.input.hires"]],
        method="people present at the end of the horizon",
    )
    turn = book.computed(
        f"{case.id}.reversal.hourly_gain",
        lambda b, a, n0, n1: (b / a) / (n1 / n0) - 1.0,
        [before, after, today, then],
        "share",
        method="(hours before / hours after) / (people after / people before) - 1: the gain of "
        "output per hour that work limited by people needs; work limited by a machine needs none",
    )
    published = book.get("evidence.output.fatigue_39_35")
    now = book.given(
        "assumed.hourly_gain",
        0.0,
        "share",
        kind="prior",
        parents=[published] if published is not None else [],
        method="no gain of hourly output is assumed in the simulation (A-10)",
    )
    return Reversal("hourly_gain", now, turn, "", _steps("hourly_gain", 0.0, turn.value))


def _money(book: FigureBook, case: Case) -> list[Reversal]:
    """Break-even of aid and of wage growth, where the case is priced."""
    found: list[Reversal] = []
    gross = book.get(f"{case.id}.cost.change_year_before_aid")
    aid = book.get(f"{case.id}.cost.aid_year")
    if gross is not None and aid is not None and gross.value > 0 and aid.value > 0:
        turn = book.computed(
            f"{case.id}.reversal.aid",
            lambda g, a: g / a,
            [gross, aid],
            "share",
            method="extra cost before aid / aid: the part of the aid at which the scenario costs "
            "what today costs",
        )
        whole = book.given(
            f"{case.id}.cost.aid_whole", 1.0, "share", kind="computed", parents=[aid]
        )
        found.append(Reversal("aid", whole, turn, "", _steps("aid", 1.0, turn.value)))
    net = book.get(f"{case.id}.cost.change_year")
    wages = book.get("S0.cost.wages_year")
    if net is not None and wages is not None and wages.value > 0:
        turn = book.computed(
            f"{case.id}.reversal.wage",
            lambda n, w: -n / w,
            [net, wages],
            "share/year",
            method="- change of yearly cost / yearly wages and charges: the change of wages at "
            "which the scenario costs what today costs",
        )
        now = book.given(
            f"{case.id}.input.wage_growth",
            case.scenario.wage_growth_share_year if case.scenario else 0.0,
            "share/year",
        )
        found.append(Reversal("wage", now, turn, "", _steps("wage", now.value, turn.value)))
    return found
