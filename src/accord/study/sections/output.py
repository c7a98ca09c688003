"""Section 11: output and delivery, with their uncertainty."""

from __future__ import annotations

from accord.study.document import Block, Chart, ChartRow, Column, Section, Series, Table, Value, say
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook
from accord.study.intervals import interval
from accord.study.measure.output import is_year_apart, waiting
from accord.study.sections.cells import (
    case_name,
    column,
    figure_or_dash,
    held_flag,
    label_column,
)

__all__ = ["output_and_delivery"]


def output_and_delivery(field: Field, book: FigureBook) -> Section:
    """Show weekly output, backlog and delivery of all scenarios, and machine use."""
    ran = [c for c in field.cases if c.run is not None]
    blocks: list[Block] = [say("output.lead"), _output(ran, book), _backlog(field, ran, book)]
    blocks.append(_use(ran, book))
    blocks.append(_products(ran, book))
    return Section("output", 11, say("output.title"), tuple(blocks))


def _output(ran: list[Case], book: FigureBook) -> Chart:
    table = Table(
        "output",
        say("output.table"),
        (
            label_column("scenario"),
            column("output_week"),
            column("output_change"),
            column("on_time"),
            column("overtime_week"),
            label_column("demand_held"),
        ),
        tuple(
            (
                case_name(c),
                book[f"{c.id}.flow.output_week.total"],
                figure_or_dash(book, f"{c.id}.flow.output_change"),
                figure_or_dash(book, f"{c.id}.flow.on_time"),
                figure_or_dash(book, f"{c.id}.hours.overtime_week.total"),
                held_flag(c, book),
            )
            for c in ran
        ),
        note=say("output.note"),
    )
    rows = tuple(ChartRow(case_name(c), book[f"{c.id}.flow.output_week.total"]) for c in ran)
    return Chart(
        "output",
        "interval",
        say("output.chart"),
        say("output.alt"),
        table,
        rows,
        reference=book[f"{ran[0].id}.flow.demand_week"],
    )


def _backlog(field: Field, ran: list[Case], book: FigureBook) -> Chart:
    courses = []
    for case in ran:
        assert case.run is not None  # noqa: S101 - only cases that were run
        series = waiting(case.run)
        ends = [interval(series[:, b]) for b in range(series.shape[1])]
        courses.append(
            Series(
                case.id,
                case.run.weeks,
                tuple(e[0] for e in ends),
                tuple(max(0.0, e[1]) for e in ends),
                tuple(e[2] for e in ends),
            )
        )
    table = Table(
        "backlog",
        say("output.backlog_table"),
        (
            label_column("scenario"),
            column("backlog_end"),
            column("backlog_growth"),
            column("growth_share"),
        ),
        tuple(
            (
                case_name(c),
                book[f"{c.id}.flow.backlog_end"],
                book[f"{c.id}.flow.backlog_growth_week"],
                book[f"{c.id}.flow.backlog_growth_share"],
            )
            for c in ran
        ),
        note=say("output.backlog_note" if is_year_apart(field) else "output.backlog_slope_note"),
    )
    return Chart(
        "backlog",
        "series",
        say("output.backlog"),
        say("output.backlog_alt"),
        table,
        series=tuple(courses),
    )


def _use(ran: list[Case], book: FigureBook) -> Chart:
    stations = dict.fromkeys(s.station for c in ran for s in c.plant.stations)
    kept = [s for s in stations if any(f"{c.id}.flow.use.{s}" in book for c in ran)]
    rows: list[tuple[Value, ...]] = [
        (s, *(figure_or_dash(book, f"{c.id}.flow.use.{s}") for c in ran)) for s in kept
    ]
    marks = tuple(
        ChartRow(row[0], cell, case.id)
        for row in rows
        for case, cell in zip(ran, row[1:], strict=True)
        if isinstance(cell, Figure)
    )
    table = Table(
        "use",
        say("output.use_table"),
        (label_column("station"), *(Column(c.id) for c in ran)),
        tuple(rows),
        note=say("work.states_note"),
        is_wide=True,
    )
    return Chart("use", "use", say("output.use"), say("output.use_alt"), table, marks)


def _products(ran: list[Case], book: FigureBook) -> Table:
    products = dict.fromkeys(p for c in ran if c.run is not None for p in c.run.products)
    return Table(
        "products",
        say("output.products"),
        (label_column("product"), *(Column(c.id) for c in ran)),
        tuple(
            (p, *(figure_or_dash(book, f"{c.id}.flow.output_week.{p}") for c in ran))
            for p in products
        ),
        is_wide=True,
        is_folded=True,
    )
