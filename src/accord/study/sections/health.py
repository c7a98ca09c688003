"""Section 13: health, safety, and the load on those who stay."""

from __future__ import annotations

from typing import Final

from accord.study.document import Block, Chart, ChartRow, Section, Table, Value, say
from accord.study.field import Field
from accord.study.figures import FigureBook
from accord.study.measure.priors import evidence_of
from accord.study.sections.cells import case_name, column, figure_or_dash, label_column
from accord.study.sections.cycle_comparison import comparison_blocks
from accord.study.sections.ergonomics import ergonomic_blocks
from accord.study.sections.evidence import evidence_table

__all__ = ["health_and_load"]

HEALTH: Final = ("ot.", "len.", "shift.", "nights.", "rest.", "sleep.", "layoff.", "displaced.")


def health_and_load(field: Field, book: FigureBook) -> Section:
    """Show pace and hours of those who stay, and the published risks as priors."""
    ran = [c for c in field.cases if c.run is not None and f"{c.id}.load.pace.all" in book]
    rows: list[tuple[Value, ...]] = []
    for case in ran:
        stem = f"{case.id}.load"
        rows.append(
            (
                case_name(case),
                book[f"{stem}.pace.all"],
                figure_or_dash(book, f"{stem}.change.pace"),
                book[f"{stem}.hours_week.all"],
                figure_or_dash(book, f"{stem}.change.hours_week"),
                figure_or_dash(book, f"{stem}.change.overtime_week"),
            )
        )
    table = Table(
        "load",
        say("health.table"),
        (
            label_column("scenario"),
            column("pace"),
            column("pace_change"),
            column("hours_week"),
            column("hours_change"),
            column("overtime_change"),
        ),
        tuple(rows),
        note=say("health.note"),
        is_wide=True,
    )
    marks = tuple(ChartRow(case_name(c), book[f"{c.id}.load.pace.all"]) for c in ran)
    blocks: list[Block] = [say("health.lead")]
    if marks:
        blocks.append(
            Chart("pace", "interval", say("health.chart"), say("health.alt"), table, marks)
        )
    blocks += comparison_blocks(field, book)
    blocks += ergonomic_blocks(field, book)
    blocks += _priors(field, book)
    blocks.append(say("health.missing"))
    return Section("health", 13, say("health.title"), tuple(blocks), "partial")


def _priors(field: Field, book: FigureBook) -> list[Block]:
    entries = evidence_of(field.plant, HEALTH)
    if not entries:
        return []
    caption = say("health.priors")
    return [
        say("health.priors_lead"),
        evidence_table("priors-health", caption, field.plant, entries, book),
    ]
