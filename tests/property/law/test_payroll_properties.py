"""Properties of any month of pay in France, on any date and for any person."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord import law
from accord.law.fr.inverse import gross_from_cost, gross_from_net
from accord.law.fr.payslip import amounts

from ...unit.law.payslips import (  # noqa: TID252
    FULL_H,
    OPERATOR,
    month,
    sum_of,
    table,
)

DAYS = st.dates(date(2005, 7, 1), date(2026, 11, 1))
PAYS = st.integers(0, 6_000_000).map(lambda cents: cents / 100)
PEOPLE = st.fixed_dictionaries(
    {
        "gross_month": PAYS,
        "paid_h_month": st.floats(20, FULL_H),
        "overtime_h_month": st.floats(0, 35),
        "headcount": st.integers(1, 3000),
        "is_executive": st.booleans(),
        "is_fixed_term": st.booleans(),
        "plan_employer_month": st.floats(0, 300),
        "plan_employee_month": st.floats(0, 100),
        "accident_share": st.floats(0, 0.1),
        "transport_share": st.floats(0, 0.032),
        "apprentice_share": st.floats(0, 0.2),
    }
)


def within_the_pay(person):
    """A month whose overtime and withheld plan fit into the pay."""
    pay = person["gross_month"]
    return {
        **person,
        "overtime_pay_month": pay * 0.1,
        "plan_employee_month": min(person["plan_employee_month"], pay * 0.1),
    }


@given(PEOPLE, DAYS)
@settings(max_examples=60, deadline=None)
def test_the_cost_is_the_sum_of_its_lines(person, on):
    found, of = month(on, **within_the_pay(person))
    owed = sum_of(of, ".employer") + person["plan_employer_month"]
    relief = of["general_reduction"] + of["overtime_relief.employer"]
    charges = max(owed - relief, 0)
    assert of["employer_contributions"] == pytest.approx(charges, abs=1e-6)
    assert found.value == pytest.approx(person["gross_month"] + charges, abs=1e-6)


@given(PEOPLE, DAYS)
@settings(max_examples=60, deadline=None)
def test_the_net_is_the_pay_less_the_employees_lines(person, on):
    facts = within_the_pay(person)
    _, of = month(on, **facts)
    withheld = sum_of(of, ".employee") + facts["plan_employee_month"]
    kept = max(withheld - of["overtime_relief.employee"], 0)
    net = max(facts["gross_month"] - kept, 0)
    assert of["net_before_tax"] == pytest.approx(net, abs=1e-6)
    assert law.compute(
        "fr.pay.net_before_tax", {**OPERATOR, **facts}, on=on
    ).value == pytest.approx(net, abs=1e-6)


@given(PEOPLE, DAYS)
@settings(max_examples=60, deadline=None)
def test_nobody_nets_more_than_the_gross_pay_or_grosses_more_than_the_cost(person, on):
    found, of = month(on, **within_the_pay(person))
    assert 0 <= of["net_before_tax"] <= person["gross_month"] + 1e-9
    assert person["gross_month"] <= found.value + 1e-9


@given(st.lists(PAYS, min_size=2, max_size=30), DAYS, st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_of_people_changes_nothing(pays, on, random):
    order = list(range(len(pays)))
    random.shuffle(order)
    plain = table(pays, on)
    shuffled = table([pays[i] for i in order], on)
    for key, values in plain.items():
        np.testing.assert_array_equal(values[order], shuffled[key], err_msg=key)


@given(PEOPLE, DAYS)
@settings(max_examples=30, deadline=None)
def test_one_person_alone_gets_what_the_same_person_gets_in_a_table(person, on):
    facts = within_the_pay(person)
    found, of = month(on, **facts)
    columns = {
        name: np.array([value, value], float) for name, value in {**OPERATOR, **facts}.items()
    }
    both = law.compute_table("fr.pay.month", columns, on=on)
    assert both.values.tolist() == [found.value] * 2
    assert {key: values[1] for key, values in amounts(both).items()} == of


@given(st.lists(st.floats(300, 30_000), min_size=1, max_size=5), DAYS)
@settings(max_examples=10, deadline=None)
def test_the_gross_pay_found_from_a_net_gives_that_net(nets, on):
    facts = {name: np.full(len(nets), value, float) for name, value in OPERATOR.items()}
    gross = gross_from_net(np.array(nets), facts, on=on)
    np.testing.assert_allclose(table(gross, on)["net_before_tax"], nets, atol=1e-6)


@given(st.lists(st.floats(300, 30_000), min_size=1, max_size=5), DAYS)
@settings(max_examples=10, deadline=None)
def test_the_gross_pay_found_from_a_cost_costs_that_or_just_less_under_a_jump(costs, on):
    facts = {name: np.full(len(costs), value, float) for name, value in OPERATOR.items()}
    gross = gross_from_cost(np.array(costs), facts, on=on)
    found = table(gross, on)["employer_cost"]
    above = table(gross + 0.01, on)["employer_cost"]
    assert (found <= np.array(costs) + 1e-6).all()
    assert (above >= np.array(costs) - 1e-6).all()


@given(PAYS, PAYS, DAYS, st.integers(1, 3000))
@settings(max_examples=50, deadline=None)
def test_the_rate_of_the_general_reduction_never_rises_with_pay(pay, other, on, headcount):
    rates = table(sorted([pay + 1, other + 1]), on, headcount=headcount)["general_reduction.rate"]
    assert rates[0] >= rates[1]


@given(PAYS, DAYS, st.floats(10, FULL_H))
@settings(max_examples=50, deadline=None)
def test_fewer_hours_for_the_same_pay_never_lower_the_cost(pay, on, hours):
    of = table([pay, pay], on, paid_h_month=np.array([hours, FULL_H]))
    assert of["general_reduction"][0] <= of["general_reduction"][1] + 1e-9
