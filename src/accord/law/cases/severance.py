"""French severance pay, mutual termination and reference pay: the adapters of their cases."""

from __future__ import annotations

from datetime import date
from typing import cast

from accord.law.cases.families import family
from accord.law.cases.french import (
    CATEGORY,
    EURO,
    METAL,
    SEVERANCE,
    band_start,
    contract_of,
    group_of,
    legal_seniority,
)
from accord.law.cases.metal_seniority import metal_seniority
from accord.law.cases.records import AGREEMENT, INELIGIBLE, RESULT, Answer, Case, Json, Working
from accord.law.facts import FactValue
from accord.law.fr.reference_salary import REFERENCE, pay_facts
from accord.law.records import Outcome
from accord.law.registry import last_known

LEGAL, RIGHT, MUTUAL = "fr.severance.legal", "fr.severance.right", "fr.severance.mutual"
MUTUAL_RIGHT = "fr.severance.mutual_right"
IDCC3248, MUTUAL_IDCC3248 = "fr.severance.idcc3248", "fr.severance.mutual_idcc3248"
SENIORITY = ("fr.seniority", "fr.seniority.absence")
LONG_ABSENCE = f"{SEVERANCE}licenciement pour motif absence prolongée ou répétées"


def _law_of(case: Case, rule: str) -> date:
    """Give the date whose law applies: as asked, of the notification, or the last law known."""
    return case.on or case.day("notification_date") or last_known(rule)


def _reference_pay(working: Working, *, on: date) -> Outcome | float | None:
    """Give the reference pay: as given, or from the pay of the months."""
    case = working.case
    months = case.rows("salary_periods")
    if case.has("ref_salary") or months is None:
        return case.number("ref_salary")
    return _pay_of(working, months, on=on)


def _pay_of(working: Working, months: list[dict[str, Json]] | None, *, on: date) -> Outcome:
    if months is None:
        return working.compute(REFERENCE, {}, on=on)
    pays = [cast("float", month["value"]) for month in months]
    bonuses = [cast("float", month.get("prime") or 0) for month in months]
    return working.compute(REFERENCE, pay_facts(pays, bonuses, on=on), on=on)


@family(
    "fr.legal.severance",
    "fr.legal.severance.grid",
    rules=[LEGAL, RIGHT, *SENIORITY, REFERENCE],
)
def legal(case: Case) -> Answer:
    """Answer a case of legal severance pay, from years of service or from dates."""
    working, on = Working(case), _law_of(case, LEGAL)
    is_unfit = case.flag("work_related_unfitness")
    amount: FactValue | Outcome = case.number("seniority_years")
    right: FactValue | Outcome = case.number("seniority_right_years")
    if not case.has("seniority_years"):
        hired = case.day("hire_date")
        right = legal_seniority(working, hired=hired, until=case.day("notification_date"), on=on)
        entitled = working.compute(
            RIGHT,
            {
                "contract": contract_of(case, "contract_type"),
                "is_gross_misconduct": case.flag("gross_misconduct"),
                "seniority_right_years": right,
                "is_unfit_by_work": is_unfit,
            },
            on=on,
        )
        if entitled.value == 0:
            return working.answer({INELIGIBLE: True}, EURO)
        amount = legal_seniority(working, hired=hired, until=case.day("leave_date"), on=on)
    found = working.compute(
        LEGAL,
        {
            "seniority_years": amount,
            "seniority_right_years": right,
            "wage_month": _reference_pay(working, on=on),
            "is_economic": case.flag("economic"),
            "is_unfit_by_work": is_unfit,
        },
        on=on,
    )
    return working.answer({RESULT: found.value}, EURO)


@family("fr.legal.mutual_termination", rules=[MUTUAL, MUTUAL_RIGHT, *SENIORITY, REFERENCE])
def legal_mutual(case: Case) -> Answer:
    """Answer a case of mutual termination under the law alone."""
    working, on = Working(case), _law_of(case, MUTUAL)
    years: FactValue | Outcome = case.number("seniority_years")
    if not case.has("seniority_years"):
        contract = contract_of(case, "contract_type")
        entitled = working.compute(MUTUAL_RIGHT, {"contract": contract}, on=on)
        if entitled.value == 0:
            return working.answer({INELIGIBLE: True}, EURO)
        hired, leave = case.day("hire_date"), case.day("leave_date")
        years = legal_seniority(working, hired=hired, until=leave, on=on)
    found = working.compute(
        MUTUAL,
        {
            "seniority_years": years,
            "wage_month": _reference_pay(working, on=on),
            "is_unfit_by_work": case.flag("work_related_unfitness"),
        },
        on=on,
    )
    return working.answer({RESULT: found.value}, EURO)


def _metal_facts(case: Case, age_key: str) -> dict[str, FactValue | Outcome]:
    """Give the facts of the metal scale that a case states under its own keys."""
    return {
        "metal_group": group_of(case.text(CATEGORY)),
        "was_executive": case.flag(f"{CATEGORY} . ABCDE . avant cadre"),
        "age_years": case.number(age_key),
        "is_pension_ready": case.flag(f"{CATEGORY} . FGHI . remplit conditions pour la retraite"),
    }


@family("fr.idcc3248.severance", "fr.idcc3248.severance.grid", rules=[IDCC3248])
def metal(case: Case) -> Answer:
    """Answer a case of the metal agreement's severance pay: the agreement's scale alone."""
    working, on = Working(case), _law_of(case, IDCC3248)
    found = working.compute(
        IDCC3248,
        {
            **_metal_facts(case, f"{CATEGORY} . FGHI . age"),
            "seniority_years": case.number("seniority_years_agreement"),
            "seniority_right_years": case.number("seniority_right_years_agreement"),
            "wage_month": case.number("ref_salary_agreement"),
            "is_for_long_absence": case.flag(LONG_ABSENCE),
            "long_absence_months": band_start(case.text(f"{LONG_ABSENCE} durée")),
        },
        on=on,
    )
    return working.answer({RESULT: found.value}, EURO)


@family(
    "fr.idcc3248.mutual_termination",
    rules=[MUTUAL_IDCC3248, "fr.seniority.idcc3248", "fr.seniority.absence_idcc3248", REFERENCE],
)
def metal_mutual(case: Case) -> Answer:
    """Answer a case of mutual termination: the amount of the metal agreement."""
    working, on = Working(case), _law_of(case, MUTUAL_IDCC3248)
    facts = _metal_facts(case, f"{METAL}rupture conventionnelle . age")
    is_day_contract = case.flag(f"{CATEGORY} . ABCDE . forfait jour")
    since = case.day(f"{CATEGORY} . ABCDE . forfait jour . date")
    hired, notified, left = (
        case.day(key) for key in ("hire_date", "notification_date", "leave_date")
    )
    service = {
        "metal_group": cast("str | None", facts["metal_group"]),
        "was_executive": cast("bool | None", facts["was_executive"]),
        "is_day_contract": is_day_contract,
    }
    right, amount = (
        metal_seniority(working, service, hired=hired, until=day, since=since, on=on)
        for day in (notified, left)
    )
    found = working.compute(
        MUTUAL_IDCC3248,
        {
            **facts,
            "seniority_years": amount,
            "seniority_right_years": right,
            "wage_month": _reference_pay(working, on=on),
        },
        on=on,
    )
    return working.answer({AGREEMENT: found.value}, EURO)


@family("fr.legal.severance.reference_salary", rules=[REFERENCE])
def reference_salary(case: Case) -> Answer:
    """Answer a case of the reference pay of severance."""
    working, on = Working(case), _law_of(case, REFERENCE)
    found = _pay_of(working, case.rows("salaires"), on=on)
    return working.answer({RESULT: found.value}, "€/month")
