"""The table of published effects, as two sections show it: value, range, population, source."""

from __future__ import annotations

from accord.plant.records import Evidence, Plant
from accord.study.document import Table, Text, Verbatim, say
from accord.study.figures import FigureBook
from accord.study.measure.priors import enter_priors
from accord.study.sections.cells import DASH, column, label_column

__all__ = ["evidence_table"]


def evidence_table(
    table_id: str,
    caption: Text,
    plant: Plant,
    entries: tuple[Evidence, ...],
    book: FigureBook,
    *,
    is_wide: bool = False,
) -> Table:
    """Return entries of the plant's evidence, each with its mark and who contradicts it."""
    enter_priors(plant, book)
    return Table(
        table_id,
        caption,
        (
            label_column("parameter"),
            column("value"),
            label_column("unit"),
            label_column("population"),
            label_column("source"),
            label_column("mark"),
            label_column("contradicted_by"),
        ),
        tuple(
            (
                e.id,
                book[f"evidence.{e.id}"],
                Verbatim(e.unit.fr, e.unit.en),
                Verbatim(e.population.fr, e.population.en),
                Verbatim(e.source.fr, e.source.en),
                e.mark,
                e.contradicts or DASH,
            )
            for e in entries
        ),
        note=say("annex.marks"),
        is_wide=is_wide,
        is_folded=True,
    )
