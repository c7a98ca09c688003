"""Tables of duties from outside: dated (person, date, ...) or of a cycle (crew, week, day, ...)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, cast

import numpy as np

from accord.errors import InputError, Place, Problem
from accord.hours.check.duty_times import Times
from accord.hours.check.matrix_file import Told
from accord.hours.check.roster import Duty
from accord.hours.check.roster_table import is_roster_header
from accord.hours.duties import DAY_MIN, UNKNOWN, Cycle, unpaid_of
from accord.plant.columns import Column, Table, TableUse, plain
from accord.plant.convert import convert
from accord.plant.dialect import read_bytes, separator
from accord.plant.loaded import Loaded
from accord.plant.sheet import MAX_TABLE_BYTES, read_csv, too_many_bytes
from accord.plant.values import read_day

__all__ = ["kind_of", "read_dated", "read_weekly"]

_START: Final = Column(
    "start",
    "clock",
    "start",
    "début",
    unit="hh:mm",
    example="05:30",
    aliases=("debut",),
    empty="a day off",
)
_END: Final = Column(
    "end",
    "clock",
    "end; not later than the start means the next day",
    "fin ; avant le début : le lendemain",
    unit="hh:mm",
    example="13:50",
    aliases=("fin",),
    empty="a day off",
)
_BREAKS: Final = Column(
    "breaks",
    "text",
    "breaks: 09:30-09:50 unpaid; or minutes",
    "pauses : 09:30-09:50 non payée ; ou des minutes",
    example="09:30-09:50 unpaid",
    aliases=("break", "pauses", "pause", "break_min", "pause_min"),
    empty="not given; 'none' says that there is none",
)
_PEOPLE: Final = ("person", "personne", "matricule", "salarie", "employee", "name", "nom")
_CREWS: Final = ("crew", "equipe", "team", "group", "groupe")
DATED: Final = Table(
    "duties",
    meaning="One row per duty of a person.",
    sense="Une ligne par poste d'une personne.",
    sheets=("duties", "postes"),
    use=TableUse.REQUIRED,
    key=(),
    columns=(
        Column("person", "id", "person or crew", "personne ou équipe", required=True,
               example="P001", aliases=(*_PEOPLE, *_CREWS)),
        Column("date", "date", "day on which the duty starts", "jour du poste", required=True,
               example="2024-03-04", aliases=("jour", "day")),
        _START,
        _END,
        _BREAKS,
    ),
)  # fmt: skip
WEEKLY: Final = Table(
    "duties",
    meaning="One row per duty of a crew's cycle.",
    sense="Une ligne par poste du cycle d'une équipe.",
    sheets=("duties", "postes"),
    use=TableUse.REQUIRED,
    key=(),
    columns=(
        Column("person", "id", "crew or person", "équipe ou personne", required=True, example="A",
               aliases=(*_PEOPLE, *_CREWS)),
        Column("week", "whole", "week of the cycle, 1..n", "semaine du cycle", required=True,
               low=1, high=1000, example="1", aliases=("semaine",)),
        Column("day", "days", "day or range: mon, mon-thu", "jour ou plage : lun, lun-jeu",
               required=True, example="mon-thu", aliases=("jour", "jours")),
        _START,
        _END,
        _BREAKS,
        Column("cycle_weeks", "whole", "weeks of the crew's cycle, where its last weeks are free",
               "semaines du cycle de l'équipe, si les dernières sont libres",
               low=1, high=1000, empty="the highest week named", aliases=("semaines_du_cycle",)),
    ),
)  # fmt: skip
_WRITTEN: Final = ("start:text", "end:text")
_FORMS: Final = (
    "person, date, start, end, breaks (dated); crew, week, day, start, end, breaks (a cycle); "
    "week and the seven days (a matrix); or person and a column for each date (a roster)"
)


def kind_of(name: str, data: bytes) -> str:
    """Say what a CSV file is by its header: ``dated``, ``weekly``, ``matrix`` or ``roster``.

    Raises
    ------
    InputError
        When it is none of them.
    """
    if len(data) > MAX_TABLE_BYTES:
        raise InputError([too_many_bytes(Place(name), len(data))])
    text, _ = read_bytes(data)
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    first = next(lines, "")
    header = first.split(separator(first, WEEKLY)) if first else []
    words = {plain(word) for word in header}
    if is_roster_header([word.strip('" ') for word in header]):
        return "roster"
    if words & {"date"}:
        return "dated"
    if words & {"day", "jour", "jours"}:
        return "weekly" if words & {"week", "semaine"} else "dated"
    if sum(_is_day(word) for word in words) >= 7:
        return "matrix"
    seen = f"a file whose first line is {first[:100]!r}" if first else "the file is empty"
    raise InputError([Problem(Place(name, 1), seen, f"hours have the columns {_FORMS}",
                              "Name the columns so.")])  # fmt: skip


def _is_day(word: str) -> bool:
    if word.isdecimal():
        return False
    try:
        read_day(word)
    except ValueError:
        return False
    return True


def _load(name: str, table: Table, data: bytes, country: str) -> tuple[Loaded, list[Problem], Told]:
    """Read and convert a table, with everything wrong in it and what is to be told."""
    text, _ = read_bytes(data)
    # a line of comment becomes an empty one, so that the places stay
    kept = ["" if line.startswith("#") else line for line in text.splitlines()]
    sheet, problems = read_csv(name, table, "\n".join(kept).encode("utf-8"))
    if sheet is None:
        raise InputError(problems)
    if {plain(word) for word in sheet.header} & set(_PEOPLE):
        # where people are named their crew is a column like any other
        who = replace(table.columns[0], aliases=_PEOPLE)
        table = replace(table, columns=(who, *table.columns[1:]))
    loaded, found = convert(sheet, table, country)
    all_found = problems + found
    told = tuple(_told(p) for p in all_found if p.kind == "warning")
    return loaded, [p for p in all_found if p.kind == "error"], told


def _told(warning: Problem) -> tuple[str, str]:
    """Write a warning in French and in English."""
    seen, rule, remedy = warning.french or (warning.seen, warning.rule, warning.remedy)
    english = f"{warning.place}: {warning.seen}; {warning.rule}. {warning.remedy}"
    return f"{warning.place} : {seen} ; {rule}. {remedy}", english


def read_dated(
    name: str, data: bytes, country: str
) -> tuple[list[Duty], tuple[date, date] | None, Told]:
    """Read dated duties, the first and last day that the file names, and what is to be told.

    Parameters
    ----------
    name
        How places call the file.
    data
        Its bytes.
    country
        Country, a hint for the order of day and month.

    Raises
    ------
    InputError
        With every mistake.
    """
    loaded, problems, told = _load(name, DATED, data, country)
    times = Times(loaded, problems)
    duties: list[Duty] = []
    days: list[date] = []
    for line, person, day, start, end, text, *written in loaded.rows(
        "person", "date", "start", "end", "breaks", *_WRITTEN
    ):
        read = times.read(line, (start, end), written, text)
        if day is not None:
            days.append(day)
        if read is not None and person is not None and day is not None:
            duties.append(Duty(person, day, *read, Place(name, line)))
    if problems:
        raise InputError(problems)
    return duties, (min(days), max(days)) if days else None, told


def read_weekly(name: str, data: bytes, country: str) -> tuple[list[Cycle], Told]:
    """Read the cycles of crews, and what is to be told.

    A row without times is a day off and names its week; ``cycle_weeks`` names the weeks of a cycle
    whose last ones are free.

    Parameters
    ----------
    name
        How places call the file.
    data
        Its bytes.
    country
        Country, for the conventions of the file.

    Raises
    ------
    InputError
        With every mistake.
    """
    loaded, problems, told = _load(name, WEEKLY, data, country)
    said = _cycle_weeks(loaded, problems)
    times = Times(loaded, problems)
    rows: dict[str, list[Duty]] = {}
    weeks: dict[str, int] = {}
    for line, crew, week, text_days, start, end, text, *written in loaded.rows(
        "person", "week", "day", "start", "end", "breaks", *_WRITTEN
    ):
        read = times.read(line, (start, end), written, text)
        if problems or crew is None or week is None:
            continue
        weeks[crew] = max(weeks.get(crew, 1), week)
        own = rows.setdefault(crew, [])
        if read is None:
            continue
        for day in loaded.parsed["day"][text_days]:
            # a day of the cycle stands as a day after the first date there is
            at = date.min + timedelta(days=(week - 1) * 7 + cast("int", day))
            own.append(Duty(crew, at, *read, Place(name, line)))
    if problems:
        raise InputError(problems)
    return [cycle_of(crew, own, said.get(crew, weeks[crew])) for crew, own in rows.items()], told


def _cycle_weeks(loaded: Loaded, problems: list[Problem]) -> dict[str, int]:
    """Read how many weeks each crew's cycle has, where a row says it."""
    said: dict[str, tuple[int, int]] = {}
    highest: dict[str, int] = {}
    for line, crew, week, weeks in loaded.rows("person", "week", "cycle_weeks"):
        if crew is None:
            continue
        highest[crew] = max(highest.get(crew, 0), week or 0)
        if weeks is not None and said.setdefault(crew, (weeks, line))[0] != weeks:
            first, at = said[crew]
            seen = f"crew {crew} with a cycle of {weeks} weeks and, in line {at}, of {first}"
            fix = "Correct one of them; one row of the crew is enough to say it."
            cell = (line, "cycle_weeks")
            problems.append(loaded.problem(cell, seen, "a crew has one cycle", fix))
    for crew, (weeks, line) in said.items():
        if highest[crew] > weeks:
            seen = f"crew {crew} with a cycle of {weeks} weeks and duties in week {highest[crew]}"
            rule = "the cycle is at least as long as its highest week"
            fix = "Correct cycle_weeks or the week."
            problems.append(loaded.problem((line, "cycle_weeks"), seen, rule, fix))
    return {crew: weeks for crew, (weeks, _) in said.items()}


def cycle_of(crew: str, rows: Sequence[Duty], num_weeks: int) -> Cycle:
    """Make a cycle of duties whose days count from the first date there is.

    Parameters
    ----------
    crew
        Crew.
    rows
        Its duties.
    num_weeks
        Weeks of the cycle.
    """
    ordered = sorted(rows, key=lambda d: (d.day, d.start_min))
    day = [(d.day - date.min).days * DAY_MIN for d in ordered]
    start = np.array([at + d.start_min for at, d in zip(day, ordered, strict=True)], dtype=np.int64)
    length = np.array([d.end_min - d.start_min for d in ordered], dtype=np.int64)
    unpaid = [sum(b.end_min - b.start_min for b in d.breaks or () if not b.paid) for d in ordered]
    longest = [
        UNKNOWN if d.breaks is None else max((b.end_min - b.start_min for b in d.breaks), default=0)
        for d in ordered
    ]
    return Cycle(
        crew=crew,
        num_weeks=num_weeks,
        start_min=start,
        end_min=start + length,
        work_min=length - np.array(unpaid, dtype=np.int64),
        longest_break_min=np.array(longest, dtype=np.int64),
        places=tuple(d.at for d in ordered),
        since=date.min,
        until=None,
        pauses_min=unpaid_of(zip(day, (d.breaks or () for d in ordered), strict=True)),
    )
