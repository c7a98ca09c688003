"""French labour law as formulas over dated numbers; importing it registers every rule."""

from __future__ import annotations

from accord.law.fr import (
    collective_dismissal,
    ending_contracts,
    headcount,
    monthly_pay,
    public_aid,
    working_time,
)

__all__ = [
    "collective_dismissal",
    "ending_contracts",
    "headcount",
    "monthly_pay",
    "public_aid",
    "working_time",
]
