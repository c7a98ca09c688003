"""What a dismissal calls for besides money: a social plan, the CSP or the redeployment leave.

And the authorisation of the inspector for those with a mandate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import ASSUMPTION, Bill, persons
from accord.cost.leavers import LAYOFF
from accord.cost.records import Condition
from accord.law import compute, pack, parameter
from accord.law.fr.dismissal_history import Regime, Trigger, next_regime

_COLLECTIVE, _PLAN = "fr.dismissal.collective", "fr.dismissal.social_plan"
_ROLLING, _PROTECTED = "fr.dismissal.rolling", "fr.dismissal.protected"
# triggers of dismissals spread over months, and the number that each must exceed
_SPREAD = {"three_months": "months_total_above", "last_year": "year_total_above"}
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
    """Say which thresholds the dismissals of these days reach, and whose an inspector decides on.

    The thresholds are those of the first day; that of a later day is told where dismissals spread
    over months bring it under the social plan (L1233-26, L1233-27). Dismissals before the plan
    stand in no file.

    Parameters
    ----------
    bill
        Gets the conditions; ``is_met`` says that the threshold is reached.
    days
        Day of each dismissal, shape (people dismissed,).
    """
    on: date = days.min().astype(object)
    _write_plan(bill, days, on)
    _write_spread(bill, days)
    _write_offer(bill, on)
    _write_protected(bill, days, on)


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


def _write_spread(bill: Bill, days: NDArray[np.datetime64]) -> None:
    """Say what brings a later day under the social plan though no thirty days reach ten."""
    told: set[str] = set()
    for regime in _regimes(days.tolist(), bill.case.headcount):
        for trigger in regime.triggers:
            if trigger.rule in _SPREAD and trigger.rule not in told:
                told.add(trigger.rule)
                bill.conditions.append(_spread(regime, trigger))


def _regimes(days: list[date], headcount: int) -> Iterator[Regime]:
    """Give the procedure of each day on which people are dismissed, those before it counted."""
    for day in sorted(set(days)):
        before = [other for other in days if other < day]
        yield next_regime(before, day, days.count(day), headcount=headcount)


def _spread(regime: Regime, trigger: Trigger) -> Condition:
    """Write why dismissals spread over months call for the plan; an open reading is no fact."""
    above = parameter(_ROLLING, regime.day).number(_SPREAD[trigger.rule])
    return Condition(
        f"{_ROLLING.removeprefix('fr.')}.{trigger.rule}",
        f"Licenciements étalés : plan social dû pour ceux du {regime.day} et après, "
        f"{trigger.told('fr')}",
        f"Dismissals spread over time: social plan due for those of {regime.day} and after, "
        f"{trigger.told('en')}",
        float(trigger.number),
        above + 1,
        is_met=True,
        article=trigger.article,
        status=trigger.status if trigger.is_sure else ASSUMPTION,
    )


def _write_protected(bill: Bill, days: NDArray[np.datetime64], on: date) -> None:
    """Say that the inspector decides on those with a mandate: nothing here knows the answer."""
    terms = pack("fr")[_PROTECTED].on(on)
    case = bill.case
    listed = {
        row.person for row in case.scenario.exits if row.kind == LAYOFF and row.on in days.tolist()
    }
    count = sum(p.person in listed and bool(p.protected) for p in case.plant.people)
    if terms is None or not count:
        return
    fr, en = persons(count)
    bill.conditions.append(
        Condition(
            "exits.protected",
            f"Représentants du personnel à licencier ({fr}) : l'inspecteur du travail l'autorise",
            f"Representatives of the staff to dismiss ({en}): the labour inspector authorises it",
            float(count),
            float(count),
            is_met=True,
            article=terms.article,
            status=ASSUMPTION,
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
