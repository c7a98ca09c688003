"""French notice and hours to look for a job: the adapters of their cases."""

from __future__ import annotations

import re

from accord.law.cases.families import family
from accord.law.cases.french import METAL, MONTHS, WEEKS, band_start, group_of
from accord.law.cases.records import RESULT, TEXT, Answer, Case, Value, Working
from accord.law.facts import FactValue
from accord.law.records import Outcome
from accord.law.registry import last_known, parameter

LEGAL_NOTICE, METAL_NOTICE = "fr.notice.dismissal_months", "fr.notice.idcc3248"
RESIGNATION = "fr.notice.resignation"
METAL_MONTHS = "fr.notice.resignation_idcc3248"
METAL_WEEKS = "fr.notice.resignation_weeks_idcc3248"
RETIREMENT, METAL_RETIREMENT = "fr.notice.retirement", "fr.notice.retirement_idcc3248"
JOB_SEARCH = "fr.job_search.legal"
METAL_HOURS, METAL_DAYS = "fr.job_search.idcc3248", "fr.job_search.days_idcc3248"
_FIRST_IN_MONTHS = re.compile(r"\D*\d+ mois")
_MONTHS_PER_YEAR = 12
_MINUTES = 60
_END_KINDS = {
    "Démission": "resignation",
    "Licenciement": "dismissal",
    "L'employeur": "trial_by_employer",
    "Le salarié": "trial_by_employee",
}


def _one(case: Case, rule: str, facts: dict[str, FactValue | Outcome]) -> tuple[Working, Outcome]:
    working = Working(case)
    return working, working.compute(rule, facts, on=case.on or last_known(rule))


@family("fr.legal.notice_dismissal", rules=[LEGAL_NOTICE])
def dismissal(case: Case) -> Answer:
    """Answer a case of legal notice of dismissal.

    The questionnaire shows its question on disability only when it is answered yes.
    """
    label = case.text("seniority_band_legal")
    years = band_start(label)
    if years is not None and _FIRST_IN_MONTHS.match(label or ""):
        years /= _MONTHS_PER_YEAR
    facts: dict[str, FactValue | Outcome] = {
        "seniority_years": years,
        "is_disabled": case.flag("disabled") or False,
    }
    working, found = _one(case, LEGAL_NOTICE, facts)
    return working.answer({RESULT: found.value}, MONTHS)


@family("fr.idcc3248.notice_dismissal", rules=[METAL_NOTICE])
def metal_dismissal(case: Case) -> Answer:
    """Answer a case of notice of dismissal in the metal agreement.

    Each answer is part of the next question's key. The questionnaire of these cases did not ask
    whether the person was an executive before 2024: they are answered for one who was not.
    """
    age = case.text(f"{METAL}âge")
    group = case.text(f"{METAL}âge {age} . position")
    years = case.text(f"{METAL}âge {age} . position {group} . ancienneté")
    facts: dict[str, FactValue | Outcome] = {
        "metal_group": group_of(group),
        "seniority_years": band_start(years),
        "was_executive": False,
        "age_years": band_start(age),
    }
    working, found = _one(case, METAL_NOTICE, facts)
    return working.answer({RESULT: found.value}, MONTHS)


@family("fr.legal.notice_resignation", rules=[RESIGNATION])
def resignation(case: Case) -> Answer:
    """Answer a case of notice of resignation under the code alone."""
    working, found = _one(case, RESIGNATION, {})
    return working.answer({RESULT: found.value}, "")


@family("fr.idcc3248.notice_resignation", rules=[METAL_MONTHS, METAL_WEEKS])
def metal_resignation(case: Case) -> Answer:
    """Answer a case of notice of resignation in the metal agreement, in months or in weeks."""
    facts: dict[str, FactValue | Outcome] = {"metal_group": group_of(case.text(f"{METAL}groupe"))}
    working, months = _one(case, METAL_MONTHS, facts)
    weeks = working.compute(METAL_WEEKS, facts, on=case.on or last_known(METAL_WEEKS))
    if weeks.value:
        return working.answer({RESULT: weeks.value}, WEEKS)
    return working.answer({RESULT: months.value}, MONTHS)


def _retirement(case: Case, rule: str) -> Answer:
    facts: dict[str, FactValue | Outcome] = {
        "seniority_months": case.number("ancienneté"),
        "is_disabled": case.flag("disabled"),
        "is_by_employer": case.flag("employer_initiated"),
    }
    working, found = _one(case, rule, facts)
    # the calculator writes a length below a month, also none, in weeks
    unit = MONTHS if found.value else WEEKS
    return working.answer({RESULT: found.value, TEXT: unit}, unit)


@family("fr.legal.notice_retirement", rules=[RETIREMENT])
def legal_retirement(case: Case) -> Answer:
    """Answer a case of legal notice of retirement."""
    return _retirement(case, RETIREMENT)


@family("fr.idcc3248.notice_retirement", rules=[METAL_RETIREMENT])
def metal_retirement(case: Case) -> Answer:
    """Answer a case of notice of retirement in the metal agreement."""
    return _retirement(case, METAL_RETIREMENT)


@family("fr.legal.job_search_hours", rules=[JOB_SEARCH])
def job_search(case: Case) -> Answer:
    """Answer a case of hours to look for a job under the code alone, as a text."""
    working, found = _one(case, JOB_SEARCH, {})
    return working.answer({RESULT: _hours_text(found.value, is_dismissal=False, most=0)}, "")


@family("fr.idcc3248.job_search_hours", rules=[METAL_HOURS, METAL_DAYS])
def metal_job_search(case: Case) -> Answer:
    """Answer a case of hours or days to look for a job in the metal agreement, as a text."""
    kind = case.text(f"{METAL}typeRupture")
    path = f"{METAL}typeRupture {kind} . "
    if kind not in _END_KINDS:
        by = f"{path}initiative de la rupture de la période d'essai"
        kind = case.text(by)
        path = f"{by} {kind} . "
    is_day = case.flag(f"{path}forfait jour")
    label = case.text(f"{path}forfait jour {'Oui' if is_day else 'Non'} . ancienneté")
    facts: dict[str, FactValue | Outcome] = {
        "end_kind": _END_KINDS.get(kind or "", kind),
        "is_day_contract": is_day,
        "seniority_months": band_start(label),
    }
    working, hours = _one(case, METAL_HOURS, facts)
    on = case.on or last_known(METAL_DAYS)
    days = working.compute(METAL_DAYS, facts, on=on)
    terms = parameter("fr.job_search.idcc3248", on)
    said: Value = _hours_text(
        hours.value,
        is_dismissal=facts["end_kind"] == "dismissal",
        most=terms.number("dismissal_max_h_month"),
    )
    if days.value:
        said = f"{days.value:g} jour pour 2 semaines de travail"
    return working.answer({RESULT: said}, "")


def _hours_text(hours: float | None, *, is_dismissal: bool, most: float) -> str | None:
    """Write hours a day as the calculator does; nothing due is an empty text."""
    if hours is None:
        return None
    if not hours:
        return ""
    minutes = round(hours * _MINUTES)
    length = f"{minutes // _MINUTES}h{minutes % _MINUTES:02d}"
    if not is_dismissal:
        return f"{length} par jour travaillé"
    limit = f"dans la limite de {most:g} heures par mois de préavis"
    return f"{length} maximum par jour travaillé ({limit})"
