"""Figures worked out from what was gathered; sections only arrange them."""

from accord.study.field import Field
from accord.study.figures import FigureBook
from accord.study.measure.bearers import enter_bearers
from accord.study.measure.cycle_comparison import enter_cycle_comparison
from accord.study.measure.cycles import enter_working_hours
from accord.study.measure.inputs import enter_inputs
from accord.study.measure.law import enter_law
from accord.study.measure.money import enter_money
from accord.study.measure.output import enter_output
from accord.study.measure.priors import enter_priors
from accord.study.measure.staffing import enter_staffing

__all__ = ["enter_all"]


def enter_all(field: Field, book: FigureBook) -> None:
    """Enter every figure that more than one section reads."""
    enter_inputs(field, book)
    enter_priors(field.plant, book)
    enter_output(field, book)
    enter_bearers(field, book)
    enter_staffing(field, book)
    enter_law(field, book)
    enter_working_hours(field, book)
    enter_cycle_comparison(field, book)
    enter_money(field, book)
