"""A dated roster as the table on the wall: rows are people, columns are days.

In CSV, as a workbook, and as plain data for a picture. Why somebody is away is not shown: every
absence is ``absent``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from accord.hours.rosters.duty_problem import DAY_OFF, TRAINING
from accord.hours.rosters.duty_roster import PlantRoster, clock
from accord.hours.rosters.reasons import ABSENT

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["RosterPicture", "picture", "roster_csv", "write_roster_xlsx"]

SATURDAY: Final = 5
UNDATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the same roster gives the same bytes
COLOURS: Final = (
    "#FBE3A1", "#F6C6A8", "#B7C9E8", "#C9E4C5", "#E3C7E6", "#BFE3E3", "#E6D5C3", "#D9D9F3",
)  # fmt: skip
"""Light, so that black text can be read on each; they begin again after the last."""
OFF_COLOUR: Final = "#F4F4F4"
ABSENT_COLOUR: Final = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class RosterPicture:
    """What a picture of a roster needs, as plain data.

    Parameters
    ----------
    people, crews
        (people,) ids and crews, in the order of the rows.
    days
        (days,) dates.
    words
        (people, days) kind of duty, ``-``, ``T`` or ``absent``.
    is_changed
        (people, days) whether the day differs from the roster before.
    hours
        Kind -> clock hours, one text for each form that it has in the horizon.
    planned, present, wanted, missing
        (days,) people whom the cycles plan, who are at work, places wanted in the busiest stretch
        of the day, and places that stay empty in all stretches.
    """

    people: tuple[str, ...]
    crews: tuple[str, ...]
    days: tuple[date, ...]
    words: tuple[tuple[str, ...], ...]
    is_changed: tuple[tuple[bool, ...], ...]
    hours: Mapping[str, tuple[str, ...]]
    planned: tuple[int, ...]
    present: tuple[int, ...]
    wanted: tuple[int, ...]
    missing: tuple[int, ...]


def picture(roster: PlantRoster) -> RosterPicture:
    """Return a roster as plain data for a picture.

    Parameters
    ----------
    roster
        The roster.
    """
    problem = roster.problem
    days = range(problem.num_days)
    changed = {(c.person, c.on) for c in roster.changes}
    workers = range(len(problem.workers))
    hours: dict[str, dict[str, None]] = {}
    for day in days:
        for kind, duty in sorted(problem.duties_on(day).items()):
            text = "+".join(f"{clock(a)}-{clock(b)}" for a, b in duty.spans)
            hours.setdefault(kind, {})[text] = None
    wanted = [max((n.total for n in problem.needs if n.day == d), default=0) for d in days]
    gaps = [(problem.day(g.on), g.people) for g in roster.gaps]
    return RosterPicture(
        roster.people,
        tuple(w.crew for w in problem.workers),
        tuple(problem.date(d) for d in days),
        tuple(map(tuple, roster.assignments().values())),
        tuple(tuple((p, problem.date(d)) in changed for d in days) for p in roster.people),
        {kind: tuple(hours[kind]) for kind in sorted(hours)},
        tuple(sum(problem.planned(i, d) != DAY_OFF for i in workers) for d in days),
        tuple(sum(roster.cells[i][d] in problem.duties_on(d) for i in workers) for d in days),
        tuple(wanted),
        tuple(sum(n for at, n in gaps if at == d) for d in days),
    )


def roster_csv(roster: PlantRoster) -> str:
    """Write a roster as CSV: a row for each person, a column for each date.

    Parameters
    ----------
    roster
        The roster.
    """
    drawn = picture(roster)
    text = io.StringIO()
    pen = csv.writer(text, lineterminator="\r\n")
    pen.writerow(["person", "crew", *(day.isoformat() for day in drawn.days)])
    for person, crew, words in zip(drawn.people, drawn.crews, drawn.words, strict=True):
        pen.writerow([person, crew, *words])
    return text.getvalue()


def write_roster_xlsx(roster: PlantRoster, path: Path | str) -> None:
    """Write a roster as a workbook: the table, the changes, the empty places, the hours.

    Parameters
    ----------
    roster
        The roster.
    path
        The workbook to write. The same roster gives the same bytes.
    """
    import xlsxwriter  # heavy, needed only to write workbooks

    Path(path).touch()  # a path that cannot be written is told at once, as any other
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": roster.problem.name, "created": UNDATED})
        pen = _Pen(book, roster)
        pen.table(book.add_worksheet("Roster"))
        pen.changes(book.add_worksheet("Changes"))
        pen.gaps(book.add_worksheet("Uncovered"))
        pen.hours(book.add_worksheet("Duties"))


class _Pen:
    """Writes the sheets, with a format for each kind of duty; a changed day is bold and framed."""

    def __init__(self, book: Workbook, roster: PlantRoster) -> None:
        self._roster = roster
        self._drawn = picture(roster)
        self._book = book
        self._head = book.add_format({"bold": True, "align": "center", "bottom": 1})
        self._date = book.add_format({"num_format": "yyyy-mm-dd"})
        kinds = [*self._drawn.hours, TRAINING]
        colours = {kind: COLOURS[i % len(COLOURS)] for i, kind in enumerate(kinds)}
        colours |= {DAY_OFF: OFF_COLOUR, ABSENT: ABSENT_COLOUR}
        self._plain = {word: self._shape(colour) for word, colour in colours.items()}
        self._changed = {word: self._shape(c, is_changed=True) for word, c in colours.items()}

    def _shape(self, colour: str, *, is_changed: bool = False) -> Format:
        edge = {"border": 2} if is_changed else {"border": 1, "border_color": "#FFFFFF"}
        shape = {"bg_color": colour, "align": "center", "bold": is_changed, **edge}
        return self._book.add_format(shape)

    def table(self, sheet: Worksheet) -> None:
        """Write people against days, and below how many are there, wanted and missing."""
        drawn = self._drawn
        for column, word in enumerate(("person", "crew")):
            sheet.write_string(1, column, word, self._head)
        for column, day in enumerate(drawn.days, start=2):
            sheet.write_string(0, column, f"{day:%a}", self._head)
            sheet.write_string(1, column, f"{day:%d/%m}", self._head)
        for row, (person, words) in enumerate(zip(drawn.people, drawn.words, strict=True)):
            sheet.write_string(row + 2, 0, person)
            sheet.write_string(row + 2, 1, drawn.crews[row])
            for column, word in enumerate(words):
                shapes = self._changed if drawn.is_changed[row][column] else self._plain
                sheet.write_string(row + 2, column + 2, word, shapes[word])
        below = len(drawn.people) + 3
        sums = (("at work", drawn.present), ("wanted at once", drawn.wanted))
        for row, (name, counts) in enumerate((*sums, ("missing", drawn.missing)), start=below):
            sheet.write_string(row, 0, name)
            for column, count in enumerate(counts):
                sheet.write_number(row, column + 2, count, self._head)
        sheet.set_column(0, 0, 14)
        sheet.set_column(2, len(drawn.days) + 1, 6.5)
        sheet.freeze_panes(2, 2)

    def changes(self, sheet: Worksheet) -> None:
        """Write each changed day with its reason."""
        self._heads(sheet, ("date", "person", "from", "to", "why"))
        for row, c in enumerate(self._roster.changes, start=1):
            sheet.write_datetime(row, 0, datetime.combine(c.on, datetime.min.time()), self._date)
            for column, word in enumerate((c.person, c.before, c.after, c.why_en), start=1):
                sheet.write_string(row, column, word)

    def gaps(self, sheet: Worksheet) -> None:
        """Write each place that stays empty with what holds others back."""
        self._heads(sheet, ("date", "duty", "skill", "people", "why"))
        for row, g in enumerate(self._roster.gaps, start=1):
            sheet.write_datetime(row, 0, datetime.combine(g.on, datetime.min.time()), self._date)
            sheet.write_string(row, 1, ", ".join(g.kinds))
            sheet.write_string(row, 2, g.skill)
            sheet.write_number(row, 3, g.people)
            sheet.write_string(row, 4, g.why_en)

    def hours(self, sheet: Worksheet) -> None:
        """Write the clock hours of each kind of duty."""
        self._heads(sheet, ("duty", "hours"))
        for row, (kind, texts) in enumerate(self._drawn.hours.items(), start=1):
            sheet.write_string(row, 0, kind, self._plain[kind])
            sheet.write_string(row, 1, "; ".join(texts))

    def _heads(self, sheet: Worksheet, words: tuple[str, ...]) -> None:
        for column, word in enumerate(words):
            sheet.write_string(0, column, word, self._head)
        sheet.set_column(0, 2, 13)
        sheet.set_column(len(words) - 1, len(words) - 1, 60)
        sheet.freeze_panes(1, 0)
