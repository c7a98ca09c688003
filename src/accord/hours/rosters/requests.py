"""What people ask for: wishes for single days, and training that must find its days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

__all__ = ["ANY", "Training", "Wish", "is_broken", "wishes_of"]

ANY: Final = "*"
"""Any duty, in a wish."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish for one day.

    Parameters
    ----------
    person
        Id.
    on
        Day.
    kind
        A kind of duty, ``-`` for a day off, ``*`` for any duty.
    weight
        Cost when it is broken, at least 1.
    is_on
        True: wants it; False: wants anything else.

    Notes
    -----
    A day off that is granted is not worked elsewhere: it counts as leave.
    """

    person: str
    on: date
    kind: str
    weight: int = 1
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Training:
    """Days of training to be placed: on days on which the person is planned at work.

    Parameters
    ----------
    person
        Id.
    first, last
        The days may lie between these dates, both included.
    num_days
        Days wanted.
    what
        What is learnt, for the calendar.
    """

    person: str
    first: date
    last: date
    num_days: int = 1
    what: str = ""


def is_broken(wish: Wish, word: str, kinds: frozenset[str]) -> bool:
    """Say whether a wish is broken by what the person has on that day.

    Parameters
    ----------
    wish
        The wish.
    word
        The person's word on that day.
    kinds
        Kinds of duty, training among them; any other word is a day without work.
    """
    works = word in kinds
    if wish.kind == ANY:
        return works != wish.is_on
    has = word == wish.kind if wish.kind in kinds else not works
    return has != wish.is_on


def wishes_of(wishes: tuple[Wish, ...], first: date, num_days: int) -> Iterator[tuple[Wish, int]]:
    """Yield the wishes of the horizon with their day."""
    for wish in wishes:
        day = (wish.on - first).days
        if 0 <= day < num_days:
            yield wish, day
