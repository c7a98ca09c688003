"""Dates, seed and random streams that every table of the plant shares."""

from __future__ import annotations

import random
from datetime import date, timedelta

SEED = 19990503
ON = date(1999, 5, 3)
YEARS = 2
WEEKS = 52 * YEARS
OPEN_WEEKS_A_YEAR = 48

MONTH_INDEX = (1.00, 1.02, 1.06, 1.04, 0.98, 1.04, 0.95, 0.85, 1.05, 1.05, 1.02, 0.90)

HOLIDAYS = (  # French public holidays on weekdays outside the closed weeks
    date(1999, 5, 13),
    date(1999, 5, 24),
    date(1999, 7, 14),
    date(1999, 11, 1),
    date(1999, 11, 11),
    date(2000, 4, 24),
    date(2000, 5, 1),
    date(2000, 5, 8),
    date(2000, 6, 1),
    date(2000, 6, 12),
    date(2000, 7, 14),
    date(2000, 11, 1),
    date(2001, 1, 1),
    date(2001, 4, 16),
)
PAST_HOLIDAYS = (
    date(1998, 5, 1),
    date(1998, 5, 8),
    date(1998, 5, 21),
    date(1998, 6, 1),
    date(1998, 7, 14),
    date(1998, 11, 11),
    date(1999, 1, 1),
    date(1999, 4, 5),
)
CLOSED = (
    (date(1999, 8, 2), date(1999, 8, 22), "summer"),
    (date(1999, 12, 27), date(2000, 1, 2), "christmas"),
    (date(2000, 7, 31), date(2000, 8, 20), "summer"),
    (date(2000, 12, 25), date(2000, 12, 31), "christmas"),
)
PAST_CLOSED = (
    (date(1997, 8, 4), date(1997, 8, 24), "summer"),
    (date(1997, 12, 22), date(1997, 12, 28), "christmas"),
    (date(1998, 8, 3), date(1998, 8, 23), "summer"),
    (date(1998, 12, 21), date(1998, 12, 27), "christmas"),
)


def stream(name: str) -> random.Random:
    """Return the random stream of one table: the same for a seed, whatever else is written."""
    return random.Random(f"{SEED}:{name}")


def monday(week: int) -> date:
    """Return the Monday of week ``week`` (0 is the week of the reference date)."""
    return ON + timedelta(weeks=week)


def is_closed(day: date) -> bool:
    """Tell whether the plant is closed for leave on a day."""
    return any(first <= day <= last for first, last, _ in CLOSED + PAST_CLOSED)


def open_weeks(first: int = 0, last: int = WEEKS) -> list[int]:
    """Return the weeks in which the plant is open, from ``first`` up to ``last`` (excluded)."""
    return [week for week in range(first, last) if not is_closed(monday(week))]


def open_days(week: int, holidays: tuple[date, ...] = HOLIDAYS) -> int:
    """Return the working days, Monday to Friday, of an open week."""
    return sum(monday(week) + timedelta(days=d) not in holidays for d in range(5))


def month_of(week: int) -> int:
    """Return the month (1-12) of a week: the month of its Thursday."""
    return (monday(week) + timedelta(days=3)).month


def season(week: int) -> float:
    """Return the demand index of an open week, 1 on average over the open weeks of its year."""
    first = 52 * (week // 52)
    weeks = open_weeks(first, first + 52)
    mean = sum(MONTH_INDEX[month_of(w) - 1] for w in weeks) / len(weeks)
    return MONTH_INDEX[month_of(week) - 1] / mean


def age_on(birth: date, day: date) -> int:
    """Return the age in full years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
