"""The pattern table's column "FR limits", by the patterns as cycles, and what other laws say.

Kind: paper and hand. Source: section 8 of the hours reference; its limits are 10 h a day, 48 h a
week, 44 h over 12 weeks, 11 h and 35 h of rest, 8 h for night workers, 6 days. The verdicts under
other laws were worked out by hand from section 7.1.
"""

from __future__ import annotations

from datetime import date

import pytest

from accord.hours import Facts, check_cycle, pattern

ON = date(2024, 6, 3)
OF_THE_TABLE = {
    f"fr.hours.{name}"
    for name in (
        "day_max", "week_max", "average_max", "rest_day", "span", "rest_week", "days_week",
        "night_worker",
    )
}  # fmt: skip

# pattern: {rule: worst value} beyond a limit of the table
TABLE = {
    "2x8": {},
    "3x8": {},
    "4x8": {},
    "5x8": {},
    "dupont": {
        "fr.hours.day_max": 12.0,
        "fr.hours.week_max": 72.0,
        "fr.hours.night_worker": 12.0,
    },
    "pitman": {"fr.hours.day_max": 12.0, "fr.hours.week_max": 60.0},
    "4on4off": {"fr.hours.day_max": 12.0, "fr.hours.night_worker": 12.0},
    "4x10": {},
    "4-day-35h": {},
}
# pattern: average, longest week, worst 12 weeks
HOURS = {
    "2x8": (40.0, 40.0, 40.0),
    "3x8": (40.0, 40.0, 40.0),
    "4x8": (42.0, 48.0, 512 / 12),
    "5x8": (33.6, 48.0, 416 / 12),
    "dupont": (42.0, 72.0, 42.0),
    "pitman": (42.0, 60.0, 42.0),
    "4on4off": (42.0, 48.0, 44.0),
    "4x10": (40.0, 40.0, 40.0),
    "4-day-35h": (35.0, 35.0, 35.0),
}


def held(name, country="fr", i_crew=0, **more):
    return check_cycle(pattern(name).cycle(i_crew), country=country, on=ON, **more)


def worst(found):
    values: dict[str, float] = {}
    for v in found.violations:
        values[v.rule] = max(values.get(v.rule, v.value), v.value)
    return values


@pytest.mark.parametrize("name", TABLE)
def test_the_verdict_of_the_table(name):
    found = held(name)
    assert worst(found) == TABLE[name]
    assert found.verdict is (not TABLE[name])
    assert {f.rule for f in found.findings} >= OF_THE_TABLE - {"fr.hours.night_worker"}


@pytest.mark.parametrize("name", HOURS)
def test_the_hours_of_the_table(name):
    findings = {f.rule: f.value for f in held(name).findings}
    average, longest, twelve = HOURS[name]
    assert findings["fr.hours.legal_week"] == pytest.approx(average)
    assert findings["fr.hours.week_max"] == longest
    assert findings["fr.hours.average_max"] == pytest.approx(twelve)


@pytest.mark.parametrize("name", TABLE)
def test_every_crew_of_a_pattern_has_the_verdict_of_the_first(name):
    own = pattern(name)
    by_line = {}
    i_crew = 0
    for i_line, line in enumerate(own.lines):
        for _ in line.starts:
            by_line.setdefault(i_line, []).append(worst(held(name, i_crew=i_crew)))
            i_crew += 1
    for verdicts in by_line.values():
        assert all(v == verdicts[0] for v in verdicts)


def test_the_average_above_35_hours_is_flagged_and_a_5x8_is_not():
    flagged = {n: {f.rule for f in held(n).flags} for n in ("4x8", "5x8", "4-day-35h")}
    assert "fr.hours.legal_week" in flagged["4x8"]
    assert "fr.hours.legal_week" not in flagged["5x8"]
    assert flagged["4-day-35h"] == set()


def test_the_weekly_rest_of_4x8_and_5x8_is_not_cut_at_midnight_or_on_sunday():
    # two days off after a night: 48 h in a row; cut at the end of a week or a day it would be 24 h
    rest = {n: {f.rule: f.value for f in held(n).findings} for n in ("4x8", "5x8")}
    assert rest["4x8"]["fr.hours.rest_week"] == 48.0
    assert rest["5x8"]["fr.hours.rest_week"] == 96.0


def test_twelve_hour_nights_break_more_when_the_fixed_crew_is_the_night_crew():
    pitman = pattern("pitman")
    i_night = len(pitman.lines[0].starts)
    broken = worst(held("pitman", i_crew=i_night))
    assert broken == {**TABLE["pitman"], "fr.hours.night_worker": 12.0}


def test_the_average_of_night_workers_is_a_flag_up_to_what_an_agreement_may_allow():
    found = held("4x8")
    (flag,) = [f for f in found.flagged if f.rule == "fr.hours.night_average"]
    assert (flag.value, flag.limit) == (pytest.approx(512 / 12), 40.0)
    agreed = held("4x8", overrides={"fr.hours.night_average": "agreement"})
    assert "fr.hours.night_average" not in {f.rule for f in agreed.flagged}
    assert agreed.derogations == ("fr.hours.night_average=agreement",)
    alone = held("4x8", overrides={"fr.hours.night_average": "none"})
    assert worst(alone) == {"fr.hours.night_average": pytest.approx(512 / 12)}


@pytest.mark.parametrize(("name", "value"), [("4x8", 42.0), ("5x8", None)])
def test_a_continuous_cycle_has_35_hours_per_week_worked(name, value):
    found = held(name, facts=Facts(continuous=True))
    broken = worst(found).get("fr.hours.continuous")
    assert broken == value


# country, pattern, {rule: worst value}: by hand from section 7.1
ABROAD = [
    ("uk", "dupont", {}),  # 42 h on average, 12 h of rest between shifts
    ("uk", "4on4off", {}),
    ("uk", "5x8-backward", {"uk.hours.rest_day": 8.0}),  # from a night to an afternoon
    ("uk", "7-nights", {}),  # no 24 h in the week of nights, seven days in the next
    ("eu", "7-nights", {"eu.hours.rest_week": 16.0}),  # two weeks only as a derogation
    ("eu", "dupont", {}),
    ("de", "3x8", {}),
    ("de", "4x10", {}),  # 10 h days, 40 h a week: below 8 h a working day
    ("de", "dupont", {"de.hours.day_max": 12.0}),
    ("de", "pitman", {"de.hours.day_max": 12.0}),
    ("de", "5x8", {}),  # a Sunday in five is free twice, less what the night takes: 15.6
    ("de", "4x8", {"de.hours.sundays": 6.5}),  # one Sunday in eight
    ("us", "dupont", {}),
    ("us", "7-nights", {}),
]


@pytest.mark.parametrize(("country", "name", "broken"), ABROAD)
def test_the_verdict_under_other_laws(country, name, broken):
    found = held(name, country)
    assert worst(found) == broken
    assert found.verdict is (not broken)


def test_sunday_may_be_moved_by_six_hours_and_needs_an_agreement_below_fifteen():
    moved = held("4x8", "de", overrides={"de.hours.sundays": "shifted"})
    assert worst(moved) == {"de.hours.sundays": 13.0}
    agreed = held("4x8", "de", overrides={"de.hours.sundays": "shifted+agreement"})
    assert worst(agreed) == {}
    assert agreed.derogations == ("de.hours.sundays=shifted", "de.hours.sundays=agreement")


def test_the_law_of_the_united_states_flags_overtime_and_limits_nothing():
    found = held("dupont", "us")
    assert found.verdict is True
    assert {f.value for f in found.flagged} == {48.0, 72.0}
    assert any("limits neither" in en for _, en in found.notes)
