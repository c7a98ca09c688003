"""Section 5: the demand and the capacity it requires."""

from __future__ import annotations

import numpy as np

from accord.study.document import Block, Chart, Section, Series, Table, Value, say
from accord.study.field import Case, Field
from accord.study.figures import FigureBook
from accord.study.intervals import interval
from accord.study.sections.cells import column, label_column

__all__ = ["demand_and_capacity", "weekly_output"]


def demand_and_capacity(field: Field, book: FigureBook) -> Section:
    """Show weekly demand and output today, and the demand of each product."""
    today = field.today
    rows: list[tuple[Value, ...]] = []
    if today.run is not None:
        for product in today.run.products:
            demand = book.get(f"input.demand.{product}")
            if demand is not None:
                rows.append((product, demand, book[f"{today.id}.flow.output_week.{product}"]))
    table = Table(
        "demand",
        say("demand.by_product"),
        (label_column("product"), column("demand_all"), column("output_week")),
        tuple(rows),
        note=say("demand.note"),
    )
    chart = Chart(
        "demand-today",
        "series",
        say("demand.chart"),
        say("demand.alt"),
        table,
        series=(weekly_output(today),) if today.run is not None else (),
        y_title=say("column.output_week"),
    )
    blocks: list[Block] = [
        say(
            "demand.lead",
            demand=book[f"{today.id}.flow.demand_week"],
            met=book[f"{today.id}.flow.met_share"],
        ),
        chart,
    ]
    return Section("demand", 5, say("demand.title"), tuple(blocks))


def weekly_output(case: Case) -> Series:
    """Return the weekly output of a case over its horizon, with the demand as reference."""
    run = case.run
    assert run is not None  # noqa: S101 - callers ask only for cases that were run
    totals = run.good_pieces.sum(axis=2)
    ends = [interval(totals[:, b]) for b in range(totals.shape[1])]
    return Series(
        case.id,
        run.weeks,
        tuple(e[0] for e in ends),
        tuple(e[1] for e in ends),
        tuple(e[2] for e in ends),
        tuple(float(d) for d in np.asarray(run.demand_pieces.sum(axis=1))),
    )
