"""Section 18: annex: assumptions, sources, runs, sensitivity."""

from __future__ import annotations

from accord.study.document import Block, Chart, ChartRow, Section, Table, Value, say
from accord.study.field import Field
from accord.study.figures import Figure, FigureBook
from accord.study.measure.priors import evidence_of
from accord.study.measure.reversals import Reversal
from accord.study.sections.cells import DASH, case_name, column, label_column
from accord.study.sections.evidence import evidence_table

__all__ = ["annex"]


def annex(field: Field, book: FigureBook, reversals: tuple[Reversal, ...]) -> Section:
    """Lay open the assumptions, the published effects, the runs and the break-even values."""
    blocks: list[Block] = [
        say("annex.assumptions_lead"),
        (
            say("annex.assume_hours"),
            say("annex.assume_absence" if "input.absence" in book else "annex.assume_no_absence"),
            say("annex.assume_horizon"),
            say("annex.assume_interval"),
        ),
        *_evidence(field, book),
        *_sensitivity(reversals),
        _runs(field, book),
    ]
    return Section("annex", 18, say("annex.title"), tuple(blocks))


def _evidence(field: Field, book: FigureBook) -> list[Block]:
    entries = evidence_of(field.plant)
    if not entries:
        return [say("annex.no_evidence")]
    caption = say("annex.evidence")
    return [evidence_table("evidence", caption, field.plant, entries, book, is_wide=True)]


def _sensitivity(reversals: tuple[Reversal, ...]) -> list[Block]:
    if not reversals:
        return [say("annex.no_sensitivity")]
    table = Table(
        "sensitivity",
        say("annex.sensitivity"),
        (label_column("indicator"), column("now"), column("turn"), label_column("where")),
        tuple((say(f"reversal.name_{r.name}"), r.now, r.turn, r.where or DASH) for r in reversals),
        note=say("annex.sensitivity_note"),
    )
    marks = tuple(
        ChartRow(say(f"reversal.name_{r.name}"), r.turn)
        for r in reversals
        if r.turn.unit.startswith("share")
    )
    if not marks:
        return [table]
    return [
        Chart(
            "sensitivity",
            "tornado",
            say("annex.sensitivity"),
            say("annex.sensitivity_alt"),
            table,
            marks,
        )
    ]


def _runs(field: Field, book: FigureBook) -> Table:
    rows: list[tuple[Value, ...]] = []
    for case in field.cases:
        run = case.run
        if run is None:
            continue
        output = book[f"{case.id}.flow.output_week.total"]
        rows.append(
            (
                case_name(case),
                run.digest,
                _count(book, f"{case.id}.run.replications", run.replications),
                _count(book, f"{case.id}.run.weeks", len(run.weeks)),
                _count(book, f"{case.id}.run.operations", run.num_operations),
                _count(book, f"{case.id}.run.events", run.num_events),
                _reached(book, case.id, output),
            )
        )
    return Table(
        "runs",
        say("annex.runs"),
        (
            label_column("scenario"),
            label_column("run"),
            column("replications"),
            column("weeks"),
            column("operations"),
            column("events"),
            column("precision"),
        ),
        tuple(rows),
        note=say("annex.runs_note"),
    )


def _count(book: FigureBook, name: str, value: int) -> Figure:
    return book.given(name, value, "count", kind="computed")


def _reached(book: FigureBook, case_id: str, output: Figure) -> Figure:
    half = 0.0
    if output.low is not None and output.high is not None and output.value:
        half = (output.high - output.low) / 2 / output.value
    return book.given(
        f"{case_id}.run.precision",
        half,
        "share",
        kind="computed",
        parents=[output],
        method=say("method.precision"),
    )
