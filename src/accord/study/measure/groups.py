"""Groups of people that a plan may fall on: age band, seniority band, category, sex, job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from accord.plant.records import Person

__all__ = ["DIMENSIONS", "OLDER_FROM", "age_on", "group_of", "group_order", "years_between"]

# Bands of the age pyramid used in the report. "Over 48" is the line tested for exits: two years
# before 50, from which the law of 1999 makes a dismissal dearer (Delalande contribution).
AGE_EDGES: Final = (25, 35, 45, 49, 55)
SENIORITY_EDGES: Final = (5, 15, 25)
OLDER_FROM: Final = 49


def years_between(first: date, last: date) -> int:
    """Return complete years between two dates."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def age_on(person: Person, day: date) -> int | None:
    """Return a person's age in complete years on a day, None when the birth date is not known."""
    return None if person.birth_date is None else years_between(person.birth_date, day)


def seniority_on(person: Person, day: date) -> int | None:
    """Return complete years in the firm on a day (0 when hired later), None when not known."""
    return None if person.hire_date is None else max(0, years_between(person.hire_date, day))


def _band(value: int | None, edges: tuple[int, ...]) -> str:
    if value is None:
        return "?"
    below = 0
    for edge in edges:
        if value < edge:
            return f"<{edge}" if below == 0 else f"{below}\u2013{edge - 1}"
        below = edge
    return f"{edges[-1]}+"


def _age_band(person: Person, day: date) -> str:
    return _band(age_on(person, day), AGE_EDGES)


def _seniority_band(person: Person, day: date) -> str:
    return _band(seniority_on(person, day), SENIORITY_EDGES)


DIMENSIONS: Final[dict[str, Callable[[Person, date], str]]] = {
    "age": _age_band,
    "seniority": _seniority_band,
    "category": lambda p, _: p.category or "?",
    "sex": lambda p, _: p.sex or "?",
    "job": lambda p, _: p.job or "?",
}


def group_of(dimension: str, person: Person, day: date) -> str:
    """Return the group of a person in a dimension on a day; ``?`` when the file does not say."""
    return DIMENSIONS[dimension](person, day)


def groups_in_order(dimension: str, people: tuple[Person, ...], day: date) -> list[str]:
    """Return the groups that occur, bands from low to high, names in alphabetical order."""
    found = {group_of(dimension, p, day) for p in people}
    return sorted(found, key=lambda name: group_order(dimension, name))


def group_order(dimension: str, name: str) -> tuple[int, str]:
    """Return the key that puts bands from low to high, names by alphabet, ``?`` last."""
    digits = "".join(c for c in name.split("\u2013", maxsplit=1)[0] if c.isdigit())
    if dimension in {"age", "seniority"} and digits:
        return (0 if name.startswith("<") else int(digits), name)
    return (10_000 if name == "?" else 0, name)
