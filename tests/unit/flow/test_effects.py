"""Effects of people as written: in a model, a model file, a plant; what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from accord import flow, plant
from accord.cli import app
from accord.errors import ModelError
from accord.flow.effects import PARAMETERS, PRIORS, WAYS, read_switches
from accord.flow.from_plant import model_of
from accord.flow.modelfile import read_model
from accord.plant.settings import EFFECT_WAYS, EFFECTS

GAILLON = Path(__file__).parents[3] / "plants" / "gaillon"

FILE = """
time_unit: min
stations: [{name: press, operators: 1, area: hall, manual_share: 0.5}]
products: [{name: clip, route: [{station: press, time: 1}]}]
people:
  - {name: o1, skills: [press], duty: {daily: ["06:00-14:00"]}}
  - {name: t1, skills: [{station: press, experience: 3}], start: 60, end: 600, mentor: o1}
saturate: [clip]
effects: {learning: high, spread: prior}
run: {until: 1440}
"""


@pytest.fixture(scope="module")
def gaillon():
    return plant.read(GAILLON)


def test_the_words_of_a_plant_and_of_the_model_are_the_same():
    assert tuple(PARAMETERS) == EFFECTS
    assert WAYS == EFFECT_WAYS


def test_each_prior_lies_in_its_range_and_has_a_source_and_a_mark():
    used = {ident for _, numbers in PARAMETERS.values() for ident in numbers.values()}
    assert used == set(PRIORS)
    for prior in PRIORS.values():
        assert prior.low <= prior.value <= prior.high
        assert prior.source
        assert prior.mark in "CSMXI"


def test_fatigue_may_be_none_at_all():
    assert PRIORS["fatigue.hour"].low <= 0.0 <= PRIORS["fatigue.hour"].high
    assert PRIORS["fatigue.night"].low <= 0.0 <= PRIORS["fatigue.night"].high


def test_every_effect_of_the_example_plant_is_off(gaillon):
    assert model_of(gaillon, 1).effects.names_on == ()


def test_a_plant_switches_effects_on_with_the_numbers_of_its_evidence(gaillon):
    evidence = tuple(
        replace(e, value=0.07, low=0.01) if e.id == "oper.sd" else e for e in gaillon.evidence
    )
    changed = replace(gaillon, evidence=evidence, effects=(("spread", "prior"),))
    effects = model_of(changed, 1).effects
    assert effects.names_on == ("spread",)
    assert effects.spread == flow.Spread(cv=0.07)
    assert effects.switched({"spread": "low"}).spread == flow.Spread(cv=0.01)


def test_who_is_hired_in_the_run_begins_without_experience(gaillon):
    one = min(s.person for s in gaillon.skills if s.level >= 2)
    people = tuple(
        replace(p, hire_date=gaillon.on) if p.person == one else p for p in gaillon.people
    )
    model = model_of(replace(gaillon, people=people), 1)
    of_person = {p.name: {s.experience for s in p.skills} for p in model.people}
    assert [name for name, done in of_person.items() if done == {0.0}] == [one]


def test_a_model_file_has_the_words_of_effects_and_temporary_staff(tmp_path):
    path = tmp_path / "model.yaml"
    path.write_text(FILE, encoding="utf-8")
    model, _ = read_model(path)
    assert model.effects.names_on == ("learning", "spread")
    assert model.stations[0].area == "hall"
    assert model.stations[0].manual_share == 0.5
    temporary = model.people[1]
    assert (temporary.start, temporary.end, temporary.mentor) == (60.0, 600.0, "o1")
    assert temporary.skills[0].experience == 3.0


def test_the_command_switches_effects_and_tells_of_each_person(tmp_path):
    path = tmp_path / "model.yaml"
    path.write_text(FILE, encoding="utf-8")
    told = CliRunner().invoke(
        app, ["flow", "run", str(path), "--effects", "learning=off,peers=prior", "--json"]
    )
    assert told.exit_code == 0, told.output
    result = json.loads(told.output)
    assert {row["effect"] for row in result["effects"]} == {"spread", "peers"}
    person = result["people"][0]
    presence = sum(
        person[name]["mean"]
        for name in ("busy_h", "waiting_h", "blocked_by_machine_h", "walking_h", "overtime_h")
    )
    assert presence + person["hours"]["break_"] == pytest.approx(person["present_h"]["mean"])
    at_press = person["busy_h"]["mean"] + person["overtime_h"]["mean"]
    assert person["stations_h"] == pytest.approx({"press": at_press})
    assert 0.5 < person["pace"]["mean"] < 1.5


def test_switches_are_read_as_pairs():
    assert read_switches("learning=low, fatigue=off,") == {"learning": "low", "fatigue": "off"}
    with pytest.raises(ModelError, match="learning=low"):
        read_switches("learning")


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        (flow.Effects(learning=flow.Learning(novice=1.2)), "learning.novice is 1.2"),
        (flow.Effects(learning=flow.Learning(by="person")), "station or product"),
        (flow.Effects(learning=flow.Learning(new_products=("x",))), "product 'x' has no route"),
        (flow.Effects(spread=flow.Spread(cv=-0.1)), "spread.cv is -0.1"),
        (flow.Effects(fatigue=flow.Fatigue(per_hour=float("nan"))), "fatigue.per_hour is nan"),
        (flow.Effects(walking=flow.Walking(times_min={("press", "x"): 1.0})), "names of stations"),
        (flow.Effects(walking=flow.Walking(between_min=-1.0)), "walking: a time is negative"),
        (flow.Effects(task_pieces=0), "task_pieces is 0"),
    ],
)
def test_numbers_without_meaning_are_refused(press, effects, words):
    press.effects = effects
    with pytest.raises(ModelError, match=words):
        flow.simulate(press, until=10.0)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ({"mentor": "nobody"}, "mentor 'nobody' is nobody else"),
        ({"start": 5.0, "end": 5.0}, "employed from 5.0 to 5.0"),
    ],
)
def test_employment_and_mentors_are_checked(press, person, words):
    press.person("P3", ["press"], **person)
    with pytest.raises(ModelError, match=words):
        flow.simulate(press, until=10.0)
