"""French severance pay: the adapters of its cases."""

from __future__ import annotations

from accord.law.cases.families import family
from accord.law.cases.records import RESULT, Answer, Case, Working
from accord.law.registry import last_known

LEGAL = "fr.severance.legal"


@family("fr.legal.severance", rules=[LEGAL])
def legal(case: Case) -> Answer:
    """Answer a case of legal severance pay."""
    working = Working(case)
    found = working.compute(
        LEGAL,
        {
            "seniority_years": case.number("seniority_years"),
            "seniority_right_years": case.number("seniority_right_years"),
            "wage_month": case.number("ref_salary"),
            "is_economic": False,
            "is_unfit_by_work": case.flag("work_related_unfitness"),
        },
        on=case.on or last_known(LEGAL),
    )
    return working.answer({RESULT: found.value}, "€")
