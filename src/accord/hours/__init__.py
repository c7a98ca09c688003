"""Who works when, and may they? Checks of shift cycles against law and ergonomics.

The door is ``check(plant, on=date)``. It reads the shift table and the people; limits come from the
law room with their article, and each finding says whether its limit was checked or is a draft.
"""

from __future__ import annotations

from accord.hours.check import check
from accord.hours.cycle.problem import CycleProblem
from accord.hours.cycle.results import CycleResult
from accord.hours.cycle.solve import solve_cycle
from accord.hours.duties import Cycle, cycles
from accord.hours.records import BREACH, FLAG, OK, Finding, HoursCheck
from accord.hours.spread import Spread, spread

__all__ = [
    "BREACH",
    "FLAG",
    "OK",
    "Cycle",
    "CycleProblem",
    "CycleResult",
    "Finding",
    "HoursCheck",
    "Spread",
    "check",
    "cycles",
    "solve_cycle",
    "spread",
]
