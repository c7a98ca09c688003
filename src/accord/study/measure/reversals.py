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
from accord.study.measure.output import HELD_SHARE, is_held, station_use
from accord.study.measure.prices import HORIZON_YEARS
from accord.study.probes import Turn
from accord.study.runs import Run

__all__ = ["Choice", "Reversal", "choose", "enter_reversals"]

# One step of usual variation of each input (assumption A-30): what a year may well bring.
STEPS: Final = {
    "demand": 0.05,
    "absence": 0.01,
    "aid": 0.25,
    "wage": 0.01,
    "repair": 0.25,
}


@dataclass(frozen=True, slots=True)
class Reversal:
    """An input, its value now, the value at which the conclusion falls, and the distance.

    ``is_short`` tells that the scenario falls short already: the turn is to hold the demand, or to
    cost no more than today.
    ``name`` is demand, absence, repair, aid or wage; ``where`` the station or area
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


def choose(field: Field, book: FigureBook, *, cost: str = "change_horizon") -> Choice | None:
    """Return the scenario that the rule picks, or the nearest to it.

    The rule: shorter hours, demand held, no breach of law, no layoff, then least cost over five
    years, with the aid of each year, what is paid once and the legal premium; ``cost`` names
    another figure to rank by. Failing that, the scenario that misses
    the fewest of these conditions. None when none could be run.
    """
    ranked: list[tuple[int, bool, float, Choice]] = []
    for case in field.changes:
        if case.run is None:
            continue
        fails = tuple(name for name, is_met in _CONDITIONS.items() if not is_met(field, case, book))
        figure = book.get(f"{case.id}.cost.{cost}")
        amount = figure.value if figure is not None and figure.is_known else math.inf
        ranked.append((len(fails), is_held(case, book) is None, amount, Choice(case, fails)))
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
    if total is not None and wages is not None and wages.value > 0 and not _is_nil(total):
        turn = book.computed(
            f"{case.id}.reversal.wage",
            lambda t, w: -t / (HORIZON_YEARS * w),
            [total, wages],
            "share",
            method=say("method.turn_wage", years=str(HORIZON_YEARS)),
        )
        now = book.given(
            f"{case.id}.cost.wage_level",
            0.0,
            "share",
            kind="computed",
            method=say("method.wage_level"),
        )
        steps = _steps("wage", now.value, turn.value)
        found.append(Reversal("wage", now, turn, "", steps, is_short=turn.value < 0))
    return found


def _is_nil(total: Figure) -> bool:
    """Tell whether a difference of cost may be none at all: nothing is there to cancel."""
    if not total.has_interval or total.low is None or total.high is None:
        return total.value == 0
    return total.low <= 0 <= total.high
