"""What the shop yields, in money: scrap, late orders, the cost of a good piece and of an hour."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from accord.cost.bill import SUMS, Basis, Bill, money, numbers
from accord.cost.extra_hours import REPLICATION
from accord.cost.horizon import MONTHS_PER_YEAR
from accord.cost.records import RATIO, YEARLY
from accord.law import FloatArray

SCRAP, LATE = "scrap", "late"
_PRICED = (
    (SCRAP, "scrap", "scrap_piece", ("Rebuts", "Scrap")),
    (LATE, "late_order_days", "late_order_day", ("Retards", "Late orders")),
)
_NO_OUTPUT = (
    "Pas de production simulée : ni rebuts, ni retards, ni coût par pièce.",
    "No simulated output: neither scrap, late orders nor the cost of a piece.",
)


def price_output(bill: Bill, output: pl.DataFrame | None) -> FloatArray:
    """Write what scrap and late orders cost a year; say which of them has no price.

    Parameters
    ----------
    bill
        The bill.
    output
        One row per product: product, pieces, scrap, late_order_days, each a year; replication
        where there are several, and the lines are their mean.

    Returns
    -------
    array
        Cost of a year in each replication, shape (replications,).
    """
    if output is None or output.is_empty():
        bill.notes.append(_NO_OUTPUT)
        return np.zeros(1)
    total = np.zeros(1)
    for id_, column, key, labels in _PRICED:
        if column not in output.columns:
            continue
        counts = _by_run(output, column)
        count = float(counts.mean())
        price = getattr(bill.case.plant.prices, key, None)
        if price is None:
            _note_unpriced(bill, labels, key, count)
            continue
        total = total + counts * price
        bill.write(
            f"{id_}.year",
            labels,
            count * price,
            Basis("A-24", "plant.yaml, prices"),
            formula=numbers(f"{money(count)} × {price:g}"),
            inputs={column: money(count), "price": f"{price:g}"},
            first=bill.horizon.first,
            is_change=False,
            by_month=np.full(len(bill.horizon.months), count * price / MONTHS_PER_YEAR),
        )
    return total


def _note_unpriced(bill: Bill, labels: tuple[str, str], key: str, count: float) -> None:
    if count:
        bill.notes.append(
            (
                f"{labels[0]} : non chiffrés (prices.{key} manque dans plant.yaml).",
                f"{labels[1]}: not priced (prices.{key} is not given in plant.yaml).",
            )
        )


def price_units(bill: Bill, workload: pl.DataFrame, output: pl.DataFrame | None) -> None:
    """Write the first year's cost of a good piece and of an hour worked, aid taken off."""
    if bill.needs:
        return
    first_year = slice(0, MONTHS_PER_YEAR)
    cost = sum(sum(x.by_month[first_year]) for x in bill.lines if x.kind == YEARLY)
    for id_, count, labels, unit in (
        ("per_piece", _pieces(output), ("Coût par pièce bonne", "Cost of a good piece"), "piece"),
        (
            "per_hour",
            _hours(workload, bill.horizon.first),
            ("Coût d'une heure travaillée", "Cost of an hour worked"),
            "h",
        ),
    ):
        if count > 0 and cost:
            bill.write(
                id_,
                labels,
                cost / count,
                SUMS,
                formula=(
                    f"{money(cost)} la première année, aide déduite / {money(count)}",
                    f"{money(cost)} in the first year, aid taken off / {money(count)}",
                ),
                inputs={"cost": money(cost), "count a year": money(count)},
                first=bill.case.start,
                kind=RATIO,
                unit=f"{bill.case.plant.currency}/{unit}",
            )


def _by_run(output: pl.DataFrame, column: str) -> FloatArray:
    """Sum a column over the products, by replication."""
    if REPLICATION not in output.columns:
        return np.array([float(output[column].sum())])
    sums = output.group_by(REPLICATION).agg(pl.col(column).sum()).sort(REPLICATION)
    return sums[column].to_numpy().astype(np.float64)


def _pieces(output: pl.DataFrame | None) -> float:
    return 0.0 if output is None or output.is_empty() else float(_by_run(output, "pieces").mean())


def _hours(workload: pl.DataFrame, first: date) -> float:
    if "hours" not in workload.columns:
        return 0.0
    rows = workload.filter(pl.col("month") >= first)
    if rows.is_empty():
        return 0.0
    runs = rows[REPLICATION].n_unique() if REPLICATION in rows.columns else 1
    return float(rows["hours"].sum()) / runs * MONTHS_PER_YEAR / rows["month"].n_unique()
