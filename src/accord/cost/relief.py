"""Reliefs before July 2005: which one a row of pay has, and on what condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np

from accord.cost.bill import ASSUMPTION, Bill, numbers
from accord.cost.case import Case
from accord.cost.columns import ABOVE_H, GROSS, IS_35H, PAID_H, WEEK_H
from accord.cost.contracts import legal_week_h, weeks_per_month
from accord.cost.periods import AUBRY2, FILLON, JUPPE, law_currency, plant_money
from accord.cost.records import Condition
from accord.law import FloatArray, Need, compute_table, find_rule, pack

Versions: TypeAlias = "tuple[tuple[str, date], ...]"
_LEGAL_WEEK = "fr.hours.legal_week"
_AGREEMENTS = (
    (
        AUBRY2,
        "Allègement Aubry II : accord à 35 heures qui s'engage à créer ou à préserver des emplois "
        "(loi 2000-37 art. 19)",
        "Aubry II relief: 35-hour agreement that commits itself to create or save jobs "
        "(loi 2000-37 art. 19)",
    ),
    (
        FILLON,
        "Réduction Fillon : barème des employeurs qui ouvraient droit à l'allègement Aubry II le "
        "30 juin 2003 (loi 2003-47 art. 10)",
        "Fillon reduction: scale of employers with a right to the Aubry II relief on 30 June 2003 "
        "(loi 2003-47 art. 10)",
    ),
)


@dataclass(frozen=True, slots=True)
class GivenRelief:
    """Relief of each row in the plant's money; the rules, with the versions read for each."""

    relief: FloatArray
    rules: dict[str, Versions]
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
        Facts of ``accord.cost.columns``, shape (rows, NUM_FACTS).
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
    version = files[AUBRY2].on(on)
    has_aubry2 = is_35h & (version is not None)
    legal_h = legal_week_h(case.headcount, on) or np.inf
    least_h = 0.0 if version is None else version.number("full_from_h")
    relief = np.zeros(len(rows))
    rules: dict[str, Versions] = {}
    needs: tuple[Need, ...] = ()
    for rule, chosen, full_h in (
        (AUBRY2, has_aubry2, np.clip(rows[:, WEEK_H], least_h, full_week_35h())),
        (JUPPE, ~has_aubry2, np.minimum(rows[:, WEEK_H], legal_h)),
    ):
        if chosen.any():
            worked = worked_share(rows[chosen], full_h[chosen], on)
            facts = {"worked_share": worked, "headcount": np.full(len(worked), case.headcount)}
            found = _compute(case, rule, on, rows[chosen, GROSS], facts)
            relief[chosen] = found.relief
            rules |= found.rules
            needs += found.needs
    return GivenRelief(relief, rules, needs)


def worked_share(rows: FloatArray, full_week_h: FloatArray, on: date) -> FloatArray:
    """Give the hours paid over those of a full month of the collective week, at most 1.

    A week shorter than the law's, agreed for everyone, is full time: 35 paid hours in a plant at 35
    while the law says 39 are a whole month, as are 28 of 28 but not 28 of 35.

    Parameters
    ----------
    rows
        Facts of ``accord.cost.columns``, shape (rows, NUM_FACTS).
    full_week_h
        Hours of a full week of each row, shape (rows,).
    on
        A day of the month.
    """
    full_h = full_week_h * weeks_per_month(on)
    share: FloatArray = np.minimum(rows[:, PAID_H] / np.where(full_h > 0, full_h, np.inf), 1.0)
    return share


def _compute(
    case: Case, rule: str, on: date, gross: FloatArray, facts: dict[str, FloatArray]
) -> GivenRelief:
    """Compute one relief of a month in the plant's money."""
    money = plant_money(case.plant, law_currency([rule], on), on)
    outcome = compute_table(rule, {**facts, "gross_month": gross / money}, on=on)
    return GivenRelief(outcome.values * money, {rule: outcome.versions}, outcome.needs)


def write_conditions(bill: Bill) -> None:
    """Write what the reliefs of a 35-hour agreement take for granted."""
    case = bill.case
    full = full_week_35h()
    if not case.is_french or case.plant.payroll is None or case.scenario.weekly_h > full:
        return
    held = [
        (rule, words)
        for rule, *words in _AGREEMENTS
        if any(pack("fr")[rule].on(day) is not None for day in bill.horizon.months)
    ]
    for rule, (fr, en) in held:
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
    if held and has_35h(case, is_after=False):
        _write_today(bill, find_rule(held[0][0]).articles[0])


def _write_today(bill: Bill, article: str) -> None:
    """Say that today's short week is held to be one of an agreement, and where one is told."""
    today = bill.case.plant.weekly_h
    bill.conditions.append(
        Condition(
            "relief.today",
            "Horaire d'aujourd'hui tenu pour celui d'un accord à 35 heures, qui ouvre les mêmes "
            "allègements",
            "Today's hours held to be those of a 35-hour agreement, which opens the same reliefs",
            today,
            full_week_35h(),
            is_met=True,
            article=article,
            status=ASSUMPTION,
        )
    )
    if bill.case.agreement is None:
        hours = f"{today:g}"
        bill.notes.append(
            (
                f"Aucun fichier ne dit quel accord a mis l'horaire d'aujourd'hui à "
                f"{numbers(hours)[0]} h ; sans accord il n'y a ni allègement Aubry II ni barème "
                "Fillon des 35 heures. Le jour de l'accord se dit dans le scénario : "
                "agreement: AAAA-MM-JJ.",
                f"No file says which agreement brought today's hours to {hours}; without one there "
                "is neither an Aubry II relief nor the Fillon scale of 35 hours. The day of the "
                "agreement is told in the scenario: agreement: YYYY-MM-DD.",
            )
        )
