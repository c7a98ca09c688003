"""The check of shifts: each rule found, with its article, crew, week and place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accord import hours
from accord.errors import Place
from accord.plant.records import Break, Closure, CrewMove, OvertimeRule, Person, Plant, Shift

ON = date(1999, 5, 3)


def clock(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def shift(crew, week, day, *times_and_breaks, line=2, **dates):
    start, end, *rest = times_and_breaks
    breaks = rest[0] if rest else ()
    begin, finish = clock(start), clock(end)
    finish += 1440 if finish <= begin else 0
    pauses = tuple(Break(begin + a, begin + a + b) for a, b in breaks if b)
    return Shift(crew, week, day, begin, finish, pauses, at=Place("shifts.csv", line), **dates)


def people(crew="A", num=30, women=0):
    return tuple(Person(f"{crew}{i}", crew=crew, sex="F" if i < women else "M") for i in range(num))


def plant(shifts, persons=None, **more) -> Plant:
    return Plant(
        name="test",
        country="FR",
        currency="FRF",
        on=ON,
        weekly_h=39,
        people=people() if persons is None else persons,
        shifts=tuple(shifts),
        **more,
    )


def two_by_eight(pause=(240, 20)):
    """The 39-hour morning and afternoon of the example plant, swapping each week."""
    rows = []
    for crew, first in (("A", "morning"), ("B", "afternoon")):
        for week in (1, 2):
            is_morning = (first == "morning") == (week == 1)
            for day in range(4):
                start, end = ("05:30", "13:50") if is_morning else ("13:40", "22:00")
                rows.append(shift(crew, week, day, start, end, (pause,)))
            start, end = ("05:30", "12:50") if is_morning else ("12:40", "20:00")
            rows.append(shift(crew, week, 4, start, end, (pause,)))
    return rows


def worst(found, rule, crew="A"):
    rows = [f for f in found.findings if f.rule == rule and f.crew in {crew, "*"}]
    assert rows, f"no finding for {rule}"
    return rows[0]


def test_the_39_hour_two_shift_cycle_keeps_every_limit_of_1999():
    found = hours.check(plant(two_by_eight(), people("A") + people("B")))
    assert found.breaches == ()
    assert found.needs == ()
    assert worst(found, "fr.hours.week_max").value == 39.0
    assert worst(found, "fr.hours.average_max").limit == 46.0
    assert worst(found, "fr.hours.legal_week").severity == "ok"


def test_the_legal_week_of_2000_is_flagged_on_its_day_not_before():
    found = hours.check(plant(two_by_eight(), people("A") + people("B"), horizon_weeks=104))
    rows = [f for f in found.findings if f.rule == "fr.hours.legal_week" and f.crew == "A"]
    assert [(f.on, f.limit, f.severity) for f in rows] == [
        (ON, 39.0, "ok"),
        (date(2000, 1, 1), 35.0, "flag"),
    ]
    short = hours.check(plant(two_by_eight(), people("A") + people("B"), horizon_weeks=20))
    assert len([f for f in short.findings if f.rule == "fr.hours.legal_week"]) == 2


@pytest.mark.parametrize(
    ("rows", "rule", "value", "limit"),
    [
        ([shift("A", 1, 0, "06:00", "17:00")], "fr.hours.day_max", 11.0, 10.0),
        (
            [shift("A", 1, d, "06:00", "14:10") for d in range(6)],
            "fr.hours.week_max",
            49.0,
            48.0,
        ),
        (
            [shift("A", 1, d, "06:00", "15:30") for d in range(5)],
            "fr.hours.average_max",
            47.5,
            46.0,
        ),
        (
            [shift("A", 1, 0, "14:00", "22:00"), shift("A", 1, 1, "08:00", "12:00")],
            "fr.hours.rest_day",
            10.0,
            11.0,
        ),
        (
            [shift("A", 1, 0, "06:00", "10:00"), shift("A", 1, 0, "18:00", "20:00")],
            "fr.hours.span",
            14.0,
            13.0,
        ),
        (
            [shift("A", 1, d, "06:00", "12:00") for d in range(7)],
            "fr.hours.days_week",
            7.0,
            6.0,
        ),
        (
            [shift("A", 1, d, "06:00", "12:00") for d in range(7)],
            "fr.hours.rest_week",
            18.0,
            35.0,
        ),
        ([shift("A", 1, 0, "06:00", "14:00", ((240, 10),))], "fr.hours.break", 10.0, 20.0),
    ],
)
def test_each_limit_of_law_is_found_with_value_limit_article_and_place(rows, rule, value, limit):
    finding = worst(hours.check(plant(rows)), rule)
    assert finding.severity == "breach"
    assert (finding.value, finding.limit) == pytest.approx((value, limit))
    assert finding.article
    assert finding.kind == "law"
    assert finding.place.file == "shifts.csv"
    assert finding.text_fr.startswith("Équipe A, semaine 1")
    assert finding.text_en.startswith("Crew A, week 1")


def test_the_week_and_the_row_of_the_worst_value_are_named():
    rows = [shift("A", 1, 0, "06:00", "12:00", line=2), shift("A", 2, 3, "06:00", "17:00", line=7)]
    finding = worst(hours.check(plant(rows)), "fr.hours.day_max")
    assert (finding.week, finding.place.line) == (2, 7)


def test_a_rest_over_sunday_midnight_is_not_cut_in_two():
    # free Sunday and Monday: 64 h in a row, of which only part lies in each week
    rows = [shift("A", 1, d, "06:00", "14:00", ((240, 20),)) for d in range(1, 6)]
    assert worst(hours.check(plant(rows)), "fr.hours.rest_week").value == 64.0


def test_two_long_shifts_a_day_do_not_fit_outside_the_legal_night():
    rows = [shift("A", 1, d, "05:00", "14:05", ((240, 20),)) for d in range(4)]
    rows += [shift("B", 1, d, "13:55", "23:00", ((240, 20),)) for d in range(4)]
    found = hours.check(plant(rows, people("A", women=4) + people("B", women=2)))
    window = worst(found, "fr.hours.night_window")
    assert (window.value, window.limit, window.severity) == (18.0, 17.0, "flag")
    late = worst(found, "fr.hours.night_women", "B")
    assert (late.value, late.severity, late.status) == (1.0, "flag", "draft")
    assert worst(found, "fr.hours.night_women", "A").severity == "ok"


def test_a_crew_of_men_has_no_finding_about_women_and_an_unknown_sex_is_a_need():
    rows = [shift("A", 1, 0, "22:00", "05:00", ((240, 20),))]
    men = hours.check(plant(rows))
    assert not [f for f in men.findings if f.rule.startswith("fr.hours.night_w")]
    unknown = hours.check(plant(rows, (Person("X1", crew="A"),)))
    assert any("sexe de X1" in fr and "sex of X1" in en for fr, en in unknown.needs)
    assert not unknown.is_legal


def test_a_woman_who_moves_into_the_crew_counts():
    rows = [shift("A", 1, 0, "22:00", "05:00"), shift("B", 1, 0, "08:00", "16:00")]
    persons = (*people("A"), Person("W", crew="B", sex="F"))
    moved = plant(rows, persons, crew_moves=(CrewMove("W", "A", ON),))
    assert worst(hours.check(moved), "fr.hours.night_women").value == 7.0


def test_both_cycles_of_dated_rows_are_checked_each_under_its_own_law():
    start = date(2000, 3, 6)
    old = [replace(s, until=date(2000, 3, 5)) for s in two_by_eight()]
    new = [shift("A", 1, d, "06:00", "16:30", ((240, 20),), since=start) for d in range(4)]
    found = hours.check(plant(old + new, people("A") + people("B")))
    assert {f.since for f in found.findings} == {ON, start}
    late = [f for f in found.breaches if f.since == start]
    assert [f.rule for f in late] == ["fr.hours.day_max"]
    assert late[0].value == pytest.approx(10 + 1 / 6)
    assert {f.limit for f in found.findings if f.rule == "fr.hours.average_max"} == {46.0, 44.0}


def test_overtime_worked_every_week_is_checked_apart():
    saturday = OvertimeRule(5, 360, 720, 1.0, 94, ("A",))
    found = hours.check(
        plant(two_by_eight(), people("A") + people("B"), overtime=(saturday,), horizon_weeks=104)
    )
    with_it = [f for f in found.findings if f.with_overtime]
    assert {f.crew for f in with_it} == {"A"}
    assert found.breaches == ()  # nobody works every one of them for sure
    assert next(f for f in with_it if f.rule == "fr.hours.week_max").value == 45.0
    averages = [f for f in with_it if f.rule == "fr.hours.average_max"]
    assert [(f.limit, f.severity) for f in averages] == [(46.0, "ok"), (44.0, "flag")]


def test_a_country_without_law_pack_is_a_need_and_ergonomics_is_still_checked():
    found = hours.check(replace(plant(two_by_eight()), country="Atlantis"))
    assert all("Atlantis" in need for need in found.needs[0])
    assert {f.kind for f in found.findings} == {"ergonomics"}


def test_ergonomics_flags_early_starts_quick_returns_nights_and_backward_rotation():
    night = [shift("A", 1, d, "21:00", "05:00", ((240, 20),)) for d in range(4)]
    late = [shift("A", 2, d, "13:00", "21:00", ((240, 20),)) for d in range(4)]
    early = [shift("A", 3, d, "05:00", "13:00", ((240, 20),)) for d in range(4)]
    found = hours.check(plant(night + late + early))
    flagged = {f.rule: f for f in found.flags if f.kind == "ergonomics"}
    assert flagged["ergo.nights_in_row"].value == 4.0
    assert flagged["ergo.early_start"].value == 5.0
    assert "ergo.quick_return" not in flagged
    quick = [shift("A", 1, 0, "13:00", "21:00"), shift("A", 1, 1, "08:00", "12:00")]
    flags = {f.rule for f in hours.check(plant(quick)).flags}
    assert "ergo.quick_return" in flags


def test_backward_rotation_is_flagged_and_forward_rotation_is_not():
    starts = {"M": ("06:00", "14:00"), "A": ("14:00", "22:00"), "N": ("22:00", "06:00")}

    def of(word):
        rows = [
            shift("A", i // 7 + 1, i % 7, *starts[c], ((240, 20),))
            for i, c in enumerate(word)
            if c in starts
        ]
        return worst(hours.check(plant(rows)), "ergo.rotation")

    assert of("MMAANN-").severity == "ok"
    assert of("NNAAMM-").value == 3.0  # N to A, A to M, and M to N over one day off


def test_a_plant_without_shifts_has_no_finding():
    assert hours.check(plant(())).findings == ()


def seasonal_plant(low="10:30", **more):
    """Eight weeks of 39 h and eight of 31 h in turn, from the plant's first day, for two years."""
    rows, day = [], ON
    for block in range(13):
        until = day + timedelta(weeks=8) - timedelta(days=1)
        end = "13:50" if block % 2 == 0 else low
        rows += [
            shift("A", 1, weekday, "05:30", end, ((120, 20),), since=day, until=until)
            for weekday in range(4)
        ]
        rows.append(shift("A", 1, 4, "05:30", "12:50", ((120, 20),), since=day, until=until))
        day = until + timedelta(days=1)
    return plant(rows, horizon_weeks=104, **more)


def test_a_seasonal_plan_is_averaged_over_the_calendar_not_within_a_period():
    found = hours.check(seasonal_plant())
    legal = [f for f in found.findings if f.rule == "fr.hours.legal_week"]
    # weeks of 39 h and of 4 x 4 h 40 + 7 h; 28 long and 24 short ones in either year: said once
    weeks = [39.0, 4 * (14 / 3) + 7]
    assert [f.value for f in legal] == pytest.approx([(28 * weeks[0] + 24 * weeks[1]) / 52])
    assert {f.limit for f in legal} == {35.0}
    runs = [f for f in found.findings if f.rule == "fr.hours.average_max"]
    assert [f.value for f in runs] == pytest.approx([(8 * weeks[0] + 4 * weeks[1]) / 12] * 2)
    assert [f.limit for f in runs] == [46.0, 44.0]
    days = [f for f in found.findings if f.rule == "fr.hours.day_max"]
    assert [f.value for f in days] == [8.0, 7.0]  # long and short weeks, each said once


def test_closed_weeks_are_not_weeks_worked():
    closed = Closure(ON, ON + timedelta(weeks=8) - timedelta(days=1), "building works")
    found = hours.check(seasonal_plant(closures=(closed,)))
    legal = [f for f in found.findings if f.rule == "fr.hours.legal_week"]
    weeks = [39.0, 4 * (14 / 3) + 7]
    assert legal[0].value == pytest.approx((20 * weeks[0] + 24 * weeks[1]) / 44)


def test_every_violation_of_a_plant_has_its_first_dates_and_not_only_the_worst():
    rows = [shift("A", 1, 0, "06:00", "17:00", ((240, 20),)),
            shift("A", 2, 2, "06:00", "18:00", ((240, 20),))]  # fmt: skip
    found = hours.check(plant(rows))
    days = [(v.first, v.last, round(v.value, 2)) for v in found.violations]
    assert days == [("1999-05-03", "1999-05-03", 10.67), ("1999-05-12", "1999-05-12", 11.67)]
    assert found.verdict is False
    assert found.as_dict()["legal"] is False
    later = hours.check(plant(rows), on=date(1999, 5, 4))
    assert [v.first for v in later.violations] == ["1999-05-17", "1999-05-12"]


def test_a_limit_that_falls_within_the_horizon_is_a_violation_from_its_day():
    rows = [shift("A", 1, d, "06:00", "15:20", ((240, 20),)) for d in range(5)]
    found = hours.check(plant(rows, horizon_weeks=60))
    assert [(v.rule, v.first, v.value, v.limit) for v in found.violations] == [
        ("fr.hours.average_max", "2000-02-07", 45.0, 44.0)
    ]


def test_weeks_of_a_season_beyond_the_average_are_named_once_for_each_stretch():
    rows, day = [], ON
    for block in range(4):  # 13 weeks of 48 h and 13 of 25 h in turn
        until = day + timedelta(weeks=13) - timedelta(days=1)
        days, end = (6, "14:20") if block % 2 == 0 else (5, "11:20")
        rows += [
            shift("A", 1, weekday, "06:00", end, ((240, 20),), since=day, until=until)
            for weekday in range(days)
        ]
        day = until + timedelta(days=1)
    found = hours.check(plant(rows, horizon_weeks=52))
    stretches = [(v.first, v.last, v.limit) for v in found.violations]
    # the third ends under the law of February 2000: ten weeks of 48 h, two of 25 h are above 44 h
    assert stretches == [
        ("1999-05-03", "1999-07-25", 46.0),
        ("1999-11-01", "2000-01-23", 46.0),
        ("1999-11-22", "2000-02-13", 44.0),
    ]


def test_a_german_plant_is_held_against_german_law():
    rows = [shift("A", 1, d, "06:00", "17:00", ((240, 30),)) for d in range(5)]
    found = hours.check(replace(plant(rows), country="Germany"))
    assert found.country == "de"
    assert {v.rule for v in found.violations} == {"de.hours.day_max", "de.hours.average",
                                                  "de.hours.break"}  # fmt: skip
    assert worst(found, "de.hours.average").value == pytest.approx(52.5 / 6)
    assert not [f for f in found.findings if f.rule.startswith("fr.")]


def test_crews_that_together_never_stop_are_flagged_above_35_hours_a_week_worked():
    starts = {"M": ("06:00", "14:00"), "A": ("14:00", "22:00"), "N": ("22:00", "06:00")}

    def crews(word, num):
        turned = {f"C{i}": word[2 * i :] + word[: 2 * i] for i in range(num)}
        days = 7 * len(word)
        return [
            shift(crew, day // 7 + 1, day % 7, *starts[own[day % len(word)]], ((240, 20),))
            for crew, own in turned.items()
            for day in range(days)
            if own[day % len(word)] in starts
        ]

    def flagged(rows):
        found = hours.check(plant(rows, people("C0")), on=date(2024, 6, 3))
        return [f.value for f in found.flags if f.rule == "fr.hours.continuous"]

    paid = 42 * (1 - 1 / 24)  # each duty of 8 h has 20 minutes of unpaid break
    assert flagged(crews("MMAANN--", 4)) == pytest.approx([paid] * 4)
    assert flagged(crews("MMAANN--", 3)) == []  # two hours in eight nobody is there
    assert flagged(crews("MMAANN----", 5)) == []


def test_a_break_that_was_agreed_or_a_fact_that_is_told_reaches_the_check():
    rows = [shift("A", 1, 0, "06:00", "17:30", ((240, 30),))]
    assert [v.value for v in hours.check(plant(rows)).violations] == [11.0]
    agreed = hours.check(plant(rows), overrides={"fr.hours.day_max": "agreement"})
    assert agreed.violations == ()
    assert agreed.derogations == ("fr.hours.day_max=agreement",)
