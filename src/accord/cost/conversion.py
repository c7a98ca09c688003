"""The conversion agreement: what the employer pays for who joins, instead of the notice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import Bill
from accord.cost.charges import charge_rates
from accord.cost.joined import Joined, write_joined
from accord.cost.leavers import Leavers
from accord.cost.month import Payer
from accord.law import CHECKED, FloatArray, compute_table, pack, parameter

_RULE, _COLLECTIVE, _LEAVE = "fr.dismissal.conversion", "fr.dismissal.collective", "fr.leave.pay"
_LABEL = (
    "Conventions de conversion : préavis versé à l'Assedic",
    "Conversion agreements: notice paid to the unemployment insurance",
)
_NAME = ("Conventions de conversion", "Conversion agreements")


def price_conversion(
    bill: Bill, payer: Payer, found: Leavers, who: NDArray[np.intp], notice: FloatArray
) -> None:
    """Write what changes with those who join, where the agreement had to be offered (to June 2001).

    Who joins has no notice up to two months and no leave on it; what is beyond is paid to him. The
    employer pays these months less some days, which bear no contributions.

    Parameters
    ----------
    bill
        Gets the line, and a note where the scenario does not say how many join.
    payer
        Gives the rate of contributions.
    found, who
        Those who leave, and which of them are dismissed.
    notice
        Pay of each one's notice, shape (people who leave,); NaN where it is not known.
    """
    paid, saved = np.zeros(len(found.on)), np.zeros(len(found.on))
    articles: dict[str, None] = {}
    status = CHECKED
    for day in np.unique(found.on[who]):
        on = day.astype(object)
        terms = pack("fr")[_RULE].on(on)
        if terms is None:
            continue
        rows = who[found.on[who] == day]
        wage = found.wage_month[rows]
        months = np.divide(notice[rows], wage, out=np.zeros_like(wage), where=wage > 0)
        facts = {
            "dismissals_30_days": np.full(len(rows), _in_thirty_days(found.on[who], day)),
            "age_years": found.ages(rows, found.on[rows]),
            "seniority_years": found.seniority(rows, found.on[rows]).values,
            "notice_months": months,
            "wage_month": wage,
        }
        outcome = compute_table(_RULE, facts, on=on)
        leave = parameter(_LEAVE, on)
        not_worked = np.fmin(months, terms.number("notice_months_max")) * wage
        borne = (1 + leave.number("share")) * (1 + charge_rates(payer, found.row[rows], on))
        paid[rows] = outcome.values
        saved[rows] = np.where(outcome.values == 0, 0.0, not_worked * borne)
        articles |= dict.fromkeys((*outcome.articles, leave.article))
        status = outcome.status
    if articles:
        write_joined(
            bill,
            found,
            Joined(
                "exits.conversion", _LABEL, _NAME, paid, saved, " ; ".join(articles), _RULE, status
            ),
        )


def _in_thirty_days(days: NDArray[np.datetime64], day: np.datetime64) -> float:
    """Count the dismissals of the thirty days that hold a day and the most of them."""
    on = day.astype(object)
    span = np.timedelta64(int(parameter(_COLLECTIVE, on).number("within_days")), "D")
    opens = days[(days <= day) & (days > day - span)]
    return float(max(int(((days >= first) & (days < first + span)).sum()) for first in opens))
