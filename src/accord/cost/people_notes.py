"""What the people table leaves open, and what a price takes for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import Bill
from accord.cost.periods import COMPLEMENTARY
from accord.law.registry import articles_of

_SHOWN = 8


def note_people(bill: Bill, barred: NDArray[np.bool_]) -> None:
    """Say what of the people is not known or not allowed, and how it is priced all the same.

    Parameters
    ----------
    bill
        Gets the notes.
    barred
        Who works hours that no agreement allows a part-timer, shape (people,).
    """
    _note_barred(bill, barred)


def _note_barred(bill: Bill, barred: NDArray[np.bool_]) -> None:
    if not barred.any():
        return
    article = " ; ".join(articles_of(COMPLEMENTARY, bill.case.start))
    who = _named(bill, barred)
    bill.notes.append(
        (
            "Temps partiels dont les heures en plus dépassent le tiers du contrat ou atteignent la "
            f"durée légale, ce qu'aucun accord ne permet : {who} ({article}). Elles sont payées "
            "ici ; le plan est à revoir.",
            "Part-timers whose extra hours pass a third of the contract or reach the legal week, "
            f"which no agreement allows: {who} ({article}). They are paid here; the plan needs "
            "another look.",
        )
    )


def _named(bill: Bill, rows: NDArray[np.bool_]) -> str:
    """Give how many people, and the ids of the first."""
    ids = [bill.case.staff.person[i] for i in np.flatnonzero(rows)]
    more = ", ..." if len(ids) > _SHOWN else ""
    return f"{len(ids)} ({', '.join(ids[:_SHOWN])}{more})"
