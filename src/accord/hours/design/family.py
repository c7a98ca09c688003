"""Crews that rotate through common duties, as the problem of one shift cycle.

A *family* is what the shop floor calls 2x8 or 3x8: crews that take each other's duties in turn. One
unit of the cycle is one crew. Its duties are those of the shift table, joined over the weekdays by
their start (an afternoon may begin earlier on Friday); its demand is how many crews the table puts
on each duty and weekday. Day crews are no rotation and are left out, by name and with the reason.

The rules of the problem come from the law room, none from here: two duties that leave less than the
daily rest between them may not follow each other, and as many days in a row as law and ergonomic
advice both allow are the longest work block, as many nights the longest block of a night duty.
Everything else is as loose as it can be: every block may be one day short.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from accord.errors import NeedsError
from accord.hours.check.statutes import country_code
from accord.hours.cycle.objectives import is_night, thresholds
from accord.hours.cycle.problem import (
    DAYS,
    OFF,
    Bounds,
    CycleProblem,
    Group,
    Schedule,
    ShiftType,
)
from accord.hours.duties import DAY_MIN, cycles
from accord.hours.regime.rotation import rotations
from accord.law import pack
from accord.plant.calendar import num_weeks
from accord.plant.records import Plant, Shift, Words

__all__ = ["MOST_DAYS_OFF", "Family", "LeftOut", "families"]

MOST_DAYS_OFF: Final = 6
"""Longest block of days off unless asked otherwise: a choice, no law. More of them hold whole weeks
without work, which a shift table can say (``Shift.cycle_weeks``)."""
MORNING_ENDS_MIN: Final = 7 * 60
DAY_ENDS_MIN: Final = 11 * 60
_NO_ROTATION: Final = ("day", "night", "weekend")
_KEEPS: Final = Words(
    "pas de rotation : ces équipes gardent toujours le même poste",
    "no rotation: these crews always keep the same duty",
)
_CHANGES: Final = Words(
    "la couverture change d’une semaine à l’autre : une rotation couvre chaque semaine les mêmes "
    "postes",
    "the cover changes from week to week: a cycle covers the same duties every week",
)


@dataclass(frozen=True, slots=True)
class Family:
    """Crews that rotate, and their rules.

    Parameters
    ----------
    crews
        Names, sorted by the table; crew i is unit i of the cycle.
    system
        What the shop floor calls it: ``2x8``.
    since, until
        First and last day on which this table holds; ``until`` None is open.
    problem
        The cycle's problem: one group of one unit per crew.
    templates
        The row of the table behind each duty and weekday, None where it is not worked,
        shape (duties, 7).
    written
        What the table gives each crew, as a cycle of its own.
    num_people
        People of the crews on the first day.
    notes
        What to know before the problem is used.
    """

    crews: tuple[str, ...]
    system: str
    since: date
    until: date | None
    problem: CycleProblem
    templates: tuple[tuple[Shift | None, ...], ...]
    written: tuple[Schedule, ...]
    num_people: int
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Crews that are not designed, and why."""

    crews: tuple[str, ...]
    why: Words


def families(
    plant: Plant, on: date, *, most_days_off: int = MOST_DAYS_OFF
) -> tuple[tuple[Family, ...], tuple[LeftOut, ...]]:
    """Find the families of a plant in every stretch of time from a date.

    Parameters
    ----------
    plant
        A plant, as read or with a scenario applied; its dated rows are followed.
    on
        First day; stretches in which a family's table is the same come once.
    most_days_off
        Longest block of days off.

    Returns
    -------
    tuple
        The families, and the crews that are left out with the reason.

    Notes
    -----
    Source: ``*.hours.rest_day``, ``fr.hours.rest_week``, ``ergo.days_in_row``,
    ``ergo.nights_in_row``. Limits: a pair of duties that is too close on one weekday is forbidden
    on all; breaks count as in the shift table.
    """
    found: list[Family] = []
    left: list[LeftOut] = []
    known: set[tuple[object, ...]] = set()
    in_force = [c for c in cycles(plant, on) if not c.with_overtime]
    for since in sorted({c.since for c in in_force}):
        own = [c for c in in_force if c.since == since]
        for rotation in rotations(own):
            crews = rotation.crews if rotation.system not in _NO_ROTATION else ()
            crews = _rotating(plant, crews, since)
            fixed = tuple(crew for crew in rotation.crews if crew not in crews)
            if fixed and (out := LeftOut(fixed, _KEEPS)) not in left:
                left.append(out)
            if not crews:
                continue
            family = _family(plant, crews, rotation.system, (since, own[0].until), most_days_off)
            if family is None:
                if (out := LeftOut(crews, _CHANGES)) not in left:
                    left.append(out)
                continue
            same = (family.crews, family.problem.shifts, family.problem.demand)
            if same not in known:
                known.add(same)
                found.append(family)
    return tuple(found), tuple(left)


def _rotating(plant: Plant, crews: tuple[str, ...], since: date) -> tuple[str, ...]:
    """Return the crews that work more than one of the duties they share."""
    rows = [s for s in plant.shifts if s.crew in crews and _holds(s, since)]
    if not rows:
        return ()
    _, kind_of = _duties(rows)
    kinds: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        kinds[row.crew].add(kind_of[row.day, row.start_min, row.end_min])
    return tuple(crew for crew in crews if len(kinds[crew]) > 1)


def _family(
    plant: Plant,
    crews: tuple[str, ...],
    system: str,
    days: tuple[date, date | None],
    most_days_off: int,
) -> Family | None:
    """Make the problem of crews that rotate; None when their cover changes from week to week."""
    since, until = days
    rows = [s for s in plant.shifts if s.crew in crews and _holds(s, since)]
    templates, kind_of = _duties(rows)
    demand = _demand(rows, kind_of, len(templates))
    if demand is None:
        return None
    rest_h, work_most, notes = _limits(plant.country, since)
    pairs, is_partly = _too_close(templates, rest_h)
    if is_partly:
        notes += (
            Words(
                "une suite de postes trop rapprochée un seul jour de la semaine est exclue tous "
                "les jours",
                "a sequence of duties that is too close on one weekday only is ruled out on all",
            ),
        )
    problem = CycleProblem(
        name=f"{plant.name} {system}",
        groups=(Group("", len(crews), tuple(range(len(templates)))),),
        shifts=tuple(_types(templates, work_most)),
        demand=demand,
        off_block=(1, most_days_off),
        work_block=(1, work_most),
        pairs=pairs,
        held=frozenset(pairs),
    )
    written = tuple(_written([s for s in rows if s.crew == crew], kind_of) for crew in crews)
    people = _people(plant, crews, since)
    return Family(crews, system, since, until, problem, templates, written, people, notes)


def _holds(row: Shift, day: date) -> bool:
    return (row.since or day) <= day <= (row.until or day)


def _duties(
    rows: Sequence[Shift],
) -> tuple[tuple[tuple[Shift | None, ...], ...], dict[tuple[int, int, int], int]]:
    """Join the duties of the weekdays: the busiest weekday names them, the others come nearest.

    Returns the template of each duty and weekday, and (weekday, start, end) -> duty.
    """
    by_day: dict[int, dict[tuple[int, int], Shift]] = defaultdict(dict)
    for row in rows:
        by_day[row.day].setdefault((row.start_min, row.end_min), row)
    widest = max(sorted(by_day), key=lambda day: len(by_day[day]))
    names = sorted(by_day[widest])
    templates: list[list[Shift | None]] = [[None] * DAYS for _ in names]
    kind_of: dict[tuple[int, int, int], int] = {}
    for day, spans in by_day.items():
        ordered = sorted(spans)
        kinds = _nearest(ordered, names)
        for span, kind in zip(ordered, kinds, strict=True):
            kind_of[day, *span] = kind
            templates[kind][day] = spans[span]
    return tuple(tuple(row) for row in templates), kind_of


def _nearest(spans: Sequence[tuple[int, int]], names: Sequence[tuple[int, int]]) -> list[int]:
    """Give each span one of the names, in their order, all as near in time as can be.

    Both are sorted; there are at least as many names as spans. Of equals the first names are taken.
    """
    # apart[i][j]: minutes of spans i.. from names j.. at best
    apart = [[math.inf] * (len(names) + 1) for _ in spans] + [[0.0] * (len(names) + 1)]

    def with_name(i: int, j: int) -> float:
        away = sum(abs(a - b) for a, b in zip(spans[i], names[j], strict=True))
        return away + apart[i + 1][j + 1]

    for i in reversed(range(len(spans))):
        for j in reversed(range(len(names))):
            apart[i][j] = min(apart[i][j + 1], with_name(i, j))
    chosen: list[int] = []
    for j in range(len(names)):
        i = len(chosen)
        if i < len(spans) and apart[i][j] == with_name(i, j):
            chosen.append(j)
    return chosen


def _written(rows: Sequence[Shift], kind_of: dict[tuple[int, int, int], int]) -> Schedule:
    """Give one crew's rows as weeks of seven codes."""
    weeks = [[OFF] * DAYS for _ in range(num_weeks(rows))]
    for row in rows:
        weeks[row.week - 1][row.day] = kind_of[row.day, row.start_min, row.end_min]
    return tuple(tuple(week) for week in weeks)


def _demand(
    rows: Sequence[Shift], kind_of: dict[tuple[int, int, int], int], num_kinds: int
) -> tuple[tuple[int, ...], ...] | None:
    """Count the crews on each duty and weekday; None when it is not the same every week."""
    length = {
        crew: num_weeks([s for s in rows if s.crew == crew]) for crew in {s.crew for s in rows}
    }
    all_weeks = math.lcm(*length.values())
    counts: Counter[tuple[int, int, int]] = Counter()
    for row in rows:
        kind = kind_of[row.day, row.start_min, row.end_min]
        for week in range(row.week - 1, all_weeks, length[row.crew]):
            counts[week, kind, row.day] += 1
    weeks = [
        tuple(tuple(counts[week, kind, day] for day in range(DAYS)) for kind in range(num_kinds))
        for week in range(all_weeks)
    ]
    return weeks[0] if all(week == weeks[0] for week in weeks) else None


def _limits(country: str, on: date) -> tuple[float, int, tuple[Words, ...]]:
    """Give the least rest between duties in h, the most days in a row, and what is missing."""
    advice = pack("ergo")
    work_most = int(advice["ergo.days_in_row"].versions[-1].number())
    rest_h = advice["ergo.quick_return"].versions[-1].number()
    note = Words(
        "aucun repos quotidien légal connu : le repos est celui du conseil ergonomique",
        "no daily rest of law is known: the rest is that of the ergonomic advice",
    )
    try:
        code = country_code(country)
    except NeedsError:
        return rest_h, work_most, (note,)
    files = pack(code)
    week = files[f"{code}.hours.rest_week"].on(on) if f"{code}.hours.rest_week" in files else None
    if week is not None and "days_max" in week:
        work_most = min(work_most, int(week.number("days_max")))
    rest = files[f"{code}.hours.rest_day"].on(on) if f"{code}.hours.rest_day" in files else None
    if rest is None:
        return rest_h, work_most, (note,)
    return rest.number(), work_most, ()


def _too_close(
    templates: Sequence[Sequence[Shift | None]], rest_h: float
) -> tuple[frozenset[tuple[int, int]], bool]:
    """List the pairs of duties with less rest than asked, by their real ends.

    Also says whether one of them is too close on some weekdays only.
    """
    found: set[tuple[int, int]] = set()
    is_partly = False
    for first, row in enumerate(templates):
        for second, later in enumerate(templates):
            rests = [
                DAY_MIN + after.start_min - before.end_min
                for day, before in enumerate(row)
                if before is not None and (after := later[(day + 1) % DAYS]) is not None
            ]
            short = [rest < 60 * rest_h for rest in rests]
            if any(short):
                found.add((first, second))
                is_partly |= not all(short)
    return frozenset(found), is_partly


def _types(templates: Sequence[Sequence[Shift | None]], work_most: int) -> Iterable[ShiftType]:
    limits = thresholds()
    used: Counter[str] = Counter()
    for row in templates:
        known = next(s for s in row if s is not None)
        start = tuple((s or known).start_min for s in row)
        length = tuple(0 if s is None else s.paid_min for s in row)
        # a night is one by its real end, breaks included
        stay = tuple((s or known).end_min - (s or known).start_min for s in row)
        span = ShiftType("", start, stay, (1, 1))
        nights = any(is_night(span, day, limits) for day, s in enumerate(row) if s is not None)
        block: Bounds = (1, min(work_most, limits.nights) if nights else work_most)
        letter = "N" if nights else _letter(known.start_min)
        used[letter] += 1
        name = letter if used[letter] == 1 else f"{letter}{used[letter]}"
        yield ShiftType(name, start, length, block)


def _letter(start_min: int) -> str:
    if start_min < MORNING_ENDS_MIN:
        return "M"
    return "D" if start_min < DAY_ENDS_MIN else "A"


def _people(plant: Plant, crews: tuple[str, ...], on: date) -> int:
    """Count the people of some crews on a day, or on the last day of its week for those hired."""
    last = on + timedelta(days=DAYS - 1)
    moved: dict[str, str] = {}
    for move in sorted(plant.crew_moves, key=lambda m: m.on or date.min):
        if (move.on or date.min) <= last:
            moved[move.person] = move.crew
    return sum(
        moved.get(p.person, p.crew) in crews
        and (p.present_from or date.min) <= last
        and on <= (p.present_to or date.max)
        for p in plant.people
    )
