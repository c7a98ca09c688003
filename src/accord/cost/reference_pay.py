"""The reference pay of severance, from the whole months paid before the notification."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.leavers import Leavers
from accord.cost.past_pay import PaidMonths
from accord.cost.records import months_later
from accord.law import FloatArray, TableOutcome, compute_table, parameter

_REFERENCE = "fr.severance.reference_pay"
_QUARTER, _YEAR = "quarter_months", "year_months"


def reference_pay(found: Leavers, who: NDArray[np.intp], paid: PaidMonths) -> TableOutcome:
    """Note the reference pay of those dismissed on one day; give what it rests on.

    The months are the whole ones of the contract before that of the notification; who has none has
    the pay of the day. Pay that is not known stays NaN and asks for nothing: the lines that rest on
    it do.
    """
    on: date = found.on[who[0]].astype(object)
    windows = parameter(_REFERENCE, on)
    count = int(windows.number(_YEAR if _YEAR in windows else _QUARTER))
    months = [months_later(on.replace(day=1), -i) for i in range(1, count + 1)]
    rows = found.row[who]
    pays = np.array([paid.in_month(rows, month) for month in months])
    opens = np.array(months, dtype="datetime64[D]")[:, np.newaxis]
    hired = found.hired[who]
    is_paid = np.isnat(hired) | (opens >= hired)
    fresh = ~is_paid.any(axis=0)
    is_paid[0, fresh] = True
    pays[0, fresh] = found.wage_month[who[fresh]]
    quarter = int(windows.number(_QUARTER))
    facts = _sums("quarter", pays[:quarter], is_paid[:quarter]) | _sums("year", pays, is_paid)
    known = ~np.isnan(facts["pay_year"])
    facts["bonus_quarter"] = np.zeros(len(who))
    outcome = compute_table(
        _REFERENCE, {name: column[known] for name, column in facts.items()}, on=on
    )
    found.reference_month[who[known]] = outcome.values
    return outcome


def _sums(span: str, pays: FloatArray, is_paid: NDArray[np.bool_]) -> dict[str, FloatArray]:
    return {
        f"pay_{span}": np.where(is_paid, pays, 0.0).sum(axis=0),
        f"months_{span}": is_paid.sum(axis=0).astype(np.float64),
    }
