"""The field study: gather, measure, write; compare two scenarios; explain a number."""

from accord.study.compare import Comparison, Difference, compare
from accord.study.executor import make_executor
from accord.study.explain import Ground, explain
from accord.study.figures import Figure
from accord.study.hours_table import HoursTable, no_hours, read_hours
from accord.study.result import Study
from accord.study.run import run
from accord.study.scenario_price import ScenarioPrice, price_scenario

__all__ = [
    "Comparison",
    "Difference",
    "Figure",
    "Ground",
    "HoursTable",
    "ScenarioPrice",
    "Study",
    "compare",
    "explain",
    "make_executor",
    "no_hours",
    "price_scenario",
    "read_hours",
    "run",
]
