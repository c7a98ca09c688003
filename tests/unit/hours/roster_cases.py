"""Small random rosters, and the best roster by trying every one: no solver, no rows."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from accord.hours.rosters.duty_checker import limits_broken, people_missing
from accord.hours.rosters.duty_problem import (
    DAY_OFF,
    TRAINING,
    Duty,
    DutyProblem,
    Limits,
    Need,
    Worker,
)
from accord.hours.rosters.fairness import burdens
from accord.hours.rosters.plant_roster import AIMS, roster
from accord.hours.rosters.repair import REPAIR_AIMS
from accord.hours.rosters.requests import Training, Wish, is_broken, wishes_of
from accord.plant.records import Absence

__all__ = ["AIMS", "best_by_trying", "random_problem", "random_repair"]

HOURS = {"M": (360, 840), "A": (840, 1320), "N": (1320, 1800)}
DUTIES = {k: Duty(k, (span,), 480, k == "N") for k, span in HOURS.items()}
SKILLS = ("press", "weld", "paint")


def random_problem(seed: int, *, is_easy: bool = False) -> DutyProblem:
    """Two to four people over two or three days, with a past and limits close to it.

    An easy one has more people than it needs.
    """
    rng = random.Random(seed)  # noqa: S311
    kinds = sorted(rng.sample(sorted(HOURS), 2 if is_easy else rng.choice((2, 2, 3))))
    num_people = 4 if is_easy else 2 if len(kinds) == 3 else 3
    num_days = 2 if is_easy else rng.choice((2, 3)) if len(kinds) == 2 else 3
    first = date(2024, 3, 4) + timedelta(days=rng.randrange(7))
    before = first.weekday() + 14
    after = 6 - (first + timedelta(days=num_days - 1)).weekday() + 2
    days = before + num_days + after
    duties = tuple({k: DUTIES[k] for k in kinds} for _ in range(days))
    share_off = 0.6 if is_easy else rng.choice((0.2, 0.4))
    plan = tuple(
        tuple(DAY_OFF if rng.random() < share_off else rng.choice(kinds) for _ in range(days))
        for _ in range(num_people)
    )
    workers = tuple(
        Worker(
            f"P{i}",
            skills=frozenset(rng.sample(SKILLS, rng.choice((1, 2)))),
            may=frozenset(kinds if rng.random() < 0.8 else rng.sample(kinds, 1)),
            group="all",
            weekends_before=rng.randrange(3),
            nights_before=rng.randrange(3),
        )
        for i in range(num_people)
    )
    away = {
        (i, d): "sickness"
        for i in range(num_people)
        for d in range(num_days)
        if rng.random() < (0.02 if is_easy else 0.2)
    }
    needs = []
    share_needed = 0.8 if is_easy else rng.choice((0.2, 0.4, 0.8))
    for d in range(num_days):
        for k in kinds:
            if rng.random() < share_needed:
                own = rng.sample(SKILLS, 1 if is_easy else rng.choice((1, 1, 2)))
                wanted = {s: 1 if is_easy else rng.choice((1, 1, 1, 2)) for s in own}
                needs.append(Need(d, *HOURS[k], ((d, k),), wanted))
    limits = Limits(
        rest_min=rng.choice((None, 660)),
        rest_week_min=rng.choice((None, 2100, 2100)),
        days_week=rng.choice((None, 4, 5, 6)),
        week_min=rng.choice((None, 5 * 480)),
        average_min=rng.choice((None, 2200)),
        average_weeks=2,
        days_row=rng.choice((None, 3, 5)),
        nights_row=rng.choice((None, 2)),
    )
    if is_easy:
        limits = Limits(rest_min=660, rest_week_min=rng.choice((None, 2100)), days_week=6)
    problem = DutyProblem(
        f"case {seed}",
        first,
        num_days,
        before,
        after,
        duties,
        workers,
        plan,
        away,
        tuple(needs),
        limits,
    )
    return replace(problem, wishes=_wishes(rng, problem, kinds), trainings=_trainings(rng, problem))


def random_repair(seed: int):
    """A roster, absences that become known on a day of it, and days of notice."""
    rng = random.Random(seed)  # noqa: S311
    made = roster(random_problem(seed, is_easy=seed % 4 != 0), aims=REPAIR_AIMS)
    problem = made.problem
    start = rng.randrange(problem.num_days)
    absences = [
        Absence(worker.name, problem.date(start), problem.date(start + rng.randrange(3)), "ill")
        for worker in rng.sample(problem.workers, rng.choice((1, 1, 2)))
    ]
    return made, absences, problem.date(start), rng.choice((0, 0, 0, 1))


def _wishes(rng, problem, kinds):
    if rng.random() < 0.5:
        return ()
    return tuple(
        Wish(
            rng.choice(problem.workers).name,
            problem.date(rng.randrange(problem.num_days)),
            rng.choice((*kinds, DAY_OFF, "*")),
            rng.choice((1, 2)),
            is_on=rng.random() < 0.7,
        )
        for _ in range(2)
    )


def _trainings(rng, problem):
    if rng.random() < 0.6:
        return ()
    last = problem.date(problem.num_days - 1)
    return (Training(rng.choice(problem.workers).name, problem.first, last, 1),)


def best_by_trying(problem, base, aims, fixed=frozenset()):
    """Return the least values of the aims, in their order, over every roster allowed."""
    rows = [_rows(problem, base, i, fixed) for i in range(len(problem.workers))]
    missing: dict[tuple[str, ...], int] = {}
    best = None
    for cells in product(*rows):
        value = []
        for aim in aims:
            value.append(_value(problem, base, cells, aim, missing))
            if best is not None and tuple(value) > best[: len(value)]:
                break
        else:
            best = tuple(value)
    return best


def _rows(problem, base, i, fixed):
    """Every row of a person that breaks nothing that the base does not."""
    options = []
    for d in range(problem.num_days):
        here = base[i][d]
        if (i, d) in problem.away or (i, d) in fixed:
            options.append([here])
            continue
        words = {here, problem.planned(i, d), DAY_OFF}
        words |= problem.workers[i].may & set(problem.duties_on(d))
        asks = any(
            t.person == problem.workers[i].name and t.first <= problem.date(d) <= t.last
            for t in problem.trainings
        )
        if asks and problem.planned(i, d) != DAY_OFF:
            words.add(TRAINING)
        options.append(sorted(words))
    known = {b.key: b for b in limits_broken(problem, base, i)}
    kept = []
    for row in product(*options):
        cells = (*base[:i], row, *base[i + 1 :])
        wrong = [
            b
            for b in limits_broken(problem, cells, i)
            if b.key not in known
            or (b.value > known[b.key].value if b.is_most else b.value < known[b.key].value)
        ]
        trained = all(
            sum(w == TRAINING and t.first <= problem.date(d) <= t.last for d, w in enumerate(row))
            <= t.num_days
            for t in problem.trainings
            if t.person == problem.workers[i].name
        )
        if not wrong and trained:
            kept.append(row)
    return kept


def _value(problem, base, cells, aim, missing):
    if aim == "cover":
        total = 0
        for k, need in enumerate(problem.needs):
            key = (k, *(row[need.day] for row in cells))
            if key not in missing:
                missing[key] = people_missing(problem, need, cells)
            total += missing[key]
        return total
    if aim == "changes":
        return sum(
            problem.is_changed(d, b, a)
            for old, row in zip(base, cells, strict=True)
            for d, (b, a) in enumerate(zip(old, row, strict=True))
        )
    if aim == "wishes":
        return sum(
            wish.weight
            for wish, d in wishes_of(problem.wishes, problem.first, problem.num_days)
            if is_broken(
                wish,
                cells[problem.number[wish.person]][d],
                frozenset({TRAINING, *problem.duties_on(d)}),
            )
        )
    if aim == "training":
        return sum(
            max(0, t.num_days - cells[problem.number[t.person]].count(TRAINING))
            for t in problem.trainings
        )
    return sum(b.square for b in burdens(problem, cells, base))
