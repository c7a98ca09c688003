"""Small random roster problems with every kind of rule, and their legal rows by plain listing."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from accord.hours.rosters import OFF, Cover, Person, Request, RosterProblem, Shift, check_roster

SHAPES = ((3, 5, 2), (3, 8, 1), (2, 6, 2))  # people, days, shifts


def random_problem(seed):
    """Draw a problem; about one in ten has somebody without a legal row."""
    rng = np.random.default_rng(seed)
    num_people, num_days, num_shifts = SHAPES[seed % len(SHAPES)]
    shifts = tuple(
        Shift(
            "EN"[code],
            int(rng.choice([450, 480, 600])),
            frozenset({0}) if code == 1 and rng.random() < 0.7 else frozenset(),
        )
        for code in range(num_shifts)
    )
    people = tuple(_person(rng, f"P{i}", num_days, num_shifts) for i in range(num_people))
    covers = [_cover(rng, day, shift) for day in range(num_days) for shift in range(num_shifts)]
    covers += [
        replace(cover, skills=frozenset({"weld"}), required=1)
        for cover in covers
        if rng.random() < 0.2
    ]
    requests = tuple(
        Request(
            int(rng.integers(num_people)),
            int(rng.integers(num_days)),
            int(rng.integers(num_shifts)),
            int(rng.integers(1, 6)),
            is_on=bool(rng.random() < 0.5),
        )
        for _ in range(int(rng.integers(0, 8)))
    )
    first_weekday = int(rng.integers(7))
    return RosterProblem(
        f"case {seed}", num_days, shifts, people, tuple(covers), requests, first_weekday
    )


def _person(rng, name, num_days, num_shifts):
    codes = [OFF, *range(num_shifts)]

    def any_codes(length):
        return tuple(int(code) for code in rng.choice(codes, length))

    least = int(rng.integers(1, 3))
    has_previous = rng.random() < 0.3
    return Person(
        name,
        tuple(int(most) for most in rng.choice([0, 2, 3, 4, num_days], num_shifts)),
        int(rng.choice([0, 0, 0, 480, 900])),
        int(rng.integers(3, num_days + 1)) * 500,
        least,
        int(rng.integers(least, 6)),
        int(rng.integers(1, 4)),
        int(rng.choice([0, 1, 2, 2, 2])),
        frozenset(int(day) for day in rng.integers(num_days, size=int(rng.integers(0, 2)))),
        {
            int(day): frozenset({OFF, int(rng.integers(num_shifts))})
            for day in rng.integers(num_days, size=int(rng.integers(0, 3)))
        },
        frozenset({"weld"}) if rng.random() < 0.5 else frozenset(),
        any_codes(int(rng.choice([0, 0, 1, 3, 4]))),
        any_codes(num_days) if has_previous else (),
        int(rng.integers(1, 4)) if has_previous else 0,
    )


def _cover(rng, day, shift):
    under, over = (int(weight) for weight in rng.choice([0, 1, 5, 20], 2))
    return Cover(day, shift, int(rng.integers(0, 3)), under, over)


def legal_rows(problem, person):
    """List every row of a person that the checker finds legal."""
    alone = replace(problem, people=(person,), covers=(), requests=())
    codes = [OFF, *range(len(problem.shifts))]
    free = [
        [
            c
            for c in codes
            if (c == OFF or day not in person.days_off)
            and (day not in person.allowed or c in person.allowed[day])
        ]
        for day in range(problem.num_days)
    ]
    return [row for row in product(*free) if check_roster(alone, [row]).is_legal]


def least_cost(problem):
    """Return the least cost over all legal rosters, or None when somebody has no legal row."""
    _, costs = all_rosters(problem)
    return None if costs is None else int(costs.min())


def all_rosters(problem):
    """Return everyone's legal rows, and the cost of every choice of them, one axis a person."""
    total = np.zeros((1,) * len(problem.people), dtype=np.int64)
    rows = [np.array(legal_rows(problem, person)) for person in problem.people]
    if not all(len(table) for table in rows):
        return rows, None
    for i, (person, table) in enumerate(zip(problem.people, rows, strict=True)):
        alone = np.zeros(len(table), dtype=np.int64)
        for request in problem.requests:
            if request.person == i:
                has = table[:, request.day] == request.shift
                alone += request.weight * (has != request.is_on)
        if person.previous:
            alone += person.change_weight * (table != np.array(person.previous)).sum(axis=1)
        total = total + _along(alone, i, len(rows))
    for cover in problem.covers:
        given = np.zeros((1,) * len(rows), dtype=np.int64)
        for i, (person, table) in enumerate(zip(problem.people, rows, strict=True)):
            if not cover.skills or cover.skills & person.skills:
                given = given + _along((table[:, cover.day] == cover.shift) * 1, i, len(rows))
        total = total + np.where(
            given < cover.required,
            cover.under_weight * (cover.required - given),
            cover.over_weight * (given - cover.required),
        )
    return rows, total


def _along(values, axis, num_axes):
    return values.reshape([-1 if i == axis else 1 for i in range(num_axes)])
