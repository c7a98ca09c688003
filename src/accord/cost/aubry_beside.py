"""What stands beside the Aubry I aid: reliefs that it lowers, and the one that ends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from accord.cost.bill import ASSUMPTION, Basis, Bill, money
from accord.cost.columns import RELIEF, WEEK_H
from accord.cost.horizon import MONTHS_PER_YEAR
from accord.cost.periods import periods, plant_money
from accord.cost.records import Condition, months_later, years_later
from accord.cost.relief import full_week_35h, has_35h, worked_share
from accord.cost.run import PricedStages
from accord.cost.stages import Calendar, MonthOfStage
from accord.law import FloatArray, Version, pack

_BESIDE = "fr.aid.aubry1.beside"


@dataclass(frozen=True, slots=True)
class Beside:
    """What the other reliefs leave of the aid, and what the aid takes off them.

    Parameters
    ----------
    kept
        Part of each month's aid that is paid, 1 or 0, shape (months,).
    lost
        Reliefs of each month that are not given because of the aid, shape (months,).
    """

    kept: FloatArray
    lost: FloatArray


def beside_reliefs(bill: Bill, priced: PricedStages | None, aid: FloatArray) -> Beside:
    """Set the aid beside the reliefs of each month, and write what it rests on.

    The aid lowers the relief of each full-time employee by an amount of the date (part-timers in
    proportion). Where the two no longer stand together the employer has opted for the greater of
    them over the months left, as far as they are priced; where one share of pay stands for all
    contributions the reliefs are in it, and the aid ends.

    Parameters
    ----------
    bill
        The bill; gets the condition on the option.
    priced
        The payroll of every stage; None where somebody's pay is not known.
    aid
        Aid of each month were nothing beside it, shape (months,).
    """
    months = bill.horizon.months
    versions = [pack("fr")[_BESIDE].on(month) for month in months]
    kept, lost = np.ones(len(months)), np.zeros(len(months))
    has_relief = priced is not None and bill.case.plant.payroll is not None
    if priced is not None and has_relief and has_35h(bill.case, is_after=True):
        lost = np.where(aid > 0, _lowered(bill, priced, versions), 0.0)
    is_apart = np.array([v is not None and v.text("stands_beside") == "no" for v in versions])
    is_apart &= aid > 0
    if is_apart.any():
        relief = priced.people[:, :, RELIEF].sum(axis=1) if priced and has_relief else None
        ends = relief is None or relief[is_apart].sum() >= aid[is_apart].sum()
        kept[is_apart & ends] = 0.0
        if relief is not None and not ends:
            lost[is_apart] = relief[is_apart]
        _write_option(bill, months[int(np.argmax(is_apart))], ends=bool(ends))
    return Beside(kept, lost)


def _lowered(bill: Bill, priced: PricedStages, versions: list[Version | None]) -> FloatArray:
    """Give what the aid takes off the reliefs of each month, for the whole firm, (months,)."""
    case, horizon = bill.case, bill.horizon
    calendar = Calendar(case, horizon)
    found = np.zeros(len(horizon.months))
    for period, terms in zip(periods(horizon, has_law=True), priced.terms, strict=True):
        for i_month in period.i_months:
            version, on = versions[i_month], horizon.months[i_month]
            if version is None or not version.number("less_year"):
                continue
            less = version.number("less_year") / MONTHS_PER_YEAR
            less *= plant_money(case.plant, version.currency, on)
            rows = MonthOfStage(priced.stages[-1], i_month, terms, calendar).facts()
            share = worked_share(rows, np.minimum(rows[:, WEEK_H], full_week_35h()), on)
            found[i_month] = np.minimum(priced.people[i_month, :, RELIEF], less * share).sum()
    return found


def _write_option(bill: Bill, since: date, *, ends: bool) -> None:
    chosen = ("la réduction", "the reduction") if ends else ("l'aide", "the aid")
    version = pack("fr")[_BESIDE].on(since)
    bill.conditions.append(
        Condition(
            "aid.cumulation",
            f"Aide et réduction Fillon jamais ensemble à partir du {since:%d/%m/%Y} : l'employeur "
            f"a opté avant pour la plus grande des deux, ici {chosen[0]}",
            f"Aid and Fillon reduction never together from {since.isoformat()}: the employer has "
            f"opted before it for the greater of the two, here {chosen[1]}",
            since,
            since,
            is_met=True,
            article="" if version is None else version.article,
            status=ASSUMPTION,
        )
    )


def write_lost(bill: Bill, year: int, lost: FloatArray) -> None:
    """Write what a year of the aid takes off the reliefs; nothing where it takes nothing.

    Parameters
    ----------
    bill
        The bill.
    year
        Year of the aid, from 1.
    lost
        Reliefs lost by month of the price, shape (months,).
    """
    horizon, start = bill.horizon, bill.case.start
    first = (year - 1) * MONTHS_PER_YEAR
    by_month = np.zeros(len(lost))
    by_month[first : first + MONTHS_PER_YEAR] = lost[first : first + MONTHS_PER_YEAR]
    if not by_month.any():
        return
    read: dict[date, Version] = {}
    for i in np.flatnonzero(by_month).tolist():
        version = pack("fr")[_BESIDE].on(horizon.months[i])
        if version is not None:
            read.setdefault(version.since, version)
    amount = float(by_month.sum())
    bill.write(
        f"aid.aubry1.reliefs.year{year}",
        (
            f"Allègements que l'aide Aubry I réduit, année {year}",
            f"Reliefs that the Aubry I aid lowers, year {year}",
        ),
        amount,
        Basis(
            " ; ".join(v.article for v in read.values()),
            _BESIDE,
            min((v.status for v in read.values()), key=lambda status: status != "draft"),
        ),
        formula=(
            f"{money(amount)} : montant de la date ôté à l'allègement de chaque temps plein",
            f"{money(amount)}: amount of the date off the relief of each full-timer",
        ),
        inputs={
            f"from {v.since.isoformat()}": f"{v.number('less_year'):g} {v.currency} a year"
            for v in read.values()
        },
        first=max(start, horizon.months[int(np.argmax(by_month > 0))]),
        last=min(years_later(start, year), months_later(horizon.first, len(lost))),
        by_month=by_month,
    )
