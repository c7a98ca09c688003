"""Each hard rule of a roster is broken by a row that breaks nothing else; each cost is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accord.hours.rosters import OFF, Cover, Person, Request, RosterProblem, Shift, check_roster

NAMES = "EN"
LOOSE = Person("Ada", (14, 14), 0, 99_999, 1, 14, 1, 9)


def read(text):
    """Read a row such as ``EE--NN-``."""
    return tuple(OFF if c == "-" else NAMES.index(c) for c in text)


def problem_of(person, num_days, **rest):
    shifts = (Shift("E", 480), Shift("N", 600, frozenset({0})))
    return RosterProblem("case", num_days, shifts, (person,), **rest)


def breaches_of(text, *, first_weekday=0, **rules):
    person = replace(LOOSE, **rules)
    problem = problem_of(person, len(text), first_weekday=first_weekday)
    return [
        (b.rule, b.first_day, b.last_day, b.value, b.limit)
        for b in check_roster(problem, [read(text)]).breaches
    ]


@pytest.mark.parametrize(
    ("text", "rules", "breach"),
    [
        ("EEEEE--", {"max_shifts": (4, 9)}, ("max_shifts of E", 0, 6, 5, 4)),
        ("NNN----", {"max_shifts": (0, 2)}, ("max_shifts of N", 0, 6, 3, 2)),
        ("EEN----", {"max_total_min": 1559}, ("max_total_min", 0, 6, 1560, 1559)),
        ("EEN----", {"min_total_min": 1561}, ("min_total_min", 0, 6, 1560, 1561)),
        ("-EEEE--", {"max_work_run": 3}, ("max_work_run", 1, 4, 4, 3)),
        ("EEEE---", {"max_work_run": 3}, ("max_work_run", 0, 3, 4, 3)),
        ("-E-EE--", {"min_work_run": 2}, ("min_work_run", 1, 1, 1, 2)),
        ("E-EE---", {"min_off_run": 2}, ("min_off_run", 1, 1, 1, 2)),
        ("----ENE", {}, ("not_next of N", 5, 6, 1, 0)),
        ("-----EE-----E-", {"max_weekends": 1}, ("max_weekends", 0, 13, 2, 1)),
        ("EEEE---", {"days_off": frozenset({3})}, ("days_off", 3, 3, 1, 0)),
        ("EEEE---", {"allowed": {2: frozenset({1, OFF})}}, ("allowed", 2, 2, 0, 0)),
        ("EEEE---", {"allowed": {5: frozenset({0, 1})}}, ("allowed", 5, 5, -1, 0)),
        ("EE-----", {"history": (0, 0), "max_work_run": 3}, ("max_work_run", -2, 1, 4, 3)),
        ("-EE----", {"history": (0, OFF, 0), "min_work_run": 2}, ("min_work_run", -1, -1, 1, 2)),
        ("E------", {"history": (0, OFF), "min_off_run": 2}, ("min_off_run", -1, -1, 1, 2)),
        ("E------", {"history": (1,)}, ("not_next of N", -1, 0, 1, 0)),
    ],
)
def test_a_broken_rule_is_named_with_days_value_and_limit(text, rules, breach) -> None:
    assert breaches_of(text, **rules) == [breach]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("EEEEE--", {"max_shifts": (5, 0), "max_total_min": 2400, "min_total_min": 2400}),
        ("E--EEE-", {"min_work_run": 3}),  # the first run may have begun before
        ("EEE--EE", {"min_work_run": 3}),  # the last may go on
        ("-EEEEE-", {"min_off_run": 2}),
        ("-------", {"history": (0, 0), "min_work_run": 3}),  # the history may have begun before
        ("EE-----", {"history": (OFF, 0), "min_work_run": 3}),
        ("---EE--", {"history": (0, 0, 0, 0), "max_work_run": 3}),  # what is past is past
        ("-----EE-----EE", {"max_weekends": 2}),
        ("EN-----", {}),
        ("N-E----", {}),
    ],
)
def test_a_row_that_keeps_every_rule_breaks_none(text, rules) -> None:
    assert breaches_of(text, **rules) == []


def test_a_weekend_may_be_cut_by_the_first_day_of_the_horizon() -> None:
    assert breaches_of("E-----E", first_weekday=6, max_weekends=1) == [("max_weekends", 0, 6, 2, 1)]
    assert breaches_of("-EEEEE-", first_weekday=6, max_weekends=0) == []


def test_a_breach_is_a_sentence() -> None:
    problem = problem_of(replace(LOOSE, max_work_run=3), 7)
    (breach,) = check_roster(problem, [read("-EEEE--")]).breaches
    assert str(breach) == "Ada, days 1 to 4: max_work_run is 4, limit 3"


def test_requests_are_paid_when_broken_and_only_then() -> None:
    requests = (
        Request(0, 0, 0, 3, is_on=True),  # kept
        Request(0, 1, 0, 5, is_on=True),  # broken
        Request(0, 0, 1, 7, is_on=False),  # kept
        Request(0, 2, 1, 11, is_on=False),  # broken
    )
    check = check_roster(problem_of(LOOSE, 3, requests=requests), [read("E-N")])
    assert (check.requests, check.cost) == (16, 16)


def test_covers_cost_each_person_missing_and_above_and_count_skills() -> None:
    people = (LOOSE, replace(LOOSE, name="Bob", skills=frozenset({"weld"})))
    covers = (
        Cover(0, 0, 1, 100, 2),  # two on it: one above
        Cover(1, 0, 3, 100, 2),  # one on it: two missing
        Cover(0, 0, 1, 10, 1, frozenset({"weld", "drill"})),  # Bob: exactly
        Cover(1, 0, 1, 10, 1, frozenset({"weld"})),  # only Ada: one missing
    )
    problem = replace(problem_of(LOOSE, 2, covers=covers), people=people)
    check = check_roster(problem, [read("EE"), read("E-")])
    assert (check.under, check.over) == (200 + 10, 2)
    assert check.is_legal


def test_each_changed_day_costs_its_weight() -> None:
    person = replace(LOOSE, previous=read("EE-N"), change_weight=4)
    check = check_roster(problem_of(person, 4), [read("E-NN")])
    assert (check.changes, check.cost) == (8, 8)


@pytest.mark.parametrize("rows", [[], [read("EE")], [read("EEE"), read("EEE")], [(0, 1, 2)]])
def test_rows_that_do_not_fit_the_problem_are_refused(rows) -> None:
    with pytest.raises(ValueError, match=r"rows for 1 people|must have 3 known codes"):
        check_roster(problem_of(LOOSE, 3), rows)
