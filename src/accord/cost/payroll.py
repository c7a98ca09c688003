"""The lines of the payroll: what each cause adds to pay, contributions and reliefs."""

from __future__ import annotations

from datetime import date

import numpy as np

from accord.cost.bill import ASSUMPTION, Basis, Bill, money, numbers, persons
from accord.cost.columns import NUM_AMOUNTS, RELIEF, WAGES
from accord.cost.extra_hours import ExtraHours, year_scale
from accord.cost.horizon import MONTHS_PER_YEAR
from accord.cost.month import NAMES, Payer
from accord.cost.people_notes import note_people
from accord.cost.run import PricedStages
from accord.cost.stages import (
    GROWTH,
    HIRES,
    LEGAL_CHANGE,
    LEGAL_WEEK,
    OVERTIME,
    POLICY,
    TODAY,
    Stage,
)
from accord.cost.stay import note_stay
from accord.law import CHECKED, DRAFT, FloatArray

_WAGES = Basis("A-17", "people table, column wage_month")
_POLICY = Basis("A-17", "scenario, weekly_h and wages")
_EXITS = {
    "layoff": ("licenciement", "layoff"),
    "early_exit": ("départ anticipé", "early exit"),
    "retirement": ("retraite", "retirement"),
    "leaver": ("départ volontaire", "own will"),
    "end_of_contract": ("fin de contrat", "end of contract"),
}
_LABELS = {
    TODAY: ("Salaires d'aujourd'hui", "Wages of today"),
    POLICY: ("Changement d'horaire et de paie", "Change of hours and pay"),
    GROWTH: ("Hausse annuelle des salaires", "Yearly growth of pay"),
    LEGAL_WEEK: (
        "Heures d'aujourd'hui au-delà de la durée légale",
        "Today's hours above the legal week",
    ),
    LEGAL_CHANGE: (
        "Heures au-delà de la durée légale en plus ou en moins",
        "More or fewer hours above the legal week",
    ),
    OVERTIME: ("Heures supplémentaires", "Overtime"),
}
_PARTS = {
    "contributions": ("cotisations patronales", "employer contributions"),
    "relief": ("allègements", "reliefs"),
}
_UNCHANGED = frozenset({TODAY, LEGAL_WEEK, OVERTIME})
_UNIT = 1.0  # a formula tells whole units of money
_NOTHING = 0.5 / 100  # half a cent over the whole price


def write_payroll(bill: Bill, priced: PricedStages, payer: Payer, extra: ExtraHours | None) -> None:
    """Write the lines of each cause: pay, contributions before relief, reliefs."""
    has_contributions = payer.is_known and not payer.needs
    before = np.zeros_like(priced.sums[0])
    for stage, sums in zip(priced.stages, priced.sums, strict=True):
        change = sums - before
        before = sums
        _write_wages(bill, stage, change[:, WAGES], priced, extra)
        if has_contributions:
            _write_contributions(bill, stage, change, payer)
            _write_relief(bill, stage, change, payer)
    note_people(bill, priced.barred, payer, extra)
    note_stay(bill, priced, payer)


def _is_shown(stage: Stage, by_month: FloatArray) -> bool:
    is_some = bool(np.abs(by_month).sum() > _NOTHING)
    return is_some or stage.cause == TODAY


def _write_wages(
    bill: Bill, stage: Stage, by_month: FloatArray, priced: PricedStages, extra: ExtraHours | None
) -> None:
    is_asked = stage.cause == OVERTIME and extra is not None
    if not _is_shown(stage, by_month) and not is_asked:
        return
    first = _first(bill, stage, by_month)
    amount = bill.horizon.year_of(by_month, first)
    basis, formula, inputs = _told(bill, stage, amount, priced, extra)
    bounds = None
    if stage.cause == OVERTIME:
        bounds = (amount, max(bill.horizon.year_of(priced.packed, first), amount))
    bill.write(
        f"{stage.cause}.wages",
        _label(stage),
        amount,
        basis,
        formula=formula,
        inputs={**inputs, "people": str(int(stage.who.sum()))},
        first=first,
        bounds=bounds,
        is_change=stage.cause not in _UNCHANGED,
        by_month=by_month,
    )


def _write_contributions(bill: Bill, stage: Stage, change: FloatArray, payer: Payer) -> None:
    named = change[:, NUM_AMOUNTS:]
    by_month = named.sum(axis=1)
    if not _is_shown(stage, by_month):
        return
    first = _first(bill, stage, by_month)
    years = [bill.horizon.year_of(column, first) for column in named.T]
    parts = {name: year for name, year in zip(NAMES, years, strict=True) if abs(year) > _NOTHING}
    amount = bill.horizon.year_of(by_month, first)
    wages = bill.horizon.year_of(change[:, WAGES], first)
    fr, en = money(amount), f"{amount / wages:.4f}" if abs(wages) > _NOTHING else ""
    ratio = (f" = {en} × {money(wages)}") if en else ""
    bill.write(
        f"{stage.cause}.contributions",
        _label(stage, "contributions"),
        amount,
        Basis(*payer.basis),
        formula=(
            f"somme des cotisations de chacun, mois par mois{ratio.replace('.', ',')}"
            if payer.payroll
            else f"{fr}{ratio.replace('.', ',')}",
            f"sum of each person's contributions, month by month{ratio}"
            if payer.payroll
            else f"{fr}{ratio}",
        ),
        inputs={
            name: money(year) + (f" [{payer.articles[name]}]" if name in payer.articles else "")
            for name, year in parts.items()
        },
        first=first,
        is_change=stage.cause not in _UNCHANGED,
        by_month=by_month,
    )


def _write_relief(bill: Bill, stage: Stage, change: FloatArray, payer: Payer) -> None:
    by_month = -change[:, RELIEF]
    if payer.payroll is None or np.abs(by_month).sum() <= _NOTHING:
        return
    first = _first(bill, stage, by_month)
    bill.write(
        f"{stage.cause}.relief",
        _label(stage, "relief"),
        bill.horizon.year_of(by_month, first) + 0.0,
        Basis(*payer.relief_basis),
        formula=(
            "somme des allègements de chacun, mois par mois, selon le droit du mois",
            "sum of each person's reliefs, month by month, by the law of the month",
        ),
        inputs={"people": str(int(stage.who.sum()))},
        first=first,
        is_change=stage.cause not in _UNCHANGED,
        by_month=by_month,
    )


def _first(bill: Bill, stage: Stage, by_month: FloatArray) -> date:
    """Give the first day that counts: of the cause, or of the first month that has an amount."""
    held = np.flatnonzero(np.abs(by_month) > 0)
    first = max(stage.first, bill.horizon.first)
    if len(held) == 0 or stage.cause in {TODAY, OVERTIME}:
        return first
    day: date = bill.horizon.months[int(held[0])]
    return max(first, day)


def _told(
    bill: Bill, stage: Stage, amount: float, priced: PricedStages, extra: ExtraHours | None
) -> tuple[Basis, tuple[str, str], dict[str, str]]:
    """Give what a line of pay rests on, its formula and its inputs."""
    case = bill.case
    if stage.cause == POLICY:
        ratio = f"{case.hours_ratio:.4f}"
        formula = numbers(f"{money(bill.amount(TODAY + '.wages'))} × ({ratio} - 1)")
        return _POLICY, formula, {"hours ratio": ratio}
    if stage.cause == GROWTH:
        growth = f"{case.scenario.wage_growth_share_year:g}"
        formula = (
            f"paie de ceux en place × {numbers(growth)[0]}, de nouveau chaque année",
            f"pay of those in place × {growth}, again each year",
        )
        return _POLICY, formula, {"growth": growth}
    if stage.cause in {LEGAL_WEEK, LEGAL_CHANGE}:
        return _legal_week(priced)
    if stage.cause == OVERTIME and extra is not None:
        return _overtime(priced, extra)
    formula = _by_the_month(bill, stage, amount)
    basis = Basis("A-17", "scenario, hires") if stage.kind == HIRES else _WAGES
    inputs = {} if stage.day is None else {"on": stage.day.isoformat()}
    return basis, formula, inputs


def _by_the_month(bill: Bill, stage: Stage, amount: float) -> tuple[str, str]:
    """Give the year of some people as twelve months of their base pay, and what comes on top."""
    fr, en = persons(int(stage.who.sum()))
    base = amount / MONTHS_PER_YEAR
    if stage.cause != TODAY:
        sign = 1 if stage.kind == HIRES else -1
        base = sign * float(bill.case.wage_after[stage.who].sum())
    more = amount - base * MONTHS_PER_YEAR
    told_fr, told_en = "", ""
    if abs(more) >= _UNIT:
        told_fr = (
            f" + {money(more)} au-delà de la paie de base : heures en plus, majorations, hausse"
        )
        told_en = f" + {money(more)} beyond the base pay: extra hours, premiums, growth"
    return (
        f"{fr}, {money(base)} par mois × 12{told_fr}",
        f"{en}, {money(base)} a month × 12{told_en}",
    )


def _legal_week(priced: PricedStages) -> tuple[Basis, tuple[str, str], dict[str, str]]:
    law = [found for found in priced.terms if found.articles]
    articles = dict.fromkeys(a for found in law for a in found.articles)
    status = CHECKED if all(found.status == CHECKED for found in law) else DRAFT
    weeks = f"{law[0].weeks * MONTHS_PER_YEAR:g}"
    legal = ", ".join(dict.fromkeys(f"{found.legal_h:g}" for found in law))
    return (
        Basis(" ; ".join(articles), "fr.overtime.premium", status),
        (
            f"salaire horaire × heures au-delà de {legal} × majoration du mois × {weeks} semaines, "
            "première année (le taux change avec la loi)",
            f"hourly wage × hours above {legal} × premium of the month × {weeks} weeks, first year "
            "(the rate changes with the law)",
        ),
        {"legal week": legal},
    )


def _overtime(
    priced: PricedStages, extra: ExtraHours
) -> tuple[Basis, tuple[str, str], dict[str, str]]:
    hours_year = float(extra.hours.mean(axis=0).sum()) * year_scale(extra)
    law = priced.overtime_law or {"A-27": ASSUMPTION}
    worst = next((s for s in (ASSUMPTION, DRAFT) if s in law.values()), CHECKED)
    is_law = ASSUMPTION not in law.values()
    source = "fr.overtime.premium" if is_law else "overtime, premium_share"
    basis = Basis(" ; ".join(law), source, worst)
    return (
        basis,
        (
            f"{money(hours_year)} h par an au taux de chacun, majoré ; la valeur haute met les "
            "heures de chaque mois dans une seule semaine",
            f"{money(hours_year)} h a year at each person's rate with premium; the high value has "
            "each month's hours in one week",
        ),
        {"hours a year": money(hours_year), "months of hours read": str(len(extra.months))},
    )


def _label(stage: Stage, part: str = "") -> tuple[str, str]:
    """Name a cause and a part of it."""
    day = stage.day
    if stage.kind == HIRES and day is not None:
        label = (f"Embauches du {day:%d/%m/%Y}", f"Hires of {day.isoformat()}")
    elif stage.kind and day is not None:
        fr, en = _EXITS[stage.kind]
        is_dated = stage.cause.endswith(day.isoformat())
        label = (
            f"Salaires de ceux qui partent ({fr}{f', {day:%d/%m/%Y}' if is_dated else ''})",
            f"Pay of those who leave ({en}{f', {day.isoformat()}' if is_dated else ''})",
        )
    else:
        label = _LABELS[stage.cause]
    if not part:
        return label
    fr, en = _PARTS[part]
    return f"{label[0]} : {fr}", f"{label[1]}: {en}"
