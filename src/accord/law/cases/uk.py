"""British cases: redundancy pay in the keys of the calculators of gov.uk."""

from __future__ import annotations

from accord.law.cases.families import family
from accord.law.cases.records import Answer, Case, Working
from accord.law.registry import last_known

WEEKS, PAY = "uk.redundancy.weeks", "uk.redundancy.pay_under_cap"
_POUND = "£"


@family("uk.statutory_redundancy_pay", rules=[PAY, WEEKS])
def redundancy_pay(case: Case) -> Answer:
    """Answer a case of redundancy pay; the cap of a week's pay is a fact of the case."""
    working = Working(case)
    service = {"age_years": case.number("age"), "service_years": case.number("years")}
    pay = {"week_pay": case.number("weekly_pay"), "cap_week": case.number("weekly_cap")}
    weeks = working.compute(WEEKS, service, on=case.on or last_known(WEEKS))
    found = working.compute(PAY, {**service, **pay}, on=case.on or last_known(PAY))
    return working.answer({"statutory_redundancy_pay": found.value, "weeks": weeks.value}, _POUND)
