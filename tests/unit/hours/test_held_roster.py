"""A dated roster held against the contract and against the law, as the command tells it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from accord.cli import app
from accord.cli_hours_roster_text import hours_lines, law_lines
from accord.errors import HoursError
from accord.hours.rosters.held_roster import make
from accord.hours.rosters.plant_roster import roster
from accord.hours.rosters.roster_file import roster_file
from accord.hours.rosters.verdict import law_duties, law_of_roster
from accord.plant import read
from accord.plant.records import Absence, Break, Closure, Person, Plant, Scenario, Shift

MONDAY = date(2024, 3, 4)


def shift(crew: str, weekday: int, start_h: float, end_h: float, *breaks: Break, **more) -> Shift:
    return Shift(crew, 1, weekday, round(start_h * 60), round(end_h * 60), breaks, **more)


def shop(*shifts: Shift, people: dict[str, str], **more) -> Plant:
    """Return a plant of people by crew, whose week is 35 hours."""
    members = tuple(Person(name, job="operator", crew=crew) for name, crew in people.items())
    known = {"name": "shop", "country": "fr", "currency": "EUR", "on": MONDAY, "weekly_h": 35.0}
    return Plant(**(known | {"people": members, "shifts": shifts} | more))


def pause(start_h: float, minutes: int, *, paid: bool = True) -> Break:
    return Break(round(start_h * 60), round(start_h * 60) + minutes, paid)


def week_of(crew: str, *breaks: Break, num_days: int = 5, **more) -> tuple[Shift, ...]:
    return tuple(shift(crew, day, 8, 15, *breaks, **more) for day in range(num_days))


def held(plant: Plant, **more):
    return make(plant, **({"first": plant.on, "days": 28} | more))


def test_hours_stand_beside_the_contract_and_absences_count_as_planned() -> None:
    plant = shop(
        *week_of("A", pause(12, 20)),
        *week_of("B", pause(12, 20, paid=False), num_days=6),
        people={"P": "A", "Q": "A", "R": "B", "idle": "C"},
        absences=(Absence("Q", MONDAY, MONDAY + timedelta(days=6), "leave"),),
        closures=(Closure(MONDAY + timedelta(days=7), MONDAY + timedelta(days=7)),),
    )
    found = held(plant)
    own = {one.person: one for one in found.hours}
    assert set(own) == {"P", "Q", "R"}  # nobody asks for the hours of who has no duty
    assert own["P"].average_h == pytest.approx(35 - 7 / 4)  # one Monday of four is closed
    assert (own["P"].least_week_h, own["P"].most_week_h) == (28, 35)
    assert own["Q"].average_h == own["P"].average_h
    assert (own["Q"].absent_days, own["P"].absent_days) == (5, 0)
    assert own["P"].worked_h - own["Q"].worked_h == pytest.approx(35)
    assert own["R"].average_h == pytest.approx((24 - 1) * (7 - 1 / 3) / 4)  # 20 minutes unpaid
    first, note = hours_lines(found)
    assert first.startswith("hours a week, contract 35 h: ")
    assert "1 above the contract" in first
    assert "1 weekday(s) closed" in note


def test_a_break_that_is_too_short_is_a_violation_of_each_day() -> None:
    kept, broken = (
        held(shop(*week_of("A", *breaks), people={"P": "A", "Q": "A"}))
        for breaks in ([pause(12, 20)], [pause(10, 10), pause(13, 10)])
    )
    assert kept.check.verdict is True
    assert kept.as_dict()["violations"] == []
    told = broken.as_dict()
    assert told["legal"] is False
    assert {v["article"].split()[-1] for v in told["violations"]} == {"L3121-16"}
    assert {(v["who"], v["value"], v["limit"]) for v in told["violations"]} == {
        ("P", 10, 20),
        ("Q", 10, 20),
    }
    assert len(told["violations"]) == 2 * 20
    head, line = law_lines(broken.check)[:2]
    assert head == "law of fr: 40 violation(s), 2 people"
    assert line.endswith("; 39 time(s) more, 2 people in all")


def test_of_crews_on_one_duty_with_other_breaks_the_strictest_are_checked() -> None:
    apart = held(
        shop(
            *week_of("A", pause(12, 20)),
            *week_of("B", pause(10, 10), pause(13, 10)),
            people={"P": "A", "Q": "B"},
        )
    )
    assert len({d.breaks for d in law_duties(apart.roster)}) == 1
    assert apart.check.verdict is False


def test_what_is_broken_before_the_roster_is_not_told_what_reaches_into_it_is() -> None:
    """Until Sunday the 10th nights of ten hours end at 8, where the mornings then begin."""
    until = MONDAY + timedelta(days=6)
    nights = [shift("A", day, 22, 32, pause(26, 30), until=until) for day in range(7)]
    mornings = week_of("A", pause(12, 20), since=until + timedelta(days=1))
    plant = shop(*nights, *mornings, people={"P": "A"})
    before = {v.rule for v in law_of_roster(roster(plant, days=7), plant).violations}
    assert {"fr.hours.rest_week", "fr.hours.days_week"} & before
    after = law_of_roster(roster(plant, first=until + timedelta(days=1), days=7), plant)
    assert after.violations, "the Monday begins the minute in which the night ends"
    assert all(v.last >= "2024-03-11" for v in after.violations)
    assert "fr.hours.rest_day" in {v.rule for v in after.violations}
    later = law_of_roster(roster(plant, first=until + timedelta(days=8), days=7), plant)
    assert "fr.hours.rest_day" not in {v.rule for v in later.violations}


def test_the_sex_decides_where_the_law_of_the_day_asks_for_it() -> None:
    nights = [shift("N", day, 22, 29, pause(26, 30)) for day in range(5)]
    plant = shop(*nights, people={"F": "N", "M": "N"}, on=date(1999, 3, 1))
    people = tuple(replace(p, sex=p.person) for p in plant.people)
    found = held(replace(plant, people=people))
    told = {v.who for v in found.check.violations + found.check.flagged if "women" in v.rule}
    assert told == {"F"}


def scenario() -> Scenario:
    return Scenario(
        name="short", title_fr="28 h", title_en="28 h", start=date(2024, 3, 18), weekly_h=28,
        shifts=week_of("A")[:4],
    )  # fmt: skip


def test_a_scenario_is_applied_from_its_start_with_its_contracts() -> None:
    plant = shop(*week_of("A", pause(12, 20)), people={"P": "A"}, scenarios=(scenario(),))
    found = held(plant, scenario="short", first=None)
    assert found.roster.problem.first == date(2024, 3, 18)
    (own,) = found.hours
    assert (own.contract_h, own.average_h) == (28, 28)
    assert found.as_dict()["scenario"] == "short"
    (before,) = held(plant, scenario="short", days=14).hours
    assert (before.contract_h, before.average_h) == (35, 35)
    with pytest.raises(HoursError, match=r"no scenario 'shirt'\. .*'short'"):
        held(plant, scenario="shirt")
    with pytest.raises(HoursError, match="It has none"):
        held(replace(plant, scenarios=()), scenario="short")


def test_the_command_rosters_the_designed_cycle_of_a_scenario() -> None:
    asked = ["hours", "roster", "plants/gaillon", "--scenario", "S9", "--days", "14"]
    said = CliRunner().invoke(app, asked).stdout
    assert "14 days from 1999-09-06" in said
    assert "scenario S9, " in said
    assert "16 crews of 2x8: the cycle designed, 16 weeks, 35.00 h" in said
    assert "law of fr: no limit is passed" in said
    told = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert (told["scenario"], told["legal"], told["violations"]) == ("S9", True, [])
    assert {one["contract_h"] for one in told["hours"].values()} == {35, 28, 17.5}
    assert told["assignments"].keys() == names_of(told)


def names_of(told: dict[str, dict[str, object]]) -> set[str]:
    """Return who is asked for: those of the plant and the hires."""
    hires = {name for name in told["assignments"] if not name.startswith("E")}
    return {p.person for p in read("plants/gaillon").people} | hires


def test_a_problem_in_text_form_has_no_scenario(tmp_path) -> None:
    with pytest.raises(HoursError, match="has no scenarios"):
        roster_file(tmp_path / "week.txt", scenario="S9")
