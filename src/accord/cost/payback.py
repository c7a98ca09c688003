"""Payback of what is spent once, and the output that pays for what is yearly."""

from __future__ import annotations

import math

import numpy as np

from accord.cost.bill import Basis, Bill, money, numbers
from accord.cost.horizon import MONTHS_PER_YEAR
from accord.cost.records import ONCE, RATIO, YEARLY, CostLine, years_later
from accord.cost.stages import TODAY
from accord.law import FloatArray

SUMS = Basis("A-18", "sum of the lines")
_FURTHEST_YEARS = 60
_ALIKE_SHARE = 0.5 / 100 / 100


def price_return(bill: Bill) -> None:
    """Write the payback of what is spent once, and the output that pays for what is yearly.

    Neither is written while something is needed: a sum without one of its lines would mislead.
    """
    if bill.needs:
        return
    changes = [line for line in bill.lines if line.is_change and line.kind == YEARLY]
    lasting = [line for line in changes if not line.id.startswith("aid.")]
    spent = [line for line in bill.lines if line.is_change and line.kind == ONCE]
    _payback(bill, spent, _by_month(bill, lasting))
    _break_even(bill, lasting)


def _by_month(bill: Bill, lines: list[CostLine]) -> FloatArray:
    found = np.zeros(len(bill.horizon.months))
    for line in lines:
        found += np.array(line.by_month)
    return found


def months_to_earn(once: float, saved: FloatArray) -> float:
    """Give the months until savings reach what is spent; NaN when they never do.

    Parameters
    ----------
    once
        What is spent once.
    saved
        Saving of each month, shape (months,); the mean of the last twelve goes on after them.

    Returns
    -------
    float
        Months from the first, straight within the last one.
    """
    if once <= 0:
        return 0.0
    later = float(saved[-MONTHS_PER_YEAR:].mean())
    left = once
    for month in range(_FURTHEST_YEARS * MONTHS_PER_YEAR):
        gain = float(saved[month]) if month < len(saved) else later
        if gain >= left:
            return month + left / gain
        left -= gain
    return math.nan


def _payback(bill: Bill, spent: list[CostLine], change: FloatArray) -> None:
    once = sum(line.amount for line in spent)
    if once <= 0 or change.sum() >= 0:
        return
    months = months_to_earn(once, -change)
    low, high = (
        months_to_earn(sum(values), -change)
        for values in ([x.low for x in spent], [x.high for x in spent])
    )
    if math.isnan(months):
        return
    bill.write(
        "payback.years",
        ("Temps de retour", "Payback"),
        months / MONTHS_PER_YEAR,
        SUMS,
        formula=(
            f"{money(once)} regagnés mois par mois depuis le début, hors aide, sans actualisation",
            f"{money(once)} earned back month by month from the start, without aid, not discounted",
        ),
        inputs={"once": money(once), "saved in the last year": money(-_last_year(change))},
        first=bill.case.start,
        kind=RATIO,
        unit="years",
        bounds=(low / MONTHS_PER_YEAR, max(high, months) / MONTHS_PER_YEAR),
    )


def _last_year(by_month: FloatArray) -> float:
    return float(by_month[-MONTHS_PER_YEAR:].mean()) * MONTHS_PER_YEAR


def _break_even(bill: Bill, lasting: list[CostLine]) -> None:
    """Write the growth of output that keeps the labour cost of a piece, each year by its own sums.

    One line stands for all years where they are alike.
    """
    change, aid, today = (
        _by_year(bill, lines)
        for lines in (
            lasting,
            [line for line in bill.lines if line.id.startswith("aid.")],
            [line for line in bill.lines if line.id.startswith(TODAY + ".")],
        )
    )
    if not today.all() or not (change.any() or aid.any()):
        return
    shares = (change + aid) / today
    is_alike = float(np.ptp(shares)) < _ALIKE_SHARE
    for year in (0,) if is_alike else range(1, len(shares) + 1):
        i = max(year - 1, 0)
        bill.write(
            f"break_even.year{year}" if year else "break_even",
            (
                "Production à gagner pour le même coût du travail par pièce"
                + (f", année {year}" if year else ""),
                "Output to gain for the same labour cost per piece"
                + (f", year {year}" if year else ""),
            ),
            float(shares[i]),
            SUMS,
            formula=numbers(f"({money(change[i])} - {money(-aid[i])}) / {money(today[i])}")
            if aid[i]
            else numbers(f"{money(change[i])} / {money(today[i])}"),
            inputs={
                "change of the year": money(change[i]),
                "aid": money(aid[i]),
                "today": money(today[i]),
            },
            first=years_later(bill.case.start, i),
            kind=RATIO,
            unit="share",
        )


def _by_year(bill: Bill, lines: list[CostLine]) -> FloatArray:
    """Sum lines by year of the price, shape (years,); a last year in part counts as it is."""
    years = np.arange(0, len(bill.horizon.months), MONTHS_PER_YEAR)
    sums: FloatArray = np.add.reduceat(_by_month(bill, lines), years)
    return sums
