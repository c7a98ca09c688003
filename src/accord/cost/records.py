"""What a price returns: lines that each name their article, and the tables behind them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import polars as pl

from accord.law import Need

YEARLY = "yearly"
ONCE = "once"
RATIO = "ratio"
_MONTHS_PER_YEAR = 12


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
        ``yearly`` (the amount is that of the first twelve months from ``first``; ``by_month`` tells
        how it goes on), ``once`` (on ``first``) or ``ratio`` (a figure that is not money and is
        never summed).
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
    by_month
        Money in each month of the price, from the month of the start; empty for a ratio.
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
    by_month: tuple[float, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an aid or a procedure, and whether the plan meets it.

    Value and limit are numbers or days. With status ``assumption`` no file proves it: ``is_met``
    then says only what the price takes for granted, and ``value`` is the limit itself. Where it
    ``is_threshold``, ``is_met`` says that the number is reached from which something is owed: it is
    nothing that a plan fulfils.
    """

    id: str
    text_fr: str
    text_en: str
    value: float | date
    limit: float | date
    is_met: bool
    article: str
    status: str

    @property
    def is_threshold(self) -> bool:
        """Whether it tells what is owed from a number on, not what a plan has done."""
        return self.id.startswith("dismissal.")


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
        One row per person who leaves: person, kind, on (last day worked), ends (last day of the
        contract), age_years and seniority_years at the end of a dismissal, wage_month,
        reference_month (pay of severance), severance, notice, notice_leave, delalande,
        delalande_low, delalande_high, retirement, arpe_leaving_pay, arpe_employer, leave,
        end_bonus (null = not due, not known, or after the last month priced).
    people
        One row per person priced: person, wage_month, hourly_before, hourly_after, overtime_pay.
    months
        month (first day), line, amount: the lines by month, zeros left out.
    years
        group (pay, contributions, relief, overtime, hires, exits, investment, scrap,
        late, aid), year, amount. Year 0 is the base year: twelve months of today's payroll.
    people_months
        person, month, gross, overtime_pay, contributions, relief, net, cost under the scenario;
        net is null where no law of pay is known.
    samples
        replication, year, amount, output: what each year costs in each replication of the workload,
        aid, the premium of the legal week and what is paid once left out, and the scrap and late
        orders in it; one replication where the workload tells none.
    needs
        Facts that are missing; the lines that need them are not there.
    gaps
        The needs that leave a cost out (pay, contributions, overtime, exits): while there is one no
        sum of the lines is whole, and ``years`` and ``samples`` have no row. A need of an aid, or
        of the law of the country, is none.
    notes
        What a reader must know, as (French, English).
    """

    scenario: str
    currency: str
    lines: tuple[CostLine, ...]
    conditions: tuple[Condition, ...]
    exits: pl.DataFrame
    people: pl.DataFrame
    months: pl.DataFrame
    years: pl.DataFrame
    people_months: pl.DataFrame
    samples: pl.DataFrame
    needs: tuple[Need, ...] = ()
    gaps: tuple[Need, ...] = ()
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

    def year(self, number: int, *, without: tuple[str, ...] = (), kind: str = YEARLY) -> float:
        """Sum twelve months of the lines of a kind.

        Parameters
        ----------
        number
            1 is the twelve months from the month of the start.
        without
            Prefixes of ids to leave out, for example ``("aid",)``.
        kind
            ``yearly`` or ``once``.
        """
        months = slice((number - 1) * _MONTHS_PER_YEAR, number * _MONTHS_PER_YEAR)
        return sum(
            sum(line.by_month[months])
            for line in self.lines
            if line.kind == kind
            and not any((line.id + ".").startswith(prefix + ".") for prefix in without)
        )

    def total(self, prefix: str, kind: str) -> float:
        """Sum the lines of a kind whose id starts with ``prefix`` (a whole word of the id)."""
        return sum(
            line.amount
            for line in self.lines
            if line.kind == kind and (line.id + ".").startswith(prefix + ".")
        )
