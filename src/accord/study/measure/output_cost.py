"""What scrap and late orders add to the change of cost, apart from the payroll."""

from __future__ import annotations

from accord.cost import CostResult
from accord.study.document import say
from accord.study.field import Case, Field
from accord.study.figures import FigureBook
from accord.study.measure.prices import HORIZON_YEARS, samples_of

__all__ = ["enter_output_cost"]

_PRICED = ("scrap.", "late.")


def enter_output_cost(
    field: Field, case: Case, book: FigureBook, *, before: CostResult, after: CostResult
) -> None:
    """Enter the part of the change over the horizon that is scrap and late orders.

    Parameters
    ----------
    field
        What was gathered.
    case
        The scenario.
    book
        Where it is entered; not at all where the plant prices neither.
    before, after
        Today and the scenario, in the same replications.
    """
    old, new = samples_of(before, "output"), samples_of(after, "output")
    lines = [line for line in after.lines if line.id.startswith(_PRICED)]
    if not lines or old is None or new is None:
        return
    stem = f"{case.id}.cost"
    book.simulated(
        f"{stem}.change_output_horizon",
        (new - old).sum(axis=1),
        field.plant.currency,
        inputs=book[f"{stem}.year"].inputs,
        parents=[
            book[f"{name}.cost.line.{line.id}"]
            for name in (case.id, field.today.id)
            for line in lines
        ],
        method=say("method.change_output_horizon", years=str(HORIZON_YEARS)),
    )
