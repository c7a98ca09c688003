"""Hold a written cycle against the rules of its own problem: blocks, sequences, demand.

The independent checker of cycles reads the rules (``accord.hours.cycle.checker``); here a file's
weeks become the schedule that it reads, and each fault a violation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from accord.errors import Place
from accord.hours.cycle.checker import Fault, verify
from accord.hours.cycle.problem import DAYS, OFF, CycleProblem, Schedule
from accord.hours.duties import DAY_MIN, Cycle
from accord.hours.records import BREACH, Violation
from accord.law import CHECKED
from accord.plant.values import DAYS as DAY_NAMES

__all__ = ["RULE", "Words", "hold_cycle_rules"]

RULE: Final = "cycle"
"""First part of the name of a cycle's own rules: ``cycle.work_block``."""
ALL: Final = "*"
"""All groups together."""

Words: TypeAlias = Mapping[tuple[str, int, int], str]
"""Name of the shift by crew, week (from 1) and weekday, where a file writes names."""

_UNITS: Final = {
    "shape": "count", "code": "count", "skill": "count", "cover": "person", "pair": "count",
    "triple": "count", "free_weekend_in": "weekend",
}  # fmt: skip
_FRENCH: Final = {
    "shape": "{value} au lieu de {limit} (semaines ou groupes)",
    "code": "poste {word}, inconnu du problème",
    "skill": "poste {word}, qui n'est pas de ce groupe",
    "cover": "{value} personnes, {limit} demandées",
    "shift_block": "{value} jours du même poste de suite (limite {limit})",
    "work_block": "{value} jours de travail de suite (limite {limit})",
    "off_block": "{value} jours de repos de suite (limite {limit})",
    "pair": "succession de postes interdite",
    "triple": "succession de postes interdite",
    "rest_in_week": "{value} jours de repos de suite dans la semaine (minimum {limit})",
    "free_weekend_in": "aucun week-end libre dans la suite demandée",
}


def hold_cycle_rules(
    cycles: Sequence[Cycle],
    problems: Sequence[CycleProblem],
    words: Words,
) -> tuple[tuple[Violation, ...], tuple[tuple[str, str], ...]]:
    """Hold cycles against the rules of the problem that they answer.

    Parameters
    ----------
    cycles
        One for each group; of several they are known by the names of the groups, or by their order.
    problems
        The problem; of several (demand profiles of a file) the one that they break least is taken.
    words
        Names of shifts; where none is written a duty is the shift that has its hours.

    Returns
    -------
    tuple
        The violations; and which of several problems was taken, and that a cycle of one group has
        other weeks than its problem has people, in French and English.
    """
    found = [_held(cycles, _of_length(problem, cycles), words) for problem in problems]
    i_best = min(range(len(found)), key=lambda i: len(found[i]))
    best = problems[i_best]
    notes: list[tuple[str, str]] = []
    if len(problems) > 1:
        notes.append(
            (
                f"règles du cycle : profil {best.name}, le moins enfreint de {len(problems)}",
                f"rules of the cycle: profile {best.name}, the least broken of {len(problems)}",
            )
        )
    held = _of_length(best, cycles)
    if held.num_people != best.num_people:
        notes.append(
            (
                f"règles du cycle : {held.num_people} semaines, {best.num_people} personnes dans "
                f"le problème {best.name}",
                f"rules of the cycle: {held.num_people} weeks, {best.num_people} people in the "
                f"problem {best.name}",
            )
        )
    return found[i_best], tuple(notes)


def _of_length(problem: CycleProblem, cycles: Sequence[Cycle]) -> CycleProblem:
    """Give a problem of one group as many people as the cycle has weeks: it may have been changed.

    How many people there are is no rule of a cycle, but what was asked of the optimiser.
    """
    if len(cycles) != 1 or len(problem.groups) != 1:
        return problem
    group = replace(problem.groups[0], num_people=cycles[0].num_weeks)
    return replace(problem, groups=(group,))


def _held(cycles: Sequence[Cycle], problem: CycleProblem, words: Words) -> tuple[Violation, ...]:
    ordered = _in_order(cycles, problem)
    unknown = [v for cycle in ordered for v in _unknown(cycle, problem, words)]
    if unknown:
        return tuple(unknown)
    schedules = tuple(_schedule(cycle, problem, words) for cycle in ordered)
    crews = dict(zip((g.name for g in problem.groups), ordered, strict=False))
    return tuple(
        _violation(fault, crews, problem, schedules) for fault in verify(problem, schedules)
    )


def _in_order(cycles: Sequence[Cycle], problem: CycleProblem) -> list[Cycle]:
    """Put cycles in the order of the problem's groups where every group is named."""
    by_name = {cycle.crew.strip().lower(): cycle for cycle in cycles}
    names = [group.name.strip().lower() for group in problem.groups]
    if len(names) == len(cycles) and all(name in by_name for name in names):
        return [by_name[name] for name in names]
    return list(cycles)


def _code(cycle: Cycle, i_duty: int, problem: CycleProblem, words: Words) -> int | None:
    """Give the shift of a duty by its name, else by its hours; None when there is none."""
    day = int(cycle.day[i_duty])
    week, weekday = divmod(day, DAYS)
    word = words.get((cycle.crew, week + 1, weekday))
    start = int(cycle.start_min[i_duty]) - day * DAY_MIN
    length = int(cycle.end_min[i_duty] - cycle.start_min[i_duty])
    for code, shift in enumerate(problem.shifts):
        if shift.name == word:
            return code
    for code, shift in enumerate(problem.shifts):
        if (shift.start_min[weekday], shift.length_min[weekday]) == (start, length):
            return code
    return None


def _unknown(cycle: Cycle, problem: CycleProblem, words: Words) -> list[Violation]:
    """Say which duties are no shift of the problem, or the second of their day."""
    found: list[Violation] = []
    days: set[int] = set()
    for i, day in enumerate(cycle.day.tolist()):
        week, weekday = divmod(day, DAYS)
        start = int(cycle.start_min[i]) - day * DAY_MIN
        clock = f"{start // 60:02d}:{start % 60:02d}"
        word = words.get((cycle.crew, week + 1, weekday), clock)
        if day in days:
            text = f"{word} is a second duty on one day"
        elif _code(cycle, i, problem, words) is None:
            text = f"{word} is no shift of {problem.name}"
        else:
            days.add(day)
            continue
        fault = Fault(cycle.crew, week + 1, weekday, "code", 1, 0, text)
        found.append(
            _told(
                fault,
                cycle.crew,
                word,
                at=(cycle.places[i], _place(problem, "shifts")),
                days=(1, DAYS),
            )
        )
    return found


def _schedule(cycle: Cycle, problem: CycleProblem, words: Words) -> Schedule:
    weeks = [[OFF] * DAYS for _ in range(cycle.num_weeks)]
    for i, day in enumerate(cycle.day.tolist()):
        code = _code(cycle, i, problem, words)
        weeks[day // DAYS][day % DAYS] = OFF if code is None else code
    return tuple(tuple(week) for week in weeks)


def _violation(
    fault: Fault,
    crews: Mapping[str, Cycle],
    problem: CycleProblem,
    schedules: Sequence[Schedule],
) -> Violation:
    cycle = crews.get(fault.group) if fault.group else None
    code = OFF
    if cycle is not None and fault.week and fault.weekday >= 0:
        names = [group.name for group in problem.groups]
        code = schedules[names.index(fault.group)][fault.week - 1][fault.weekday]
    word = problem.shifts[code].name if code != OFF else ""
    places = [place for own in crews.values() for place in own.places]
    at = Place(places[0].file if places else problem.name)
    if cycle is not None and cycle.places:
        day = max(fault.week - 1, 0) * DAYS + max(fault.weekday, 0)
        i_duty = int(cycle.day.searchsorted(day)) % len(cycle.places)
        at = cycle.places[i_duty]
    sequence = fault.sentence.removesuffix(" is forbidden")
    keys = {
        "shape": "people", "code": "shifts", "skill": f"group {fault.group}",
        "cover": f"demand {_covered(fault, problem)}", "shift_block": f"block {word}",
        "work_block": "work", "off_block": "days_off",
        "pair": f"pair {sequence}", "triple": f"triple {sequence}",
    }  # fmt: skip
    rule_at = _place(problem, keys.get(fault.rule, fault.rule))
    who = cycle.crew if cycle is not None else ALL
    num_days = DAYS * (cycle.num_weeks if cycle is not None else 1)
    if fault.value is None:
        fault = replace(fault, value=num_days)  # a run without end is as long as the cycle
    span = (fault.value or 1) if fault.rule.endswith("_block") else 1
    return _told(fault, who, word, at=(at, rule_at), days=(span, num_days))


def _covered(fault: Fault, problem: CycleProblem) -> str:
    """Give the shift whose demand is not met: its name stands in the sentence."""
    named = (s.name for s in problem.shifts if f"people on {s.name}," in fault.sentence)
    return next(named, "")


def _place(problem: CycleProblem, rule: str) -> str:
    """Say where a rule was read."""
    at = problem.places.get(rule)
    return f"rules of {problem.name}" if at is None else str(at)


def _told(
    fault: Fault, who: str, word: str, *, at: tuple[Place, str], days: tuple[int, int]
) -> Violation:
    """Tell a fault as a violation.

    ``at`` is where it lies and where its rule was read, ``days`` are those of the run and of the
    whole cycle.
    """
    (place, rule_at), (span, num_days) = at, days
    first = _day(fault.week, fault.weekday)
    last = first
    if fault.week and fault.weekday >= 0:
        day = ((fault.week - 1) * DAYS + fault.weekday + span - 1) % max(num_days, DAYS)
        last = _day(day // DAYS + 1, day % DAYS) if span > 1 else first
    value = float(fault.value or 0)
    when = first if first == last else f"{first} to {last}"
    when_fr = first if first == last else f"{first} à {last}"
    french = _FRENCH[fault.rule].format(value=f"{value:g}", limit=fault.limit, word=word)
    return Violation(
        who=who,
        first=first,
        last=last,
        rule=f"{RULE}.{fault.rule}",
        value=value,
        limit=float(fault.limit),
        unit=_UNITS.get(fault.rule, "day"),
        article=rule_at,
        status=CHECKED,
        severity=BREACH,
        text_fr=f"{who}, {when_fr} : {french}.",
        text_en=f"{who}, {when}: {fault.sentence}.",
        place=place,
    )


def _day(week: int, weekday: int) -> str:
    """Write week and weekday as the law check does; a weekday alone where no week is meant."""
    if weekday < 0:
        return f"week {week}" if week else "all weeks"
    name = DAY_NAMES[weekday]
    return f"week {week} {name}" if week else f"every {name}"
