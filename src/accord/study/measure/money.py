"""What it costs: each scenario priced on each replication's hours, and set against today."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypedDict

import numpy as np
import numpy.typing as npt

from accord.cost import Condition, CostLine, CostResult, price, years_later
from accord.errors import AccordError
from accord.plant.records import Scenario
from accord.study.document import Text, Verbatim, say
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook, places_of
from accord.study.intervals import interval
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
_FIVE: Final = str(HORIZON_YEARS)
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
    """Return what each year from the start costs, without aid and legal premium.

    Shape (replications, HORIZON_YEARS); who comes or leaves within a year counts by days.
    """
    if case.run is None:
        return None
    results = [priced(field, case, r) for r in range(case.run.replications)]
    days = _years_from(_start(field, case))
    rows = [
        [r.year_from(day, without=(AID, LEGAL_WEEK)) for day in days]
        for r in results
        if r is not None
    ]
    return np.array(rows) if len(rows) == len(results) else None


def _start(field: Field, case: Case) -> date:
    return case.scenario.start if case.scenario else field.plant.on


def _years_from(start: date) -> list[date]:
    """Return the first day of each year of the horizon."""
    return [years_later(start, year) for year in range(HORIZON_YEARS)]


def _is_yearly_cost(line: CostLine) -> bool:
    return line.kind == YEARLY and not line.id.startswith(AID)


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
    if case is field.today or before is None:
        return
    _enter_change(field, case, result, book, change=_change(field, case, result, before, samples))


@dataclass(frozen=True, slots=True)
class _Change:
    """What a scenario changes each year from its start, aid left out, legal premium included.

    ``years`` has shape (replications, HORIZON_YEARS), ``premium`` (HORIZON_YEARS,): the part of it
    that is the legal premium, the same in each replication.
    """

    years: Floats
    premium: Floats


def _change(
    field: Field, case: Case, result: CostResult, before: Floats, samples: Floats
) -> _Change:
    """Set a scenario's years against the same years of today kept as it is."""
    common = min(len(before), len(samples))
    start = _start(field, case)
    today = _priced_today(field, start)
    premium = np.array(
        [_premium(result, day) - (_premium(today, day) if today else 0.0)
         for day in _years_from(start)]
    )  # fmt: skip
    # Today's pay and overtime are the same every year.
    return _Change(samples[:common] - before[:common, :1] + premium, premium)


def _premium(result: CostResult, first: date) -> float:
    """Return the legal premium of twelve months from a day."""
    return result.year_from(first) - result.year_from(first, without=(LEGAL_WEEK,))


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
    years = _aid_by_year(result)
    for year in range(2, HORIZON_YEARS + 1):
        simulated(
            f"change_year{year}",
            change.years[:, year - 1] + years.get(year, 0.0),
            f"{unit}/year",
            say("method.change_of_year", year=str(year)),
        )
    once = _enter_once(field, case, result, book)
    if once.value > 0:
        by_year = change.years.mean(axis=0)
        book.computed(
            f"{stem}.payback",
            lambda o, g, *_: payback_years(o, by_year + (g - by_year[0]), years),
            [once, gross, aid],
            "years",
            method=say("method.payback"),
        )
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
    first = _lines_of(result, 1)
    num_years = str(len(lines))
    total = book.given(
        f"{stem}.aid_total",
        -sum(x.amount for x in lines),
        unit,
        kind="law",
        parents=[book[f"{stem}.line.{x.id}"] for x in lines],
        method=say("method.aid_years", years=num_years) if lines else say("method.aid_none"),
        **_ends([-x.high for x in lines], [-x.low for x in lines]),
    )
    of_year = [x for x in lines if x.id in first]
    year = book.given(
        f"{stem}.aid_year",
        -sum(x.amount for x in of_year),
        f"{unit}/year",
        kind="law",
        parents=[book[f"{stem}.line.{x.id}"] for x in of_year],
        method=say("method.aid_first_year"),
        **_ends([-x.high for x in of_year], [-x.low for x in of_year]),
    )
    return total, year


def _enter_once(field: Field, case: Case, result: CostResult, book: FigureBook) -> Figure:
    """Enter what is paid once: exits, investment, training."""
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


def payback_years(once: float, gross: Sequence[float] | Floats, aid: dict[int, float]) -> float:
    """Return the years until what is spent once is earned back; NaN when it never is.

    Parameters
    ----------
    once
        Money spent once.
    gross
        Change of cost of each year without aid, a saving negative; the last one goes on.
    aid
        Aid by year from the start, negative; a year that is not there has none.

    Returns
    -------
    float
        Years, straight within the last one; aid that falls and stops is followed year by year.
    """
    left = once
    for year in range(1, PAYBACK_YEARS_MOST + 1):
        saved = -float(gross[min(year, len(gross)) - 1]) - aid.get(year, 0.0)
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
