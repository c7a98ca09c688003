"""What the cycle optimiser returns: schedules, bounds, and what each verdict rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from accord.hours.cycle.by_group import group_figures
from accord.hours.cycle.problem import OFF, CycleProblem, Schedule, as_words

__all__ = [
    "Change",
    "Core",
    "CycleResult",
    "ExplainResult",
    "FewestResult",
    "FrontierPoint",
    "FrontierResult",
    "Proof",
    "Relaxations",
]

CONFIRMED: Final = frozenset({"counting", "exact", "two_solvers"})


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verdict rests on.

    Parameters
    ----------
    kind
        ``checked`` (a schedule, held against every rule by the independent checker), ``counting``
        (sums that a reader can check by hand), ``exact`` (certificates checked in integers),
        ``two_solvers`` (HiGHS and CP-SAT), ``solver`` (one of them, not confirmed) or ``none``
        (the time was up, or a solver gave no answer).
    text_fr, text_en
        The proof in words.
    num_leaves
        Cases of an exact proof, each closed by a certificate of its own; 0 otherwise.
    """

    kind: str
    text_fr: str
    text_en: str
    num_leaves: int = 0

    @property
    def is_confirmed(self) -> bool:
        """Whether an impossibility or a bound rests on more than one solver's word."""
        return self.kind in CONFIRMED

    def as_dict(self) -> dict[str, object]:
        """Give the proof as plain data."""
        return {
            "kind": self.kind,
            "text_fr": self.text_fr,
            "text_en": self.text_en,
            "cases": self.num_leaves,
        }


@dataclass(frozen=True, slots=True)
class CycleResult:
    """A cycle, or why there is none.

    Parameters
    ----------
    problem
        The problem solved.
    status
        ``found``, ``impossible`` or ``unknown`` (the time was up).
    schedules
        One schedule per group; empty unless found.
    objectives, bounds
        Per aim, its value and the proven best value any schedule can have.
    proof
        What the verdict rests on.
    cpu_s
        CPU seconds in all.
    open_aims
        Aims that the time did not suffice for; they were not looked at.
    counts
        Each aim asked for, counted on the days of the schedules: also the parts of a weighted sum.
    """

    problem: CycleProblem
    status: str
    schedules: tuple[Schedule, ...]
    objectives: dict[str, float]
    bounds: dict[str, float]
    proof: Proof
    cpu_s: float
    open_aims: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def average_h(self) -> float:
        """Hours of a person in an average week: of the schedule, else of the demand."""
        if not self.schedules:
            return self.problem.average_h
        work = [shift.work_min for shift in self.problem.shifts]
        minutes = sum(
            work[code][day]
            for schedule in self.schedules
            for week in schedule
            for day, code in enumerate(week)
            if code != OFF
        )
        return minutes / 60 / self.problem.num_people

    @property
    def is_optimal(self) -> bool:
        """Whether every aim reached its bound."""
        is_reached = self.objectives == self.bounds and not self.open_aims
        return self.status == "found" and is_reached

    @property
    def is_proven(self) -> bool:
        """Whether the verdict, with the best of every aim, rests on more than one solver."""
        if self.status == "found" and not self.objectives:
            return not self.open_aims
        return (self.is_optimal or self.status == "impossible") and self.proof.is_confirmed

    def as_dict(self) -> dict[str, object]:
        """Give the result as plain data for JSON; hours in h, times in CPU seconds."""
        weeks = [row for schedule in self.schedules for row in as_words(self.problem, schedule)]
        return {
            "status": self.status,
            "people": self.problem.num_people,
            "average_h": round(self.average_h, 6),
            "schedule": weeks or None,
            "objective": _one_or_all(self.objectives),
            "bound": _one_or_all(self.bounds),
            "aims": list(self.objectives),
            "counts": self.counts,
            "open_aims": list(self.open_aims),
            "cpu_s": round(self.cpu_s, 6),
            "proof": self.proof.as_dict(),
            **self._groups(),
        }

    def _groups(self) -> dict[str, object]:
        """Give hours and free weekends of each group, where there are several."""
        found = group_figures(self.problem, self.schedules) if len(self.problem.groups) > 1 else ()
        return {"groups": [group.as_dict() for group in found]} if found else {}


def _one_or_all(values: dict[str, float]) -> float | list[float] | None:
    """Give the value of the only aim, the list of several, None without any."""
    if not values:
        return None
    found = list(values.values())
    return found[0] if len(found) == 1 else found


@dataclass(frozen=True, slots=True)
class Change:
    """A rule before and after; ``forbidden`` becomes ``allowed`` for a sequence."""

    rule: str
    before: int | str
    after: int | str

    @property
    def steps(self) -> int:
        """How many steps the change is: the days a bound moves, 1 for a lifted sequence."""
        if isinstance(self.before, int) and isinstance(self.after, int):
            return abs(self.after - self.before)
        return 1

    def as_dict(self) -> dict[str, object]:
        """Give the change as plain data."""
        return {"rule": self.rule, "from": self.before, "to": self.after}


@dataclass(frozen=True, slots=True)
class Core:
    """An impossible relaxation as large as was found: one of its rules must go further.

    Parameters
    ----------
    must_pass
        Rules of which one must go beyond its steps here.
    proof
        What its impossibility rests on.
    """

    must_pass: tuple[Change, ...]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Relaxations:
    """The smallest sets of steps.

    Parameters
    ----------
    size
        Steps in each set; -1 where none was found within the most steps looked at.
    sets
        The sets, each with the cycle that it makes possible.
    cores
        Why no smaller set is enough.
    is_complete
        Whether these are all sets of this size.
    held
        Rules that no step relaxes: they stay as they are in every set.
    """

    size: int
    sets: tuple[tuple[tuple[Change, ...], CycleResult], ...]
    cores: tuple[Core, ...]
    is_complete: bool
    held: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Give the sets as plain data: the changes, and beside each set the cycle it allows."""
        return {
            "relaxations": [[c.as_dict() for c in changes] for changes, _ in self.sets],
            "steps": self.size,
            "are_all": self.is_complete,
            "not_relaxed": list(self.held),
            "with_relaxation": [
                {
                    "people": r.problem.num_people,
                    "average_h": round(r.problem.average_h, 6),
                    "schedule": r.as_dict()["schedule"],
                }
                for _, r in self.sets
            ],
            "why_no_fewer": [
                {"one_of": [c.as_dict() for c in core.must_pass], "proof": core.proof.as_dict()}
                for core in self.cores
            ],
        }


@dataclass(frozen=True, slots=True)
class FewestResult:
    """The cycle with the fewest people within a limit on hours, or what would have to change.

    Parameters
    ----------
    cycle
        The cycle, or the proof that none exists with any headcount from ``least`` to ``most``.
    least, most
        Headcounts looked at.
    relaxations
        Smallest changes of rules; None when a cycle was found.
    cpu_s
        CPU seconds in all.
    no_fewer
        Why fewer people cannot do; without a cycle, why no headcount can.
    """

    cycle: CycleResult
    least: int
    most: int
    relaxations: Relaxations | None
    cpu_s: float
    no_fewer: Proof

    def as_dict(self) -> dict[str, object]:
        """Give the result as plain data for JSON; without a cycle there are no people to name."""
        found = self.cycle.as_dict() | {
            "headcounts": [self.least, self.most],
            "no_fewer_people": self.no_fewer.as_dict(),
            "cpu_s": round(self.cpu_s, 6),
        }
        if self.relaxations is None:
            return found
        nobody = {"people": None, "average_h": None}
        return found | nobody | self.relaxations.as_dict()


@dataclass(frozen=True, slots=True)
class ExplainResult:
    """Why there is no cycle, and the smallest changes of rules after which there is one.

    Parameters
    ----------
    cycle
        The verdict before any change.
    relaxations
        The smallest changes; None when a cycle exists already.
    cpu_s
        CPU seconds in all.
    """

    cycle: CycleResult
    relaxations: Relaxations | None
    cpu_s: float

    def as_dict(self) -> dict[str, object]:
        """Give the result as plain data for JSON."""
        found = self.cycle.as_dict() | {"cpu_s": round(self.cpu_s, 6)}
        return found if self.relaxations is None else found | self.relaxations.as_dict()


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The best cycle with one headcount: ``free_weekends`` is None where none exists.

    ``is_proven`` says whether it rests on more than one solver (``CycleResult.is_proven``).
    """

    people: int
    average_h: float
    free_weekends: int | None
    is_proven: bool
    cycle: CycleResult


@dataclass(frozen=True, slots=True)
class FrontierResult:
    """Headcount against hours against free weekends.

    Parameters
    ----------
    points
        One per headcount, fewest people first.
    cpu_s
        CPU seconds in all.
    """

    points: tuple[FrontierPoint, ...]
    cpu_s: float

    def as_dict(self) -> dict[str, object]:
        """Give the frontier as plain data; headcounts without a cycle stand apart."""
        return {
            "points": [
                {
                    "people": p.people,
                    "average_h": round(p.average_h, 6),
                    "free_weekends": p.free_weekends,
                    "proven": p.is_proven,
                    "bound": p.cycle.bounds.get("free_weekends"),
                    "proof": p.cycle.proof.as_dict(),
                }
                for p in self.points
                if p.free_weekends is not None
            ],
            "impossible": [
                {
                    "people": p.people,
                    "average_h": round(p.average_h, 6),
                    "proven": p.is_proven,
                    "proof": p.cycle.proof.as_dict(),
                }
                for p in self.points
                if p.free_weekends is None
            ],
            "cpu_s": round(self.cpu_s, 6),
        }
