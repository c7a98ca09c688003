"""Section 9, the calendar: who works when in the first four weeks of one scenario."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Final

from accord.study.document import Block, Cell, Chart, Column, Table, Text, Value, say
from accord.study.field import Field
from accord.study.figures import FigureBook
from accord.study.sections.cells import case_name, label_column
from accord.study.sections.cycles import OFF_SIGN, duty_sign, weekday_names
from accord.study.working_hours import FourWeeks

__all__ = ["roster_blocks"]

MOST_ROWS: Final = 34
AWAY, DAY_OFF = "absent", "-"
AWAY_SIGN: Final = "\u00d7"
CHANGED: Final = "*"


def roster_blocks(field: Field, book: FigureBook) -> list[Block]:
    """Draw some people of every crew day by day, absences and changes marked.

    People are not named: a crew and a number stand for each, and why somebody is away is not said.
    """
    weeks = field.roster
    if weeks is None:
        return []
    case = next(c for c in field.cases if c.id == weeks.scenario)
    drawn = weeks.drawn
    cells: list[Cell] = []
    rows: list[tuple[Value, ...]] = []
    for i, label in _rows(field, weeks):
        signs = [
            _sign(word, is_changed=changed)
            for word, changed in zip(drawn.words[i], drawn.is_changed[i], strict=True)
        ]
        by_week: dict[date, list[Value]] = {}
        for day, (sign, kind) in zip(drawn.days, signs, strict=True):
            monday = day - timedelta(days=day.weekday())
            cells.append(Cell(label, weekday_names()[day.weekday()], sign, kind, _week(monday)))
            by_week.setdefault(monday, []).append(sign)
        rows.append((label, *(tuple(week) for week in by_week.values())))
    mondays = dict.fromkeys(day - timedelta(days=day.weekday()) for day in drawn.days)
    table = Table(
        "roster",
        say("roster.table", scenario=case_name(case)),
        (
            label_column("crew_person"),
            *(Column(_week(monday), numeric=False) for monday in mondays),
        ),
        tuple(rows),
        note=say("roster.table_note"),
    )
    missing, changes = (
        book.given(
            f"{case.id}.roster.{name}",
            value,
            "count",
            kind="computed",
            low=bound if bound < value else None,
            high=value if bound < value else None,
            method=say(f"method.roster_{name}"),
        )
        for name, (value, bound) in (("missing", weeks.missing), ("changes", weeks.changes))
    )
    is_proven = weeks.missing[0] == weeks.missing[1] and weeks.changes[0] == weeks.changes[1]
    told = say(
        "roster.proven" if is_proven else "roster.bounded",
        scenario=case.id,
        first=drawn.days[0],
        last=drawn.days[-1],
        missing=missing,
        changes=changes,
    )
    chart = Chart(
        "roster",
        "matrix",
        say("roster.title", scenario=case_name(case)),
        say("roster.alt"),
        table,
        cells=tuple(cells),
    )
    return [told, chart]


def _week(monday: date) -> Text:
    return say("roster.week", monday=monday.strftime("%d.%m"))


def _rows(field: Field, weeks: FourWeeks) -> list[tuple[int, Text]]:
    """Choose the people drawn: of each crew as many, those with a change first; by their row."""
    case = next(c for c in field.cases if c.id == weeks.scenario)
    job = {p.person: p.job for p in case.plant.people}
    moved = {m.person: m.crew for m in case.plant.crew_moves}
    crew = [
        moved.get(person, own)
        for person, own in zip(weeks.drawn.people, weeks.drawn.crews, strict=True)
    ]
    known = set(weeks.crews)
    jobs = Counter(job[p] for p, c in zip(weeks.drawn.people, crew, strict=True) if c in known)
    most = jobs.most_common(1)[0][0] if jobs else ""
    each = max(1, MOST_ROWS // max(len(weeks.crews), 1))
    found: list[tuple[int, Text]] = []
    for name in weeks.crews:
        own = [i for i, c in enumerate(crew) if c == name]
        best = sorted(
            own,
            key=lambda i: (
                not any(weeks.drawn.is_changed[i]),
                job[weeks.drawn.people[i]] != most,
                i,
            ),
        )
        for number, i in enumerate(sorted(best[:each]), start=1):
            found.append((i, say("roster.person", crew=name, number=str(number))))
    return found


def _sign(word: str, *, is_changed: bool) -> tuple[Value, str]:
    """Return the letter of a day and what it stands for."""
    if word == AWAY:
        return AWAY_SIGN, "away"
    if word == DAY_OFF:
        return (CHANGED if is_changed else OFF_SIGN), "off"
    text = duty_sign(word)
    if is_changed:
        text = type(text)(text.fr + CHANGED, text.en + CHANGED)
    return text, word[0] if word[0] in "MDAN" else "info"
