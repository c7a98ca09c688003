"""An animation read back tells the state of everything at any instant, as the trace does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from accord import flow
from accord.cli import app
from accord.errors import ModelError
from accord.flow.animation import Animation, read_animation, write_animation

WINDOW = (380.0, 700.0)


def shop() -> flow.Model:
    """Return two presses that come back, a bench, a machine that comes late, and two people."""
    model = flow.Model(time_unit="min")
    model.station("press", 2, operators=1, failure=flow.Exponential(60), repair=7)
    model.station("bench", ("b1", "late"), buffer=4)
    model.machine_dates.append(flow.MachineDate("late", 500.0, None))
    model.station("dock")
    cut, bend = (flow.Step("press", time=flow.Exponential(mean)) for mean in (2, 3))
    model.product("clip", [cut, flow.Step("bench", time=1.5), flow.Step("dock", time=0.1)])
    model.product("ring", [bend, flow.Step("dock", time=0.2)])
    model.saturate("clip")
    model.saturate("ring")
    for name, duty in (("o1", "06:00-10:30"), ("o2", "07:00-15:00")):
        model.person(name, ["press"], flow.daily(duty))
    return model


@pytest.fixture(scope="module")
def result() -> flow.FlowResult:
    return flow.simulate(shop(), until=900, trace=True, states=True, window=WINDOW)


@pytest.fixture
def film(result: flow.FlowResult, tmp_path: Path) -> Animation:
    write_animation(result, tmp_path / "film.json")
    return read_animation(tmp_path / "film.json")


def value_at(film: Animation, entity: int, time_us: float) -> int:
    """Return the value of an entity as a page that plays the events has it."""
    mine = (film.entity == entity) & (film.time_us <= time_us)
    return int(film.value[mine][-1]) if mine.any() else 0


def test_machines_people_and_queues_are_as_the_trace_says(
    result: flow.FlowResult, film: Animation
) -> None:
    assert result.states is not None
    assert result.queues is not None
    random = np.random.default_rng(4)
    machines, people = list(result.machines), list(result.people)
    seen = set()
    for _ in range(200):
        minute = random.uniform(*WINDOW)
        time_us = minute * 60e6
        if (abs(film.time_us - time_us) < 2000).any():  # a tick is a millisecond
            continue
        there = result.states.filter((pl.col("start") <= minute) & (pl.col("end") > minute))
        for who, names, states in (
            ("machine", machines, flow.MACHINE_STATES),
            ("person", people, flow.PERSON_STATES),
        ):
            told = dict(there.filter(pl.col(who).is_not_null()).select(who, "state").iter_rows())
            for i, name in enumerate(names):
                value = value_at(film, i + (len(machines) if who == "person" else 0), time_us)
                state = states[value % 16 - 1] if value else None
                assert state == told.get(name), (minute, name)
                seen.add(state)
        for j, station in enumerate(result.stations):
            before = result.queues.filter((pl.col("time") <= minute), station=station)
            assert value_at(film, len(machines) + len(people) + j, time_us) == before["pieces"][-1]
    assert {None, "run", "attend", "repair", "idle", "wait_staff"} <= seen


def test_a_running_machine_shows_its_product_and_a_person_his_station(
    result: flow.FlowResult, film: Animation
) -> None:
    run, attend = flow.MACHINE_STATES.index("run"), flow.PERSON_STATES.index("attend")
    is_press = film.entity < 2
    value = film.value[is_press & (film.value % 16 == run + 1)]
    assert set((value // 16).tolist()) >= {1, 2}
    who = (film.entity >= 4) & (film.entity < 6)
    places = film.value[who & (film.value % 16 == attend + 1)] // 16
    assert set(places.tolist()) == {1 + result.stations.index("press")}


def test_stations_stand_in_the_order_of_the_routes(film: Animation) -> None:
    places = {s["name"]: (s["x"], s["y"]) for s in film.head["stations"]}
    assert places == {"press": (0, 0), "bench": (1, 0), "dock": (1, 1)}
    assert film.head["links"] == [[0, 1], [0, 2], [1, 2]]


def test_events_are_in_order_and_each_changes_something(film: Animation) -> None:
    assert (np.diff(film.time_us) >= 0).all()
    for entity in np.unique(film.entity):
        assert (np.diff(film.value[film.entity == entity]) != 0).all()


def test_the_queue_at_the_beginning_of_a_window_is_known() -> None:
    whole = flow.simulate(shop(), until=900, states=True).queues
    cut = flow.simulate(shop(), until=900, states=True, window=WINDOW).queues
    assert whole is not None
    assert cut is not None
    for station in ("press", "bench", "dock"):
        before = whole.filter(pl.col("time") <= WINDOW[0], station=station)["pieces"][-1]
        first = cut.filter(station=station).row(0)
        assert first == (WINDOW[0], station, before)


def test_numbers_of_any_size_come_back(tmp_path: Path) -> None:
    model = flow.Model(time_unit="day")  # ticks of a millisecond: gaps of five bytes
    model.station("tank")
    model.product("part", [flow.Step("tank", time=300.0)])
    model.order("part", 3, release=400.0)
    result = flow.simulate(model, until=2000, trace=True, states=True)
    count = write_animation(result, tmp_path / "slow.json")
    film = read_animation(tmp_path / "slow.json")
    assert len(film.time_us) == count
    assert 400 * 86_400_000_000 in film.time_us
    assert film.time_us[-1] == 2000 * 86_400_000_000


def broken(content: dict[str, Any], **changes: Any) -> str:
    return json.dumps(content | changes)


def test_a_broken_file_is_refused_with_a_reason(result: flow.FlowResult, tmp_path: Path) -> None:
    path = tmp_path / "film.json"
    write_animation(result, path)
    content = json.loads(path.read_text())
    for text, reason in (
        ("{", "no animation"),
        ("[]", "no animation"),
        (broken(content, version=2), "version 2"),
        (broken(content, events="!!"), "no animation"),
        (broken(content, events="gA=="), "end inside a number"),
        (broken(content, num_events=1), "3 expected"),
        (broken(content, machines=[], people=[], stations=[]), "there are 0"),
        (broken(content, products=[]), "not there"),
    ):
        path.write_text(text)
        with pytest.raises(ModelError, match=reason):
            read_animation(path)


def test_the_command_writes_an_animation(tmp_path: Path) -> None:
    model = tmp_path / "shop.yaml"
    model.write_text(
        "stations: [{name: press}]\nproducts: [{name: part, route: [{station: press, time: 2}]}]\n"
        "saturate: [part]\nrun: {until: 100}\n"
    )
    film = tmp_path / "film.json"
    done = CliRunner().invoke(app, ["flow", "run", str(model), "--animation", str(film)])
    assert done.exit_code == 0, done.output
    events = read_animation(film)
    assert f"film.json: {len(events.time_us)} events" in done.stderr
    assert events.time_us[-1] == 100 * 60_000_000
    with pytest.raises(ModelError, match="states=True"):
        write_animation(flow.simulate(shop(), until=60), film)


def test_a_machine_and_a_person_may_have_one_name(tmp_path: Path) -> None:
    def events(*people: str) -> int:
        model = flow.Model(time_unit="min")
        model.station("s", machines=["1", "2"], operators=1)
        model.product("p", [flow.Step("s", time=2.0)])
        model.arrivals("p", every=flow.Exponential(1.5))
        for name in people:
            model.person(name, ["s"])
        told = flow.simulate(model, until=60, trace=True, states=True)
        return write_animation(told, tmp_path / "film.json")

    assert events("1", "2") == events("w1", "w2")
