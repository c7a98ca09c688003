"""German law on Sundays and the free day that makes up for one, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accord.hours import Duty, check_roster

from .test_check_cycle import broken, law_of, needed


class TestGermanSundays:
    """ArbZG sections 9 to 11; Sundays and free working days counted by hand."""

    def test_work_on_a_sunday_needs_section_10(self):
        found = law_of("de", *[(d, 6, 6) for d in (0, 1, 2, 3, 4, 6)], weeks=4)
        (flag,) = [v for v in found.flagged if v.rule == "de.hours.sunday"]
        assert (flag.first, flag.value, flag.article) == ("week 1 sun", 6.0, "ArbZG § 9 (1)")
        assert {text.partition(" ")[0] for text in needed(found)["de.hours.sunday"].openings} >= {
            "exempt",
            "continuous",
        }
        none = law_of("de", (6, 6, 6), overrides={"de.hours.sunday": "none"})
        assert [row[2] for row in broken(none, "de.hours.sunday")] == [6.0]
        named = law_of("de", (6, 6, 6), overrides={"de.hours.sunday": "exempt"})
        assert "de.hours.sunday" not in {f.rule for f in named.findings}

    def test_a_night_that_ends_at_six_is_outside_a_sunday_moved_by_six_hours(self):
        nights = [(d, 22, 8) for d in range(6)]  # Saturday 22:00 to Sunday 6:00
        assert needed(law_of("de", *nights))["de.hours.sunday"].limit == 0
        moved = law_of("de", *nights, overrides={"de.hours.sunday": "shifted"})
        assert "de.hours.sunday" not in needed(moved)

    @pytest.mark.parametrize(
        ("off", "lacking"),
        [
            ((20,), 2),  # 20 days in a row, only a Sunday free: two Sundays without a day
            ((3, 20), 1),  # one free Thursday for two worked Sundays
            ((3, 10, 20), 0),
            ((5, 13, 20), 0),  # one worked Sunday, a free Saturday before it
        ],
    )
    def test_a_worked_sunday_has_a_free_day_of_its_own_within_two_weeks(self, off, lacking):
        duties = [(d, 6, 6) for d in range(21) if d not in off]
        found = law_of("de", *duties, weeks=3)
        assert len(broken(found, "de.hours.substitute")) == lacking

    def test_the_free_day_lies_in_the_two_weeks_that_hold_the_sunday(self):
        # only Sunday of week 1 is worked; the next free working day is 13 or 14 days later
        def held(free):
            worked = [d for d in range(35) if d not in (13, 20, 27, 34) and d not in free]
            return broken(
                law_of("de", *[(d, 6, 6) for d in worked], weeks=5), "de.hours.substitute"
            )

        assert held({19}) == []  # day 6 + 13
        assert [row[0] for row in held({21})] == ["week 1 sun"]  # day 6 + 15

    def test_on_the_calendar_a_day_before_or_after_the_roster_may_be_the_one(self):
        monday = date(2024, 3, 4)
        rows = [
            Duty("P", monday + timedelta(days=d), 360, 720, ())
            for d in range(42)
            if d not in (13, 27, 34, 41)
        ]
        found = check_roster(rows, country="de")
        # Sundays of weeks 1 and 3 are worked; that of week 1 may have had a day before the roster
        assert [v.first for v in found.violations if v.rule == "de.hours.substitute"] == [
            "2024-03-24"
        ]
