"""Answers of ``accord hours`` in words and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accord.hours.cycle.objectives import AIMS
from accord.hours.cycle.problem import OFF, CycleProblem, Schedule, as_words

if TYPE_CHECKING:
    from accord.hours.cycle.results import CycleResult, Proof

__all__ = ["cycle_text", "matrix_text", "proof_text"]

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def cycle_text(result: CycleResult) -> str:
    """Say a cycle, or why there is none."""
    lines = [head_text(result.problem, result.status)]
    if result.schedules:
        lines += ["", *matrix_text(result.problem, result.schedules), ""]
    lines += _aims(result)
    lines += [proof_text(result.proof), f"{result.cpu_s:.2f} s of CPU"]
    return "\n".join(lines) + "\n"


def head_text(problem: CycleProblem, verdict: str) -> str:
    """Say which problem this is, and what became of it."""
    said = {
        "found": "a cycle that keeps every rule",
        "impossible": "no cycle keeps every rule",
        "unknown": "not decided in the time given",
    }
    hours = f"{problem.average_h:.2f} h in an average week"
    return f"{problem.name}: {problem.num_people} people, {hours}: {said[verdict]}"


def matrix_text(problem: CycleProblem, schedules: Sequence[Schedule]) -> list[str]:
    """Draw schedules as rows of weeks, with the hours of each."""
    width = max(3, *(len(shift.name) for shift in problem.shifts))
    head = "week  " + " ".join(day.rjust(width) for day in DAY_NAMES) + "   hours"
    lines: list[str] = []
    for group, schedule in zip(problem.groups, schedules, strict=True):
        lines += [f"{group.name}:"] if len(problem.groups) > 1 else []
        lines.append(head)
        words = as_words(problem, schedule)
        for week, (row, codes) in enumerate(zip(words, schedule, strict=True), start=1):
            hours = sum(problem.shifts[c].length_min[d] for d, c in enumerate(codes) if c != OFF)
            cells = " ".join(word.rjust(width) for word in row)
            lines.append(f"{week:4d}  {cells}  {hours / 60:6.2f}")
    return lines


def _aims(result: CycleResult) -> list[str]:
    """Say each aim with its proven bound."""
    lines = []
    for name, value in result.objectives.items():
        aim, bound = AIMS.get(name), result.bounds[name]
        words, is_most = (aim.words_en, aim.is_most) if aim else (name, True)
        best = f"proven: no cycle has {'more' if is_most else 'fewer'}"
        open_ = f"not proven best: no cycle has {'more' if is_most else 'fewer'} than {bound:g}"
        lines.append(f"{words}: {value:g} ({best if value == bound else open_})")
    return lines


def proof_text(proof: Proof) -> str:
    """Say what a verdict rests on."""
    kinds = {
        "checked": "checked",
        "counting": "proof by counting",
        "exact": "exact proof, in integers",
        "solver": "rests on one solver, not confirmed",
    }
    return f"{kinds.get(proof.kind, proof.kind)}: {proof.text_en}"
