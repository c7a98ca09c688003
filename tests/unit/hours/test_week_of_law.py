"""The week in which hours count: minutes inside it, each law's own week, and work on Sundays.

Every expected number was worked out by hand; the comment beside it says how.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from accord.errors import InputError, Place
from accord.hours import Cycle, Duty, Facts, check_cycle, check_roster
from accord.hours.check.timeline import of_cycle
from accord.hours.duties import DAY_MIN, UNKNOWN
from accord.plant.records import Break

ON = date(2024, 6, 3)
MONDAY = date(2024, 3, 4)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def cycle(*duties, weeks, pauses=()):
    """A cycle of (day, start hour, length in hours); pauses are (from, to) in minutes, unpaid."""
    duties = sorted(duties, key=lambda d: d[0] * 24 + d[1])
    start = np.array([round(d * DAY_MIN + s * 60) for d, s, _ in duties], dtype=np.int64)
    length = np.array([round(h * 60) for _, _, h in duties], dtype=np.int64)
    unpaid = np.zeros(len(duties), dtype=np.int64)
    for begin, end in pauses:
        unpaid[np.searchsorted(start, begin, side="right") - 1] += end - begin
    return Cycle(
        crew="A",
        num_weeks=weeks,
        start_min=start,
        end_min=start + length,
        work_min=length - unpaid,
        longest_break_min=np.full(len(duties), UNKNOWN, dtype=np.int64),
        places=tuple(Place("here", i + 1) for i in range(len(duties))),
        since=date.min,
        until=None,
        pauses_min=tuple(pauses),
    )


def roster(*duties, pause=()):
    """Dated duties of P from Monday 4 March 2024: (day, start hour, length in hours)."""
    return [
        Duty("P", MONDAY + timedelta(days=d), s * 60, round((s + h) * 60), pause)
        for d, s, h in duties
    ]


def held(found, rule):
    return [(v.first, v.value) for v in found.violations if v.rule == rule]


def flags(found, rule):
    return [(v.first, v.value) for v in found.flagged if v.rule == rule]


def days(first, num, start, length):
    return [(first + i, start, length) for i in range(num)]


# Monday to Saturday 8 h, less a shorter Friday: 47 h; a night from Sunday 22:00 has 2 h of the week
# and 6 h of the next. By the start of duties the week has 45 + 8 = 53 h, inside it 45 + 2 = 47 h.
FALSE_BREACH = [*days(MON, 5, 6, 8), (SAT, 6, 5), (SUN, 22, 8)]
# The Sunday night before brings 6 h into a week in which duties of 48 h start: 54 h are worked.
MISSED = [(SUN, 22, 8), *days(7 + TUE, 5, 8, 9.6)]


class TestTheCivilWeekOfFrance:
    def test_a_night_that_ends_in_the_next_week_makes_no_breach_of_this_one(self):
        found = check_cycle(cycle(*FALSE_BREACH, weeks=2), country="fr", on=ON)
        assert held(found, "fr.hours.week_max") == []
        weeks = {f.rule: f.value for f in found.findings}
        assert weeks["fr.hours.week_max"] == 47.0
        assert held(check_roster(roster(*FALSE_BREACH)), "fr.hours.week_max") == []

    def test_a_night_that_begins_in_the_week_before_makes_a_breach(self):
        found = check_cycle(cycle(*MISSED, weeks=2), country="fr", on=ON)
        assert held(found, "fr.hours.week_max") == [("week 2 mon", 54.0)]
        dated = check_roster(roster(*MISSED))
        assert held(dated, "fr.hours.week_max") == [("2024-03-11", 54.0)]
        (one,) = [v for v in dated.violations if v.rule == "fr.hours.week_max"]
        assert (one.last, one.limit, one.article) == ("2024-03-17", 48.0, "L3121-20")

    def test_the_last_sunday_of_a_cycle_brings_its_night_to_the_first_week(self):
        duties = [(7 + SUN, 22, 8), *days(TUE, 5, 8, 9.6)]
        found = check_cycle(cycle(*duties, weeks=2), country="fr", on=ON)
        assert held(found, "fr.hours.week_max") == [("week 1 mon", 54.0)]

    def test_the_cycle_loses_no_minute_at_its_weeks(self):
        own = of_cycle(cycle(*MISSED, weeks=2))
        cuts = np.arange(-3, 5) * 7 * DAY_MIN
        weeks = np.diff(own.work_before(cuts))
        # in turn 2 h of the night, then 6 h of it and 48 h
        assert weeks.tolist() == [3240.0, 120.0, 3240.0, 120.0, 3240.0, 120.0, 3240.0]

    def test_an_unpaid_break_counts_where_it_lies(self):
        # Sunday 22:00 to 6:00 with half an hour off at 2:00: 2 h and 5 h 30
        begin = SUN * DAY_MIN + 26 * 60
        own = of_cycle(cycle((SUN, 22, 8), weeks=2, pauses=[(begin, begin + 30)]))
        cuts = np.array([0, 7, 14]) * DAY_MIN
        assert np.diff(own.work_before(cuts)).tolist() == [120.0, 330.0]
        pause = (Break(26 * 60, 26 * 60 + 30, paid=False),)
        sunday = [*roster(*days(7, 5, 8, 7)), *roster((SUN, 22, 8), pause=pause)]
        found = check_roster(sunday, facts=Facts(headcount=50))
        assert flags(found, "fr.hours.legal_week") == [("2024-03-11", 40.5)]

    def test_the_average_of_twelve_weeks_takes_the_hours_inside_them(self):
        # 13 Sunday nights of 9 h and 12 weeks of five days of 7 h 12 between them, then 12 free:
        # inside the twelve are 12 x (36 + 2) + 12 x 7 h; by start they were 12 x 45 = 540 h
        night = [(7 * w + SUN, 22, 9) for w in range(13)]
        work = [(7 * w + d, 10, 7.2) for w in range(1, 13) for d in range(TUE, SUN)]
        found = check_cycle(cycle(*night, *work, weeks=26), country="fr", on=ON)
        assert {f.rule: f.value for f in found.findings}["fr.hours.average_max"] == 45.0
        # with one night less at the end the last of the weeks has no two hours of Sunday
        fewer = check_cycle(cycle(*night[:-1], *work, weeks=26), country="fr", on=ON)
        value = {f.rule: f.value for f in fewer.findings}["fr.hours.average_max"]
        assert value == pytest.approx(45 - 2 / 12)

    def test_an_average_that_only_starts_beyond_the_limit_is_kept(self):
        # 12 weeks of 36 h, each with a Sunday night of 9 h at its end: 45 h start in each, 38 h lie
        # inside the first, which has no night before it, and 45 h inside the others: 44.42 h
        night = [(7 * w + SUN, 22, 9) for w in range(12)]
        work = [(7 * w + d, 10, 7.2) for w in range(12) for d in range(TUE, SUN)]
        found = check_roster(roster(*night, *work))
        assert [value for _, value in held(found, "fr.hours.average_max")] == [
            pytest.approx((38 + 11 * 45) / 12)
        ]
        light = [(7 * w + d, 10, 7.1) for w in range(12) for d in range(TUE, SUN)]
        # 35.5 + 9 = 44.5 h start in each week: more than 44; inside 37.5 + 11 x 44.5: 43.92 h
        kept = check_roster(roster(*night, *light))
        assert held(kept, "fr.hours.average_max") == []

    def test_overtime_is_what_lies_inside_the_week(self):
        # five days of 7 h, and a night of 8 h on Sunday: 2 h of overtime, then 6 h in the next week
        week = [*days(MON, 5, 8, 7), (SUN, 22, 8), *days(7 + TUE, 4, 8, 7)]
        found = check_roster(roster(*week), facts=Facts(headcount=50))
        assert flags(found, "fr.hours.legal_week") == [("2024-03-04", 37.0)]
        # on a cycle in 47 weeks: 2 h in each second week, for the other has 28 + 6 = 34 h
        yearly = check_cycle(cycle(*week, weeks=2), country="fr", on=ON)
        value = {f.rule: f.value for f in yearly.findings}["fr.overtime.contingent"]
        assert value == pytest.approx(47 * 2 / 2)

    def test_a_week_set_by_agreement_stands_in_its_place(self):
        sunday = Facts(week_start_h=6 * 24.0)
        # from Sunday the night lies whole in the week that follows: 8 h and 48 h
        own = cycle(*MISSED, weeks=2)
        found = check_cycle(own, country="fr", on=ON, facts=sunday)
        assert held(found, "fr.hours.week_max") == [("week 1 sun", 56.0)]
        assert found.derogations == ("fr.hours.week=sun 00:00 (L3121-32)",)
        dated = check_roster(roster(*MISSED), facts=sunday)
        assert held(dated, "fr.hours.week_max") == [("2024-03-10", 56.0)]
        # the week with the false breach has 45 h from its Sunday, as before the night
        assert held(check_roster(roster(*FALSE_BREACH), facts=sunday), "fr.hours.week_max") == []
        noon = check_cycle(own, country="fr", on=ON, facts=Facts(week_start_h=12.0))
        assert held(noon, "fr.hours.week_max") == []  # 8 h in the week that ends on Monday noon

    def test_before_2016_an_agreement_could_only_begin_it_on_sunday(self):
        own = cycle(*MISSED, weeks=2)
        sunday = check_cycle(
            own, country="fr", on=date(2004, 6, 1), facts=Facts(week_start_h=144.0)
        )
        assert [value for _, value in held(sunday, "fr.hours.week_max")] == [56.0]
        for start_h in (24.0, 150.0):
            with pytest.raises(InputError, match=r"L212-5.* allows another week from sun"):
                check_cycle(
                    own, country="fr", on=date(2004, 6, 1), facts=Facts(week_start_h=start_h)
                )
        with pytest.raises(InputError, match="no other day"):
            check_cycle(own, country="fr", on=date(1999, 6, 1), facts=Facts(week_start_h=144.0))

    @pytest.mark.parametrize("start_h", [-1.0, 168.0, 200.0])
    def test_a_week_that_begins_outside_a_week_is_refused(self, start_h):
        with pytest.raises(InputError, match="less than 168 h"):
            check_cycle(
                cycle(*MISSED, weeks=2), country="fr", on=ON, facts=Facts(week_start_h=start_h)
            )

    def test_monday_said_is_the_week_of_the_law(self):
        own = cycle(*MISSED, weeks=2)
        said = check_cycle(own, country="fr", on=date(1999, 6, 1), facts=Facts(week_start_h=0.0))
        assert [value for _, value in held(said, "fr.hours.week_max")] == [54.0]
        assert said.derogations == ()


class TestTheFirstWeekOfARosterByAnAgreedWeek:
    """The roster begins on Monday, the agreed week on the Sunday (or Saturday) before."""

    @pytest.mark.parametrize(("start_h", "first"), [(144.0, "2024-03-03"), (120.0, "2024-03-02")])
    def test_its_hours_are_held(self, start_h, first):
        # Monday to Friday (Saturday) of 11 h (9 h): 54 or 55 h in the first week of the agreement
        duties = days(MON, 6, 8, 9) if start_h > 120 else days(MON, 5, 8, 11)
        found = check_roster(roster(*duties), facts=Facts(week_start_h=start_h))
        assert held(found, "fr.hours.week_max") == [(first, sum(h for _, _, h in duties))]

    def test_a_year_of_overtime_is_counted_from_its_first_week(self):
        # 51 weeks of 45 h from 6 January 2020: 10 h above 35 each, 510 h against 220
        own = [
            Duty("P", date(2020, 1, 6) + timedelta(days=7 * w + d), 480, 480 + 540, ())
            for w in range(51)
            for d in range(5)
        ]
        for start_h in (None, 144.0):
            found = check_roster(own, facts=Facts(week_start_h=start_h, headcount=50))
            assert [v for _, v in flags(found, "fr.overtime.contingent")] == [510.0]

    def test_a_part_of_a_week_is_no_week_that_is_known(self):
        # eleven weeks of 47 h: 517 h are 43.08 h on average over twelve, if the twelfth is free
        eleven = [d for w in range(11) for d in days(7 * w, 5, 8, 9.4)]
        for start_h, known in ((None, 11), (144.0, 10), (60.0, 10)):
            found = check_roster(roster(*eleven), facts=Facts(week_start_h=start_h))
            assert f"{known} weeks are known, the average is over 12 (L3121-22): P" in [
                en for _, en in found.needs
            ]
            assert held(found, "fr.hours.average_max") == []
        # thirteen weeks hold twelve whole ones from any day
        more = roster(*[d for w in range(13) for d in days(7 * w, 5, 8, 8)])
        found = check_roster(more, facts=Facts(week_start_h=144.0))
        assert not any("the average is over 12" in en for _, en in found.needs)


class TestOtherCountries:
    def test_the_american_workweek_begins_where_the_employer_has_set_it(self):
        # five days of 8 h, a night of 8 h from Sunday 22:00: 42 h and 6 h, or 40 h and 8 h
        own = roster(*days(MON, 5, 8, 8), (SUN, 22, 8))
        usual = check_roster(own, country="us")
        assert flags(usual, "us.hours.overtime") == [("2024-03-04", 42.0)]
        assert any("week_start" in en for _, en in usual.notes)
        sunday = check_roster(own, country="us", facts=Facts(week_start_h=6 * 24.0))
        assert flags(sunday, "us.hours.overtime") == []
        # the workweek that begins on Sunday at 22:00 has 8 h of this night, and the days after it
        own += roster(*days(8, 5, 8, 8))
        late = check_roster(own, country="us", facts=Facts(week_start_h=6 * 24.0 + 22))
        assert flags(late, "us.hours.overtime") == [("2024-03-10", 48.0)]

    def test_the_average_of_britain_takes_the_hours_inside_any_17_weeks(self):
        # 17 weeks of five days of 8 h and one night of 8 h from the last Sunday, free before and
        # after: any window holds 680 h of days; one that takes the night whole leaves out a Monday
        work = [(7 * w + d, 8, 8.0) for w in range(17) for d in range(5)]
        night = (16 * 7 + SUN, 22, 8)
        found = check_cycle(cycle(*work, night, weeks=36), country="uk", on=ON)
        value = {f.rule: f.value for f in found.findings}["uk.hours.average_week"]
        assert value == pytest.approx((680 + 2) / 17)  # by start 688 h

    def test_a_german_duty_counts_whole_on_the_working_day_on_which_it_begins(self):
        # a night of 10 h on each of 24 Sundays, five days of 6 h a week: 24 x 40 h, where
        # the last six hours lie outside the 24 weeks if they are cut at midnight
        duties = [(7 * w + SUN, 22, 10) for w in range(24)]
        duties += [(7 * w + d, 20, 6) for w in range(24) for d in range(MON, SAT)]
        own = cycle(*duties, weeks=48)
        found = check_cycle(own, country="de", on=ON)
        value = {f.rule: f.value for f in found.findings}["de.hours.average"]
        assert value == pytest.approx(24 * 40 / (24 * 6))

    def test_a_german_working_day_goes_on_past_midnight_until_a_rest_parts_it(self):
        # 20:00 to 24:00, one hour off, 1:00 to 8:00: one working day of 11 h, on two dates
        split = [(MON, 20, 4), (TUE, 1, 7)]
        found = check_cycle(cycle(*split, weeks=1), country="de", on=ON)
        assert held(found, "de.hours.day_max") == [("week 1 mon", 11.0)]
        # eleven hours of rest part it, also within 24 hours of its beginning
        parted = [(MON, 6, 6), (MON, 23, 6)]
        assert (
            held(check_cycle(cycle(*parted, weeks=1), country="de", on=ON), "de.hours.day_max")
            == []
        )
        # and 24 hours do, whatever the rest
        long = [(MON, 6, 4), (MON, 18, 4), (TUE, 7, 4)]
        assert (
            held(check_cycle(cycle(*long, weeks=1), country="de", on=ON), "de.hours.day_max") == []
        )


class TestSunday:
    NIGHT = (*days(MON, 4, 22, 8), (SUN, 22, 8))

    def test_each_sunday_worked_is_a_flag_that_names_the_derogations(self):
        found = check_roster(roster(*self.NIGHT, (7 + SUN, 6, 7)))
        assert flags(found, "fr.hours.sunday") == [("2024-03-10", 2.0), ("2024-03-17", 7.0)]
        (one, _) = [v for v in found.flagged if v.rule == "fr.hours.sunday"]
        for article in ("L3132-3", "L3132-12", "L3132-14", "L3132-16"):
            assert article in one.article
        assert "needs a derogation" in one.text_en
        assert one.status == "checked"
        assert held(found, "fr.hours.sunday") == []

    def test_the_end_of_a_saturday_night_is_work_on_sunday(self):
        found = check_cycle(cycle((SAT, 22, 8), weeks=1), country="fr", on=ON)
        assert flags(found, "fr.hours.sunday") == [("week 1 sun", 6.0)]
        friday = check_cycle(cycle((FRI, 22, 8), weeks=1), country="fr", on=ON)
        assert flags(friday, "fr.hours.sunday") == []

    def test_a_derogation_named_sets_it_aside_and_is_told(self):
        own = cycle(*self.NIGHT, weeks=1)
        for name in ("continuous", "weekend_crew", "industry"):
            found = check_cycle(own, country="fr", on=ON, overrides={"fr.hours.sunday": name})
            assert flags(found, "fr.hours.sunday") == []
            assert found.derogations == (f"fr.hours.sunday={name}",)

    def test_without_any_derogation_it_is_a_breach_unless_the_plant_never_stops(self):
        own, none = cycle(*self.NIGHT, weeks=1), {"fr.hours.sunday": "none"}
        found = check_cycle(own, country="fr", on=ON, overrides=none)
        assert held(found, "fr.hours.sunday") == [("week 1 sun", 2.0)]
        running = check_cycle(
            own, country="fr", on=ON, overrides=none, facts=Facts(continuous=True)
        )
        assert held(running, "fr.hours.sunday") == []
        assert flags(running, "fr.hours.sunday") == [("week 1 sun", 2.0)]

    def test_in_1999_the_articles_are_those_of_the_old_code_and_a_draft(self):
        found = check_cycle(cycle((SUN, 6, 6), weeks=1), country="fr", on=date(1999, 6, 1))
        (one,) = [v for v in found.flagged if v.rule == "fr.hours.sunday"]
        assert "L221-5" in one.article
        assert "L221-10" in one.article
        assert one.status == "draft"
