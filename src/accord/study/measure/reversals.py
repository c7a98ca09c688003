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

from accord.study.document import numeral, say
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook
from accord.study.measure.money import HORIZON_YEARS
from accord.study.measure.output import HELD_SHARE, is_held, station_use
from accord.study.probes import Turn
from accord.study.runs import Run

__all__ = ["Choice", "Reversal", "choose", "enter_reversals"]

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

    ``is_short`` tells that the scenario falls short already: the turn is to hold the demand, or to
    cost no more than today.
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

    The rule: shorter hours, demand held, no breach of law, no layoff, then least cost over five
    years, with the aid of each year and what is paid once. Failing that, the scenario that misses
    the fewest of these conditions. None when none could be run.
    """
    ranked: list[tuple[int, bool, float, Choice]] = []
    for case in field.changes:
        if case.run is None:
            continue
        fails = tuple(name for name, is_met in _CONDITIONS.items() if not is_met(field, case, book))
        figure = book.get(f"{case.id}.cost.change_horizon")
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
    field: Field, book: FigureBook, case: Case, turns: tuple[Turn, ...]
) -> tuple[Reversal, ...]:
    """Enter the break-even figures of a case and return its reversals, the nearest first."""
    found = [_simulated(field, book, case, turn) for turn in turns]
    hourly = _hourly_gain(field, book, case)
    if hourly is not None:
        found.append(hourly)
    found += _money(book, case)
    return tuple(sorted(found, key=lambda r: r.steps))


def _steps(name: str, now: float, turn: float) -> float:
    return abs(turn - now) / STEPS[name]


def _simulated(field: Field, book: FigureBook, case: Case, turn: Turn) -> Reversal:
    """Enter the turn of an input that the probes moved."""
    growth = book[f"{case.id}.flow.backlog_growth_week"]
    if turn.name == "demand":
        now = book[f"{case.id}.flow.demand_week"]
        values, unit = turn.values - 1.0, "share"
    elif turn.name == "absence":
        now = book["input.absence"]
        values, unit = turn.values, "share"
    else:
        now = book.given("input.repair_factor", 1.0, "ratio", method=say("method.repair_as_given"))
        values, unit = turn.values, "ratio"
    figure = book.simulated(
        f"{case.id}.reversal.{turn.name}",
        values,
        unit,
        inputs=turn.inputs,
        parents=[now, growth],
        method=say(
            f"method.turn_{turn.name}",
            share=numeral(HELD_SHARE),
            tried=tuple(numeral(value) for value in turn.tried),
        ),
    )
    steps = abs(float(turn.values.mean()) - turn.base) / STEPS[turn.name]
    where = _busiest(field, turn.last)
    return Reversal(turn.name, now, figure, where, steps, is_short=turn.is_short)


def _busiest(field: Field, run: Run) -> str:
    uses = {
        s: float(np.nan_to_num(station_use(run, s, field.window)["use"]).mean())
        for s in run.stations
    }
    return max(uses, key=lambda s: uses[s])


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
        method=say("method.headcount"),
    )
    then = book.given(
        f"{case.id}.staffing.headcount",
        case.headcount,
        "people",
        kind="computed",
        parents=[book["input.people"], book[f"{case.id}.input.hires"]],
        method=say("method.headcount"),
    )
    turn = book.computed(
        f"{case.id}.reversal.hourly_gain",
        lambda b, a, n0, n1: (b / a) / (n1 / n0) - 1.0,
        [before, after, today, then],
        "share",
        method=say("method.hourly_gain"),
    )
    published = book.get("evidence.output.fatigue_39_35")
    now = book.given(
        "assumed.hourly_gain",
        0.0,
        "share",
        kind="prior",
        parents=[published] if published is not None else [],
        method=say("method.hourly_gain_assumed"),
    )
    return Reversal("hourly_gain", now, turn, "", _steps("hourly_gain", 0.0, turn.value))


def _money(book: FigureBook, case: Case) -> list[Reversal]:
    """Break-even of aid and of wage growth, where the case is priced."""
    found: list[Reversal] = []
    total = book.get(f"{case.id}.cost.change_horizon")
    aid = book.get(f"{case.id}.cost.aid_total")
    if total is not None and aid is not None and aid.value > 0 and total.value + aid.value > 0:
        turn = book.computed(
            f"{case.id}.reversal.aid",
            lambda t, a: 1 + t / a,
            [total, aid],
            "share",
            method=say("method.turn_aid"),
        )
        whole = book.given(
            f"{case.id}.cost.aid_whole", 1.0, "share", kind="computed", parents=[aid]
        )
        steps = _steps("aid", 1.0, turn.value)
        found.append(Reversal("aid", whole, turn, "", steps, is_short=turn.value > 1))
    wages = book.get("S0.cost.wages_year")
    if total is not None and wages is not None and wages.value > 0:
        turn = book.computed(
            f"{case.id}.reversal.wage",
            lambda t, w: -t / (HORIZON_YEARS * w),
            [total, wages],
            "share/year",
            method=say("method.turn_wage", years=str(HORIZON_YEARS)),
        )
        now = book.given(
            f"{case.id}.input.wage_growth",
            case.scenario.wage_growth_share_year if case.scenario else 0.0,
            "share/year",
        )
        found.append(Reversal("wage", now, turn, "", _steps("wage", now.value, turn.value)))
    return found
