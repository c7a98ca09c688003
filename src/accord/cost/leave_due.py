"""The leave due to everyone who leaves: the days left, else what was earned and not yet taken."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from accord.cost.bill import ASSUMPTION, Bill
from accord.cost.horizon import MONTHS_PER_YEAR
from accord.cost.leavers import Leavers, Owed
from accord.cost.past_pay import PaidMonths
from accord.law import parameter
from accord.law.parameters import Version

_LEAVE = "fr.leave.pay"


def price_leave(bill: Bill, found: Leavers, paid: PaidMonths, total: Owed) -> None:
    """Price the leave due to everyone who leaves, from the hire on.

    Where the days left are not told, it is what the running period earned (the low bound), and of
    the period before what is not yet taken: its leave is taken evenly from the day after it to the
    end of the season (A-29). The high bound holds all of it.
    """
    days = bill.case.staff.leave_days[found.row]
    for i, on in enumerate(found.on.astype(object)):
        law = parameter(_LEAVE, on)
        total.articles[law.article] = None
        if not np.isnan(days[i]):
            weeks = parameter("fr.wages.month", on).number("weeks_per_year")
            daily = found.wage_month[i] * MONTHS_PER_YEAR / weeks / law.number("days_per_week")
            total.values[i] = total.low[i] = total.high[i] = days[i] * daily
            total.rules.setdefault(_LEAVE, law.status)
            continue
        running, before = _earned(found, paid, i, on)
        total.low[i], total.high[i] = running, running + before
        total.values[i] = running + before * (1 - taken_share(law, on))
        total.rules[_LEAVE] = ASSUMPTION


def taken_share(law: Version, on: date) -> float:
    """Give the part of the leave of the last whole period that is taken at the end of a day."""
    opened = _opened(law, on)
    month, day = (int(law.number(f"taken_to_{x}")) for x in ("month", "day"))
    season = date(opened.year, month, day) + timedelta(days=1) - opened
    return min((on + timedelta(days=1) - opened) / season, 1.0)


def _opened(law: Version, on: date) -> date:
    """Give the first day of the period in which leave is earned on a day."""
    month, day = (int(law.number(f"period_from_{x}")) for x in ("month", "day"))
    opened = date(on.year, month, day)
    return opened if opened <= on else opened.replace(year=on.year - 1)


def _earned(found: Leavers, paid: PaidMonths, i: int, on: date) -> tuple[float, float]:
    """Give what the leave earned in the running period and in the one before is worth."""
    law = parameter(_LEAVE, on)
    opened = _opened(law, on)
    before = opened.replace(year=opened.year - 1)
    spans = ((opened, on), (before, opened - timedelta(days=1)))
    worth: list[float] = []
    for first, last in spans:
        year = first.replace(year=first.year + 1) - first
        hired = found.hired[i]
        start = np.datetime64(first) if np.isnat(hired) else max(np.datetime64(first), hired)
        _, mean = paid.between(int(found.row[i]), start, last)
        held = max(last + timedelta(days=1) - start.astype(object), timedelta(0))
        worth.append(mean * (held / year) * MONTHS_PER_YEAR * law.number("share"))
    return worth[0], worth[1]
