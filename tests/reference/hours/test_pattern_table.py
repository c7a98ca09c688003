"""The pattern table of the hours reference: hours, weekends and risk of each pattern.

Kind: paper and hand. Source: pattern table of the hours reference (M/A/N are 8 h from 06:00, 14:00
and 22:00; D and n are 12 h from 06:00 and 18:00; L is 10 h; J is 8.75 h). The table rounds averages
to 0.1 h and shares to 0.01.
"""

from __future__ import annotations

from datetime import date

import pytest

from accord.hours.check.cycle import check_cycle
from accord.hours.ergonomics.audit import audit
from accord.hours.ergonomics.risk_index import risk_index
from accord.hours.patterns.text import pattern

# pattern: average h a week, longest week, worst 12 weeks, share of free weekends
HOURS = {
    "2x8": (40.0, 40, 40.0, 1.00),
    "3x8": (40.0, 40, 40.0, 1.00),
    "4x8": (42.0, 48, 42.7, 0.12),
    "5x8": (33.6, 48, 34.7, 0.30),
    "dupont": (42.0, 72, 42.0, 0.50),
    "pitman": (42.0, 60, 42.0, 0.50),
    "4on4off": (42.0, 48, 44.0, 0.38),
    "4x10": (40.0, 40, 40.0, 1.00),
    "4-day-35h": (35.0, 35, 35.0, 1.00),
}


@pytest.mark.parametrize("name", HOURS)
def test_the_pattern_has_the_hours_of_the_table(name):
    average, longest, worst, _ = HOURS[name]
    one = pattern(name)
    assert one.average_h == pytest.approx(average)
    assert one.longest_week_h == longest
    assert one.worst_average_h(12) == pytest.approx(worst, abs=0.05)


@pytest.mark.parametrize("name", HOURS)
def test_the_pattern_has_the_free_weekends_of_the_table(name):
    assert pattern(name).free_weekend_share == pytest.approx(HOURS[name][3], abs=0.0051)


def test_a_2x8_meets_35_hours_with_shifts_of_7_hours():
    assert pattern("2x7").average_h == 35.0


def test_a_5x8_leaves_an_hour_and_24_minutes_a_week_below_35_hours():
    assert 35 - pattern("5x8").average_h == pytest.approx(1.4)


# mean and largest risk index, job factor 1; the last three are the re-run values of section 9
RISK = {
    "2x8": (0.82, 1.01),
    "3x8": (0.95, 1.23),
    "5x8": (0.85, 1.09),
    "dupont": (1.04, 1.33),
    "pitman": (0.87, 0.92),
    "4on4off": (1.01, 1.21),
    "7-nights": (1.02, 1.29),
    "5x8-backward": (0.88, 0.97),
    "3x8-backward": (0.88, 1.13),
}


@pytest.mark.parametrize("name", RISK)
def test_the_pattern_has_the_risk_of_the_table(name):
    found = risk_index(pattern(name).cycle())
    assert (found.mean, found.worst) == pytest.approx(RISK[name], abs=0.0051)


def test_a_backward_3x8_has_the_better_index_as_published():
    forward, backward = (risk_index(pattern(n).cycle()) for n in ("3x8", "3x8-backward"))
    assert backward.mean < forward.mean
    assert backward.worst < forward.worst


DAY, WEEK, NIGHT = "fr.hours.day_max", "fr.hours.week_max", "fr.hours.night_worker"

# the limits of France that are passed, with the value found
VERDICTS = {
    "2x8": {},
    "3x8": {},
    "4x8": {},
    "5x8": {},
    # 72 h start in the week, 66 h lie inside it: the law counts these (L3121-35)
    "dupont": {DAY: 12, WEEK: 66, NIGHT: 12},
    "pitman": {DAY: 12, WEEK: 60},
    "4on4off": {DAY: 12, NIGHT: 12},
    "4x10": {},
    "4-day-35h": {},
}


@pytest.mark.parametrize("name", VERDICTS)
def test_the_law_says_of_the_pattern_what_the_table_says(name):
    # seven rests of 48 h in the eight weeks of a 4x8: put off, as a plant that never stops may
    named = {"fr.hours.rest_week": "continuous"} if name == "4x8" else {}
    named["fr.hours.night_average"] = "agreement"  # the table has no column for its 40 h
    found = check_cycle(pattern(name).cycle(), country="fr", on=date(2024, 1, 1), overrides=named)
    assert {f.rule: f.value for f in found.breaches} == VERDICTS[name]


@pytest.mark.parametrize(
    ("name", "is_above"),
    [("2x8", True), ("4x8", True), ("5x8", False), ("2x7", False), ("4-day-35h", False)],
)
def test_the_average_is_above_35_hours_where_the_table_says_so(name, is_above):
    found = check_cycle(pattern(name).cycle(), country="fr", on=date(2024, 1, 1))
    assert ("fr.hours.legal_week" in {f.rule for f in found.flags}) == is_above


def test_a_3x8_has_five_nights_in_a_row_which_is_more_than_three():
    row = audit(pattern("3x8").cycle()).row("ergo.nights_in_row")
    assert (row.value, row.threshold, row.verdict) == (5, 3, "flag")


def test_the_reserve_day_of_a_5x8_keeps_every_limit():
    found = check_cycle(pattern("5x8-reserve").cycle(), country="fr", on=date(2024, 1, 1))
    assert found.breaches == ()
