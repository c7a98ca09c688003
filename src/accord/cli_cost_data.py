"""Sums of a price by year, and the price as plain data: what ``accord cost --json`` writes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from accord.cost import missing_words

if TYPE_CHECKING:
    from accord.cost import CostResult
    from accord.study import ScenarioPrice

__all__ = ["aid_and_reliefs", "as_data", "change_of", "sums_of", "years_of"]


def years_of(result: CostResult) -> list[int]:
    """Give the years of a price, the base year 0 first."""
    return sorted({int(y) for y in result.years["year"].to_list()} | {0, 1})


def sums_of(result: CostResult, group: str | None = None) -> list[float]:
    """Sum a group (None: all) by year, the base year first."""
    rows = result.years if group is None else result.years.filter(pl.col("group") == group)
    sums = rows.group_by("year").agg(pl.col("amount").sum())
    by_year = {int(year): float(amount) for year, amount in sums.iter_rows()}
    return [by_year.get(year, 0.0) for year in years_of(result)]


def change_of(result: CostResult, today: CostResult, *, with_base: bool = False) -> list[float]:
    """Give what a price changes from today by year, the base year first if it is asked for."""
    pairs = zip(sums_of(result)[1:], sums_of(today)[1:], strict=False)
    return [*([0.0] if with_base else []), *(a - b for a, b in pairs)]


def aid_and_reliefs(found: ScenarioPrice) -> list[float]:
    """Give what of the change is aid and reliefs lost (positive) or gained, by year."""
    after, before = (_by_state(r) for r in (found.result, found.today))
    return [a - b for a, b in zip(after, before, strict=False)]


def _by_state(result: CostResult) -> list[float]:
    """Sum aid and every line of relief by year."""
    rows = result.months.filter(
        pl.col("line").str.starts_with("aid.") | pl.col("line").str.ends_with(".relief")
    )
    first = _first_month(result)
    years = years_of(result)[1:]
    month = (pl.col("month").dt.year() * 12 + pl.col("month").dt.month() - first) // 12 + 1
    sums = dict(rows.group_by(month.alias("year")).agg(pl.col("amount").sum()).iter_rows())
    return [float(sums.get(year, 0.0)) for year in years]


def _first_month(result: CostResult) -> int:
    month = result.people_months["month"].min()
    if not isinstance(month, date):
        return 0
    return month.year * 12 + month.month


def as_data(found: ScenarioPrice) -> dict[str, object]:
    """Give the price as plain data: everything the text says, by month and by person too."""
    return {
        "plant": found.plant.name,
        "currency": found.result.currency,
        "from": found.scenario.start.isoformat(),
        "missing": dict(zip(("fr", "en"), missing_words(found.gaps), strict=True)),
        "totals": _totals(found),
        "scenario": _result(found.result),
        "today": _result(found.today),
        "difference": found.difference.to_dicts(),
        "gate": {
            "layoffs": found.gate.layoffs,
            "is_open": found.gate.is_open,
            "says": dict(zip(("fr", "en"), found.gate.says, strict=True)),
        },
        "alternatives": [
            {**_result(other.result), "today": _result(other.today)} for other in found.alternatives
        ],
    }


def _totals(found: ScenarioPrice) -> list[dict[str, object]] | None:
    """Give the sums of each year and their change from today; None where one would mislead."""
    if found.gaps or not found.gate.is_open:
        return None
    columns = {
        "year": years_of(found.result)[1:],
        "total": sums_of(found.result)[1:],
        "today": sums_of(found.today)[1:],
        "change": change_of(found.result, found.today),
        "aid_and_reliefs": aid_and_reliefs(found),
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _result(result: CostResult) -> dict[str, object]:
    return {
        "name": result.scenario,
        "lines": [asdict(line) for line in result.lines],
        "years": result.years.to_dicts(),
        "months": result.months.to_dicts(),
        "people_months": result.people_months.to_dicts(),
        "exits": result.exits.to_dicts(),
        "conditions": [asdict(c) for c in result.conditions],
        "needs": [asdict(need) for need in result.needs],
        "notes": [{"fr": fr, "en": en} for fr, en in result.notes],
    }
