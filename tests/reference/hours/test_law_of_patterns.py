"""The pattern table's column "FR limits", by the patterns as cycles, and what other laws say.

Kind: paper and hand. Source: section 8 of the hours reference; its limits are 10 h a day, 48 h a
week, 44 h over 12 weeks, 11 h and 35 h of rest, 8 h for night workers, 6 days. The table counts a
week by the duties that start in it; the law counts what is worked inside it (L3121-35), so that of
a night on Sunday at 18:00 six hours fall to the next week: three of its figures become smaller, no
verdict changes. They and the verdicts under other laws were worked out by hand from section 7.1.
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
        "fr.hours.week_max": 66.0,  # 72 h start in it, the last night ends on Monday
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
    "dupont": (42.0, 66.0, 42.0),
    "pitman": (42.0, 60.0, 42.0),
    # weeks of 48, 48, 48, 42, 36, 42, 36, 36 h; by start 48, 48, 48, 48, 36, 36, 36, 36
    "4on4off": (42.0, 48.0, (336 + 48 + 48 + 48 + 42) / 12),
    "4x10": (40.0, 40.0, 40.0),
    "4-day-35h": (35.0, 35.0, 35.0),
}


# seven rests in eight weeks of a 4x8: the table has the length of a rest, the law one for a week,
# unless they are put off as a plant that never stops may (L3132-10)
PUT_OFF = {"fr.hours.rest_week": "continuous"}
# the table has no column for the average of night workers: 40 h, or 44 h by an agreement named here
AGREED = {"fr.hours.night_average": "agreement"}


def held(name, country="fr", i_crew=0, **more):
    if country == "fr":
        put_off = PUT_OFF if name == "4x8" else {}
        more["overrides"] = {**put_off, **AGREED, **more.get("overrides", {})}
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
    # five nights of a week, less the six hours of Sunday night after midnight
    own = {"fr.hours.week_max": 54.0, "fr.hours.night_worker": 12.0}
    assert broken == {**TABLE["pitman"], **own}


def test_the_average_of_night_workers_is_passed_until_the_agreement_is_named():
    unnamed = check_cycle(pattern("4x8").cycle(), country="fr", on=ON, overrides=PUT_OFF)
    (one,) = unnamed.violations
    assert (one.rule, one.limit) == ("fr.hours.night_average", 40.0)
    assert one.value == pytest.approx(512 / 12)
    assert one.openings == ("agreement (L3122-18)",)
    agreed = held("4x8")
    assert agreed.verdict is True
    assert "fr.hours.night_average=agreement" in agreed.derogations
    alone = held("4x8", overrides={"fr.hours.night_average": "none"})
    assert worst(alone) == {"fr.hours.night_average": pytest.approx(512 / 12)}
    assert alone.violations[0].openings == ()


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
    # one Sunday in eight is free; a night takes the morning of the first day off: in eight weeks
    # seven days are free, six of them no Sundays, for seven worked Sundays
    ("de", "4x8", {"de.hours.sundays": 6.5, "de.hours.substitute": 0.0}),
    ("us", "dupont", {}),
    ("us", "7-nights", {}),
]


@pytest.mark.parametrize(("country", "name", "broken"), ABROAD)
def test_the_verdict_under_other_laws(country, name, broken):
    found = held(name, country)
    assert worst(found) == broken
    assert found.verdict is (not broken)


def test_sunday_may_be_moved_by_six_hours_and_needs_an_agreement_below_fifteen():
    # days from 6:00: two free Sundays, and the other five pairs of days off have two free days each
    also = {"de.hours.substitute": "shifted"}
    moved = held("4x8", "de", overrides={"de.hours.sundays": "shifted", **also})
    assert worst(moved) == {"de.hours.sundays": 13.0}
    agreed = held("4x8", "de", overrides={"de.hours.sundays": "shifted+agreement", **also})
    assert worst(agreed) == {}
    assert agreed.derogations[:2] == ("de.hours.sundays=shifted", "de.hours.sundays=agreement")


def test_the_law_of_the_united_states_flags_overtime_and_limits_nothing():
    found = held("dupont", "us")
    assert found.verdict is True
    assert {f.value for f in found.flagged} == {48.0, 66.0, 54.0}  # Sunday night is split
    assert any("limits neither" in en for _, en in found.notes)
