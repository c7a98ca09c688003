"""What a plan changes from today kept as it is: its payback, and the output that pays for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from accord.cost.bill import SUMS, money, numbers
from accord.cost.horizon import MONTHS_PER_YEAR
from accord.cost.records import ONCE, RATIO, YEARLY, CostLine, CostResult, years_later
from accord.cost.stages import TODAY
from accord.law import FloatArray

_FURTHEST_YEARS = 60
_ALIKE_SHARE = 0.5 / 100 / 100
_OUTPUT = ("scrap.", "late.")
_Test = Callable[[CostLine], bool]


@dataclass(frozen=True, slots=True)
class Change:
    """What a plan changes from today kept as it is over the same months.

    Parameters
    ----------
    once, once_low, once_high
        What is spent once in the months priced.
    pay
        Everything yearly but aid, by month, shape (months,); a saving is negative.
    aid
        Aid by month, negative, shape (months,).
    """

    once: float
    once_low: float
    once_high: float
    pay: FloatArray
    aid: FloatArray


def change_from(today: CostResult, plan: CostResult) -> Change:
    """Set a plan beside today kept as it is, month by month.

    Raises
    ------
    ValueError
        When the two are not in one currency and over the same months.
    """
    if today.currency != plan.currency or _months(today) != _months(plan):
        msg = (
            f"{today.scenario} ({today.currency}, {_months(today)} months) and {plan.scenario} "
            f"({plan.currency}, {_months(plan)} months) cannot be compared: price today over the "
            "months of the plan"
        )
        raise ValueError(msg)
    spent, kept = ([x for x in r.lines if x.kind == ONCE] for r in (plan, today))
    once, low, high = (
        math.fsum(getattr(x, side) for x in spent) - math.fsum(x.amount for x in kept)
        for side in ("amount", "low", "high")
    )
    return Change(
        once,
        low,
        high,
        _sum(plan, _is_not_aid) - _sum(today, _is_not_aid),
        _sum(plan, _is_aid) - _sum(today, _is_aid),
    )


def payback_years(once: float, change: FloatArray, aid: FloatArray) -> float:
    """Give the years until savings, with the aid, reach what is spent once; NaN when never.

    Parameters
    ----------
    once
        What is spent once, counted whole from the first month.
    change
        Change of each month without aid, a saving negative, shape (months,); the mean of the last
        twelve goes on after them.
    aid
        Aid of each month, negative, shape (months,); none is counted after them.

    Returns
    -------
    float
        Years from the first month, straight within the last one; 0 where nothing is spent.
    """
    if once <= 0:
        return 0.0
    later = -float(change[-MONTHS_PER_YEAR:].mean())
    saved = -(change + aid)
    left = once
    for month in range(_FURTHEST_YEARS * MONTHS_PER_YEAR):
        gain = float(saved[month]) if month < len(saved) else later
        if gain >= left:
            return (month + left / gain) / MONTHS_PER_YEAR
        left -= gain
    return math.nan


def against_today(plan: CostResult, today: CostResult) -> CostResult:
    """Return a price with what only today beside it tells: payback, and output to break even.

    Neither is written while something is needed: a sum without one of its lines would mislead. A
    payback that never comes is a note.

    Parameters
    ----------
    plan
        The price of a plan.
    today
        Today kept as it is, priced over the same months.
    """
    if plan.needs or today.needs:
        return plan
    change = change_from(today, plan)
    lines, notes = _paybacks(plan, change)
    lines += _break_even(plan, today)
    return replace(plan, lines=(*plan.lines, *lines), notes=(*plan.notes, *notes))


def _paybacks(plan: CostResult, change: Change) -> tuple[list[CostLine], list[tuple[str, str]]]:
    """Give the payback without aid, then with it where there is one."""
    if change.once <= 0:
        return [], []
    lines: list[CostLine] = []
    notes: list[tuple[str, str]] = []
    for id_, aid, (fr, en) in (
        ("payback.without_aid", np.zeros_like(change.aid), ("hors aide", "without aid")),
        ("payback.with_aid", change.aid, ("aide comprise", "aid counted")),
    ):
        if id_ == "payback.with_aid" and not aid.any():
            continue
        years, low, high = (
            payback_years(once, change.pay, aid)
            for once in (change.once, change.once_low, change.once_high)
        )
        if math.isnan(years):
            notes.append(
                (
                    f"Temps de retour, {fr} : jamais ; ce qui est dépensé une fois n'est pas "
                    "regagné (A-18).",
                    f"Payback, {en}: never; what is spent once is not earned back (A-18).",
                )
            )
            continue
        last = math.fsum((change.pay + aid)[-MONTHS_PER_YEAR:])
        lines.append(
            _ratio(
                plan,
                id_,
                (f"Temps de retour, {fr}", f"Payback, {en}"),
                years,
                "years",
                formula=(
                    f"{money(change.once)} regagnés mois par mois sur aujourd'hui gardé tel quel, "
                    f"depuis le début, {fr}, sans actualisation",
                    f"{money(change.once)} earned back month by month against today kept as it is, "
                    f"from the start, {en}, not discounted",
                ),
                inputs={"once": money(change.once), "saved in the last year": money(-last)},
                bounds=(low, years if math.isnan(high) else high),
            )
        )
    return lines, notes


def _break_even(plan: CostResult, today: CostResult) -> list[CostLine]:
    """Give the growth of output that keeps the labour cost of a piece, each year by its own sums.

    One line stands for all years where they are alike.
    """
    pay, aid, kept = (
        _by_year(r, test) for r, test in ((plan, _is_labour), (plan, _is_aid), (today, _is_labour))
    )
    change = pay - kept
    if not kept.all() or not (change.any() or aid.any()):
        return []
    shares = (change + aid) / kept
    is_alike = float(np.ptp(shares)) < _ALIKE_SHARE
    lines = []
    for year in (0,) if is_alike else range(1, len(shares) + 1):
        i = max(year - 1, 0)
        fr, en = (f", année {year}", f", year {year}") if year else ("", "")
        added = f"({money(change[i])} - {money(-aid[i])})" if aid[i] else money(change[i])
        lines.append(
            _ratio(
                plan,
                f"break_even.year{year}" if year else "break_even",
                (
                    f"Production à gagner pour le même coût du travail par pièce{fr}",
                    f"Output to gain for the same labour cost per piece{en}",
                ),
                float(shares[i]),
                "share",
                formula=numbers(f"{added} / {money(kept[i])}"),
                inputs={
                    "change of the year": money(change[i]),
                    "aid": money(aid[i]),
                    "today": money(kept[i]),
                },
                first=years_later(_first(plan), i),
            )
        )
    return lines


def _ratio(
    plan: CostResult,
    id_: str,
    labels: tuple[str, str],
    amount: float,
    unit: str,
    *,
    formula: tuple[str, str],
    inputs: dict[str, str],
    first: date | None = None,
    bounds: tuple[float, float] | None = None,
) -> CostLine:
    low, high = bounds or (amount, amount)
    return CostLine(
        id_, *labels, amount, unit, RATIO, low, high, SUMS.article, SUMS.source, SUMS.status,
        *formula, tuple(inputs.items()), first or _first(plan),
    )  # fmt: skip


def _is_aid(line: CostLine) -> bool:
    return line.kind == YEARLY and line.id.startswith("aid.")


def _is_not_aid(line: CostLine) -> bool:
    return line.kind == YEARLY and not line.id.startswith("aid.")


def _is_labour(line: CostLine) -> bool:
    return _is_not_aid(line) and not line.id.startswith(_OUTPUT)


def _sum(result: CostResult, test: _Test) -> FloatArray:
    """Sum lines by month, shape (months,)."""
    found = np.zeros(_months(result))
    for line in result.lines:
        if test(line):
            found += np.array(line.by_month)
    return found


def _by_year(result: CostResult, test: _Test) -> FloatArray:
    """Sum lines by year of the price, shape (years,); a last year in part counts as it is."""
    sums: FloatArray = np.add.reduceat(
        _sum(result, test), np.arange(0, _months(result), MONTHS_PER_YEAR)
    )
    return sums


def _months(result: CostResult) -> int:
    return max((len(line.by_month) for line in result.lines), default=1)


def _first(result: CostResult) -> date:
    return result.line(f"{TODAY}.wages").first
