"""What differs between the years in which the plant is written: dates, money, words of the law.

The shop, its demand and the people's skills are the same in every frame; a frame is data.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

DRAWS = 19990503  # the same for every frame: the same noise, the same people as far as ages allow
YEARS = 2
WEEKS = 52 * YEARS

MONTH_INDEX = (1.00, 1.02, 1.06, 1.04, 0.98, 1.04, 0.95, 0.85, 1.05, 1.05, 1.02, 0.90)

Closed = tuple[date, date, str]


@dataclass(frozen=True, slots=True)
class Money:
    """Currency and level of pay; pay is dealt in francs of 1999 and multiplied at the end.

    ``pay_scale`` keeps each person's ratio to the minimum wage of 39 h. ``classes`` gives the
    classes of a grade of 1999, cut in equal parts by rising pay; a grade that is not there stays.
    """

    currency: str
    pay_scale: float
    lines: tuple[str, ...]  # of plant.yaml: what pay costs the plant
    classes: dict[str, tuple[str, ...]]
    apprentice_wage: int
    trainee_wage: int
    press: int
    dies: int


@dataclass(frozen=True, slots=True)
class Lives:
    """Ages near the pension, and the dates of lives that hang on the law of pensions.

    ``old`` has the ages of those of 55 and more by job group. ``born`` sets year and months of
    birth of manual workers of an age. ``early_starters`` are ages at the presses of one person
    each who began to work at 14. ``pension_months`` is the age of the pension by date of birth.
    """

    old: dict[str, tuple[int, ...]]
    born: dict[int, tuple[int, int, int]]
    early_starters: tuple[int, ...]
    full_career_from: int
    start_older: tuple[float, float]
    start_younger: tuple[float, float]
    apprentices_hired: date
    apprentice_quarters: int
    trainee_born: date
    pension_months: tuple[tuple[date, int], ...] = ()

    def pension_day(self, birth: date) -> date:
        """Return the day on which the age of the pension is reached."""
        months = next(m for since, m in reversed(self.pension_months) if birth >= since)
        month = birth.month - 1 + months
        return date(birth.year + month // 12, month % 12 + 1, min(birth.day, 28))


@dataclass(frozen=True, slots=True)
class LongDays:
    """Morning and afternoon of the four-day week, 9 h 05 each, with their breaks."""

    morning: tuple[str, str]
    afternoon: tuple[str, str]
    breaks: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """Dates and terms of the scenarios."""

    names: tuple[str, ...]
    signed: date
    hours_start: date
    presses_start: date
    defensive_start: date  # of S7
    exits_on: date
    early_exits_on: tuple[date, ...]  # of S6; none where pensions say the days
    annual_h: int
    month_hours: tuple[int, ...]  # of S3: mean weekly hours by month, 31, 33, 35 or 37
    is_aided: bool
    hire_class: str
    first_saturdays_h: int  # Saturday hours a person and year at 39 h
    saturdays_h: int  # and at 35 h or less
    long_days: LongDays


@dataclass(frozen=True, slots=True)
class Frame:
    """One year in which the plant stands."""

    title: tuple[str, str]  # French, English
    on: date
    seed: int
    branch_agreement: str
    holidays: tuple[date, ...]  # public holidays on weekdays outside the closed weeks
    past_holidays: tuple[date, ...]
    closed: tuple[Closed, ...]
    past_closed: tuple[Closed, ...]
    money: Money
    lives: Lives
    terms: Terms
    sources: str  # the template of SOURCES.md
    evidence_left_out: tuple[str, ...] = ()  # first words of the ids

    def stream(self, name: str) -> random.Random:
        """Return the random stream of one table: the same whatever else is written."""
        return random.Random(f"{DRAWS}:{name}")

    def monday(self, week: int) -> date:
        """Return the Monday of week ``week`` (0 is the week of the reference date)."""
        return self.on + timedelta(weeks=week)

    @property
    def last_day(self) -> date:
        """The last Sunday of the plan."""
        return self.monday(WEEKS) - timedelta(days=1)

    def is_closed(self, day: date) -> bool:
        """Tell whether the plant is closed for leave on a day."""
        return any(first <= day <= last for first, last, _ in self.closed + self.past_closed)

    def open_weeks(self, first: int = 0, last: int = WEEKS) -> list[int]:
        """Return the weeks in which the plant is open, from ``first`` to ``last`` (excluded)."""
        return [week for week in range(first, last) if not self.is_closed(self.monday(week))]

    def open_days(self, week: int) -> int:
        """Return the working days, Monday to Friday, of an open week."""
        return sum(self.monday(week) + timedelta(days=d) not in self.holidays for d in range(5))

    def month_of(self, week: int) -> int:
        """Return the month (1-12) of a week: the month of its Thursday."""
        return (self.monday(week) + timedelta(days=3)).month

    def season(self, week: int) -> float:
        """Return the demand index of a week, 1 on average over the open weeks of its year."""
        first = 52 * (week // 52)
        weeks = self.open_weeks(first, first + 52)
        mean = sum(MONTH_INDEX[self.month_of(w) - 1] for w in weeks) / len(weeks)
        return MONTH_INDEX[self.month_of(week) - 1] / mean

    def pay(self, francs: float) -> int:
        """Return a monthly pay of 1999 at this frame's level."""
        return round(francs * self.money.pay_scale)
