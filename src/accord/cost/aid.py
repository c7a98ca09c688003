"""Public aid to the cut of hours: which scheme a scenario names."""

from __future__ import annotations

import re

from accord.cost.aubry import price_aubry
from accord.cost.bill import Bill
from accord.cost.robien import price_robien
from accord.cost.run import PricedStages

AUBRY1, ROBIEN = "aubry1", "robien"
_SPELLINGS = {
    "aubry": AUBRY1, "aubry1": AUBRY1, "aubryi": AUBRY1, "fraidaubry1": AUBRY1,
    "robien": ROBIEN, "derobien": ROBIEN, "fraidrobien": ROBIEN,
}  # fmt: skip


def price_aid(bill: Bill, priced: PricedStages | None) -> None:
    """Write the aid year by year, if the scenario asks for one, and its conditions.

    Parameters
    ----------
    bill
        The bill.
    priced
        The payroll of every stage; None where somebody's pay is not known.
    """
    aid = bill.case.scenario.aid
    if aid is None:
        return
    scheme = _SPELLINGS.get(re.sub(r"[^a-z0-9]", "", aid.scheme.lower()))
    if scheme is None or not bill.case.is_french:
        bill.need(
            "aid",
            f"the scheme {aid.scheme!r} is not known to the law room",
            aid.scheme,
            is_gap=False,
        )
    elif scheme == AUBRY1:
        price_aubry(bill, aid, priced)
    else:
        price_robien(bill, aid, priced)
