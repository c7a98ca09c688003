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


def test_the_juppe_relief_is_18_2_per_cent_at_the_minimum_wage_and_ends_at_its_ceiling(anchors):
    for row in anchors["juppe_relief"]["values"]:
        on = row["from"]
        smic = law.parameter("fr.smic.hourly", on).number() * 169
        facts = {"worked_share": 1, "headcount": 50}
        at_smic = law.compute("fr.relief.juppe", {**facts, "gross_month": smic}, on=on)
        # 0.55 x 0.33 and 0.607 x 0.3 are a hair under the published 18.2 %
        assert at_smic.value == pytest.approx(row["rate_max_at_smic"] * smic, rel=3e-3)
        ceiling = row["ceiling_smic"] * smic
        assert law.compute("fr.relief.juppe", {**facts, "gross_month": ceiling}, on=on).value == 0


@pytest.mark.parametrize(
    ("cut", "year", "share"),
    [(0.10, 1, 0.4), (0.10, 2, 0.3), (0.14, 7, 0.3), (0.15, 1, 0.5), (0.15, 7, 0.4), (0.15, 8, 0)],
)
def test_the_robien_relief_is_a_share_of_social_security_for_seven_years(cut, year, share):
    facts = {"cut_share": cut, "aid_year": year, "social_security_month": 3000}
    found = law.compute(
        "fr.aid.robien", {**facts, "agreement_date": date(1997, 5, 1)}, on=date(1997, 5, 1)
    )
    assert found.value == law.half_up(share * 3000)


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
