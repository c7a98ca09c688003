"""Spread dismissals against a count by hand over every day; calendars; pay of early exits."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord import law
from accord.law.fr.dismissal_calendar import earliest_calendar
from accord.law.fr.dismissal_calendar_check import check_calendar
from accord.law.fr.dismissal_history import next_regime
from accord.law.fr.dismissal_times import Project

DAY = timedelta(1)
FIRST = date(2021, 1, 1)
OFFSETS = st.lists(st.integers(0, 800), min_size=0, max_size=60)
# Clusters make ten in thirty days and eleven in three months likely.
BATCHES = st.lists(st.tuples(st.integers(0, 800), st.integers(1, 6)), min_size=1, max_size=25).map(
    lambda rows: [at for at, number in rows for _ in range(number)]
)


def months_on(day: date, months: int) -> date:
    """Go on whole months with the civil calendar, one month at a time."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def by_hand(history: list[date], project: date, number: int) -> tuple[bool, bool]:
    """Count everything anew, day by day; say whether it is large for sure, and by any reading."""

    def total(first: date, after: date) -> int:
        return sum(first <= day < after for day in history)

    def reaches_ten(first: date, after: date) -> bool:
        days = [day for day in history if first <= day < after]
        return any(sum(1 for other in days if 0 <= (other - day).days < 30) >= 10 for day in days)

    def spread(start: date, day: date) -> bool:
        if not months_on(start, 3) <= day < months_on(start, 6):
            return False
        end = months_on(start, 3)
        return total(start, end) > 10 and not reaches_ten(start, end)

    def three_months(day: date, *, from_dismissals: bool) -> bool:
        starts = (day - DAY * i for i in range(60, 200))
        return any(
            spread(start, day) for start in starts if not from_dismissals or start in history
        )

    thirty = number + total(project - DAY * 29, project) >= 10
    last_year = False
    january, before = date(project.year, 1, 1), date(project.year - 1, 1, 1)
    if project.month <= 3 and total(before, january) > 18:
        in_year = {day for day in history if before <= day < january}
        had_plan = any(three_months(day, from_dismissals=True) for day in in_year)
        for day in in_year:  # any thirty days in which this one lies
            had_plan |= any(total(day - DAY * i, day - DAY * i + DAY * 30) >= 10 for i in range(30))
        last_year = not had_plan
    sure = thirty or last_year or three_months(project, from_dismissals=True)
    return sure, sure or three_months(project, from_dismissals=False)


@given(offsets=st.one_of(OFFSETS, BATCHES), later=st.integers(1, 200), number=st.integers(1, 11))
@settings(max_examples=100, deadline=None)
def test_the_procedure_of_the_next_dismissal_is_the_one_counted_by_hand(offsets, later, number):
    history = [FIRST + DAY * at for at in offsets]
    project = max(history, default=FIRST) + DAY * later
    found = next_regime(history, project, number, headcount=180)
    sure, possible = by_hand(history, project, number)
    assert (found.is_large, found.is_large or found.is_open) == (sure, possible)
    assert found.has_plan == found.is_large


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_steady_dismissals_of_a_year_are_counted_by_hand_too(seed):
    """About twenty a year, at random: the rules of the year and of three months meet."""
    rng = np.random.default_rng(seed)
    history = sorted(FIRST + DAY * int(at) for at in rng.integers(0, 365, rng.integers(15, 27)))
    project = date(2022, 1, 1) + DAY * int(rng.integers(0, 120))
    found = next_regime(history, project, 1, headcount=180)
    assert (found.is_large, found.is_large or found.is_open) == by_hand(history, project, 1)


@given(offsets=BATCHES, later=st.integers(1, 200), seed=st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_history_changes_nothing_and_small_firms_never_owe_a_plan(
    offsets, later, seed
):
    history = [FIRST + DAY * at for at in offsets]
    project = max(history) + DAY * later
    mixed = [history[i] for i in np.random.default_rng(seed).permutation(len(history))]
    whole = next_regime(history, project, 3, headcount=180)
    assert next_regime(mixed, project, 3, headcount=180) == whole
    small = next_regime(history, project, 3, headcount=49)
    assert not small.has_plan
    assert {t.rule for t in small.triggers} <= {"thirty_days"}


DAYS = st.one_of(
    st.dates(date(1989, 8, 8), date(2002, 1, 17)), st.dates(date(2003, 1, 4), date(2030, 12, 31))
)


@given(first=DAYS, number=st.integers(10, 400), staff=st.integers(400, 5000), data=st.data())
@settings(max_examples=80, deadline=None)
def test_the_earliest_calendar_always_passes_its_own_check(first, number, staff, data):
    project = Project(
        number,
        staff,
        plan_basis=data.draw(st.sampled_from(["agreement", "document"])),
        has_expert=data.draw(st.booleans()),
    )
    found = earliest_calendar(first, project)
    assert found.needs == ()
    days = {s.step: s.day for s in found.steps if s.step not in {"decision", "opinion"}}
    if "filing" in days:
        days["opinion"] = days["second_meeting"]
    assert {c.verdict for c in check_calendar(days, project)} == {True}
    early = {**days, "letters": days["letters"] - DAY}
    (letters,) = [c for c in check_calendar(early, project) if c.id == "letters"]
    assert letters.verdict is False
    assert [s.day for s in found.steps] == sorted(s.day for s in found.steps)


@given(first=DAYS, number=st.integers(10, 399))
@settings(max_examples=60, deadline=None)
def test_one_dismissal_more_never_brings_the_letters_forward(first, number):
    fewer, more = (
        earliest_calendar(first, Project(n, 5000, plan_basis="document", has_expert=False))
        for n in (number, number + 1)
    )
    assert more.day("letters") >= fewer.day("letters")


@pytest.mark.parametrize(
    ("rule", "on"),
    [
        ("fr.early_exit.asfne_allowance", date(1999, 6, 1)),
        ("fr.early_exit.progressive_allowance", date(1999, 6, 1)),
        ("fr.dismissal.redeployment_pay", date(2026, 6, 1)),
    ],
)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_an_allowance_never_falls_with_pay_and_rows_do_not_touch_each_other(rule, on, seed):
    rng = np.random.default_rng(seed)
    pay = np.sort(np.round(rng.uniform(0, 60_000, 30), 2))
    least = np.full(30, 4900.0)
    facts = {"reference_pay_month": pay, "mean_pay_month": pay, "least_allowance_month": least}
    values = law.compute_table(rule, facts, on=on).values
    assert (np.diff(values) >= 0).all()
    order = rng.permutation(30)
    moved = law.compute_table(rule, {n: c[order] for n, c in facts.items()}, on=on).values
    np.testing.assert_array_equal(moved, values[order])


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_more_quarters_never_take_the_arpe_away(seed):
    rng = np.random.default_rng(seed)
    num = 50
    birth = np.datetime64("1936-01-01") + rng.integers(0, 3650, num)
    facts = {
        "birth_date": birth,
        "exit_date": np.full(num, np.datetime64("1999-06-30")),
        "work_start": birth + rng.integers(14 * 365, 25 * 365, num),
        "pension_quarters": rng.integers(140, 180, num).astype(float),
        "insured_years": np.full(num, 20.0),
        "is_employer_agreed": np.ones(num),
        "is_hire_promised": np.ones(num),
    }
    on = date(1999, 6, 30)
    fewer = law.compute_table("fr.early_exit.arpe", facts, on=on).values
    facts["pension_quarters"] = facts["pension_quarters"] + rng.integers(0, 20, num)
    assert (law.compute_table("fr.early_exit.arpe", facts, on=on).values >= fewer).all()
