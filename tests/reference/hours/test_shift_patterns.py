"""A plant whose shift table is a known pattern is held to the law as the pattern itself is.

Kind: oracle. Two ways to one verdict: `hours.check` reads the shift table of a plant, `check_cycle`
the cycle of the pattern, whose values stand in `test_law_of_patterns.py` against the published
table.
"""

from __future__ import annotations

from datetime import date

import pytest

from accord import hours
from accord.hours import check_cycle, pattern
from accord.plant.records import Person, Plant, Shift

ON = date(2024, 6, 3)
DAY_MIN, WEEK_DAYS = 1440, 7
# the law of the table, where a plant that never stops may put a rest off and nights are agreed
OPENED = {"fr.hours.rest_week": "continuous", "fr.hours.night_average": "agreement"}
RULES = ("legal_week", "week_max", "average_max", "day_max", "rest_day", "rest_week", "span")
NAMES = ("2x8", "3x8", "4x8", "5x8", "dupont", "pitman", "4on4off", "4x10", "4-day-35h")


def plant_of(cycle):
    rows = []
    for start, end in zip(cycle.start_min.tolist(), cycle.end_min.tolist(), strict=True):
        day, of_day = divmod(start, DAY_MIN)
        week, weekday = divmod(day, WEEK_DAYS)
        rows.append(
            Shift("A", week + 1, weekday, of_day, of_day + end - start, cycle_weeks=cycle.num_weeks)
        )
    return Plant(
        name="pattern",
        country="FR",
        currency="EUR",
        on=ON,
        weekly_h=35,
        people=tuple(Person(f"P{i}", crew="A", sex="M") for i in range(30)),
        shifts=tuple(rows),
    )


@pytest.mark.parametrize("opened", [{}, OPENED], ids=["as it is", "opened"])
@pytest.mark.parametrize("name", NAMES)
def test_the_shift_table_of_a_plant_has_the_verdict_of_its_pattern(name, opened):
    cycle = pattern(name).cycle()
    held = check_cycle(cycle, country="fr", on=ON, overrides=opened)
    found = hours.check(plant_of(cycle), overrides=opened)
    of_plant = {f.rule: f for f in found.findings}
    values = {f.rule: f.value for f in held.findings}
    for rule in (f"fr.hours.{r}" for r in RULES):
        assert of_plant[rule].value == pytest.approx(values[rule]), rule
    # the patterns name no break
    broken = {r for r, f in of_plant.items() if f.severity == "breach"} - {"fr.hours.break"}
    assert broken == {f.rule for f in held.violations}
    assert ("fr.hours.legal_week" in {f.rule for f in held.flagged}) == (
        of_plant["fr.hours.legal_week"].severity == "flag"
    )
