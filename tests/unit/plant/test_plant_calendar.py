"""Planned presence: cycles, nights past midnight, closures, absences, moves, dated rows."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from accord import plant
from accord.plant.calendar import BREAK, DUTY
from accord.plant.records import CrewMove

MONDAY = date(1999, 1, 4)
DAY = 1440


def duties(found, person):
    mask = (found.person_index == found.people.index(person)) & (found.kind == DUTY)
    return list(zip(found.start_min[mask].tolist(), found.end_min[mask].tolist(), strict=True))


@pytest.fixture(scope="module")
def night(night_crew):
    return plant.read(night_crew)


def test_one_shift_a_day_gives_thirty_five_hours_a_week(one_press):
    found = plant.presence(plant.read(one_press), MONDAY, 2)
    assert duties(found, "P1")[:2] == [(360, 780), (DAY + 360, DAY + 780)]
    assert found.paid_h().tolist() == [70.0]


def test_a_night_shift_ends_on_the_next_day_and_the_last_one_is_whole(night):
    found = plant.presence(night, MONDAY, 1)
    nights = duties(found, "P1")
    assert nights[0] == (22 * 60, DAY + 330)
    assert nights[-1] == (6 * DAY + 22 * 60, 7 * DAY + 330)
    assert len(nights) == 5


def test_a_shift_begun_before_the_first_day_starts_at_minute_zero(night):
    found = plant.presence(night, date(1999, 1, 11), 1)
    assert duties(found, "P1")[0] == (0, 330)
    assert found.start_min.min() == 0


def test_weeks_of_a_cycle_count_from_the_monday_of_on(night):
    found = plant.presence(night, MONDAY, 2)
    first, *mornings = [start for start, _ in duties(found, "P2") if start < 7 * DAY]
    assert first == 0  # the week before ends on a night shift, Sunday to Monday
    assert mornings == [day * DAY + 330 for day in range(5)]
    assert duties(found, "P1")[5][0] == 7 * DAY + 330  # week 2: P1 works mornings


def test_breaks_lie_inside_their_shift_and_share_its_number(night):
    found = plant.presence(night, MONDAY, 1)
    for i in np.flatnonzero(found.kind == BREAK):
        (j,) = np.flatnonzero((found.shift == found.shift[i]) & (found.kind == DUTY))
        assert found.person_index[i] == found.person_index[j]
        assert found.start_min[j] <= found.start_min[i] < found.end_min[i] <= found.end_min[j]
    assert (found.kind == BREAK).sum() == (found.kind == DUTY).sum()


def test_a_closure_or_an_absence_removes_the_shifts_that_start_on_its_days(night):
    found = plant.presence(night, MONDAY, 4)
    days = {start // DAY for start, _ in duties(found, "P1")}
    assert 16 not in days  # the holiday of 20 January
    assert not days & set(range(21, 28))  # the inventory week
    absent = {start // DAY for start, _ in duties(found, "P2")}
    assert not absent & {8, 9}  # 12 and 13 January


def test_entries_are_sorted_by_start(night):
    found = plant.presence(night, MONDAY, 4)
    assert np.all(np.diff(found.start_min) >= 0)
    for array in (found.person_index, found.start_min, found.end_min, found.kind, found.shift):
        assert array.dtype == np.int64


def test_a_crew_move_holds_from_its_day(night):
    moved = replace(night, crew_moves=(CrewMove("P1", "M", date(1999, 1, 6)),))
    found = plant.presence(moved, MONDAY, 1)
    starts = [start for start, _ in duties(found, "P1")]
    assert starts == [1320, DAY + 1320, 2 * DAY + 330, 3 * DAY + 330, 4 * DAY + 330]


def test_dated_shifts_hold_from_since_to_until(one_press):
    read = plant.read(one_press)
    change = date(1999, 1, 11)
    old = [replace(s, until=date(1999, 1, 10)) for s in read.shifts]
    new = [replace(s, since=change, start_min=480, end_min=840) for s in read.shifts if s.day < 4]
    found = plant.presence(replace(read, shifts=(*old, *new)), MONDAY, 2)
    assert len(duties(found, "P1")) == 9
    assert duties(found, "P1")[5] == (7 * DAY + 480, 7 * DAY + 840)


def test_people_are_present_only_between_their_dates_and_with_a_crew(one_press):
    read = plant.read(one_press)
    (person,) = read.people
    some = replace(person, present_from=date(1999, 1, 6), present_to=date(1999, 1, 7))
    office = replace(person, person="P2", crew="")
    found = plant.presence(replace(read, people=(some, office)), MONDAY, 1)
    assert [start // DAY for start, _ in duties(found, "P1")] == [2, 3]
    assert duties(found, "P2") == []


def test_a_plant_without_shifts_has_nobody_present(two_press_one_buffer):
    found = plant.presence(plant.read(two_press_one_buffer), MONDAY, 1)
    assert found.start_min.shape == (0,)
    assert found.paid_h().tolist() == [0.0]
