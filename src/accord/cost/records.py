"""What a price returns: lines that each name their article, and the tables behind them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from accord.law import Need

YEARLY = "yearly"
PERIOD = "period"
ONCE = "once"
RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class CostLine:
    """One amount, seen from the employer: a cost is positive, a saving or an aid negative.

    Parameters
    ----------
    id
        Dotted id, stable: ``exits.severance``, ``aid.aubry1.year1``.
    label_fr, label_en
        What it is.
    amount
        Central value in ``unit``.
    unit
        ``FRF/year``, ``FRF``, or the unit of a ratio.
    kind
        ``yearly`` (each year from ``first``, to ``last`` for an aid), ``period`` (a yearly rate
        that another replaces after ``last``: not to be summed with it), ``once`` (on ``first``) or
        ``ratio`` (a figure that is not money and is never summed).
    low, high
        Bounds of the amount where the law or the facts leave it open; else equal to ``amount``.
    article
        Article of law or of the agreement, or the assumption (``A-16``).
    source
        Where the numbers were read.
    status
        ``checked`` or ``draft``, as the law room says; ``assumption`` for the plant's own numbers.
    formula_fr, formula_en
        The arithmetic, in words and numbers.
    inputs
        Name and value of what went in.
    first, last
        First and last day; ``last`` None goes on.
    is_change
        Whether the line exists only because of the scenario.
    """

    id: str
    label_fr: str
    label_en: str
    amount: float
    unit: str
    kind: str
    low: float
    high: float
    article: str
    source: str
    status: str
    formula_fr: str
    formula_en: str
    inputs: tuple[tuple[str, str], ...]
    first: date
    last: date | None = None
    is_change: bool = True


def years_later(day: date, years: int) -> date:
    """Give the same day some years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=day.day - 1)


def months_later(day: date, months: int) -> date:
    """Give the same day some months later, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def within_year(line: CostLine, opens: date) -> float:
    """Give the part of a yearly or period line that falls in the twelve months from a day."""
    if line.kind not in {YEARLY, PERIOD}:
        return 0.0
    closes = years_later(opens, 1)
    first = max(line.first, opens)
    last = closes if line.last is None else min(line.last + timedelta(days=1), closes)
    return line.amount * max((last - first).days, 0) / (closes - opens).days


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an aid or a procedure, and whether the plan meets it.

    Value and limit are numbers or days. With status ``assumption`` no file proves it: ``is_met``
    then says only what the price takes for granted, and ``value`` is the limit itself.
    """

    id: str
    text_fr: str
    text_en: str
    value: float | date
    limit: float | date
    is_met: bool
    article: str
    status: str


@dataclass(frozen=True, slots=True)
class CostResult:
    """The price of one scenario.

    Parameters
    ----------
    scenario
        Name of the scenario.
    currency
        Currency of every amount.
    lines
        The lines, in the order of the report.
    conditions
        Conditions of aid and procedure, met or not.
    exits
        One row per person who leaves: person, kind, on, age_years, seniority_years, wage_month,
        severance, notice, delalande, delalande_low, delalande_high (null = not due or not known).
    people
        One row per person priced: person, wage_month, hourly_before, hourly_after, overtime_pay.
    timeline
        line, year (1 is the first year from the start), amount.
    needs
        Facts that are missing; the lines that need them are not there.
    notes
        What a reader must know, as (French, English).
    """

    scenario: str
    currency: str
    lines: tuple[CostLine, ...]
    conditions: tuple[Condition, ...]
    exits: pl.DataFrame
    people: pl.DataFrame
    timeline: pl.DataFrame
    needs: tuple[Need, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    def line(self, id: str) -> CostLine:  # noqa: A002 - the field's word
        """Give one line.

        Raises
        ------
        KeyError
            When there is no such line.
        """
        for line in self.lines:
            if line.id == id:
                return line
        raise KeyError(id)

    def year_from(self, first: date, *, without: tuple[str, ...] = ()) -> float:
        """Sum what twelve months from a day cost: yearly and period lines by their days in them.

        Parameters
        ----------
        first
            First day of the twelve months.
        without
            Prefixes of ids to leave out, for example ``("aid",)``.
        """
        return sum(
            within_year(line, first)
            for line in self.lines
            if not any((line.id + ".").startswith(prefix + ".") for prefix in without)
        )

    def total(self, prefix: str, kind: str) -> float:
        """Sum the lines of a kind whose id starts with ``prefix`` (a whole word of the id)."""
        return sum(
            line.amount
            for line in self.lines
            if line.kind == kind and (line.id + ".").startswith(prefix + ".")
        )
