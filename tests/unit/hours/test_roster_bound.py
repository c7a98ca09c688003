"""Bounds in whole numbers hold for any prices, and never take away what a cheap roster uses."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from accord.hours.rosters import Cover, Person, Request, RosterProblem, Shift, check_roster
from accord.hours.rosters.paths.arrays import compile_instance
from accord.hours.rosters.paths.bound import Pricer, root_node
from accord.hours.rosters.paths.clock import Clock, OutOfTimeError
from accord.hours.rosters.paths.diagram import build_diagram
from accord.hours.rosters.paths.dive import dive
from accord.hours.rosters.paths.neighbours import improve
from accord.hours.rosters.paths.relaxation import Relaxation
from accord.hours.rosters.paths.tree import reach

from .tiny_rosters import all_rosters, random_problem


def instance_of(problem):
    return compile_instance(problem, [build_diagram(problem, p) for p in problem.people])


def cases(seeds):
    """Give tiny problems with all their rosters, some prices, and the pricer."""
    for seed in seeds:
        problem = random_problem(seed)
        rows, costs = all_rosters(problem)
        if costs is None:
            continue
        instance = instance_of(problem)
        best = Relaxation(instance, Clock(None)).solve(root_node(instance)).prices
        noise = np.random.default_rng(seed).integers(-4, 5, len(best)) * instance.scale // 2
        yield problem, instance, rows, costs, best + (noise if seed % 2 else 0)


@pytest.mark.parametrize("start", [0, 30, 60])
def test_no_roster_costs_less_than_the_bound_of_any_prices(start) -> None:
    for _, instance, _, costs, prices in cases(range(start, start + 30)):
        priced = Pricer(instance).price(root_node(instance), prices)
        assert priced.bound <= costs.min() * instance.scale


@pytest.mark.parametrize("start", [0, 30])
def test_whatever_a_roster_within_the_target_uses_is_kept(start) -> None:
    num_taken = 0
    for problem, instance, rows, costs, prices in cases(range(start, start + 30)):
        root, pricer = root_node(instance), Pricer(instance)
        target = int(costs.min()) + 1
        node = pricer.narrow(root, prices, target)
        smaller = pricer.smaller(root, prices, target)
        num_taken += int(root.allowed.sum() - node.allowed.sum())
        for choice in np.argwhere(costs <= target)[:200]:
            codes = np.stack([table[i] for table, i in zip(rows, choice, strict=True)])
            codes = np.where(codes < 0, instance.num_codes - 1, codes)
            people, days = np.indices(codes.shape)
            assert node.allowed[people, days, codes].all()
            counts = [
                sum(
                    row[c.day] == c.shift
                    for row, p in zip(codes, problem.people, strict=True)
                    if c.counts(p)
                )
                for c in problem.covers
            ]
            assert (node.least <= counts).all()
            assert (node.most >= counts).all()
            for person, row in enumerate(codes):
                at = smaller.diagrams.first[person]
                for code in row:
                    at = smaller.diagrams.successor[at, code]
                    assert at >= 0
            assert instance.cost_of(codes) == costs[tuple(choice)]
    assert num_taken > 0


def test_a_target_below_every_roster_leaves_nothing_when_prices_prove_it() -> None:
    for _, instance, _, costs, _ in cases(range(20)):
        relaxation = Relaxation(instance, Clock(None))
        root = root_node(instance)
        point = relaxation.solve(root)
        below = -(-point.bound // instance.scale) - 1
        assert relaxation.pricer.narrow(root, point.prices, below) is None
        assert relaxation.pricer.smaller(root, point.prices, below) is None
        assert relaxation.solve(root, below) is None
        assert not reach(relaxation, root, int(costs.min()) - 1, seed=1).rows
        assert reach(relaxation, root, int(costs.min()), seed=1).rows is not None


def month(num_people=24):
    """Four weeks of three shifts, short of staff, with many wishes."""
    rng = np.random.default_rng(7)
    shifts = (
        Shift("E", 480),
        Shift("D", 480, frozenset({0})),
        Shift("L", 480, frozenset({0, 1})),
    )
    people = tuple(
        Person(f"P{i}", (28, 28, int(rng.choice([0, 9, 28]))), 7560, 8640, 2, 5, 2, 2)
        for i in range(num_people)
    )
    covers = tuple(
        Cover(day, shift, int(rng.integers(num_people // 6, num_people // 4 + 1)), 100, 1)
        for day in range(28)
        for shift in range(3)
    )
    requests = tuple(
        Request(i, int(day), int(rng.integers(3)), int(rng.integers(1, 4)), is_on=bool(on))
        for i in range(num_people)
        for day, on in zip(rng.choice(28, 9, replace=False), rng.integers(0, 2, 9), strict=True)
    )
    return RosterProblem("month", 28, shifts, people, covers, requests)


def test_neighbours_of_a_roster_are_cheaper_and_legal() -> None:
    problem = month()
    instance = instance_of(problem)
    relaxation, root = Relaxation(instance, Clock(None)), root_node(instance)
    point = relaxation.solve(root)
    rows = np.stack([relaxation.pricer.price(root, 0 * point.prices).rows[i] for i in range(24)])
    costs = [instance.cost_of(rows)]
    for better in improve(relaxation, root, rows, point.prices, np.random.default_rng(1)):
        check = check_roster(problem, instance.as_roster(better))
        assert check.is_legal
        costs.append(check.cost)
        if len(costs) > 4:
            break
    assert len(costs) > 4
    assert all(after < before for before, after in pairwise(costs))
    assert costs[-1] * instance.scale >= point.bound


def test_a_dive_finds_a_roster_or_gives_up_at_its_target() -> None:
    problem = month(12)
    instance = instance_of(problem)
    relaxation, root = Relaxation(instance, Clock(None)), root_node(instance)
    rows = dive(relaxation, root)
    check = check_roster(problem, instance.as_roster(rows))
    assert check.is_legal
    assert check.cost == instance.cost_of(rows)
    assert dive(relaxation, root, relaxation.solve(root).bound // instance.scale - 1) is None


def test_the_work_stops_when_its_time_is_up() -> None:
    instance = instance_of(replace(month(6), requests=()))
    relaxation = Relaxation(instance, Clock(0.0))
    with pytest.raises(OutOfTimeError):
        relaxation.solve(root_node(instance))
