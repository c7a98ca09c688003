"""The payroll step by step: each stage is a whole payroll, the step between two is a cause.

today -> its legal week -> hours of the scenario -> its policy -> growth -> overtime -> those who
leave -> those who come. The sum of the steps is the payroll of the last stage, whatever their order
of size. What today's hours cost under the law of the month belongs to today, the premium of hours
above the legal week too; that these hours become more or fewer is a change.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.cost.case import Case
from accord.cost.columns import (
    ABOVE_H,
    ABOVE_PAY,
    GROSS,
    IS_35H,
    NUM_FACTS,
    PAID_H,
    PRESENCE,
    WEEK_H,
)
from accord.cost.contracts import Contract, Terms
from accord.cost.horizon import Horizon, share_of_days
from accord.cost.records import years_later
from accord.cost.relief import has_35h
from accord.law import FloatArray
from accord.law.records import BoolArray

TODAY, POLICY, GROWTH = "payroll.today", "policy", "growth"
LEGAL_WEEK, LEGAL_CHANGE = "legal_week", "legal_week.change"
OVERTIME, LEAVERS, HIRES = "overtime", "leavers", "hires"


@dataclass(frozen=True, slots=True)
class Stage:
    """One payroll: what of the scenario it holds already, and the cause that it adds.

    ``first`` is the first day on which the cause counts; ``who`` those who leave or come with it.
    """

    cause: str
    first: date
    who: BoolArray
    gone: BoolArray
    come: BoolArray
    kind: str = ""
    day: date | None = None
    has_premium: bool = False
    has_new_premium: bool = False
    has_policy: bool = False
    has_growth: bool = False
    has_overtime: bool = False


def stages(case: Case, horizon: Horizon) -> list[Stage]:
    """List the stages of a scenario, from today's payroll to that of the scenario."""
    nobody = np.zeros(len(case.staff.person), dtype=bool)
    today = Stage(TODAY, horizon.first, case.base & case.staff.counts, nobody, nobody)
    found = [today]
    step = _add(found, replace(today, cause=LEGAL_WEEK, has_premium=True))
    step = replace(step, cause=LEGAL_CHANGE, first=case.start, has_new_premium=True)
    step = _add(found, step)
    step = _add(found, replace(step, cause=POLICY, has_policy=True))
    year_later = years_later(case.start, 1)
    step = _add(found, replace(step, cause=GROWTH, first=year_later, has_growth=True))
    step = _add(found, replace(step, cause=OVERTIME, first=horizon.first, has_overtime=True))
    groups: dict[tuple[str, date], set[str]] = {}
    for row in case.scenario.exits:
        groups.setdefault((row.kind, row.on), set()).add(row.person)
    kinds = [kind for kind, _ in groups]
    for (kind, day), names in sorted(groups.items(), key=lambda item: item[0]):
        who = np.array([p in names for p in case.staff.person], dtype=bool)
        name = f"{LEAVERS}.{kind}" + (f".{day.isoformat()}" if kinds.count(kind) > 1 else "")
        first = day + timedelta(days=1)
        gone = step.gone | who
        step = replace(step, cause=name, first=first, who=who, gone=gone, kind=kind, day=day)
        step = _add(found, step)
    days = sorted({hire.on for hire in case.scenario.hires})
    for day in days:
        who = case.hired & (case.staff.present_from == np.datetime64(day, "D"))
        name = HIRES if len(days) == 1 else f"{HIRES}.{day.isoformat()}"
        step = replace(step, cause=name, first=day, who=who, come=step.come | who, day=day)
        step = _add(found, replace(step, kind=HIRES))
    return found


def _add(found: list[Stage], step: Stage) -> Stage:
    found.append(step)
    return step


@dataclass(slots=True)
class Calendar:
    """What of a month depends on days alone: shares of months, presence, growth of pay."""

    case: Case
    horizon: Horizon
    after: FloatArray = field(init=False)
    growth: FloatArray = field(init=False)
    is_35h: tuple[BoolArray, BoolArray] = field(init=False)
    presence: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        """Work out the shares by month: shape (months,), of presence (months, people)."""
        case, horizon = self.case, self.horizon
        self.after = horizon.share_from(case.start)
        growth = 1 + case.scenario.wage_growth_share_year
        self.growth = np.ones(len(horizon.months))
        for year in range(1, horizon.years + 1):
            share = horizon.share_from(years_later(case.start, year))
            self.growth += share * (growth**year - growth ** (year - 1))
        before = np.full(len(horizon.months), has_35h(case, is_after=False))
        after = np.full(len(horizon.months), has_35h(case, is_after=True))
        is_in_force = horizon.opens >= np.datetime64(case.start, "D")
        self.is_35h = (before, np.where(is_in_force, after, before))
        opens, closes = horizon.opens[:, np.newaxis], horizon.closes[:, np.newaxis]
        gone = case.staff.present_to + np.timedelta64(1, "D")
        self.presence = share_of_days(opens, closes, case.staff.present_from, gone)


@dataclass(frozen=True, slots=True)
class MonthOfStage:
    """One month of one stage, ready to be priced.

    Parameters
    ----------
    stage, i_month
        Which.
    terms
        Contracts under the month's law.
    calendar
        Shares of days.
    """

    stage: Stage
    i_month: int
    terms: Terms
    calendar: Calendar

    def presence(self) -> FloatArray:
        """Give each person's part of the month at this stage, shape (people,)."""
        stage, case = self.stage, self.calendar.case
        there = (case.base & case.staff.counts).astype(np.float64)
        if stage.gone.any() or stage.come.any():
            real = self.calendar.presence[self.i_month]
            there = np.where(stage.gone & (there > 0), real, there)
            there = np.where(stage.come, real, there)
        return there

    def facts(self) -> FloatArray:
        """Give the rows of pay without overtime, shape (people, NUM_FACTS); absent ones are 0."""
        present = self.presence()
        grown = self._growth()
        pay = self.blend("wage") * grown
        above_pay = self._blend_above() * grown
        premium = self._premium() * grown
        rows = np.zeros((len(present), NUM_FACTS))
        rows[:, GROSS] = (pay + premium) * present
        rows[:, PAID_H] = self.blend("base_h") * present
        rows[:, ABOVE_H] = self.blend("above_h") * present
        rows[:, ABOVE_PAY] = (above_pay + premium) * present
        rows[:, PRESENCE] = present
        is_35h = self.calendar.is_35h[int(self.stage.has_policy)][self.i_month]
        rows[:, IS_35H] = float(is_35h)
        rows[:, WEEK_H] = self._week_h()
        rows[present == 0] = 0.0  # a pay that is not known of somebody who is not there
        return rows

    def _week_h(self) -> FloatArray:
        """Mix the collective weeks before and after; who is hired knows only the one after."""
        case = self.calendar.case
        mixed = case.plant.weekly_h * (1 - self._share) + case.scenario.weekly_h * self._share
        return np.where(case.hired, case.scenario.weekly_h, mixed)

    def growth_of(self, people: NDArray[np.int64]) -> FloatArray:
        """Give the growth of pay of some people, a factor."""
        return self._growth()[people]

    def _growth(self) -> FloatArray:
        hired = self.calendar.case.hired
        factor = self.calendar.growth[self.i_month] if self.stage.has_growth else 1.0
        return np.where(hired, 1.0, factor)

    @property
    def _share(self) -> float:
        """Part of the month's days under the contract after the change."""
        return float(self.calendar.after[self.i_month]) if self.stage.has_policy else 0.0

    def blend(self, name: str) -> FloatArray:
        """Mix a column of the two contracts by the days of the month before and after."""
        before: FloatArray = getattr(self.terms.before, name)
        after: FloatArray = getattr(self.terms.after, name)
        return before * (1 - self._share) + after * self._share

    def _premium(self) -> FloatArray:
        """Give the premium of contract hours above the legal week that this stage holds."""
        if not self.stage.has_premium:
            return np.zeros_like(self.terms.before.premium)
        share = self.calendar.after[self.i_month] if self.stage.has_new_premium else 0.0
        return self.terms.before.premium * (1 - share) + self.terms.after.premium * share

    def _blend_above(self) -> FloatArray:
        before, after = _above(self.terms.before), _above(self.terms.after)
        return before * (1 - self._share) + after * self._share


def _above(contract: Contract) -> FloatArray:
    return contract.hourly * contract.above_h
