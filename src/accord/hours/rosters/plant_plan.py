"""Lay a plant's crew cycles on dates: who is planned where, who is away, who is needed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from accord.errors import HoursError
from accord.hours.rosters.duty_limits import ADVICE, limits_of
from accord.hours.rosters.duty_names import Span, as_span, is_night, kind_names
from accord.hours.rosters.duty_problem import (
    DAY_OFF,
    Cells,
    Duty,
    DutyProblem,
    Limits,
    Need,
    Worker,
)
from accord.hours.rosters.requests import Training, Wish
from accord.hours.rosters.station_needs import (
    AUTONOMOUS,
    Crewed,
    needs_over,
    skill_name,
    station_needs,
)
from accord.plant.calendar import ShiftPlan, closed_days
from accord.plant.records import Break, Person, Plant, Shift

__all__ = ["NeedsGiven", "continued", "problem_of"]

WEEK: Final = 7
SATURDAY: Final = 5
DAYS_AFTER: Final = 2
"""Days known beyond the last civil week: what a weekly rest that touches it needs."""

NeedsGiven = Mapping[str, int] | Mapping[str, Mapping[str, int]]
"""Skill -> people at every hour it is open, or kind of duty -> skill -> people on it."""


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that are known, and the duties that start on each."""

    first: date
    num_days: int
    begin: int
    end: int
    duties: tuple[Mapping[str, Duty], ...]
    crews: tuple[Mapping[str, str], ...]  # crew -> kind, one mapping a day


def problem_of(
    plant: Plant,
    first: date,
    num_days: int,
    *,
    needs: NeedsGiven | None = None,
    limits: Limits | None = None,
    advice: Sequence[str] = ADVICE,
    may: Mapping[str, frozenset[str]] | None = None,
    wishes: Sequence[Wish] = (),
    trainings: Sequence[Training] = (),
) -> DutyProblem:
    """Return the roster problem of a plant over some days.

    Parameters
    ----------
    plant
        The plant, as read or with a scenario applied; its dated rows are followed.
    first, num_days
        Horizon.
    needs
        People needed; by default derived from load and stations (``station_needs``).
    limits
        Rules that a change must keep; by default the law of the plant's country on these days.
    advice
        Ergonomic advice kept like law, where ``limits`` is not given.
    may
        Person -> kinds of duty to which they may be moved. Without an entry: the kinds that people
        of the same job and the same contract hours work in these weeks.
    wishes, trainings
        What people asked for.

    Raises
    ------
    HoursError
        When a name is not in the plant or nobody has a duty in these days.
    """
    if num_days < 1:
        raise HoursError(f"a roster of {num_days} days: give at least one day")
    if limits is None:
        limits = limits_of(plant.country, first, first + timedelta(days=num_days), advice=advice)
    days = _days(plant, limits, first, num_days)
    plan = tuple(_row(plant, person, days) for person in plant.people)
    horizon = slice(-days.begin, num_days - days.begin)
    if not any(word != DAY_OFF for row in plan for word in row[horizon]):
        raise HoursError(
            f"{plant.name}: nobody has a duty from {first} on for {num_days} days; "
            "give another date, or rows in the table shifts"
        )
    workers = _workers(plant, plan, days, may or {})
    number = {w.name: i for i, w in enumerate(workers)}
    for name in [*(may or {}), *(w.person for w in wishes), *(t.person for t in trainings)]:
        if name not in number:
            raise HoursError(f"{name} is no person of {plant.name}; give an id of its people table")
    people = needs
    if people is None:
        people = {need.skill: need.people for need in station_needs(plant, first)}
    else:
        _check_needs(people, workers, days)
    return DutyProblem(
        name=plant.name,
        first=first,
        num_days=num_days,
        num_before=-days.begin,
        num_after=days.end - num_days,
        duties=days.duties,
        workers=workers,
        plan=plan,
        away=_away(plant, number, days),
        needs=_needs(people, workers, plan, days),
        limits=limits,
        wishes=tuple(wishes),
        trainings=tuple(trainings),
    )


def continued(problem: DutyProblem, before: DutyProblem, cells: Cells) -> DutyProblem:
    """Return a problem whose history is an earlier roster as it was worked.

    Parameters
    ----------
    problem
        The problem.
    before, cells
        The problem of the earlier roster, and that roster. What it says of days before ``problem``
        begins replaces what the cycles planned; its counts of changed days go on.
    """
    shift = (problem.first - before.first).days
    days = range(max(-problem.num_before, -shift), min(0, before.num_days - shift))
    plan, away = [list(row) for row in problem.plan], dict(problem.away)
    workers = []
    for i, worker in enumerate(problem.workers):
        old = before.number.get(worker.name)
        if old is None:
            workers.append(worker)
            continue
        for day in days:
            word = cells[old][day + shift]
            duty = before.duty_of(old, day + shift, word)
            away.pop((i, day), None)
            plan[i][day + problem.num_before] = _kind_of(duty, problem.duties_on(day))
        row = plan[i][: problem.num_before]
        base = before.base()[old]
        moved = sum(before.is_changed(d, b, cells[old][d]) for d, b in enumerate(base))
        workers.append(
            replace(
                worker,
                weekends_before=_weekends(row, problem.first, -problem.num_before),
                nights_before=_nights(row, problem.duties),
                changes_before=before.workers[old].changes_before + moved,
            )
        )
    return replace(problem, plan=tuple(map(tuple, plan)), away=away, workers=tuple(workers))


def _kind_of(duty: Duty | None, duties: Mapping[str, Duty]) -> str:
    """Return what a duty is called among others: by its hours, names may differ."""
    if duty is None:
        return DAY_OFF
    alike = (kind for kind, other in duties.items() if other.spans == duty.spans)
    return next(alike, duty.kind)


def _days(plant: Plant, limits: Limits, first: date, num_days: int) -> _Days:
    """Lay the duties of each crew on the days known."""
    weeks_before = max(limits.average_weeks - 1, 2)
    begin = -first.weekday() - WEEK * weeks_before
    last = first + timedelta(days=num_days - 1)
    end = num_days + (WEEK - 1 - last.weekday()) + DAYS_AFTER
    table = ShiftPlan(plant)
    people = Counter(p.crew for p in plant.people)
    names = kind_names(plant.shifts, people, during=(first, last))
    closed = closed_days(plant.closures)
    duties: list[dict[str, Duty]] = []
    crews: list[dict[str, str]] = []
    known: dict[tuple[str, Span], Duty] = {}
    breaks = _breaks(plant.shifts)
    for day in range(begin, end):
        when = first + timedelta(days=day)
        duties.append({})
        crews.append({})
        for crew, rows in ({} if when in closed else table.on(when)).items():
            span = as_span(rows)
            kind = names[when.weekday(), span]
            if (kind, span) not in known:
                known[kind, span] = Duty(kind, *span, is_night(span), breaks[span])
            duty = known[kind, span]
            duties[-1][kind] = duty
            crews[-1][crew] = kind
    return _Days(first, num_days, begin, end, tuple(duties), tuple(crews))


def _breaks(shifts: Sequence[Shift]) -> dict[Span, tuple[Break, ...]]:
    """Return the breaks of each duty; of crews that have them apart, those with the shortest."""
    rows: dict[tuple[object, ...], list[Shift]] = defaultdict(list)
    for s in shifts:
        rows[s.crew, s.since, s.until, s.week, s.day].append(s)
    found: dict[Span, tuple[Break, ...]] = {}
    for own in rows.values():
        span, breaks = as_span(own), tuple(b for s in own for b in s.breaks)
        if span not in found or _longest(breaks) < _longest(found[span]):
            found[span] = breaks
    return found


def _longest(breaks: Sequence[Break]) -> int:
    return max((b.end_min - b.start_min for b in breaks), default=0)


def _row(plant: Plant, person: Person, days: _Days) -> tuple[str, ...]:
    """Return what the cycle of a person's crew plans for each day."""
    moves = sorted(
        (m.on or date.min, m.crew) for m in plant.crew_moves if m.person == person.person
    )
    row = []
    for day, kinds in enumerate(days.crews, start=days.begin):
        when = days.first + timedelta(days=day)
        crew = next((c for on, c in reversed(moves) if on <= when), person.crew)
        is_there = (person.present_from or date.min) <= when <= (person.present_to or date.max)
        row.append(kinds.get(crew, DAY_OFF) if is_there else DAY_OFF)
    return tuple(row)


def _workers(
    plant: Plant, plan: Cells, days: _Days, may: Mapping[str, frozenset[str]]
) -> tuple[Worker, ...]:
    """Return the people with what they master, where they may go and what they bore so far."""
    first = days.first
    skills: dict[str, set[str]] = defaultdict(set)
    for s in plant.skills:
        if s.level >= AUTONOMOUS and (s.since is None or s.since <= first):
            skills[s.person].add(skill_name(s.station, s.task))
    shared: dict[tuple[str, float | None], set[str]] = defaultdict(set)
    for person, row in zip(plant.people, plan, strict=True):
        shared[person.job, person.weekly_h].update(set(row) - {DAY_OFF})
    last = first + timedelta(days=days.num_days - 1)
    found = []
    for person, row in zip(plant.people, plan, strict=True):
        is_here = (person.present_from or date.min) <= first and last <= (
            person.present_to or date.max
        )
        kinds = frozenset(shared[person.job, person.weekly_h]) if is_here else frozenset()
        kinds = may.get(person.person, kinds)
        before = row[: -days.begin]
        found.append(
            Worker(
                person.person,
                person.crew,
                frozenset(skills[person.person]),
                kinds,
                "/".join(sorted(kinds)),
                _weekends(before, first, days.begin),
                _nights(before, days.duties),
            )
        )
    return tuple(found)


def _weekends(row: Sequence[str], first: date, begin: int) -> int:
    """Count the weekends of a history with work on Saturday or Sunday."""
    monday = begin + (-(first + timedelta(days=begin)).weekday()) % WEEK
    return sum(
        any(word != DAY_OFF for word in row[start - begin + SATURDAY : start - begin + WEEK])
        for start in range(monday, 0, WEEK)
    )


def _nights(row: Sequence[str], duties: Sequence[Mapping[str, Duty]]) -> int:
    """Count the nights of a history."""
    return sum(
        word in on and on[word].is_night for word, on in zip(row, duties[: len(row)], strict=True)
    )


def _away(plant: Plant, number: Mapping[str, int], days: _Days) -> dict[tuple[int, int], str]:
    """Return the days of leave and absence, with their kind."""
    away: dict[tuple[int, int], str] = {}
    for a in plant.absences:
        low = max((a.first - days.first).days, days.begin)
        high = min((a.last - days.first).days, days.end - 1)
        for day in range(low, high + 1):
            away[number[a.person], day] = a.kind or "absence"
    return away


def _needs(
    given: NeedsGiven, workers: Sequence[Worker], plan: Cells, days: _Days
) -> tuple[Need, ...]:
    """Return the people needed over the hours of each day."""
    by_kind = {k: v for k, v in given.items() if isinstance(v, Mapping)}
    people = {k: v for k, v in given.items() if not isinstance(v, Mapping)}
    found = list(needs_over(_crewed(workers, plan, days), people, 0, days.num_days - 1))
    for day in range(days.num_days):
        for kind, duty in days.duties[day - days.begin].items():
            if by_kind.get(kind):
                span = (duty.start_min, duty.end_min)
                found.append(Need(day, *span, ((day, kind),), dict(by_kind[kind])))
    return tuple(found)


def _check_needs(given: NeedsGiven, workers: Sequence[Worker], days: _Days) -> None:
    """Refuse skills that nobody masters, kinds that do not exist, and numbers below 0."""
    known = frozenset[str]().union(*(w.skills for w in workers))
    kinds = frozenset[str]().union(*days.duties)
    for name, value in given.items():
        rows = value.items() if isinstance(value, Mapping) else [(name, value)]
        if isinstance(value, Mapping) and name not in kinds:
            raise HoursError(f"no duty {name!r} in these days; duties are {_listed(kinds)}")
        for skill, people in rows:
            if skill not in known:
                raise HoursError(
                    f"{skill!r} is needed and nobody masters it; skills are {_listed(known)}"
                )
            if people < 0:
                raise HoursError(f"{skill}: {people} people are needed; give 0 or more")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _crewed(workers: Sequence[Worker], plan: Cells, days: _Days) -> list[Crewed]:
    """Return the duties with the skills that the people planned on them bring."""
    brought: dict[tuple[int, str], set[str]] = defaultdict(set)
    for worker, row in zip(workers, plan, strict=True):
        for i_day, word in enumerate(row):
            if word != DAY_OFF:
                brought[i_day, word] |= worker.skills
    return [
        Crewed(i_day + days.begin, days.duties[i_day][kind], frozenset(skills))
        for (i_day, kind), skills in sorted(brought.items())
    ]
