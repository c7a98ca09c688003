"""French seniority: the adapters of its cases."""

from __future__ import annotations

from accord.law.cases.families import family
from accord.law.cases.french import YEARS, group_of, legal_seniority
from accord.law.cases.metal_seniority import metal_seniority
from accord.law.cases.records import RESULT, Answer, Case, Working
from accord.law.registry import last_known

LEGAL = ["fr.seniority", "fr.seniority.absence"]
METAL = ["fr.seniority.idcc3248", "fr.seniority.absence_idcc3248"]
LEAVE, NOTIFIED = "dateSortie", "dateNotification"


def _legal(case: Case, until: str) -> Answer:
    working = Working(case)
    found = legal_seniority(
        working,
        hired=case.day("dateEntree"),
        until=case.day(until),
        on=case.on or last_known(LEGAL[0]),
    )
    return working.answer({RESULT: found.value}, YEARS)


def _metal(case: Case, until: str) -> Answer:
    working = Working(case)
    service = {
        "metal_group": group_of(case.text("categoriePro")),
        "was_executive": case.flag("hasBeenExecutive"),
        "is_day_contract": case.flag("hasBeenDayContract"),
    }
    found = metal_seniority(
        working,
        service,
        hired=case.day("dateEntree"),
        until=case.day(until),
        since=case.day("dateBecomeDayContract"),
        on=case.on or last_known(METAL[0]),
    )
    return working.answer({RESULT: found.value}, YEARS)


@family("fr.legal.severance.seniority", rules=LEGAL)
def legal(case: Case) -> Answer:
    """Answer a case of legal seniority for the amount, to the leave date."""
    return _legal(case, LEAVE)


@family("fr.legal.severance.seniority_right", rules=LEGAL)
def legal_right(case: Case) -> Answer:
    """Answer a case of legal seniority for the right, to the notification."""
    return _legal(case, NOTIFIED)


@family("fr.idcc3248.severance.seniority", rules=METAL)
def metal(case: Case) -> Answer:
    """Answer a case of seniority in the metal agreement, to the leave date."""
    return _metal(case, LEAVE)


@family("fr.idcc3248.severance.seniority_right", rules=METAL)
def metal_right(case: Case) -> Answer:
    """Answer a case of seniority in the metal agreement, to the notification."""
    return _metal(case, NOTIFIED)
