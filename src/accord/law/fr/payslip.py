"""One month of pay: contributions, reliefs, net before tax, and what the employer pays for it.

``fr.pay.month`` counts the ceiling and the minimum wage from the hours, as the texts say.
``fr.pay.month_on_bases`` takes them as given, for software that counts otherwise.
``fr.pay.month_before_2005`` takes the relief of its time (Juppé, Aubry II, Fillon) as given.
The value of each is the employer's cost; the other amounts stand in the trace under their keys.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.law.fr.contributions import (
    CEILING,
    CSG,
    OLD_AGE,
    SMIC,
    SOCIAL_SECURITY,
    USES,
    Base,
    Contributions,
    owe,
)
from accord.law.fr.relief import (
    GENERAL,
    LEGAL_WEEK,
    MONTH,
    OVERTIME,
    counts_overtime,
    full_month_h,
    general_reduction,
    overtime_of_employee,
    overtime_of_employer,
    smic_of_hours,
)
from accord.law.records import BoolArray, FloatArray, TableOutcome
from accord.law.registry import rule
from accord.law.trace import Law

NOT_IN_CASH, SHORT_TIME = "fr.pay.not_in_cash", "fr.pay.short_time"
BASES = "fr.pay.bases"
RELIEF_GIVEN = "fr.pay.relief_given"
_USES = (*USES, NOT_IN_CASH, SHORT_TIME, LEGAL_WEEK, MONTH)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of pay as the rules ask for it; fields are facts, arrays of shape (rows,)."""

    gross_month: FloatArray
    paid_h_month: FloatArray
    headcount: FloatArray
    is_executive: BoolArray
    is_fixed_term: BoolArray
    plan_employer_month: FloatArray
    plan_employee_month: FloatArray
    accident_share: FloatArray
    transport_share: FloatArray
    apprentice_share: FloatArray
    in_kind_month: FloatArray
    exempt_month: FloatArray
    indemnity_month: FloatArray
    allowance_month: FloatArray


@dataclass(frozen=True, slots=True)
class Relief:
    """What is taken off the contributions of both sides, shape (rows,)."""

    general: FloatArray
    overtime_employer: FloatArray
    overtime_employee: FloatArray


@dataclass(frozen=True, slots=True)
class Totals:
    """The two ends of a month, shape (rows,): the employer's cost and the net before tax."""

    cost: FloatArray
    net: FloatArray


def amounts(outcome: TableOutcome) -> dict[str, FloatArray]:
    """Give the amounts of a month by key, for example ``net_before_tax`` or ``health.employer``.

    Parameters
    ----------
    outcome
        Table outcome of a rule of this module.

    Returns
    -------
    dict
        One array of shape (rows,) per key; NaN where the row needs a fact.
    """
    return {step.key: step.values for step in outcome.trace if step.key}


def _base(law: Law, month: Month, ceiling: FloatArray) -> Base:
    smic = month.paid_h_month * law[SMIC].number()
    return Base(
        gross=month.gross_month,
        ceiling=ceiling,
        smic=smic,
        headcount=month.headcount,
        is_executive=month.is_executive,
        is_fixed_term=month.is_fixed_term,
        plan_employer=month.plan_employer_month,
        plan_employee=month.plan_employee_month,
        accident_share=month.accident_share,
        transport_share=month.transport_share,
        apprentice_share=month.apprentice_share,
    )


def _ceiling_of_hours(law: Law, month: Month) -> FloatArray:
    """Reduce the ceiling with the hours paid; overtime does not raise it."""
    worked = np.minimum(month.paid_h_month / full_month_h(law, month.headcount), 1.0)
    return law.step(
        ("plafond du mois, au prorata des heures payées", "ceiling of the month, by hours paid"),
        law[CEILING].number() * worked,
        "money",
        CEILING,
        key="ceiling_month",
    )


def _pay(law: Law, month: Month, owed: Contributions, relief: Relief) -> Totals:
    """Sum a month up: both sides' contributions, net before tax, the employer's cost."""
    by_employer = sum(owed.employer.values(), month.plan_employer_month)
    reliefs = relief.general + relief.overtime_employer
    charges = law.step(
        (
            "cotisations patronales, prévoyances comprises, réductions déduites",
            "employer contributions, plans included, reliefs taken off",
        ),
        np.maximum(by_employer - reliefs, 0.0),
        "money",
        NOT_IN_CASH,
        key="employer_contributions",
    )
    # the Robien aid was a share of these; it ended before the rules with a general reduction
    is_now = GENERAL in law
    law.step(
        (
            "dont sécurité sociale" if is_now else "dont base Robien : sécurité sociale",
            "of these, social security" + ("" if is_now else " (the Robien base)"),
        ),
        owed.sum_of("employer", SOCIAL_SECURITY),
        "money",
        NOT_IN_CASH,
        key="social_security.employer",
    )
    by_employee = sum(owed.employee.values(), month.plan_employee_month)
    withheld = law.step(
        (
            "retenues salariales, mutuelle et CSG comprises, réduction déduite",
            "withheld from the employee, plans and CSG included, relief taken off",
        ),
        np.maximum(by_employee - relief.overtime_employee, 0.0),
        "money",
        CSG,
        key="employee_contributions",
    )
    # what the pay cannot bear is not withheld from short-time pay
    earned = np.maximum(month.gross_month + month.exempt_month - withheld, 0.0)
    law.step(
        ("net des heures travaillées", "net of the hours worked"),
        earned,
        "money",
        NOT_IN_CASH,
        key="net_of_work",
    )
    indemnity = month.indemnity_month - _csg_on_indemnity(law, month, earned)
    net = law.step(
        ("net à payer avant impôt", "net before tax"),
        earned + indemnity - month.in_kind_month,
        "money",
        NOT_IN_CASH,
        key="net_before_tax",
    )
    spent = month.gross_month + month.exempt_month + charges
    cost = law.step(
        (
            "coût de l'employeur : salaire + frais exonérés + cotisations + indemnité - allocation",
            "employer's cost: pay + exempt refunds + contributions + short-time pay - allowance",
        ),
        spent + month.indemnity_month - month.allowance_month,
        "money",
        NOT_IN_CASH,
        key="employer_cost",
    )
    return Totals(cost, net)


def _csg_on_indemnity(law: Law, month: Month, earned: FloatArray) -> FloatArray:
    """Charge CSG and CRDS on short-time pay; they never bring the net below the minimum wage."""
    version = law[SHORT_TIME]
    rate = version.number("csg") + version.number("crds")
    is_short = month.indemnity_month > 0
    if not is_short.any():
        return np.zeros_like(earned)
    due = month.indemnity_month * version.number("base_share") * rate
    with law.among(is_short):
        smic = law[SMIC].number() * full_month_h(law, month.headcount)
        room = np.maximum(earned + month.indemnity_month - smic, 0.0)
        return law.step(
            (
                "CSG et CRDS de l'indemnité, écrêtées au SMIC brut",
                "CSG and CRDS on short-time pay, limited by the gross minimum wage",
            ),
            np.minimum(due, room),
            "money",
            SHORT_TIME,
            key="short_time.csg",
        )


def _relief(
    law: Law,
    month: Month,
    owed: Contributions,
    relief_smic: FloatArray,
    *,
    overtime_h: FloatArray,
    relieved: FloatArray,
) -> Relief:
    counted = month.gross_month if counts_overtime(law) else month.gross_month - relieved
    return Relief(
        general_reduction(law, month.gross_month, counted, relief_smic, month.headcount),
        overtime_of_employer(law, overtime_h, month.headcount),
        overtime_of_employee(
            law,
            relieved,
            month.gross_month,
            owed.sum_of("employee", OLD_AGE),
            sum(owed.employee.values(), np.zeros_like(month.gross_month)),
        ),
    )


def _of_month(formula: Callable[..., FloatArray]) -> Callable[..., FloatArray]:
    """Say that a formula asks for the fields of a month besides its own facts."""
    own = inspect.signature(formula).parameters.values()
    asked = [
        inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY) for field in fields(Month)
    ]
    kept = [p for p in own if p.kind is not inspect.Parameter.VAR_KEYWORD]
    formula.__signature__ = inspect.Signature([*kept, *asked])  # type: ignore[attr-defined]
    return formula


def _from_hours(law: Law, month: Month, overtime_h: FloatArray, relieved: FloatArray) -> Totals:
    owed = owe(law, _base(law, month, _ceiling_of_hours(law, month)))
    smic = smic_of_hours(law, month.paid_h_month, overtime_h)
    relief = _relief(law, month, owed, smic, overtime_h=overtime_h, relieved=relieved)
    return _pay(law, month, owed, relief)


@rule(
    "fr.pay.month",
    articles=["L242-1, L241-13 CSS ; L3241-1"],
    former=["L242-1, L241-13 CSS"],
    uses=[*_USES, GENERAL, OVERTIME],
    unit="money",
    title=("mois de paie : coût de l'employeur", "month of pay: the employer's cost"),
)
@_of_month
def pay_month(
    law: Law,
    *,
    overtime_h_month: FloatArray,
    overtime_pay_month: FloatArray,
    complementary_pay_month: FloatArray,
    **facts: NDArray[Any],
) -> FloatArray:
    """Give the employer's cost of a month; every line stands in the trace under its key."""
    relieved = overtime_pay_month + complementary_pay_month
    return _from_hours(law, Month(**facts), overtime_h_month, relieved).cost


@rule(
    "fr.pay.net_before_tax",
    articles=["L242-1, L136-1-1 CSS ; L3241-1"],
    former=["L242-1, L136-2 CSS"],
    uses=[*_USES, GENERAL, OVERTIME],
    unit="money",
    title=("mois de paie : net à payer avant impôt", "month of pay: net before tax"),
)
@_of_month
def net_before_tax(
    law: Law,
    *,
    overtime_h_month: FloatArray,
    overtime_pay_month: FloatArray,
    complementary_pay_month: FloatArray,
    **facts: NDArray[Any],
) -> FloatArray:
    """Give the net before tax of the same month."""
    relieved = overtime_pay_month + complementary_pay_month
    return _from_hours(law, Month(**facts), overtime_h_month, relieved).net


@rule(
    "fr.pay.month_on_bases",
    articles=["L242-1, L241-13 CSS ; L3241-1"],
    former=["L242-1, L241-13 CSS"],
    uses=[*_USES, GENERAL, OVERTIME, BASES],
    unit="money",
    title=("mois de paie sur des bases données", "month of pay on given bases"),
)
@_of_month
def pay_month_on_bases(
    law: Law,
    *,
    ceiling_month: FloatArray,
    relief_smic_month: FloatArray,
    relieved_pay_month: FloatArray,
    overtime_h_month: FloatArray,
    **facts: NDArray[Any],
) -> FloatArray:
    """Give the same cost with the ceiling and minimum wage that another program counts."""
    month = Month(**facts)
    owed = owe(law, _base(law, month, ceiling_month))
    relief = _relief(
        law,
        month,
        owed,
        relief_smic_month,
        overtime_h=overtime_h_month,
        relieved=relieved_pay_month,
    )
    return _pay(law, month, owed, relief).cost


@rule(
    "fr.pay.month_before_2005",
    articles=["L242-1, L241-13 CSS"],
    uses=[*_USES, RELIEF_GIVEN],
    unit="money",
    title=("mois de paie avant juillet 2005", "month of pay before July 2005"),
)
@_of_month
def pay_month_before_2005(
    law: Law, *, relief_month: FloatArray, **facts: NDArray[Any]
) -> FloatArray:
    """Give the cost of a month whose relief (Juppé, Aubry II, Fillon, Robien) is given."""
    month = Month(**facts)
    owed = owe(law, _base(law, month, _ceiling_of_hours(law, month)))
    none = np.zeros_like(month.gross_month)
    return _pay(law, month, owed, Relief(relief_month, none, none)).cost
