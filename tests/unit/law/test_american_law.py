"""Federal law of the United States: WARN, OWBPA, full retirement age."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accord import law
from accord.errors import FactError
from accord.law.registry import last_known, pack_names, rules_of

ON = date(2024, 6, 1)
SITE = {"employer_headcount": 1000, "site_headcount": 300, "losses_in_period": 99}
TOLD = ("tells_unit", "tells_eligibility", "tells_time_limits", "tells_selected")


def notice(on: date = ON, **facts: object) -> law.Outcome:
    return law.compute("us.warn.notice", {**SITE, "is_closing": False, **facts}, on=on)


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({}, 60),  # 99 is 33 % of 300
        ({"losses_in_period": 98}, 0),
        ({"losses_in_period": 49, "site_headcount": 60}, 0),
        ({"losses_in_period": 50, "site_headcount": 60}, 60),
        ({"losses_in_period": 499, "site_headcount": 5000}, 0),
        ({"losses_in_period": 500, "site_headcount": 5000}, 60),
        ({"losses_in_period": 49, "is_closing": True}, 0),
        ({"losses_in_period": 50, "is_closing": True}, 60),
        ({"employer_headcount": 99}, 0),
        ({"employer_headcount": 100}, 60),
    ],
)
def test_notice_is_due_at_each_threshold_and_not_below(facts, days):
    assert notice(**facts).value == days


def test_a_small_employer_is_told_why_nothing_is_due():
    assert [r.why for r in notice(employer_headcount=99).refusals] == [
        "fewer than 100 employees, part-time staff left out"
    ]


@pytest.mark.parametrize(
    ("on", "is_known"),
    [(date(1989, 2, 3), False), (date(1989, 2, 4), True), (date(1989, 2, 5), True)],
)
def test_the_act_begins_in_february_1989(on, is_known):
    assert (notice(on).value is not None) == is_known


def test_pay_for_want_of_notice_is_in_dollars_and_a_draft():
    facts = {"notice_days": 0, "day_pay": law.Money(150, "USD")}
    found = law.compute("us.warn.back_pay", facts, on=ON)
    assert (found.value, found.currency, found.status) == (9000.0, "USD", "draft")
    assert law.compute("us.warn.back_pay", {**facts, "notice_days": 90}, on=ON).value == 0.0
    with pytest.raises(FactError, match="amounts of that date are in USD"):
        law.compute("us.warn.back_pay", {**facts, "day_pay": law.Money(150, "EUR")}, on=ON)


@pytest.mark.parametrize(
    ("age", "is_group", "days"), [(39, True, 0), (40, True, 45), (40, False, 21), (64, True, 45)]
)
def test_the_days_to_consider_a_waiver_from_age_40(age, is_group, days):
    found = law.compute("us.owbpa.days", {"age_years": age, "is_group": is_group}, on=ON)
    assert found.value == days
    assert bool(found.refusals) == (age < 40)
    revoke = law.compute("us.owbpa.revocation_days", {"age_years": age}, on=ON)
    assert revoke.value == (7 if days else 0)


@pytest.mark.parametrize("left_out", [*TOLD, "tells_not_selected", ""])
def test_a_group_is_told_all_five_things_and_what_is_left_out_is_a_step(left_out):
    facts = {name: name != left_out for name in (*TOLD, "tells_not_selected")}
    found = law.compute("us.owbpa.disclosure", facts, on=ON)
    assert found.value == float(not left_out)
    parts = {step.key: step.value for step in found.trace if step.key}
    assert parts == {name: float(name != left_out) for name in facts}


def test_a_disclosure_that_is_not_known_is_a_need_not_a_no():
    facts = dict.fromkeys(TOLD, True)
    found = law.compute("us.owbpa.disclosure", facts, on=ON)
    assert [need.fact for need in found.needs] == ["tells_not_selected"]
    assert found.value is None


def test_ages_by_single_year_are_a_draft():
    found = law.compute("us.owbpa.single_ages", {"tells_single_ages": False}, on=ON)
    assert (found.value, found.status) == (0.0, "draft")


EDGES = [(1938 + i, 780 + 2 * i, 782 + 2 * i) for i in range(6)]
EDGES += [(1955 + i, 792 + 2 * i, 794 + 2 * i) for i in range(6)]


@pytest.mark.parametrize(("year", "before", "after"), EDGES)
def test_each_full_retirement_age_begins_with_births_of_the_second_of_january(year, before, after):
    second = date(year, 1, 2)
    for birth, months in (
        (second - timedelta(1), before),
        (second, after),
        (date(year, 1, 3), after),
    ):
        found = law.compute("us.pension.full_age", {"birth_date": birth}, on=ON)
        assert found.value == months


@pytest.mark.parametrize(
    ("counted", "months"),
    [
        (date(2029, 6, 14), 0),
        (date(2029, 6, 13), 1),
        (date(2029, 5, 14), 1),
        (date(2029, 5, 13), 2),
    ],
)
def test_the_full_age_is_reached_the_day_before_the_birthday(counted, months):
    facts = {"birth_date": date(1962, 6, 15), "counted_on": counted}
    assert law.compute("us.pension.months_to_full", facts, on=ON).value == months


def test_a_birth_of_the_19th_century_is_a_need_and_one_after_the_count_is_refused():
    found = law.compute("us.pension.full_age", {"birth_date": date(1899, 12, 31)}, on=ON)
    assert [need.fact for need in found.needs] == ["birth_date"]
    facts = {"birth_date": date(2025, 1, 1), "counted_on": ON}
    with pytest.raises(FactError, match="it is not before birth_date"):
        law.compute("us.pension.months_to_full", facts, on=ON)


@pytest.mark.parametrize(
    "rule", sorted(id_ for name in ("eu", "uk", "us") for id_ in rules_of(name))
)
def test_without_facts_every_rule_abroad_asks_for_each_with_reason_and_article(rule):
    on = last_known(rule)
    found = law.compute(rule, {}, on=on)
    assert {need.fact for need in found.needs} == {fact.name for fact in law.facts_of(rule, on)}
    assert found.value is None
    assert all(need.why and need.why_fr and need.article for need in found.needs)


def test_the_countries_abroad_have_rules_like_those_of_france():
    assert {"eu", "fr", "uk", "us"} <= set(pack_names())
    assert all(rules_of(name) for name in ("eu", "fr", "uk", "us"))
