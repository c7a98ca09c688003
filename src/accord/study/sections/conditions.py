"""Section 16: conditions of feasibility, trial, indicators, review."""

from __future__ import annotations

from typing import Final

from accord.study.document import Block, Section, Table, Value, say
from accord.study.field import Field
from accord.study.figures import FigureBook
from accord.study.measure.reversals import Choice, Reversal
from accord.study.sections.cells import case_name, column, label_column

__all__ = ["conditions"]

SHOWN: Final = 6


def conditions(
    _field: Field, book: FigureBook, choice: Choice | None, reversals: tuple[Reversal, ...]
) -> Section:
    """List what to watch in a trial, and the values at which the plan must be reopened."""
    if choice is None or not reversals:
        return Section(
            "conditions", 16, say("conditions.title"), (say("conditions.none"),), "partial"
        )
    case = choice.case
    rows: list[tuple[Value, ...]] = [
        (say(f"reversal.name_{r.name}"), r.now, r.turn, r.where or "\u2013")
        for r in reversals[:SHOWN]
    ]
    held = book.get(f"{case.id}.flow.met_share")
    blocks: list[Block] = [
        say("conditions.lead", scenario=case_name(case)),
        Table(
            "indicators",
            say("conditions.table"),
            (
                label_column("indicator"),
                column("now"),
                column("reopen_at"),
                label_column("where"),
            ),
            tuple(rows),
            note=say("conditions.note"),
        ),
    ]
    if held is not None:
        blocks.append(say("conditions.trial", met=held))
    blocks.append(say("conditions.missing"))
    return Section("conditions", 16, say("conditions.title"), tuple(blocks), "partial")
