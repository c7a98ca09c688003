"""The overtime of a workload, laid over the months of the horizon."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.cost.horizon import MONTHS_PER_YEAR, Horizon
from accord.cost.records import months_later
from accord.errors import FactError
from accord.law import FloatArray

REPLICATION = "replication"
Cells = NDArray[np.int64]
_DAY_H: Final = 24


@dataclass(frozen=True, slots=True)
class ExtraHours:
    """Hours beyond the contract by replication, month of the horizon and person.

    Parameters
    ----------
    months
        Months of the workload that are used, in order.
    of_month
        Which of them stands for each month of the horizon, shape (horizon,): the workload's months
        repeat in their order.
    hours
        Shape (replications, months, people).
    """

    months: tuple[date, ...]
    of_month: tuple[int, ...]
    hours: FloatArray


def extra_hours(
    workload: pl.DataFrame, people: Sequence[str], horizon: Horizon
) -> ExtraHours | None:
    """Read the overtime of a workload; None where it has no month from the start on.

    Parameters
    ----------
    workload
        Columns person, month (first day), overtime_h, and replication where there are several.
    people
        Ids, in the order of the columns of the result.
    horizon
        The months priced; earlier ones of the workload are left out.

    Raises
    ------
    FactError
        When a row is of somebody the plant does not have, stands twice, or has hours that a month
        cannot have: negative, not finite, more than its days hold.
    """
    rows = workload.filter(pl.col("month") >= horizon.first)
    if rows.is_empty():
        return None
    names = pl.DataFrame({"person": people, "i_person": np.arange(len(people))})
    rows = rows.join(names, on="person", how="left", maintain_order="left")
    _refuse_strangers(rows)
    months = rows["month"].unique().sort().to_list()
    places = {month: i for i, month in enumerate(months)}
    i_month = rows["month"].replace_strict(places, return_dtype=pl.Int64).to_numpy()
    runs = rows[REPLICATION].to_numpy() if REPLICATION in rows.columns else np.zeros(len(rows))
    labels, i_run = np.unique(runs, return_inverse=True)
    hours = np.zeros((len(labels), len(months), len(people)))
    places_of_rows = (i_run, i_month, rows["i_person"].to_numpy())
    hours[places_of_rows] = rows["overtime_h"].to_numpy()
    _refuse_twice(rows, np.ravel_multi_index(places_of_rows, hours.shape), hours.size)
    _refuse_hours(hours, months, people)
    gap = horizon.index(months[0])
    of_month = tuple((i - gap) % len(months) for i in range(len(horizon.months)))
    return ExtraHours(tuple(months), of_month, hours)


def month_hours(month: date) -> float:
    """Give the hours that the days of a month hold: nobody works more."""
    return float(_DAY_H * monthrange(month.year, month.month)[1])


def _refuse_strangers(rows: pl.DataFrame) -> None:
    strangers = rows.filter(pl.col("i_person").is_null())["person"].unique().sort().to_list()
    if strangers:
        raise FactError(
            "person",
            ", ".join(map(str, strangers[:12])),
            "it is in the people table, or hired by the scenario",
            why="a row of the workload is paid by the person's own pay",
            article="workload, column person",
        )


def _refuse_twice(rows: pl.DataFrame, cells: Cells, count: int) -> None:
    """Refuse a person and month that stands twice in a replication.

    Parameters
    ----------
    rows
        The workload.
    cells
        Cell of replication, month and person that each row fills, shape (rows,).
    count
        How many cells there are.
    """
    if np.bincount(cells, minlength=count).max() > 1:
        _, first = np.unique(cells, return_index=True)
        again = rows[int(np.setdiff1d(np.arange(len(cells)), first)[0])]
        raise FactError(
            "person",
            f"{again['person'][0]} twice in {again['month'][0]:%Y-%m}",
            "it has one row a month and replication",
            why="each row is paid",
            article="workload, columns person and month",
        )


def _refuse_hours(hours: FloatArray, months: Sequence[date], people: Sequence[str]) -> None:
    most = np.array([month_hours(month) for month in months])[:, None]
    wrong = np.argwhere(~((hours >= 0) & (hours <= most)))
    if len(wrong):
        i_run, i_month, i_person = wrong[0]
        raise FactError(
            "overtime_h",
            f"{hours[i_run, i_month, i_person]:g}",
            f"it is from 0 to the {most[i_month, 0]:g} h of {months[i_month]:%Y-%m}",
            why=f"hours of {people[i_person]} are paid",
            article="L212-5 ; L3121-36",
        )


def year_scale(found: ExtraHours) -> float:
    """Give what turns the hours of the workload's months into those of a year."""
    return MONTHS_PER_YEAR / len(found.months)


def months_missing(found: ExtraHours) -> list[date]:
    """List the months of the first year, or between first and last, that the workload leaves out.

    They are not read as months without overtime: those that are there stand for them.
    """
    first, last = found.months[0], found.months[-1]
    span = (last.year - first.year) * MONTHS_PER_YEAR + last.month - first.month + 1
    every = (months_later(first, i) for i in range(max(span, MONTHS_PER_YEAR)))
    return [month for month in every if month not in found.months]
