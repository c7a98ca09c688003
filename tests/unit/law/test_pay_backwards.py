"""Gross pay from a net pay or a cost."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from accord.errors import NeedsError
from accord.law.fr.inverse import gross_for, gross_from_cost, gross_from_net

from .payslips import FULL_H, OPERATOR, TODAY, table


def columns(num_rows, **changes):
    facts = {**OPERATOR, **changes}
    return {name: np.full(num_rows, value, dtype=float) for name, value in facts.items()}


def test_a_net_of_2_000_euros_comes_from_a_gross_pay_that_nets_2_000():
    gross = gross_from_net(np.array([2000.0]), columns(1), on=TODAY)
    assert table(gross)["net_before_tax"] == pytest.approx([2000])
    assert 2500 < gross[0] < 2600


def test_costs_around_the_end_of_the_reduction_give_the_pay_below_the_jump():
    ceiling = 3 * 12.02 * FULL_H
    below, above = table([ceiling - 0.001, ceiling])["employer_cost"]
    assert above - below > 100  # 2 % of the pay ends at once
    middle = (below + above) / 2
    gross = gross_from_cost(np.array([middle]), columns(1), on=TODAY)
    assert gross == pytest.approx([ceiling])
    assert table(gross)["employer_cost"][0] <= middle


def test_many_people_are_solved_at_once():
    nets = np.linspace(900, 9000, 50)
    gross = gross_from_net(nets, columns(50), on=TODAY)
    np.testing.assert_allclose(table(gross)["net_before_tax"], nets, atol=1e-6)


def test_a_missing_fact_of_the_month_is_asked_for():
    facts = columns(1)
    del facts["accident_share"]
    with pytest.raises(NeedsError, match="accident_share"):
        gross_from_net(np.array([2000.0]), facts, on=TODAY)


def test_a_day_without_known_law_is_said():
    with pytest.raises(NeedsError, match="2001-01-01"):
        gross_from_net(np.array([2000.0]), columns(1), on=date(2001, 1, 1))


def test_an_amount_that_no_pay_gives_is_refused():
    with pytest.raises(NeedsError, match="no gross pay gives so much"):
        gross_for(np.array([1.0]), np.zeros_like, least=True)
