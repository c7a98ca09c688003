"""What it costs: each scenario priced on each replication's hours, and set against today."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from accord.cost import CostLine, CostResult, price
from accord.errors import AccordError
from accord.plant.records import Scenario
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook, places_of
from accord.study.intervals import interval, paired
from accord.study.workload import workload

__all__ = ["enter_money", "priced", "status_quo"]

Floats = npt.NDArray[np.float64]
YEARLY: Final = "yearly"
ONCE: Final = "once"
AID: Final = "aid"


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
            method="sum of the yearly lines, aid left out, priced on each replication's hours",
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
            method="wages and charges of the people there before the change",
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
        kind="computed" if line.status == "assumption" else "law",
        low=line.low if has_range else None,
        high=line.high if has_range else None,
        places=places_of([case.scenario.at] if case.scenario else [field.plant.at]),
        method=f"{line.formula} ({line.article})",
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
            method="paired difference of the yearly cost, aid left out",
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
        parents=aid_lines,
        method="aid of the first year",
    )
    book.given(
        f"{stem}.aid_total",
        -sum(years.values()),
        unit,
        kind="law",
        parents=aid_lines,
        method=f"aid over its {len(years)} years" if years else "no aid is asked for",
    )
    change = book.computed(
        f"{stem}.change_year",
        lambda g, a: g - a,
        [gross, first],
        f"{unit}/year",
        method="change of the yearly cost, aid of the first year taken off",
    )
    once_lines = [x for x in result.lines if x.kind == ONCE]
    once = book.given(
        f"{stem}.once",
        sum(x.amount for x in once_lines),
        unit,
        kind="computed",
        parents=[book[f"{stem}.line.{x.id}"] for x in once_lines],
        method="exits, investment, training and the like, paid once",
    )
    if once.value > 0:
        book.computed(
            f"{stem}.payback",
            lambda o, c: o / -c if c < 0 else math.nan,
            [once, change],
            "years",
            method="paid once / yearly saving; not defined without a saving",
        )


def _aid_by_year(result: CostResult) -> dict[int, float]:
    rows = result.timeline
    found: dict[int, float] = {}
    for line, year, amount in rows.select("line", "year", "amount").iter_rows():
        if str(line).startswith(AID):
            found[int(year)] = found.get(int(year), 0.0) + float(amount)
    return found
