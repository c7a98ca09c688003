"""The worst value of a criterion in a crew's cycle, the duty behind it, and what it means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.hours.duties import Cycle, IntArray
from accord.hours.records import BREACH, OK
from accord.law import FloatArray

__all__ = ["Measure", "at_least", "at_most", "worked_days"]


@dataclass(frozen=True, slots=True)
class Measure:
    """The worst value of a rule in a cycle, the duty behind it, and what it means."""

    rule: str
    value: float
    limit: float
    unit: str
    i_duty: int
    severity: str


def at_most(
    rule: str, values: FloatArray, limit: float, unit: str, duties: IntArray, *, worse: str = BREACH
) -> Measure:
    """Measure the largest value against a maximum."""
    worst = int(np.argmax(values))
    value = float(values[worst])
    return Measure(rule, value, limit, unit, int(duties[worst]), worse if value > limit else OK)


def at_least(
    rule: str, values: FloatArray, limit: float, unit: str, duties: IntArray, *, worse: str = BREACH
) -> Measure:
    """Measure the smallest value against a minimum."""
    worst = int(np.argmin(values))
    value = float(values[worst])
    return Measure(rule, value, limit, unit, int(duties[worst]), worse if value < limit else OK)


def worked_days(cycle: Cycle) -> tuple[IntArray, IntArray, IntArray]:
    """Give the worked days of the cycle, with their first and last duty, shape (days,)."""
    days, first = np.unique(cycle.day, return_index=True)
    last = np.append(first[1:], len(cycle.day)) - 1
    return days, first, last
