"""What scrap and late orders add to the change of cost, apart from the payroll."""

from __future__ import annotations

from accord.study.document import say
from accord.study.field import Field
from accord.study.measure.cost_years import YEARS, YearSums, numbered
from accord.study.measure.prices import HORIZON_YEARS, samples_of

__all__ = ["enter_output_cost"]

_PRICED = ("scrap.", "late.")


def enter_output_cost(field: Field, sums: YearSums, kept: YearSums) -> None:
    """Enter the part of the change that is scrap and late orders: of each year, of the horizon.

    Parameters
    ----------
    field
        What was gathered.
    sums, kept
        The scenario, and today kept as it is, in the same replications. Nothing is entered where
        the plant prices neither scrap nor days late.
    """
    old, new = samples_of(kept.result, "output"), samples_of(sums.result, "output")
    if not sums.starting(*_PRICED) or old is None or new is None:
        return
    inputs = sums.book[f"{sums.stem}.change_years"].inputs
    years = [
        sums.book.simulated(
            f"{sums.stem}.{numbered('change_output_year', year)}",
            (new - old)[:, year - 1],
            sums.unit,
            inputs=inputs,
            parents=[
                *sums.parts(sums.starting(*_PRICED), year),
                *kept.parts(kept.starting(*_PRICED), year),
            ],
            method=say("method.change_output_year", year=str(year)),
        )
        for year in YEARS
    ]
    sums.book.simulated(
        f"{sums.stem}.change_output_horizon",
        (new - old).sum(axis=1),
        field.plant.currency,
        inputs=inputs,
        parents=years,
        method=say("method.change_output_horizon", years=str(HORIZON_YEARS)),
    )
