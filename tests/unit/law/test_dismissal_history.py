"""Dismissals spread over time: the procedure of the next one, told with what was counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accord.errors import FactError
from accord.law.fr.dismissal_history import next_regime

DAY = timedelta(1)


def every(first: str, days: int, number: int) -> list[date]:
    """Days of dismissals, one every so many days."""
    return [date.fromisoformat(first) + timedelta(days) * i for i in range(number)]


def rules(found, *, sure=True):
    return [t.rule for t in found.triggers if t.is_sure == sure]


def test_nine_at_once_are_a_small_collective_and_ten_a_large_with_a_plan():
    nine, ten = (next_regime([], date(2024, 6, 3), number, headcount=180) for number in (9, 10))
    assert (nine.is_large, nine.is_consulted, nine.has_plan) == (False, True, False)
    assert (ten.is_large, ten.is_consulted, ten.has_plan) == (True, True, True)
    assert rules(ten) == ["thirty_days"]


@pytest.mark.parametrize(("days", "is_large"), [(29, True), (30, False)])
def test_earlier_dismissals_of_the_same_thirty_days_count(days, is_large):
    project = date(2024, 6, 30)
    found = next_regime([project - timedelta(days)] * 4, project, 6, headcount=180)
    assert found.is_large == is_large
    assert (found.triggers[0].number if is_large else 10) == 10


def test_the_case_of_the_court_three_months_from_the_first_dismissal():
    """Eleven from 12 December 2008: the months end on 12 March 2009, the next three count."""
    history = [date(2008, 12, 12)] * 4 + [date(2009, 1, 20)] * 4 + [date(2009, 2, 25)] * 3
    by_day = {
        day: next_regime(history, date.fromisoformat(day), 1, headcount=180)
        for day in ("2009-03-11", "2009-03-12", "2009-03-13", "2009-06-11", "2009-06-12")
    }
    assert [rules(found) for found in by_day.values()] == [
        [],
        ["three_months"],
        ["three_months"],
        ["three_months"],
        [],
    ]
    (trigger,) = by_day["2009-03-12"].triggers
    assert (str(trigger.first), str(trigger.last), trigger.number) == (
        "2008-12-12",
        "2009-03-11",
        11,
    )
    assert trigger.article == "L1233-26, L1233-27"
    assert by_day["2009-03-12"].has_plan


def test_before_the_three_months_are_over_only_another_reading_gives_the_large_procedure():
    history = [date(2008, 12, 12)] * 4 + [date(2009, 1, 20)] * 4 + [date(2009, 2, 25)] * 3
    found = next_regime(history, date(2009, 3, 11), 1, headcount=180)
    assert (found.is_large, found.is_open) == (False, True)
    assert rules(found, sure=False) == ["three_months"]
    assert "(open reading)" in found.triggers[0].told("en")
    assert "(lecture discutée)" in found.triggers[0].told("fr")


def test_ten_in_three_months_or_ten_within_thirty_days_do_not_trigger():
    ten = [date(2024, 1, 2)] * 5 + [date(2024, 3, 1)] * 5
    assert next_regime(ten, date(2024, 4, 15), 1, headcount=180).triggers == ()
    together = [date(2024, 1, 2)] * 10 + [date(2024, 3, 1)] * 2
    assert next_regime(together, date(2024, 4, 15), 1, headcount=180).triggers == ()


def test_nineteen_in_a_year_without_a_plan_bind_the_first_quarter_of_the_next():
    """Nineteen, one every nineteen days: never eleven in three months."""
    history = every("2023-01-05", 19, 19)
    assert {day.year for day in history} == {2023}
    for day, is_large in (
        ("2023-12-31", False),
        ("2024-01-01", True),
        ("2024-03-31", True),
        ("2024-04-01", False),
    ):
        found = next_regime(history, date.fromisoformat(day), 1, headcount=50)
        assert found.is_large == is_large, day
        assert rules(found) == (["last_year"] if is_large else [])


def test_eighteen_in_a_year_or_a_firm_of_49_do_not():
    history = every("2023-01-05", 19, 19)
    for days, staff in ((history[1:], 50), (history, 49)):
        assert not next_regime(days, date(2024, 1, 15), 1, headcount=staff).is_large


def test_a_year_in_which_a_plan_was_due_does_not_bind_the_next():
    with_plan = [date(2023, 2, 1)] * 10 + every("2023-04-01", 19, 10)
    assert not next_regime(with_plan, date(2024, 1, 15), 1, headcount=180).is_large
    spread = [*every("2023-01-02", 7, 12), *every("2023-05-02", 19, 8)]
    assert next_regime(spread[:12], spread[12], 1, headcount=180).is_large
    assert not next_regime(spread, date(2024, 1, 15), 1, headcount=180).is_large


def test_a_plan_of_december_and_january_was_due_in_both_years():
    history = [*every("2023-01-05", 19, 15), *[date(2023, 12, 20)] * 6, *[date(2024, 1, 4)] * 4]
    assert not next_regime(history, date(2024, 3, 1), 1, headcount=180).is_large


@pytest.mark.parametrize(
    ("day", "is_known", "status"),
    [
        ("1993-01-26", False, "draft"),
        ("1993-01-27", True, "draft"),
        ("1993-01-28", True, "draft"),
        ("2017-09-23", True, "draft"),
        ("2017-09-24", True, "checked"),
        ("2017-09-25", True, "checked"),
    ],
)
def test_the_law_is_that_of_the_day_of_the_project(day, is_known, status):
    found = next_regime([], date.fromisoformat(day), 12, headcount=180)
    assert (found.is_large, found.status) == (is_known, status)
    assert [need.fact for need in found.needs] == ([] if is_known else ["day"])


@pytest.mark.parametrize(
    ("history", "number", "staff", "fact"),
    [
        ([], 0, 180, "number"),
        ([], -3, 180, "number"),
        ([], 3, -1, "headcount"),
        ([date(2024, 6, 3)], 3, 180, "history"),
        ([date(2030, 1, 1)], 3, 180, "history"),
    ],
)
def test_what_cannot_be_is_refused_by_name_with_the_article(history, number, staff, fact):
    with pytest.raises(FactError) as caught:
        next_regime(history, date(2024, 6, 3), number, headcount=staff)
    assert caught.value.fact == fact
    assert "L1233-26" in str(caught.value)
