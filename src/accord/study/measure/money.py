"""What it costs: each scenario priced on each replication's hours, and set against today."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from accord.cost import Condition, CostLine, CostResult, price
from accord.errors import AccordError
from accord.plant.records import Scenario
from accord.study.document import Verbatim, say
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook, places_of
from accord.study.intervals import interval, paired
from accord.study.workload import workload

__all__ = ["enter_money", "payback_years", "priced", "status_quo", "taken_on_word"]

Floats = npt.NDArray[np.float64]
YEARLY: Final = "yearly"
ONCE: Final = "once"
AID: Final = "aid"
LEGAL_WEEK: Final = "legal_week"
ASSUMPTION: Final = "assumption"
# Years over which a scenario is added up: aid ends within them, and money spent once counts whole.
HORIZON_YEARS: Final = 5
# A payback beyond this is no plan; the sum is not followed further.
PAYBACK_YEARS_MOST: Final = 50


def status_quo(field: Field) -> Scenario:
    """Return the scenario that changes nothing, to price today with the same rules."""
    plant = field.plant
    return Scenario("S0", "Aujourd’hui", "Today", plant.on, plant.weekly_h, at=plant.at)


def enter_money(field: Field, book: FigureBook) -> None:
    """Enter each case's lines of cost and its yearly change from today."""
    if not any(p.wage_month is not None for p in field.plant.people):
        return
    before = _samples(field, field.today)
    for case in field.cases:
        _enter_case(field, case, before, book)


def priced(field: Field, case: Case, replication: int | None = None) -> CostResult | None:
    """Return the price of a case on the mean hours, or those of one replication."""
    if case.run is None:
        return None
    scenario = case.scenario or status_quo(field)
    hours = workload(case.run, field.window, case.scenario, replication)
    try:
        return price(case.plant, scenario, hours)
    except AccordError:
        return None


def taken_on_word(field: Field, case: Case) -> tuple[Condition, ...]:
    """Return the conditions of a case's aid that its files state and cannot prove (A-20)."""
    result = priced(field, case)
    if result is None or not any(line.id.startswith(AID) and line.amount for line in result.lines):
        return ()
    taken = (c for c in result.conditions if c.is_met and c.status == ASSUMPTION)
    return tuple(c for c in taken if c.id.startswith(AID))


def _samples(field: Field, case: Case) -> Floats | None:
    """Return the yearly cost without aid of each replication."""
    if case.run is None:
        return None
    results = [priced(field, case, r) for r in range(case.run.replications)]
    if any(r is None for r in results):
        return None
    return np.array([_yearly(r) for r in results if r is not None])


def _is_yearly_cost(line: CostLine) -> bool:
    return line.kind == YEARLY and not line.id.startswith(AID)


def _yearly(result: CostResult) -> float:
    return sum(line.amount for line in result.lines if _is_yearly_cost(line))


def _enter_case(field: Field, case: Case, before: Floats | None, book: FigureBook) -> None:
    result = priced(field, case)
    samples = _samples(field, case)
    if result is None or samples is None or case.run is None:
        return
    unit = field.plant.currency
    places = places_of([case.scenario.at] if case.scenario else [field.plant.at])
    stem = f"{case.id}.cost"
    for line in result.lines:
        _enter_line(field, case, line, book)
    mean, low, high = interval(samples)
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
    if case is field.today or before is None:
        return
    _enter_change(field, case, result, book, before=before, samples=samples)


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
    field: Field,
    case: Case,
    result: CostResult,
    book: FigureBook,
    *,
    before: Floats,
    samples: Floats,
) -> None:
    unit, stem = field.plant.currency, f"{case.id}.cost"
    total = book[f"{stem}.year"]
    mean, low, high = paired(before, samples)
    today = book[f"{field.today.id}.cost.year"]
    gross = book.add(
        Figure(
            f"{stem}.change_year_before_aid",
            mean,
            f"{unit}/year",
            low,
            high,
            "simulated",
            total.inputs + today.inputs,
            total.seed,
            (total.id, today.id),
            method=say("method.change_year_before_aid"),
        )
    )
    aid = [x for x in result.lines if x.kind == YEARLY and x.id.startswith(AID)]
    aid_lines = [book[f"{stem}.line.{x.id}"] for x in aid]
    years = _aid_by_year(result)
    first = book.given(
        f"{stem}.aid_year",
        -years.get(1, 0.0),
        f"{unit}/year",
        kind="law",
        parents=[
            f for f in aid_lines if f.id.removeprefix(f"{stem}.line.") in _lines_of(result, 1)
        ],
        method=say("method.aid_first_year"),
    )
    book.given(
        f"{stem}.aid_total",
        -sum(years.values()),
        unit,
        kind="law",
        parents=aid_lines,
        method=say("method.aid_years", years=str(len(years))) if years else say("method.aid_none"),
    )
    book.computed(
        f"{stem}.change_year",
        lambda g, a: g - a,
        [gross, first],
        f"{unit}/year",
        method=say("method.change_year"),
    )
    once_lines = [x for x in result.lines if x.kind == ONCE]
    once = book.given(
        f"{stem}.once",
        sum(x.amount for x in once_lines),
        unit,
        kind="computed",
        parents=[book[f"{stem}.line.{x.id}"] for x in once_lines],
        method=say("method.once"),
    )
    if once.value > 0:
        book.computed(
            f"{stem}.payback",
            lambda o, g, *_: payback_years(o, g, years),
            [once, gross, *aid_lines],
            "years",
            method=say("method.payback"),
        )
    _enter_horizon(field, case, result, book, gross=gross, once=once, years=years)


def _enter_horizon(
    field: Field,
    case: Case,
    result: CostResult,
    book: FigureBook,
    *,
    gross: Figure,
    once: Figure,
    years: dict[int, float],
) -> None:
    """Enter the change added up over the horizon, and the legal premium that today would pay."""
    unit, stem = field.plant.currency, f"{case.id}.cost"
    aid = sum(amount for year, amount in years.items() if year <= HORIZON_YEARS)
    book.computed(
        f"{stem}.change_horizon",
        lambda g, o: HORIZON_YEARS * g + o + aid,
        [gross, once],
        unit,
        method=say("method.change_horizon", years=str(HORIZON_YEARS)),
    )
    start = case.scenario.start if case.scenario else field.plant.on
    today = _priced_today(field, start)
    if today is None:
        return
    book.given(
        f"{stem}.legal_week_horizon",
        _legal_week(result) - _legal_week(today),
        unit,
        kind="law",
        parents=[book[f"{stem}.line.{x.id}"] for x in result.lines if x.id.startswith(LEGAL_WEEK)],
        method=say("method.legal_week_horizon", years=str(HORIZON_YEARS), start=start),
    )


def _priced_today(field: Field, start: date) -> CostResult | None:
    """Price today kept as it is from the day on which a scenario would start."""
    if field.today.run is None:
        return None
    scenario = replace(status_quo(field), start=start)
    hours = workload(field.today.run, field.window, field.today.scenario, None)
    try:
        return price(field.today.plant, scenario, hours)
    except AccordError:
        return None


def _legal_week(result: CostResult) -> float:
    rows = result.timeline.select("line", "year", "amount").iter_rows()
    return sum(
        float(amount)
        for line, year, amount in rows
        if str(line).startswith(LEGAL_WEEK) and int(year) <= HORIZON_YEARS
    )


def payback_years(once: float, gross: float, aid: dict[int, float]) -> float:
    """Return the years until what is spent once is earned back; NaN when it never is.

    Parameters
    ----------
    once
        Money spent once.
    gross
        Yearly change of cost without aid; a saving is negative.
    aid
        Aid by year from the start, negative; a year that is not there has none.

    Returns
    -------
    float
        Years, straight within the last one; aid that falls and stops is followed year by year.
    """
    left = once
    for year in range(1, PAYBACK_YEARS_MOST + 1):
        saved = -gross - aid.get(year, 0.0)
        if saved >= left:
            return year - 1 + left / saved
        left -= saved
    return math.nan


def _lines_of(result: CostResult, year: int) -> set[str]:
    """Return the ids of the lines that fall in a year from the start."""
    rows = result.timeline
    return {str(line) for line, y in rows.select("line", "year").iter_rows() if y == year}


def _aid_by_year(result: CostResult) -> dict[int, float]:
    rows = result.timeline
    found: dict[int, float] = {}
    for line, year, amount in rows.select("line", "year", "amount").iter_rows():
        if str(line).startswith(AID):
            found[int(year)] = found.get(int(year), 0.0) + float(amount)
    return found
