"""The overtime of a workload, laid over the months of the horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from accord.cost.horizon import MONTHS_PER_YEAR, Horizon
from accord.errors import FactError
from accord.law import FloatArray

REPLICATION = "replication"


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

    months: tuple[object, ...]
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
        When a row is of somebody the plant does not have, or has negative hours.
    """
    rows = workload.filter(pl.col("month") >= horizon.first)
    if rows.is_empty():
        return None
    names = pl.DataFrame({"person": people, "i_person": np.arange(len(people))})
    rows = rows.join(names, on="person", how="left", maintain_order="left")
    _check(rows)
    months = rows["month"].unique().sort().to_list()
    places = {month: i for i, month in enumerate(months)}
    i_month = rows["month"].replace_strict(places, return_dtype=pl.Int64).to_numpy()
    runs = rows[REPLICATION].to_numpy() if REPLICATION in rows.columns else np.zeros(len(rows))
    labels, i_run = np.unique(runs, return_inverse=True)
    hours = np.zeros((len(labels), len(months), len(people)))
    np.add.at(hours, (i_run, i_month, rows["i_person"].to_numpy()), rows["overtime_h"].to_numpy())
    gap = horizon.index(months[0])
    of_month = tuple((i - gap) % len(months) for i in range(len(horizon.months)))
    return ExtraHours(tuple(months), of_month, hours)


def _check(rows: pl.DataFrame) -> None:
    strangers = rows.filter(pl.col("i_person").is_null())["person"].unique().sort().to_list()
    if strangers:
        raise FactError(
            "person",
            ", ".join(map(str, strangers[:12])),
            "it is in the people table, or hired by the scenario",
            why="a row of the workload is paid by the person's own pay",
            article="workload, column person",
        )
    negative = rows.filter(pl.col("overtime_h") < 0)
    if not negative.is_empty():
        raise FactError(
            "overtime_h",
            f"{negative['overtime_h'][0]:g}",
            "it is at least 0",
            why=f"hours of {negative['person'][0]} are paid",
            article="L212-5 ; L3121-36",
        )


def year_scale(found: ExtraHours) -> float:
    """Give what turns the hours of the workload's months into those of a year."""
    return MONTHS_PER_YEAR / len(found.months)
