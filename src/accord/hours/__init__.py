"""Who works when, and may they? Checks of shift cycles against law and ergonomics.

The door is ``check(plant, on=date)``. It reads the shift table and the people; limits come from the
law room with their article, and each finding says whether its limit was checked or is a draft.
Doors that need more than the others (files, rosters, regimes) open on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from accord.hours.check.conditions import Facts
from accord.hours.check.cycle import check_cycle
from accord.hours.check.plant import check
from accord.hours.check.roster import Duty, check_roster
from accord.hours.cycle.fewest import explain, fewest_people
from accord.hours.cycle.frontier import frontier
from accord.hours.cycle.problem import CycleProblem
from accord.hours.cycle.results import CycleResult, ExplainResult, FewestResult, FrontierResult
from accord.hours.cycle.solve import solve_cycle
from accord.hours.design.crews import CycleDesign, apply_designed, design, with_designs
from accord.hours.design.family import Family, LeftOut, families
from accord.hours.design.trade_off import recut, trade_off
from accord.hours.duties import Cycle, cycles
from accord.hours.ergonomics.audit import Audit, Criterion, audit, audits
from accord.hours.ergonomics.risk_index import RiskIndex, risk_index
from accord.hours.patterns.pattern import Pattern
from accord.hours.patterns.text import pattern, patterns, read_pattern
from accord.hours.records import BREACH, FLAG, OK, Finding, HoursCheck, Violation
from accord.hours.spread import Spread, spread
from accord.hours.walk import duties_of

if TYPE_CHECKING:
    from accord.hours.check.file import check_file
    from accord.hours.regime.crews import CrewRegime, crews_needed, regimes
    from accord.hours.rosters.duty_roster import PlantRoster
    from accord.hours.rosters.plant_roster import roster

__all__ = [
    "BREACH",
    "FLAG",
    "OK",
    "Audit",
    "CrewRegime",
    "Criterion",
    "Cycle",
    "CycleDesign",
    "CycleProblem",
    "CycleResult",
    "Duty",
    "ExplainResult",
    "Facts",
    "Family",
    "FewestResult",
    "Finding",
    "FrontierResult",
    "HoursCheck",
    "LeftOut",
    "Pattern",
    "PlantRoster",
    "RiskIndex",
    "Spread",
    "Violation",
    "apply_designed",
    "audit",
    "audits",
    "check",
    "check_cycle",
    "check_file",
    "check_roster",
    "crews_needed",
    "cycles",
    "design",
    "duties_of",
    "explain",
    "families",
    "fewest_people",
    "frontier",
    "pattern",
    "patterns",
    "read_pattern",
    "recut",
    "regimes",
    "risk_index",
    "roster",
    "solve_cycle",
    "spread",
    "trade_off",
    "with_designs",
]

_ON_FIRST_USE: Final = {
    "CrewRegime": "accord.hours.regime.crews",
    "PlantRoster": "accord.hours.rosters.duty_roster",
    "check_file": "accord.hours.check.file",
    "crews_needed": "accord.hours.regime.crews",
    "regimes": "accord.hours.regime.crews",
    "roster": "accord.hours.rosters.plant_roster",
}


def __getattr__(name: str) -> object:
    if name in _ON_FIRST_USE:
        return getattr(import_module(_ON_FIRST_USE[name]), name)
    raise AttributeError(f"module 'accord.hours' has no attribute {name!r}")
