"""What it costs: each scenario priced on each replication's hours, and set against today."""

from __future__ import annotations

from datetime import date
from typing import Final, TypedDict

import numpy as np
import numpy.typing as npt

from accord.cost import CostLine, CostResult, change_from, payback_years
from accord.study.document import Text, Verbatim, say
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook, places_of
from accord.study.measure.cost_places import line_places
from accord.study.measure.cost_years import YEARLY, YEARS, YearSums, in_year, numbered
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
from accord.study.measure.unpriced import horizon_end, residual_value

__all__ = ["enter_money"]

Floats = npt.NDArray[np.float64]
# Entered as figures of their own, with the interval of the simulation.
PAYBACK: Final = "payback."
MONTHS_PER_YEAR: Final = 12
ONCE: Final = "once"
DRAFT: Final = "draft"
OVERTIME: Final = "overtime"
_FIVE: Final = str(HORIZON_YEARS)


def enter_money(field: Field, book: FigureBook) -> None:
    """Enter each case's lines of cost and its yearly change from today."""
    if not any(p.wage_month is not None for p in field.plant.people):
        return
    for case in field.cases:
        _enter_case(field, case, book)


def _start(field: Field, case: Case) -> date:
    return case.scenario.start if case.scenario else field.plant.on


def _enter_case(field: Field, case: Case, book: FigureBook) -> None:
    result = priced(field, case)
    if result is None or case.run is None:
        return
    unit = field.plant.currency
    stem = f"{case.id}.cost"
    for line in result.lines:
        if not line.id.startswith(PAYBACK):
            _enter_line(field, case, line, book)
    samples = samples_of(result)
    if samples is None:
        return  # a gap, or a closed gate: no sum is shown
    sums = YearSums(book, stem, f"{unit}/year", case.id, result)
    sums.cost(1, samples[:, 0], (case.run.digest,))
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
    kept = YearSums(book, stem, f"{unit}/year", field.today.id, today, "today_")
    inputs = tuple(dict.fromkeys((case.run.digest, *book[f"{field.today.id}.cost.year"].inputs)))
    for year in YEARS[1:]:
        sums.cost(year, samples[:, year - 1], (case.run.digest,))
    for year in YEARS:
        kept.cost(year, before[:, year - 1], inputs)
        _enter_premium(sums, kept, year)
        _enter_aid(sums, year)
    _enter_change(field, case, sums, samples - before, inputs)
    _enter_payback(case, result, book, today=today)
    enter_output_cost(field, sums, kept)


def _enter_line(field: Field, case: Case, line: CostLine, book: FigureBook) -> None:
    """Enter a line with the places of its inputs.

    Charges rest on the pay they are counted on, pay of overtime on the hours simulated.
    """
    has_range = line.low != line.high
    cause = line.id.rpartition(".")[0]
    wages = book.get(f"{case.id}.cost.line.{cause}.wages")
    hours = book.get(f"{case.id}.hours.overtime_week.total") if cause == OVERTIME else None
    is_draft = line.status == DRAFT
    book.given(
        f"{case.id}.cost.line.{line.id}",
        line.amount,
        line.unit,
        kind="computed" if line.status == ASSUMPTION else "law_draft" if is_draft else "law",
        low=line.low if has_range else None,
        high=line.high if has_range else None,
        parents=[parent for parent in (wages or hours,) if parent is not None],
        places=line_places(field, case, line, is_on_pay=wages is not None),
        method=say(
            "method.cost_line_draft" if is_draft else "method.cost_line",
            formula=Verbatim(line.formula_fr, line.formula_en),
            article=line.article,
        ),
    )


def _enter_premium(sums: YearSums, kept: YearSums, year: int) -> None:
    """Enter what a scenario changes of the premium above the legal week in a year."""
    own = sums.parts(sums.starting(LEGAL_WEEK), year)
    todays = kept.parts(kept.starting(LEGAL_WEEK), year)
    sums.book.computed(
        f"{sums.stem}.{numbered('legal_week_year', year)}",
        lambda *parts: sum(parts[: len(own)]) - sum(parts[len(own) :]),
        [*own, *todays],
        sums.unit,
        kind="law",
        method=say("method.legal_week_year", year=str(year)),
    )


def _enter_aid(sums: YearSums, year: int) -> None:
    """Enter the aid of a year, as a positive amount, between its bounds."""
    lines = [x for x in sums.starting(AID) if abs(in_year(x, year)) > 0]
    parts = [in_year(x, year) / x.amount for x in lines]
    sums.book.given(
        f"{sums.stem}.{numbered('aid_year', year)}",
        0.0 - sum(in_year(x, year) for x in lines),
        sums.unit,
        kind="law",
        parents=sums.parts(lines, year),
        method=say("method.aid_year", year=str(year)) if lines else say("method.aid_none"),
        **_ends(
            [-x.high * part for x, part in zip(lines, parts, strict=True)],
            [-x.low * part for x, part in zip(lines, parts, strict=True)],
        ),
    )


def _enter_change(
    field: Field, case: Case, sums: YearSums, years: Floats, inputs: tuple[str, ...]
) -> None:
    """Enter the change of each year, of what is paid once, and of the horizon: their sum.

    ``years`` has shape (replications, HORIZON_YEARS): the scenario less today in the same
    replication, aid and legal premium left out.
    """
    book, stem, unit = sums.book, sums.stem, field.plant.currency

    def of(name: str) -> list[Figure]:
        return [book[f"{stem}.{numbered(name, year)}"] for year in YEARS]

    costs, todays, premiums, aids = (
        of("year"),
        of("today_year"),
        of("legal_week_year"),
        of("aid_year"),
    )
    with_premium = years + np.array([x.value for x in premiums])

    def simulated(
        name: str, values: Floats, unit: str, parents: list[Figure], method: Text
    ) -> Figure:
        return book.simulated(
            f"{stem}.{name}", values, unit, inputs=inputs, parents=parents, method=method
        )

    gross = simulated(
        "change_year_before_aid",
        with_premium[:, 0],
        sums.unit,
        [costs[0], todays[0], premiums[0]],
        say("method.change_year_before_aid"),
    )
    book.computed(
        f"{stem}.change_year",
        lambda g, a: g - a,
        [gross, aids[0]],
        sums.unit,
        method=say("method.change_year"),
    )
    for year in YEARS[1:]:
        i = year - 1
        simulated(
            f"change_year{year}",
            with_premium[:, i] - aids[i].value,
            sums.unit,
            [costs[i], todays[i], premiums[i], aids[i]],
            say("method.change_of_year", year=str(year)),
        )
    once = _enter_once(field, case, sums.result, book)
    how = say("method.aid_years", years=_FIVE) if sums.starting(AID) else say("method.aid_none")
    aid = _sum(book, f"{stem}.aid_total", aids, unit, how)
    pay = simulated(
        "change_years",
        with_premium.sum(axis=1),
        unit,
        [*of("change_year"), aid],
        say("method.change_years", years=_FIVE),
    )
    total = book.computed(
        f"{stem}.change_horizon",
        lambda p, o, a: p + o - a,
        [pay, once, aid],
        unit,
        method=say("method.change_horizon", years=_FIVE),
    )
    premium = _sum(
        book,
        f"{stem}.legal_week_horizon",
        premiums,
        unit,
        say("method.legal_week_horizon", years=_FIVE, start=_start(field, case)),
    )
    book.computed(
        f"{stem}.change_horizon_without_premium",
        lambda t, p: t - p,
        [total, premium],
        unit,
        method=say("method.change_horizon_without_premium"),
    )
    _enter_residual(field, case, book)


def _sum(book: FigureBook, name: str, years: list[Figure], unit: str, method: Text) -> Figure:
    """Enter the sum of the years; bounds that the law leaves open add up."""
    return book.given(
        name,
        sum(x.value for x in years),
        unit,
        kind="law",
        parents=years,
        method=method,
        **_ends(
            [x.value if x.low is None else x.low for x in years],
            [x.value if x.high is None else x.high for x in years],
        ),
    )


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
    later = [book[f"{stem}.{numbered('change_year', year)}"] for year in YEARS[1:]]
    book.computed(
        f"{stem}.payback_without_aid",
        lambda o, g, *_: years(o, g, none),
        [once, gross, *later],
        "years",
        method=say("method.payback_without_aid"),
    )
    total = book[f"{stem}.aid_total"]
    if total.value:
        book.computed(
            f"{stem}.payback_with_aid",
            lambda o, g, a, *_: years(o, g, change.aid * (a / total.value)),
            [once, gross, total, *later],
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
    left = residual_value(scenario)
    if left > 0:
        book.given(
            f"{case.id}.cost.residual",
            left,
            field.plant.currency,
            kind="computed",
            places=places_of([scenario.at]),
            method=say("method.residual", end=horizon_end(scenario)),
        )
