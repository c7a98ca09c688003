"""Price every stage, month by month, in one table for each law: rows that are equal once.

1. the months of one law are taken together;
2. each stage gives each month a row of pay without overtime for everyone, and one more for each
   person and replication with extra hours;
3. a row that is equal to that of the stage or month before is not priced again;
4. all new rows are priced in one table;
5. the sums of each stage and month, and each person's last row, are kept.

Premiums and reliefs are not straight lines: what the lines tell is the mean of what the
replications cost, not the cost of their mean hours.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from accord.cost.case import Case
from accord.cost.columns import (
    ABOVE_H,
    ABOVE_PAY,
    COMPLEMENTARY_PAY,
    GROSS,
    NUM_AMOUNTS,
    PAID_H,
    PLAIN_PAY,
    PRESENCE,
)
from accord.cost.contracts import Terms, terms
from accord.cost.extra_hours import ExtraHours
from accord.cost.extra_pay import ExtraPay, pay_extra_hours
from accord.cost.horizon import Horizon
from accord.cost.month import NAMES, Payer
from accord.cost.pay_table import NOBODY, PayTable, cost_of, narrow
from accord.cost.periods import Period, periods
from accord.cost.stages import OVERTIME, Calendar, MonthOfStage, Stage, stages
from accord.law import FloatArray

Rows = NDArray[np.int64]
_NEW = -1  # a row that is not in the table yet


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
    barred
        Who works hours in some replication that no agreement allows a part-timer, shape (people,).
    """

    stages: list[Stage]
    sums: FloatArray
    packed: FloatArray
    people: FloatArray
    samples: FloatArray
    terms: tuple[Terms, ...]
    overtime_law: dict[str, str] = field(default_factory=dict)
    barred: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))


def run_stages(
    case: Case, horizon: Horizon, payer: Payer, extra: ExtraHours | None
) -> PricedStages:
    """Price every stage of a scenario, and the last one in every replication."""
    found = stages(case, horizon)
    num_months, num_people = len(horizon.months), len(case.staff.person)
    num_runs = 1 if extra is None else len(extra.hours)
    law = list(periods(horizon, has_law=case.is_french))
    priced = PricedStages(
        found,
        np.zeros((len(found), num_months, NUM_AMOUNTS + len(NAMES))),
        np.zeros(num_months),
        np.zeros((num_months, num_people, NUM_AMOUNTS + 1)),
        np.zeros((num_runs, num_months)),
        tuple(terms(case, period.on) for period in law),
        barred=np.zeros(num_people, dtype=bool),
    )
    calendar = Calendar(case, horizon)
    for period, contract in zip(law, priced.terms, strict=True):
        _Run(case, period, contract, calendar, extra, priced).price(payer)
    return priced


@dataclass(frozen=True, slots=True)
class _Worked:
    """Extra hours of one month of the workload: who, in which replication, and their pay."""

    people: Rows
    i_run: Rows
    pay: ExtraPay


@dataclass(frozen=True, slots=True)
class _Block:
    """A month of a stage: everyone's facts and row without extra hours, and a row for each of them.

    ``facts`` has shape (people, NUM_FACTS), ``rows`` (people,), ``worked`` (extra hours of the
    month,): the row of the same person without them before the stage of overtime.
    """

    facts: FloatArray
    rows: Rows
    worked: Rows


@dataclass(frozen=True, slots=True)
class _Run:
    """The months of one law."""

    case: Case
    period: Period
    terms: Terms
    calendar: Calendar
    extra: ExtraHours | None
    priced: PricedStages

    def price(self, payer: Payer) -> None:
        """Gather the rows of all stages and replications, price them, and keep the sums."""
        table, worked = PayTable(), self._worked()
        blocks: dict[tuple[int, int], _Block] = {}
        for i_stage, stage in enumerate(self.priced.stages):
            alike: dict[int, _Block] = {}  # the last month with the same month of the workload
            for i_month in self.period.i_months:
                which = self._which(i_month)
                month = MonthOfStage(stage, i_month, self.terms, self.calendar)
                earlier = blocks.get((i_stage - 1, i_month))
                facts, rows = _rows_without(
                    month, [earlier, blocks.get((i_stage, i_month - 1))], table
                )
                block = _Block(facts, rows, rows[worked[which].people])
                if stage.has_overtime:
                    equal = [alike.get(which), None if stage.cause == OVERTIME else earlier]
                    block = _with_hours(month, block, worked[which], equal, table)
                if stage.cause == OVERTIME:
                    self.priced.packed[i_month] = self._packed(month, block, worked[which])
                blocks[i_stage, i_month] = alike[which] = block
        amounts = table.price(payer, self.period.on)
        self._keep_sums(blocks, worked, amounts)
        self._keep_last(blocks, worked, narrow(amounts))

    def _which(self, i_month: int) -> int:
        """Give the month of the workload that stands for a month."""
        return 0 if self.extra is None else self.extra.of_month[i_month]

    def _worked(self) -> dict[int, _Worked]:
        """Pay the extra hours of the months of the workload that this law's months take."""
        nobody = np.zeros((1, 1, len(self.case.staff.person)))
        every = nobody if self.extra is None else self.extra.hours
        found = {}
        for which in {self._which(i) for i in self.period.i_months}:
            i_run, people = np.nonzero(every[:, which])
            hours = every[i_run, which, people]
            pay = pay_extra_hours(self.case, self.terms, people, hours)
            found[which] = _Worked(people, i_run, pay)
            self.priced.overtime_law.update(pay.law)
            self.priced.barred[people[pay.is_barred]] = True
        return found

    def _packed(self, month: MonthOfStage, block: _Block, worked: _Worked) -> float:
        """Give the mean pay of a month's extra hours were each person's in one week."""
        is_there = block.facts[worked.people, PRESENCE] > 0
        packed = worked.pay.packed * month.growth_of(worked.people) * is_there
        return float(packed.sum()) / len(self.priced.samples)

    def _keep_sums(
        self,
        blocks: dict[tuple[int, int], _Block],
        worked: dict[int, _Worked],
        amounts: FloatArray,
    ) -> None:
        """Sum each stage and month: the sum of the stage before, and the rows that differ."""
        sums, num_runs = self.priced.sums, len(self.priced.samples)

        def change(new: Rows, old: Rows) -> FloatArray:
            differs = np.flatnonzero(new != old)
            more, less = (amounts[rows[differs]].sum(axis=0) for rows in (new, old))
            found: FloatArray = more - less
            return found

        nobody = np.full(len(self.case.staff.person), NOBODY)
        for (i_stage, i_month), block in blocks.items():
            if i_stage == 0:
                sums[0, i_month] = change(block.rows, nobody)
                continue
            before = blocks[i_stage - 1, i_month]
            found = sums[i_stage - 1, i_month] + change(block.rows, before.rows)
            if self.priced.stages[i_stage].has_overtime:
                people = worked[self._which(i_month)].people
                more = change(block.worked, before.worked)
                more -= change(block.rows[people], before.rows[people])
                found += more / num_runs
            sums[i_stage, i_month] = found

    def _keep_last(
        self,
        blocks: dict[tuple[int, int], _Block],
        worked: dict[int, _Worked],
        amounts: FloatArray,
    ) -> None:
        """Keep of the last stage each person's mean month, and each replication's cost."""
        samples, costs = self.priced.samples, cost_of(amounts)
        last = len(self.priced.stages) - 1
        for i_month in self.period.i_months:
            block, hours = blocks[last, i_month], worked[self._which(i_month)]
            people, without = amounts[block.rows], block.rows[hours.people]
            more = np.bincount(hours.i_run, costs[block.worked] - costs[without], len(samples))
            samples[:, i_month] = costs[block.rows].sum() + more
            shift = (amounts[block.worked] - amounts[without]) / len(samples)
            for i_column, column in enumerate(shift.T):
                people[:, i_column] += np.bincount(hours.people, column, len(people))
            self.priced.people[i_month] = people


def _rows_without(
    month: MonthOfStage, before: list[_Block | None], table: PayTable
) -> tuple[FloatArray, Rows]:
    """Give everyone's facts without extra hours, and their rows: those of equal facts, or new."""
    facts = month.facts()
    rows = np.full(len(facts), _NEW)
    for block in before:
        if block is not None:
            same = (facts == block.facts).all(axis=1)
            rows = np.where((rows == _NEW) & same, block.rows, rows)
    new = np.flatnonzero(rows == _NEW)
    rows[new] = table.add(facts[new], new)
    return facts, rows


def _with_hours(
    month: MonthOfStage,
    block: _Block,
    worked: _Worked,
    before: list[_Block | None],
    table: PayTable,
) -> _Block:
    """Give a block the rows of its extra hours: those of a block with the same ones, or new."""
    rows = np.full(len(worked.people), _NEW)
    for other in before:
        if other is not None:
            same = (block.facts == other.facts).all(axis=1)[worked.people]
            rows = np.where((rows == _NEW) & same, other.worked, rows)
    new = np.flatnonzero(rows == _NEW)
    people, pay, grown = worked.people[new], worked.pay, month.growth_of(worked.people[new])
    facts = block.facts[people]
    facts[:, GROSS] += pay.pay[new] * grown
    facts[:, PAID_H] += pay.below_h[new]
    facts[:, ABOVE_H] += pay.above_h[new]
    facts[:, ABOVE_PAY] += pay.overtime[new] * grown
    facts[:, COMPLEMENTARY_PAY] += pay.complementary[new] * grown
    facts[:, PLAIN_PAY] += pay.plain[new] * grown
    rows[new] = table.add(facts, people)
    return _Block(block.facts, block.rows, rows)
