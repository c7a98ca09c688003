"""What a dismissal calls for besides money: a social plan, the CSP or the redeployment leave."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import Bill
from accord.cost.records import Condition
from accord.law import compute, pack

_COLLECTIVE, _PLAN = "fr.dismissal.collective", "fr.dismissal.social_plan"
_CSP, _LEAVE = "fr.dismissal.csp", "fr.dismissal.redeployment"
_OFFERS = (
    (
        _CSP,
        "headcount_below",
        "Effectif sous le seuil : contrat de sécurisation professionnelle (CSP) à proposer à "
        "chaque personne licenciée",
        "Headcount below the threshold: the contract of professional security (CSP) is to be "
        "offered to each person dismissed",
    ),
    (
        _LEAVE,
        "headcount_min",
        "Effectif au seuil : congé de reclassement à proposer à chaque personne licenciée",
        "Headcount at the threshold: redeployment leave is to be offered to each person dismissed",
    ),
)


def write_procedure(bill: Bill, days: NDArray[np.datetime64]) -> None:
    """Say which thresholds the dismissals of these days reach, by the law of the first one.

    Parameters
    ----------
    bill
        Gets the conditions; ``is_met`` says that the threshold is reached.
    days
        Day of each dismissal, shape (people dismissed,).
    """
    on: date = days.min().astype(object)
    _write_plan(bill, days, on)
    _write_offer(bill, on)


def _write_plan(bill: Bill, days: NDArray[np.datetime64], on: date) -> None:
    terms = pack("fr")[_COLLECTIVE].on(on)
    if terms is None:
        return
    window = np.timedelta64(int(terms.number("within_days")), "D")
    most = max(int(np.sum((days >= day) & (days < day + window))) for day in days)
    facts = {"dismissals_30_days": most, "headcount": bill.case.headcount}
    outcome = compute(_PLAN, facts, on=on)
    bill.conditions.append(
        Condition(
            _PLAN.removeprefix("fr."),
            "Licenciements en trente jours : seuil de la consultation du comité et du plan social "
            "(plan de sauvegarde de l'emploi, PSE)",
            "Dismissals in thirty days: threshold of the works council's consultation and of the "
            "social plan (employment-protection plan, PSE)",
            float(most),
            terms.number("dismissals_min"),
            bool(outcome.value),
            terms.article,
            outcome.status,
        )
    )


def _write_offer(bill: Bill, on: date) -> None:
    """Say what is to be offered to each person; a firm under recovery or liquidation is not held.

    Below the threshold of the leave it is the CSP, since there is one.
    """
    headcount = bill.case.headcount
    for rule, key, fr, en in _OFFERS:
        terms = pack("fr")[rule].on(on)
        if terms is None:
            continue
        outcome = compute(rule, {"headcount": headcount, "is_insolvent": False}, on=on)
        if outcome.value:
            bill.conditions.append(
                Condition(
                    rule.removeprefix("fr."),
                    fr,
                    en,
                    float(headcount),
                    terms.number(key),
                    is_met=True,
                    article=terms.article,
                    status=outcome.status,
                )
            )
