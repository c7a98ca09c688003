"""What the employer owes on rows of monthly pay: by the law of the month, or by one share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.case import Case
from accord.cost.columns import (
    ABOVE_H,
    ABOVE_PAY,
    COMPLEMENTARY_PAY,
    GROSS,
    NET,
    NUM_AMOUNTS,
    OVERTIME,
    PAID_H,
    PLAIN_PAY,
    PRESENCE,
    RELIEF,
    SOCIAL_SECURITY,
    WAGES,
)
from accord.cost.periods import GENERAL, PAY_NOW, PAY_THEN, law_currency, plant_money
from accord.cost.relief import relief_before_2005
from accord.law import (
    CHECKED,
    DRAFT,
    FloatArray,
    Need,
    TableOutcome,
    compute_table,
    pack,
)
from accord.law.fr.contributions import CONTRIBUTIONS, PREFIX
from accord.law.fr.payslip import amounts
from accord.law.registry import articles_of, files_of
from accord.plant.records import Payroll

_DECIMALS = 7  # what is left of the subtraction of equal sums is no relief
PLANS, SHARE = "plans", "employer_charges_share"
NAMES = (*(name.removeprefix(PREFIX) for name in CONTRIBUTIONS), PLANS, SHARE)
_ZERO_FACTS = ("in_kind_month", "exempt_month", "indemnity_month", "allowance_month")
_SHARES = ("accident_share", "transport_share", "apprentice_share")
_PLANS = ("plan_employer_month", "plan_employee_month")
_A16 = "A-16"
_PACK, _RELIEFS = "fr", "fr.relief."


@dataclass(slots=True)
class Reading:
    """What was read for a kind of line: rules, their articles on the days asked, and versions.

    ``versions`` gives the status of each version of a parameter file by its id and first day.
    """

    rules: dict[str, None] = field(default_factory=dict)
    articles: dict[str, None] = field(default_factory=dict)
    versions: dict[tuple[str, date], str] = field(default_factory=dict)

    def note(self, rule: str, on: date, versions: Iterable[tuple[str, date]]) -> None:
        """Note a rule asked on a day, and the versions read for it."""
        self.rules[rule] = None
        self.articles |= dict.fromkeys(articles_of(rule, on))
        for id_, since in versions:
            version = pack(_PACK)[id_].on(since)
            self.versions[id_, since] = DRAFT if version is None else version.status

    @property
    def basis(self) -> tuple[str, str, str]:
        """Articles, source and status: checked where every version is."""
        status = CHECKED if all(s == CHECKED for s in self.versions.values()) else DRAFT
        return " ; ".join(self.articles), " ; ".join(self.rules), status


@dataclass(slots=True)
class Payer:
    """Computes rows of monthly pay and gathers what was read for them.

    Parameters
    ----------
    case
        The scenario; its plant says whether pay is priced by law (``payroll``) or by one share.
    needs
        Facts found missing.
    pay, reliefs
        What was read for the contributions and for the reliefs.
    articles
        Article of each contribution by name.
    """

    case: Case
    needs: list[Need] = field(default_factory=list)
    pay: Reading = field(default_factory=Reading)
    reliefs: Reading = field(default_factory=Reading)
    articles: dict[str, str] = field(default_factory=dict)

    @property
    def payroll(self) -> Payroll | None:
        """What the law leaves to the plant, None where pay is not priced by law."""
        return self.case.plant.payroll if self.case.is_french else None

    @property
    def is_known(self) -> bool:
        """Whether contributions can be said at all."""
        return self.payroll is not None or self.case.plant.employer_charges_share is not None

    def cost(self, rows: FloatArray, people: NDArray[np.int64], on: date) -> FloatArray:
        """Give what rows of monthly pay cost under the law of a day.

        Parameters
        ----------
        rows
            Facts, shape (rows, NUM_FACTS).
        people
            Row of each in the staff, shape (rows,).
        on
            First day of the month.

        Returns
        -------
        array
            Shape (rows, NUM_AMOUNTS + names): wages, of these overtime, relief, net (NaN without a
            law), the employer's social security (0 without one), and each contribution before
            relief in the order of ``NAMES``.
        """
        found = np.zeros((len(rows), NUM_AMOUNTS + len(NAMES)))
        found[:, WAGES] = rows[:, GROSS]
        found[:, OVERTIME] = rows[:, [ABOVE_PAY, COMPLEMENTARY_PAY, PLAIN_PAY]].sum(axis=1)
        payroll = self.payroll
        if payroll is not None:
            self._by_law(found, rows, people, on, payroll)
            return found
        found[:, NET] = np.nan
        share = self.case.plant.employer_charges_share
        if share is not None:
            found[:, NUM_AMOUNTS + NAMES.index(SHARE)] = rows[:, GROSS] * share
        return found

    def _by_law(
        self,
        found: FloatArray,
        rows: FloatArray,
        people: NDArray[np.int64],
        on: date,
        payroll: Payroll,
    ) -> None:
        is_now = pack(_PACK)[GENERAL].on(on) is not None
        rule = PAY_NOW if is_now else PAY_THEN
        money = plant_money(self.case.plant, law_currency([rule], on), on)
        facts = self._facts(rows, people, payroll, money)
        if not is_now:
            given = relief_before_2005(self.case, rows, on)
            self.needs += given.needs
            for relief, versions in given.rules.items():
                self.reliefs.note(relief, on, versions)
            facts["relief_month"] = given.relief / money
        outcome = compute_table(rule, facts, on=on)
        self._note(outcome, is_now=is_now)
        by_key = amounts(outcome)
        for i, name in enumerate(NAMES):
            owed = by_key.get(f"{name}.employer")
            if owed is not None:
                found[:, NUM_AMOUNTS + i] = owed * money
        i_plans = NUM_AMOUNTS + NAMES.index(PLANS)
        found[:, i_plans] = facts["plan_employer_month"] * money
        before = found[:, NUM_AMOUNTS:].sum(axis=1)
        after = outcome.values * money - rows[:, GROSS]
        found[:, RELIEF] = np.round(before - after, _DECIMALS)
        found[:, SOCIAL_SECURITY] = by_key.get("social_security.employer", np.zeros(1)) * money
        found[:, NET] = by_key["net_before_tax"] * money if "net_before_tax" in by_key else np.nan

    def _facts(
        self, rows: FloatArray, people: NDArray[np.int64], payroll: Payroll, money: float
    ) -> dict[str, FloatArray]:
        staff = self.case.staff
        none = np.zeros(len(rows))
        return {
            **dict.fromkeys(_ZERO_FACTS, none),
            "gross_month": rows[:, GROSS] / money,
            "paid_h_month": rows[:, PAID_H],
            "overtime_h_month": rows[:, ABOVE_H],
            "overtime_pay_month": rows[:, ABOVE_PAY] / money,
            "complementary_pay_month": rows[:, COMPLEMENTARY_PAY] / money,
            "headcount": none + self.case.headcount,
            "is_executive": staff.executive[people].astype(np.float64),
            "is_fixed_term": staff.fixed_term[people].astype(np.float64),
            **{name: none + _known(getattr(payroll, name)) for name in _SHARES},
            **{name: _known(getattr(payroll, name)) * rows[:, PRESENCE] / money for name in _PLANS},
        }

    def _note(self, outcome: TableOutcome, *, is_now: bool) -> None:
        self.needs += outcome.needs
        reliefs = [v for v in outcome.versions if v[0].startswith(_RELIEFS)]
        self.pay.note(outcome.rule, outcome.on, set(outcome.versions) - set(reliefs))
        if is_now:
            shared = {file.id for file in files_of(GENERAL)}
            read = [v for v in outcome.versions if v[0] in shared]
            self.reliefs.note(GENERAL, outcome.on, (*reliefs, *read))
        for step in outcome.trace:
            name, _, side = step.key.rpartition(".")
            if side == "employer":
                self.articles.setdefault(name, step.article)

    def needs_told(self) -> list[Need]:
        """Give the needs found, each once, without the rows of inner tables."""
        told = (Need(n.fact, n.why, n.article, why_fr=n.why_fr) for n in self.needs)
        return list(dict.fromkeys(told))

    @property
    def basis(self) -> tuple[str, str, str]:
        """Article, source and status of the contributions."""
        if self.payroll is None:
            return _A16, "plant.yaml, employer_charges_share", "assumption"
        return self.pay.basis

    @property
    def relief_basis(self) -> tuple[str, str, str]:
        """Article, source and status of the reliefs."""
        return self.reliefs.basis

    @property
    def net_basis(self) -> tuple[str, str, str]:
        """Article, source and status of contributions with the reliefs taken off."""
        (article, source, status), (*_, of_reliefs) = self.basis, self.reliefs.basis
        return article, source, DRAFT if of_reliefs == DRAFT else status

    @property
    def drafts(self) -> list[tuple[str, date]]:
        """Versions that were read and not checked: parameter file and first day."""
        read = self.pay.versions | self.reliefs.versions
        return sorted(version for version, status in read.items() if status != CHECKED)


def _known(value: float | None) -> float:
    return np.nan if value is None else value
