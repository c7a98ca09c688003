"""Every row of the hours reference stands in the law room, with its date, article and mark.

Kind: statute. Source: sections 7.1 and 7.2 of the hours reference, which name the text each value
was read in (V) or say that it was written from memory (M).
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accord import law
from accord.errors import NeedsError
from accord.hours.check.statutes import COUNTRIES, rules_of
from accord.law.parameters import number

TODAY = date(2024, 6, 3)
ONE = timedelta(days=1)

# rule, day, key, value, words of the article, status
ROWS = [
    ("eu.hours.rest_day", TODAY, "value", 11, "art. 3", "checked"),
    ("eu.hours.break", TODAY, "more_than_h", 6, "art. 4", "checked"),
    ("eu.hours.rest_week", TODAY, "value", 35, "art. 5", "checked"),
    ("eu.hours.average_week", TODAY, "value", 48, "art. 6", "draft"),
    ("eu.hours.average_week", TODAY, "months", 4, "16", "draft"),
    ("eu.hours.night_average", TODAY, "value", 8, "art. 8", "checked"),
    ("eu.hours.night_hazard", TODAY, "value", 8, "art. 8", "draft"),
    ("eu.hours.leave", TODAY, "value", 4, "art. 7", "checked"),
    ("fr.hours.break", TODAY, "value", 20, "L3121-16", "checked"),
    ("fr.hours.break", TODAY, "from_h", 6, "L3121-16", "checked"),
    ("fr.hours.day_max", TODAY, "value", 10, "L3121-18", "checked"),
    ("fr.hours.week_max", TODAY, "value", 48, "L3121-20", "checked"),
    ("fr.hours.average_max", TODAY, "value", 44, "L3121-22", "checked"),
    ("fr.hours.average_max", TODAY, "weeks", 12, "L3121-22", "checked"),
    ("fr.hours.legal_week", TODAY, "above_h", 35, "L3121-27", "checked"),
    ("fr.overtime.premium", TODAY, "agreement_least", 0.1, "L3121-33", "checked"),
    ("fr.overtime.contingent", TODAY, "value", 220, "D3121-24", "checked"),
    ("fr.overtime.comp_rest", TODAY, "up_to_share", 0.5, "L3121-38", "draft"),
    ("fr.overtime.comp_rest", TODAY, "above_share", 1, "L3121-38", "draft"),
    ("fr.overtime.comp_rest", date(2003, 6, 1), "up_to_share", 0.5, "2003", "checked"),
    ("fr.hours.annualisation", TODAY, "value", 1607, "L3121-41", "checked"),
    ("fr.hours.annualisation", TODAY, "employer_small_weeks", 9, "L3121-45", "checked"),
    ("fr.hours.annualisation", TODAY, "employer_large_weeks", 4, "L3121-45", "checked"),
    ("fr.hours.annualisation", TODAY, "threshold_headcount", 50, "L3121-45", "checked"),
    ("fr.hours.annualisation", date(2000, 2, 1), "value", 1600, "art. 8", "checked"),
    ("fr.hours.annualisation", date(2005, 1, 1), "value", 1607, "L212-8", "draft"),
    ("fr.hours.rest_day", TODAY, "value", 11, "L3131-1", "checked"),
    ("fr.hours.rest_week", TODAY, "value", 35, "L3132-2", "checked"),
    ("fr.hours.rest_week", TODAY, "days_max", 6, "L3132-1", "checked"),
    ("fr.hours.week", TODAY, "from_h", 0, "L3121-35", "checked"),
    ("fr.hours.week", date(1999, 6, 1), "from_h", 0, "L212-5", "draft"),
    ("fr.hours.sunday", TODAY, "value", 0, "L3132-3", "checked"),
    ("fr.hours.sunday", date(1999, 6, 1), "value", 0, "L221-5", "draft"),
    ("fr.hours.continuous", TODAY, "value", 35, "L3132-15", "draft"),
    ("fr.hours.night_period", TODAY, "from_h", 21, "L3122-2", "checked"),
    ("fr.hours.night_period", TODAY, "to_h", 6, "L3122-20", "checked"),
    ("fr.hours.night_period", TODAY, "least_row_h", 9, "L3122-2", "checked"),
    ("fr.hours.night_worker", TODAY, "least_night_h", 3, "L3122-5", "checked"),
    ("fr.hours.night_worker", TODAY, "least_times_week", 2, "L3122-5", "checked"),
    ("fr.hours.night_worker", TODAY, "least_year_h", 270, "L3122-23", "checked"),
    ("fr.hours.night_worker", TODAY, "value", 8, "L3122-6", "checked"),
    ("fr.hours.night_average", TODAY, "value", 40, "L3122-7", "checked"),
    ("fr.hours.night_average", TODAY, "weeks", 12, "L3122-7", "checked"),
    ("de.hours.day_max", TODAY, "value", 10, "§ 3", "checked"),
    ("de.hours.average", TODAY, "value", 8, "§ 3", "checked"),
    ("de.hours.average", TODAY, "weeks", 24, "§ 3", "checked"),
    ("de.hours.average", TODAY, "days_week", 6, "§ 3", "checked"),
    ("de.hours.rest_day", TODAY, "value", 11, "§ 5", "checked"),
    ("de.hours.sundays", TODAY, "value", 15, "§ 11", "checked"),
    ("de.hours.sunday", TODAY, "value", 0, "§ 9 (1)", "checked"),
    ("de.hours.substitute", TODAY, "window_days", 14, "§ 11 (3)", "checked"),
    ("de.hours.night_average", TODAY, "weeks", 4, "6 (2)", "checked"),
    ("de.hours.night_average", TODAY, "from_h", 23, "6 (2)", "checked"),
    ("uk.hours.average_week", TODAY, "value", 48, "reg. 4", "checked"),
    ("uk.hours.average_week", TODAY, "weeks", 17, "reg. 4", "checked"),
    ("uk.hours.rest_day", TODAY, "value", 11, "reg. 10", "checked"),
    ("uk.hours.rest_week", TODAY, "value", 24, "reg. 11", "checked"),
    ("uk.hours.rest_week", TODAY, "value_weeks", 48, "reg. 11", "checked"),
    ("uk.hours.break", TODAY, "value", 20, "reg. 12", "checked"),
    ("uk.hours.night_average", TODAY, "value", 8, "reg. 6", "checked"),
    ("uk.hours.night_hazard", TODAY, "value", 8, "reg. 6", "checked"),
    ("us.hours.week", TODAY, "from_h", 0, "778.105", "checked"),
    ("us.hours.overtime", TODAY, "value", 40, "FLSA", "draft"),
    ("us.hours.overtime", TODAY, "rate", 1.5, "FLSA", "draft"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}.{row[2]}-{row[1].year}")
def test_the_row_stands_in_the_law_room(row):
    rule, day, key, value, article, status = row
    version = law.parameter(rule, day)
    assert version.number(key) == value
    assert article in version.article
    assert version.status == status


def test_the_german_break_has_two_steps():
    version = law.parameter("de.hours.break", TODAY)
    assert version.numbers("more_than_h").tolist() == [6, 9]
    assert version.numbers("minutes").tolist() == [30, 45]


# rule, day, derogation, key, value, article
DEROGATIONS = [
    ("fr.hours.day_max", TODAY, "agreement", "value", 12, "L3121-19"),
    ("fr.hours.day_max", TODAY, "authorisation", "value", 12, "L3121-18"),
    ("fr.hours.week_max", TODAY, "authorisation", "value", 60, "L3121-21"),
    ("fr.hours.average_max", TODAY, "agreement", "value", 46, "L3121-23"),
    ("fr.hours.average_max", TODAY, "authorisation", "value", 46, "L3121-24"),
    ("fr.hours.night_average", TODAY, "agreement", "value", 44, "L3122-18"),
    ("fr.hours.annualisation", TODAY, "branch", "derogated_weeks", 156, "L3121-44"),
    ("eu.hours.average_week", TODAY, "extended", "weeks", 26, "art. 17"),
    ("eu.hours.average_week", TODAY, "agreement", "weeks", 52, "art. 18"),
    ("fr.hours.week", TODAY, "agreement", "from_day", "any", "L3121-32"),
    ("fr.hours.week", date(2004, 6, 1), "agreement", "from_day", "sun", "L212-5"),
    ("fr.hours.sunday", TODAY, "continuous", "rule", "none", "L3132-14"),
    ("fr.hours.sunday", TODAY, "weekend_crew", "rule", "none", "L3132-16"),
    ("fr.hours.sunday", TODAY, "industry", "rule", "none", "R3132-5"),
    ("fr.hours.sunday", date(1999, 6, 1), "continuous", "rule", "none", "L221-10"),
    ("fr.hours.sunday", date(1999, 6, 1), "industry", "rule", "none", "L221-9"),
    ("us.hours.week", TODAY, "employer", "from_day", "any", "778.105"),
    ("uk.hours.average_week", TODAY, "opt_out", "rule", "none", "reg. 5"),
]


@pytest.mark.parametrize("row", DEROGATIONS, ids=lambda row: f"{row[0]}-{row[2]}")
def test_the_derogation_stands_with_its_rule(row):
    rule, day, name, key, value, article = row
    found = law.parameter(rule, day).values["derogations"][name]
    assert found[key] == value if isinstance(value, str) else number(found[key]) == value
    assert article in found["article"]


# what the laws of 1998 to 2003 turn on: the day before, the day, the day after
CHANGES = [
    ("fr.hours.legal_week", date(2000, 1, 1), "above_h", 39, 35),
    ("fr.hours.legal_week", date(2002, 1, 1), "up_to_h", 39, 35),
    ("fr.hours.average_max", date(2000, 2, 1), "value", 46, 44),
    ("fr.hours.rest_week", date(1998, 6, 14), "value", 24, 35),
    ("fr.hours.rest_day", date(1998, 6, 14), "value", None, 11),
    ("fr.hours.break", date(1998, 6, 14), "value", None, 20),
    ("fr.hours.night_worker", date(2001, 5, 10), "value", None, 8),
    ("fr.hours.night_average", date(2001, 5, 10), "value", None, 40),
    ("fr.hours.annualisation", date(2000, 2, 1), "value", None, 1600),
    ("fr.hours.annualisation", date(2004, 7, 1), "value", 1600, 1607),
    ("fr.hours.annualisation", date(2008, 8, 21), "employer_small_weeks", 1, 4),
    ("fr.hours.annualisation", date(2016, 8, 10), "employer_small_weeks", 4, 9),
    ("fr.overtime.premium", date(2001, 1, 1), "bands", [4, 8], [8]),
    ("eu.hours.rest_day", date(1996, 11, 23), "value", None, 11),
    ("uk.hours.average_week", date(1998, 10, 1), "value", None, 48),
    ("de.hours.day_max", date(1994, 7, 1), "value", None, 10),
]


@pytest.mark.parametrize(("rule", "day", "key", "before", "after"), CHANGES)
def test_the_value_changes_on_its_day_and_not_before(rule, day, key, before, after):
    def value(on):
        try:
            version = law.parameter(rule, on)
        except NeedsError:
            return None
        return version.bands(key)[0][1:].tolist() if key == "bands" else version.number(key)

    assert [value(day - ONE), value(day), value(day + ONE)] == [before, after, after]


def files():
    return [
        file
        for country in COUNTRIES
        for file in law.pack(country).values()
        if file.id.split(".")[1] in {"hours", "overtime"}
    ]


@pytest.mark.parametrize("file", files(), ids=lambda f: f.id)
def test_each_version_holds_from_its_day_until_the_next(file):
    ends = [v.since - ONE for v in file.versions[1:]] + [file.ends or date(2100, 1, 1)]
    for i, (version, end) in enumerate(zip(file.versions, ends, strict=True)):
        for day in (version.since, version.since + ONE, end):
            is_gap = any(first <= day <= last for first, last in file.gaps)
            assert file.on(day) is (None if is_gap else version)
        before = file.on(version.since - ONE)
        is_gap = any(first <= version.since - ONE <= last for first, last in file.gaps)
        assert before is (None if i == 0 or is_gap else file.versions[i - 1])
    if file.ends is not None:
        assert file.on(file.ends + ONE) is None
        assert file.is_absent(file.ends + ONE)


def test_a_day_before_the_first_version_is_no_rule_only_where_that_is_known():
    files = law.pack("fr")
    assert files["fr.hours.rest_day"].is_absent(date(1998, 6, 13))
    assert not files["fr.hours.day_max"].is_absent(date(1950, 1, 1))
    assert not files["fr.hours.rest_day"].is_absent(date(1998, 6, 14))


def test_national_law_gives_at_least_the_directive():
    least = law.pack("eu")
    for country in ("fr", "de", "uk"):
        own = law.pack(country)
        rest = own[f"{country}.hours.rest_day"].on(TODAY).number()
        assert rest >= least["eu.hours.rest_day"].on(TODAY).number()
    week = law.parameter("eu.hours.average_week", TODAY).number()
    assert law.parameter("fr.hours.average_max", TODAY).number() <= week
    german = law.parameter("de.hours.average", TODAY)
    assert german.number() * german.number("days_week") <= week
    assert law.parameter("uk.hours.average_week", TODAY).number() <= week


@pytest.mark.parametrize("day", [date(1999, 6, 1), date(2003, 6, 1), date(2010, 1, 1), TODAY])
def test_the_limits_of_france_agree_with_each_other(day):
    def value(name, key="value"):
        return law.parameter(f"fr.hours.{name}", day).number(key)

    assert value("legal_week", "above_h") <= value("average_max") <= value("week_max")
    assert value("week_max") <= value("day_max") * value("rest_week", "days_max")
    assert value("rest_week") == 24 + value("rest_day")
    assert value("day_civil") == value("day_max")
    if day > date(2001, 5, 10):
        assert value("night_worker") < value("day_max")
        assert value("night_average") < value("average_max")
        for key in ("from_h", "to_h"):
            assert value("night_period", key) == value("night_worker", key)


def test_a_derogation_never_asks_for_more_than_its_rule():
    looser = {"rest_day": -1, "rest_week": -1, "sundays": -1}
    for file in files():
        for version in file.versions:
            for named in version.values.get("derogations", {}).values():
                assert named["article"]
                if "value" in named:
                    sign = looser.get(file.id.rpartition(".")[-1], 1)
                    assert sign * number(named["value"]) >= sign * version.number()


def test_every_rule_that_is_held_has_a_file_and_every_file_of_hours_is_used():
    used = {rule.parameter for country in COUNTRIES for rule in rules_of(country)}
    assert used <= {file.id for file in files()}
    by_others = {
        "fr.hours.cycle_regime", "fr.hours.leave", "fr.hours.night_period", "fr.hours.week",
        "fr.overtime.premium", "fr.overtime.comp_rest", "us.hours.week",
    }  # fmt: skip
    unused = {file.id for file in files()} - used
    assert {id_ for id_ in unused if "idcc" not in id_} == by_others  # branches set pay, not hours


def test_compulsory_rest_is_half_or_the_whole_of_what_is_beyond_the_allowance():
    facts = {"overtime_year_h": 260.0, "headcount": 20}
    small = law.compute("fr.overtime.comp_rest", facts, on=TODAY)
    large = law.compute("fr.overtime.comp_rest", {**facts, "headcount": 21}, on=TODAY)
    assert (small.value, large.value) == (20.0, 40.0)
    assert small.status == "draft"
    assert law.compute("fr.overtime.comp_rest", facts, on=date(2010, 1, 1)).needs
