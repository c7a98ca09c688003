"""Today's shift cycle against the designed one: what is better for those who work it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from accord.hours import FLAG, Audit, CycleDesign, CycleProblem, Family, audit, check, cycles
from accord.hours.cycle.problem import Schedule
from accord.hours.cycle.tally import tally
from accord.hours.design.arrange import longest_on_one_duty
from accord.plant.records import Plant, Shift

__all__ = ["MEASURES", "CycleComparison", "Measure", "compare_cycles"]

YEAR_WEEKS: Final = 52
LAW: Final = "law"
BETTER_LESS: Final = -1
BETTER_MORE: Final = 1
NEITHER: Final = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the comparison.

    Parameters
    ----------
    name
        Its name in figures and sentences.
    unit
        Unit of the value.
    better
        1 when more is better for those who work the cycle, -1 when less is, 0 when it is neither.
    """

    name: str
    unit: str
    better: int


MEASURES: Final = (
    Measure("people", "people", NEITHER),
    Measure("crews", "count", NEITHER),
    Measure("average_h", "h/week", BETTER_LESS),
    Measure("longest_week_h", "h", BETTER_LESS),
    Measure("free_weekends", "share", BETTER_MORE),
    Measure("single_days_off", "days/year", BETTER_LESS),
    Measure("single_work_days", "days/year", BETTER_LESS),
    Measure("days_in_row", "days", BETTER_LESS),
    Measure("nights_in_row", "night", BETTER_LESS),
    Measure("shortest_rest_h", "h", BETTER_MORE),
    Measure("quick_returns", "times/year", BETTER_LESS),
    Measure("backward_steps", "times/year", BETTER_LESS),
    Measure("on_one_duty", "days", NEITHER),
    Measure("breaches", "count", BETTER_LESS),
    Measure("law_flags", "count", BETTER_LESS),
    Measure("ergonomic_flags", "count", BETTER_LESS),
    Measure("risk_mean", "ratio", BETTER_LESS),
    Measure("risk_worst", "ratio", BETTER_LESS),
)
"""What is compared, in the order of the table."""
_A_YEAR: Final = ("single_days_off", "single_work_days", "quick_returns", "backward_steps")
_OF_AUDIT: Final = {
    "days_in_row": "ergo.days_in_row",
    "nights_in_row": "ergo.nights_in_row",
    "shortest_rest_h": "ergo.quick_return",
}


@dataclass(frozen=True, slots=True)
class CycleComparison:
    """Two cycles side by side.

    Parameters
    ----------
    scenario
        The scenario whose cycle is designed.
    is_used
        Whether the designed cycle is the one that is simulated.
    crews_before, crews_after
        Crews of the two.
    before, after
        Each measure by its name; one that a cycle has not is left out.
    """

    scenario: str
    is_used: bool
    crews_before: tuple[str, ...]
    crews_after: tuple[str, ...]
    before: dict[str, float]
    after: dict[str, float]

    def verdict(self, measure: Measure) -> int:
        """Say whether the designed cycle is better (1), worse (-1) or the same (0)."""
        if measure.name not in self.before or measure.name not in self.after:
            return 0
        change = round(self.after[measure.name] - self.before[measure.name], 6)
        return measure.better * ((change > 0) - (change < 0))


def compare_cycles(
    today: Plant, now: Family, plant: Plant, found: CycleDesign, *, name: str, is_used: bool
) -> CycleComparison:
    """Hold today's cycle and a designed one against the same measures.

    Parameters
    ----------
    today, now
        The plant as it is, and the crews whose cycle is compared.
    plant, found
        The plant of the scenario, and its designed cycle.
    name
        The scenario.
    is_used
        Whether the designed cycle is the one that is simulated.

    Notes
    -----
    Counts are those of a crew, or of the mean of crews where their cycles differ; extremes are
    those of the crew that has the worst. Limits: overtime, leave and absences are left out; each
    cycle is held against the law of its own first day.
    """
    mine = [s for s in today.shifts if s.crew in now.crews and _holds(s, now.since)]
    after = found.family
    same = (found.schedule,) * len(after.crews)
    return CycleComparison(
        name,
        is_used,
        now.crews,
        after.crews,
        _measures(today, mine, now, now.written),
        _measures(plant, found.rows(), after, same),
    )


def _holds(row: Shift, day: date) -> bool:
    return (row.since or day) <= day <= (row.until or day)


def _measures(
    plant: Plant, rows: Sequence[Shift], family: Family, schedules: Sequence[Schedule]
) -> dict[str, float]:
    """Measure the cycle of crews, given as rows of the shift table and as weeks of codes."""
    on = family.since
    own = replace(plant, shifts=tuple(replace(s, since=None) for s in rows), overtime=())
    worked = cycles(own, on)
    audits = [audit(cycle) for cycle in worked]
    findings = [f for f in check(own, on=on).findings if f.kind == LAW]
    found = {
        "people": float(family.num_people),
        "crews": float(len(family.crews)),
        "average_h": _mean([float(cycle.week_h.mean()) for cycle in worked]),
        "longest_week_h": max(float(cycle.week_h.max()) for cycle in worked),
        "on_one_duty": float(max(longest_on_one_duty(weeks) for weeks in schedules)),
        "breaches": float(len({f.rule for f in findings if f.severity == "breach"})),
        "law_flags": float(len({f.rule for f in findings if f.severity == FLAG})),
        "ergonomic_flags": float(len(_flagged(audits))),
        "risk_mean": _mean([one.risk.mean for one in audits]),
        "risk_worst": max(one.risk.worst for one in audits),
    }
    return found | _counts(family.problem, schedules) | _extremes(audits)


def _counts(problem: CycleProblem, schedules: Sequence[Schedule]) -> dict[str, float]:
    """Count what the aims count: the share of weekends, the rest in a year of a crew."""
    weekly = [
        {name: count / len(weeks) for name, count in tally(problem, weeks).items()}
        for weeks in schedules
    ]
    mean = {name: _mean([one[name] for one in weekly]) for name in weekly[0]}
    yearly = {name: YEAR_WEEKS * mean[name] for name in _A_YEAR}
    return {"free_weekends": mean["free_weekends"]} | yearly


def _extremes(audits: Sequence[Audit]) -> dict[str, float]:
    """Give the worst of what the audit measures; where no cycle has it, it is left out."""
    worst: dict[str, Callable[[list[float]], float]] = {"shortest_rest_h": min}
    found = {}
    for name, rule in _OF_AUDIT.items():
        values = [
            row.value
            for one in audits
            for row in one.criteria
            if row.rule == rule and row.value is not None and row.threshold is not None
        ]
        if values:
            found[name] = worst.get(name, max)(values)
    return found


def _flagged(audits: Sequence[Audit]) -> set[tuple[str, str]]:
    return {
        (row.rule, row.title.en) for one in audits for row in one.criteria if row.verdict == FLAG
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
