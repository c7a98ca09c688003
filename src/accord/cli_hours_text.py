"""Answers of ``accord hours`` in words and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from accord.hours.cycle.by_group import group_figures
from accord.hours.cycle.objectives import AIMS
from accord.hours.cycle.problem import OFF, CycleProblem, Schedule, as_words

if TYPE_CHECKING:
    from accord.hours.cycle.results import (
        Change,
        CycleResult,
        ExplainResult,
        FewestResult,
        FrontierResult,
        Proof,
        Relaxations,
    )

__all__ = [
    "cycle_text",
    "explain_text",
    "fewest_text",
    "frontier_text",
    "matrix_text",
    "proof_text",
    "rule_words",
]

KIND_WORDS = {
    "checked": "checked",
    "counting": "by counting",
    "exact": "exact",
    "two_solvers": "two solvers",
    "solver": "one solver",
    "none": "not proven",
}
_HELD_WORDS = {
    "rest_in_week": "days off in a row in each week",
    "free_weekend_in": "a free weekend among several",
}
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def cycle_text(result: CycleResult, weights: Mapping[str, int] | None = None) -> str:
    """Say a cycle, or why there is none; of weighted aims each with its weight."""
    lines = [head_text(result.problem, result.status, result.average_h)]
    if result.schedules:
        lines += ["", *matrix_text(result.problem, result.schedules), ""]
    lines += _aims(result)
    lines += _parts(result, weights or {})
    lines += [proof_text(result.proof), f"{result.cpu_s:.2f} s of CPU"]
    return "\n".join(lines) + "\n"


def head_text(problem: CycleProblem, verdict: str, average_h: float) -> str:
    """Say which problem this is, and what became of it."""
    said = {
        "found": "a cycle that keeps every rule",
        "impossible": "no cycle keeps every rule",
        "unknown": "not decided in the time given",
    }
    hours = f"{average_h:.2f} h in an average week"
    return f"{problem.name}: {problem.num_people} people, {hours}: {said[verdict]}"


def matrix_text(problem: CycleProblem, schedules: Sequence[Schedule]) -> list[str]:
    """Draw schedules as rows of weeks, with the hours of each."""
    width = max(3, *(len(shift.name) for shift in problem.shifts))
    head = "week  " + " ".join(day.rjust(width) for day in DAY_NAMES) + "   hours"
    lines: list[str] = []
    figures = group_figures(problem, schedules)
    for group, schedule in zip(figures, schedules, strict=True):
        lines += [f"{group}:"] if len(figures) > 1 else []
        lines.append(head)
        words = as_words(problem, schedule)
        for week, (row, codes) in enumerate(zip(words, schedule, strict=True), start=1):
            hours = sum(problem.shifts[c].work_min[d] for d, c in enumerate(codes) if c != OFF)
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
        lines.append(f"{words}: {value + 0:g} ({best if value == bound else open_})")
    return lines


def _parts(result: CycleResult, weights: Mapping[str, int]) -> list[str]:
    """Say what a weighted sum is made of."""
    lines = []
    for name, weight in weights.items():
        if name in result.counts:
            sign = "+" if AIMS[name].is_most else "-"
            lines.append(f"  {sign} {weight} x {result.counts[name]} {AIMS[name].words_en}")
    return lines


def proof_text(proof: Proof) -> str:
    """Say what a verdict rests on."""
    before = {"counting": "proof by counting: ", "solver": "not confirmed: "}
    return f"{before.get(proof.kind, '')}{proof.text_en}"


def fewest_text(
    problem: CycleProblem,
    result: FewestResult,
    max_average_h: float,
    weights: Mapping[str, int] | None = None,
) -> str:
    """Say with how few people an average week is short enough, or what must change."""
    cycle, relaxations = result.cycle, result.relaxations
    if relaxations is None:
        today = f"{problem.num_people} people today, {problem.average_h:.2f} h"
        least = f"at least {result.least} for {max_average_h:g} h"
        why = f"no cycle with fewer: {proof_text(result.no_fewer)}"
        return f"{cycle_text(cycle, weights)}({today}; {least}; {why})\n"
    asked = f"an average week of at most {max_average_h:g} h"
    counts = "any number of" if result.least > result.most else f"{result.least}"
    if result.least < result.most:
        counts = f"{result.least} to {result.most}"
    lines = [f"{problem.name}: {asked}: no cycle with {counts} people", proof_text(cycle.proof)]
    lines += _changes(relaxations)
    lines.append(f"{result.cpu_s:.2f} s of CPU")
    return "\n".join(lines) + "\n"


def explain_text(problem: CycleProblem, result: ExplainResult, max_average_h: float | None) -> str:
    """Say why there is no cycle, and the smallest changes after which there is one."""
    if result.relaxations is None:
        return cycle_text(result.cycle)
    lines = [
        head_text(result.cycle.problem, result.cycle.status, result.cycle.average_h)
        if max_average_h is None
        else f"{problem.name}: an average week of at most {max_average_h:g} h: no cycle with any "
        "number of people",
        proof_text(result.cycle.proof),
    ]
    lines += _changes(result.relaxations)
    lines.append(f"{result.cpu_s:.2f} s of CPU")
    return "\n".join(lines) + "\n"


def _changes(found: Relaxations) -> list[str]:
    """List the smallest sets of changes, the cycle of the first, and what proves them smallest."""
    held = f"held as they are: {', '.join(rule_words(rule) for rule in found.held)}"
    if not found.sets:
        return ["no change of a few rules was found that helps", held]
    all_or_some = "these are all" if found.is_complete else "there are more"
    lines = ["", f"smallest change: {found.size} step(s), {all_or_some}:"]
    for i, (changes, cycle) in enumerate(found.sets, start=1):
        said = "; ".join(_change(change) for change in changes)
        case = cycle.problem
        lines.append(f"{i:3d}. {said} ({case.num_people} people, {case.average_h:.2f} h)")
    kinds: dict[str, int] = {}
    for core in found.cores:
        kinds[core.proof.kind] = kinds.get(core.proof.kind, 0) + 1
    proofs = ", ".join(f"{count} {KIND_WORDS.get(kind, kind)}" for kind, count in kinds.items())
    lines += [f"fewer steps are not enough: {len(found.cores)} proof(s) ({proofs})", held, ""]
    first = found.sets[0][1]
    return [*lines, "the cycle after the first change:",
            *matrix_text(first.problem, first.schedules), ""]  # fmt: skip


def _change(change: Change) -> str:
    words = rule_words(change.rule)
    if isinstance(change.before, str):
        return f"{words}: {change.after}"
    return f"{words}: {change.after} instead of {change.before}"


def rule_words(rule: str) -> str:
    """Say the name of a rule in words: ``N block_most`` is the most days of N in a row."""
    kind, _, rest = rule.partition(" ")
    if kind in {"pair", "triple"}:
        return f"sequence {rest}"
    what, _, side = rule.rpartition("_")
    sides = {"least": "least", "most": "most"}
    if side not in sides:
        return _HELD_WORDS.get(rule, rule)
    what = {"off": "days off", "work": "days of work"}.get(what) or (
        f"days of {what.removesuffix(' block')}"
    )
    return f"{sides[side]} {what} in a row"


def frontier_text(problem: CycleProblem, result: FrontierResult) -> str:
    """Write the frontier as a table, a line for each number of people."""
    lines = [f"{problem.name}: people, hours and free weekends", ""]
    lines.append("people  hours a week  free weekends  share")
    for point in result.points:
        head = f"{point.people:6d}  {point.average_h:12.2f}"
        proof = point.cycle.proof
        if point.free_weekends is None:
            known = "no cycle" if point.cycle.status == "impossible" else "not decided"
            lines.append(f"{head}  {known} ({proof_text(proof)})")
            continue
        share = point.free_weekends / point.people
        mark = "proven" if point.is_proven else "not proven best"
        words = KIND_WORDS.get(proof.kind, proof.kind)
        lines.append(f"{head}  {point.free_weekends:13d}  {share:5.2f}  {mark} ({words})")
    return "\n".join([*lines, f"{result.cpu_s:.2f} s of CPU"]) + "\n"
