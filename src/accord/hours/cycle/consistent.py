"""Can the rules of a cycle problem stand together at all? What no schedule needs to be sought for.

Readers of files turn text into numbers; this module holds the numbers against each other, once for
all forms of file. A rule that could not be read has no place in ``problem.places`` and is left out,
so that one mistake gives one message. What only a search can tell (that no cycle exists) is not a
contradiction: it is left to the solver, which proves it and says what would help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from accord.errors import Place, Problem
from accord.hours.cycle.problem import DAYS, Bounds, CycleProblem, ShiftType

__all__ = ["MAX_PEOPLE", "MAX_SHIFTS", "UNLIMITED", "contradictions"]

MAX_PEOPLE: Final = 10_000
"""People of a cycle. The model does not grow with them, the schedule does: it has a week for each,
and a person who starts a cycle of 10 000 weeks would end it after 190 years."""
MAX_SHIFTS: Final = 50
UNLIMITED: Final = DAYS * MAX_PEOPLE
"""A most number of days in a row that no schedule can pass: no limit."""
MAX_WEEKENDS: Final = 52
DAY_MIN: Final = 24 * 60
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKEND: Final = (5, 6)


def contradictions(problem: CycleProblem) -> list[Problem]:
    """List what in a problem cannot be true of any plant, or not together.

    Parameters
    ----------
    problem
        The problem; only rules whose place is in ``problem.places`` are looked at.

    Returns
    -------
    list of Problem
        Each with its place, the value seen, the rule and the remedy; empty when there is none.
    """
    look = _Look(problem)
    checks: tuple[Callable[[_Look], Iterator[Problem]], ...] = (
        _people, _shifts, _bounds, _demand, _sequences, _weeks,
    )  # fmt: skip
    return [found for check in checks for found in check(look)]


@dataclass(frozen=True, slots=True)
class _Look:
    """A problem, and where its rules were read."""

    problem: CycleProblem

    def place(self, rule: str) -> Place | None:
        """Return where a rule was read, or None."""
        return self.problem.places.get(rule)


def _people(look: _Look) -> Iterator[Problem]:
    place = look.place("people")
    for group in look.problem.groups:
        at = look.place(f"people {group.name}") or place
        if at is not None and group.num_people < 1:
            yield Problem(
                at, f"{group.num_people} people", "a cycle has at least one person",
                "Write how many people (or crews) rotate.",
            )  # fmt: skip
    if place is not None and look.problem.num_people > MAX_PEOPLE:
        yield Problem(
            place, f"{look.problem.num_people} people",
            f"a cycle has at most {MAX_PEOPLE:,} people, for its schedule has a week for each",
            "Plan the crews of one shop, or count crews instead of people.",
        )  # fmt: skip


def _shifts(look: _Look) -> Iterator[Problem]:
    for code, shift in enumerate(look.problem.shifts):
        at = look.place(f"start {shift.name}")
        bad = [m for m in shift.start_min if not 0 <= m < DAY_MIN]
        if at is not None and bad:
            yield Problem(
                at, f"shift {shift.name} starts at minute {bad[0]}",
                f"a start lies between 0 and {DAY_MIN - 1} minutes after midnight",
                "Give the start within its day; a night belongs to the day on which it starts.",
            )  # fmt: skip
        at = look.place(f"length {shift.name}")
        bad = [m for m in shift.length_min if not 0 < m <= DAY_MIN]
        if at is not None and bad:
            yield Problem(
                at, f"shift {shift.name} lasts {bad[0]} minutes",
                f"a shift lasts between 1 and {DAY_MIN} minutes", "Correct its length.",
            )  # fmt: skip
        at = look.place(f"breaks {shift.name}") if at is not None and not bad else None
        if at is not None:
            yield from _breaks(at, shift, look.problem.demand[code])


def _breaks(at: Place, shift: ShiftType, demand: Sequence[int]) -> Iterator[Problem]:
    """Hold the breaks of a shift against its hours on the days on which it is asked for."""
    least = min(shift.work_min)
    if least <= 0 or min(shift.unpaid_min) < 0:
        yield Problem(
            at, f"shift {shift.name} has {least} minutes of work",
            "unpaid breaks are a part of the shift", "Correct the breaks or the length.",
        )  # fmt: skip
    for day, breaks in enumerate(shift.breaks or ()):
        if not demand[day]:
            continue
        cuts = [shift.start_min[day]]
        cuts += [m for b in sorted(breaks, key=lambda b: b.start_min)
                 for m in (b.start_min, b.end_min)]  # fmt: skip
        cuts.append(shift.start_min[day] + shift.length_min[day])
        if cuts != sorted(cuts):
            yield Problem(
                at, f"the breaks of shift {shift.name} on {_WEEKDAYS[day]}",
                "breaks lie inside their shift and do not overlap",
                "Correct them; give a map by days when the hours differ: "
                "{mon-thu: 09:30-09:50 unpaid, fri: ...}.",
            )  # fmt: skip
            return


def _bounds(look: _Look) -> Iterator[Problem]:
    problem = look.problem
    named = [
        ("days_off", "days off", problem.off_block),
        ("work", "days of work", problem.work_block),
    ]
    named += [(f"block {s.name}", f"days of shift {s.name}", s.block) for s in problem.shifts]
    for rule, what, bounds in named:
        at = look.place(rule)
        if at is not None:
            yield from _bounded(at, what, bounds)


def _bounded(at: Place, what: str, bounds: Bounds) -> Iterator[Problem]:
    least, most = bounds
    seen = f"{least} to {most} {what} in a row"
    if least < 1:
        yield Problem(at, seen, "a block has at least one day", "Write 1 for no lower limit.")
    if least > most:
        yield Problem(
            at, seen, "the least of a block is not above its most", f"Write {most} to {least}?"
        )
    if most > UNLIMITED:
        yield Problem(
            at, seen, f"a block is limited to at most {UNLIMITED:,} days, which is no limit",
            "Write a smaller most.",
        )  # fmt: skip


def _demand(look: _Look) -> Iterator[Problem]:
    problem = look.problem
    read = [i for i, s in enumerate(problem.shifts) if look.place(f"demand {s.name}") is not None]
    for i in read:
        yield from _demand_of(look, i)
    if look.place("people") is None:
        return
    for day in range(DAYS):
        asked = sum(max(problem.demand[i][day], 0) for i in read)
        if read and asked > problem.num_people:
            most = max(read, key=lambda i: problem.demand[i][day])
            at = look.place(f"demand {problem.shifts[most].name}")
            yield Problem(
                at or problem.places["people"],
                f"{asked} people asked for on {_WEEKDAYS[day]}, {problem.num_people} are there",
                "a person works one shift a day, so no day asks for more people than there are",
                "Lower the demand of that day or add people.",
            )  # fmt: skip
    if len(read) == len(problem.shifts) and not any(any(row) for row in problem.demand):
        at = look.place(f"demand {problem.shifts[0].name}") or problem.places["people"]
        yield Problem(
            at, "nobody is asked for on any day", "a cycle has work in it", "Write the demand."
        )


def _demand_of(look: _Look, i: int) -> Iterator[Problem]:
    problem, name = look.problem, look.problem.shifts[i].name
    at = problem.places[f"demand {name}"]
    able = sum(g.num_people for g in problem.groups if i in g.shifts)
    for day, asked in enumerate(problem.demand[i]):
        if asked < 0:
            yield Problem(
                at, f"{asked} people on {name} on {_WEEKDAYS[day]}",
                "a demand is not below zero", "Write how many people are needed.",
            )  # fmt: skip
        elif (
            len(problem.groups) > 1
            and look.place("people") is not None
            and able < asked <= problem.num_people
        ):
            yield Problem(
                at, f"{asked} people on {name} on {_WEEKDAYS[day]}, {able} can work it",
                "no shift asks for more people than its groups have",
                f"Let another group work {name}, or lower the demand.",
            )  # fmt: skip


def _sequences(look: _Look) -> Iterator[Problem]:
    problem = look.problem
    for i, shift in enumerate(problem.shifts):
        name, least = shift.name, shift.block[0]
        is_asked = any(asked > 0 for asked in problem.demand[i])
        itself = (
            (f"pair {name} {name}", (i, i) in problem.pairs, 1),
            (f"triple {name} {name} {name}", (i, i, i) in problem.triples, 2),
        )
        for rule, is_forbidden, days in itself:
            at = look.place(rule) or look.place("forbidden")
            if at and look.place(f"block {name}") and is_forbidden and is_asked and least > days:
                yield Problem(
                    at, f"{rule} is forbidden and {name} is worked at least {least} days in a row",
                    "a shift that may not follow itself has blocks of fewer days",
                    f"Allow it, or lower the least block of {name} to {days}.",
                )  # fmt: skip


def _weeks(look: _Look) -> Iterator[Problem]:
    problem = look.problem
    if (at := look.place("surplus")) and not 0 <= problem.surplus <= MAX_PEOPLE:
        yield Problem(
            at, f"a surplus of {problem.surplus}", f"it lies between 0 and {MAX_PEOPLE:,}",
            "Write how many people above the demand a shift may have.",
        )  # fmt: skip
    if at := look.place("rest_in_week"):
        rest, most = problem.rest_in_week, problem.off_block[1]
        if not 0 <= rest < DAYS:
            yield Problem(
                at, f"{rest} days off in a row in each week", f"it lies between 0 and {DAYS - 1}",
                "Write 0 for no rule.",
            )  # fmt: skip
        elif look.place("days_off") and rest > most:
            yield Problem(
                at, f"{rest} days off in a row in each week, but days off end after {most}",
                "both rules must be possible together", "Raise the most of days_off, or lower it.",
            )  # fmt: skip
    if at := look.place("free_weekend_in"):
        yield from _free_weekends(look, at)


def _free_weekends(look: _Look, at: Place) -> Iterator[Problem]:
    problem, every = look.problem, look.problem.free_weekend_in
    if not 0 <= every <= MAX_WEEKENDS:
        yield Problem(
            at, f"a free weekend in {every}", f"it lies between 0 and {MAX_WEEKENDS}",
            "Write 0 for no rule.",
        )  # fmt: skip
    elif every and look.place("days_off") and problem.off_block[1] < len(_WEEKEND):
        yield Problem(
            at, f"a free weekend in {every}, but days off end after {problem.off_block[1]}",
            "both rules must be possible together", "Raise the most of days_off to 2 or more.",
        )  # fmt: skip
    elif every == 1 and any(row[day] > 0 for row in problem.demand for day in _WEEKEND):
        yield Problem(
            at, "every weekend free, but people are asked for on Saturday or Sunday",
            "both rules must be possible together", "Write 2 or more, or lift the demand.",
        )  # fmt: skip
