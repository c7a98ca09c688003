"""Properties of applying scenarios: nothing changes in place, people and machines add up."""

from dataclasses import fields, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord import plant
from accord.plant.records import Exit, Hire, MachineChange, Scenario, Shift

GAILLON = Path(__file__).parents[3] / "plants" / "gaillon"
SIMULATED = [f.name for f in fields(plant.Plant) if f.name not in ("scenarios", "at")]


@cache
def gaillon():
    return plant.read(GAILLON)


def days(first=date(1999, 5, 3), last=date(2001, 4, 27)):
    return st.dates(first, last)


@st.composite
def changes(draw):
    """A scenario with random hires, exits, machines and perhaps new shifts."""
    people = [p.person for p in gaillon().people]
    gone = draw(st.lists(st.sampled_from(people), unique=True, max_size=12))
    start = draw(days(last=date(2000, 12, 31)))
    hires = tuple(
        Hire(f"h{i}", draw(st.integers(1, 9)), "j", "ouvrier", "O1", ("A", "B"), 7000.0, day)
        for i, day in enumerate(draw(st.lists(days(), max_size=3)))
    )
    machines = draw(st.lists(st.sampled_from(["PR01", "PR02", "PR03"]), unique=True, max_size=2))
    crews = {p.crew for p in gaillon().people if p.crew}
    shifts = tuple(Shift(c, 1, d, 360, 780) for c in sorted(crews) for d in range(5))
    return Scenario(
        name="X",
        title_fr="",
        title_en="",
        start=start,
        weekly_h=35,
        shifts=draw(st.sampled_from([None, shifts])),
        hires=hires,
        exits=tuple(Exit(p, draw(days()), "layoff") for p in gone),
        machines=(MachineChange("G63", removed=tuple(machines)),) if machines else (),
    )


@given(changes())
@settings(max_examples=40, deadline=None)
def test_hires_and_exits_add_up_on_every_day(scenario):
    base = gaillon()
    applied = plant.apply(base, scenario)
    for day in (base.on, scenario.start, date(2001, 4, 29)):
        present = sum(
            (p.present_from is None or p.present_from <= day)
            and (p.present_to is None or day <= p.present_to)
            for p in applied.people
        )
        hired = sum(h.count for h in scenario.hires if h.on <= day)
        left = sum(e.on < day for e in scenario.exits)
        assert present == len(base.people) + hired - left


@given(changes())
@settings(max_examples=30, deadline=None)
def test_applying_never_changes_the_plant_and_gives_the_same_each_time(scenario):
    before = repr(gaillon())
    first, second = plant.apply(gaillon(), scenario), plant.apply(gaillon(), scenario)
    assert repr(gaillon()) == before
    assert first == second


@given(changes())
@settings(max_examples=30, deadline=None)
def test_on_every_day_each_crew_has_one_roster_old_or_new(scenario):
    applied = plant.apply(gaillon(), scenario)
    if scenario.shifts is None:
        assert applied.shifts is gaillon().shifts
        return
    eve = scenario.start - timedelta(days=1)
    for day, wanted in ((eve, gaillon().shifts), (scenario.start, scenario.shifts)):
        held = [
            replace(s, since=None, until=None)
            for s in applied.shifts
            if (s.since or date.min) <= day <= (s.until or date.max)
        ]
        if day >= applied.on:
            assert sorted(held, key=repr) == sorted(wanted, key=repr)


def test_the_status_quo_changes_nothing_that_is_simulated():
    base = gaillon()
    quo = next(s for s in base.scenarios if s.name == "S0")
    applied = plant.apply(base, quo)
    assert all(getattr(applied, name) == getattr(base, name) for name in SIMULATED)


@pytest.mark.parametrize("name", ["S1", "S2", "S3", "S4a", "S4b", "S5", "S6", "S7", "S8", "S9"])
def test_what_a_scenario_does_not_name_is_the_same_record(name):
    base = gaillon()
    scenario = next(s for s in base.scenarios if s.name == name)
    applied = plant.apply(base, scenario)
    assert applied.orders is base.orders
    assert applied.stations == base.stations
    gone = {e.person for e in scenario.exits}
    kept = [p for p in applied.people if p.person not in gone and p.present_from is None]
    assert kept == [p for p in base.people if p.person not in gone]
    untouched = {o.product for o in base.operations} - {o.product for o in scenario.operations}
    assert [o for o in applied.operations if o.product in untouched] == [
        o for o in base.operations if o.product in untouched
    ]
