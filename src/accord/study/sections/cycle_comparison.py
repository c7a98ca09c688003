"""Section 13, gains and losses in one table: today's cycle against the designed one."""

from __future__ import annotations

from typing import Final

from accord.study.cycle_comparison import MEASURES, CycleComparison, Measure
from accord.study.document import Block, Column, Flag, Table, Tone, Unit, Value, say
from accord.study.field import Field
from accord.study.figures import FigureBook
from accord.study.measure.cycle_comparison import comparison_stem
from accord.study.sections.cells import case_name, crews_name, figure_or_dash

__all__ = ["comparison_blocks"]

_PLAIN: Final = ("people", "count", "share", "ratio", "night", "days")
"""Units that the name of a line says already."""
_VERDICTS: Final[dict[int, tuple[str, Tone]]] = {
    1: ("versus.better", "good"),
    -1: ("versus.worse", "bad"),
    0: ("versus.same", "muted"),
}


def comparison_blocks(field: Field, book: FigureBook) -> list[Block]:
    """Show what is better and what is worse in the designed cycle, line by line."""
    found = field.comparison
    if found is None:
        return []
    case = next(c for c in field.cases if c.id == found.scenario)
    lead = say(
        "versus.lead" if found.is_used else "versus.proposed",
        scenario=found.scenario,
        before=crews_name(found.crews_before),
        after=crews_name(found.crews_after),
        better=book[comparison_stem(found.scenario, "better")],
        worse=book[comparison_stem(found.scenario, "worse")],
    )
    table = Table(
        "cycle-comparison",
        say("versus.table", scenario=case_name(case)),
        (
            Column(say("versus.line"), numeric=False),
            Column(say("versus.before")),
            Column(say("versus.after", scenario=found.scenario)),
            Column(say("versus.for_people"), numeric=False),
        ),
        tuple(
            _row(found, measure, book)
            for measure in MEASURES
            if measure.name in found.before or measure.name in found.after
        ),
        note=say("versus.note"),
    )
    return [lead, table]


def _row(found: CycleComparison, measure: Measure, book: FigureBook) -> tuple[Value, ...]:
    stem = comparison_stem(found.scenario, measure.name)
    before, after = (figure_or_dash(book, f"{stem}.{side}") for side in ("before", "after"))
    title = say(f"versus.{measure.name}")
    name = (
        title if measure.unit in _PLAIN else say("versus.row", title=title, unit=Unit(measure.unit))
    )
    return name, before, after, _mark(found, measure)


def _mark(found: CycleComparison, measure: Measure) -> Value:
    if measure.better == 0:
        return Flag(say("versus.neither"), "muted")
    key, tone = _VERDICTS[found.verdict(measure)]
    return Flag(say(key), tone)
