"""Known shift patterns give the hours and verdicts that are published for them.

Kind: paper and hand. Source: pattern table of the sector reference (M/A/N are 8 h from 06:00,
14:00 and 22:00; D and n are 12 h from 06:00 and 18:00; L is 10 h; J is 8.75 h).
"""

from __future__ import annotations

from datetime import date

import pytest

from accord import hours
from accord.plant.records import Person, Plant, Shift

SHIFTS = {
    "M": (360, 840),
    "A": (840, 1320),
    "N": (1320, 1800),
    "D": (360, 1080),
    "n": (1080, 1800),
    "L": (360, 960),
    "J": (360, 885),
}
ON = date(2024, 1, 1)
# written from its second week: a free last week would not be seen, the table names worked days only
DUPONT = "DDD-nnn---DDDD-------nnnn---"


def found_for(word: str):
    length = len(word)
    num_days = next(n for n in range(7, 7 * length + 1, 7) if n % length == 0)
    rows = tuple(
        Shift("A", day // 7 + 1, day % 7, *SHIFTS[word[day % length]])
        for day in range(num_days)
        if word[day % length] in SHIFTS
    )
    plant = Plant(
        name="pattern",
        country="FR",
        currency="EUR",
        on=ON,
        weekly_h=35,
        people=tuple(Person(f"P{i}", crew="A", sex="M") for i in range(30)),
        shifts=rows,
    )
    return {f.rule: f for f in hours.check(plant).findings}


@pytest.mark.parametrize(
    ("word", "average", "longest_week", "worst_12_weeks"),
    [
        ("MMMMM--AAAAA--", 40.0, 40.0, 40.0),
        ("MMMMM--AAAAA--NNNNN--", 40.0, 40.0, 40.0),
        ("MMAANN--", 42.0, 48.0, 42.7),
        ("MMAANN----", 33.6, 48.0, 34.7),
        (DUPONT, 42.0, 72.0, 42.0),
        ("DD--DDD--DD---", 42.0, 60.0, 42.0),
        ("DDnn----", 42.0, 48.0, 44.0),
        ("LLLL---", 40.0, 40.0, 40.0),
        ("JJJJ---", 35.0, 35.0, 35.0),
    ],
)
def test_the_pattern_has_its_published_hours(word, average, longest_week, worst_12_weeks):
    found = found_for(word)
    assert found["fr.hours.legal_week"].value == pytest.approx(average)
    assert found["fr.hours.week_max"].value == pytest.approx(longest_week)
    assert found["fr.hours.average_max"].value == pytest.approx(worst_12_weeks, abs=0.05)


@pytest.mark.parametrize(
    ("word", "breaches"),
    [
        ("MMMMM--AAAAA--", set()),
        ("MMMMM--AAAAA--NNNNN--", set()),
        ("MMAANN--", set()),
        ("MMAANN----", set()),
        (
            DUPONT,
            {"fr.hours.day_max", "fr.hours.week_max", "fr.hours.night_worker"},
        ),
        ("DD--DDD--DD---", {"fr.hours.day_max", "fr.hours.week_max"}),
        ("DDnn----", {"fr.hours.day_max", "fr.hours.night_worker"}),
        ("LLLL---", set()),
        ("JJJJ---", set()),
    ],
)
def test_the_pattern_breaks_the_published_limits_and_no_other(word, breaches):
    found = found_for(word)
    # the patterns name no break, and twelve-hour shifts have no other fault of rest
    broken = {rule for rule, f in found.items() if f.severity == "breach"} - {"fr.hours.break"}
    assert broken == breaches


def test_a_4x8_cycle_is_above_35_hours_and_a_5x8_cycle_below():
    assert found_for("MMAANN--")["fr.hours.legal_week"].severity == "flag"
    assert found_for("MMAANN----")["fr.hours.legal_week"].severity == "ok"
