"""Each weekly rest serves one week: plans of two weeks counted by hand.

Days count from the Monday of week 1, (day, start hour, length in hours).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from accord.errors import Place
from accord.hours import Cycle, Duty, Facts, check_cycle, check_roster, pattern
from accord.hours.check.rest_weeks import Supply, rest_supply, weeks_served, weeks_without
from accord.hours.duties import DAY_MIN, WEEK_MIN

ON = date(2024, 6, 3)
MONDAY = date(2021, 3, 1)
MORNING, LATE, NIGHT = 6, 13, 22


def cycle(*duties, weeks=2):
    start = np.array([round(d * DAY_MIN + s * 60) for d, s, _ in duties], dtype=np.int64)
    length = np.array([round(h * 60) for _, _, h in duties], dtype=np.int64)
    return Cycle(
        crew="A",
        num_weeks=weeks,
        start_min=start,
        end_min=start + length,
        work_min=length,
        longest_break_min=np.full(len(duties), 20, dtype=np.int64),
        places=tuple(Place("here", i + 1) for i in range(len(duties))),
        since=date.min,
        until=None,
    )


def rests(found, country="fr"):
    rule = f"{country}.hours.rest_week"
    return [(v.first, v.value) for v in found.violations if v.rule == rule]


def hour(day, clock=0):
    return day * DAY_MIN + clock * 60


# Sunday 5:00 to Tuesday 6:00 is 49 h and the only rest of 35 h in 14 days; the longest of the
# others lies between Wednesday 20:00 and Thursday 22:00 of week 2, 26 h
ONE_OF_49 = [
    *[(d, MORNING, 7) for d in (1, 2, 3)],
    *[(d, LATE, 7) for d in range(4, 10)],
    *[(d, NIGHT, 7) for d in (10, 11, 12)],
]
# Tuesday to Saturday of the next week, always 6:00 to 13:00: one rest of 65 h, from Saturday 13:00
ONE_OF_65 = [(d, MORNING, 7) for d in range(1, 13)]
# Tuesday to Saturday noon: 70 h before the next Tuesday 10:00
ONE_OF_70 = [(1, 10, 3), *[(d, MORNING, 6) for d in range(2, 13)]]


@pytest.mark.parametrize("country", ["fr", "eu"])
@pytest.mark.parametrize(("duties", "longest"), [(ONE_OF_49, 26.0), (ONE_OF_65, 17.0)])
def test_one_rest_of_less_than_70_hours_does_not_serve_two_weeks(country, duties, longest):
    found = check_cycle(cycle(*duties), country=country, on=ON)
    assert rests(found, country) == [("week 2 mon", longest)]
    assert found.verdict is False


def test_a_rest_of_70_hours_serves_both_weeks():
    assert rests(check_cycle(cycle(*ONE_OF_70), country="fr", on=ON)) == []
    short = [(1, 9.75, 3), *ONE_OF_70[1:]]
    found = check_cycle(cycle(*short), country="fr", on=ON)
    assert [value for _, value in rests(found)] == [18.0]  # 12:00 to 6:00


def test_on_the_calendar_each_second_week_lacks_its_rest():
    rows = [
        Duty("P", MONDAY + timedelta(days=14 * turn + d), s * 60, (s + h) * 60, ())
        for turn in range(3)
        for d, s, h in ONE_OF_49
    ]
    found = check_roster(rows)
    # the rest after the last duty of the roster may go on
    assert rests(found) == [("2021-03-08", 26.0), ("2021-03-22", 26.0)]


def test_britain_takes_48_hours_or_twice_24_hours_in_14_days():
    # 13 days from 0:00 to 6:00: one rest of 42 h in 14 days
    one = [(d, 0, 6) for d in range(1, 14)]
    assert rests(check_cycle(cycle(*one), country="uk", on=ON), "uk") == [("week 2 mon", 18.0)]
    # 49 h at once are enough, and so are 35 h and 25 h
    assert rests(check_cycle(cycle(*ONE_OF_49), country="uk", on=ON), "uk") == []
    two = [*[(d, 0, 6) for d in range(1, 6)], *[(d, 17, 6) for d in range(6, 14)]]
    assert rests(check_cycle(cycle(*two), country="uk", on=ON), "uk") == []


def test_a_fortnight_of_the_directive_asks_for_two_rests_of_35_hours():
    named = {"eu.hours.rest_week": "fortnight"}
    found = check_cycle(cycle(*ONE_OF_49), country="eu", on=ON, overrides=named)
    assert rests(found, "eu") == [("week 2 mon", 26.0)]
    both = [(d, MORNING, 7) for d in (0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12)]
    # no rest in week 1; in week 2 Tuesday 13:00 to Friday 6:00 (65 h), Saturday 13:00 to Monday
    found = check_cycle(cycle(*both), country="eu", on=ON, overrides=named)
    assert rests(found, "eu") == []
    assert rests(check_cycle(cycle(*both), country="eu", on=ON), "eu") == [("week 1 mon", 17.0)]


def test_a_4x8_has_seven_rests_in_eight_weeks():
    own = pattern("4x8").cycle()
    found = check_cycle(own, country="fr", on=ON)
    # 48 h every eight days; a week without one has 24 h where a shift changes (14:00 to 14:00)
    assert [value for _, value in rests(found)] == [24.0]
    named = check_cycle(own, country="fr", on=ON, overrides={"fr.hours.rest_week": "continuous"})
    assert rests(named) == []
    assert "fr.hours.rest_week=continuous" in named.derogations
    # a plant that never stops may put rests off: to be looked at while it is not said
    seems = check_cycle(own, country="fr", on=ON, facts=Facts(continuous=True))
    assert rests(seems) == []
    (flag,) = [v for v in seems.flagged if v.rule == "fr.hours.rest_week"]
    assert flag.value == 24.0


def test_rests_that_are_put_off_must_be_as_many_as_the_weeks():
    # 20 days in a row, one rest of 42 h in three weeks: one of 24 h for three weeks
    duties = [(d, 0, 6) for d in range(1, 21)]
    named = {"fr.hours.rest_week": "continuous"}
    found = check_cycle(cycle(*duties, weeks=3), country="fr", on=ON, overrides=named)
    assert len(rests(found)) == 2


def test_the_week_of_a_rest_is_where_it_starts_or_a_whole_day_lies():
    sunday = hour(6, 5)
    assert list(weeks_served(sunday, 43 * 60)) == [0, 1]  # to Tuesday 0:00: the whole Monday
    assert list(weeks_served(sunday, 43 * 60 - 1)) == [0]
    assert list(weeks_served(hour(4), 2 * WEEK_MIN)) == [0, 1, 2]


def test_long_leave_serves_every_week_of_it():
    supply = rest_supply([(hour(4), 3 * WEEK_MIN)], 35 * 60, 5, is_cyclic=False)
    assert weeks_without(supply).tolist() == [False, False, False, False, True]
    assert weeks_without(replace(supply, is_cyclic=True)).sum() == 1


def test_many_weeks_are_served_quickly_and_in_the_same_way_each_time():
    num = 10_000
    supply = Supply([0] * num, [1, 0] * (num // 2), is_cyclic=True)
    first = weeks_without(supply, may_pair=True)
    assert first.sum() == num // 2
    assert (first == weeks_without(supply, may_pair=True)).all()
