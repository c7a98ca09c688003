"""What must hold for any shift cycle, whatever the plant.

Problems are small and step on the traps of their generator; Hypothesis draws and shrinks them.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from tests.reference.hours.random_cycles import random_problem

from accord.hours import solve_cycle
from accord.hours.cycle.checker import verify
from accord.hours.cycle.objectives import AIMS
from accord.hours.cycle.problem import OFF

SOME = settings(max_examples=60, deadline=None, derandomize=True)
PROOF_S = 0.1  # verdicts are compared here, not how they are proven
FREE_WEEK = (OFF,) * 7


def problems(most_weeks=5):
    """Draw a small problem; about half of them have a cycle. Few weeks and shifts come first."""
    return st.builds(
        lambda weeks, shifts, seed: random_problem(
            seed, least_weeks=weeks, most_weeks=weeks, most_shifts=shifts
        ),
        st.integers(1, most_weeks),
        st.integers(1, 4),
        st.integers(0, 10**6),
    )


def solved(problem, aim=None):
    return solve_cycle(problem, objectives=(aim,) if aim else (), proof_limit_s=PROOF_S)


def with_block(problem, shift, block):
    shifts = list(problem.shifts)
    shifts[shift] = replace(shifts[shift], block=block)
    return replace(problem, shifts=tuple(shifts))


def relaxations(problem):
    """Give every problem that one rule less, or one step less of a rule, makes of this one."""
    for least, most in _wider(problem.off_block):
        yield "off_block", replace(problem, off_block=(least, most))
    for least, most in _wider(problem.work_block):
        yield "work_block", replace(problem, work_block=(least, most))
    for i, shift in enumerate(problem.shifts):
        for block in _wider(shift.block):
            yield "shift_block", with_block(problem, i, block)
    for pair in sorted(problem.pairs):
        yield "pair", replace(problem, pairs=problem.pairs - {pair})
    for triple in sorted(problem.triples):
        yield "triple", replace(problem, triples=problem.triples - {triple})
    yield "surplus", replace(problem, surplus=problem.surplus + 1)
    if problem.rest_in_week:
        yield "rest_in_week", replace(problem, rest_in_week=problem.rest_in_week - 1)
    if problem.free_weekend_in:
        yield "free_weekend_in", replace(problem, free_weekend_in=problem.free_weekend_in + 1)
        yield "free_weekend_in", replace(problem, free_weekend_in=0)
    for i, group in enumerate(problem.groups):
        for shift in set(range(len(problem.shifts))) - set(group.shifts):
            able = replace(group, shifts=tuple(sorted((*group.shifts, shift))))
            groups = (*problem.groups[:i], able, *problem.groups[i + 1 :])
            yield "skill", replace(problem, groups=groups)


def _wider(bounds):
    least, most = bounds
    if least > 1:
        yield least - 1, most
    yield least, most + 1


def assert_no_worse(relaxed, strict, aim):
    """Check that what was possible stays possible, at least as well."""
    assert relaxed.status == "found"
    now, before = relaxed.objectives[aim], strict.objectives[aim]
    assert now >= before if AIMS[aim].is_most else now <= before


@SOME
@given(problems(most_weeks=8), st.sampled_from([None, *AIMS]))
def test_a_cycle_that_is_found_breaks_no_rule_and_has_the_proven_value(problem, aim):
    result = solved(problem, aim)
    event(result.status)
    if result.status == "found":
        assert verify(problem, result.schedules) == ()
        assert result.objectives == result.bounds


@SOME
@given(problems(), st.sampled_from(sorted(AIMS)), st.data())
def test_relaxing_a_rule_never_makes_the_optimum_worse(problem, aim, data):
    kind, relaxed = data.draw(st.sampled_from(list(relaxations(problem))))
    strict = solved(problem, aim)
    assume(strict.status == "found")
    event(kind)
    assert_no_worse(solved(relaxed, aim), strict, aim)


@SOME
@given(problems(), st.sampled_from(sorted(AIMS)), st.integers(1, 3))
def test_surplus_never_hurts(problem, aim, more):
    strict = solved(problem, aim)
    assume(strict.status == "found")
    assert_no_worse(solved(replace(problem, surplus=problem.surplus + more), aim), strict, aim)


def one_week_more(problem):
    """Give the first group one more person and leave the demand as it is."""
    first, *others = problem.groups
    return replace(problem, groups=(replace(first, num_people=first.num_people + 1), *others))


def days_off_around(schedule, place):
    """Count the days off in a row between which a new week would be put, on both sides."""
    word = [code for week in (*schedule[place:], *schedule[:place]) for code in week]
    after = next(i for i, code in enumerate(word) if code != OFF)
    before = next(i for i, code in enumerate(reversed(word)) if code != OFF)
    return before + after


@SOME
@given(problems())
def test_one_person_more_never_breaks_a_cycle_where_days_off_may_be_long(problem):
    """A week of seven days off is put between a Sunday and the next Monday.

    The cover stays as it is, for nobody works that week. Where one of the two days is off, the week
    joins their days-off block: from L to L + 7 days, which the maximum must allow, and no other run
    changes. Where both are worked it ends one work block and begins another: that is allowed when
    blocks may have one day. No forbidden pair or triple arises: a triple has at most one day off,
    and it stands between two shifts. The new week has its rest and its free weekend; a row of
    weekends either holds it or is an old row. So all rules hold for one person more.
    """
    most = 16
    problem = replace(problem, off_block=(problem.off_block[0], most))
    result = solved(problem, "free_weekends")
    assume(result.status == "found")
    schedule, *others = result.schedules
    around = [days_off_around(schedule, place) for place in range(len(schedule))]
    least = max(problem.work_block[0], *(shift.block[0] for shift in problem.shifts))
    places = [i for i, off in enumerate(around) if off + 7 <= most and (off or least == 1)]
    assume(places)
    event("joins" if around[places[0]] else "splits")
    more = one_week_more(problem)
    longer = (*schedule[: places[0]], FREE_WEEK, *schedule[places[0] :])
    assert verify(more, [longer, *others]) == ()  # the argument, on this very schedule
    after = solved(more, "free_weekends")
    assert after.status == "found"
    assert after.objectives["free_weekends"] >= result.objectives["free_weekends"] + 1


@SOME
@given(problems(), st.randoms(use_true_random=False))
def test_renaming_shifts_and_shuffling_groups_changes_neither_verdict_nor_optimum(problem, draw):
    aim = "single_days_off"
    order = list(range(len(problem.shifts)))
    draw.shuffle(order)  # the new number of each shift
    by_new = sorted(range(len(order)), key=order.__getitem__)

    def renamed(codes):
        return tuple(c if c == OFF else order[c] for c in codes)

    groups = tuple(
        replace(g, shifts=tuple(sorted(renamed(g.shifts)))) for g in reversed(problem.groups)
    )
    other = replace(
        problem,
        groups=groups,
        shifts=tuple(problem.shifts[i] for i in by_new),
        demand=tuple(problem.demand[i] for i in by_new),
        pairs=frozenset(map(renamed, problem.pairs)),
        triples=frozenset(map(renamed, problem.triples)),
    )
    before, after = solved(problem, aim), solved(other, aim)
    assert after.status == before.status
    assert after.objectives == before.objectives


@SOME
@given(problems(most_weeks=3))
def test_turning_the_weekdays_changes_no_verdict_without_rules_on_weeks(problem):
    """A cycle has no first weekday: Tuesday's demand may become Monday's."""
    problem = replace(problem, rest_in_week=0, free_weekend_in=0)

    def turned(row):
        return row[1:] + row[:1]

    shifts = tuple(
        replace(s, start_min=turned(s.start_min), length_min=turned(s.length_min))
        for s in problem.shifts
    )
    other = replace(problem, shifts=shifts, demand=tuple(map(turned, problem.demand)))
    before, after = solved(problem, "backward_steps"), solved(other, "backward_steps")
    assert after.status == before.status
    assert after.objectives == before.objectives
