"""Section 14: alternatives to layoffs."""

from __future__ import annotations

from accord.study.document import Block, Section, Table, Value, Verbatim, say
from accord.study.field import Field
from accord.study.figures import FigureBook
from accord.study.measure.prices import gate_of
from accord.study.measure.unpriced import unpriced
from accord.study.sections.cells import (
    case_name,
    column,
    figure_or_dash,
    held_flag,
    label_column,
)

__all__ = ["alternatives"]


def alternatives(field: Field, book: FigureBook) -> Section:
    """Set the scenarios without layoff beside those with, on the same lines."""
    with_layoffs = [c for c in field.changes if book[f"{c.id}.input.layoffs"].value > 0]
    if not with_layoffs:
        return Section(
            "alternatives",
            14,
            say("alternatives.title"),
            (say("alternatives.no_layoff"),),
            "partial",
        )
    others = [c for c in field.changes if c not in with_layoffs]
    rows: list[tuple[Value, ...]] = [
        (
            case_name(case),
            book[f"{case.id}.input.layoffs"],
            figure_or_dash(book, f"{case.id}.input.exits"),
            figure_or_dash(book, f"{case.id}.input.hires"),
            held_flag(case, book),
            figure_or_dash(book, f"{case.id}.cost.change_year"),
            figure_or_dash(book, f"{case.id}.cost.change_horizon"),
            figure_or_dash(book, f"{case.id}.cost.change_horizon_without_premium"),
            figure_or_dash(book, f"{case.id}.load.change.pace"),
        )
        for case in [*with_layoffs, *others]
    ]
    blocks: list[Block] = [
        say("alternatives.lead"),
        *(say("alternatives.gate", says=Verbatim(*gate_of(field, c).says)) for c in with_layoffs),
        Table(
            "alternatives",
            say("alternatives.table"),
            (
                label_column("scenario"),
                column("layoffs"),
                column("exits"),
                column("hires"),
                label_column("demand_held"),
                column("cost_change"),
                column("cost_horizon"),
                column("cost_horizon_without"),
                column("pace_change"),
            ),
            tuple(rows),
            is_wide=True,
        ),
        *(
            say(f"money.left_{row.name}", which=row.cases, amounts=())
            for row in unpriced(field, book)
            if row.name in {"social_plan", "allowance"}
        ),
        say("alternatives.missing"),
    ]
    return Section("alternatives", 14, say("alternatives.title"), tuple(blocks), "partial")
