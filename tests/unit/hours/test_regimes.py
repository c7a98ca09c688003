"""Regimes: how hours are counted, what a year comes to, and what the shop floor calls it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from accord.hours.patterns.text import pattern
from accord.hours.regime.crews import crews_needed, regimes
from accord.hours.regime.rotation import rotations
from accord.hours.regime.year import anniversary, year_calendar
from accord.plant import apply, read
from accord.plant.records import Absence, Closure, CrewMove, Person, Plant, Scenario, Shift

ON = date(2000, 1, 3)  # a Monday
GAILLON = Path(__file__).parents[3] / "plants" / "gaillon"


def week(crew, number, hours, days=5, start=360):
    """Rows of a week of so many hours in equal days."""
    each = round(hours / days * 60)
    return [Shift(crew, number, d, start, start + each) for d in range(days)]


def plant(shifts, *, crew="A", num=30, weekly_h=39.0, **more) -> Plant:
    people = tuple(Person(f"P{i}", crew=crew, weekly_h=weekly_h) for i in range(num))
    return Plant(
        **{
            "name": "test",
            "country": "FR",
            "currency": "FRF",
            "on": ON,
            "weekly_h": weekly_h,
            "people": people,
            "shifts": tuple(shifts),
            **more,
        }
    )


def scenario(**more) -> Scenario:
    return Scenario(
        **{"name": "S", "title_fr": "", "title_en": "", "start": ON, "weekly_h": 35.0, **more}
    )


def only(found):
    assert len(found) == 1
    return found[0]


def closed(first, weeks=1):
    return Closure(first, first + timedelta(days=7 * weeks - 1))


@pytest.mark.parametrize(
    ("opening_h", "weekly_h", "crews"),
    [
        (80, 35, 2.29),
        (120, 35, 3.43),
        (168, 35, 4.8),
        (80, 39, 2.05),
        (120, 39, 3.08),
        (168, 39, 4.31),
    ],
)
def test_opening_hours_need_the_crews_of_the_reference(opening_h, weekly_h, crews):
    assert crews_needed(opening_h, weekly_h) == pytest.approx(crews, abs=0.0051)


def test_from_39_to_35_hours_the_same_opening_needs_a_ninth_more():
    assert crews_needed(80, 35) / crews_needed(80, 39) - 1 == pytest.approx(0.114, abs=0.0005)


@pytest.mark.parametrize(
    ("name", "system", "opening_h"),
    [
        ("day", "day", 40),
        ("2x8", "2x8", 80),
        ("2x7", "2x7", 70),
        ("3x8", "3x8", 120),
        ("3x8-fixed-night", "3x8", 120),
        ("4x8", "4x8", 168),
        ("5x8", "5x8", 168),
        ("5x8-reserve", "5x8", 168),
        ("6x8-reserve", "6x8", 168),
        ("dupont", "4x12", 168),
        ("pitman", "4x12", 168),
        ("4on4off", "4x12", 168),
        ("4-day-35h", "day", 35),
        ("7-nights", "night", 56),
        ("weekend-reserve", "weekend", 24),
        ("weekend-reserve-nights", "weekend", 48),
    ],
)
def test_a_rotation_is_called_as_on_the_shop_floor(name, system, opening_h):
    found = only(rotations(pattern(name).cycles()))
    assert (found.system, found.opening_h) == (system, opening_h)
    assert len(found.crews) == pattern(name).num_crews
    assert found.average_h == pytest.approx(pattern(name).average_h)


def test_weekend_crews_are_a_rotation_of_their_own():
    found = rotations(pattern("3x8-weekend-reserve").cycles())
    assert [(r.system, r.opening_h) for r in found] == [("3x8", 120), ("weekend", 48)]


def test_a_rotation_does_not_depend_on_the_order_of_its_crews():
    cycles = [*pattern("3x8-weekend-reserve").cycles(), *pattern("4-day-35h").cycles()]
    assert rotations(cycles) == rotations(cycles[::-1])


def test_the_days_of_a_week_tell_a_four_day_week():
    assert only(rotations(pattern("4-day-35h").cycles())).days_week == 4
    assert only(rotations(pattern("2x8").cycles())).days_week == 5


def test_hours_by_the_week_are_overtime_in_each_week_beyond_the_legal_one():
    found = only(regimes(plant(week("A", 1, 39))))
    assert (found.regime.period, found.regime.weeks, found.regime.limit_h) == ("week", 1, 35.0)
    # 2000-01-03 to 2001-01-02: 52 whole weeks and two days of 7.8 h
    assert found.days_year == 52 * 5 + 2
    assert found.calendar_h == pytest.approx(52 * 39 + 2 * 7.8)
    assert found.overtime_h == pytest.approx(52 * 4)
    assert found.balance_h == pytest.approx(0.0)
    assert found.average_h == 39.0


def test_overtime_begins_with_the_law_not_before():
    found = only(regimes(plant(week("A", 1, 39), on=date(1999, 7, 5))))
    # only weeks that begin under the law of 2000 have overtime
    mondays = [date(1999, 7, 5) + timedelta(weeks=w) for w in range(52)]
    assert found.overtime_h == pytest.approx(4 * sum(m >= date(2000, 1, 1) for m in mondays))


def test_a_cycle_averages_its_weeks_and_a_week_does_not():
    shifts = week("A", 1, 39) + week("A", 2, 31)
    by_week = only(regimes(plant(shifts), scenario=scenario()))
    by_cycle = only(regimes(plant(shifts), scenario=scenario(reference_period="cycle")))
    assert by_week.overtime_h == pytest.approx(26 * 4)
    assert by_cycle.overtime_h == 0.0
    assert (by_cycle.regime.period, by_cycle.regime.weeks) == ("cycle", 2)
    assert by_week.average_h == by_cycle.average_h == 35.0
    assert by_week.longest_week_h == 39.0


def test_a_reference_period_averages_over_its_own_weeks():
    shifts = [row for n, h in enumerate((39, 39, 31, 31), 1) for row in week("A", n, h)]
    four = only(regimes(plant(shifts), reference_weeks=4))
    two = only(regimes(plant(shifts), reference_weeks=2))
    assert (four.regime.period, four.regime.weeks, four.overtime_h) == ("average", 4, 0.0)
    assert two.overtime_h == pytest.approx(13 * 8)


@pytest.mark.parametrize(
    ("weeks", "num", "said"),
    [
        (4, 60, None),
        (5, 60, "takes an agreement; without one the employer may set 4"),
        (9, 30, None),  # below 50 employees
        (10, 30, "takes an agreement; without one the employer may set 9"),
        (52, 60, "takes an agreement; without one the employer may set 4"),
    ],
)
def test_a_long_reference_period_says_what_it_takes(weeks, num, said):
    today = plant(week("A", 1, 35), num=num, on=date(2024, 1, 1))
    notes = [n.en for n in only(regimes(today, reference_weeks=weeks)).notes]
    assert [said in n for n in notes if n.startswith("a period of")] == ([True] if said else [])


def test_a_cycle_of_equal_weeks_had_a_rule_of_its_own_until_2008():
    shifts = week("A", 1, 39) + week("A", 2, 31)
    asked = scenario(reference_period="cycle")
    old = only(regimes(plant(shifts, num=60), scenario=asked))
    assert not [n for n in old.notes if n.en.startswith("a period of")]


def test_closures_and_holidays_take_their_days_off_the_year():
    holiday = Closure(date(2000, 5, 1), date(2000, 5, 1))
    found = only(regimes(plant(week("A", 1, 39), closures=(closed(date(2000, 8, 7), 3), holiday))))
    assert found.calendar_h == pytest.approx(52 * 39 + 2 * 7.8 - 3 * 39 - 7.8)
    # the week of the holiday is below 35 hours, the closed weeks have none
    assert found.overtime_h == pytest.approx(48 * 4)


def test_in_a_cycle_a_closed_week_counts_on_neither_side():
    shifts = week("A", 1, 39) + week("A", 2, 31)
    closures = (closed(ON + timedelta(weeks=1)),)  # the short week of the first cycle
    asked = scenario(reference_period="cycle")
    found = only(regimes(plant(shifts, closures=closures), scenario=asked))
    assert found.overtime_h == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("on", "limit", "status"),
    [(date(2000, 1, 3), 1600.0, "checked"), (date(2005, 1, 3), 1607.0, "draft")],
)
def test_a_year_has_the_limit_of_the_law_at_its_end(on, limit, status):
    asked = scenario(start=on, reference_period="year")
    found = only(regimes(plant(week("A", 1, 35), on=on), scenario=asked))
    assert (found.regime.limit_h, found.regime.status) == (limit, status)
    assert found.regime.unit == "h/year"
    assert found.overtime_h == pytest.approx(found.year_h - limit)
    assert found.balance_h == pytest.approx(found.year_h - limit)


def test_a_scenario_may_state_fewer_hours_a_year_but_not_more():
    shifts = week("A", 1, 35)

    def of(annual_h):
        asked = scenario(reference_period="year", annual_h=annual_h)
        return only(regimes(plant(shifts), scenario=asked)).regime

    assert (of(1500.0).limit_h, of(1500.0).status) == (1500.0, "stated")
    assert (of(1700.0).limit_h, of(1700.0).status) == (1600.0, "checked")


def test_before_the_law_of_the_year_the_stated_hours_hold_or_none():
    early = plant(week("A", 1, 35), on=date(1998, 1, 5))
    asked = scenario(start=date(1998, 1, 5), reference_period="year")
    without = only(regimes(early, scenario=asked))
    assert without.regime.limit_h is None
    assert without.overtime_h is None
    assert any("no legal limit is known" in n.en for n in without.notes)
    stated = only(regimes(early, scenario=replace(asked, annual_h=1600.0)))
    assert stated.regime.limit_h == 1600.0


def test_leave_that_is_known_is_taken_off_once_and_only_on_open_days():
    august = closed(date(2000, 8, 7))
    rows = (
        Absence("P0", date(2000, 6, 5), date(2000, 6, 9), "leave"),
        Absence("P0", date(2000, 6, 8), date(2000, 6, 9), "Congés"),  # the same days again
        Absence("P0", date(2000, 8, 7), date(2000, 8, 11), "leave"),  # closed anyway
        Absence("P1", date(2000, 6, 5), date(2000, 6, 9), "sickness"),
        Absence("P9", date(2000, 6, 5), date(2000, 6, 9), "leave"),  # not in the crew
    )
    found = only(regimes(plant(week("A", 1, 39), num=2, closures=(august,), absences=rows)))
    assert found.leave_h == pytest.approx(39 / 2)
    assert found.year_h == pytest.approx(found.calendar_h - 39 / 2)
    assert not any("leave" in n.en for n in found.notes)
    without = only(regimes(plant(week("A", 1, 39))))
    assert any("no individual leave" in n.en for n in without.notes)


def test_part_time_is_told_from_the_contracts_of_the_crew():
    full = plant(week("A", 1, 35) + week("H", 1, 20), weekly_h=35.0)
    halves = tuple(Person(f"H{i}", crew="H", weekly_h=20.0) for i in range(2))
    a, h = regimes(replace(full, people=full.people + halves))
    assert (a.is_part_time, h.is_part_time) == (False, True)
    assert (h.contract_h, h.num_people, h.overtime_h) == (20.0, 2, 0.0)
    assert any("part time" in n.en for n in h.notes)


def test_a_scenario_cuts_contracts_in_proportion_and_counts_those_who_are_there():
    people = (
        Person("P0", crew="A", weekly_h=39.0),
        Person("P1", crew="A", weekly_h=19.5),
        Person("P2", crew="A", weekly_h=39.0, present_to=ON - timedelta(days=1)),
        Person("P3", crew="A", weekly_h=35.0, present_from=ON),
        Person("P4", crew="B", weekly_h=39.0),
        Person("P5", crew="A", weekly_h=39.0),
    )
    moves = (CrewMove("P4", "A", ON), CrewMove("P5", "B", ON - timedelta(days=3)))
    mixed = plant(week("A", 1, 35), people=people, crew_moves=moves)
    found = only(regimes(mixed, scenario=scenario()))
    assert found.num_people == 4  # P0, P1, P3, P4
    assert found.contract_h == pytest.approx((35 + 17.5 + 35 + 35) / 4)


def test_the_balance_is_what_the_shifts_give_above_the_contract():
    # 40 h of shifts under a contract of 35: one hour in eight of the year
    found = only(regimes(plant(week("A", 1, 40), weekly_h=35.0)))
    assert found.balance_h == pytest.approx(found.year_h / 8)


def test_in_another_country_hours_are_counted_and_overtime_is_not():
    found = only(regimes(plant(week("A", 1, 39), country="Atlantis")))
    assert found.overtime_h is None
    assert found.calendar_h > 0
    yearly = only(
        regimes(
            plant(week("A", 1, 39), country="Atlantis"), scenario=scenario(reference_period="year")
        )
    )
    assert yearly.regime.limit_h is None


def test_a_calendar_that_ends_before_the_year_is_said():
    known = only(regimes(plant(week("A", 1, 39), closures=(closed(date(2001, 1, 1)),))))
    assert not any("knows no closure" in n.en for n in known.notes)
    unknown = only(regimes(plant(week("A", 1, 39), closures=(closed(date(2000, 8, 7)),))))
    assert any("knows no closure in 2001" in n.en for n in unknown.notes)


def test_a_plant_without_shifts_has_no_regime():
    assert regimes(plant(())) == ()


def test_a_year_from_a_leap_day_ends_on_the_last_of_february():
    assert anniversary(date(2000, 2, 29)) == date(2001, 3, 1)
    assert anniversary(date(1999, 5, 3)) == date(2000, 5, 3)


def test_a_week_in_which_nobody_would_work_is_not_closed():
    free = plant(week("A", 1, 39), closures=(closed(date(2000, 8, 7)),))
    year = year_calendar(free, ON, date(2000, 12, 31))
    assert [w for w, is_open in enumerate(year.is_open) if not is_open] == [31]


def test_gaillon_today_and_annualised():
    gaillon = read(GAILLON)
    crews = {r.crew: r for r in regimes(gaillon)}
    assert (crews["A"].rotation.system, crews["A"].rotation.crews) == ("2x8", ("A", "B"))
    assert (crews["AH"].is_part_time, crews["D80"].is_part_time) == (True, True)
    assert crews["A"].overtime_h == pytest.approx(64.0)  # 16 full weeks under the law of 2000
    yearly = next(s for s in gaillon.scenarios if s.reference_period == "year")
    found = regimes(apply(gaillon, yearly), scenario=yearly)
    assert {r.regime.limit_h for r in found} == {1600.0}
    assert len(next(r for r in found if r.crew == "A1").rotation.crews) == 16
    for r in found:
        assert r.overtime_h == pytest.approx(max(0.0, r.year_h - 1600.0))


def test_a_shift_from_sunday_to_monday_is_said_to_count_by_its_start_day():
    nights = [Shift("A", 1, d, 1320, 1800) for d in (3, 4, 5, 6)]  # Sunday 22:00 to Monday 6:00
    notes = [n.en for n in only(regimes(plant(nights))).notes]
    assert any("counted by the day on which shifts start" in n for n in notes)
    days = only(regimes(plant(week("A", 1, 35)))).notes
    assert not any("shifts start" in n.en for n in days)
