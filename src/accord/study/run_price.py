"""The price of a scenario on its run: the hours and the output of each replication.

The report and ``accord cost`` both price through here, over the same weeks and replications, so
that they tell the same numbers.
"""

from __future__ import annotations

import polars as pl

from accord.cost import CostResult, price
from accord.plant.records import Plant, Scenario
from accord.study.runs import Run
from accord.study.workload import workload
from accord.study.yearly_output import yearly_output

__all__ = ["paired", "price_run"]


def price_run(
    run: Run, plant: Plant, scenario: Scenario, window: slice, replications: int
) -> CostResult:
    """Price a scenario on what was simulated.

    Parameters
    ----------
    run
        The simulated run.
    plant
        The plant that was simulated: the scenario applied.
    scenario
        The scenario.
    window
        Weeks to take.
    replications
        How many replications to take, from the first.
    """
    hours = pl.concat(
        workload(run, window, scenario, r).with_columns(replication=pl.lit(r))
        for r in range(replications)
    )
    output = yearly_output(run, window, plant, replications)
    return price(plant, scenario, hours, output=output)


def paired(run: Run, today: Run) -> int:
    """Return the replications that a run and today's have in common: their difference is paired."""
    return min(run.replications, today.replications)
