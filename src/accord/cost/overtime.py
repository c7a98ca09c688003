"""Overtime: the hours of the workload with their premium, and hours above the legal week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.cost.bill import Basis, Bill, money, persons
from accord.cost.case import MONTHS_PER_YEAR
from accord.cost.records import PERIOD, years_later
from accord.law import CHECKED, DRAFT, FloatArray, compute, compute_table, parameter
from accord.law import pack as law_pack

_LABELS = ("Heures supplémentaires", "Overtime")
_PREMIUM = "fr.overtime.premium"
_LEGAL_WEEK = "fr.hours.legal_week"
_SCHEMA = {"person": pl.String, "overtime_pay": pl.Float64}


def hourly_wage(wage_month: FloatArray, weekly_h: FloatArray, on: date) -> FloatArray:
    """Give the pay of one hour from the month's pay, in money per hour, shape (people,)."""
    facts = {"wage_month": wage_month, "weekly_h": weekly_h}
    return compute_table("fr.wages.hourly", facts, on=on).values


def weeks_per_month(on: date) -> float:
    """Give the weeks of a month of pay (52/12)."""
    return parameter("fr.wages.month", on).number("weeks_per_year") / MONTHS_PER_YEAR


def legal_week_h(headcount: int, on: date) -> float | None:
    """Give the legal weekly hours of a firm on a date; None where the law room knows none."""
    return compute(_LEGAL_WEEK, {"headcount": headcount}, on=on).value


def price_overtime(bill: Bill, workload: pl.DataFrame) -> pl.DataFrame:
    """Write the overtime of the workload from the start of the change; give it per person.

    Parameters
    ----------
    bill
        The bill.
    workload
        Columns person, month (first day), overtime_h.

    Returns
    -------
    polars.DataFrame
        person, overtime_pay (a year, charges not included).
    """
    case = bill.case
    rows = workload.filter(pl.col("month") >= case.start.replace(day=1))
    if rows.is_empty():
        bill.notes.append(
            (
                "Pas de charge simulée : les heures supplémentaires ne sont pas chiffrées.",
                "No simulated workload: overtime is not priced.",
            )
        )
        return pl.DataFrame(schema=_SCHEMA)
    num_months = rows["month"].n_unique()
    worked = rows.filter(pl.col("overtime_h") > 0)
    index = {person: i for i, person in enumerate(case.staff.person)}
    people = np.array([index[p] for p in worked["person"].to_list()], dtype=np.int64)
    is_paid = np.zeros(len(case.staff.person), dtype=bool)
    is_paid[people] = True
    why = "overtime is paid by the hour of the person's own pay"
    if not bill.knows("wage_month", case.staff.wage_month, is_paid, why=why, article="L212-5"):
        return pl.DataFrame(schema=_SCHEMA)
    pay, high, basis = _pay(bill, worked, people)
    if np.isnan(pay).any():
        return pl.DataFrame(schema=_SCHEMA)
    per_year = MONTHS_PER_YEAR / num_months
    hours_year = float(worked["overtime_h"].sum()) * per_year
    line = bill.write(
        "overtime.wages",
        _LABELS,
        float(pay.sum()) * per_year,
        basis,
        formula=(
            f"{money(hours_year)} h par an au taux de chacun, majoré ; la valeur haute met les "
            "heures de chaque mois dans une seule semaine",
            f"{money(hours_year)} h a year at each person's rate with premium; the high value has "
            "each month's hours in one week",
        ),
        inputs={"hours a year": money(hours_year), "months simulated": str(num_months)},
        first=case.start,
        bounds=(float(pay.sum()) * per_year, float(high.sum()) * per_year),
        is_change=False,
    )
    bill.write_charges(line)
    _note_contingent(bill, worked, per_year)
    return (
        pl.DataFrame({"person": worked["person"], "overtime_pay": pay * per_year}, schema=_SCHEMA)
        .group_by("person", maintain_order=True)
        .agg(pl.col("overtime_pay").sum())
    )


def _pay(
    bill: Bill, worked: pl.DataFrame, people: NDArray[np.int64]
) -> tuple[FloatArray, FloatArray, Basis]:
    """Pay each row of the workload: spread over the month's weeks, and all in one week."""
    case = bill.case
    hours = worked["overtime_h"].to_numpy().astype(np.float64)
    hourly = hourly_wage(case.wage_after[people], case.weekly_h_after[people], case.start)
    agreed = _agreed_premium(bill)
    if not case.is_french:
        if agreed is None:
            bill.need("overtime premium_share", "no law of overtime is known here", "A-25")
        pay = hourly * hours * (1 + (np.nan if agreed is None else agreed))
        return pay, pay, Basis("A-25", "overtime, premium_share")
    weeks = weeks_per_month(case.start)
    spread, packed = np.zeros(len(hours)), np.zeros(len(hours))
    articles: list[str] = []
    statuses: list[str] = []
    months = np.maximum(
        worked["month"].to_numpy().astype("datetime64[D]"), np.datetime64(case.start, "D")
    )
    edges = np.array(_changes(), dtype="datetime64[D]")
    period = np.searchsorted(edges, months, side="right")
    for i_period in np.unique(period):
        rows = period == i_period
        on = months[rows].min().astype(object)  # any month of the period has the same law
        legal = legal_week_h(case.headcount, on)
        within = np.clip(case.weekly_h_after[people][rows] - (legal or np.inf), 0, None)
        for result, week_h in ((spread, hours[rows] / weeks), (packed, hours[rows])):
            above, below = (
                compute_table(
                    "fr.overtime.pay",
                    {"hourly_wage": hourly[rows], "overtime_week_h": total},
                    on=on,
                )
                for total in (within + week_h, within)
            )
            num_weeks = weeks if result is spread else 1.0
            result[rows] = (above.values - below.values) * num_weeks
        articles += above.articles
        statuses.append(above.status)
    if agreed is not None:
        least = hourly * hours * (1 + agreed)
        spread, packed = np.maximum(spread, least), np.maximum(packed, least)
    status = CHECKED if all(s == CHECKED for s in statuses) else DRAFT
    return spread, packed, Basis(" ; ".join(dict.fromkeys(articles)), _PREMIUM, status)


def _changes() -> list[date]:
    """List the days on which the law of overtime changes."""
    files = [law_pack("fr")[id_] for id_ in (_PREMIUM, _LEGAL_WEEK)]
    return sorted({v.since for file in files for v in file.versions})


def _agreed_premium(bill: Bill) -> float | None:
    shares = [r.premium_share for r in bill.case.plant.overtime if r.premium_share is not None]
    return max(shares, default=None)


def _note_contingent(bill: Bill, worked: pl.DataFrame, per_year: float) -> None:
    """Say how many people pass the yearly allowance of overtime."""
    case = bill.case
    if not case.is_french:
        return
    version = law_pack("fr")["fr.overtime.contingent"].on(case.start)
    if version is None:
        return
    limit = version.number("metal" if is_metal(bill) else "value")
    yearly = worked.group_by("person").agg(pl.col("overtime_h").sum() * per_year)
    count = int((yearly["overtime_h"] > limit).sum())
    if count:
        bill.notes.append(
            (
                f"Plus de {limit:g} h supplémentaires par an : {persons(count)[0]} "
                f"({version.article}).",
                f"More than {limit:g} h of overtime a year: {persons(count)[1]} "
                f"({version.article}).",
            )
        )


def is_metal(bill: Bill) -> bool:
    """Say whether the plant names a metal agreement."""
    version = law_pack("fr")["fr.severance.metal"].versions[0]
    name = bill.case.plant.branch_agreement.lower()
    return any(word in name for word in version.texts("agreements"))


@dataclass(frozen=True, slots=True)
class _Period:
    """A stretch of time in which the premium of hours above the legal week stays the same."""

    first: date
    last: date
    legal_h: float
    premium_year: float
    num_people: int
    basis: Basis


def price_legal_week(bill: Bill, years: int) -> None:
    """Write the premium of contract hours above the legal week, for each period of the law.

    From 2000 a month's pay for 39 hours includes four hours a week of overtime.
    """
    case = bill.case
    if not case.is_french or np.isnan(case.staff.wage_month[case.base]).any():
        return
    merged: list[_Period] = []
    for period in _periods(bill, years):
        if merged and (merged[-1].legal_h, merged[-1].premium_year) == (
            period.legal_h,
            period.premium_year,
        ):
            merged[-1] = replace(merged[-1], last=period.last)
        else:
            merged.append(period)
    weeks = parameter("fr.wages.month", case.start).number("weeks_per_year")
    for period in merged:
        line = bill.write(
            f"legal_week.{period.first.isoformat()}.wages",
            (
                f"Heures au-delà de {period.legal_h:g} h : majoration "
                f"(à partir du {period.first:%d/%m/%Y})",
                f"Hours above {period.legal_h:g} h: premium (from {period.first.isoformat()})",
            ),
            period.premium_year,
            period.basis,
            formula=(
                f"salaire horaire de chacun × heures au-delà de {period.legal_h:g} × majoration × "
                f"{weeks:g} semaines",
                f"each person's hourly wage × hours above {period.legal_h:g} × premium × "
                f"{weeks:g} weeks",
            ),
            inputs={"people": str(period.num_people), "legal week": f"{period.legal_h:g}"},
            first=period.first,
            last=period.last,
            kind=PERIOD,
            unit=case.per_year,
            is_change=False,
        )
        bill.write_charges(line)


def _periods(bill: Bill, years: int) -> Iterator[_Period]:
    """Give the premium between each change of the law or of those present, where there is one."""
    case = bill.case
    end = years_later(case.start, years)
    leaving = {row.on + timedelta(days=1) for row in case.scenario.exits}
    changes = sorted({*_changes(), *leaving})
    edges = [case.start, *(day for day in changes if case.start < day < end)]
    there = case.base & case.staff.counts & case.staff.present(case.start)
    for first, following in zip(edges, [*edges[1:], end], strict=True):
        rows = there & case.staff.present(first)
        weekly_h = case.weekly_h_after[rows]
        hourly = hourly_wage(case.wage_after[rows], weekly_h, case.start)
        legal = legal_week_h(case.headcount, first)
        above = np.clip(weekly_h - (np.inf if legal is None else legal), 0, None)
        if legal is None or not above.any():
            continue
        facts = {"hourly_wage": hourly, "overtime_week_h": above}
        found = compute_table("fr.overtime.premium_pay", facts, on=first)
        weeks = parameter("fr.wages.month", first).number("weeks_per_year")
        yield _Period(
            first,
            following - timedelta(days=1),
            legal,
            float(found.values.sum()) * weeks,
            int((above > 0).sum()),
            Basis(" ; ".join(found.articles), _PREMIUM, found.status),
        )
