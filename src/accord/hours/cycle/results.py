"""What the cycle optimiser returns: schedules, bounds, and what each verdict rests on."""

from __future__ import annotations

from dataclasses import dataclass

from accord.hours.cycle.problem import CycleProblem, Schedule, as_words

__all__ = ["CycleResult", "Proof"]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verdict rests on.

    Parameters
    ----------
    kind
        ``checked`` (a schedule, held against every rule by the independent checker), ``counting``
        (sums that a reader can check by hand), ``exact`` (certificates checked in integers) or
        ``solver`` (the branch and bound of one solver in floating point, not confirmed).
    text_fr, text_en
        The proof in words.
    num_leaves
        Cases of an exact proof, each closed by a certificate of its own; 0 otherwise.
    cpu_s
        CPU seconds that the proof took, part of the result's.
    """

    kind: str
    text_fr: str
    text_en: str
    num_leaves: int = 0
    cpu_s: float = 0.0


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
    num_cuts
        Connectivity cuts that were needed.
    cpu_s
        CPU seconds in all.
    """

    problem: CycleProblem
    status: str
    schedules: tuple[Schedule, ...]
    objectives: dict[str, float]
    bounds: dict[str, float]
    proof: Proof
    num_cuts: int
    cpu_s: float

    @property
    def is_optimal(self) -> bool:
        """Whether every aim reached its proven bound."""
        return self.status == "found" and self.objectives == self.bounds

    def as_dict(self) -> dict[str, object]:
        """Give the result as plain data for JSON; hours in h, times in CPU seconds."""
        weeks = [row for schedule in self.schedules for row in as_words(self.problem, schedule)]
        return {
            "status": self.status,
            "people": self.problem.num_people,
            "average_h": round(self.problem.average_h, 6),
            "schedule": weeks or None,
            "objective": _one_or_all(self.objectives),
            "bound": _one_or_all(self.bounds),
            "aims": list(self.objectives),
            "cpu_s": round(self.cpu_s, 6),
            "proof": {
                "kind": self.proof.kind,
                "text_fr": self.proof.text_fr,
                "text_en": self.proof.text_en,
                "leaves": self.proof.num_leaves,
                "cpu_s": round(self.proof.cpu_s, 6),
            },
        }


def _one_or_all(values: dict[str, float]) -> float | list[float] | None:
    """Give the value of the only aim, the list of several, None without any."""
    if not values:
        return None
    found = list(values.values())
    return found[0] if len(found) == 1 else found
