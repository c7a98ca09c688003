"""What a year of the simulated shop yields: good pieces, scrap, and how late orders are."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from accord.plant.records import Plant
from accord.study.runs import Run

__all__ = ["yearly_output"]

WEEKS_PER_YEAR: Final = 365.25 / 7
DAY_H: Final = 24.0
_SCHEMA: Final = {
    "replication": pl.Int64,
    "product": pl.String,
    "pieces": pl.Float64,
    "scrap": pl.Float64,
    "late_order_days": pl.Float64,
}


def yearly_output(
    run: Run, window: slice, plant: Plant, replications: int | None = None
) -> pl.DataFrame:
    """Return what a year yields in each replication, as the price of a scenario needs it.

    Parameters
    ----------
    run
        The simulated run.
    window
        Weeks to take; their sums are scaled to a year.
    plant
        The plant that was simulated: its orders say what was due when.
    replications
        Take the first so many; all of them when None.

    Returns
    -------
    polars.DataFrame
        replication, product, pieces, scrap, late_order_days. Scrap is counted by station, not by
        product: it stands in a last row of its own, without a product. An order that is not done
        at the end of the window is late until then.
    """
    count = run.replications if replications is None else replications
    per_year = WEEKS_PER_YEAR / len(run.weeks[window])
    pieces = run.good_pieces[:count, window].sum(axis=1) * per_year
    scrap = run.scrap_pieces[:count, window].sum(axis=(1, 2)) * per_year
    late = _late_days(run, window, plant, count) * per_year
    rows: list[tuple[int, str | None, float, float, float]] = []
    for r in range(count):
        rows += [
            (r, product, float(pieces[r, i]), 0.0, float(late[r, i]))
            for i, product in enumerate(run.products)
        ]
        rows.append((r, None, 0.0, float(scrap[r]), 0.0))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _late_days(run: Run, window: slice, plant: Plant, count: int) -> npt.NDArray[np.float64]:
    """Sum the days by which orders due in the window are late, shape (replications, products)."""
    weeks = run.weeks[window]
    first, last = weeks[0], weeks[-1] + timedelta(days=6)
    end_h = ((last - run.weeks[0]).days + 1) * DAY_H
    column = {order: i for i, order in enumerate(run.orders)}
    product = {name: i for i, name in enumerate(run.products)}
    found = np.zeros((count, len(run.products)))
    for order in plant.orders:
        if first <= order.due <= last and order.order in column:
            limit_h = ((order.due - run.weeks[0]).days + 1) * DAY_H
            done_h = np.nan_to_num(run.order_done[:count, column[order.order]], nan=end_h)
            late_h = np.clip(np.minimum(done_h, end_h) - limit_h, 0.0, None)
            found[:, product[order.product]] += late_h / DAY_H
    return found
