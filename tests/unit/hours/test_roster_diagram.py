"""A diagram has every legal row of a person as a path, and no other; equal endings share a node."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.errors import HoursError
from accord.hours.rosters import OFF, Person, RosterProblem, Shift
from accord.hours.rosters.paths import diagram as diagram_module
from accord.hours.rosters.paths.clash import find_clash
from accord.hours.rosters.paths.diagram import build_diagram

from .tiny_rosters import legal_rows, random_problem

ANY = Person("Ada", (28, 28), 0, 99_999, 1, 28, 1, 9)


def paths_of(diagram):
    """List the codes along every path."""
    off = diagram.successor.shape[1] - 1
    last = len(diagram.day) - 1
    waiting, found = [((), 0)], []
    while waiting:
        codes, node = waiting.pop()
        if node == last:
            found.append(codes)
        for code, after in enumerate(diagram.successor[node].tolist()):
            if after >= 0:
                waiting.append(((*codes, OFF if code == off else code), after))
    return found


@pytest.mark.parametrize("start", range(0, 100, 20))
def test_paths_are_exactly_the_rows_that_the_checker_finds_legal(start) -> None:
    for seed in range(start, start + 20):
        problem = random_problem(seed)
        for person in problem.people[:2]:
            diagram = build_diagram(problem, person)
            legal = legal_rows(problem, person)
            paths = [] if diagram is None else paths_of(diagram)
            assert len(paths) == len(set(paths))
            assert set(paths) == set(legal), (problem, person)


def test_nodes_of_a_day_have_different_endings_and_each_leads_to_the_end() -> None:
    problem = random_problem(3)
    diagram = build_diagram(problem, problem.people[0])
    assert diagram is not None
    arcs = diagram.successor[:-1]
    assert (arcs >= 0).any(axis=1).all()
    assert len(np.unique(np.column_stack([diagram.day[:-1], arcs]), axis=0)) == len(arcs)
    assert set(arcs[arcs >= 0].tolist()) == set(range(1, len(diagram.day)))


def test_four_weeks_of_two_shifts_with_all_rules_take_a_few_thousand_nodes() -> None:
    shifts = (Shift("E", 480), Shift("L", 480, frozenset({0})))
    person = Person("Ada", (28, 14), 7560, 8640, 2, 5, 2, 2)
    diagram = build_diagram(RosterProblem("case", 28, shifts, (person,)), person)
    assert diagram is not None
    assert len(diagram.day) < 5_000


def test_rules_that_need_too_many_nodes_are_refused_with_the_name(monkeypatch) -> None:
    monkeypatch.setattr(diagram_module, "MAX_LAYER", 5)
    shifts = (Shift("E", 450), Shift("L", 480))
    problem = RosterProblem("case", 14, shifts, (replace(ANY, max_total_min=5000),))
    with pytest.raises(HoursError, match=r"Ada: \d+ different situations on day \d+; at most 5"):
        build_diagram(problem, problem.people[0])


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ({"min_total_min": 480 * 13, "max_work_run": 5}, ["max_work_run 5", "min_total_min 6240"]),
        ({"min_total_min": 500, "max_total_min": 400}, ["max_total_min 400", "min_total_min 500"]),
        (
            {"days_off": frozenset({1, 2}), "allowed": {2: frozenset({0, 1})}},
            ["allowed on day 2", "days_off on days 1, 2"],
        ),
        (
            {"min_total_min": 480 * 11, "max_weekends": 0},
            ["max_weekends 0", "min_total_min 5280"],
        ),
        (
            {"history": (1,), "allowed": {0: frozenset({0})}},
            ["not_next of L", "history of 1 days", "allowed on day 0"],
        ),
        (
            {"max_shifts": (2, 0), "min_total_min": 1200},
            ["max_shifts E=2, L=0", "min_total_min 1200"],
        ),
        (
            {
                "min_off_run": 3,
                "allowed": {1: frozenset({0}), 2: frozenset({OFF}), 4: frozenset({0})},
            },
            ["min_off_run 3", "allowed on days 1, 2, 4"],
        ),
    ],
)
def test_rules_that_clash_are_a_smallest_set(rules, named) -> None:
    shifts = (Shift("E", 480), Shift("L", 480, frozenset({0})))
    person = replace(ANY, **rules)
    problem = RosterProblem("case", 14, shifts, (person,))
    assert build_diagram(problem, person) is None
    clash = find_clash(problem, person)
    assert list(clash.rules) == named
    assert str(clash) == f"Ada has no legal row of days: {', '.join(named)} clash"
