"""The general reduction keeps the minimum wage of 1 January 2026 to the end of that year."""

from __future__ import annotations

from datetime import date

import pytest

from accord import law

FACTS = {
    "gross_month": 2000,
    "headcount": 300,
    "paid_h_month": 35 * 52 / 12,
    "overtime_h_month": 0,
}


@pytest.mark.parametrize(
    "on",
    [
        date(2026, 1, 1),
        date(2026, 5, 31),
        date(2026, 6, 1),
        date(2026, 6, 2),
        date(2026, 7, 1),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ],
)
def test_a_pay_of_2000_euros_is_relieved_of_635_60_all_year(on):
    found = law.compute("fr.relief.general", FACTS, on=on)
    assert law.half_up(found.value) == 635.60
    smic = next(step for step in found.trace if step.key == "relief_smic_month")
    assert law.half_up(smic.value) == 1823.03
    assert "2026-509" in smic.article


def test_the_minimum_wage_itself_rises_on_1_june_and_would_give_675_80():
    wages = [
        law.parameter("fr.smic.hourly", date(2026, *day)).number() for day in ((5, 31), (6, 1))
    ]
    assert wages == [12.02, 12.31]
    version = law.parameter("fr.relief.general", date(2026, 7, 1))
    assert version.number("smic_hour") == wages[0]
    smic = wages[1] * FACTS["paid_h_month"]
    gap = (version.number("ceiling_smic") * smic / 2000 - 1) / (version.number("ceiling_smic") - 1)
    delta = version.table("rate_delta")[1][1]
    rate = law.half_up(version.number("rate_least") + delta * gap ** version.number("power"), 4)
    assert law.half_up(2000 * rate) == 675.80


@pytest.mark.parametrize(
    ("on", "smic_month", "relief"),
    [
        (date(2025, 12, 31), 1801.80, 475.80),  # 11.88; round4(0.3233 / 0.6 x (1.6 SMIC / pay - 1))
        (date(2026, 1, 1), 1823.03, 635.60),
        (date(2026, 1, 2), 1823.03, 635.60),
        (date(2026, 12, 30), 1823.03, 635.60),
        (date(2026, 12, 31), 1823.03, 635.60),
        (date(2027, 1, 1), 1867.02, 675.80),  # 12.31 x 35 x 52 / 12
        (date(2027, 1, 2), 1867.02, 675.80),
    ],
)
def test_the_minimum_wage_is_kept_for_the_year_2026_alone(on, smic_month, relief):
    found = law.compute("fr.relief.general", FACTS, on=on)
    assert law.half_up(found.value) == relief
    smic = next(step for step in found.trace if step.key == "relief_smic_month")
    assert law.half_up(smic.value) == smic_month


def test_the_rates_of_2027_are_not_read():
    version = law.parameter("fr.relief.general", date(2027, 1, 1))
    assert version.status == "draft"
    assert "smic_hour" not in version
    assert law.parameter("fr.relief.general", date(2026, 12, 31)).status == "checked"


def test_the_version_says_where_that_was_read():
    version = law.parameter("fr.relief.general", date(2026, 7, 1))
    assert version.status == "checked"
    assert "boss.gouv.fr" in version.note
