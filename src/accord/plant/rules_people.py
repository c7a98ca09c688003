"""Rules of people: crews and their shifts, breaks, hours, skills, absences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from accord.errors import Problem
from accord.plant.cells import place_breaks
from accord.plant.loaded import Loaded, Tables
from accord.plant.records import Plant
from accord.plant.rules_shop import GROUP_TASKS
from accord.plant.settings import UNKNOWN_DAY
from accord.plant.values import suggest

__all__ = ["check_people"]

WEEK_MIN = 7 * 1440
MAX_TOLD = 3
"""Crews named in one warning; the rest is counted."""
HOURS_TOLERANCE = 0.1
"""Contract and shift hours may differ by this many hours a week (rounding of clock times)."""


class _Spell(NamedTuple):
    """A shift on the clock of its crew's cycle, minutes from Monday 00:00 of week 1."""

    start: int
    end: int
    paid: int
    line: int
    weeks: int


def check_people(tables: Tables, head: Plant) -> Iterator[Problem]:
    """Give the problems of crews, shifts, skills and absences.

    Parameters
    ----------
    tables
        The typed tables that exist.
    head
        The plant's settings.
    """
    spells: dict[str, list[_Spell]] = {}
    if "shifts" in tables:
        yield from _breaks(tables["shifts"])
        spells = _spells(tables["shifts"])
        yield from _overlaps(tables["shifts"], spells)
        yield from _empty_weeks(tables["shifts"])
        yield from _cycle_weeks(tables["shifts"])
    yield from _overtime(tables, head)
    if "people" in tables:
        yield from _crews(tables)
        yield from _unskilled(tables)
        if head.on != UNKNOWN_DAY:
            yield from _hours(tables, head, spells)
            yield from _hired_later(tables["people"], head)
    if "skills" in tables and "stations" in tables:
        yield from _skill_stations(tables)
    if "absences" in tables:
        yield from _double_absences(tables["absences"])


def _breaks(shifts: Loaded) -> Iterator[Problem]:
    for line, start, end, text in shifts.rows("start", "end", "breaks"):
        if start is None or end is None or text is None:
            continue
        finish = end + (1440 if end <= start else 0)
        last = start
        for pause in sorted(
            place_breaks(shifts.parsed["breaks"].get(text, ()), start), key=lambda b: b.start_min
        ):
            shown = f"break {_clock(pause.start_min)}-{_clock(pause.end_min)}"
            if (
                pause.start_min < start
                or pause.end_min > finish
                or (pause.end_min <= pause.start_min)
            ):
                yield shifts.problem(
                    (line, "breaks"),
                    f"{shown} in a shift {_clock(start)}-{_clock(end)}",
                    "a break lies inside its shift",
                    "Correct the break or the shift.",
                )
            elif pause.start_min < last:
                yield shifts.problem(
                    (line, "breaks"),
                    f"{shown} overlaps the break before it",
                    "breaks of a shift follow each other",
                    "Correct the times.",
                )
            last = max(last, pause.end_min)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _spells(shifts: Loaded) -> dict[str, list[_Spell]]:
    """Lay the shifts of each crew on its cycle."""
    spells: dict[str, list[_Spell]] = defaultdict(list)
    for line, crew, week, days, start, end, text, weeks in shifts.rows(
        "crew", "week", "day", "start", "end", "breaks", "cycle_weeks"
    ):
        if None in (crew, week, days, start, end):
            continue
        finish = end + (1440 if end <= start else 0)
        pauses = place_breaks(shifts.parsed["breaks"].get(text, ()), start)
        unpaid = sum(p.end_min - p.start_min for p in pauses if not p.paid)
        for day in shifts.parsed["day"].get(days, ()):
            base = (week - 1) * WEEK_MIN + int(day) * 1440  # type: ignore[arg-type]  # days are ints
            paid = finish - start - unpaid
            spell = _Spell(base + start, base + finish, paid, line, max(week, weeks or 0))
            spells[crew].append(spell)
    return {crew: sorted(found) for crew, found in spells.items()}


def _num_weeks(spells: list[_Spell]) -> int:
    return max(spell.weeks for spell in spells)


def _overlaps(shifts: Loaded, spells: Mapping[str, list[_Spell]]) -> Iterator[Problem]:
    for crew, found in spells.items():
        cycle = _num_weeks(found) * WEEK_MIN
        wrapped = found[0]._replace(start=found[0].start + cycle, end=found[0].end + cycle)
        for before, after in zip(found, [*found[1:], wrapped], strict=True):
            if after.start < before.end:
                later = max(before, after, key=lambda s: s.line)
                yield shifts.problem(
                    (later.line, "start"),
                    f"crew {crew} works {_day(before.start)} {_clock(before.start)}-"
                    f"{_clock(before.end)} and {_day(after.start)} {_clock(after.start)}-"
                    f"{_clock(after.end)}",
                    "shifts of a crew do not overlap",
                    f"Correct this row or line {min(before.line, after.line)}.",
                )


def _day(minutes: int) -> str:
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[minutes // 1440 % 7]


def _empty_weeks(shifts: Loaded) -> Iterator[Problem]:
    """Warn of weeks without a shift, unless the crew says how many weeks its cycle has."""
    weeks: dict[str, set[int]] = defaultdict(set)
    said: set[str] = set()
    for _, crew, week, cycle_weeks in shifts.rows("crew", "week", "cycle_weeks"):
        if crew is not None and week is not None:
            weeks[crew].add(week)
        if crew is not None and cycle_weeks is not None:
            said.add(crew)
    free = {
        crew: sorted(set(range(1, max(found) + 1)) - found)
        for crew, found in weeks.items()
        if crew not in said
    }
    told = [f"{crew} in week {', '.join(map(str, lost))} of {max(weeks[crew])}"
            for crew, lost in free.items() if lost]  # fmt: skip
    if told:
        rest = len(told) - MAX_TOLD
        more = f" and {rest} more crews" if rest > 0 else ""
        lost = [f"{crew} en semaine {', '.join(map(str, lost))} sur {max(weeks[crew])}"
                for crew, lost in free.items() if lost]  # fmt: skip
        others = f" et {rest} autres équipes" if rest > 0 else ""
        yield Problem(
            shifts.place(),
            f"no shift for crew {'; '.join(told[:MAX_TOLD])}{more}",
            "weeks of a cycle are counted from 1 to the highest week of the crew",
            "Add the shifts; where these weeks are free, say so in cycle_weeks.",
            "warning",
            french=(
                f"aucun poste pour l'équipe {' ; '.join(lost[:MAX_TOLD])}{others}",
                "les semaines d'un cycle se comptent de 1 à la plus haute de l'équipe",
                "Ajoutez les postes ; si ces semaines sont libres, dites-le par cycle_weeks.",
            ),
        )


def _cycle_weeks(shifts: Loaded) -> Iterator[Problem]:
    """Refuse cycles of two lengths, and those that end before a week with a shift."""
    told: dict[str, tuple[int, int]] = {}
    highest: dict[str, int] = defaultdict(int)
    for line, crew, week, weeks in shifts.rows("crew", "week", "cycle_weeks"):
        if crew is None:
            continue
        highest[crew] = max(highest[crew], week or 0)
        if weeks is not None and told.setdefault(crew, (weeks, line))[0] != weeks:
            yield shifts.problem(
                (line, "cycle_weeks"),
                f"crew {crew} with a cycle of {weeks} weeks and, in line {told[crew][1]}, of "
                f"{told[crew][0]}",
                "a crew has one cycle",
                "Correct one of them; one row of the crew is enough to say it.",
            )
    for crew, (weeks, line) in told.items():
        if highest[crew] > weeks:
            yield shifts.problem(
                (line, "cycle_weeks"),
                f"crew {crew} with a cycle of {weeks} weeks and shifts in week {highest[crew]}",
                "the cycle is at least as long as its highest week",
                "Correct cycle_weeks or the week.",
            )


def _overtime(tables: Tables, head: Plant) -> Iterator[Problem]:
    if "shifts" not in tables:
        return
    crews = tables["shifts"].values("crew")
    for rule in head.overtime:
        for crew in rule.crews:
            if crew not in crews:
                yield Problem(
                    rule.at,
                    f"unknown crew {crew!r} in overtime",
                    "every crew has shifts",
                    suggest(crew, crews),
                )


def _crews(tables: Tables) -> Iterator[Problem]:
    people, shifts = tables["people"], tables.get("shifts")
    known = shifts.values("crew") if shifts is not None else set()
    for line, crew in people.rows("crew"):
        if crew is not None and crew not in known:
            yield people.problem(
                (line, "crew"),
                f"crew {crew!r} has no shifts",
                "every crew of people stands in shifts",
                suggest(crew, known),
            )
    if shifts is None:
        return
    manned = people.values("crew")
    seen: set[str] = set()
    for line, crew in shifts.rows("crew"):
        if crew is not None and crew not in manned and crew not in seen:
            seen.add(crew)
            yield shifts.problem(
                (line, "crew"),
                f"nobody belongs to crew {crew!r}",
                "a crew has people",
                suggest(crew, manned),
                "warning",
                french=(
                    f"personne n'est dans l'équipe {crew!r}",
                    "une équipe a des personnes",
                    suggest(crew, manned, is_french=True),
                ),
            )


def _hours(tables: Tables, head: Plant, spells: Mapping[str, list[_Spell]]) -> Iterator[Problem]:
    """Warn where contract hours and paid shift hours differ, once per crew and contract."""
    people = tables["people"]
    columns = ("crew", "week", "day", "start", "end")
    # A crew with an unreadable shift has been reported already: its hours are not known.
    unknown = {row[1] for row in tables["shifts"].rows(*columns) if None in row} if spells else {}
    paid_h = {
        crew: sum(spell.paid for spell in found) / 60 / _num_weeks(found)
        for crew, found in spells.items()
        if crew not in unknown
    }
    lines: dict[tuple[str, float], list[int]] = defaultdict(list)
    for line, crew, weekly_h, text in people.rows("crew", "weekly_h", "weekly_h:text"):
        if text is not None and weekly_h is None:
            continue
        hours = head.weekly_h if weekly_h is None else weekly_h
        if crew in paid_h and abs(hours - paid_h[crew]) > HOURS_TOLERANCE:
            lines[crew, hours].append(line)
    for (crew, hours), found in lines.items():
        yield people.problem(
            (found[0], "weekly_h"),
            f"{_people(len(found))} of crew {crew} with {hours:g} h a week, and shifts that pay "
            f"{paid_h[crew]:.4g} h",
            "contract hours and shift hours agree over the cycle",
            "Correct weekly_h or the shifts, or give part-timers their own crew.",
            "warning",
            french=(
                f"contrats de {_comma(hours)} h par semaine dans l'équipe {crew} : {len(found)}, "
                f"et des postes qui paient {_comma(paid_h[crew])} h",
                "les heures du contrat et celles des postes s'accordent sur le cycle",
                "Corrigez weekly_h ou les postes, ou donnez aux temps partiels leur équipe.",
            ),
        )


def _comma(hours: float) -> str:
    return f"{hours:.4g}".replace(".", ",")


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _unskilled(tables: Tables) -> Iterator[Problem]:
    """Warn about people on the shop floor who master nothing.

    A person belongs to the shop floor when others of the same job (or, without a job, of the same
    crew) have skills; office staff have none and need none.
    """
    people, skills = tables["people"], tables.get("skills")
    able = skills.values("person") if skills is not None else set()
    rows = list(people.rows("person", "job", "crew"))
    jobs = {job for _, person, job, _ in rows if person in able and job}
    crews = {crew for _, person, job, crew in rows if person in able and not job and crew}
    for line, person, job, crew in rows:
        if person is None or crew is None or person in able:
            continue
        if job in jobs or (not job and (crew in crews or not able)):
            yield people.problem(
                (line, "person"),
                f"operator {person!r} has no skills",
                "people on the shop floor have at least one row in skills",
                f"Add rows to skills for {person} (station, task, level).",
                "warning",
                french=(
                    f"l'opérateur {person!r} n'a pas de compétence",
                    "une personne d'atelier a au moins une ligne dans skills",
                    f"Ajoutez des lignes à skills pour {person} (station, task, level).",
                ),
            )


def _hired_later(people: Loaded, head: Plant) -> Iterator[Problem]:
    for line, person, hired in people.rows("person", "hire_date"):
        if hired is not None and hired > head.on:
            yield people.problem(
                (line, "hire_date"),
                f"{person} is hired on {hired}",
                f"the plant's people are there on {head.on}",
                "Put later hires into a scenario.",
                "warning",
                french=(
                    f"{person} est embauché le {hired}",
                    f"les personnes de l'usine y sont le {head.on}",
                    "Mettez les embauches à venir dans un scénario.",
                ),
            )


def _skill_stations(tables: Tables) -> Iterator[Problem]:
    """Report skills of a station that is neither a station nor a named skill group."""
    stations, skills = tables["stations"], tables["skills"]
    known = stations.values("station")
    for column in GROUP_TASKS:
        known |= stations.values(column)
    for line, station in skills.rows("station"):
        if station is not None and station not in known:
            yield skills.problem(
                (line, "station"),
                f"unknown station {station!r}",
                "skills name a station, or a group that stations name",
                suggest(station, known),
            )


def _double_absences(absences: Loaded) -> Iterator[Problem]:
    rows = sorted(
        (person, first, last, line)
        for line, person, first, last in absences.rows("person", "from", "to")
        if None not in (person, first, last)
    )
    for before, after in pairwise(rows):
        if before[0] == after[0] and after[1] <= before[2]:
            yield absences.problem(
                (after[3], "from"),
                f"{after[0]} is absent from {after[1]} and already to {before[2]}",
                "absences of a person do not overlap",
                f"Join it with line {before[3]}, or correct the dates.",
                "warning",
                french=(
                    f"{after[0]} est absent du {after[1]}, et déjà jusqu'au {before[2]}",
                    "les absences d'une personne ne se recouvrent pas",
                    f"Joignez-la à la ligne {before[3]}, ou corrigez les dates.",
                ),
            )
