"""Hourly pay, minimum wage of a month, guarantee, complementary hours, benefits, short-time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accord import law
from accord.errors import FactError
from accord.law.facts import Money

FULL_H = 35 * 52 / 12
TODAY = date(2026, 2, 1)
ONE = timedelta(days=1)


def value(rule, on=TODAY, **facts):
    found = law.compute(rule, facts, on=on)
    assert found.needs == ()
    return found.value


@pytest.mark.parametrize(
    ("on", "weekly_h", "month"),
    [
        (date(1997, 7, 1), 39, 6663.67),
        (date(1998, 6, 30), 39, 6663.67),
        (date(1998, 7, 1), 39, 6797.18),
        (date(1999, 7, 1), 39, 6881.68),
        (date(2000, 7, 1), 39, 7101.38),
        (date(2026, 5, 31), 35, 1823.03),
        (date(2026, 6, 1), 35, 1867.02),
    ],
)
def test_the_minimum_wage_of_a_month_to_the_cent(on, weekly_h, month):
    assert value("fr.smic.month", on, weekly_h=weekly_h) == month


def test_a_full_month_of_39_hours_has_169_hours():
    assert value("fr.wages.hourly", wage_month=1690, weekly_h=39) == pytest.approx(10)


@pytest.mark.parametrize(
    ("moved_on", "amount"),
    [
        (date(1999, 6, 30), 1136.15),
        (date(1999, 7, 1), 1145.54),
        (date(2000, 6, 30), 1145.54),
        (date(2000, 7, 1), 1158.52),
        (date(2001, 7, 1), 1168.16),
        (date(2002, 7, 1), 1172.74),
    ],
)
def test_the_guarantee_depends_on_the_day_the_plant_moved(moved_on, amount):
    on = date(2003, 7, 1)
    assert value("fr.wages.guarantee", on, moved_on=moved_on, weekly_h=35) == amount
    half = value("fr.wages.guarantee", on, moved_on=moved_on, weekly_h=17.5)
    assert half == law.half_up(amount / 2)


def test_the_guarantee_ends_with_june_2005_when_all_reach_the_minimum_wage():
    facts = {"moved_on": date(2000, 1, 1), "weekly_h": 35}
    assert law.compute("fr.wages.guarantee", facts, on=date(2005, 6, 30)).value == 1183.40
    after = law.compute("fr.wages.guarantee", facts, on=date(2005, 7, 1))
    assert after.value is None
    assert after.needs[0].fact == "on"


@pytest.mark.parametrize(
    ("on", "hours", "paid_h"),
    [
        (TODAY, 10, 10 * 1.1),
        (TODAY, 10.4, 10.4 * 1.1),
        (TODAY, 20, 10.4 * 1.1 + 9.6 * 1.25),
        (date(2014, 1, 1), 20, 10.4 * 1.1 + 9.6 * 1.25),
        (date(2013, 12, 31), 20, 10.4 + 9.6 * 1.25),
    ],
)
def test_complementary_hours_are_paid_by_tenths_of_the_contract(on, hours, paid_h):
    facts = {"contract_h_month": 104, "complementary_h_month": hours, "hourly_wage": 15}
    assert value("fr.wages.complementary", on, **facts) == pytest.approx(paid_h * 15)


def test_complementary_hours_above_a_third_are_named():
    facts = {"contract_h_month": 104, "complementary_h_month": 35, "hourly_wage": 15}
    found = law.compute("fr.wages.complementary", facts, on=TODAY)
    assert "no agreement allows it" in found.refusals[0].why


@pytest.mark.parametrize(
    ("on", "limit"),
    [(date(2025, 12, 31), 7.26), (date(2026, 1, 1), 7.32), (date(2024, 6, 1), 7.18)],
)
def test_meal_vouchers_are_exempt_up_to_their_limit(on, limit):
    facts = {"num_vouchers": 20, "voucher_value": 20, "employer_share": 0.5}
    assert value("fr.benefits.meal_voucher", on, **facts) == pytest.approx(20 * limit)
    cheap = {**facts, "voucher_value": 8}
    assert value("fr.benefits.meal_voucher", on, **cheap) == pytest.approx(80)


@pytest.mark.parametrize("share", [0.49, 0.61])
def test_vouchers_outside_50_to_60_per_cent_are_not_exempt(share):
    facts = {"num_vouchers": 20, "voucher_value": 8, "employer_share": share}
    found = law.compute("fr.benefits.meal_voucher", facts, on=TODAY)
    assert found.value == 0
    assert "nothing is exempt" in found.refusals[0].why


def test_commuting_refunds_are_exempt_within_limits_of_the_year():
    facts = {"public_transport_month": 80, "employer_share": 0.5}
    both = {**facts, "mobility_month": 360, "fuel_month": 100}
    last = date(2024, 12, 31)
    assert value("fr.benefits.commuting", last, **both) == pytest.approx(800 / 12)
    assert value("fr.benefits.commuting", last + ONE, **both) == pytest.approx(900 / 12)
    dear = {**both, "public_transport_month": 400}
    assert value("fr.benefits.commuting", last, **dear) == pytest.approx(200)
    alone = {**facts, "mobility_month": 0, "fuel_month": 100}
    assert value("fr.benefits.commuting", last, **alone) == pytest.approx(40 + 400 / 12)


def test_benefits_in_kind_have_flat_values():
    facts = {"num_meals": 21, "devices_price": 800, "subscription_month": 20, "other_month": 260}
    assert value("fr.benefits.in_kind", **facts) == pytest.approx(
        21 * 5.50 + (800 + 20 * 12) / 120 + 260
    )


SHORT = {
    "hourly_wage": 4000 / FULL_H,
    "short_time_h_month": FULL_H,
    "contract_h_month": FULL_H,
    "net_pay_month": 0,
    "net_smic_month": 1426,
}


def test_short_time_pays_60_per_cent_and_the_state_refunds_36():
    assert value("fr.short_time.indemnity", **SHORT) == pytest.approx(2400)
    lost = {key: SHORT[key] for key in ("hourly_wage", "short_time_h_month")}
    assert value("fr.short_time.allowance", **lost) == pytest.approx(1440)


def test_short_time_counts_pay_up_to_four_and_a_half_minimum_wages():
    rich = {**SHORT, "hourly_wage": 100}
    assert value("fr.short_time.indemnity", **rich) == pytest.approx(0.6 * 4.5 * 12.02 * FULL_H)


def test_full_time_short_time_never_nets_less_than_the_minimum_wage():
    poor = {**SHORT, "hourly_wage": 13}
    assert value("fr.short_time.indemnity", **poor) == pytest.approx(1426)
    half = {**poor, "short_time_h_month": FULL_H / 2, "net_pay_month": 780}
    assert value("fr.short_time.indemnity", **half) == pytest.approx(1426 - 780)


def test_part_time_short_time_has_the_hourly_net_minimum_wage():
    part = {**SHORT, "hourly_wage": 13, "short_time_h_month": 104, "contract_h_month": 104}
    assert value("fr.short_time.indemnity", **part) == pytest.approx(1426 / FULL_H * 104)


@pytest.mark.parametrize(("on", "least"), [(date(2025, 12, 31), 8.46), (date(2026, 1, 1), 8.57)])
def test_the_allowance_has_a_least_amount_an_hour(on, least):
    lost = {"hourly_wage": 13, "short_time_h_month": 10}
    assert value("fr.short_time.allowance", on, **lost) == pytest.approx(least * 10)


def test_short_time_before_december_2024_is_not_known():
    found = law.compute("fr.short_time.indemnity", SHORT, on=date(2024, 11, 30))
    assert found.needs[0].fact == "on"


def test_francs_are_refused_in_a_rule_of_today():
    with pytest.raises(FactError, match="amounts of that date are in EUR"):
        law.compute("fr.wages.hourly", {"wage_month": Money(9500, "FRF"), "weekly_h": 39}, on=TODAY)


def test_complementary_hours_beyond_a_third_are_not_allowed_and_paid():
    facts = {"contract_h_month": 104, "complementary_h_month": 60, "hourly_wage": 15}
    found = law.compute("fr.wages.complementary", facts, on=date(2026, 6, 1))
    # a tenth of 104 h at 10 %, the other 49.6 at 25 %
    assert found.value == pytest.approx(15 * (10.4 * 1.1 + 49.6 * 1.25))
    assert [refusal.is_paid for refusal in found.refusals] == [True]
    told = found.explain("en")
    assert "not allowed by the text, paid all the same: more than a third" in told
    assert "nothing is due" not in told
    assert "pas permis par le texte, payé tout de même : plus d'un tiers" in found.explain("fr")
