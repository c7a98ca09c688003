"""Breaks of the shifts of a cycle file: hours of work without them, and the law on them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from accord import hours
from accord.cli import app
from accord.errors import HoursError, InputError
from accord.hours.check.file import check_file
from accord.hours.cycle.read import read_problems
from accord.hours.exports import rws_text
from accord.plant.records import Break

SHOP = """\
people: 4
shifts:
  M: {start: "06:00", length_h: 8, block: [2, 5]%s}
  N: {start: "22:00", length_h: {mon-thu: 8, fri-sun: 7}, block: [2, 4]%s}
demand: {M: {mon-fri: 1, sat-sun: 0}, N: {mon-fri: 1, sat-sun: 0}}
days_off: [2, 6]
work: [2, 6]
"""


@pytest.fixture
def shop(tmp_path):
    def written(morning: str = "", night: str = ""):
        path = tmp_path / "shop.yaml"
        path.write_text(SHOP % (morning, night), encoding="utf-8")
        return path

    return written


def only(path):
    (problem,) = read_problems(path)
    return problem


def test_unpaid_breaks_are_no_work_and_paid_ones_are(shop) -> None:
    problem = only(shop(', breaks: "09:30-09:50 unpaid; 12:00-12:10 paid"'))
    morning, night = problem.shifts
    assert morning.length_min == (480,) * 7
    assert morning.work_min == (460,) * 7
    assert morning.breaks[0] == (Break(570, 590), Break(720, 730, True))
    assert (night.breaks, night.work_min) == (None, night.length_min)
    assert problem.week_min == 5 * 460 + 4 * 480 + 420
    assert problem.average_h == pytest.approx(problem.week_min / 60 / 4)


def test_minutes_alone_count_as_well_and_leave_the_breaks_unknown(shop) -> None:
    problem = only(shop(night=", unpaid_min: {mon-thu: 30, fri-sun: 0}"))
    night = problem.shifts[1]
    assert night.unpaid_min == (30, 30, 30, 30, 0, 0, 0)
    assert night.breaks is None


def test_a_break_after_midnight_belongs_to_its_night_and_days_may_differ(shop) -> None:
    night = ", breaks: {mon-thu: 02:00-02:30 unpaid, fri-sun: 23:50-00:10 unpaid}"
    own = only(shop(night=night)).shifts[1]
    assert [own.breaks[day] for day in (0, 4)] == [
        (Break(26 * 60, 26 * 60 + 30),),
        (Break(23 * 60 + 50, 24 * 60 + 10),),
    ]
    assert own.unpaid_min == (30, 30, 30, 30, 20, 20, 20)


@pytest.mark.parametrize(
    ("morning", "said"),
    [
        (", breaks: 05:30-05:50 unpaid", "the breaks of shift M on Monday"),
        (', breaks: "09:30-09:50 unpaid; 09:40-09:45 paid"', "do not overlap"),
        (", breaks: 13:50-14:10 unpaid", "inside their shift"),
        (", breaks: 20 minutes", "breaks are expected as"),
        (", breaks: 09:30-09:50 unpaid, unpaid_min: 20", "Leave unpaid_min out"),
        (", unpaid_min: 480", "0 minutes of work"),
        (", unpaid_min: x", "unpaid_min is 'x'"),
        (", breaks: {mon-fri: 09:30-09:50 unpaid}", "says nothing of sat, sun"),
    ],
)
def test_breaks_that_cannot_be_are_told_with_their_place(shop, morning, said) -> None:
    path = shop(morning)
    with pytest.raises(InputError) as told:
        read_problems(path)
    (problem,) = told.value.problems
    assert said in str(problem)
    assert problem.place.line == 3


def test_rest_runs_from_end_to_start_whatever_the_breaks(shop) -> None:
    """N ends at 6:00, when M begins; an unpaid last half-hour would be no rest."""
    path = shop(night=", breaks: {mon-thu: 05:30-06:00 unpaid, fri-sun: ''}")
    path.write_text(path.read_text(encoding="utf-8") + "least_rest_h: 0.5\n", encoding="utf-8")
    assert only(path).pairs == frozenset({(1, 0)})


def test_the_fewest_people_are_counted_by_hours_of_work(shop) -> None:
    """79 h from start to end, 74 h of work: at 18.6 h a week four people are enough, not five."""
    whole = hours.fewest_people(only(shop()), max_average_h=18.6)
    problem = only(shop(", unpaid_min: 30", ", unpaid_min: 30"))
    assert problem.week_min == 79 * 60 - 10 * 30
    cut = hours.fewest_people(problem, max_average_h=18.6)
    assert (whole.least, cut.least) == (5, 4)


def test_the_law_check_knows_the_breaks_of_the_problem(shop, tmp_path) -> None:
    def checked(*breaks):
        path = shop(*breaks)
        asked = ["hours", "cycle", str(path), "--csv", str(tmp_path / "c.csv"), "--json"]
        line = json.loads(CliRunner().invoke(app, asked).stdout)
        found = check_file(tmp_path / "c.csv", problem=only(path))
        (walk,) = [hours.duties_of(only(path), _codes(only(path), line["schedule"]))]
        assert walk.week_h.mean() == pytest.approx(line["average_h"])
        assert {v.rule for v in hours.check_cycle(walk).violations} == {
            v.rule for v in found.violations
        }
        return found

    good, short = ", breaks: 10:00-10:20 unpaid", ", breaks: 10:00-10:15 unpaid"
    night = ", breaks: 02:00-02:20 unpaid"
    kept = checked(good, night)
    assert not [v for v in kept.violations if "break" in v.rule]
    assert not [need for _, need in kept.needs if "breaks" in need]
    broken = [v for v in checked(short, night).violations if "break" in v.rule]
    assert {(v.value, v.limit) for v in broken} == {(15, 20)}
    assert [need for _, need in checked(", unpaid_min: 20", night).needs if "breaks" in need]


def _codes(problem, words):
    names = [shift.name for shift in problem.shifts]
    return tuple(tuple(-1 if w == "-" else names.index(w) for w in week) for week in words)


def test_plain_text_cannot_say_breaks(shop) -> None:
    with pytest.raises(HoursError, match="unpaid breaks"):
        rws_text(only(shop(", unpaid_min: 20")))
