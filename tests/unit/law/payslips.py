"""A month of pay to test with, and how tests read its amounts."""

from __future__ import annotations

from datetime import date

import numpy as np

from accord import law
from accord.law.fr.payslip import amounts

FULL_H = 35 * 52 / 12
TODAY = date(2026, 2, 1)

# a press operator of a plant of 120, paid 2,400 euros for 35 hours, with a plan of 40 euros
OPERATOR = {
    "gross_month": 2400.0,
    "paid_h_month": FULL_H,
    "overtime_h_month": 0.0,
    "overtime_pay_month": 0.0,
    "complementary_pay_month": 0.0,
    "headcount": 120,
    "is_executive": False,
    "is_fixed_term": False,
    "plan_employer_month": 20.0,
    "plan_employee_month": 20.0,
    "accident_share": 0.02,
    "transport_share": 0.01,
    "apprentice_share": 0.03,
    "in_kind_month": 0.0,
    "exempt_month": 0.0,
    "indemnity_month": 0.0,
    "allowance_month": 0.0,
}


def month(on=TODAY, *, rule="fr.pay.month", **changes):
    """Compute one month; give the outcome and its amounts by key."""
    found = law.compute(rule, {**OPERATOR, **changes}, on=on)
    return found, {step.key: step.value for step in found.trace if step.key}


def table(gross, on=TODAY, *, rule="fr.pay.month", **changes):
    """Compute a month for many gross pays; give amounts by key, shape (rows,)."""
    facts = {name: np.full(len(gross), value, dtype=float) for name, value in OPERATOR.items()}
    facts |= {
        name: np.broadcast_to(value, len(gross)).astype(float) for name, value in changes.items()
    }
    facts["gross_month"] = np.asarray(gross, dtype=float)
    found = law.compute_table(rule, facts, on=on)
    assert not found.needs, found.needs
    return amounts(found)


NOT_CONTRIBUTIONS = {
    "overtime_relief.employer",
    "overtime_relief.employee",
    "social_security.employer",
}


def sum_of(found, side):
    """Add the contribution lines of one side."""
    return sum(
        value for key, value in found.items() if key.endswith(side) and key not in NOT_CONTRIBUTIONS
    )
