"""Section 2: data received, refused, missing, with dates and digests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from accord.errors import Problem
from accord.plant.records import Person, Plant
from accord.study.document import Block, Section, Table, Value, Verbatim, say
from accord.study.field import Field
from accord.study.figures import FigureBook, places_of
from accord.study.measure.mined import enter_faults, has_unused_log
from accord.study.sections.cells import column, fact_name, label_column

__all__ = ["data_received"]

DIGEST_SHOWN: Final = 16
NOTES_SHOWN: Final = 25
# Facts of a person that later sections need; a blank one is counted here, never filled in.
_FACTS: Final[dict[str, Callable[[Person], object]]] = {
    "birth_date": lambda p: p.birth_date,
    "hire_date": lambda p: p.hire_date,
    "wage_month": lambda p: p.wage_month,
    "category": lambda p: p.category or None,
    "sex": lambda p: p.sex or None,
    "weekly_h": lambda p: p.weekly_h,
    "commute_min": lambda p: p.commute_min,
}


def data_received(field: Field, book: FigureBook) -> Section:
    """List the files read, what they lack, and what was noted while reading."""
    plant = field.plant
    blocks: list[Block] = [say("data.lead", path=str(field.path.name)), _files(plant, book)]
    blocks += _log(field, book)
    if has_unused_log(field):
        blocks.append(say("data.log_unused"))
    blocks += _missing(plant, book)
    if plant.absence_share is None:
        blocks.append(say("data.no_absence"))
    blocks += _notes(plant, book)
    blocks.append(say("data.refused"))
    return Section("data", 2, say("data.title"), tuple(blocks), "partial")


def _files(plant: Plant, book: FigureBook) -> Table:
    rows: list[tuple[Value, ...]] = []
    for source in plant.sources:
        count = book.given(f"input.rows.{source.path}", source.rows, "rows", places=(source.path,))
        rows.append((source.path, count, source.dialect, source.sha256[:DIGEST_SHOWN]))
    return Table(
        "files",
        say("data.files"),
        (
            label_column("file"),
            column("rows"),
            label_column("dialect"),
            label_column("sha256"),
        ),
        tuple(rows),
        note=say("data.files_note"),
    )


def _log(field: Field, book: FigureBook) -> list[Block]:
    faults = enter_faults(field, book)
    if not faults:
        return []
    return [
        say("data.log_lead"),
        Table(
            "log-quality",
            say("data.log"),
            (
                label_column("fault"),
                column("rows"),
                label_column("meaning"),
                label_column("treatment"),
            ),
            tuple((f.name, f.rows, f.meaning, f.treatment) for f in faults),
            note=say("data.log_note"),
        ),
    ]


def _missing(plant: Plant, book: FigureBook) -> list[Block]:
    rows: list[tuple[Value, ...]] = []
    for name, fact in _FACTS.items():
        blank = [p for p in plant.people if fact(p) is None]
        if blank:
            count = book.counted(
                f"input.missing.{name}", blank, method=say("method.blank", fact=fact_name(name))
            )
            rows.append((fact_name(name), count))
    if not rows:
        return [say("data.complete")]
    return [
        Table(
            "missing",
            say("data.missing"),
            (label_column("fact"), column("people")),
            tuple(rows),
            note=say("data.missing_note"),
        )
    ]


def _notes(plant: Plant, book: FigureBook) -> list[Block]:
    if not plant.notes:
        return []
    count = book.given(
        "input.notes", len(plant.notes), "rows", kind="computed", method=say("method.notes")
    )
    by_rule = Counter((n.place.file, n.rule) for n in plant.notes)
    rows: list[tuple[Value, ...]] = []
    for number, ((file, rule), total) in enumerate(by_rule.most_common(NOTES_SHOWN), start=1):
        first = next(n for n in plant.notes if (n.place.file, n.rule) == (file, rule))
        places = places_of([n.place for n in plant.notes if (n.place.file, n.rule) == (file, rule)])
        figure = book.given(
            f"input.notes.{number}",
            total,
            "rows",
            kind="computed",
            places=places,
            method=_both(first)[1],
        )
        rows.append((str(first.place), figure, *_both(first)))
    return [
        say("data.notes", count=count),
        Table(
            "notes",
            say("data.notes_caption"),
            (
                label_column("place"),
                column("times"),
                label_column("seen"),
                label_column("rule"),
                label_column("remedy"),
            ),
            tuple(rows),
            is_folded=True,
        ),
    ]


def _both(note: Problem) -> tuple[Verbatim, Verbatim, Verbatim]:
    """Return what was seen, the rule and the remedy of a note, in both languages."""
    french = note.french or (note.seen, note.rule, note.remedy)
    seen, rule, remedy = zip(french, (note.seen, note.rule, note.remedy), strict=True)
    return Verbatim(*seen), Verbatim(*rule), Verbatim(*remedy)
