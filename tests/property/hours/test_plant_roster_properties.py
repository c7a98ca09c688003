"""Properties of dated rosters of a plant, over small random plants."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.hours.roster_cases import random_problem, random_repair

from accord.hours.rosters.duty_problem import DAY_OFF, Worker
from accord.hours.rosters.plant_roster import roster
from accord.hours.rosters.repair import repair

SEEDS = st.integers(0, 10**9)
RULES = [
    f.name for f in fields(random_problem(0).limits) if f.name not in ("average_weeks", "sources")
]
quick = settings(max_examples=40, deadline=None, derandomize=True)


def missing(problem) -> int:
    level = roster(problem, aims=("cover",)).level("cover")
    assert level.is_proven
    return level.value


@quick
@given(SEEDS, st.booleans())
def test_a_roster_breaks_no_rule_that_the_cycles_do_not_break(seed: int, is_easy: bool) -> None:
    made = roster(random_problem(seed, is_easy=is_easy))
    check = made.check()
    assert check.worse == ()
    assert check.missing == made.level("cover").value
    assert check.changes == made.level("changes").value == len(made.changes)
    assert sum(g.people for g in made.gaps) == check.missing


@quick
@given(SEEDS, st.sampled_from(RULES))
def test_without_a_rule_no_more_people_are_missing(seed: int, rule: str) -> None:
    problem = random_problem(seed)
    relaxed = replace(problem, limits=replace(problem.limits, **{rule: None}))
    assert missing(relaxed) <= missing(problem)


@quick
@given(SEEDS)
def test_with_one_more_person_no_more_people_are_missing(seed: int) -> None:
    problem = random_problem(seed)
    kinds = frozenset(problem.duties_on(0))
    helper = Worker("helper", skills=frozenset({"press", "weld"}), may=kinds)
    off = (DAY_OFF,) * len(problem.plan[0])
    more = replace(problem, workers=(*problem.workers, helper), plan=(*problem.plan, off))
    assert missing(more) <= missing(problem)


@quick
@given(SEEDS)
def test_an_absence_never_fills_a_place(seed: int) -> None:
    before, absences, from_day, notice = random_repair(seed)
    made = repair(before, absences, from_day=from_day, notice_days=notice)
    assert made.check().worse == ()
    assert made.level("cover").value >= before.level("cover").value


@quick
@given(SEEDS)
def test_longer_notice_never_fills_a_place(seed: int) -> None:
    before, absences, from_day, _ = random_repair(seed)
    short, long = (repair(before, absences, from_day=from_day, notice_days=days) for days in (0, 2))
    assert long.level("cover").value >= short.level("cover").value
