"""The CSP: what the employer pays for who joins it, instead of the notice that is then not paid."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import ASSUMPTION, Bill
from accord.cost.charges import charge_rates
from accord.cost.joined import Joined, write_joined
from accord.cost.leavers import Leavers
from accord.cost.month import Payer
from accord.law import FloatArray, compute_table, pack, parameter

_CSP, _FINANCING, _LEAVE = "fr.dismissal.csp", "fr.dismissal.csp_financing", "fr.leave.pay"
_LABEL = (
    "CSP : préavis versé à l'assurance chômage",
    "CSP: notice paid to the unemployment insurance",
)


def price_csp(
    bill: Bill, payer: Payer, found: Leavers, who: NDArray[np.intp], notice: FloatArray
) -> None:
    """Write what changes for the employer with those who join the CSP, where it must be offered.

    Who joins has no notice: its pay, three months at most, goes to the unemployment insurance with
    the contributions on it, what is beyond to the person. Severance stays that of the end of the
    notice. Nobody is taken to join unless the scenario says how many; all who may are the bound.

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
    who = who[[_is_due(bill, found, i) for i in who]]
    if len(who) == 0 or np.isnan(notice[who]).any():
        return
    paid, saved = np.zeros(len(found.on)), np.zeros(len(found.on))
    articles: dict[str, None] = {}
    for day in np.unique(found.on[who]):
        rows = who[found.on[who] == day]
        paid[rows], saved[rows], named = _of_day(bill, payer, found, rows, notice[rows])
        articles |= dict.fromkeys(named)
    write_joined(
        bill,
        found,
        Joined(
            "exits.csp", _LABEL, ("CSP", "CSP"), paid, saved, " ; ".join(articles), _FINANCING,
            ASSUMPTION,
        ),
    )  # fmt: skip


def _is_due(bill: Bill, found: Leavers, i: np.intp) -> bool:
    """Say whether the CSP is to be offered: by the size of the firm, since there is one."""
    terms = pack("fr")[_CSP].on(found.on[i].astype(object))
    return terms is not None and bill.case.headcount < terms.number("headcount_below")


def _of_day(
    bill: Bill, payer: Payer, found: Leavers, who: NDArray[np.intp], notice: FloatArray
) -> tuple[FloatArray, FloatArray, tuple[str, ...]]:
    """Give what is paid for each who joins, what is not paid then, and the articles."""
    on: date = found.on[who[0]].astype(object)
    wage, rates = found.wage_month[who], charge_rates(payer, found.row[who], on)
    months = np.divide(notice, wage, out=np.zeros_like(wage), where=wage > 0)
    none = np.zeros(len(who))
    facts = {
        "headcount": none + bill.case.headcount,
        "is_insolvent": none,
        "is_csp_joined": none + 1,
        "seniority_years": found.seniority(who, found.on[who]).values,
        "wage_month": wage,
        "notice_months": months,
        "employer_contributions_month": wage * rates,
    }
    outcome = compute_table(_FINANCING, facts, on=on)
    most = parameter(_FINANCING, on).number("notice_months_max")
    leave = parameter(_LEAVE, on)
    not_paid = np.fmin(months, most) * wage * (1 + leave.number("share")) * (1 + rates)
    saved = np.where(outcome.values > 0, not_paid, 0.0)
    return outcome.values, saved, (*outcome.articles, leave.article)
