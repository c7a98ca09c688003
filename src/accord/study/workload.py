"""What people worked, person by month, as the price of a scenario needs it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from accord.plant.records import Scenario
from accord.study.runs import Run

__all__ = ["workload"]

WEEKS_OF_A_WHOLE_MONTH: Final = 4


def workload(
    run: Run, window: slice, scenario: Scenario | None, replication: int | None = None
) -> pl.DataFrame:
    """Return person, month, hours, overtime_h, pieces, training_h over the window.

    Parameters
    ----------
    run
        The simulated run.
    window
        Weeks to take.
    scenario
        Its training is spread over the month it falls in.
    replication
        One replication, or None for the mean over all.

    Returns
    -------
    polars.DataFrame
        One row per person and whole month. A week belongs to the month of its Thursday; months
        with fewer than four weeks are left out, so that a yearly figure may be scaled by months.
        ``pieces`` are 0: the simulation does not tell pieces by person.
    """
    chosen = slice(None) if replication is None else slice(replication, replication + 1)
    worked = [s for s in run.person_states if s != "break_"]
    hours = run.person_state(*worked)[chosen, window].mean(axis=0)
    overtime = run.overtime_h()[chosen, window].mean(axis=0)
    months = [(w + timedelta(days=3)).replace(day=1) for w in run.weeks[window]]
    rows: list[pl.DataFrame] = []
    for month in dict.fromkeys(months):
        index = [i for i, m in enumerate(months) if m == month]
        if len(index) < WEEKS_OF_A_WHOLE_MONTH:
            continue
        month_h = hours[index].sum(axis=0)
        there = np.flatnonzero(month_h > 0)
        rows.append(
            pl.DataFrame(
                {
                    "person": [run.people[i] for i in there],
                    "month": [month] * there.size,
                    "hours": month_h[there],
                    "overtime_h": overtime[index].sum(axis=0)[there],
                    "pieces": np.zeros(there.size),
                },
                schema={
                    "person": pl.String,
                    "month": pl.Date,
                    "hours": pl.Float64,
                    "overtime_h": pl.Float64,
                    "pieces": pl.Float64,
                },
            )
        )
    if not rows:
        return pl.DataFrame(schema=_SCHEMA)
    table = pl.concat(rows)
    trained = _training(scenario)
    return table.join(trained, on=["person", "month"], how="left").with_columns(
        pl.col("training_h").fill_null(0.0)
    )


_SCHEMA: Final = {
    "person": pl.String,
    "month": pl.Date,
    "hours": pl.Float64,
    "overtime_h": pl.Float64,
    "pieces": pl.Float64,
    "training_h": pl.Float64,
}


def _training(scenario: Scenario | None) -> pl.DataFrame:
    found: dict[tuple[str, date], float] = {}
    for row in scenario.training if scenario is not None else ():
        key = (row.person, row.on.replace(day=1))
        found[key] = found.get(key, 0.0) + row.hours
    return pl.DataFrame(
        {
            "person": [p for p, _ in found],
            "month": [m for _, m in found],
            "training_h": list(found.values()),
        },
        schema={"person": pl.String, "month": pl.Date, "training_h": pl.Float64},
    )
