"""People needed: posts x opening hours / (weekly hours x availability), by area of the plant."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from typing import Final

from accord.cost import people_for_constant_output
from accord.plant.calendar import num_weeks
from accord.plant.records import Absence, Person, Plant, Shift
from accord.study.document import numeral, say
from accord.study.field import Case, Field, is_present
from accord.study.figures import FigureBook, places_of

__all__ = ["areas", "enter_staffing", "home_area"]

MINUTES_PER_HOUR: Final = 60.0
RUN_LEVEL: Final = 2
WEEKEND: Final = 5
WEEKS_MOST: Final = 520  # crews whose cycles meet after more than ten years are averaged over ten
# Hourly gains of the published range (docs/background: 0 to 5.1 %), for the check of arithmetic.
GAINS: Final = (0.0, 0.02, 0.04, 0.051)


def enter_staffing(field: Field, book: FigureBook) -> None:
    """Enter posts, opening hours, availability, people needed and people there, for each case."""
    absence = book.get("input.absence")
    if absence is None:
        return
    for case in field.cases:
        for area in areas(case.plant):
            _enter_area(field, case, area, book)
    for case in field.changes:
        _enter_constant_output(field, case, book)


def areas(plant: Plant) -> tuple[str, ...]:
    """Return the areas that have operators' posts, in the order of the stations."""
    return tuple(
        dict.fromkeys(s.area or s.station for s in plant.stations if s.operators and s.machines)
    )


def posts(plant: Plant, area: str, day: date) -> float:
    """Return the posts to man in an area while it runs: machines x team / machines tended."""
    total = 0.0
    for station in plant.stations:
        if (station.area or station.station) != area or not station.operators:
            continue
        machines = set(station.machines)
        for change in plant.machine_changes:
            if change.station == station.station and (change.on is None or change.on <= day):
                machines |= set(change.added)
                machines -= set(change.removed)
        total += len(machines) * station.operators / station.machines_per_operator
    return total


def home_area(plant: Plant) -> dict[str, str]:
    """Return each person's area: the one in which most of the job's running skills lie.

    Skills overlap (a press operator may master a bench), so the job decides, not the person.
    """
    area_of = {s.station: s.area or s.station for s in plant.stations if s.operators}
    job_of = {p.person: p.job for p in plant.people}
    votes: dict[str, Counter[str]] = {}
    for skill in plant.skills:
        if skill.task == "run" and skill.level >= RUN_LEVEL and skill.station in area_of:
            job = job_of.get(skill.person)
            if job is not None:
                votes.setdefault(job, Counter())[area_of[skill.station]] += 1
    home = {job: count.most_common(1)[0][0] for job, count in votes.items()}
    return {p.person: home[p.job] for p in plant.people if p.job in home}


def _people_of(plant: Plant, area: str, day: date) -> list[Person]:
    home = home_area(plant)
    return [
        p
        for p in plant.people
        if home.get(p.person) == area and is_present(p.present_from, p.present_to, day)
    ]


def crew_of(plant: Plant, person: Person, day: date) -> str:
    """Return a person's crew on a day, after the moves a scenario makes."""
    crew = person.crew
    moves = [m for m in plant.crew_moves if m.person == person.person]
    for move in sorted(moves, key=lambda m: m.on or date.min):
        if move.on is None or move.on <= day:
            crew = move.crew
    return crew


def _valid(shifts: tuple[Shift, ...], day: date) -> list[Shift]:
    return [
        s
        for s in shifts
        if (s.since is None or s.since <= day) and (s.until is None or day <= s.until)
    ]


def opening_h(plant: Plant, crews: set[str], day: date) -> float:
    """Return hours a week in which someone of the crews is on duty and not in an unpaid break."""
    shifts = [s for s in _valid(plant.shifts, day) if s.crew in crews]
    lengths = {crew: num_weeks([s for s in shifts if s.crew == crew]) for crew in _crews(shifts)}
    cycle = min(math.lcm(*lengths.values()), WEEKS_MOST)
    total = 0
    for week in range(1, cycle + 1):
        open_minutes: set[int] = set()
        for shift in shifts:
            if (week - 1) % lengths[shift.crew] != shift.week - 1:
                continue
            base = shift.day * 1440
            minutes = set(range(base + shift.start_min, base + shift.end_min))
            for pause in shift.breaks:
                if not pause.paid:
                    minutes -= set(range(base + pause.start_min, base + pause.end_min))
            open_minutes |= minutes
        total += len(open_minutes)
    return total / cycle / MINUTES_PER_HOUR


def _crews(shifts: list[Shift]) -> set[str]:
    return {s.crew for s in shifts}


def weekly_h(plant: Plant, crews: Counter[str], day: date) -> float:
    """Return the mean scheduled hours a week of the people in these crews."""
    shifts = _valid(plant.shifts, day)
    total = people = 0.0
    for crew, count in crews.items():
        own = [s for s in shifts if s.crew == crew]
        if own:
            total += count * sum(s.paid_min for s in own) / num_weeks(own)
            people += count
    return total / people / MINUTES_PER_HOUR if people else plant.weekly_h


def _compared_days(field: Field) -> set[date]:
    """Return the weekdays of the compared weeks on which the plant is open."""
    first = field.plant.on + timedelta(weeks=field.first)
    days = {first + timedelta(days=i) for i in range(7 * field.num_weeks)}
    closed = {
        c.first + timedelta(days=i)
        for c in field.plant.closures
        for i in range((c.last - c.first).days + 1)
    }
    return {d for d in days if d.weekday() < WEEKEND and d not in closed}


def _known_absences(field: Field, people: list[Person]) -> list[Absence]:
    ids = {p.person for p in people}
    first = field.plant.on + timedelta(weeks=field.first)
    last = field.plant.on + timedelta(weeks=field.last, days=6)
    return [
        a for a in field.plant.absences if a.person in ids and a.first <= last and a.last >= first
    ]


def leave_share(field: Field, people: list[Person]) -> float:
    """Return the share of working days lost to absences already known (leave, mostly)."""
    days = _compared_days(field)
    if not days or not people:
        return 0.0
    lost = 0
    for absence in _known_absences(field, people):
        span = (absence.last - absence.first).days + 1
        lost += sum(absence.first + timedelta(days=i) in days for i in range(span))
    return lost / (len(days) * len(people))


def _enter_area(field: Field, case: Case, area: str, book: FigureBook) -> None:
    plant = case.plant
    day = plant.on + timedelta(weeks=field.last)
    people = _people_of(plant, area, day)
    if not people:
        return
    crews = Counter(crew_of(plant, p, day) for p in people)
    stem = f"{case.id}.staffing"
    stations = [s for s in plant.stations if (s.area or s.station) == area and s.operators]
    num_posts = book.given(
        f"{stem}.posts.{area}",
        posts(plant, area, day),
        "posts",
        kind="computed",
        places=places_of([s.at for s in stations]),
        method=say("method.area_posts"),
    )
    shifts = [s for s in _valid(plant.shifts, day) if s.crew in crews]
    opening = book.given(
        f"{stem}.opening.{area}",
        opening_h(plant, set(crews), day),
        "h/week",
        kind="computed",
        places=places_of([s.at for s in shifts]),
        method=say("method.area_opening"),
    )
    hours = book.given(
        f"{stem}.weekly_h.{area}",
        weekly_h(plant, crews, day),
        "h/week",
        kind="computed",
        places=places_of([s.at for s in shifts]),
        method=say("method.area_weekly_h"),
    )
    leave = book.given(
        f"{stem}.leave.{area}",
        leave_share(field, people),
        "share",
        kind="computed",
        places=places_of([a.at for a in _known_absences(field, people)]),
        method=say("method.area_leave"),
    )
    needed = book.computed(
        f"{stem}.needed.{area}",
        lambda n, o, h, a, k: n * o / (h * (1 - a) * (1 - k)),
        [num_posts, opening, hours, book["input.absence"], leave],
        "people",
        method=say("method.area_needed"),
    )
    there = book.counted(
        f"{stem}.people.{area}",
        people,
        method=say("method.area_people"),
    )
    book.computed(
        f"{stem}.gap.{area}",
        lambda p, n: p - n,
        [there, needed],
        "people",
        method=say("method.area_gap"),
    )


def _enter_constant_output(field: Field, case: Case, book: FigureBook) -> None:
    after = book[f"{case.id}.input.weekly_h"]
    before = book["input.weekly_h"]
    if after.value >= before.value:
        return
    for gain in GAINS:
        name = f"{case.id}.staffing.constant_output.gain_{round(1000 * gain)}"
        book.computed(
            name,
            lambda b, a, g=gain: people_for_constant_output(b, a, g),
            [before, after],
            "share",
            method=say(
                "method.constant_output",
                before=numeral(before.value),
                after=numeral(after.value),
                gain=numeral(gain),
            ),
        )
