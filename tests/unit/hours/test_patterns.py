"""Shift patterns: words, crews, hours, cover, and the line they may be read from."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from accord.errors import InputError, NeedsError
from accord.hours import solve_cycle
from accord.hours.cycle.checker import verify
from accord.hours.cycle.problem import OFF
from accord.hours.patterns.text import pattern, patterns, read_pattern

LIBRARY = patterns()
NAMES = [p.name for p in LIBRARY]
CONTINUOUS = [p.name for p in LIBRARY if p.opening_h == 168]


@pytest.mark.parametrize("name", NAMES)
def test_a_pattern_is_open_for_as_many_hours_as_it_says(name):
    assert pattern(name).open_h == pattern(name).opening_h


@pytest.mark.parametrize("name", CONTINUOUS)
def test_a_continuous_pattern_has_a_crew_at_work_in_every_hour(name):
    cover = pattern(name).cover()
    assert cover.shape == (pattern(name).num_weeks, 7, 24)
    assert cover.min() == 1.0


@pytest.mark.parametrize("name", [n for n in CONTINUOUS if "reserve" not in n])
def test_without_a_reserve_a_continuous_pattern_never_has_two_crews_at_once(name):
    assert pattern(name).cover().max() == 1.0


@pytest.mark.parametrize("name", NAMES)
def test_cover_and_duties_hold_the_same_hours(name):
    one = pattern(name)
    crew_h = sum(one.week_h(i).sum() for i in range(one.num_crews))
    assert one.cover().sum() == pytest.approx(crew_h)
    assert crew_h == pytest.approx(one.average_h * one.num_crews * one.num_weeks)


@pytest.mark.parametrize("name", NAMES)
def test_every_crew_of_a_line_works_the_same_cycle_shifted_by_whole_days(name):
    one = pattern(name)
    i_crew = 0
    for line in one.lines:
        words = {one.days(i) for i in range(i_crew, i_crew + len(line.starts))}
        first = one.days(i_crew)
        turns = {first[d:] + first[:d] for d in range(len(first))}
        assert words <= turns
        assert len(words) == len(line.starts)  # no two crews on the same days
        i_crew += len(line.starts)


@pytest.mark.parametrize("name", NAMES)
def test_a_pattern_keeps_the_rules_that_it_states_as_a_problem(name):
    one = pattern(name)
    problem = one.problem()
    weeks = [week for i in range(len(one.lines)) for week in one.schedule(i)]
    assert problem.num_people == len(weeks)
    for code, row in enumerate(problem.demand):
        assert row == tuple(sum(week[day] == code for week in weeks) for day in range(7))
    for i in range(len(one.lines)):
        word = [code for week in one.schedule(i) for code in week]
        pairs = set(zip(word, word[1:] + word[:1], strict=True))
        assert not pairs & problem.pairs
    assert problem.average_h == pytest.approx(
        np.mean([one.week_h(i).mean() for i in _first_crews(one)])
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_independent_checker_finds_no_fault_in_a_pattern(name):
    one = pattern(name)
    assert verify(one.problem(), [one.schedule(i) for i in range(len(one.lines))]) == ()


@pytest.mark.parametrize("name", ["2x8", "3x8", "4x8", "5x8", "pitman", "4on4off", "6x8-reserve"])
def test_the_optimiser_finds_at_least_the_free_weekends_of_a_pattern(name):
    one = pattern(name)
    own = sum(week[5:] == (OFF, OFF) for i in range(len(one.lines)) for week in one.schedule(i))
    found = solve_cycle(one.problem(), objectives=("free_weekends",))
    assert found.status == "found"
    weekends = sum(week[5:] == (OFF, OFF) for plan in found.schedules for week in plan)
    assert weekends >= own


def _first_crews(one):
    firsts, i_crew = [], 0
    for line in one.lines:
        firsts.append(i_crew)
        i_crew += len(line.starts)
    return firsts


def test_the_blocks_of_a_problem_are_the_shortest_and_longest_runs_round_the_word():
    problem = pattern("dupont").problem()
    assert problem.work_block == (3, 4)
    assert problem.off_block == (1, 7)
    assert {s.name: s.block for s in problem.shifts} == {"n": (3, 4), "D": (3, 4)}
    # night to day on the next day would leave 0 h; the shortest rest that DuPont has is 12 h
    codes = {s.name: i for i, s in enumerate(problem.shifts)}
    assert problem.pairs == {(codes["n"], codes["D"])}


def test_a_run_that_crosses_the_end_of_the_word_is_one_run():
    one = read_pattern("M----MM")
    assert one.problem().work_block == (3, 3)
    assert read_pattern("MMMMMMM").problem().work_block == (7, 7)


def test_an_eight_day_word_takes_eight_weeks_and_meets_every_alignment():
    one = pattern("4x8")
    cycle = one.cycle()
    assert cycle.num_weeks == one.num_weeks == 8
    assert sorted(cycle.week_h) == [40.0] * 6 + [48.0] * 2
    assert cycle.gap_min.min() == 16 * 60


def test_a_duty_names_the_pattern_and_its_day_and_the_cycle_its_first_day():
    cycle = pattern("4x10").cycle(since=date(2024, 1, 1))
    assert [str(p) for p in cycle.places] == [f"pattern 4x10:{d}" for d in (1, 2, 3, 4)]
    assert cycle.since == date(2024, 1, 1)
    assert cycle.until is None


def test_a_night_that_ends_on_monday_of_the_first_week_is_covered_there():
    cover = read_pattern("------N").cover()
    assert cover[0, 0, :6].tolist() == [1.0] * 6
    assert cover[0, 6, 22:].tolist() == [1.0, 1.0]
    assert cover.sum() == 8.0


def test_half_an_hour_at_work_is_half_a_person_hour():
    cover = read_pattern("XX----- X=06:15/2.5h").cover()
    assert cover[0, 0, 6:10].tolist() == [0.75, 1.0, 0.75, 0.0]


def test_other_names_lead_to_the_same_pattern_and_unknown_ones_to_the_list():
    assert pattern("metropolitan") is pattern("4x8")
    with pytest.raises(NeedsError, match=r"no shift pattern '9x9'; the library has: day, 2x8, "):
        pattern("9x9")


def test_no_name_is_given_twice():
    names = [n for p in LIBRARY for n in (p.name, *p.also)]
    assert len(names) == len(set(names))


def test_every_pattern_says_where_it_was_read():
    assert all(p.source and p.status in {"checked", "draft"} for p in LIBRARY)
    assert all(p.title.fr and p.title.en for p in LIBRARY)


def test_a_pattern_is_read_from_one_line():
    one = read_pattern("MMAA NN-- M=05:00/8h A=13:00/8h45 N=21:45/7.25h starts=0,2,4,6", name="x")
    assert one.num_crews == 4
    assert [(x.name, x.start_min, x.length_min) for x in one.letters] == [
        ("M", 300, 480),
        ("A", 780, 525),
        ("N", 1305, 435),
    ]
    assert one.lines[0].word == "MMAANN--"
    assert read_pattern("MMAANN--").average_h == 42.0


def test_a_schedule_of_codes_has_a_week_per_row_with_days_off():
    assert pattern("2x8").schedule() == ((0,) * 5 + (OFF,) * 2, (1,) * 5 + (OFF,) * 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MMQ--", "pattern:1:3: shift letter 'Q'"),
        ("-----", "has no day of work"),
        ("", "has no day of work"),
        ("MM-- M=25:00/8h", "pattern:1:6: M=25:00/8h"),
        ("MM-- M=6h", "pattern:1:6: M=6h"),
        ("MM-- M=06:00/0h", "starts and lasts within 24 h"),
        ("MM-- M=06:00/25h", "starts and lasts within 24 h"),
        ("MM-- XY=06:00/8h", "a shift is one letter"),
        ("MM-- -=06:00/8h", "a shift is one letter"),
        ("MM-- starts=a", "starts are days of the word"),
        ("MM-- starts=0,4", "the word has 4 days"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_column(text, message):
    with pytest.raises(InputError) as caught:
        read_pattern(text)
    assert message in str(caught.value)
