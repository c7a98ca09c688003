"""Those who leave, as columns, and one line of their exits being gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import Bill
from accord.cost.past_pay import PaidMonths
from accord.law import FloatArray, TableOutcome, compute_table
from accord.law.bands import months_later, whole_years
from accord.plant.records import Exit

LAYOFF, END_OF_CONTRACT = "layoff", "end_of_contract"
RETIREMENT, EARLY_EXIT, LEAVER = "retirement", "early_exit", "leaver"
_SENIORITY = "fr.seniority"


@dataclass(frozen=True, slots=True)
class Leavers:
    """People who leave, as columns of shape (people who leave,).

    ``on`` is the last day worked, that of the notification of a dismissal; ``ends`` the day on
    which the contract ends: later where a notice is paid and not worked, NaT while it is not known;
    ``ends_latest`` that day if everyone of whom no file says so is disabled. ``wage_month`` is the
    pay of a month on the day after ``on``; ``reference_month`` the reference pay of severance and
    of the pay at retirement, NaN for everyone else.
    """

    person: tuple[str, ...]
    row: NDArray[np.int64]
    on: NDArray[np.datetime64]
    ends: NDArray[np.datetime64]
    ends_latest: NDArray[np.datetime64]
    birth: NDArray[np.datetime64]
    hired: NDArray[np.datetime64]
    wage_month: FloatArray
    reference_month: FloatArray

    def ages(self, who: NDArray[np.intp], on: NDArray[np.datetime64]) -> FloatArray:
        """Give ages in whole years on a day each; NaN where either is not known."""
        birth = self.birth[who]
        known = ~(np.isnat(birth) | np.isnat(on))
        found = np.full(len(who), np.nan)
        found[known] = whole_years(birth[known], on[known])
        return found

    def seniority(self, who: NDArray[np.intp], on: NDArray[np.datetime64]) -> TableOutcome:
        """Count service to a day each, that day included."""
        facts = {
            "hire_date": self.hired[who],
            "leave_date": on,
            "absence_months": np.zeros(len(who)),
        }
        asked: date = self.on[who[0]].astype(object)
        return compute_table(_SENIORITY, facts, on=asked)

    def end_after(self, who: NDArray[np.intp], months: FloatArray, most: FloatArray) -> None:
        """Note the end of the contracts after a notice, and after the longest it may be.

        Unknown where the notice is.
        """
        for ends, span in ((self.ends, months), (self.ends_latest, most)):
            known = ~np.isnan(span)
            rows = who[known]
            ends[rows] = months_later(self.on[rows], span[known].astype(np.int64))
            ends[who[~known]] = np.datetime64("NaT", "D")


@dataclass(slots=True)
class Owed:
    """One line of the exits being gathered over the days of leaving.

    ``bounds`` are those of the sum, where they are not the sums of the people's.
    """

    values: FloatArray
    low: FloatArray
    high: FloatArray
    rules: dict[str, str] = field(default_factory=dict)
    articles: dict[str, None] = field(default_factory=dict)
    has_needs: bool = False
    bounds: tuple[float, float] | None = None

    def read(self, rule: str, status: str, articles: tuple[str, ...]) -> None:
        """Note a rule that was read, with its status and articles."""
        self.rules[rule] = status
        self.articles |= dict.fromkeys(articles)

    def take(self, bill: Bill, outcome: TableOutcome, names: list[str]) -> None:
        """Note what a rule rests on and what it lacks, and of whom."""
        for need in outcome.needs:
            bill.need(need.fact, need.why, need.article, [names[i] for i in need.rows])
        self.has_needs |= bool(outcome.needs)
        self.read(outcome.rule, outcome.status, outcome.articles)


def nothing_owed(count: int) -> Owed:
    """Start the line of so many people: nothing is known of anyone."""
    return Owed(np.full(count, np.nan), np.full(count, np.nan), np.full(count, np.nan))


def leavers_of(bill: Bill, exits: list[Exit], paid: PaidMonths) -> Leavers:
    """Gather the facts of those who leave; a missing one is noted by the rule that asks."""
    staff = bill.case.staff
    rows = np.array([staff.row(row.person) for row in exits])
    on = np.array([row.on for row in exits], dtype="datetime64[D]")
    wage = np.zeros(len(exits))
    for day in np.unique(on):
        who = np.flatnonzero(on == day)
        wage[who] = paid.on_day(rows[who], day.astype(object) + timedelta(days=1))
    return Leavers(
        person=tuple(row.person for row in exits),
        row=rows,
        on=on,
        ends=on.copy(),
        ends_latest=on.copy(),
        birth=staff.birth[rows],
        hired=staff.hired[rows],
        wage_month=wage,
        reference_month=np.full(len(exits), np.nan),
    )
