"""Contributions on pay beside the months: notice, leave due, end-of-contract bonus."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import Basis, Bill, money
from accord.cost.columns import (
    ABOVE_H,
    ABOVE_PAY,
    GROSS,
    IS_35H,
    NUM_AMOUNTS,
    NUM_FACTS,
    PAID_H,
    PRESENCE,
    RELIEF,
    WEEK_H,
)
from accord.cost.contracts import terms
from accord.cost.month import Payer
from accord.cost.records import ONCE, CostLine
from accord.cost.relief import has_35h
from accord.law import FloatArray


def charge_rates(payer: Payer, people: NDArray[np.int64], on: date) -> FloatArray:
    """Give contributions less reliefs over pay, in a whole month of each person after the change.

    Parameters
    ----------
    payer
        Prices a month.
    people
        Rows of the staff, shape (rows,).
    on
        A day of the month whose law applies.

    Returns
    -------
    array
        Shape (rows,); NaN where a fact is needed or no share is known.
    """
    if not payer.is_known:
        return np.full(len(people), np.nan)
    first = on.replace(day=1)
    contract = terms(payer.case, first).after
    rows = np.zeros((len(people), NUM_FACTS))
    rows[:, GROSS] = contract.wage[people]
    rows[:, PAID_H] = contract.base_h[people]
    rows[:, ABOVE_H] = contract.above_h[people]
    rows[:, ABOVE_PAY] = (contract.hourly * contract.above_h)[people]
    rows[:, PRESENCE] = 1.0
    rows[:, IS_35H] = float(has_35h(payer.case, is_after=True))
    rows[:, WEEK_H] = payer.case.scenario.weekly_h
    found = payer.cost(rows, people, first)
    owed = found[:, NUM_AMOUNTS:].sum(axis=1) - found[:, RELIEF]
    pay = rows[:, GROSS]
    rates: FloatArray = np.divide(owed, pay, out=np.zeros_like(pay), where=pay > 0)
    return rates


def write_charges(
    bill: Bill,
    payer: Payer,
    stem: str,
    owed: FloatArray,
    *,
    labels: tuple[str, str],
    first: date,
    low_share: float = 1.0,
    high_share: float = 1.0,
    by_month: FloatArray | None = None,
) -> CostLine | None:
    """Write contributions on pay that is spent once; nothing where they are not known.

    ``low_share`` is the part of them that is due for sure, ``high_share`` what may be due.
    """
    amount = float(owed.sum())
    if np.isnan(amount) or not payer.is_known:
        return None
    return bill.write(
        f"{stem}.contributions",
        (f"{labels[0]} : cotisations patronales", f"{labels[1]}: employer contributions"),
        amount,
        Basis(*payer.net_basis),
        formula=(
            f"{money(amount)} : taux d'un mois entier de chacun, allègements déduits",
            f"{money(amount)}: each person's rate of a whole month, reliefs taken off",
        ),
        inputs={"people": str(len(owed))},
        first=first,
        kind=ONCE,
        bounds=(amount * low_share, amount * high_share),
        by_month=by_month,
    )
