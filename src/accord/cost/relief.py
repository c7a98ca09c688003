"""Reliefs before July 2005: which one a row of pay has, and on what condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from accord.cost.bill import ASSUMPTION, Bill
from accord.cost.case import Case
from accord.cost.columns import ABOVE_H, GROSS, IS_35H, PAID_H
from accord.cost.contracts import legal_week_h, weeks_per_month
from accord.cost.periods import AUBRY2, FILLON, JUPPE, law_currency, plant_money
from accord.cost.records import Condition
from accord.law import FloatArray, Need, compute_table, find_rule, pack

_LEGAL_WEEK = "fr.hours.legal_week"
_AID_RULE = "Loi 98-461 art. 3 ; loi 2000-37 art. 21"


@dataclass(frozen=True, slots=True)
class GivenRelief:
    """Relief of each row in the plant's money, and the rules with their status."""

    relief: FloatArray
    rules: dict[str, str]
    needs: tuple[Need, ...]


def full_week_35h() -> float:
    """Give the legal week of the larger firms since 2000, the one that agreements went to."""
    return pack("fr")[_LEGAL_WEEK].versions[-1].number("above_h")


def has_35h(case: Case, *, is_after: bool) -> bool:
    """Say whether the reliefs of a 35-hour agreement are open, before or after the change.

    After: hours of 35 or less and an agreement, on the word of the scenario. Before: the plant's
    own hours; the agreement behind them stands in no file.
    """
    if not is_after:
        return case.plant.weekly_h <= full_week_35h()
    is_short = case.scenario.weekly_h <= full_week_35h()
    return is_short and (has_35h(case, is_after=False) or case.agreement is not None)


def relief_before_2005(case: Case, rows: FloatArray, on: date) -> GivenRelief:
    """Give the relief of rows of monthly pay under the law of a day before July 2005.

    Parameters
    ----------
    case
        The scenario.
    rows
        Facts of ``accord.cost.columns``, shape (rows, 6).
    on
        First day of the month.
    """
    files = pack("fr")
    is_35h = rows[:, IS_35H] > 0
    if files[FILLON].on(on) is not None:
        facts = {
            "paid_h_month": rows[:, PAID_H] + rows[:, ABOVE_H],
            "has_35h_agreement": is_35h.astype(np.float64),
        }
        return _compute(case, FILLON, on, rows[:, GROSS], facts)
    has_aubry2 = is_35h & (files[AUBRY2].on(on) is not None)
    legal_h = legal_week_h(case.headcount, on) or np.inf
    relief = np.zeros(len(rows))
    rules: dict[str, str] = {}
    needs: tuple[Need, ...] = ()
    for rule, chosen, full_h in (
        (AUBRY2, has_aubry2, full_week_35h()),
        (JUPPE, ~has_aubry2, legal_h),
    ):
        if chosen.any():
            worked = np.minimum(rows[chosen, PAID_H] / (full_h * weeks_per_month(on)), 1.0)
            facts = {"worked_share": worked, "headcount": np.full(len(worked), case.headcount)}
            found = _compute(case, rule, on, rows[chosen, GROSS], facts)
            relief[chosen] = found.relief
            rules |= found.rules
            needs += found.needs
    return GivenRelief(relief, rules, needs)


def _compute(
    case: Case, rule: str, on: date, gross: FloatArray, facts: dict[str, FloatArray]
) -> GivenRelief:
    """Compute one relief of a month in the plant's money."""
    money = plant_money(case.plant, law_currency([rule], on), on)
    outcome = compute_table(rule, {**facts, "gross_month": gross / money}, on=on)
    return GivenRelief(outcome.values * money, {rule: outcome.status}, outcome.needs)


def write_conditions(bill: Bill) -> None:
    """Write what the reliefs of a 35-hour agreement take for granted."""
    case = bill.case
    full = full_week_35h()
    months = bill.horizon.months
    if not case.is_french or case.plant.payroll is None or case.scenario.weekly_h > full:
        return
    for rule, fr, en in (
        (
            AUBRY2,
            "Allègement Aubry II : accord à 35 heures qui s'engage à créer ou à préserver des "
            "emplois (art. 19, de mémoire)",
            "Aubry II relief: 35-hour agreement that commits itself to create or save jobs "
            "(art. 19, from memory)",
        ),
        (
            FILLON,
            "Réduction Fillon : barème des entreprises à 35 heures par accord",
            "Fillon reduction: scale of firms at 35 hours by agreement",
        ),
    ):
        held = [day for day in months if pack("fr")[rule].on(day) is not None]
        if held:
            bill.conditions.append(
                Condition(
                    f"relief.{rule.rpartition('.')[-1]}",
                    fr,
                    en,
                    full,
                    full,
                    has_35h(case, is_after=True),
                    find_rule(rule).articles[0],
                    ASSUMPTION,
                )
            )
    if any(line.id.startswith("aid.aubry1.") for line in bill.lines):
        bill.conditions.append(
            Condition(
                "aid.cumulation",
                "Aide cumulée avec les allègements de cotisations (de mémoire)",
                "Aid beside the reliefs of contributions (from memory)",
                1.0,
                1.0,
                is_met=True,
                article=_AID_RULE,
                status=ASSUMPTION,
            )
        )
