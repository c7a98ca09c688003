"""Dated rosters of people: what they must satisfy, what they cost, the best one with its proof."""

from __future__ import annotations

from accord.hours.roster.problem import (
    OFF,
    Cover,
    Person,
    Request,
    Roster,
    RosterProblem,
    Shift,
    roster_words,
)

__all__ = [
    "OFF",
    "Cover",
    "Person",
    "Request",
    "Roster",
    "RosterProblem",
    "Shift",
    "roster_words",
]
