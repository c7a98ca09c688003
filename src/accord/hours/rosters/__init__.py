"""Dated rosters of people: what they must satisfy, what they cost, the best one with its proof.

The door is ``solve(problem)``; ``read_curtois`` reads a problem from a file, ``check_roster``
prices a roster and names the rules it breaks.
"""

from __future__ import annotations

from accord.hours.rosters.checker import Breach, RosterCheck, check_roster
from accord.hours.rosters.curtois import parse_curtois, read_curtois
from accord.hours.rosters.problem import (
    OFF,
    Cover,
    Person,
    Request,
    Roster,
    RosterProblem,
    Shift,
    roster_words,
)
from accord.hours.rosters.result import Clash, RosterResult
from accord.hours.rosters.solve import solve

__all__ = [
    "OFF",
    "Breach",
    "Clash",
    "Cover",
    "Person",
    "Request",
    "Roster",
    "RosterCheck",
    "RosterProblem",
    "RosterResult",
    "Shift",
    "check_roster",
    "parse_curtois",
    "read_curtois",
    "roster_words",
    "solve",
]
