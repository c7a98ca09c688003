"""What hours beyond the contract pay: complementary up to the legal week, overtime beyond it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.cost.case import Case
from accord.cost.contracts import Terms
from accord.cost.periods import COMPLEMENTARY, OVERTIME_PAY
from accord.law import FloatArray, compute_table

Rows = NDArray[np.int64]
_OUTSIDE = {"A-25": "assumption"}


@dataclass(frozen=True, slots=True)
class ExtraPay:
    """Hours beyond the contract, each row those of a person in a month; shape (rows,).

    Parameters
    ----------
    below_h, above_h
        Of these the hours up to the legal week, and beyond it.
    pay
        What they pay, spread evenly over the month's weeks.
    overtime, complementary, plain
        Of it the pay of hours above the legal week; of a part-timer's up to it; of a full-timer's
        between a shorter agreed week and it, which have no premium by law.
    packed
        What they would pay were they all in one week.
    law
        Articles read, with their status.
    is_barred
        Hours that no agreement allows a part-timer: they are paid, and a note says so.
    """

    below_h: FloatArray
    above_h: FloatArray
    pay: FloatArray
    overtime: FloatArray
    complementary: FloatArray
    plain: FloatArray
    packed: FloatArray
    law: dict[str, str]
    is_barred: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Week:
    """One week with extra hours: hours and pay of each kind, shape (rows,)."""

    below_h: FloatArray
    above_h: FloatArray
    plain: FloatArray
    complementary: FloatArray
    overtime: FloatArray
    law: dict[str, str]
    is_barred: NDArray[np.bool_]

    @property
    def pay(self) -> FloatArray:
        """What the extra hours pay."""
        return self.plain + self.complementary + self.overtime


def pay_extra_hours(case: Case, found: Terms, people: Rows, hours: FloatArray) -> ExtraPay:
    """Pay rows of hours beyond the contract, each a person and a month, at the rate after.

    Parameters
    ----------
    case
        The scenario; an agreed premium is the least that each of these hours bears.
    found
        Contracts under the law of the months.
    people
        Row of each in the staff, shape (rows,).
    hours
        Hours of the month, shape (rows,).

    Notes
    -----
    Source: L3123-1, L3123-28 and L3121-28 (before 2008 L212-4-2, L212-4-4 and L212-5): a
    part-timer's hours up to the legal week are complementary, the hours beyond it overtime. Outside
    France all are overtime at the agreed premium, NaN where none is.
    """
    if not case.is_french:
        premium = np.nan if case.agreed_premium is None else case.agreed_premium
        pay = found.after.hourly[people] * hours * (1 + premium)
        none, never = np.zeros(len(hours)), np.zeros(len(hours), dtype=bool)
        return ExtraPay(none, hours, pay, pay, none, none, pay, dict(_OUTSIDE), never)
    weeks = found.weeks
    spread = _pay_week(case, found, people, hours / weeks)
    packed = _pay_week(case, found, people, hours)
    return ExtraPay(
        below_h=spread.below_h * weeks,
        above_h=spread.above_h * weeks,
        pay=spread.pay * weeks,
        overtime=spread.overtime * weeks,
        complementary=spread.complementary * weeks,
        plain=spread.plain * weeks,
        packed=packed.pay,
        law=spread.law,
        is_barred=spread.is_barred,
    )


def _pay_week(case: Case, found: Terms, people: Rows, extra_h: FloatArray) -> _Week:
    """Pay one week of extra hours; a premium's bands are those of the week."""
    hourly, weekly_h = found.after.hourly[people], case.weekly_h_after[people]
    below_h = np.minimum(extra_h, np.clip(found.legal_h - weekly_h, 0.0, None))
    above_h = extra_h - below_h
    least = hourly * (1 + (case.agreed_premium or 0.0))
    law: dict[str, str] = {}
    plain = least * below_h
    complementary = np.zeros(len(people))
    is_barred = np.zeros(len(people), dtype=bool)
    full_h = min(case.scenario.weekly_h, found.legal_h)
    part = np.flatnonzero((weekly_h < full_h) & (below_h > 0))
    if len(part):
        facts = {
            "contract_h_month": weekly_h[part],  # the shares are the same of a week and a month
            "complementary_h_month": below_h[part],
            "hourly_wage": hourly[part],
        }
        paid = compute_table(COMPLEMENTARY, facts, on=found.on)
        law |= dict.fromkeys(paid.articles, paid.status)
        plain[part] = 0.0
        complementary[part] = np.maximum(paid.values, least[part] * below_h[part])
        is_barred[part] = above_h[part] > 0
        for refusal in paid.refusals:
            is_barred[part[list(refusal.rows)]] = True
    within = found.after.above_h[people] / found.weeks
    overtime = np.zeros(len(people))
    over = np.flatnonzero(above_h > 0)
    if len(over):
        first, last = (
            compute_table(
                OVERTIME_PAY, {"hourly_wage": hourly[over], "overtime_week_h": week_h}, on=found.on
            )
            for week_h in (within[over], within[over] + above_h[over])
        )
        law |= dict.fromkeys(last.articles, last.status)
        overtime[over] = np.maximum(last.values - first.values, least[over] * above_h[over])
    return _Week(below_h, above_h, plain, complementary, overtime, law, is_barred)
