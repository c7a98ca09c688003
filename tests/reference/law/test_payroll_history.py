"""Contributions, reliefs and aid of past years: another program's months, statutes and anchors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import yaml

from accord import law

HERE = Path(__file__).parent
HISTORY = yaml.safe_load((HERE / "payroll_history.yaml").read_text(encoding="utf-8"))
SUMS = {
    "unemployment_asf": ("unemployment", "asf"),
    "pension": ("complementary", "complementary_executive"),
    "agff": ("agff", "agff_executive"),
}


def month_of(row):
    """Compute the month of one row; give amounts by key."""
    on, gross = row["month"], row["gross"]
    full_h = (39 if on < date(2002, 1, 1) and row["headcount"] <= 20 else 35) * 52 / 12
    zero = dict.fromkeys(
        (
            "is_fixed_term",
            "plan_employer_month",
            "plan_employee_month",
            "accident_share",
            "transport_share",
            "apprentice_share",
            "in_kind_month",
            "exempt_month",
            "indemnity_month",
            "allowance_month",
        ),
        0,
    )
    facts = {**zero, **{key: row[key] for key in ("headcount", "is_executive")}}
    facts |= {"gross_month": gross, "paid_h_month": full_h}
    if on < date(2005, 7, 1):
        found = law.compute("fr.pay.month_before_2005", {**facts, "relief_month": 0}, on=on)
    else:
        none = dict.fromkeys(
            ("overtime_h_month", "overtime_pay_month", "complementary_pay_month"), 0
        )
        found = law.compute("fr.pay.month", {**facts, **none}, on=on)
    assert found.needs == ()
    return {step.key: step.value for step in found.trace if step.key}


@pytest.mark.parametrize("on", sorted({row["month"] for row in HISTORY["people"]}))
def test_every_line_of_the_years_2000_to_2026_agrees_with_another_program(on):
    rows = [row for row in HISTORY["people"] if row["month"] == on]
    assert len(rows) == 3
    for row in rows:
        of = month_of(row)
        for key, amount in row["lines"].items():
            name, _, side = key.partition(".")
            names = SUMS.get(name, (name,))
            ours = sum(of.get(f"{part}.{side}", 0.0) for part in names)
            # that program computes in single precision
            assert ours == pytest.approx(amount, abs=0.011 + 1e-5 * row["gross"]), (on, key)


def test_the_single_lines_known_of_the_year_2000(law_data):
    row = {"month": date(2000, 3, 1), "gross": 8000, "headcount": 50, "is_executive": False}
    of = month_of(row)
    assert of["health.employer"] == pytest.approx(1024)
    assert of["old_age_capped.employer"] == pytest.approx(656)
    assert of["old_age_all.employer"] == pytest.approx(128)
    assert of["family.employer"] == pytest.approx(432)
    assert of["unemployment.employer"] + of["asf.employer"] == pytest.approx(410.4)


@pytest.fixture(scope="module")
def anchors(law_data):
    return yaml.safe_load((law_data / "law_anchors.yaml").read_text(encoding="utf-8"))["fr"]


def test_the_monthly_guarantee_agrees_for_every_group_and_date(anchors):
    moves = {
        "gmr1": date(1999, 6, 30),
        "gmr2": date(2000, 6, 30),
        "gmr3": date(2001, 6, 30),
        "gmr4": date(2002, 6, 30),
        "gmr5": date(2002, 7, 1),
    }
    count = 0
    for group, moved_on in moves.items():
        for row in anchors["monthly_guarantee_35h"][group]["values"]:
            found = law.compute(
                "fr.wages.guarantee", {"moved_on": moved_on, "weekly_h": 35}, on=row["from"]
            )
            assert (found.value, found.currency) == (row["value"], row["cur"]), (group, row)
            count += 1
    assert count == 13


def test_a_35_hour_plant_pays_the_39_hour_month_by_the_hour_in_1999():
    guarantee = law.compute(
        "fr.wages.guarantee", {"moved_on": date(2000, 1, 1), "weekly_h": 35}, on=date(2000, 1, 1)
    )
    smic = law.parameter("fr.smic.hourly", date(2000, 1, 1)).number()
    assert law.half_up(guarantee.value / 151.67) == 45.37
    assert guarantee.value / 151.67 / smic - 1 == pytest.approx(0.114, abs=5e-4)


@pytest.mark.parametrize(("smic", "year"), [(1.0, 21_500), (1.3, 11_923.08), (1.8, 4000)])
def test_the_aubry_2_relief_agrees_at_its_three_published_points(anchors, smic, year):
    assert anchors["aubry2"]["check_year_FRF_2000-02"][f"{smic} smic"] == year
    found = law.compute(
        "fr.relief.aubry2", {"gross_month": 6881.68 * smic, "worked_share": 1}, on=date(2000, 2, 1)
    )
    by_key = {step.key: step.value for step in found.trace}
    assert law.half_up(by_key["year"]) == year
    assert found.value == law.half_up(year / 12)


def test_the_aubry_2_numbers_agree_on_every_date(anchors):
    for row in anchors["aubry2"]["values"]:
        version = law.parameter("fr.relief.aubry2", row["from"])
        numbers = [version.number(key) for key in ("slope", "reference", "constant", "least")]
        assert numbers == [row[key] for key in ("P1", "P2", "P3", "MIN")]
        assert version.currency == row["cur"]
    after = law.compute(
        "fr.relief.aubry2", {"gross_month": 1200, "worked_share": 1}, on=date(2003, 7, 1)
    )
    assert after.value is None
    assert "no value in force on 2003-07-01" in str(after.needs[0])


def juppe(on, gross, share=1.0):
    return law.compute("fr.relief.juppe", {"gross_month": gross, "worked_share": share}, on=on)


def test_the_juppe_relief_is_18_2_per_cent_at_the_minimum_wage_and_ends_at_its_ceiling(anchors):
    for row in anchors["juppe_relief"]["values"]:
        on = row["from"]
        smic = law.parameter("fr.smic.hourly", on).number() * 169
        # 0.55 x 0.33 and 0.607 x 0.3 are a hair off the published 18.2 %
        assert juppe(on, smic).value == pytest.approx(row["rate_max_at_smic"] * smic, rel=3e-3)
        assert juppe(on, row["ceiling_smic"] * smic).value == 0


@pytest.mark.parametrize(
    ("on", "gross", "amount"),
    [
        (date(1996, 9, 30), 8000, None),
        (date(1996, 10, 1), 8000, 286.57),  # 0.55 x (1.33 x 169 x 37.91 - 8 000)
        (date(1996, 10, 2), 8000, 286.57),
        (date(1997, 12, 31), 8000, 474.47),  # 0.55 x (1.33 x 169 x 39.43 - 8 000)
        (date(1998, 1, 1), 8000, 402.30),  # 0.607 x (1.3 x 169 x 39.43 - 8 000)
        (date(1998, 1, 2), 8000, 402.30),
        (date(1999, 12, 31), 8000, 574.33),  # 0.607 x (1.3 x 169 x 40.72 - 8 000)
        (date(2000, 1, 1), 8000, 574.33),
        (date(2000, 1, 2), 8000, 574.33),
        (date(2003, 6, 29), 1300, 121.73),  # 0.607 x (1.3 x 169 x 6.83 - 1 300)
        (date(2003, 6, 30), 1300, 121.73),
        (date(2003, 7, 1), 1300, None),
    ],
)
@pytest.mark.parametrize("headcount", [12, 300])
def test_the_juppe_relief_counts_169_hours_whatever_the_legal_week(on, gross, amount, headcount):
    """D241-7: 169 times the minimum wage; neither the 35 hours nor the size of the firm count."""
    facts = {"gross_month": gross, "worked_share": 1, "headcount": headcount}
    found = law.compute("fr.relief.juppe", facts, on=on)
    assert found.value == amount
    assert (found.needs == ()) is (amount is not None)


@pytest.mark.parametrize(
    ("gross", "amount"),
    [
        (4000.00, 728.00),  # 0.182 x pay
        (6663.66, 1212.79),
        (6663.67, 1212.79),  # the most of January 1998, in press: 0.182 x 169 x 39.43
        (6670.00, 1209.61),  # 0.607 x (8 662.771 - 6 670)
        (8662.77, 0.00),
    ],
)
def test_below_a_month_of_the_minimum_wage_the_juppe_relief_is_a_share_of_the_pay(gross, amount):
    assert juppe(date(1998, 1, 2), gross).value == amount


@pytest.mark.parametrize(
    ("on", "half"), [(date(1997, 12, 31), 728), (date(1998, 1, 1), 364), (date(1998, 1, 2), 364)]
)
def test_the_juppe_relief_follows_the_hours_paid_only_since_1998(on, half):
    """Assemblée nationale, question 22084: the ceiling stays a month's, the amount is halved."""
    assert juppe(on, 4000, 0.5).value == half


def test_the_juppe_relief_says_which_of_its_two_scales_it_used():
    on = date(1999, 6, 1)
    assert "0.182 x pay = 728" in juppe(on, 4000).explain()
    assert "1.3 minimum wages" not in juppe(on, 4000).explain()
    assert "0.607 x (1.3 minimum wages - pay)" in juppe(on, 8000).explain()
    assert "0.182 x pay" not in juppe(on, 8000).explain()


def test_that_the_169_hours_went_on_after_1999_is_not_read_but_held():
    assert law.parameter("fr.relief.juppe", date(1999, 12, 31)).status == "checked"
    assert law.parameter("fr.relief.juppe", date(2000, 1, 1)).status == "draft"


@pytest.mark.parametrize(
    ("cut", "year", "share"),
    [(0.10, 1, 0.4), (0.10, 2, 0.3), (0.14, 7, 0.3), (0.15, 1, 0.5), (0.15, 7, 0.4), (0.15, 8, 0)],
)
def test_the_robien_relief_is_a_share_of_social_security_for_seven_years(cut, year, share):
    assert robien(cut, year, jobs=0.15).value == law.half_up(share * 3000)


def robien(cut, year, *, jobs, is_defensive=False, agreement=date(1997, 5, 1)):
    facts = {"cut_share": cut, "aid_year": year, "social_security_month": 3000}
    facts |= {"jobs_share": jobs, "is_defensive": is_defensive, "agreement_date": agreement}
    return law.compute("fr.aid.robien", facts, on=agreement)


@pytest.mark.parametrize(
    ("cut", "jobs", "is_defensive", "share"),
    [
        (0.10, 0.0999, False, 0),
        (0.10, 0.10, False, 0.4),
        (0.0999, 0.10, False, 0),
        (0.15, 0.10, False, 0.4),
        (0.15, 0.1499, False, 0.4),
        (0.15, 0.15, False, 0.5),
        (0.10, 0.0, True, 0.4),
        (0.15, 0.0, True, 0.5),
    ],
)
def test_the_robien_relief_asks_for_jobs_made_or_saved(cut, jobs, is_defensive, share):
    """Loi 93-1313 art. 39 (hires of 10 or 15 %) and 39-1 (the convention fixes the number)."""
    found = robien(cut, 1, jobs=jobs, is_defensive=is_defensive)
    assert found.value == law.half_up(share * 3000)


@pytest.mark.parametrize(
    ("agreement", "is_open"),
    [
        (date(1996, 6, 30), False),
        (date(1996, 7, 1), True),
        (date(1998, 6, 30), True),
        (date(1998, 7, 1), False),
    ],
)
def test_the_robien_relief_is_for_agreements_of_its_window(agreement, is_open):
    found = robien(0.10, 1, jobs=0.10, agreement=agreement)
    assert (found.value == 1200) if is_open else (found.value is None and found.needs)


@pytest.mark.parametrize(
    ("agreement", "amount"),
    [
        (date(1998, 6, 30), None),
        (date(1998, 7, 1), 9000),
        (date(1999, 6, 30), 9000),
        (date(1999, 7, 1), 7000),
        (date(2000, 12, 31), 7000),
        (date(2001, 1, 1), 6000),
        (date(2001, 12, 31), 6000),
        (date(2002, 1, 1), None),
    ],
)
def test_the_aubry_1_aid_of_small_firms_by_the_day_of_the_agreement(agreement, amount):
    facts = {
        "agreement_date": agreement,
        "aid_year": 1,
        "headcount_covered": 10,
        "cut_share": 0.1026,
        "jobs_share": 0.07,
        "weekly_h": 35,
        "headcount": 12,
        "is_labour_intensive": False,
        "has_extra_jobs": False,
    }
    found = law.compute("fr.aid.aubry1.small", facts, on=agreement)
    assert found.value == (None if amount is None else amount * 10)
    if amount is not None:
        assert (
            law.compute("fr.aid.aubry1.small", {**facts, "headcount": 21}, on=agreement).value == 0
        )


@pytest.mark.parametrize(
    ("on", "agreed", "ceiling_smic", "most"),
    [
        (date(2003, 7, 1), True, 1.7, 0.26),
        (date(2003, 7, 1), False, 1.5, 0.208),
        (date(2004, 7, 1), False, 1.6, 0.234),
        (date(2005, 1, 1), True, 1.6, 0.26),
    ],
)
def test_the_reduction_of_2003_depends_on_the_agreed_hours(on, agreed, ceiling_smic, most):
    version = law.parameter("fr.relief.fillon_2003", on)
    full_h = 35 * 52 / 12
    smic = law.parameter("fr.smic.hourly", on).number() * full_h
    reference = version.number("reference_35h") if agreed else smic
    facts = {"paid_h_month": full_h, "has_35h_agreement": agreed}
    at_least = law.compute("fr.relief.fillon_2003", {**facts, "gross_month": reference}, on=on)
    assert at_least.value == pytest.approx(most * reference, abs=0.01)
    ended = {**facts, "gross_month": ceiling_smic * reference + 1}
    assert law.compute("fr.relief.fillon_2003", ended, on=on).value == 0


def test_the_minimum_wage_never_leaves_a_hole_from_1995_to_today():
    file = law.pack("fr")["fr.smic.hourly"]
    assert file.gaps == ()
    days = np.arange("1995-07-01", "2026-12-01", dtype="datetime64[M]").astype(object)
    assert all(file.on(day) is not None for day in days)
