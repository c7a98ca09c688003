"""The difference of two prices, line by line and year by year."""

from __future__ import annotations

import polars as pl

from accord.cost.horizon import MONTHS_PER_YEAR
from accord.cost.records import RATIO, CostLine, CostResult

_SCHEMA = {
    "line": pl.String, "year": pl.Int64, "before": pl.Float64, "after": pl.Float64,
    "difference": pl.Float64, "label_fr": pl.String, "label_en": pl.String,
    "why_fr": pl.String, "why_en": pl.String, "article": pl.String, "status": pl.String,
}  # fmt: skip


def explain_difference(before: CostResult, after: CostResult) -> pl.DataFrame:
    """Say line by line and year by year what differs between two prices, and why.

    Parameters
    ----------
    before, after
        Prices in one currency; year 1 of each is the twelve months from its own start.

    Returns
    -------
    polars.DataFrame
        line, year, before, after, difference, label_fr, label_en, why_fr, why_en, article, status;
        lines that are equal in a year are left out. The differences add up to that of the totals.

    Raises
    ------
    ValueError
        When the prices are in two currencies.
    """
    if before.currency != after.currency:
        raise ValueError(f"{before.currency} and {after.currency} cannot be compared")
    old, new = _years(before), _years(after)
    texts = {line.id: line for result in (before, after) for line in result.lines}
    ids = [id_ for id_, line in texts.items() if line.kind != RATIO]
    rows = []
    for id_ in ids:
        was, is_now = old.get(id_, []), new.get(id_, [])
        for year in range(max(len(was), len(is_now))):
            first = was[year] if year < len(was) else 0.0
            second = is_now[year] if year < len(is_now) else 0.0
            if first != second:
                rows.append(_row(texts[id_], year + 1, first, second))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _years(result: CostResult) -> dict[str, list[float]]:
    return {
        line.id: [
            sum(line.by_month[i : i + MONTHS_PER_YEAR])
            for i in range(0, len(line.by_month), MONTHS_PER_YEAR)
        ]
        for line in result.lines
        if line.kind != RATIO
    }


def _row(line: CostLine, year: int, before: float, after: float) -> tuple[object, ...]:
    return (
        line.id, year, before, after, after - before, line.label_fr, line.label_en,
        line.formula_fr, line.formula_en, line.article, line.status,
    )  # fmt: skip
