"""A month of pay: its lines, the dates on which they change, and what is refused or asked."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from accord import law
from accord.errors import FactError
from accord.law.facts import Money
from accord.law.fr.contributions import CONTRIBUTIONS, USES
from accord.law.fr.payslip import amounts

from .payslips import FULL_H, OPERATOR, TODAY, month, table

RULES = (
    "fr.pay.month",
    "fr.pay.net_before_tax",
    "fr.pay.month_on_bases",
    "fr.pay.month_before_2005",
)
PAY_FILES = sorted(
    file.id
    for file in law.pack("fr").values()
    if file.id.startswith(
        (
            "fr.contributions.",
            "fr.relief.",
            "fr.wages.",
            "fr.smic.",
            "fr.short_time",
            "fr.benefits.",
        )
    )
)


def test_a_press_operator_of_2_400_euros_line_by_line():
    found, of = month()
    lines = {key: round(value, 2) for key, value in of.items()}
    assert lines["health.employer"] == 312.00
    assert lines["old_age_capped.employer"] == 205.20
    assert lines["old_age_all.employer"] == 50.64
    assert lines["complementary.employer"] == 113.28
    assert lines["ceg.employer"] == 30.96
    assert lines["family.employer"] == 126.00
    assert lines["unemployment.employer"] == 96.00
    assert lines["wage_guarantee.employer"] == 6.00
    assert lines["accident.employer"] == 48.00
    assert lines["transport.employer"] == 24.00
    assert lines["housing_fund.employer"] == 12.00
    assert lines["welfare_plan.employer"] == 1.60
    assert lines["csg.employee"] == round((2400 * 0.9825 + 20) * 0.097, 2)
    assert found.currency == "EUR"
    assert found.status == "checked"
    assert month(date(2008, 6, 1))[0].status == "draft"
    assert "D242-3" in " ".join(found.articles)


def test_the_trace_reads_in_french_and_english():
    found, _ = month()
    assert "cotisations patronales" in found.explain("fr")
    assert "employer contributions" in found.explain("en")
    assert all(step.label_fr for step in found.trace)


@pytest.mark.parametrize("rule", RULES)
def test_without_facts_a_month_lists_what_it_asks_for(rule):
    on = date(2000, 6, 1) if rule.endswith("2005") else TODAY
    found = law.compute(rule, {}, on=on)
    asked = {need.fact for need in found.needs}
    assert found.value is None
    assert asked == {fact.name for fact in law.facts_of(rule, on)}
    assert {"accident_share", "transport_share", "plan_employer_month"} <= asked


@pytest.mark.parametrize("fact", sorted(OPERATOR))
def test_one_fact_removed_is_the_one_fact_asked_for(fact):
    found, of = month(**{fact: None})
    assert [need.fact for need in found.needs] == [fact]
    assert of == {}


def test_a_table_with_one_unknown_accident_rate_needs_that_row_only():
    columns = {name: [value, value] for name, value in OPERATOR.items()}
    columns["accident_share"] = [0.02, None]
    found = law.compute_table("fr.pay.month", columns, on=TODAY)
    assert found.needs[0].rows == (1,)
    assert found.values[0] > 0
    assert np.isnan(found.values[1])


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("gross_month", -2400.0, "gross_month is -2400"),
        ("gross_month", Money(9500, "FRF"), "amounts of that date are in EUR"),
        ("accident_share", 2.08, "accident_share is 2.08"),
        ("paid_h_month", -1.0, "paid_h_month is -1"),
        ("is_executive", 2.0, "it is yes or no"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_with_its_article(fact, value, said):
    with pytest.raises(FactError, match=said) as caught:
        month(**{fact: value})
    assert caught.value.article


def test_francs_are_the_money_of_1999():
    found, of = month(date(1999, 6, 1), rule="fr.pay.month_before_2005", relief_month=0)
    assert found.currency == "FRF"
    pay = Money(2400, "FRF")
    same, _ = month(
        date(1999, 6, 1), rule="fr.pay.month_before_2005", relief_month=0, gross_month=pay
    )
    assert same.value == found.value
    assert of["ceiling_month"] == pytest.approx(14_470 * FULL_H / 169)


@pytest.mark.parametrize(
    ("rule", "on"),
    [("fr.pay.month", date(2005, 6, 30)), ("fr.pay.month_before_2005", date(1997, 12, 31))],
)
def test_a_day_outside_the_known_law_is_a_need(rule, on):
    found, _ = month(on, rule=rule, relief_month=0)
    assert found.value is None
    assert {need.fact for need in found.needs} == {"on"}
    assert on.isoformat() in str(found.needs[0])


@pytest.mark.parametrize("id_", PAY_FILES)
def test_each_version_begins_on_its_day_and_holds_until_the_next(id_):
    file = law.pack("fr")[id_]
    one = timedelta(days=1)
    for before, version in zip((None, *file.versions), file.versions, strict=False):
        assert file.on(version.since - one) == before
        assert file.on(version.since) is version
        assert file.on(version.since + one) is version
    if file.ends is not None:
        assert file.on(file.ends) is file.versions[-1]
        assert file.on(file.ends + one) is None


@pytest.mark.parametrize(
    ("key", "day", "before", "after"),
    [
        ("old_age_capped.employee", date(2006, 1, 1), 0.0655, 0.0665),
        ("old_age_capped.employee", date(2012, 11, 1), 0.0665, 0.0675),
        ("unemployment.employee", date(2018, 1, 1), 0.024, 0.0095),
        ("unemployment.employee", date(2018, 10, 1), 0.0095, 0.0),
        ("unemployment.employer", date(2025, 5, 1), 0.0405, 0.04),
        ("wage_guarantee.employer", date(2024, 7, 1), 0.002, 0.0025),
        ("social_dialogue.employer", date(2015, 1, 1), 0.0, 0.00016),
        ("housing_effort.employer", date(2020, 1, 1), 0.0045, 0.0045),
        ("apprenticeship.employer", date(2019, 1, 1), 0.0068, 0.0),
        ("apprenticeship.employer", date(2020, 1, 1), 0.0, 0.0068),
    ],
)
def test_a_rate_changes_on_its_day(key, day, before, after):
    rates = [
        month(on)[1].get(key, 0.0) / OPERATOR["gross_month"]
        for on in (day - timedelta(days=1), day, day + timedelta(days=1))
    ]
    assert rates == pytest.approx([before, after, after])


def test_low_pay_lost_its_reduced_health_rate_with_2026_and_got_the_reduction_instead():
    last = month(date(2025, 12, 31))[1]
    first = month(date(2026, 1, 1))[1]
    assert last["health.employer"] == pytest.approx(2400 * 0.07)
    assert first["health.employer"] == pytest.approx(2400 * 0.13)
    assert first["general_reduction"] > last["general_reduction"] + 2400 * 0.06 * 0.5


@pytest.mark.parametrize(
    ("on", "limit"),
    [
        (date(2023, 12, 31), 2.5 * 11.52 * FULL_H),
        (date(2024, 12, 31), 2.5 * 11.52 * FULL_H),
        (date(2025, 6, 1), 2.25 * 11.88 * FULL_H),
    ],
)
def test_the_reduced_health_rate_ends_at_its_number_of_minimum_wages(on, limit):
    of = table([limit - 0.01, limit + 0.01], on)
    rates = of["health.employer"] / (limit + np.array([-0.01, 0.01]))
    assert rates == pytest.approx([0.07, 0.13])


def test_the_technical_contribution_falls_on_all_pay_once_above_the_ceiling():
    of = table([4005.0, 4005.01])
    assert of["cet.employer"][0] == 0
    assert of["cet.employer"][1] == pytest.approx(4005.01 * 0.0021)


def test_size_of_the_firm_moves_the_lines_at_its_thresholds():
    sizes = np.array([10, 11, 19, 20, 49, 50, 249, 250])
    of = table(np.full(len(sizes), 2400.0), headcount=sizes, apprentice_share=0.0)
    assert (of["training.employer"] / 24).tolist() == pytest.approx([0.55] + [1.0] * 7)
    assert (of["housing_effort.employer"] > 0).tolist() == [False] * 5 + [True] * 3
    assert (of["apprenticeship_extra.employer"] > 0).tolist() == [False] * 7 + [True]
    assert (of["transport.employer"] > 0).tolist() == [False] + [True] * 7


def test_an_executive_of_2018_pays_the_least_agirc_contribution_under_the_ceiling():
    of = month(date(2018, 6, 1), is_executive=True)[1]
    assert of["agirc_minimum.employer"] == pytest.approx(45.11)
    assert of["agirc_minimum.employee"] == pytest.approx(27.60)
    assert "agirc_minimum.employer" not in month(date(2019, 6, 1), is_executive=True)[1]
    assert of["executive_death.employer"] == pytest.approx(2400 * 0.015)


def test_half_the_hours_halve_the_ceiling_and_overtime_does_not_raise_it():
    _, half = month(paid_h_month=FULL_H / 2)
    _, over = month(overtime_h_month=17.33, overtime_pay_month=300)
    assert half["ceiling_month"] == pytest.approx(4005 / 2)
    assert over["ceiling_month"] == 4005


def test_overtime_relief_of_both_sides_by_size_and_year():
    def relief(on, headcount):
        _, of = month(on, headcount=headcount, overtime_h_month=10, overtime_pay_month=200)
        return round(of["overtime_relief.employer"], 2), round(of["overtime_relief.employee"], 2)

    assert relief(date(2026, 2, 1), 19) == (15.0, 22.62)
    assert relief(date(2026, 2, 1), 300) == (5.0, 22.62)
    assert relief(date(2025, 12, 31), 300) == (0.0, 22.62)
    assert relief(date(2022, 9, 30), 100) == (0.0, 22.62)
    assert relief(date(2022, 10, 1), 100) == (5.0, 22.62)
    assert relief(date(2018, 12, 31), 100) == (0.0, 0.0)
    assert relief(date(2019, 1, 1), 100) == (0.0, 22.62)
    assert relief(date(2007, 9, 30), 100) == (0.0, 0.0)
    employer, employee = relief(date(2007, 10, 1), 100)
    assert employer == 5.0
    assert employee == pytest.approx(43.0, abs=0.5)  # 21.5 %, less than all that was withheld
    assert relief(date(2012, 9, 1), 100) == (0.0, 0.0)


def test_overtime_was_left_out_of_the_reduction_from_october_2007_to_2011():
    overtime = {"overtime_h_month": 17.33, "overtime_pay_month": 240.0}
    pay = {"gross_month": 1680.0, "headcount": 100}
    with_it = month(date(2011, 6, 1), **{**pay, **overtime})[1]["general_reduction.rate"]
    alone = month(date(2011, 6, 1), **{**pay, "gross_month": 1440.0})[1]["general_reduction.rate"]
    counted = month(date(2012, 6, 1), **{**pay, **overtime})[1]["relief_smic_month"]
    assert with_it == alone
    assert counted == pytest.approx(9.22 * (FULL_H + 17.33))


def test_the_plan_above_its_limit_bears_contributions():
    low, high = month(plan_employer_month=200)[1], month(plan_employer_month=700)[1]
    limit = 4005 * 0.06 + 2400 * 0.015
    assert low["family.employer"] == pytest.approx(2400 * 0.0525)
    assert high["family.employer"] == pytest.approx((2400 + 700 - limit) * 0.0525)


def test_a_month_without_hours_or_pay_owes_only_its_plan():
    _, of = month(gross_month=0.0, paid_h_month=0.0)
    assert of["employer_cost"] == pytest.approx(20 * 1.08)
    assert of["net_before_tax"] == 0


def test_every_contribution_file_is_used_by_the_month_or_named_as_apart():
    files = {id_ for id_ in law.pack("fr") if id_.startswith("fr.contributions.")}
    assert files - set(USES) == {"fr.contributions.accident_mean"}
    assert set(CONTRIBUTIONS) <= files


def test_amounts_of_a_table_have_one_value_per_row():
    columns = {name: [value] * 3 for name, value in OPERATOR.items()}
    of = amounts(law.compute_table("fr.pay.month", columns, on=TODAY))
    assert {values.shape for values in of.values()} == {(3,)}
