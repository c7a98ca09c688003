"""The project's own numbers of law agree with an independent collection of dated parameters."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from accord import law


@pytest.fixture(scope="module")
def anchors(law_data):
    text = (law_data / "law_anchors.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["fr"]


def test_the_hourly_minimum_wage_agrees_on_every_date(anchors):
    for row in anchors["smic_hourly"]["values"]:
        version = law.parameter("fr.smic.hourly", row["from"])
        assert (version.number(), version.currency) == (row["value"], row["cur"]), row
        assert version.since == row["from"]


def test_the_gap_of_the_collection_is_filled_by_decrees_that_never_lower_the_wage(anchors):
    gap = anchors["smic_hourly"]["gaps"][0]
    rows = law.pack("fr")["fr.smic.hourly"].versions
    filled = [v for v in rows if gap["from"] <= v.since <= gap["to"]]
    assert filled[0].since == gap["from"]
    assert all(v.article and v.status == "checked" for v in filled)
    amounts = [v.number() for v in rows if v.currency == "EUR"]
    assert amounts == sorted(amounts)


def test_the_minimum_wage_of_a_169_hour_month_agrees(anchors):
    for row in anchors["smic_month_169h"]["values"]:
        hourly = law.parameter("fr.smic.hourly", row["from"]).number()
        weeks = law.parameter("fr.wages.month", row["from"]).number("weeks_per_year")
        assert law.half_up(hourly * 39 * weeks / 12) == row["value"]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("cut10_jobs6", "first_tier_years"),
        ("cut15_jobs9", "second_tier_years"),
    ],
)
def test_the_aid_of_both_tiers_agrees_inside_the_window(anchors, table, key):
    last = anchors["aubry1"]["window"]["headcount_over_20"][1]
    rows = [row for row in anchors["aubry1"][table] if row["from"] <= last]
    assert len(rows) == 2
    for row in rows:
        found = law.parameter("fr.aid.aubry1", row["from"])
        assert found.numbers(key).tolist() == row["years"]
    assert law.pack("fr")["fr.aid.aubry1"].ends == last


def test_the_labour_intensive_bonus_agrees(anchors):
    for row in anchors["aubry1"]["bonus_labour_intensive"]["values"]:
        found = law.parameter("fr.aid.aubry1", row["from"]).numbers("labour_intensive_years")
        assert found.tolist() == (row["years"] or [0] * 5)


def test_the_contribution_for_older_staff_agrees_at_every_age(anchors):
    for size, headcount in (("headcount_lt50", 49), ("headcount_ge50", 50)):
        for age, months in anchors["delalande"][size].items():
            years = 59 if age == "59+" else age
            found = law.compute(
                "fr.levy.delalande",
                {"age_years": years, "headcount": headcount, "wage_month": 1000},
                on=date(1999, 6, 1),
            )
            assert found.value == months * 1000, (size, age)


def test_the_notice_agrees_with_and_without_disability(anchors):
    terms = anchors["notice_legal"]
    for years, months in ((0.4, 0), (0.5, 1), (1.9, 1), (2, 2), (30, 2)):
        for is_disabled in (False, True):
            expected = months
            if is_disabled:
                expected = min(
                    months * terms["disabled"]["multiplier"], terms["disabled"]["max_months"]
                )
            found = law.compute(
                "fr.notice.dismissal",
                {"seniority_years": years, "is_disabled": is_disabled, "wage_month": 1000},
                on=date(2024, 6, 1),
            )
            assert found.value == expected * 1000
    assert list(terms["months"].values()) == [0, 1, 2]


def test_the_thresholds_of_a_social_plan_agree(anchors):
    found = law.parameter("fr.dismissal.collective", date(2024, 1, 1))
    terms = anchors["redundancy"]["pse"]
    assert found.number("headcount_min") == terms["employees_min"]
    assert found.number("dismissals_min") == terms["dismissals_30_days_min"]
