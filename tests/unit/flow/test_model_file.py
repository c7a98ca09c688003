"""A model in a YAML file: the same bits as the model in Python, and every mistake at its place."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from accord import flow
from accord.cli import app
from accord.errors import InputError
from accord.flow.modelfile import read_model

WHOLE = """
time_unit: min
rules: {shift_end: preempt, long_task_end: finish}
stations:
  - {name: press, machines: [p1, p2], operators: 1, machines_per_operator: 2, setup_skill: SET,
     failure: exponential 300, repair: lognormal 20 0.5, repair_skill: MAINT}
  - {name: oven, operators: 1, attendance: load, load: 0.5, unload: 0.25, buffer: 12}
  - {name: bench}
products:
  - name: clip
    route:
      - {station: press, rate_h: 400, cv: 0.1, noise_pieces: 20, setup: 30, setup_cv: 0.2, lot: 200,
         transfer: 4, scrap: 0.02, rework: 0.05, rework_station: bench, rework_time: 1}
      - {station: oven, time: uniform 2 0.5}
people:
  - {name: o1, skills: [press, oven], duty: {daily: ["06:00-10:00", "10:30-14:00"]}}
  - name: o2
    skills: [{station: oven, pace: 0.9}]
    duty: {mon: ["05:00-13:00"], tue: "05:00-13:00"}
  - {name: m1, skills: [{station: SET, task: setup}, {station: MAINT, task: repair}]}
conwip: {limit: 3}
orders:
  - {product: clip, quantity: 900, release: 60, due: 900, priority: 1, lot: 200, name: first}
  - {product: clip, quantity: 500}
run: {until: 2880, warm_up: 60, replications: 3, seed: 7}
"""


def whole_model() -> flow.Model:
    rules = flow.Rules(shift_end="preempt", long_task_end="finish")
    model = flow.Model(time_unit="min", rules=rules)
    model.station(
        "press",
        ("p1", "p2"),
        operators=1,
        machines_per_operator=2,
        setup_skill="SET",
        failure=flow.Exponential(300),
        repair=flow.Lognormal(20, 0.5),
        repair_skill="MAINT",
    )
    model.station("oven", operators=1, attendance="load", load=0.5, unload=0.25, buffer=12)
    model.station("bench")
    press = flow.Step(
        "press",
        rate_h=400,
        cv=0.1,
        noise_pieces=20,
        setup=30,
        setup_cv=0.2,
        lot=200,
        transfer=4,
        scrap=0.02,
        rework=0.05,
        rework_station="bench",
        rework_time=1,
    )
    model.product("clip", [press, flow.Step("oven", time=flow.Uniform(2, 0.5))])
    model.person("o1", ["press", "oven"], flow.daily("06:00-10:00", "10:30-14:00"))
    week = flow.weekly({"mon": ["05:00-13:00"], "tue": ["05:00-13:00"]})
    model.person("o2", [flow.Skill("oven", pace=0.9)], week)
    model.person("m1", [flow.Skill("SET", "setup"), flow.Skill("MAINT", "repair")])
    model.conwip(3)
    model.order("clip", quantity=900, release=60, due=900, priority=1, lot=200, name="first")
    model.order("clip", quantity=500)
    return model


def run_command(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["flow", "run", *arguments])
    return result.exit_code, result.output


def write(folder: Path, text: str) -> Path:
    path = folder / "model.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_the_model_that_its_words_would_build_in_python(tmp_path: Path) -> None:
    text = WHOLE.replace("uniform 2 0.5", "lognormal 2 0.3")
    model, run = read_model(write(tmp_path, text))
    twin = whole_model()
    press, oven = twin.products["clip"]
    twin.product("clip", [press, flow.Step(oven.station, time=flow.Lognormal(2, 0.3))])
    assert vars(model) == vars(twin)
    assert run.arguments() == {"until": 2880, "warm_up": 60, "replications": 3, "seed": 7}


def test_the_command_prints_what_simulate_returns(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE.replace("uniform 2 0.5", "lognormal 2 0.3"))
    trace = tmp_path / "tasks.parquet"
    code, output = run_command(str(path), "--json", "--seed", "3", "--trace", str(trace))
    assert code == 0, output
    end = output.rindex("}") + 1
    assert output[end:].strip().startswith("accord: tasks.parquet: ")
    told = json.loads(output[:end])
    model, _ = read_model(path)
    result = flow.simulate(model, until=2880, warm_up=60, replications=3, seed=3, trace=True)
    assert told == {"model": str(path), **json.loads(json.dumps(result.as_dict()))}
    assert told["good_pieces"]["mean"] == pytest.approx(result.good_pieces.sum() / 3)
    hours = told["stations"][0]["hours"]
    assert sum(hours.values()) == pytest.approx(2 * (2880 - 60) / 60)
    assert told["people"][2]["present_h"]["mean"] == pytest.approx((2880 - 60) / 60)
    assert result.trace is not None
    assert pl.read_parquet(trace).equals(result.trace)


def test_one_run_has_no_interval_and_its_json_says_null(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE.replace("uniform 2 0.5", "2").replace("replications: 3, ", ""))
    told = json.loads(run_command(str(path), "--json")[1])
    assert told["good_pieces"]["low"] is None
    assert told["good_pieces"]["mean"] > 0


@pytest.mark.parametrize(("written", "known"), [("[]", []), ("press", ["press"])])
def test_a_person_may_master_nothing_or_one_station(
    tmp_path: Path, written: str, known: list[str]
) -> None:
    text = f"""stations: [{{name: press, operators: 1}}]
products: [{{name: part, route: [{{station: press, time: 1}}]}}]
people: [{{name: o1, skills: {written}}}]
saturate: [part]
"""
    model, _ = read_model(write(tmp_path, text))
    assert [skill.station for skill in model.people[0].skills] == known


def test_every_mistake_of_a_file_comes_at_once_with_its_place(tmp_path: Path) -> None:
    text = """time_unit: mn
rules: {shift_end: stop}
stations:
  - {name: press, buffr: 3, failure: expo 3, repair: lognormal 5, machines: 0}
products:
  - {name: part, route: [{station: press, time: 1, scrap: 1.5, lot: many}]}
people:
  - {name: o1, skills: [{station: press, task: runs}], duty: {daily: ["06:00-25:00"]}}
  - {name: o2, skills: [press], duty: {monday: ["06:00-14:00"]}}
arrivals:
  - {product: part}
conwip: {mix: {part: -1}}
orders:
  - {quantity: 0.5}
run: {until: -1, replications: none}
"""
    with pytest.raises(InputError) as caught:
        read_model(write(tmp_path, text))
    seen = {(p.place.line, p.seen.split(" is ")[0]) for p in caught.value.problems}
    assert seen >= {
        (1, "time_unit"),
        (2, "rules.shift_end"),
        (4, "unknown key 'stations.0.buffr'"),
        (4, "stations.0.failure"),
        (4, "stations.0.repair"),
        (4, "stations.0.machines"),
        (6, "products.0.route.0.scrap"),
        (6, "products.0.route.0.lot"),
        (8, "people.0.skills.0.task"),
        (8, "people.0.duty"),
        (9, "people.1.duty"),
        (11, "arrivals.0.every"),
        (12, "conwip.limit"),
        (12, "conwip.mix.part"),
        (14, "orders.0.product"),
        (14, "orders.0.quantity"),
        (15, "run.until"),
        (15, "run.replications"),
    }
    assert all(p.remedy and p.place.column for p in caught.value.problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stations: [{name: a}]\nproducts: [{name: p, route: [{station: b, time: 1}]}]\n"
         "saturate: [p]\nrun: {until: 9}", "no station of this name is declared"),
        ("stations: [{name: a}]\nproducts: [{name: p, route: [{station: a, time: 1}]}]\n"
         "saturate: [p]", "give the run an end"),
        ("stations: [{name: a}]\nproducts: [{name: p, route: [{station: a, time: 1}]}]\n"
         "run: {until: 9}", "nothing enters the shop"),
    ],
)  # fmt: skip
def test_a_model_that_cannot_run_is_refused_with_a_remedy(
    tmp_path: Path, text: str, said: str
) -> None:
    code, output = run_command(str(write(tmp_path, text)))
    assert code == 2
    assert said in output


def test_a_name_that_is_not_declared_is_told_by_its_place_with_a_near_one(tmp_path: Path) -> None:
    text = """stations:
  - {name: press, repair_skill: fitters, moved_by: truk}
  - {name: truck}
products:
  - {name: part, route: [{station: pres, time: 1, components: {bolt: 2}, rework: 0.1,
     rework_station: bench, alternatives: [{station: weld}]}]}
people:
  - {name: o1, skills: [press, fitter, {station: wled}], mentor: o9}
maintenance: [{station: oven, every: 5, duration: 1}]
kanban: [{stations: [press, oven], cards: 2}]
materials: [{name: screw}]
deliveries: [{component: screws, at: 5, quantity: 1}]
saturate: prt
arrivals: [{product: a, every: 5}]
conwip: {limit: 3, mix: {b: 1}}
orders: [{product: c, quantity: 1}]
wip: [{product: d, step: 0, quantity: 1}]
shipping: [{product: e, at: "10:00-11:00"}]
"""
    with pytest.raises(InputError) as caught:
        read_model(write(tmp_path, text))
    seen = [p for p in caught.value.problems if "of this name is declared" in p.rule]
    wrong = "truk pres bolt bench weld fitter wled o9 oven oven screws prt a b c d e"
    assert [p.seen.rsplit("'", 2)[1] for p in seen] == wrong.split()
    assert {"Did you mean 'truck'?", "Did you mean 'fitters'?"} <= {p.remedy for p in seen}
    assert all(p.place.line and p.place.column for p in seen)


def test_a_start_on_another_weekday_than_the_duties_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE.replace("uniform 2 0.5", "2"))
    code, output = run_command(str(path), "--start", "2026-03-04")
    assert code == 2
    assert "start 2026-03-04 is a Wednesday; time 0 is a Monday in the duties" in output
    assert run_command(str(path), "--start", "2026-03-02")[0] == 0


def test_a_trace_needs_an_ending_that_is_known(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE.replace("uniform 2 0.5", "2"))
    code, output = run_command(str(path), "--trace", str(tmp_path / "tasks.txt"))
    assert code == 2
    assert "write .parquet, .csv, .xes" in output


def test_the_tasks_counted_are_those_that_the_log_holds(tmp_path: Path) -> None:
    text = """stations: [{name: press}]
products: [{name: part, route: [{station: press, time: 1}]}]
orders: [{product: part, quantity: 5, lot: 1}]
maintenance: [{station: press, every: 3, duration: 1}]
run: {until: 9}
"""
    log, table = tmp_path / "tasks.xes", tmp_path / "tasks.csv"
    path = str(write(tmp_path, text))
    told = run_command(path, "--trace", str(log))[1]
    kept = log.read_text(encoding="utf-8").count("<event>") // 2
    assert kept == 5  # a maintenance belongs to no case
    assert f"tasks.xes: {kept} tasks" in told
    told = run_command(path, "--trace", str(table))[1]
    rows = pl.read_csv(table)
    assert rows.height > kept
    assert f"tasks.csv: {rows.height} tasks" in told
