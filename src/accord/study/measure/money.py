"""What it costs: each scenario priced on each replication's hours, and set against today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

import numpy as np
import numpy.typing as npt

from accord.cost import CostLine, CostResult, change_from, payback_years, years_later
from accord.study.document import Text, Verbatim, say
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook, places_of
from accord.study.intervals import interval
from accord.study.measure.output_cost import enter_output_cost
from accord.study.measure.prices import (
    AID,
    ASSUMPTION,
    HORIZON_YEARS,
    LEGAL_WEEK,
    priced,
    priced_today,
    samples_of,
)

__all__ = ["enter_money"]

Floats = npt.NDArray[np.float64]
# Entered as figures of their own, with the interval of the simulation.
PAYBACK: Final = "payback."
MONTHS_PER_YEAR: Final = 12
YEARLY: Final = "yearly"
ONCE: Final = "once"
_FIVE: Final = str(HORIZON_YEARS)
_YEARS: Final = range(1, HORIZON_YEARS + 1)


def enter_money(field: Field, book: FigureBook) -> None:
    """Enter each case's lines of cost and its yearly change from today."""
    if not any(p.wage_month is not None for p in field.plant.people):
        return
    for case in field.cases:
        _enter_case(field, case, book)


def _start(field: Field, case: Case) -> date:
    return case.scenario.start if case.scenario else field.plant.on


def _is_yearly_cost(line: CostLine) -> bool:
    return line.kind == YEARLY and not line.id.startswith((AID, LEGAL_WEEK))


def _enter_case(field: Field, case: Case, book: FigureBook) -> None:
    result = priced(field, case)
    if result is None or case.run is None:
        return
    unit = field.plant.currency
    places = places_of([case.scenario.at] if case.scenario else [field.plant.at])
    stem = f"{case.id}.cost"
    for line in result.lines:
        if not line.id.startswith(PAYBACK):
            _enter_line(field, case, line, book)
    samples = samples_of(result)
    if samples is None:
        return  # the gate is closed: no sum is shown
    mean, low, high = interval(samples[:, 0])
    yearly = [book[f"{stem}.line.{x.id}"].id for x in result.lines if _is_yearly_cost(x)]
    book.add(
        Figure(
            f"{stem}.year",
            mean,
            f"{unit}/year",
            low,
            high,
            "simulated",
            (case.run.digest,),
            case.run.seed,
            tuple(yearly),
            method=say("method.cost_year"),
            places=places,
        )
    )
    wages = [x for x in result.lines if x.kind == YEARLY and x.id.startswith("payroll.today")]
    if wages:
        book.given(
            f"{stem}.wages_year",
            sum(x.amount for x in wages),
            f"{unit}/year",
            kind="computed",
            parents=[book[f"{stem}.line.{x.id}"] for x in wages],
            method=say("method.wages_year"),
        )
    today = None if case is field.today else priced_today(field, case)
    before = samples_of(today)
    if today is None or before is None:
        return
    premium = np.array([_part(result, LEGAL_WEEK, y) - _part(today, LEGAL_WEEK, y) for y in _YEARS])
    _enter_change(field, case, result, book, change=_Change(samples - before + premium, premium))
    _enter_payback(case, result, book, today=today)
    enter_output_cost(field, case, book, before=today, after=result)


@dataclass(frozen=True, slots=True)
class _Change:
    """What a scenario changes each year from its start, aid left out, legal premium included.

    ``years`` has shape (replications, HORIZON_YEARS), ``premium`` (HORIZON_YEARS,): the part of it
    that is the legal premium, the same in each replication.
    """

    years: Floats
    premium: Floats


def _part(result: CostResult, prefix: str, year: int) -> float:
    """Return what the lines of a prefix, the legal premium or the aid, come to in a year."""
    return result.year(year) - result.year(year, without=(prefix,))


def _enter_line(field: Field, case: Case, line: CostLine, book: FigureBook) -> None:
    has_range = line.low != line.high
    book.given(
        f"{case.id}.cost.line.{line.id}",
        line.amount,
        line.unit,
        kind="computed" if line.status == ASSUMPTION else "law",
        low=line.low if has_range else None,
        high=line.high if has_range else None,
        places=places_of([case.scenario.at] if case.scenario else [field.plant.at]),
        method=say(
            "method.cost_line",
            formula=Verbatim(line.formula_fr, line.formula_en),
            article=line.article,
        ),
    )


def _enter_change(
    field: Field, case: Case, result: CostResult, book: FigureBook, *, change: _Change
) -> None:
    """Enter the change of each year, of what is paid once, and of the horizon: their sum."""
    unit, stem = field.plant.currency, f"{case.id}.cost"
    parents = [book[f"{stem}.year"], book[f"{field.today.id}.cost.year"]]
    inputs = tuple(dict.fromkeys(i for p in parents for i in p.inputs))

    def simulated(name: str, values: Floats, unit: str, method: Text) -> Figure:
        return book.simulated(
            f"{stem}.{name}", values, unit, inputs=inputs, parents=parents, method=method
        )

    gross = simulated(
        "change_year_before_aid",
        change.years[:, 0],
        f"{unit}/year",
        say("method.change_year_before_aid"),
    )
    aid, of_year = _enter_aid(field, case, result, book)
    book.computed(
        f"{stem}.change_year",
        lambda g, a: g - a,
        [gross, of_year],
        f"{unit}/year",
        method=say("method.change_year"),
    )
    for year in range(2, HORIZON_YEARS + 1):
        simulated(
            f"change_year{year}",
            change.years[:, year - 1] + _part(result, AID, year),
            f"{unit}/year",
            say("method.change_of_year", year=str(year)),
        )
    once = _enter_once(field, case, result, book)
    pay = simulated(
        "change_years", change.years.sum(axis=1), unit, say("method.change_years", years=_FIVE)
    )
    total = book.computed(
        f"{stem}.change_horizon",
        lambda p, o, a: p + o - a,
        [pay, once, aid],
        unit,
        method=say("method.change_horizon", years=_FIVE),
    )
    premium = book.given(
        f"{stem}.legal_week_horizon",
        float(change.premium.sum()),
        unit,
        kind="law",
        parents=[book[f"{stem}.line.{x.id}"] for x in result.lines if x.id.startswith(LEGAL_WEEK)],
        method=say("method.legal_week_horizon", years=_FIVE, start=_start(field, case)),
    )
    book.computed(
        f"{stem}.change_horizon_without_premium",
        lambda t, p: t - p,
        [total, premium],
        unit,
        method=say("method.change_horizon_without_premium"),
    )
    _enter_residual(field, case, book)


def _enter_aid(
    field: Field, case: Case, result: CostResult, book: FigureBook
) -> tuple[Figure, Figure]:
    """Enter the aid of the horizon and that of the first year, as positive amounts."""
    unit, stem = field.plant.currency, f"{case.id}.cost"
    lines = [x for x in result.lines if x.kind == YEARLY and x.id.startswith(AID)]
    num_years = str(len(lines))
    total = book.given(
        f"{stem}.aid_total",
        0.0 - sum(_part(result, AID, y) for y in _YEARS),
        unit,
        kind="law",
        parents=[book[f"{stem}.line.{x.id}"] for x in lines],
        method=say("method.aid_years", years=num_years) if lines else say("method.aid_none"),
        **_ends([-x.high for x in lines], [-x.low for x in lines]),
    )
    of_year = [x for x in lines if any(x.by_month[:MONTHS_PER_YEAR])]
    year = book.given(
        f"{stem}.aid_year",
        0.0 - _part(result, AID, 1),
        f"{unit}/year",
        kind="law",
        parents=[book[f"{stem}.line.{x.id}"] for x in of_year],
        method=say("method.aid_first_year"),
        **_ends([-x.high for x in of_year], [-x.low for x in of_year]),
    )
    return total, year


def _enter_payback(case: Case, result: CostResult, book: FigureBook, *, today: CostResult) -> None:
    """Enter the paybacks of the price (``accord.cost.against_today``), with their interval."""
    stem = f"{case.id}.cost"
    once, gross = book[f"{stem}.once"], book[f"{stem}.change_year_before_aid"]
    if once.value <= 0 or result.needs or today.needs:
        return
    change = change_from(today, result)

    def years(spent: float, of_year: float, aid: Floats) -> float:
        return payback_years(spent, change.pay + (of_year - gross.value) / MONTHS_PER_YEAR, aid)

    none = np.zeros_like(change.aid)
    book.computed(
        f"{stem}.payback_without_aid",
        lambda o, g: years(o, g, none),
        [once, gross],
        "years",
        method=say("method.payback_without_aid"),
    )
    total = book[f"{stem}.aid_total"]
    if total.value:
        book.computed(
            f"{stem}.payback_with_aid",
            lambda o, g, a: years(o, g, change.aid * (a / total.value)),
            [once, gross, total],
            "years",
            method=say("method.payback_with_aid"),
        )


def _enter_once(field: Field, case: Case, result: CostResult, book: FigureBook) -> Figure:
    """Enter what is paid once: exits, investment, recruiting."""
    stem = f"{case.id}.cost"
    lines = [x for x in result.lines if x.kind == ONCE]
    return book.given(
        f"{stem}.once",
        sum(x.amount for x in lines),
        field.plant.currency,
        kind="computed",
        parents=[book[f"{stem}.line.{x.id}"] for x in lines],
        method=say("method.once"),
        **_ends([x.low for x in lines], [x.high for x in lines]),
    )


class _Ends(TypedDict):
    low: float | None
    high: float | None


def _ends(lows: list[float], highs: list[float]) -> _Ends:
    """Return the bounds of a sum, or none where nothing is left open."""
    low, high = sum(lows), sum(highs)
    return {"low": None, "high": None} if low == high else {"low": low, "high": high}


def _enter_residual(field: Field, case: Case, book: FigureBook) -> None:
    """Enter what is left of the investment after the horizon, written off evenly over its life."""
    scenario = case.scenario
    if scenario is None:
        return
    end = years_later(scenario.start, HORIZON_YEARS)
    left = sum(
        row.amount * max(1 - (end - row.on).days / 365.25 / row.life_years, 0.0)
        for row in scenario.investment
        if row.life_years
    )
    if left > 0:
        book.given(
            f"{case.id}.cost.residual",
            left,
            field.plant.currency,
            kind="computed",
            places=places_of([scenario.at]),
            method=say("method.residual", end=end),
        )
