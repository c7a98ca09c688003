"""The law on dated duties: the law of each day, dates of each violation, the edges of a roster."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accord.errors import InputError, NeedsError
from accord.hours import Duty, Facts, check_roster
from accord.plant.records import Break

MONDAY = date(2024, 3, 4)


def duty(day, start_h=6.0, length_h=8.0, *, who="P1", pause=30, first=MONDAY):
    start = round(start_h * 60)
    breaks = None if pause is None else (Break(start + 60, start + 60 + pause, paid=True),)
    return Duty(who, first + timedelta(days=day), start, start + round(length_h * 60), breaks)


def weeks(number, days, length_h=7.0, **more):
    return [duty(7 * w + d, 6, length_h, **more) for w in range(number) for d in range(days)]


def broken(found, rule):
    return [(v.who, v.first, v.last, v.value, v.limit) for v in found.violations if v.rule == rule]


def test_each_violation_names_the_person_and_the_dates():
    rows = [duty(0, 6, 11), duty(1, 20, 11), duty(0, 6, 8, who="P2"), duty(9, 6, 12, who="P2")]
    found = check_roster(rows)
    assert broken(found, "fr.hours.day_max") == [
        ("P1", "2024-03-04", "2024-03-04", 11.0, 10.0),
        ("P1", "2024-03-05", "2024-03-06", 11.0, 10.0),
        ("P2", "2024-03-13", "2024-03-13", 12.0, 10.0),
    ]
    assert found.verdict is False
    assert {f.text_en.partition(",")[0] for f in found.findings} == {"P1", "P2"}


def test_a_short_rest_names_the_day_it_begins_and_the_day_it_ends():
    found = check_roster([duty(0, 14, 8), duty(1, 8, 4)])
    assert broken(found, "fr.hours.rest_day") == [("P1", "2024-03-04", "2024-03-05", 10.0, 11.0)]


def test_each_day_has_the_law_of_that_day():
    # two weeks of 13 x 45 h end on 30 January, the next window ends after 1 February 2000
    rows = weeks(14, 5, 9, first=date(1999, 11, 1))
    found = check_roster(rows, facts=Facts(headcount=30))
    rows_of_average = [v for v in found.violations if v.rule == "fr.hours.average_max"]
    assert [(v.first, v.last, v.limit) for v in rows_of_average] == [
        ("1999-11-15", "2000-02-06", 44.0)
    ]
    legal = [v for v in found.flagged if v.rule == "fr.hours.legal_week"]
    assert {v.limit for v in legal if v.first < "2000"} == {39.0}
    assert {v.limit for v in legal if v.first >= "2000"} == {35.0}
    assert len(legal) == 14


def test_one_date_of_law_can_be_asked_for_all_days():
    rows = weeks(14, 5, 9, first=date(1999, 11, 1))
    old = check_roster(rows, on=date(1999, 6, 1), facts=Facts(headcount=30))
    assert broken(old, "fr.hours.average_max") == []
    assert {v.limit for v in old.flagged if v.rule == "fr.hours.legal_week"} == {39.0}


def test_days_without_known_law_give_needs_and_no_verdict():
    found = check_roster(weeks(1, 5, first=date(1970, 1, 5)))
    assert found.verdict is None
    assert any("fr.hours.day_max" in en and "1970-01-05" in en for _, en in found.needs)


def test_a_window_longer_than_the_roster_is_a_need_unless_what_is_known_passes_it():
    short = check_roster(weeks(4, 5, 8))
    assert any(
        "4 weeks are known, the average is over 12 (L3121-22): P1" in en for _, en in short.needs
    )
    assert short.verdict is True
    # eleven weeks of 48 h are 528 h: 44 h on average even if the twelfth is free
    certain = check_roster([*weeks(11, 6, 8), duty(76, 6, 1, pause=None)])
    assert broken(certain, "fr.hours.average_max")[0][3] == pytest.approx(529 / 12)


def test_what_is_missing_of_many_people_is_said_once():
    rows = [row for i in range(20) for row in weeks(1, 5, who=f"P{i:02d}")]
    needs = [en for _, en in check_roster(rows).needs]
    assert len(needs) == 1
    assert needs[0].endswith("P00, P01, P02, P03, P04, P05, P06, ... 20 in all")


def test_the_rest_at_the_edges_of_a_roster_is_not_cut():
    # Monday to Saturday 14:00: the free Sunday has 34 h inside the roster, and may go on
    assert broken(check_roster(weeks(1, 6, 8)), "fr.hours.rest_week") == []
    # the next Monday at 00:30 makes it 34.5 h for sure
    found = check_roster([*weeks(1, 6, 8), duty(7, 0.5, 4)])
    assert [row[3] for row in broken(found, "fr.hours.rest_week")] == [34.5]


def test_a_week_of_seven_days_is_found_whatever_lies_outside():
    found = check_roster(weeks(1, 7, 6))
    assert broken(found, "fr.hours.days_week") == [("P1", "2024-03-04", "2024-03-10", 7.0, 6.0)]
    # the rest from Sunday noon may go on; a duty on Monday ends it
    assert broken(found, "fr.hours.rest_week") == []
    more = check_roster([*weeks(1, 7, 6), duty(7)])
    assert broken(more, "fr.hours.rest_week") == [("P1", "2024-03-04", "2024-03-10", 18.0, 35.0)]


def test_hours_counted_over_a_year_are_held_at_its_end():
    rows = weeks(53, 5, 7, first=date(2024, 1, 1))  # 52 whole weeks in 2024, then Monday and ...
    usual = check_roster(rows)
    assert "fr.hours.annual" not in {f.rule for f in usual.findings}
    found = check_roster(rows, facts=Facts(annualised=True))
    annual = [(v.first, v.value, v.limit) for v in found.flagged if v.rule == "fr.hours.annual"]
    assert annual == [("2024-01-01", 52 * 35.0 + 14.0, 1607.0)]  # ... Tuesday of the next
    assert "fr.hours.legal_week" not in {f.rule for f in found.findings}


def test_overtime_of_a_civil_year_is_held_against_the_allowance():
    found = check_roster(weeks(52, 5, 8, first=date(2023, 1, 2)))
    assert [v.value for v in found.flagged if v.rule == "fr.overtime.contingent"] == [260.0]


def test_german_sundays_are_counted_over_the_year_when_it_is_known():
    year = [duty(7 * w + 6, 8, 6, first=date(2024, 1, 1)) for w in range(38)]
    rows = [*year, duty(362, 8, 6, first=date(2024, 1, 1))]
    found = check_roster(rows, country="de")
    assert [row[3:] for row in broken(found, "de.hours.sundays")] == [(14.0, 15.0)]
    short = check_roster(year[:10], country="de")
    assert any("Sundays are counted" in en for _, en in short.needs)
    assert broken(check_roster(year, country="de"), "de.hours.sundays") != []  # 38 of 52 are gone


def test_the_regulations_of_britain_average_any_17_weeks():
    rows = [
        *weeks(17, 6, 8.25, first=MONDAY),
        *weeks(17, 1, 8, first=MONDAY + timedelta(weeks=17)),
    ]
    found = check_roster(rows, country="uk")
    assert broken(found, "uk.hours.average_week") == [
        ("P1", "2024-03-04", "2024-06-30", 49.5, 48.0)
    ]
    out = check_roster(rows, country="uk", overrides={"uk.hours.average_week": "opt_out"})
    assert broken(out, "uk.hours.average_week") == []
    assert out.derogations == ("uk.hours.average_week=opt_out",)


def test_breaks_that_are_not_given_are_a_need():
    found = check_roster([duty(0, pause=None), duty(1, pause=10), duty(2)])
    assert [row[3] for row in broken(found, "fr.hours.break")] == [10.0]
    assert any("not all breaks are given" in en for _, en in found.needs)


def test_unpaid_breaks_are_not_work_and_paid_ones_are():
    def row(*, is_paid):
        return Duty("P", MONDAY, 360, 360 + 630, (Break(600, 630, paid=is_paid),))

    assert broken(check_roster([row(is_paid=False)]), "fr.hours.day_max") == []
    assert broken(check_roster([row(is_paid=True)]), "fr.hours.day_max")[0][3] == 10.5


def test_german_breaks_may_be_taken_in_pieces():
    pieces = (Break(480, 495), Break(600, 615))
    assert broken(check_roster([Duty("P", MONDAY, 360, 870, pieces)], country="de"),
                  "de.hours.break") == []  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([duty(0, 6, 8), duty(0, 13, 8)], "two duties at once"),
        ([duty(0, 22, 9), duty(1, 6, 8)], "two duties at once"),
        ([duty(0, 14, -2)], "ends after it starts"),
        ([duty(0, 14, 0)], "ends after it starts"),
        ([duty(0, 6, 24.5)], "at most 24 h"),
        ([duty(0, 25, 3)], "starts on its day"),
        ([duty(0, who="")], "belongs to a person"),
        ([Duty("P", MONDAY, 360, 840, (Break(300, 380),))], "inside their duty"),
        ([Duty("P", MONDAY, 360, 840, (Break(400, 460), Break(430, 440)))], "do not overlap"),
        ([duty(0), duty(365 * 60)], "spans at most"),
    ],
)
def test_duties_that_cannot_be_are_refused_with_what_to_do(rows, words):
    with pytest.raises(InputError, match=words) as refusal:
        check_roster(rows)
    assert all(p.remedy for p in refusal.value.problems)


def test_every_mistake_is_said_at_once():
    with pytest.raises(InputError) as refusal:
        check_roster([duty(0, 14, -2), duty(1, 6, 25), duty(3, 6, 8), duty(3, 7, 8)])
    assert len(refusal.value.problems) == 3


def test_a_duty_outside_the_days_of_the_roster_is_refused():
    with pytest.raises(InputError, match="lies in the days of the roster"):
        check_roster([duty(0), duty(9)], first=MONDAY, last=MONDAY + timedelta(days=6))


def test_an_unknown_country_and_an_empty_roster():
    with pytest.raises(NeedsError, match="'Atlantis'; known: de"):
        check_roster([duty(0)], country="Atlantis")
    empty = check_roster([])
    assert (empty.verdict, empty.findings, empty.violations) == (True, (), ())
