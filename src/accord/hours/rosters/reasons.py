"""Why a day was changed, and why a place stays empty; in words of both languages.

Each reason is found by trying: the person is taken out, or put there, and what follows is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from accord.hours.rosters.cover_rows import posts
from accord.hours.rosters.duty_checker import limits_broken
from accord.hours.rosters.duty_problem import DAY_OFF, TRAINING, Cells, DutyProblem, Need

__all__ = ["ABSENT", "Change", "Gap", "changes_of", "gaps_of", "shown"]

ABSENT: Final = "absent"
"""How a day of leave or sickness is shown to others: why somebody is away is not theirs."""

_RULES: Final = {
    "rest_min": ("repos entre deux journées", "rest between two days"),
    "rest_week_min": ("repos hebdomadaire", "weekly rest"),
    "days_week": ("jours dans la semaine", "days in the week"),
    "week_min": ("heures de la semaine", "hours of the week"),
    "average_min": ("moyenne sur plusieurs semaines", "average over several weeks"),
    "days_row": ("jours de suite", "days in a row"),
    "nights_row": ("nuits de suite", "nights in a row"),
    "day_min": ("durée du poste", "length of the duty"),
    "night_min": ("durée du poste de nuit", "length of the night"),
}
_GAPS: Final = {
    "away": ("absents", "away"),
    "fixed": ("jour figé par le délai de prévenance", "day fixed by the notice"),
    "place": ("pas de leur emploi ou de leur contrat", "not of their job or contract"),
    "needed": ("nécessaires à leur poste", "needed where they are"),
    "training": ("en formation", "in training"),
    "open": ("possibles, non prouvé impossible", "possible, not proven impossible"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One day of one person that differs from the roster before.

    Parameters
    ----------
    person, on
        Who and when.
    before, after
        Kinds of duty, ``-``, or ``T``.
    why_fr, why_en
        What the change is for.
    """

    person: str
    on: date
    before: str
    after: str
    why_fr: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that stays empty.

    Parameters
    ----------
    on, kinds
        Day and the duties at work in the stretch.
    from_min, to_min
        The stretch, minutes after midnight.
    skill
        Station or task that misses people.
    people
        How many.
    short
        The skills that share the same too few people, this one among them.
    masters
        People who master one of them.
    held_back
        Reason -> people of these who are not there: ``away``, ``fixed``, ``place``, ``needed``
        elsewhere, ``training``, or the limit that the duty would break.
    """

    on: date
    kinds: tuple[str, ...]
    from_min: int
    to_min: int
    skill: str
    people: int
    short: tuple[str, ...]
    masters: int
    held_back: Mapping[str, tuple[str, ...]]

    @property
    def why_fr(self) -> str:
        """Say in French why nobody comes."""
        return self._why(0, "présents et tous occupés", "maîtrisent")

    @property
    def why_en(self) -> str:
        """Say in English why nobody comes."""
        return self._why(1, "there, all at work", "master")

    def _why(self, i_language: int, there: str, master: str) -> str:
        parts = [f"{self.masters} {master} {', '.join(self.short)}"]
        num_there = self.masters - sum(len(p) for p in self.held_back.values())
        parts.append(f"{num_there} {there}")
        for reason, people in self.held_back.items():
            words = _GAPS.get(reason) or _RULES[reason]
            parts.append(f"{len(people)} {words[i_language]}")
        return "; ".join(parts)


def shown(problem: DutyProblem, i: int, day: int, word: str) -> str:
    """Return a word as others may see it: every absence alike."""
    return ABSENT if (i, day) in problem.away and problem.away[i, day] == word else word


def changes_of(problem: DutyProblem, cells: Cells, before: Cells) -> tuple[Change, ...]:
    """List the changed days with their reason, by date and person."""
    found = []
    by_slot: dict[tuple[int, str], list[Need]] = defaultdict(list)
    for need in problem.needs:
        for slot in need.slots:
            by_slot[slot].append(need)
    for i, (row, old) in enumerate(zip(cells, before, strict=True)):
        for day, (after, word) in enumerate(zip(row, old, strict=True)):
            if not problem.is_changed(day, word, after):
                continue
            why = _why_changed(problem, cells, (i, day), word, by_slot.get((day, after), ()))
            name, when = problem.workers[i].name, problem.date(day)
            found.append((day, i, Change(name, when, word, after, *why)))
    return tuple(change for *_, change in sorted(found, key=lambda f: f[:2]))


def _why_changed(
    problem: DutyProblem,
    cells: Cells,
    cell: tuple[int, int],
    before: str,
    needs: list[Need] | tuple[Need, ...],
) -> tuple[str, str]:
    """Say what a change is for: the station that would miss somebody, or the rule it keeps."""
    i, day = cell
    after = cells[i][day]
    for need in needs:
        without = _with(cells, i, day, DAY_OFF)
        now, then = posts(problem, need, cells), posts(problem, need, without)
        if then.num_missing > now.num_missing:
            skill = now.at.get(i) or next(iter(then.missing))
            at = f"{skill} ({after})"
            return f"nécessaire à {at}", f"needed at {at}"
    broken = _newly_broken(problem, cells, i, _with(cells, i, day, before))
    if broken:
        fr, en = _RULES[broken]
        return f"garde la limite : {fr}", f"keeps the limit: {en}"
    return "souhait ou partage plus égal", "a wish or a more equal share"


def _newly_broken(problem: DutyProblem, cells: Cells, i: int, other: Cells) -> str:
    """Return the first limit that a person's other row breaks and this one does not."""
    known = {b.key for b in limits_broken(problem, cells, i)}
    new = [b.rule for b in limits_broken(problem, other, i) if b.key not in known]
    return new[0] if new else ""


def _with(cells: Cells, i: int, day: int, word: str) -> Cells:
    row = (*cells[i][:day], word, *cells[i][day + 1 :])
    return (*cells[:i], row, *cells[i + 1 :])


def gaps_of(
    problem: DutyProblem, cells: Cells, fixed: frozenset[tuple[int, int]]
) -> tuple[Gap, ...]:
    """List the places that stay empty with what holds back those who master them.

    Parameters
    ----------
    problem, cells
        The roster.
    fixed
        Cells that could not change.
    """
    found = []
    for need in problem.needs:
        state = posts(problem, need, cells)
        for skill, people in state.missing.items():
            short = next(s for s in state.tight if skill in s)
            masters = [i for i, w in enumerate(problem.workers) if not short.isdisjoint(w.skills)]
            held: dict[str, list[str]] = defaultdict(list)
            for i in masters:
                if not any(problem.at(cells, i, d) == k for d, k in need.slots):
                    reason = _held_back(problem, cells, i, need, fixed)
                    held[reason].append(problem.workers[i].name)
            found.append(
                Gap(
                    problem.date(need.day),
                    tuple(kind for _, kind in need.slots),
                    need.from_min,
                    need.to_min,
                    skill,
                    people,
                    tuple(sorted(short)),
                    len(masters),
                    {reason: tuple(held[reason]) for reason in sorted(held)},
                )
            )
    return tuple(found)


def _held_back(
    problem: DutyProblem,
    cells: Cells,
    i: int,
    need: Need,
    fixed: frozenset[tuple[int, int]],
) -> str:
    """Say why a person is not in a stretch: the reason of the slot that comes closest."""
    order = ("away", "fixed", "place", *_RULES, "training", "needed", "open")
    reasons = []
    for day, kind in need.slots:
        if not 0 <= day < problem.num_days or (i, day) in problem.away:
            reasons.append("away" if (i, day) in problem.away else "fixed")
        elif (i, day) in fixed:
            reasons.append("fixed")
        elif kind not in problem.workers[i].may and problem.planned(i, day) != kind:
            reasons.append("place")
        else:
            reasons.append(_if_moved(problem, cells, i, (day, kind)))
    return max(reasons, key=order.index)


def _if_moved(problem: DutyProblem, cells: Cells, i: int, slot: tuple[int, str]) -> str:
    """Say what would follow if a person took a duty: a limit passed, or a place empty elsewhere."""
    day, kind = slot
    limits, duty = problem.limits, problem.duties_on(day)[kind]
    if limits.day_min is not None and duty.work_min > limits.day_min:
        return "day_min"
    if duty.is_night and limits.night_min is not None and duty.work_min > limits.night_min:
        return "night_min"
    if cells[i][day] == TRAINING:
        return "training"
    moved = _with(cells, i, day, kind)
    touched = [n for n in problem.needs if any(d == day for d, _ in n.slots)]
    now = sum(posts(problem, n, cells).num_missing for n in touched)
    then = sum(posts(problem, n, moved).num_missing for n in touched)
    if then >= now:
        return "needed"
    return _newly_broken(problem, cells, i, moved) or "open"
