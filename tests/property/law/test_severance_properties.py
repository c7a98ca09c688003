"""Severance over random people: it never falls with service, rows do not touch each other."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord import law
from accord.law.registry import last_known

GROUPS = np.array(list("ABCDEFGHI"))
# One day inside each regime.
REGIMES = [
    ("fr.severance.legal", date(1975, 6, 1)),
    ("fr.severance.legal", date(1985, 6, 1)),
    ("fr.severance.legal", date(1999, 6, 1)),
    ("fr.severance.legal", date(2005, 6, 1)),
    ("fr.severance.legal", date(2008, 7, 1)),
    ("fr.severance.legal", date(2012, 6, 1)),
    ("fr.severance.legal", date(2026, 6, 1)),
    ("fr.severance.mutual", date(2026, 6, 1)),
    ("fr.severance.metal", date(1999, 6, 1)),
    ("fr.severance.idcc3248", date(2026, 6, 1)),
    ("fr.severance.mutual_idcc3248", date(2026, 6, 1)),
    ("fr.severance.metal_due", date(1999, 6, 1)),
    ("fr.severance.due", date(1985, 6, 1)),
    ("fr.severance.due", date(1999, 6, 1)),
    ("fr.severance.due", date(2026, 6, 1)),
]
YOUNGEST = 14  # nobody worked before
SEEDS = st.integers(0, 2**32 - 1)


def people(seed: int, num: int, on: date) -> dict[str, np.ndarray]:
    """Draw people with every fact that a severance rule may ask for."""
    rng = np.random.default_rng(seed)
    age = np.floor(rng.uniform(18, 68, num))
    years = np.floor(rng.random(num) * (age - YOUNGEST) * 12) / 12
    has_agreement = on.year >= 1988
    agreements = ["none", "metal"] if has_agreement else ["none"]
    return {
        "seniority_years": years,
        "seniority_right_years": years,
        "wage_month": np.round(rng.uniform(0, 9000, num), 2),
        "is_economic": rng.random(num) < 0.5,
        "is_unfit_by_work": rng.random(num) < 0.2,
        "age_years": age,
        "agreement": rng.choice(agreements, num),
        "metal_group": rng.choice(GROUPS, num),
        "was_executive": rng.random(num) < 0.3,
        "is_pension_ready": rng.random(num) < 0.5,
        "is_for_long_absence": rng.random(num) < 0.3,
        "long_absence_months": rng.uniform(0, 12, num),
    }


@pytest.mark.parametrize(("rule", "on"), REGIMES)
@given(seed=SEEDS, extra=st.floats(0, 20))
@settings(max_examples=25, deadline=None)
def test_severance_never_falls_with_service_inside_one_regime(rule, on, seed, extra):
    facts = people(seed, 40, on)
    longer = dict(facts)
    for name in ("seniority_years", "seniority_right_years"):
        longer[name] = np.minimum(facts[name] + extra, facts["age_years"] - YOUNGEST)
    fewer, more = (law.compute_table(rule, f, on=on) for f in (facts, longer))
    assert fewer.needs == more.needs == ()
    assert (more.values >= fewer.values).all()
    assert (fewer.values >= 0).all()


@pytest.mark.parametrize(("rule", "on"), REGIMES)
@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_order_of_people_changes_nothing(rule, on, seed):
    facts = people(seed, 40, on)
    order = np.random.default_rng(seed).permutation(40)
    table = law.compute_table(rule, facts, on=on)
    moved = law.compute_table(rule, {n: c[order] for n, c in facts.items()}, on=on)
    np.testing.assert_array_equal(moved.values, table.values[order])


@pytest.mark.parametrize(("rule", "on"), REGIMES)
@given(seed=SEEDS)
@settings(max_examples=5, deadline=None)
def test_a_table_and_one_row_give_the_same_value(rule, on, seed):
    facts = people(seed, 8, on)
    table = law.compute_table(rule, facts, on=on)
    for i_row in range(8):
        one = law.compute(rule, {n: c[i_row].item() for n, c in facts.items()}, on=on)
        assert one.value == table.values[i_row]
        assert one.refusals == table.row(i_row).refusals
        assert one.needs == ()


@pytest.mark.parametrize(("rule", "on"), REGIMES)
@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_fact_left_out_is_asked_for_or_did_not_matter(rule, on, seed):
    facts = {n: c[0].item() for n, c in people(seed, 1, on).items()}
    whole = law.compute(rule, facts, on=on)
    for name in facts:
        without = law.compute(rule, {n: v for n, v in facts.items() if n != name}, on=on)
        if without.needs:
            assert without.value is None
            assert name in {need.fact for need in without.needs}
        else:
            assert without.value == whole.value, name


@pytest.mark.parametrize("rule", ["fr.severance.due", "fr.severance.idcc3248", "fr.notice.due"])
@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_a_fact_that_is_not_asked_changes_nothing(rule, seed):
    """What a condition leaves out may be anything: the value is the same."""
    on = last_known(rule)
    given_facts = {n: c[0].item() for n, c in people(seed, 1, on).items()} | {"is_disabled": False}
    other = {n: c[0].item() for n, c in people(seed + 1, 1, on).items()}
    whole = law.compute(rule, given_facts, on=on)
    for name in set(given_facts) & set(other):
        rest = {n: v for n, v in given_facts.items() if n != name}
        if not law.compute(rule, rest, on=on).needs:
            changed = law.compute(rule, {**rest, name: other[name]}, on=on)
            assert changed.value == whole.value, name


@given(
    hired=st.dates(date(1960, 1, 1), date(2020, 1, 1)),
    days=st.integers(0, 15_000),
    later=st.integers(1, 400),
)
@settings(max_examples=100, deadline=None)
def test_seniority_never_falls_with_the_leave_date(hired, days, later):
    left = np.datetime64(hired, "D") + np.array([days, days + later])
    table = law.compute_table(
        "fr.seniority",
        {
            "hire_date": np.array([hired] * 2, dtype="datetime64[D]"),
            "leave_date": left,
            "absence_months": np.zeros(2),
        },
        on=date(2024, 1, 1),
    )
    assert 0 <= table.values[0] <= table.values[1]
