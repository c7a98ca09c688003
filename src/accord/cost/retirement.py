"""The pay that is due to who leaves for the pension by choice."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import ASSUMPTION, Bill
from accord.cost.dismissals import is_metal
from accord.cost.leavers import Leavers, Owed
from accord.cost.past_pay import PaidMonths
from accord.cost.reference_pay import reference_pay
from accord.law import compute_table, pack

_RULE, _METAL = "fr.severance.retirement", "fr.severance.retirement_metal"


def price_retirements(
    bill: Bill, found: Leavers, who: NDArray[np.intp], paid: PaidMonths, total: Owed
) -> None:
    """Price the pay at a retirement that the person chooses, by service on the last day.

    Where the branch agreement of the day is not known it is the law's, and a note says so: an
    agreement may give more. Who is retired by the employer has the pay of a dismissal instead; that
    is not priced (A-29).
    """
    for day in np.unique(found.on[who]):
        rows = who[found.on[who] == day]
        on: date = day.astype(object)
        reference = reference_pay(found, rows, paid)
        facts = {
            "agreement": np.full(len(rows), _agreement(bill, on)),
            "seniority_years": found.seniority(rows, found.on[rows]).values,
            "wage_month": found.reference_month[rows],
        }
        outcome = compute_table(_RULE, facts, on=on)
        total.take(bill, outcome, [found.person[i] for i in rows])
        total.read(reference.rule, reference.status, reference.articles)
        total.rules[_RULE] = ASSUMPTION
        for side in (total.values, total.low, total.high):
            side[rows] = outcome.values


def _agreement(bill: Bill, on: date) -> str:
    """Give the agreement whose scale is known, in the law room's word; note where none is."""
    if is_metal(bill) and pack("fr")[_METAL].on(on) is not None:
        return "metal"
    named = bill.case.plant.branch_agreement
    note = (
        f"Départs à la retraite : indemnité légale seule ; celle de l'accord de branche "
        f"({named or 'aucun nommé'}) n'est pas connue à cette date et peut être plus élevée.",
        f"Retirements: the pay of the law alone; that of the branch agreement "
        f"({named or 'none named'}) is not known on that day and may be more.",
    )
    if note not in bill.notes:
        bill.notes.append(note)
    return "none"
