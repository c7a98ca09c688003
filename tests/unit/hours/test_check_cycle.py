"""The law on a designed cycle: every rule each time, facts, derogations, bad input."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from accord.errors import InputError, NeedsError, Place
from accord.hours import (
    Cycle,
    Facts,
    check_cycle,
    duties_of,
    read_pattern,
)
from accord.hours.cycle.problem import OFF, CycleProblem, Group, ShiftType
from accord.hours.duties import DAY_MIN, UNKNOWN, WEEK_MIN

ON = date(2024, 6, 3)


def cycle(*duties, weeks=1, pause=30, crew="A"):
    """A cycle of (day, start hour, length in hours) from the Monday of week 1."""
    duties = sorted(duties, key=lambda d: d[0] * 24 + d[1])
    start = np.array([d * DAY_MIN + round(s * 60) for d, s, _ in duties], dtype=np.int64)
    length = np.array([round(h * 60) for _, _, h in duties], dtype=np.int64)
    return Cycle(
        crew=crew,
        num_weeks=weeks,
        start_min=start,
        end_min=start + length,
        work_min=length,
        longest_break_min=np.full(len(duties), pause, dtype=np.int64),
        places=tuple(Place("here", i + 1) for i in range(len(duties))),
        since=date.min,
        until=None,
    )


def broken(found, rule):
    return [(v.first, v.last, v.value, v.limit) for v in found.violations if v.rule == rule]


def fr(*duties, on=ON, facts=None, overrides=None, **more):
    return check_cycle(
        cycle(*duties, **more), country="fr", on=on, facts=facts, overrides=overrides
    )


def law_of(country, *duties, facts=None, overrides=None, **more):
    own = cycle(*duties, **more)
    return check_cycle(own, country=country, on=ON, facts=facts, overrides=overrides)


FIVE_DAYS = [(d, 6, 7) for d in range(5)]


def test_each_time_that_a_limit_is_passed_is_named_with_its_day():
    found = fr((0, 6, 11), (2, 6, 8), (3, 6, 12), weeks=2)
    assert broken(found, "fr.hours.day_max") == [
        ("week 1 mon", "week 1 mon", 11.0, 10.0),
        ("week 1 thu", "week 1 thu", 12.0, 10.0),
    ]
    first = found.violations[0]
    assert (first.who, first.article, first.status) == ("A", "L3121-18", "checked")
    assert first.text_fr == "A, week 1 mon : journée de 11 h (maximum 10 h)."
    assert first.text_en == "A, week 1 mon: a day of 11 h (maximum 10 h)."
    assert found.verdict is False


def test_a_violation_past_midnight_names_both_days_and_past_the_cycle_its_second_turn():
    found = fr((6, 20, 11), weeks=1)
    assert broken(found, "fr.hours.day_max") == [("week 1 sun", "week 1 mon, turn 2", 11.0, 10.0)]


def test_the_dictionary_has_the_keys_of_the_command():
    told = fr((0, 6, 11)).as_dict()
    assert told["legal"] is False
    one = told["violations"][0]
    assert {"who", "from", "to", "rule", "value", "limit", "article"} <= set(one)
    assert (one["from"], one["to"]) == ("week 1 mon", "week 1 mon")
    assert set(told) >= {"file", "legal", "violations", "needs"}


@pytest.mark.parametrize(
    ("country", "duties", "rule", "value"),
    [
        ("fr", [(0, 6, 10.5)], "fr.hours.day_max", 10.5),
        ("fr", [(d, 6, 8.5) for d in range(6)], "fr.hours.week_max", 51.0),
        ("fr", [(d, 6, 9) for d in range(5)], "fr.hours.average_max", 45.0),
        ("fr", [(0, 14, 8), (1, 8, 4)], "fr.hours.rest_day", 10.0),
        ("fr", [(0, 6, 2), (0, 19, 2)], "fr.hours.span", 15.0),
        ("fr", [(d, 6, 6) for d in range(7)], "fr.hours.days_week", 7.0),
        ("fr", [(d, 6, 6) for d in range(7)], "fr.hours.rest_week", 18.0),
        ("fr", [(0, 21, 9), (1, 21, 9)], "fr.hours.night_worker", 9.0),
        ("fr", [(d, 20, 9.2) for d in range(5)], "fr.hours.night_average", 46.0),
        ("eu", [(0, 6, 14)], "eu.hours.rest_day", 10.0),
        ("eu", [(0, 14, 8), (1, 8, 4)], "eu.hours.rest_day", 10.0),
        ("eu", [(d, 6, 6) for d in range(7)], "eu.hours.rest_week", 18.0),
        ("eu", [(d, 6, 10) for d in range(5)], "eu.hours.average_week", 50.0),
        ("eu", [(d, 20, 10) for d in range(5)], "eu.hours.night_average", 50 / 6),
        ("de", [(0, 6, 10.5)], "de.hours.day_max", 10.5),
        ("de", [(d, 6, 10) for d in range(5)], "de.hours.average", 50 / 6),
        ("de", [(0, 14, 8), (1, 8, 4)], "de.hours.rest_day", 10.0),
        ("de", [(d, 22, 9) for d in range(6)], "de.hours.night_average", 9.0),
        ("de", [(6, 8, 6)], "de.hours.sundays", 0.0),
        ("de", [(5, 22, 8)], "de.hours.sundays", 0.0),  # the night from Saturday takes the Sunday
        ("uk", [(d, 6, 10) for d in range(5)], "uk.hours.average_week", 50.0),
        ("uk", [(0, 6, 14)], "uk.hours.rest_day", 10.0),
        ("uk", [(d, 6, 6) for d in range(7)], "uk.hours.rest_week", 18.0),
        ("uk", [(d, 20, 10) for d in range(5)], "uk.hours.night_average", 50 / 6),
    ],
)
def test_each_limit_is_found_with_its_value_and_article(country, duties, rule, value):
    found = law_of(country, *duties)
    hits = [v for v in found.violations if v.rule == rule]
    assert hits
    assert max(v.value for v in hits) == pytest.approx(value) or min(
        v.value for v in hits
    ) == pytest.approx(value)
    assert all(v.article and v.who == "A" for v in hits)


@pytest.mark.parametrize(
    ("country", "duties", "rule"),
    [
        ("fr", [(0, 6, 10)], "fr.hours.day_max"),
        ("fr", [(d, 6, 8) for d in range(6)], "fr.hours.week_max"),
        ("fr", [(0, 14, 8), (1, 9, 4)], "fr.hours.rest_day"),
        ("fr", [(0, 6, 2), (0, 17, 2)], "fr.hours.span"),
        ("fr", [(d, 13, 8) for d in range(6)], "fr.hours.rest_week"),
        ("eu", [(0, 6, 13)], "eu.hours.rest_day"),
        ("eu", [(d, 6, 8) for d in range(6)], "eu.hours.average_week"),
        ("de", [(0, 6, 10)], "de.hours.day_max"),
        ("de", [(d, 6, 8) for d in range(6)], "de.hours.average"),
        ("uk", [(d, 6, 8) for d in range(6)], "uk.hours.average_week"),
        ("uk", [(0, 6, 13)], "uk.hours.rest_day"),
    ],
)
def test_a_limit_that_is_just_reached_is_kept(country, duties, rule):
    found = law_of(country, *duties)
    assert rule in {f.rule for f in found.findings}
    assert broken(found, rule) == []


def test_rest_over_two_weeks_makes_good_a_week_without_in_britain_and_elsewhere_when_named():
    # no day off in week 1, week 2 free from Wednesday
    duties = [(d, 6, 6) for d in range(9)]
    assert broken(law_of("uk", *duties, weeks=2), "uk.hours.rest_week") == []
    # no day off in weeks 3 and 4 either: one of the two fortnights has no rest
    three = [*duties, *[(d, 6, 6) for d in range(14, 28)]]
    assert [row[0] for row in broken(law_of("uk", *three, weeks=4), "uk.hours.rest_week")] == [
        "week 1 mon",
        "week 4 mon",
    ]
    assert broken(law_of("eu", *duties, weeks=2), "eu.hours.rest_week")
    named = law_of("eu", *duties, weeks=2, overrides={"eu.hours.rest_week": "fortnight"})
    assert broken(named, "eu.hours.rest_week") == []


def test_a_rest_counts_for_the_week_in_which_a_whole_day_of_it_lies():
    # free from Saturday 22:00 to Tuesday 06:00 (56 h), and from Friday 12:00 to Sunday (42 h)
    duties = [*[(d, 6, 6) for d in range(5)], (5, 14, 8), *[(d, 6, 6) for d in (8, 9, 10, 11, 13)]]
    found = fr(*duties, weeks=2)
    rest = {f.rule: f.value for f in found.findings}["fr.hours.rest_week"]
    assert rest == 56.0
    assert broken(found, "fr.hours.rest_week") == []
    # without the second rest one of the weeks has none of its own
    both = fr(*duties, (12, 6, 6), weeks=2)
    assert len(broken(both, "fr.hours.rest_week")) == 1


def test_a_window_of_weeks_goes_round_a_cycle_whose_length_does_not_divide_it():
    # five weeks of 48 h and three of 24 h: 12 weeks hold the five, the three and four of the five
    duties = [(w * 7 + d, 6, 8) for w in range(5) for d in range(6)]
    duties += [(w * 7 + d, 6, 8) for w in range(5, 8) for d in range(3)]
    found = fr(*duties, weeks=8)
    value = {f.rule: f.value for f in found.findings}["fr.hours.average_max"]
    assert value == pytest.approx((9 * 48 + 3 * 24) / 12)


def test_a_window_counted_in_days_may_begin_on_any_day():
    # 14 days of work, 21 free: the worst 28 days hold all 14 and none of the next
    found = law_of("de", *[(d, 22, 8) for d in range(14)], weeks=5)
    value = {f.rule: f.value for f in found.findings}["de.hours.night_average"]
    assert value == pytest.approx(14 * 8 / 24)
    shifted = law_of("de", *[((d + 3) % 35, 22, 8) for d in range(14)], weeks=5)
    assert {f.rule: f.value for f in shifted.findings}["de.hours.night_average"] == value


def test_windows_that_overlap_are_one_violation_and_windows_apart_are_two():
    heavy = [(w * 7 + d, 6, 8) for w in (*range(13), *range(26, 39)) for d in range(6)]
    light = [(w * 7 + d, 6, 4) for w in (*range(13, 26), *range(39, 52)) for d in range(5)]
    rows = broken(fr(*heavy, *light, weeks=52), "fr.hours.average_max")
    assert [row[2] for row in rows] == [48.0, 48.0]
    assert [row[0] for row in rows] == ["week 1 mon", "week 27 mon"]


@pytest.mark.parametrize(
    ("country", "length_h", "pause", "least"),
    [
        ("fr", 6, 19, 20),
        ("uk", 6.5, 19, 20),
        ("eu", 6.5, 0, 1),
        ("de", 6.5, 29, 30),
        ("de", 9.5, 44, 45),
    ],
)
def test_a_break_too_short_is_found_and_one_minute_more_is_enough(country, length_h, pause, least):
    short = law_of(country, (0, 6, length_h), pause=pause)
    assert [row[2:] for row in broken(short, f"{country}.hours.break")] == [(pause, least)]
    assert broken(law_of(country, (0, 6, length_h), pause=least), f"{country}.hours.break") == []


@pytest.mark.parametrize("country", ["uk", "eu", "de"])
def test_six_hours_need_no_break_outside_france(country):
    assert broken(law_of(country, (0, 6, 6), pause=0), f"{country}.hours.break") == []


def test_breaks_that_are_not_given_are_a_need_and_no_violation():
    found = fr(*FIVE_DAYS, pause=UNKNOWN)
    assert broken(found, "fr.hours.break") == []
    assert any("breaks are given" in en for _, en in found.needs)
    assert found.verdict is True
    split = fr((0, 6, 4), (0, 12, 4), pause=UNKNOWN)  # the time between the two is a break
    assert not any("breaks" in en for _, en in split.needs)


def test_a_night_duty_belongs_to_two_days_where_the_civil_day_counts():
    # after a night that ends at 06:00 a duty from 18:00: 6 h + 6 h on one day, 8 h and 6 h by start
    found = fr((0, 22, 8), (1, 18, 6))
    civil = [f for f in found.flagged if f.rule == "fr.hours.day_civil"]
    assert [(f.first, f.value) for f in civil] == [("week 1 tue", 12.0)]
    assert broken(found, "fr.hours.day_max") == []


def test_hazardous_night_work_has_eight_hours_in_any_24():
    duties = [(0, 20, 9), (3, 6, 8)]
    assert any("hazardous" in en for _, en in law_of("uk", *duties).needs)
    harmless = law_of("uk", *duties, facts=Facts(hazardous=False))
    assert not any("hazardous" in en for _, en in harmless.needs)
    found = law_of("uk", *duties, facts=Facts(hazardous=True))
    assert broken(found, "uk.hours.night_hazard") == [("week 1 mon", "week 1 tue", 9.0, 8.0)]
    split = law_of("eu", (0, 18, 5), (1, 1, 5), facts=Facts(hazardous=True))
    assert broken(split, "eu.hours.night_hazard")[0][2] == 10.0


def test_somebody_becomes_a_night_worker_by_two_nights_a_week_or_by_hours_of_a_year():
    one_a_week = [(0, 20, 9)]
    found = fr(*one_a_week)  # 8 h at night a week are more than 270 h in a year
    assert broken(found, "fr.hours.night_worker")
    rare = fr((0, 20, 9), weeks=8)
    assert broken(rare, "fr.hours.night_worker") == []
    before = check_cycle(cycle(*one_a_week), country="fr", on=date(2002, 5, 4))
    assert broken(before, "fr.hours.night_worker") == []  # 270 h came with the decree of 2002


def test_the_night_of_an_agreement_stands_in_the_place_of_the_laws():
    duties = [(0, 4, 9), (1, 4, 9)]  # 04:00 to 06:00 is 2 h of the law's night, 3 h of this one
    assert broken(fr(*duties), "fr.hours.night_worker") == []
    agreed = fr(*duties, facts=Facts(night=(22, 7)))
    assert len(broken(agreed, "fr.hours.night_worker")) == 2
    for night in ((22, 6), (20, 5), (0, 9), (23, 4)):
        with pytest.raises(InputError, match="L3122-2"):
            fr(*duties, facts=Facts(night=night))
    with pytest.raises(InputError, match="no agreement"):
        fr(*duties, facts=Facts(night=(22, 7)), on=date(2005, 1, 1))


def test_the_legal_week_asks_for_the_headcount_only_while_it_depends_on_it():
    four = [(d, 6, 9) for d in range(4)]
    between = fr(*four, on=date(2001, 1, 1))
    assert any("headcount" in en for _, en in between.needs)
    small = fr(*four, on=date(2001, 1, 1), facts=Facts(headcount=20))
    large = fr(*four, on=date(2001, 1, 1), facts=Facts(headcount=21))
    assert not [f for f in small.flagged if f.rule == "fr.hours.legal_week"]
    assert [f.value for f in large.flagged if f.rule == "fr.hours.legal_week"] == [36.0]
    assert not any("headcount" in en for _, en in fr(*four, on=date(2002, 1, 1)).needs)


def test_overtime_of_a_year_is_held_against_the_allowance():
    found = fr(*[(d, 6, 8) for d in range(5)])  # 5 h a week in 47 weeks
    assert [f.value for f in found.flagged if f.rule == "fr.overtime.contingent"] == [235.0]
    fewer = fr(*[(d, 6, 8) for d in range(5)], facts=Facts(weeks_worked=44))
    assert not [f for f in fewer.flagged if f.rule == "fr.overtime.contingent"]


@pytest.mark.parametrize(
    ("weeks", "headcount", "on", "named", "limit"),
    [
        (4, 60, ON, "", None),
        (5, 60, ON, "", 4.0),
        (9, 40, ON, "", None),
        (10, 40, ON, "", 9.0),
        (10, 40, ON, "agreement", None),
        (10, None, ON, "", 9.0),
        (2, 60, date(2006, 1, 1), "", 1.0),
        (2, 60, date(2010, 1, 1), "", None),
    ],
)
def test_unequal_weeks_are_averaged_by_the_employer_alone_for_so_many_weeks(
    weeks, headcount, on, named, limit
):
    # one week of 42 h, the others of 28 h
    duties = [(d, 6, 7) for d in range(6)]
    duties += [(w * 7 + d, 6, 7) for w in range(1, weeks) for d in range(4)]
    overrides = {"fr.hours.annualisation": named} if named else None
    found = fr(*duties, weeks=weeks, on=on, facts=Facts(headcount=headcount), overrides=overrides)
    flags = [f for f in found.flagged if f.rule == "fr.hours.spread"]
    assert [f.limit for f in flags] == ([] if limit is None else [limit])
    assert found.verdict is True


def test_women_at_night_are_a_flag_until_2001_and_a_question_when_not_told():
    night = [(0, 21, 8)]
    asked = fr(*night, on=date(2000, 6, 1))
    assert any("women" in en for _, en in asked.needs)
    told = fr(*night, on=date(2000, 6, 1), facts=Facts(women=True))
    assert [f.value for f in told.flagged if f.rule == "fr.hours.night_women"] == [7.0]
    assert not fr(*night, on=date(2001, 5, 10), facts=Facts(women=True)).flagged


def test_paid_leave_is_held_when_it_is_told():
    assert any("leave_weeks" in en for _, en in law_of("eu", *FIVE_DAYS).needs)
    short = law_of("eu", *FIVE_DAYS, facts=Facts(leave_weeks=3))
    assert broken(short, "eu.hours.leave")[0][2:] == (3.0, 4.0)


@pytest.mark.parametrize(
    ("country", "duties", "rule", "named", "article"),
    [
        ("fr", [(0, 6, 12)], "fr.hours.day_max", "agreement", "L3121-19"),
        ("fr", [(0, 6, 12)], "fr.hours.day_max", "agreement:12", "L3121-19"),
        ("fr", [(d, 6, 10) for d in range(6)], "fr.hours.week_max", "authorisation", "L3121-21"),
        ("fr", [(d, 6, 9.2) for d in range(5)], "fr.hours.average_max", "agreement", "L3121-23"),
        ("uk", [(d, 6, 10) for d in range(6)], "uk.hours.average_week", "opt_out", ""),
    ],
)
def test_a_derogation_holds_only_when_it_is_named(country, duties, rule, named, article):
    assert broken(law_of(country, *duties), rule)
    found = law_of(country, *duties, overrides={rule: named})
    assert broken(found, rule) == []
    assert len(found.derogations) == 1
    assert found.derogations[0].startswith(f"{rule}={named.partition(':')[0]}")
    if article:
        assert article in next(f.article for f in found.findings if f.rule == rule)


def test_a_value_agreed_below_the_furthest_is_the_limit():
    found = fr((0, 6, 12), overrides={"fr.hours.day_max": "agreement:11"})
    assert broken(found, "fr.hours.day_max")[0][2:] == (12.0, 11.0)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"fr.hours.nothing": "agreement"}, "fr.hours.day_max"),
        ({"uk.hours.average_week": "opt_out"}, "Known: fr.hours.day_max"),
        ({"fr.hours.day_max": "wish"}, "knows agreement, authorisation"),
        ({"fr.hours.continuous": "agreement"}, "knows no derogation"),
        ({"fr.hours.rest_week": "agreement"}, "knows continuous"),
        ({"fr.hours.day_max": "agreement:13"}, "goes from 10 to 12"),
        ({"fr.hours.day_max": "agreement:many"}, "is a number"),
    ],
)
def test_a_derogation_that_the_law_does_not_know_is_refused(overrides, words):
    with pytest.raises(InputError, match=words):
        fr(*FIVE_DAYS, overrides=overrides)


def test_a_derogation_that_did_not_exist_on_the_day_is_refused():
    with pytest.raises(InputError, match="no such derogation since 1982-02-01"):
        fr(*FIVE_DAYS, on=date(1999, 1, 1), overrides={"fr.hours.average_max": "agreement"})


def test_a_date_before_the_known_law_gives_needs_and_no_verdict():
    found = fr(*FIVE_DAYS, on=date(1950, 1, 1))
    assert found.verdict is None
    assert found.as_dict()["legal"] is None
    assert any("fr.hours.day_max" in en and "1950-01-01" in en for _, en in found.needs)
    assert not any("rest_day" in en for _, en in found.needs)  # known: there was no such rule
    german = check_cycle(cycle(*FIVE_DAYS), country="de", on=date(1990, 1, 1))
    assert (german.verdict, len(german.findings)) == (None, 0)


def test_a_breach_is_said_even_where_other_limits_are_not_known():
    found = fr(*[(d, 6, 6) for d in range(7)], on=date(1950, 1, 1))
    assert found.verdict is False
    assert {v.rule for v in found.violations} == {"fr.hours.rest_week", "fr.hours.days_week"}


def test_without_a_date_the_last_law_that_is_known_holds():
    assert check_cycle(cycle(*FIVE_DAYS), country="fr").on == date(2016, 8, 10)
    assert check_cycle(cycle(*FIVE_DAYS), country="uk").on == date(1998, 10, 1)
    dated = replace(cycle(*FIVE_DAYS), since=date(2001, 2, 5))
    assert check_cycle(dated, country="fr").on == date(2001, 2, 5)


@pytest.mark.parametrize("name", ["Atlantis", "it", ""])
def test_an_unknown_country_is_refused_with_the_list_of_those_known(name):
    with pytest.raises(
        NeedsError, match=r"de \(germany\), eu \(european union\), fr \(france\), uk"
    ):
        check_cycle(cycle(*FIVE_DAYS), country=name, on=ON)


@pytest.mark.parametrize(
    ("name", "code"),
    [("France", "fr"), (" FR ", "fr"), ("Germany", "de"), ("GB", "uk"), ("United States", "us")],
)
def test_a_country_is_known_by_its_names(name, code):
    assert check_cycle(cycle(*FIVE_DAYS), country=name, on=ON).country == code


@pytest.mark.parametrize(
    ("duties", "words"),
    [
        ([(0, 6, 8), (0, 13, 8)], "do not overlap"),
        ([(6, 22, 8), (0, 4, 4)], "do not overlap"),  # Sunday night runs into Monday
        ([(0, 6, 0)], "ends after it starts"),
        ([(0, 6, -3)], "ends after it starts"),
        ([(0, 6, 25)], "at most 24 h"),
        ([(7, 6, 8)], "within the 1 weeks"),
        ([(-1, 6, 8)], "within the 1 weeks"),
    ],
)
def test_duties_that_cannot_be_are_refused(duties, words):
    with pytest.raises(InputError, match=words) as refusal:
        fr(*duties)
    assert all(p.remedy and p.place.file == "here" for p in refusal.value.problems)


def test_arrays_that_do_not_fit_are_refused():
    wrong = replace(cycle(*FIVE_DAYS), num_weeks=0)
    with pytest.raises(InputError, match="0 weeks"):
        check_cycle(wrong, country="fr", on=ON)
    short = replace(cycle(*FIVE_DAYS), places=())
    with pytest.raises(InputError, match="arrays of"):
        check_cycle(short, country="fr", on=ON)


def test_a_cycle_without_duties_breaks_nothing():
    assert fr().verdict is True
    assert fr().findings == ()


def test_several_crews_are_checked_and_named():
    crews = [cycle((0, 6, 11), crew="A"), cycle(*FIVE_DAYS, crew="B"), cycle((1, 6, 11), crew="C")]
    found = check_cycle(crews, country="fr", on=ON)
    assert [v.who for v in found.violations] == ["A", "C"]


def test_the_walk_through_a_schedule_has_the_hours_of_its_shifts():
    problem = CycleProblem(
        name="small",
        groups=(Group("all", 2, (0, 1)),),
        shifts=(
            ShiftType("D", (360,) * 7, (480,) * 7, (1, 7)),
            ShiftType("N", (1320,) * 7, (480, 480, 480, 480, 600, 600, 600), (1, 7)),
        ),
        demand=((1,) * 7, (1,) * 7),
        off_block=(1, 7),
        work_block=(1, 7),
    )
    schedule = ((0, 0, OFF, OFF, 1, OFF, OFF), (OFF, 1, OFF, 0, OFF, OFF, 1))
    walk = duties_of(problem, schedule)
    assert walk.num_weeks == 2
    assert walk.start_min.tolist() == [
        360, DAY_MIN + 360, 4 * DAY_MIN + 1320,
        WEEK_MIN + DAY_MIN + 1320, WEEK_MIN + 3 * DAY_MIN + 360, WEEK_MIN + 6 * DAY_MIN + 1320,
    ]  # fmt: skip
    assert walk.work_min.tolist() == [480, 480, 600, 480, 480, 600]
    assert set(walk.longest_break_min.tolist()) == {UNKNOWN}
    assert walk.places[2] == Place("schedule of small", 1, 5)
    # from Sunday 22:00 ten hours run past the end of the cycle, to two hours after Monday 06:00
    with pytest.raises(InputError, match="do not overlap"):
        check_cycle(walk, country="fr", on=ON)


def test_a_schedule_and_the_pattern_it_comes_from_have_the_same_verdict():
    own = read_pattern("MMAANN--")
    walk = duties_of(own.problem(), own.schedule())
    one, other = (check_cycle(c, country="fr", on=ON) for c in (own.cycle(), walk))
    assert {f.rule: f.value for f in one.findings} == {f.rule: f.value for f in other.findings}


def needed(found):
    return {one.rule: one for one in found.needs_agreement}


@pytest.mark.parametrize(
    ("duties", "rule", "openings"),
    [
        ([(0, 6, 10.5)], "fr.hours.day_max", 2),
        ([(d, 6, 9) for d in range(5)], "fr.hours.average_max", 2),  # 45 h, 46 by agreement
        ([(d, 21, 8.2) for d in range(5)], "fr.hours.night_average", 1),  # 41 h, 44 by agreement
    ],
)
def test_a_limit_that_an_agreement_moves_is_passed_until_it_is_named(duties, rule, openings):
    found = fr(*duties)
    assert found.verdict is False
    one = needed(found)[rule]
    assert (one.who, one.is_breach, len(one.openings)) == (("A",), True, openings)
    assert one.openings[0].startswith("agreement (")
    told = {row["rule"]: row for row in found.as_dict()["needs_agreement"]}
    assert told[rule]["violation"] is True
    named = fr(*duties, overrides={rule: "agreement"})
    assert rule not in needed(named)
    assert broken(named, rule) == []
    refused = fr(*duties, overrides={rule: "none"})
    assert rule not in needed(refused)
    assert broken(refused, rule)


def test_what_no_agreement_may_allow_needs_none():
    assert "fr.hours.day_max" not in needed(fr((0, 6, 12.5)))
    assert needed(fr(*FIVE_DAYS)) == {}
    span = [(0, 6, 2), (0, 18.5, 2)]  # 14 h 30 and 9 h 30 of rest: 9 h by agreement
    assert needed(fr(*span))["fr.hours.span"].is_breach
    assert "fr.hours.span" not in needed(fr((0, 6, 2), (0, 20, 2)))


def test_work_on_a_sunday_is_no_breach_but_needs_a_derogation():
    found = fr((6, 6, 6))
    assert found.verdict is True
    one = needed(found)["fr.hours.sunday"]
    assert one.is_breach is False
    assert any(text.startswith("continuous (L3132-14") for text in one.openings)
    named = fr((6, 6, 6), overrides={"fr.hours.sunday": "continuous"})
    assert needed(named) == {}


@pytest.mark.parametrize("country", ["uk", "eu", "de"])
def test_a_week_of_its_own_is_refused_where_no_limit_counts_by_it(country):
    with pytest.raises(InputError, match="no limit of that law is for a week"):
        law_of(country, *FIVE_DAYS, facts=Facts(week_start_h=144.0))


def test_what_is_not_known_of_an_old_law_is_said_in_words():
    needs = [en for _, en in fr(*FIVE_DAYS, on=date(1999, 2, 15)).needs]
    (one,) = [text for text in needs if "fr.hours.annualisation" in text]
    assert one == (
        "what the law of 1999-02-15 said of: working time spread over more than a week "
        "(fr.hours.annualisation) is not known here; it is known since 2000-02-01 "
        "(L212-8 (loi 2000-37 art. 8))"
    )
    assert not any("has no value" in text for text in needs)
