"""A dated roster of a plant: who works what when, what was changed and why, who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accord.hours.rosters.duty_checker import DutyCheck, check_duties
from accord.hours.rosters.duty_problem import Cells, DutyProblem
from accord.hours.rosters.fairness import Burden, Share, burdens, shares
from accord.hours.rosters.levels import EXACT, FLOATING, OPEN, Level
from accord.hours.rosters.reasons import Change, Gap, shown
from accord.hours.rosters.station_needs import StationNeed

__all__ = ["WEIGHTS", "PlantRoster", "clock"]

WEIGHTS: Final = {"cover": 1000, "training": 100, "changes": 10, "wishes": 1, "fairness": 0}
"""What one of each level weighs in ``cost``: a number to compare rosters by. The roster itself is
found level by level; weights have no part in it."""


@dataclass(frozen=True, slots=True)
class PlantRoster:
    """A roster with its proof.

    Parameters
    ----------
    problem
        What it had to satisfy.
    cells
        The roster: one row a worker, one word a day.
    before
        The roster it was changed from, with every absence in it: the crews' cycles, or the roster
        that was repaired.
    fixed
        (worker, day) of the cells that could not change.
    levels
        Aims in their order, each with value, bound and what the bound rests on.
    changes
        Days that differ from ``before``, each with its reason.
    gaps
        Places that stay empty, each with what holds back those who could fill it.
    station_needs
        How the people needed were derived; empty when they were given.
    cpu_s
        CPU seconds.
    num_rounds
        Relaxations solved.
    """

    problem: DutyProblem
    cells: Cells
    before: Cells
    fixed: frozenset[tuple[int, int]]
    levels: tuple[Level, ...]
    changes: tuple[Change, ...]
    gaps: tuple[Gap, ...]
    station_needs: tuple[StationNeed, ...]
    cpu_s: float
    num_rounds: int

    @property
    def status(self) -> str:
        """``optimal`` when every level is proven, else ``found``."""
        return "optimal" if all(level.is_proven for level in self.levels) else "found"

    @property
    def cost(self) -> int:
        """The values of the levels by ``WEIGHTS``."""
        return sum(WEIGHTS[level.name] * level.value for level in self.levels)

    @property
    def bound(self) -> int:
        """The bounds of the levels by ``WEIGHTS``; each holds given the levels before it."""
        return sum(WEIGHTS[level.name] * level.bound for level in self.levels)

    @property
    def proof(self) -> str:
        """The weakest thing that a level's bound rests on."""
        order = (EXACT, FLOATING, OPEN)
        return max((level.proof for level in self.levels), key=order.index, default=EXACT)

    def level(self, name: str) -> Level:
        """Return one level by its name."""
        return next(level for level in self.levels if level.name == name)

    @property
    def people(self) -> tuple[str, ...]:
        """Ids, in the order of the rows."""
        return tuple(w.name for w in self.problem.workers)

    def assignments(self, *, with_reasons: bool = False) -> dict[str, list[str]]:
        """Return the words of each person, one a day.

        Parameters
        ----------
        with_reasons
            Say why somebody is away; else every absence is ``absent``, as others may see it.
        """
        problem = self.problem
        return {
            worker.name: [
                word if with_reasons else shown(problem, i, day, word)
                for day, word in enumerate(self.cells[i])
            ]
            for i, worker in enumerate(problem.workers)
        }

    def burdens(self) -> tuple[Burden, ...]:
        """Return what each person bears, history included."""
        return burdens(self.problem, self.cells, self.before)

    def shares(self) -> tuple[Share, ...]:
        """Return how weekends, nights and changed days are shared inside each group."""
        return shares(self.burdens())

    def check(self) -> DutyCheck:
        """Check the roster again, apart from the program that made it."""
        return check_duties(self.problem, self.cells, self.before)

    def as_dict(self) -> dict[str, object]:
        """Return the roster as plain data, absences without their reason."""
        problem = self.problem
        return {
            "status": self.status,
            "cost": self.cost,
            "bound": self.bound,
            "assignments": self.assignments(),
            "cpu_s": round(self.cpu_s, 3),
            "proof": self.proof,
            "first": problem.first.isoformat(),
            "days": problem.num_days,
            "levels": [
                {"name": x.name, "value": x.value, "bound": x.bound, "proof": x.proof}
                for x in self.levels
            ],
            "duties": _hours(problem),
            "needs": [
                {"skill": n.skill, "people": n.people, "why": n.why} for n in self.station_needs
            ],
            "changes": [
                {
                    "person": c.person,
                    "on": c.on.isoformat(),
                    "from": c.before,
                    "to": c.after,
                    "why": c.why_en,
                }
                for c in self.changes
            ],
            "uncovered": [
                {
                    "on": g.on.isoformat(),
                    "duties": list(g.kinds),
                    "skill": g.skill,
                    "people": g.people,
                    "why": g.why_en,
                }
                for g in self.gaps
            ],
            "shares": [
                {
                    "group": s.group,
                    "what": s.what,
                    "people": s.people,
                    "least": s.least,
                    "most": s.most,
                    "mean": round(s.mean, 2),
                }
                for s in self.shares()
            ],
            "limits": [
                {
                    "rule": rule,
                    "article": article,
                    "value": getattr(problem.limits, name),
                    "status": status,
                }
                for name, (rule, article, status) in problem.limits.sources.items()
            ],
        }


def _hours(problem: DutyProblem) -> dict[str, list[str]]:
    """Return the clock hours of each kind of duty in the horizon; a Friday may have its own."""
    found: dict[str, set[str]] = {}
    for day in range(problem.num_days):
        for kind, duty in problem.duties_on(day).items():
            text = "+".join(f"{clock(a)}-{clock(b)}" for a, b in duty.spans)
            found.setdefault(kind, set()).add(text)
    return {kind: sorted(found[kind]) for kind in sorted(found)}


def clock(minutes: int) -> str:
    """Write minutes after midnight as a clock shows them."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
