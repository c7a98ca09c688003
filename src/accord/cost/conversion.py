"""The conversion agreement: what the employer pays for who joins, instead of the notice."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import Bill
from accord.cost.joined import Leaving, Scheme, price_joined
from accord.cost.leavers import Leavers
from accord.cost.month import Payer
from accord.law import FloatArray, parameter
from accord.law.engine import FactColumn

_RULE, _COLLECTIVE = "fr.dismissal.conversion", "fr.dismissal.collective"
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
    employer pays these months less some days, which bear no contributions. For the parameters see
    ``price_joined``; ``who`` are those dismissed.
    """

    def facts(leaving: Leaving) -> dict[str, FactColumn]:
        rows, count = leaving.rows, _in_thirty_days(found.on[who], leaving.on)
        return {
            "dismissals_30_days": np.full(len(rows), count),
            "age_years": found.ages(rows, found.on[rows]),
        }

    scheme = Scheme("exits.conversion", _LABEL, _NAME, _RULE, facts)
    price_joined(bill, payer, found, who, notice, scheme=scheme)


def _in_thirty_days(days: NDArray[np.datetime64], on: date) -> float:
    """Count the dismissals of the thirty days that hold a day and the most of them."""
    span = np.timedelta64(int(parameter(_COLLECTIVE, on).number("within_days")), "D")
    day = np.datetime64(on, "D")
    opens = days[(days <= day) & (days > day - span)]
    return float(max(int(((days >= first) & (days < first + span)).sum()) for first in opens))
