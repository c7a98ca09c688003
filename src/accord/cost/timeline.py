"""The lines laid over the years from the start of the change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from accord.cost.records import ONCE, CostLine, within_year, years_later

_SCHEMA = {"line": pl.String, "year": pl.Int64, "amount": pl.Float64}


def timeline(lines: Iterable[CostLine], start: date, years: int) -> pl.DataFrame:
    """Spread lines over years: a yearly line by its days in each year, a single one on its day.

    Parameters
    ----------
    lines
        The lines; ratios are left out.
    start
        First day of year 1; what is spent before it is in year 1.
    years
        Number of years.

    Returns
    -------
    polars.DataFrame
        line, year, amount; one row per line and year in which it is not zero.
    """
    rows: list[tuple[str, int, float]] = []
    for line in lines:
        for year in range(1, years + 1):
            opens, closes = years_later(start, year - 1), years_later(start, year)
            amount = within_year(line, opens)
            if line.kind == ONCE and (opens <= line.first < closes or line.first < start):
                amount = line.amount if line.first >= start or year == 1 else 0.0
            if amount:
                rows.append((line.id, year, amount))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
