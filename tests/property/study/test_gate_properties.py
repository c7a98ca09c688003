"""The gate, for drawn plans: a straw never opens it, taking the last alternative away closes it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accord.plant.records import Exit, MachineChange, Person, Plant, Scenario, Station, Training
from accord.study.gate import exit_gate

START = date(2000, 1, 3)
NAMES = tuple(f"P{i:02d}" for i in range(40))
PEOPLE = tuple(Person(name, "press operator", weekly_h=39.0) for name in NAMES)
STATIONS = (Station("PRESS", machines=("M1", "M2", "M3")), Station("PACK", machines=("K1",)))
MACHINES = (MachineChange("PRESS", added=("M4",), removed=("M1",)),)
OTHER_MACHINES = (MachineChange("PACK", added=("K2",)),)


def plant(*scenarios: Scenario) -> Plant:
    return Plant("forty", "fr", "FRF", date(1999, 5, 3), 39.0, stations=STATIONS, people=PEOPLE,
                 scenarios=scenarios)  # fmt: skip


def scenario(name: str, **parts) -> Scenario:
    return Scenario(name, name, name, **{"start": START, "weekly_h": 39.0, **parts})


def exits(count: int, kind: str, after_days: int = 30) -> tuple[Exit, ...]:
    on = START + timedelta(days=after_days)
    scheme = "arpe" if kind == "early_exit" else ""
    return tuple(Exit(name, on, kind, scheme=scheme) for name in NAMES[:count])


@st.composite
def plans(draw) -> Scenario:
    count = draw(st.integers(1, 30))
    machines = draw(st.sampled_from([(), MACHINES]))
    return scenario("plan", exits=exits(count, "layoff"), machines=machines)


@st.composite
def straws(draw, layoffs: int) -> Scenario:
    """A scenario with other machines that takes away too few people and hours, or much later."""
    kind = draw(st.sampled_from(["leaver", "early_exit", "retirement"]))
    is_late = draw(st.booleans())
    # less than nine tenths of the dismissals, all the exits and hours together
    few = draw(st.integers(0, (9 * layoffs - 1) // 10))
    count = draw(st.integers(0, 40)) if is_late else few
    share = (
        0.0
        if is_late
        else draw(st.floats(0.0, 0.89 * layoffs - few))
        if few < 0.8 * layoffs
        else 0.0
    )
    weekly_h = 39.0 - 39.0 * share / len(PEOPLE)
    training = (Training(NAMES[0], "PRESS", "run", START, draw(st.floats(1, 100))),)
    return scenario(
        "straw",
        weekly_h=weekly_h,
        exits=exits(count, kind, after_days=3000 if is_late else 30),
        machines=draw(st.sampled_from([(), OTHER_MACHINES])),
        training=training,
    )


@given(st.data())
def test_adding_a_straw_never_opens_the_gate(data):
    plan = data.draw(plans())
    straw = data.draw(straws(len(plan.exits)))
    assert not exit_gate(plant(plan, straw), plan).is_open


@given(st.data())
def test_adding_a_straw_changes_nothing_beside_a_real_alternative(data):
    plan = data.draw(plans())
    real = scenario("real", exits=exits(len(plan.exits), "early_exit"))
    straw = data.draw(straws(len(plan.exits)))
    assert exit_gate(plant(plan, straw, real), plan).alternatives == ("real",)


@given(plans(), st.permutations(["early_exit", "retirement"]), st.integers(1, 2))
def test_taking_the_last_real_alternative_away_closes_the_gate(plan, kinds, count):
    real = [
        scenario(f"real{i}", exits=exits(len(plan.exits), kind))
        for i, kind in enumerate(kinds[:count])
    ]
    while real:
        gate = exit_gate(plant(plan, *real), plan)
        assert gate.alternatives == tuple(s.name for s in real)
        real.pop()
    assert not exit_gate(plant(plan), plan).is_open


@given(plans(), st.sampled_from(["leaver", "end_of_contract"]), st.integers(1, 40))
def test_whoever_is_dismissed_never_opens_the_gate_under_another_name(plan, kind, count):
    other = scenario("renamed", exits=exits(count, kind), machines=plan.machines)
    assert not exit_gate(plant(plan, other), plan).is_open


@given(plans())
def test_the_week_shorter_by_the_dismissed_hours_opens_the_gate(plan):
    shorter = 39.0 - 39.0 * len(plan.exits) / len(PEOPLE)
    gate = exit_gate(plant(plan, scenario("shorter", weekly_h=shorter)), plan)
    assert gate.is_open


@given(plans(), st.integers(1, 5))
def test_a_scenario_that_dismisses_someone_is_never_an_alternative(plan, count):
    other = scenario("other", exits=exits(count, "layoff"), machines=plan.machines)
    assert not exit_gate(plant(plan, other), plan).is_open
