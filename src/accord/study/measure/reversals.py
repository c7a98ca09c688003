"""Which inputs would reverse the conclusion: break-even values, worked out from the figures.

The conclusion is the scenario that a stated rule picks. For each input that it hangs on, the value
at which it falls is computed and set against the value today; the distance is measured in steps of
that input's usual variation, and the three nearest are printed on the first page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook
from accord.study.measure.output import CLOSED, STOPPED, UNMANNED, WORKING, is_held
from accord.study.measure.staffing import areas
from accord.study.runs import Run

__all__ = ["Reversal", "choose", "enter_reversals"]

Floats = npt.NDArray[np.float64]
# One step of usual variation of each input (docs/assumptions.md): what a year may well bring.
STEPS: Final = {
    "demand": 0.05,
    "absence": 0.01,
    "hourly_gain": 0.02,
    "aid": 0.25,
    "wage": 0.01,
    "breakdown": 0.02,
}


@dataclass(frozen=True, slots=True)
class Reversal:
    """An input, its value now, the value at which the conclusion falls, and the distance.

    ``name`` is demand, absence, hourly_gain, aid, wage or breakdown; ``where`` the station or area
    that gives way; ``steps`` the distance in usual yearly variations.
    """

    name: str
    now: Figure
    turn: Figure
    where: str
    steps: float


def choose(field: Field, book: FigureBook) -> Case | None:
    """Return the scenario the rule picks: demand held, no breach, no layoff, then least cost.

    Returns None when no scenario holds the demand. When all that do break a rule of law, or none
    is without layoff, the rule goes on without that condition; the report says so beside it.
    """
    held = [c for c in field.changes if c.run is not None and is_held(c, book) is not False]
    for keep in (_no_breach, _no_layoff):
        held = [c for c in held if keep(c)] or held
    surely = [c for c in held if is_held(c, book)] or held

    def cost(case: Case) -> float:
        figure = book.get(f"{case.id}.cost.change_year")
        return figure.value if figure is not None and figure.is_known else float("inf")

    return min(surely, key=cost, default=None)


def _no_breach(case: Case) -> bool:
    return not case.check.breaches


def _no_layoff(case: Case) -> bool:
    return case.scenario is None or all(e.kind != "layoff" for e in case.scenario.exits)


def enter_reversals(field: Field, book: FigureBook, case: Case) -> tuple[Reversal, ...]:
    """Enter the break-even figures of a case and return its reversals, the nearest first."""
    if case.run is None:
        return ()
    found = [
        _demand(field, book, case, case.run),
        _breakdown(field, book, case, case.run),
        _absence(book, case),
        _hourly_gain(field, book, case),
        *_money(book, case),
    ]
    return tuple(sorted((r for r in found if r is not None), key=lambda r: r.steps))


def _station_hours(field: Field, run: Run, station: str) -> dict[str, Floats]:
    index = run.machines_of(station)

    def hours(*states: str) -> Floats:
        chosen = run.machine_state(*states)[:, field.window][:, :, index]
        return np.asarray(chosen.sum(axis=(1, 2)), dtype=np.float64)

    return {
        "open": hours(*[s for s in run.machine_states if s not in CLOSED]),
        "setup": hours("setup"),
        "stopped": hours(*STOPPED),
        "down": hours("down", "repair"),
        "waiting": hours(*UNMANNED),
        "working": hours(*WORKING),
    }


def _tightest(field: Field, run: Run) -> tuple[str, dict[str, Floats]] | None:
    """Return the station with the least idle time for its work, set-up growing with the lots."""
    best: tuple[float, str, dict[str, Floats]] | None = None
    for station in run.stations:
        hours = _station_hours(field, run, station)
        if hours["working"].sum() <= 0:
            continue
        spare = float(np.mean(_headroom(hours)))
        if best is None or spare < best[0]:
            best = (spare, station, hours)
    return None if best is None else (best[1], best[2])


def _headroom(hours: dict[str, Floats]) -> Floats:
    """Return the growth of work at which all open time is taken, (R,).

    Work, set-ups and breakdowns of running machines grow with the pieces; waiting for people is
    taken as it is.
    """
    spare = hours["open"] - hours["stopped"] - hours["waiting"] - hours["working"]
    return np.asarray(spare / (hours["working"] + hours["stopped"]), dtype=np.float64)


def _steps(name: str, now: float, turn: float) -> float:
    return abs(turn - now) / STEPS[name]


def _demand(field: Field, book: FigureBook, case: Case, run: Run) -> Reversal | None:
    tightest = _tightest(field, run)
    if tightest is None:
        return None
    station, hours = tightest
    now = book[f"{case.id}.flow.demand_week"]
    turn = book.simulated(
        f"{case.id}.reversal.demand",
        _headroom(hours),
        "share",
        inputs=(run.digest,),
        parents=[now],
        method=f"idle hours of {station} / its hours of work, set-up and breakdown: the growth of "
        "demand that takes all its open time",
    )
    return Reversal("demand", now, turn, station, _steps("demand", 0.0, turn.value))


def _breakdown(field: Field, book: FigureBook, case: Case, run: Run) -> Reversal | None:
    tightest = _tightest(field, run)
    if tightest is None or tightest[1]["down"].sum() <= 0:
        return None
    station, hours = tightest
    now = book.get(f"{case.id}.flow.down_share.{station}")
    if now is None:
        return None
    spare = hours["open"] - hours["stopped"] - hours["waiting"] - hours["working"]
    turn = book.simulated(
        f"{case.id}.reversal.breakdown",
        (hours["down"] + spare) / hours["open"],
        "share",
        inputs=(run.digest,),
        parents=[now],
        method=f"share of {station}'s open hours lost to breakdowns that leaves no idle hour",
    )
    return Reversal("breakdown", now, turn, station, _steps("breakdown", now.value, turn.value))


def _absence(book: FigureBook, case: Case) -> Reversal | None:
    now = book.get("input.absence")
    gaps = [
        (book[f"{case.id}.staffing.gap.{a}"], a)
        for a in areas(case.plant)
        if f"{case.id}.staffing.gap.{a}" in book
    ]
    if now is None or not gaps:
        return None
    stem = f"{case.id}.staffing"

    def limit(area: str) -> float:
        p, o, h, n = (
            book[f"{stem}.{m}.{area}"].value for m in ("posts", "opening", "weekly_h", "people")
        )
        return 1.0 - p * o / (h * n)

    area = min((a for _, a in gaps), key=limit)
    turn = book.computed(
        f"{case.id}.reversal.absence",
        lambda p, o, h, n: 1.0 - p * o / (h * n),
        [book[f"{stem}.{m}.{area}"] for m in ("posts", "opening", "weekly_h", "people")],
        "share",
        method=f"absence share at which {area} needs exactly the people it has",
    )
    return Reversal("absence", now, turn, area, _steps("absence", now.value, turn.value))


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
