"""The line of a support scheme that those dismissed may join instead of having a notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import ASSUMPTION, Basis, Bill, money, numbers
from accord.cost.charges import charge_rates
from accord.cost.leavers import Leavers
from accord.cost.month import Payer
from accord.cost.records import ONCE
from accord.law import DRAFT, FloatArray, compute_table, pack, parameter
from accord.law.engine import FactColumn

_LEAVE = "fr.leave.pay"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Those who leave on one day.

    Parameters
    ----------
    on
        The day.
    rows
        Their rows among those who leave, shape (people,).
    contributions_month
        The employer's contributions on a month of pay, reliefs taken off, shape (people,).
    """

    on: date
    rows: NDArray[np.intp]
    contributions_month: FloatArray


@dataclass(frozen=True, slots=True)
class Scheme:
    """A support scheme.

    Parameters
    ----------
    id, labels, name
        Id and labels of the line, and the scheme in French and English.
    rule
        Gives what the employer pays for each who joins, 0 for who may not; its file says how many
        months of notice are not worked at most (``notice_months_max``).
    facts
        Facts that it asks for beside pay, notice and seniority.
    """

    id: str
    labels: tuple[str, str]
    name: tuple[str, str]
    rule: str
    facts: Callable[[Leaving], dict[str, FactColumn]]


@dataclass(slots=True)
class _Joined:
    """What changes with each who may join, shape (people who leave,), and what it rests on.

    ``paid`` is what the employer pays, ``saved`` the pay of the notice, its leave and contributions
    that he does not pay then.
    """

    paid: FloatArray
    saved: FloatArray
    articles: dict[str, None]
    is_draft: bool = False


def price_joined(
    bill: Bill,
    payer: Payer,
    found: Leavers,
    who: NDArray[np.intp],
    notice: FloatArray,
    *,
    scheme: Scheme,
) -> None:
    """Write what changes for the employer with those who join, on each day by the law of the day.

    Parameters
    ----------
    bill
        Gets the line, and a note where the scenario does not say how many join.
    payer
        Gives the rate of contributions.
    found, who
        Those who leave, and which of them the scheme is offered to.
    notice
        Pay of each one's notice, shape (people who leave,); NaN where it is not known.
    scheme
        The scheme; nothing is written for days on which it is not known.
    """
    joined = _Joined(np.zeros(len(found.on)), np.zeros(len(found.on)), {})
    for day in np.unique(found.on[who]):
        on: date = day.astype(object)
        terms = pack("fr")[scheme.rule].on(on)
        if terms is None:
            continue
        rows = who[found.on[who] == day]
        wage, rates = found.wage_month[rows], charge_rates(payer, found.row[rows], on)
        months = np.divide(notice[rows], wage, out=np.zeros_like(wage), where=wage > 0)
        facts: dict[str, FactColumn] = {
            "seniority_years": found.seniority(rows, found.on[rows]).values,
            "wage_month": wage,
            "notice_months": months,
            **scheme.facts(Leaving(on, rows, wage * rates)),
        }
        outcome, leave = compute_table(scheme.rule, facts, on=on), parameter(_LEAVE, on)
        not_worked = np.fmin(months, terms.number("notice_months_max")) * wage
        borne = (1 + leave.number("share")) * (1 + rates)
        joined.paid[rows] = outcome.values
        joined.saved[rows] = np.where(outcome.values == 0, 0.0, not_worked * borne)
        joined.articles |= dict.fromkeys((*outcome.articles, leave.article))
        joined.is_draft |= outcome.status == DRAFT
    _write(bill, found, scheme, joined)


def _write(bill: Bill, found: Leavers, scheme: Scheme, joined: _Joined) -> None:
    """Write the line at the share that the scenario tells; else nobody and everyone bound it.

    A note then says which fact would make one number of the bounds, without an amount: a closed
    gate withholds lines, not notes. Nothing is written where a fact is missing or nobody may join.
    """
    paid, saved = joined.paid, joined.saved
    if np.isnan(paid).any() or np.isnan(saved).any() or not saved.any():
        return
    told = bill.case.scenario.csp_joined_share
    share = told or 0.0
    change = paid - saved
    whole = float(change.sum())
    who = np.flatnonzero(saved)
    by_month = np.zeros(len(bill.horizon.months))
    for i in who:
        by_month += bill.horizon.spread(share * float(change[i]), found.on[i].astype(object))
    if told is None:
        fr, en = scheme.name
        bill.notes.append(
            (
                f"{fr} : combien de personnes y adhèrent n'est pas dit (csp_joined_share dans le "
                f"scénario) ; valeur : aucune, borne : toutes (A-33).",
                f"{en}: how many people join is not given (csp_joined_share of the scenario); "
                "value: nobody, bound: everyone (A-33).",
            )
        )
    sums = f"({money(float(paid.sum()))} - {money(float(saved.sum()))})"
    bill.write(
        scheme.id,
        scheme.labels,
        share * whole,
        Basis(
            " ; ".join(joined.articles),
            f"{scheme.rule} ; A-33",
            DRAFT if joined.is_draft else ASSUMPTION,
        ),
        formula=(
            f"{numbers(f'{share:g}')[0]} × {sums} : versement moins le préavis, ses congés et ses "
            "cotisations",
            f"{share:g} × {sums}: payment less notice, the leave and contributions on it",
        ),
        inputs={
            "people who may join": str(len(who)),
            "csp_joined_share": "not given" if told is None else f"{told:g}",
        },
        first=found.on[who].min().astype(object),
        kind=ONCE,
        bounds=None if told is not None else (min(whole, 0.0), max(whole, 0.0)),
        by_month=by_month,
    )
