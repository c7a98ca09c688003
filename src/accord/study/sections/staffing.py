"""Section 6: people needed, leave and absence included."""

from __future__ import annotations

from accord.study.document import Block, Column, Section, Table, Value, say
from accord.study.field import Field, in_words
from accord.study.figures import FigureBook
from accord.study.measure.staffing import GAINS, areas
from accord.study.sections.cells import case_name, column, figure_or_dash, label_column

__all__ = ["people_needed"]

MEASURES = ("posts", "opening", "weekly_h", "leave", "needed", "people", "gap")


def people_needed(field: Field, book: FigureBook) -> Section:
    """Lay out the arithmetic of people needed, area by area, and its check."""
    if "input.absence" not in book:
        return Section(
            "staffing", 6, say("staffing.title"), (say("staffing.needs_absence"),), "needs"
        )
    blocks: list[Block] = [
        say("staffing.lead", absence=book["input.absence"]),
        say("staffing.measures"),
    ]
    rows: list[tuple[Value, ...]] = []
    for case in field.cases:
        for area in areas(case.plant):
            stem = f"{case.id}.staffing"
            if f"{stem}.needed.{area}" in book:
                cells = [figure_or_dash(book, f"{stem}.{m}.{area}") for m in MEASURES]
                rows.append((case.id, in_words(field.plant, area), *cells))
    blocks.append(_gaps(field, book))
    blocks.append(
        Table(
            "staffing",
            say("staffing.table"),
            (
                label_column("scenario"),
                label_column("area"),
                *(column(f"staff_{m}") for m in MEASURES),
            ),
            tuple(rows),
            note=say("staffing.note"),
            is_wide=True,
            is_folded=True,
        )
    )
    blocks += _constant_output(field, book)
    return Section("staffing", 6, say("staffing.title"), tuple(blocks))


def _gaps(field: Field, book: FigureBook) -> Table:
    """Return people there less people needed, scenario by area."""
    names = tuple(dict.fromkeys(a for c in field.cases for a in areas(c.plant)))
    return Table(
        "gaps",
        say("staffing.gaps"),
        (label_column("scenario"), *(Column(in_words(field.plant, a)) for a in names)),
        tuple(
            (case_name(c), *(figure_or_dash(book, f"{c.id}.staffing.gap.{a}") for a in names))
            for c in field.cases
        ),
        note=say("staffing.gaps_note"),
    )


def _constant_output(field: Field, book: FigureBook) -> list[Block]:
    rows: list[tuple[Value, ...]] = []
    for case in field.changes:
        ids = [f"{case.id}.staffing.constant_output.gain_{round(1000 * g)}" for g in GAINS]
        if ids[0] in book:
            rows.append((case_name(case), *(book[i] for i in ids)))
    if not rows:
        return []
    return [
        say("staffing.gain_lead"),
        Table(
            "gains",
            say("staffing.gain_table"),
            (
                label_column("scenario"),
                *(column(f"gain_{round(1000 * g)}") for g in GAINS),
            ),
            tuple(rows),
            note=say("staffing.gain_note"),
        ),
    ]
