"""Price every stage, month by month, in one table for each law: rows that are equal once.

1. the months of one law are taken together;
2. each stage gives each month a row of pay for everyone;
3. a row that is equal to that of the stage or month before is not priced again;
4. all new rows are priced in one table;
5. the sums of each stage and month, and each person's last row, are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from accord.cost.case import Case
from accord.cost.columns import (
    ABOVE_H,
    ABOVE_PAY,
    GROSS,
    NUM_AMOUNTS,
    NUM_FACTS,
    PRESENCE,
    RELIEF,
    WAGES,
)
from accord.cost.contracts import Terms, pay_extra_hours, terms
from accord.cost.extra_hours import ExtraHours
from accord.cost.horizon import Horizon
from accord.cost.month import NAMES, Payer
from accord.cost.periods import Period, periods
from accord.cost.stages import OVERTIME, Calendar, MonthOfStage, Stage, stages
from accord.law import FloatArray

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PricedStages:
    """The payroll of every stage.

    Parameters
    ----------
    stages
        In order; the last one is the scenario.
    sums
        Shape (stages, months, amounts of ``accord.cost.columns``, contributions).
    packed
        Overtime of each month were it all in one week, shape (months,); spread as in ``sums``.
    people
        Amounts of the last stage, shape (months, people, NUM_AMOUNTS + 1); the last is the sum of
        the contributions.
    samples
        Cost (pay, contributions, relief) of the last stage, shape (replications, months).
    terms
        Contracts under each law, in order.
    overtime_law
        Articles that the premium of overtime was read in, with their status.
    """

    stages: list[Stage]
    sums: FloatArray
    packed: FloatArray
    people: FloatArray
    samples: FloatArray
    terms: tuple[Terms, ...]
    overtime_law: dict[str, str] = field(default_factory=dict)


class _Table:
    """Rows of pay to price under one law; row 0 is nobody."""

    def __init__(self) -> None:
        self.facts = [np.zeros((1, NUM_FACTS))]
        self.people: list[Rows] = [np.zeros(1, dtype=np.int64)]
        self.count = 1

    def add(self, facts: FloatArray, people: Rows) -> Rows:
        """Take rows in; give their numbers."""
        self.facts.append(facts)
        self.people.append(people)
        self.count += len(facts)
        return np.arange(self.count - len(facts), self.count)

    def price(self, payer: Payer, period: Period) -> FloatArray:
        """Price all rows under the law of the period."""
        facts, people = np.concatenate(self.facts), np.concatenate(self.people)
        found = payer.cost(facts, people, period.on)
        found[0] = 0.0
        return found


@dataclass(frozen=True, slots=True)
class _ExtraPay:
    """Hours beyond the contract and their pay under one law.

    Arrays of shape (replications + 1, months of the workload, people); the last one of the first
    axis is the mean. ``packed`` is the pay were each month's hours all in one week.
    """

    hours: FloatArray
    spread: FloatArray
    packed: FloatArray
    articles: dict[str, str]


MEAN = -1


def _pay_extra(case: Case, terms: Terms, extra: ExtraHours, months: set[int]) -> _ExtraPay:
    """Pay the hours of some months of a workload, all replications at once."""
    hours = np.concatenate([extra.hours, extra.hours.mean(axis=0, keepdims=True)])
    worked = (hours > 0) & np.isin(np.arange(hours.shape[1]), sorted(months))[:, np.newaxis]
    spread, packed = np.zeros_like(hours), np.zeros_like(hours)
    if not worked.any():
        return _ExtraPay(hours, spread, packed, {})
    pay = pay_extra_hours(case, terms, np.nonzero(worked)[-1], hours[worked])
    spread[worked], packed[worked] = pay.spread, pay.packed
    return _ExtraPay(hours, spread, packed, dict.fromkeys(pay.articles, pay.status))


@dataclass(frozen=True, slots=True)
class _Block:
    """A month of a stage: everyone's facts and the number of each row in the table."""

    facts: FloatArray
    rows: Rows


@dataclass(frozen=True, slots=True)
class _Replica:
    """People of a month whose pay in one replication is not that of the mean of hours."""

    i_run: int
    i_month: int
    people: Rows
    rows: Rows
    instead: Rows


def run_stages(
    case: Case, horizon: Horizon, payer: Payer, extra: ExtraHours | None
) -> PricedStages:
    """Price every stage of a scenario, and the last one in every replication."""
    found = stages(case, horizon)
    num_months, num_people = len(horizon.months), len(case.staff.person)
    num_runs = 0 if extra is None else len(extra.hours)
    priced = PricedStages(
        found,
        np.zeros((len(found), num_months, NUM_AMOUNTS + len(NAMES))),
        np.zeros(num_months),
        np.zeros((num_months, num_people, NUM_AMOUNTS + 1)),
        np.zeros((max(num_runs, 1), num_months)),
        tuple(terms(case, p.on) for p in periods(horizon, has_law=case.is_french)),
    )
    calendar = Calendar(case, horizon)
    law = zip(periods(horizon, has_law=case.is_french), priced.terms, strict=True)
    for period, contract in law:
        pay = None
        if extra is not None:
            pay = _pay_extra(case, contract, extra, {extra.of_month[i] for i in period.i_months})
            priced.overtime_law.update(pay.articles)
        _Run(case, period, contract, calendar, extra, pay, priced).price(payer)
    return priced


@dataclass(frozen=True, slots=True)
class _Run:
    """The months of one law."""

    case: Case
    period: Period
    terms: Terms
    calendar: Calendar
    extra: ExtraHours | None
    extra_pay: _ExtraPay | None
    priced: PricedStages

    def price(self, payer: Payer) -> None:
        """Gather the rows of all stages and replications, price them, and keep the sums."""
        table = _Table()
        blocks: dict[tuple[int, int], _Block] = {}
        for i_stage, stage in enumerate(self.priced.stages):
            for i, i_month in enumerate(self.period.i_months):
                facts = self._facts(stage, i_month)
                before = [blocks[i_stage - 1, i_month]] if i_stage else []
                if i:
                    before.append(blocks[i_stage, self.period.i_months[i - 1]])
                blocks[i_stage, i_month] = _block(facts, before, table)
        replicas = self._replicas(blocks, table)
        amounts = table.price(payer, self.period)
        sums: dict[int, FloatArray] = {}
        for (i_stage, i_month), block in blocks.items():
            if id(block.rows) not in sums:
                sums[id(block.rows)] = amounts[block.rows].sum(axis=0)
            self.priced.sums[i_stage, i_month] = sums[id(block.rows)]
        self._keep_people(blocks, amounts)
        costs = _cost(amounts)
        last = len(self.priced.stages) - 1
        for i_month in self.period.i_months:
            whole = float(costs[blocks[last, i_month].rows].sum())
            self.priced.samples[:, i_month] = whole
        for replica in replicas:
            self._add_replica(replica, amounts, costs)

    def _add_replica(self, replica: _Replica, amounts: FloatArray, costs: FloatArray) -> None:
        """Add what a replication costs beside the mean of hours to its sample and to the sums.

        Premiums and reliefs are not straight lines: the mean of what the replications cost is not
        what the mean of their hours costs, and it is the first that the lines tell.
        """
        i_month, num_runs = replica.i_month, len(self.priced.samples)
        change = costs[replica.rows].sum() - costs[replica.instead].sum()
        self.priced.samples[replica.i_run, i_month] += float(change)
        shift = (amounts[replica.rows] - amounts[replica.instead]) / num_runs
        for i_stage, stage in enumerate(self.priced.stages):
            if stage.has_overtime:
                self.priced.sums[i_stage, i_month] += shift.sum(axis=0)
        self.priced.people[i_month, replica.people] += _narrow(shift)

    def _facts(self, stage: Stage, i_month: int) -> FloatArray:
        month = MonthOfStage(stage, i_month, self.terms, self.calendar)
        facts = month.facts()
        if stage.has_overtime:
            packed = self._add_overtime(month, facts, MEAN)
            if stage.cause == OVERTIME:
                self.priced.packed[i_month] = packed
        return facts

    def _add_overtime(self, month: MonthOfStage, facts: FloatArray, i_run: int) -> float:
        """Add a replication's paid hours to rows of pay, in place; give their pay in one week."""
        if self.extra is None or self.extra_pay is None:
            return 0.0
        which = (i_run, self.extra.of_month[month.i_month])
        hours = self.extra_pay.hours[which]
        people = np.flatnonzero((hours > 0) & (facts[:, PRESENCE] > 0))
        if len(people) == 0:
            return 0.0
        grown = month.growth_of(people)
        spread = self.extra_pay.spread[which][people] * grown
        facts[people, GROSS] += spread
        facts[people, ABOVE_H] += hours[people]
        facts[people, ABOVE_PAY] += spread
        return float((self.extra_pay.packed[which][people] * grown).sum())

    def _replicas(self, blocks: dict[tuple[int, int], _Block], table: _Table) -> list[_Replica]:
        """Add the last stage's rows that differ in a replication; give what they stand for."""
        if self.extra is None or len(self.extra.hours) == 1:
            return []
        found: list[_Replica] = []
        stage = self.priced.stages[-1]
        for i_month in self.period.i_months:
            month = MonthOfStage(stage, i_month, self.terms, self.calendar)
            bare = month.facts()
            mean = blocks[len(self.priced.stages) - 1, i_month]
            for i_run in range(len(self.extra.hours)):
                facts = bare.copy()
                self._add_overtime(month, facts, i_run)
                differs = np.flatnonzero((facts != mean.facts).any(axis=1))
                rows = table.add(facts[differs], differs)
                found.append(_Replica(i_run, i_month, differs, rows, mean.rows[differs]))
        return found

    def _keep_people(self, blocks: dict[tuple[int, int], _Block], amounts: FloatArray) -> None:
        last = len(self.priced.stages) - 1
        narrow = _narrow(amounts)
        for i_month in self.period.i_months:
            self.priced.people[i_month] = narrow[blocks[last, i_month].rows]


def _block(facts: FloatArray, before: list[_Block], table: _Table) -> _Block:
    """Give each row of a month its number in the table: that of an equal row before, or new."""
    rows = np.full(len(facts), -1, dtype=np.int64)
    rows[facts[:, PRESENCE] == 0] = 0
    for block in before:
        same = (facts == block.facts).all(axis=1)
        if same.all():
            return block
        rows = np.where((rows < 0) & same, block.rows, rows)
    new = np.flatnonzero(rows < 0)
    rows[new] = table.add(facts[new], new)
    return _Block(facts, rows)


def _narrow(amounts: FloatArray) -> FloatArray:
    """Give amounts with the contributions as one sum, shape (rows, NUM_AMOUNTS + 1)."""
    owed = amounts[:, NUM_AMOUNTS:].sum(axis=1, keepdims=True)
    return np.concatenate([amounts[:, :NUM_AMOUNTS], owed], axis=1)


def _cost(amounts: FloatArray) -> FloatArray:
    """Give what rows cost the employer; contributions that need a fact are left out."""
    owed = np.nan_to_num(amounts[:, NUM_AMOUNTS:].sum(axis=1) - amounts[:, RELIEF])
    cost: FloatArray = amounts[:, WAGES] + owed
    return cost
