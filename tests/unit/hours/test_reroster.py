"""Repair of a dated roster: the fewest changed days, proven; nothing changes that is past."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from accord.cli import app
from accord.errors import HoursError
from accord.hours.rosters.plant_roster import roster
from accord.hours.rosters.repair import REPAIR_AIMS, repair
from accord.hours.rosters.roster_file import read_absence, read_need, roster_file
from accord.plant import read
from accord.plant.records import Absence

from .roster_cases import AIMS, best_by_trying, random_problem, random_repair


def values(made) -> tuple[int, ...]:
    return tuple(level.value for level in made.levels)


def test_a_roster_is_the_best_of_all_rosters_in_every_aim() -> None:
    seen = set()
    for seed in range(100):
        problem = random_problem(seed)
        made = roster(problem)
        assert made.status == "optimal", seed
        assert values(made) == best_by_trying(problem, problem.base(), AIMS), seed
        seen |= {level.name for level in made.levels if level.value}
    assert seen == set(AIMS), "the cases must try every aim"


def test_a_repair_changes_the_fewest_days_of_all_repairs() -> None:
    num_changed = 0
    for seed in range(5000, 5120):
        before, absences, from_day, notice = random_repair(seed)
        made = repair(before, absences, from_day=from_day, notice_days=notice)
        assert made.status == "optimal", seed
        best = best_by_trying(made.problem, made.before, REPAIR_AIMS, made.fixed)
        assert values(made) == best, seed
        num_changed += made.level("changes").value > 0
    assert num_changed >= 15


def test_a_repair_breaks_nothing_and_leaves_the_past_and_the_notice_alone() -> None:
    for seed in range(6000, 6040):
        before, absences, from_day, notice = random_repair(seed)
        made = repair(before, absences, from_day=from_day, notice_days=notice)
        assert made.check().is_sound
        start = made.problem.day(from_day)
        ill = {a.person for a in absences}
        for i, person in enumerate(made.people):
            assert made.cells[i][:start] == before.cells[i][:start], seed
            if person not in ill:
                until = start + notice
                assert made.cells[i][:until] == before.cells[i][:until], seed


def test_a_repair_without_an_absence_changes_nothing() -> None:
    for seed in range(7000, 7030):
        made = roster(random_problem(seed), aims=REPAIR_AIMS)
        again = repair(made, [])
        assert again.level("changes").value == 0
        assert again.cells == made.cells


def test_an_absence_that_is_past_changes_nothing() -> None:
    made = roster(random_problem(3), aims=REPAIR_AIMS)
    last = made.problem.date(made.problem.num_days)
    gone = [Absence(made.people[0], made.problem.first, last - timedelta(days=1), "sickness")]
    assert repair(made, gone, from_day=last).cells == made.cells


@pytest.fixture(scope="module")
def gaillon():
    """Four weeks of the example plant, with the leave of its table."""
    return roster(read("plants/gaillon"), first=date(1999, 5, 31))


def test_the_example_plant_is_covered_without_moving_anybody(gaillon) -> None:
    assert values(gaillon) == (0, 0, 0, 0, 0)
    assert gaillon.changes == ()
    assert gaillon.check().breaches == ()


def week_of(*people: str) -> list[Absence]:
    return [Absence(p, date(1999, 6, 7), date(1999, 6, 11), "sickness") for p in people]


def test_four_setters_ill_for_a_week_move_one_setter_for_the_week(gaillon) -> None:
    made = repair(gaillon, week_of("E087", "E088", "E089", "E090"))
    assert values(made)[:3] == (0, 0, 5)
    assert made.proof == "exact"
    # one day alone is no way out: from the afternoon to the next morning there are 7.5 h
    assert {c.person for c in made.changes} == {"E100"}
    assert [(c.before, c.after) for c in made.changes] == [("M", "A")] * 5
    assert {c.why_en for c in made.changes} == {"needed at SETUP:setup (A)"}


def test_days_of_notice_stay_empty_and_say_so(gaillon) -> None:
    made = repair(gaillon, week_of("E087", "E088", "E089", "E090"), notice_days=2)
    assert values(made)[:3] == (2, 0, 3)
    assert [g.on for g in made.gaps] == [date(1999, 6, 7), date(1999, 6, 8)]
    gap = made.gaps[0]
    assert gap.skill == "SETUP:setup"
    assert gap.people == 1
    assert gap.held_back["away"] == ("E087", "E088", "E089", "E090")
    assert len(gap.held_back["fixed"]) == 7
    assert gap.masters == 14
    assert gap.why_en == (
        "14 master SETUP:setup; 3 there, all at work; 4 away; 7 day fixed by the notice"
    )
    assert gap.why_fr.startswith("14 maîtrisent SETUP:setup; 3 présents")


def test_too_many_ill_leave_places_empty_for_reasons_that_add_up(gaillon) -> None:
    ill = [f"E0{n}" for n in (*range(87, 93), *range(94, 97))]
    made = repair(gaillon, week_of(*ill))
    assert made.level("cover").value == made.level("cover").bound == 15
    for gap in made.gaps:
        assert len(gap.held_back["away"]) == 9
        assert len(gap.held_back["needed"]) == 4
        assert sum(map(len, gap.held_back.values())) + 1 == gap.masters


def test_the_reason_of_an_absence_is_not_shown(gaillon) -> None:
    made = repair(gaillon, week_of("E087"))
    day = made.problem.day(date(1999, 6, 7))
    assert made.assignments()["E087"][day] == "absent"
    assert made.assignments(with_reasons=True)["E087"][day] == "sickness"
    assert "sickness" not in str(made.as_dict())


def test_a_repair_can_be_repaired_and_counts_who_was_asked_before(gaillon) -> None:
    first = repair(gaillon, week_of("E087", "E088", "E089", "E090"))
    later = [Absence("E091", date(1999, 6, 14), date(1999, 6, 18), "sickness")]
    second = repair(first, later)
    start = second.problem.day(date(1999, 6, 14))
    assert all(a[:start] == b[:start] for a, b in zip(first.cells, second.cells, strict=True))
    i = second.problem.number["E100"]
    assert second.problem.workers[i].changes_before == 5


def test_the_same_question_has_the_same_answer(gaillon) -> None:
    one, two = (repair(gaillon, week_of("E087", "E088", "E089", "E090")) for _ in range(2))
    assert one.cells == two.cells
    assert one.levels == two.levels


@pytest.mark.parametrize(
    ("absences", "options", "said"),
    [
        ([Absence("E999", date(1999, 6, 7), date(1999, 6, 7))], {}, "E999 is not in the roster"),
        ([Absence("E087", date(1999, 6, 7), date(1999, 6, 1))], {}, "ends on 1999-06-01, before"),
        ([], {"notice_days": -1}, "notice of -1 days"),
        ([], {"aims": ("cover", "speed")}, "aims cover, speed"),
    ],
)
def test_a_question_without_sense_is_refused(gaillon, absences, options, said) -> None:
    with pytest.raises(HoursError, match=said):
        repair(gaillon, absences, **options)


def test_a_file_with_absences_is_made_and_repaired() -> None:
    options = {"first": date(1999, 6, 7), "days": 7}
    absent = [f"E0{n}:1999-06-07:1999-06-11" for n in (87, 88, 89, 90)]
    told = roster_file("plants/gaillon", absent=absent, **options).as_dict()
    assert told["status"] == "optimal"
    assert told["cost"] == told["bound"] == 50
    assert len(told["changes"]) == 5
    assert len(told["assignments"]) == 184
    assert told["assignments"]["E100"] == ["A"] * 5 + ["-"] * 2


def test_the_command_repairs_and_says_what_changed_and_what_stays_empty() -> None:
    week = ["hours", "roster", "plants/gaillon", "--from", "1999-06-07", "--days", "7"]
    absent = [a for n in (87, 88, 89, 90) for a in ("--absent", f"E0{n}:1999-06-07:1999-06-11")]
    said = CliRunner().invoke(app, [*week, *absent, "--notice", "2"]).stdout
    assert "cover: 2 (proven, exact)" in said
    assert "changed: 1999-06-09 E100: A instead of M (needed at SETUP:setup (A))" in said
    assert "empty: 1999-06-07 SETUP:setup: 1 short" in said
    needs = ["--need", "SETUP:setup=3", "--json"]
    told = json.loads(CliRunner().invoke(app, [*week, *absent, *needs]).stdout)
    assert (told["status"], told["changes"], told["uncovered"]) == ("optimal", [], [])
    wrong = CliRunner().invoke(app, [*week, "--absent", "E087"])
    assert "write PERSON:FROM:TO" in wrong.output


def test_an_absence_is_read_from_text() -> None:
    assert read_absence("E1:1999-06-07") == Absence(
        "E1", date(1999, 6, 7), date(1999, 6, 7), "absence"
    )
    assert read_absence("a:b:1999-06-07:1999-06-08").person == "a:b"
    assert read_need("SETUP:setup=4") == ("SETUP:setup", 4)
    for wrong in ("E1", "E1:tomorrow", ":1999-06-07"):
        with pytest.raises(HoursError, match="PERSON:FROM:TO"):
            read_absence(wrong)
    with pytest.raises(HoursError, match="SKILL=PEOPLE"):
        read_need("WELD")


def test_wishes_wait_behind_changes_in_a_repair_and_stand_before_them_in_a_roster() -> None:
    both = 0
    for seed in range(300):
        problem = random_problem(seed)
        if not problem.wishes:
            continue
        made, repaired = roster(problem), roster(problem, aims=REPAIR_AIMS)
        assert made.level("wishes").value <= repaired.level("wishes").value
        assert made.level("changes").value >= repaired.level("changes").value
        both += made.level("wishes").value < repaired.level("wishes").value
        if both >= 3:
            return
    pytest.fail("no case tells the two orders apart")
