"""Tables of duties from outside: dated (person, date, ...) or of a cycle (crew, week, day, ...)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, cast

import numpy as np

from accord.errors import InputError, Place, Problem
from accord.hours.check.roster import Duty
from accord.hours.duties import DAY_MIN, UNKNOWN, Cycle
from accord.plant.build import place_breaks
from accord.plant.cells import BREAKS_RULE, read_breaks
from accord.plant.columns import Column, Table, TableUse, plain
from accord.plant.convert import convert
from accord.plant.dialect import read_bytes, separator
from accord.plant.loaded import Loaded
from accord.plant.records import Break
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
    ),
)  # fmt: skip
_WRITTEN: Final = ("start:text", "end:text")
_MINUTES: Final = re.compile(r"(\d{1,3})\s*(?:min)?(\s+.+)?")
_RANGE_ALONE: Final = re.compile(r"[\d:hH]+\s*-\s*[\d:hH]+")
_FORMS: Final = (
    "person, date, start, end, breaks (dated); crew, week, day, start, end, breaks (a cycle); or "
    "week and the seven days (a matrix)"
)


def kind_of(name: str, data: bytes) -> str:
    """Say what a CSV file of hours is by its header: ``dated``, ``weekly`` or ``matrix``.

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
    words = {plain(word) for word in first.split(separator(first, WEEKLY))} if first else set()
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


def _load(name: str, table: Table, data: bytes, country: str) -> tuple[Loaded, list[Problem]]:
    """Read and convert a table, with everything wrong in it."""
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
    return loaded, [p for p in problems + found if p.kind == "error"]


@dataclass(slots=True)
class _Times:
    """Reads the times and breaks of a row, and gathers what is wrong."""

    loaded: Loaded
    problems: list[Problem]

    def read(
        self,
        line: int,
        clocks: tuple[int | None, int | None],
        written: Sequence[str | None],
        breaks: str | None,
    ) -> tuple[int, int, tuple[Break, ...] | None] | None:
        """Give start, end and breaks (None: not known); None for a day off or a broken row."""
        start, end = clocks
        if start is None or end is None:
            if written.count(None) == 1:
                missing = "start" if written[0] is None else "end"
                rule = "a duty has start and end"
                fix = "Fill it in, or empty both for a day off."
                self._complain((line, missing), f"{missing} is empty", rule, fix)
            return None
        end_min = end if end > start else end + DAY_MIN
        if "breaks" not in self.loaded.fields:
            return start, end_min, None
        return start, end_min, self._breaks(line, breaks, (start, end_min))

    def _breaks(self, line: int, text: str | None, times: tuple[int, int]) -> tuple[Break, ...]:
        if text is None:
            return ()
        rule = f"{BREAKS_RULE}, or minutes as 20 or 20 paid"
        with suppress(ValueError):
            found = _read_breaks(text, times)
            start, end = times
            ends = [start, *(minute for b in found for minute in (b.start_min, b.end_min)), end]
            if ends == sorted(ends):
                return found
            rule = "breaks lie inside their duty, one after the other"
        self._complain((line, "breaks"), f"breaks is {text!r}", rule, "Correct it.")
        return ()

    def _complain(self, cell: tuple[int, str], seen: str, rule: str, remedy: str) -> None:
        self.problems.append(self.loaded.problem(cell, seen, rule, remedy))


def _read_breaks(text: str, times: tuple[int, int]) -> tuple[Break, ...]:
    """Read ``20``, ``20 min paid`` (put in the middle), ``09:30-09:50`` or as a plant's breaks.

    A break without a word is not paid.
    """
    start, end = times
    if found := _MINUTES.fullmatch(text.strip()):
        minutes, word = int(found[1]), found[2]
        if not minutes:
            return ()
        # the words of paid and unpaid are read by the reader of breaks, on a clock of its own
        is_paid = bool(word) and read_breaks(f"00:00-00:01 {word.strip()}")[0][-1]
        begin = start + max(0, end - start - minutes) // (1 + 1)
        return (Break(begin, begin + minutes, paid=is_paid),)
    parts = [part.strip() for part in re.split(r"[;|]", text) if part.strip()]
    named = [f"{part} unpaid" if _RANGE_ALONE.fullmatch(part) else part for part in parts]
    return place_breaks(read_breaks("; ".join(named)), start)


def read_dated(name: str, data: bytes, country: str) -> tuple[list[Duty], tuple[date, date] | None]:
    """Read dated duties, and the first and last day that the file names.

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
    loaded, problems = _load(name, DATED, data, country)
    times = _Times(loaded, problems)
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
    return duties, (min(days), max(days)) if days else None


def read_weekly(name: str, data: bytes, country: str) -> list[Cycle]:
    """Read the cycles of crews; a row without times is a day off and names its week.

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
    loaded, problems = _load(name, WEEKLY, data, country)
    times = _Times(loaded, problems)
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
    return [cycle_of(crew, own, weeks[crew]) for crew, own in rows.items()]


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
    )
