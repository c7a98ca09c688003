"""British cases in the keys of the calculators of gov.uk: redundancy pay, state pension age."""

from __future__ import annotations

import re
from datetime import date, timedelta

from accord.law.cases.families import family
from accord.law.cases.records import Answer, Case, Working
from accord.law.cases.urssaf_keys import refused
from accord.law.registry import last_known

WEEKS, PAY = "uk.redundancy.weeks", "uk.redundancy.pay_under_cap"
PENSION = "uk.pension.state_age"
_POUND = "£"
_MONTHS_PER_YEAR = 12
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2})[a-z]* (?P<year>\d{4})")


@family("uk.statutory_redundancy_pay", rules=[PAY, WEEKS])
def redundancy_pay(case: Case) -> Answer:
    """Answer a case of redundancy pay; the cap of a week's pay is a fact of the case."""
    working = Working(case)
    service = {"age_years": case.number("age"), "service_years": case.number("years")}
    pay = {"week_pay": case.number("weekly_pay"), "cap_week": case.number("weekly_cap")}
    weeks = working.compute(WEEKS, service, on=case.on or last_known(WEEKS))
    found = working.compute(PAY, {**service, **pay}, on=case.on or last_known(PAY))
    return working.answer({"statutory_redundancy_pay": found.value, "weeks": weeks.value}, _POUND)


@family("uk.state_pension_age", rules=[PENSION])
def state_pension_age(case: Case) -> Answer:
    """Answer a case of pension age: the day of the pension, and the age in years and months."""
    working = Working(case)
    born = _birth_date(case)
    found = working.compute(PENSION, {"birth_date": born}, on=case.on or last_known(PENSION))
    if born is None or found.value is None:
        return working.answer({}, "")
    due = born + timedelta(days=found.value)
    months = next(step.value for step in found.trace if step.key == "months")
    return working.answer({"pension_date": _day_text(due), "age": _age_text(int(months))}, "")


def _birth_date(case: Case) -> date | None:
    """Read a date written as 6 Apr 1960 or as 1960-04-06."""
    text = case.text("birth_date")
    found = None if text is None else _DAY.fullmatch(text)
    if found is None:
        return case.day("birth_date")
    rule = "a date is written as 6 Apr 1960"
    if found["month"] not in _MONTHS:
        raise refused(case, f"birth_date is {text!r}", rule)
    month = _MONTHS.index(found["month"]) + 1
    try:
        return date(int(found["year"]), month, int(found["day"]))
    except ValueError as fault:
        raise refused(case, f"birth_date is {text!r}", rule) from fault


def _day_text(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _age_text(months: int) -> str:
    """Write an age as 66 years, 1 month; whole years stand alone."""
    years, rest = divmod(months, _MONTHS_PER_YEAR)
    if not rest:
        return f"{years} years"
    return f"{years} years, {rest} month{'' if rest == 1 else 's'}"
