"""Who stands at which skill: each person at one, as many of the people wanted as possible.

Augmenting paths between people and places; where places stay empty, the skills reached from them
are a set that too few people master (Hall's condition), which is the reason and the cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Posts", "fill"]


@dataclass(frozen=True, slots=True)
class Posts:
    """Places filled.

    Parameters
    ----------
    at
        Person -> skill; people who are not needed are left out.
    missing
        Skill -> places that stay empty, only where there are some.
    tight
        For each skill that misses people, the skills that share the same too few people.
    """

    at: Mapping[int, str]
    missing: Mapping[str, int]
    tight: tuple[frozenset[str], ...]

    @property
    def num_missing(self) -> int:
        """Places that stay empty."""
        return sum(self.missing.values())


def fill(wanted: Mapping[str, int], people: Sequence[tuple[int, frozenset[str]]]) -> Posts:
    """Fill as many places as possible; earlier people and skills are taken first.

    Parameters
    ----------
    wanted
        Skill -> places.
    people
        (person, skills).
    """
    masters = {s: [p for p, skills in people if s in skills] for s in wanted}
    at: dict[int, str] = {}
    missing: dict[str, int] = {}
    for skill, places in wanted.items():
        for _ in range(places):
            if not _place(skill, masters, at, set()):
                missing[skill] = missing.get(skill, 0) + 1
    tight = {skill: _tight(skill, masters, at) for skill in missing}
    return Posts(at, missing, tuple(dict.fromkeys(tight.values())))


def _place(
    skill: str, masters: Mapping[str, Sequence[int]], at: dict[int, str], tried: set[str]
) -> bool:
    """Fill one more place of a skill; move people to other skills where that frees somebody."""
    tried.add(skill)
    for person in masters[skill]:
        if person not in at:
            at[person] = skill
            return True
    for person in masters[skill]:
        other = at[person]
        if other not in tried and _place(other, masters, at, tried):
            at[person] = skill
            return True
    return False


def _tight(
    skill: str, masters: Mapping[str, Sequence[int]], at: Mapping[int, str]
) -> frozenset[str]:
    """Return the skills that alternating paths reach from a skill that misses somebody."""
    reached, queue = {skill}, [skill]
    while queue:
        for person in masters[queue.pop()]:
            other = at[person]
            if other not in reached:
                reached.add(other)
                queue.append(other)
    return frozenset(reached)
