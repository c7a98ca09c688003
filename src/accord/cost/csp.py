"""The CSP: what the employer pays for who joins it, instead of the notice that is then not paid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import Bill
from accord.cost.joined import Leaving, Scheme, price_joined
from accord.cost.leavers import Leavers
from accord.cost.month import Payer
from accord.law import FloatArray, pack
from accord.law.engine import FactColumn

_CSP, _FINANCING = "fr.dismissal.csp", "fr.dismissal.csp_financing"
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
    For the parameters see ``price_joined``; ``who`` are those dismissed.
    """

    def facts(leaving: Leaving) -> dict[str, FactColumn]:
        none = np.zeros(len(leaving.rows))
        return {
            "headcount": none + bill.case.headcount,
            "is_insolvent": none,
            "is_csp_joined": none + 1,
            "employer_contributions_month": leaving.contributions_month,
        }

    offered = who[[_is_due(bill, found, i) for i in who]]
    scheme = Scheme("exits.csp", _LABEL, ("CSP", "CSP"), _FINANCING, facts)
    price_joined(bill, payer, found, offered, notice, scheme=scheme)


def _is_due(bill: Bill, found: Leavers, i: np.intp) -> bool:
    """Say whether the CSP is to be offered: by the size of the firm, since there is one."""
    terms = pack("fr")[_CSP].on(found.on[i].astype(object))
    return terms is not None and bill.case.headcount < terms.number("headcount_below")
