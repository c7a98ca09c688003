"""What the roster optimiser answers: the roster, its cost, and what is proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accord.hours.rosters.problem import Roster

__all__ = ["Clash", "RosterResult"]


@dataclass(frozen=True, slots=True)
class Clash:
    """Hard rules of one person that no row of days can keep together.

    Parameters
    ----------
    person
        Name of the person.
    rules
        The rules with their values; without any one of them a legal row exists.
    """

    person: str
    rules: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.person} has no legal row of days: {', '.join(self.rules)} clash"


@dataclass(frozen=True, slots=True)
class RosterResult:
    """The answer to one roster problem.

    Parameters
    ----------
    name
        Name of the problem, for example its file.
    status
        ``optimal`` (the cost is proven least), ``found`` (a roster, and a bound below its cost),
        ``impossible`` (proven: somebody has no legal row) or ``unknown`` (the time was up before
        a roster was found).
    cost
        Cost of the roster, or None.
    bound
        Proven: no legal roster costs less. None when it is not known or no roster is legal.
    roster
        Codes, one row a person, or None.
    assignments
        By person, the name of the shift of each day, ``-`` for a day off; None without a roster.
    cpu_s
        CPU seconds used.
    proof
        What the bound, or the verdict, rests on.
    clashes
        Why the problem is impossible; empty otherwise.
    num_nodes
        Nodes of search trees.
    """

    name: str
    status: str
    cost: int | None
    bound: int | None
    roster: Roster | None
    assignments: Mapping[str, list[str]] | None
    cpu_s: float
    proof: str
    clashes: tuple[Clash, ...] = ()
    num_nodes: int = 0

    def as_dict(self) -> dict[str, object]:
        """Return what a command prints as one JSON object."""
        return {
            "file": self.name,
            "status": self.status,
            "cost": self.cost,
            "bound": self.bound,
            "assignments": None if self.assignments is None else dict(self.assignments),
            "cpu_s": round(self.cpu_s, 3),
            "proof": self.proof,
        }
