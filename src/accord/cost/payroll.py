"""Wages, employer charges, hires, the pay saved by those who leave, growth of pay."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import Basis, Bill, money, numbers, persons
from accord.cost.case import KEEP_HOUR, KEEP_MONTH, MONTHS_PER_YEAR
from accord.cost.records import RATIO, years_later
from accord.law import FloatArray

_WAGES = Basis("A-17", "people table, column wage_month")
_EXITS = {
    "layoff": ("licenciement", "layoff"),
    "early_exit": ("départ anticipé", "early exit"),
    "retirement": ("retraite", "retirement"),
    "leaver": ("départ volontaire", "own will"),
    "end_of_contract": ("fin de contrat", "end of contract"),
}
_POLICY = Basis("A-17", "scenario, weekly_h and wages")


def price_payroll(bill: Bill) -> None:
    """Write the lines of the payroll: today's, the hires', what leavers save, growth."""
    case = bill.case
    if case.plant.employer_charges_share is None:
        bill.need("employer_charges_share", "employer charges are a share of gross pay", "A-16")
    _hourly_growth(bill)
    rows = case.base | case.hired
    why = "wages, charges, overtime and exits are all priced from the monthly pay"
    if not bill.knows("wage_month", case.staff.wage_month, rows, why=why, article="A-17"):
        return
    _today(bill)
    _hires(bill)
    _leavers(bill)
    _growth(bill)


def _year_of(wages: FloatArray, rows: NDArray[np.bool_]) -> float:
    return float(np.sum(wages[rows])) * MONTHS_PER_YEAR


def _formula(year: float, rows: NDArray[np.bool_]) -> tuple[str, str]:
    fr, en = persons(int(rows.sum()))
    month = money(year / MONTHS_PER_YEAR)
    return f"{fr}, {month} par mois × 12", f"{en}, {month} a month × 12"


def _today(bill: Bill) -> None:
    """Write today's payroll, and what the wage policy takes from it."""
    case = bill.case
    rows = case.base & case.staff.counts
    year = _year_of(case.staff.wage_month, rows)
    pay = bill.write(
        "payroll.today.wages",
        ("Salaires d'aujourd'hui", "Wages of today"),
        year,
        _WAGES,
        formula=_formula(year, rows),
        inputs={"people": str(int(rows.sum()))},
        first=case.start,
        is_change=False,
    )
    bill.write_charges(pay)
    change = _year_of(case.wage_after - case.staff.wage_month, rows)
    if change:
        cut = bill.write(
            "policy.wages",
            ("Salaires réduits avec les heures", "Pay cut with the hours"),
            change,
            _POLICY,
            formula=numbers(f"{money(year)} × ({case.hours_ratio:.4f} - 1)"),
            inputs={"hours ratio": f"{case.hours_ratio:.4f}"},
            first=case.start,
        )
        bill.write_charges(cut)
    _note_learners(bill)


def _note_learners(bill: Bill) -> None:
    case = bill.case
    rows = case.base & ~case.staff.counts
    if rows.any():
        count, month = int(rows.sum()), money(float(np.sum(case.staff.wage_month[rows])))
        bill.notes.append(
            (
                f"Apprentis, stagiaires et autres hors effectif : {count} ({month} par mois), dans "
                "aucune ligne.",
                f"Apprentices, trainees and others outside the headcount: {count} ({month} a "
                "month), in no line.",
            )
        )


def _hourly_growth(bill: Bill) -> None:
    """Say what the wage policy does to the hourly rate."""
    case = bill.case
    policy = case.scenario.wage_policy
    if policy not in {KEEP_MONTH, KEEP_HOUR}:
        why = f"the wage policy {policy!r} does not say how much of the hours cut is paid"
        bill.need("wage policy", why, "A-17")
        return
    if case.hours_ratio == 1:
        return
    before, after = f"{case.plant.weekly_h:g}", f"{case.scenario.weekly_h:g}"
    keeps_month = policy == KEEP_MONTH
    bill.write(
        "rate.hourly_growth",
        ("Hausse du salaire horaire", "Growth of the hourly rate"),
        1 / case.hours_ratio - 1 if keeps_month else 0.0,
        _POLICY,
        formula=numbers(f"{before} / {after} - 1")
        if keeps_month
        else ("la paie suit les heures", "pay follows the hours"),
        inputs={"weekly_h before": before, "weekly_h after": after},
        first=case.start,
        kind=RATIO,
        unit="share",
    )


def _hires(bill: Bill) -> None:
    case = bill.case
    days = sorted({hire.on for hire in case.scenario.hires})
    for day in days:
        rows = case.hired & (case.staff.present_from == np.datetime64(day, "D"))
        year = _year_of(case.wage_after, rows)
        pay = bill.write(
            "hires.wages" if len(days) == 1 else f"hires.{day.isoformat()}.wages",
            (f"Embauches du {day:%d/%m/%Y}", f"Hires of {day.isoformat()}"),
            year,
            Basis("A-17", "scenario, hires"),
            formula=_formula(year, rows),
            inputs={"people": str(int(rows.sum()))},
            first=day,
        )
        bill.write_charges(pay)


def _leavers(bill: Bill) -> None:
    """Write the pay that is no longer due, by kind and date of leaving."""
    case = bill.case
    groups: dict[tuple[str, date], set[str]] = {}
    for row in case.scenario.exits:
        groups.setdefault((row.kind, row.on), set()).add(row.person)
    kinds = [kind for kind, _ in groups]
    for (kind, day), who in sorted(groups.items(), key=lambda item: item[0]):
        rows = np.array([person in who for person in case.staff.person], dtype=bool)
        year = -_year_of(case.wage_after, rows)
        several = kinds.count(kind) > 1
        pay = bill.write(
            f"leavers.{kind}.{day.isoformat()}.wages" if several else f"leavers.{kind}.wages",
            _of_leavers(kind, day if several else None),
            year,
            _WAGES,
            formula=_formula(year, rows),
            inputs={"people": str(int(rows.sum())), "leave on": day.isoformat()},
            first=day + timedelta(days=1),
        )
        bill.write_charges(pay)


def _of_leavers(kind: str, day: date | None) -> tuple[str, str]:
    """Name the pay of those who leave one way, and the day where there are several."""
    fr, en = _EXITS[kind]
    return (
        f"Salaires de ceux qui partent ({fr}{f', {day:%d/%m/%Y}' if day else ''})",
        f"Pay of those who leave ({en}{f', {day.isoformat()}' if day else ''})",
    )


def _growth(bill: Bill) -> None:
    """Write the agreed yearly growth of pay, from the second year."""
    case = bill.case
    growth = case.scenario.wage_growth_share_year
    if not growth:
        return
    pay = bill.amount("payroll.today.wages") + bill.amount("policy.wages")
    line = bill.write(
        "growth.wages",
        ("Hausse annuelle des salaires", "Yearly growth of pay"),
        pay * growth,
        _POLICY,
        formula=(
            f"{numbers(f'{money(pay)} × {growth:g}')[0]}, à partir de la deuxième année, une fois",
            f"{money(pay)} × {growth:g}, from the second year, one step",
        ),
        inputs={"pay": money(pay), "growth": f"{growth:g}"},
        first=years_later(case.start, 1),
    )
    bill.write_charges(line)
