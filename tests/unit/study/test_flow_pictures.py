"""Pictures of a simulation: what stands in them is what the result says."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from accord import flow
from accord.cli import app
from accord.errors import ModelError
from accord.study.flow_pictures import LOOKS, MOST_ROWS, utilisation, write_picture
from accord.study.gantt import gantt

PNG = b"\x89PNG\r\n"


def shop(machines: int = 2, people: int = 1) -> flow.Model:
    """Return presses with a person each and a bench that needs nobody."""
    model = flow.Model(time_unit="min")
    model.station("press", machines, operators=1, failure=flow.Exponential(90), repair=10)
    model.station("bench", buffer=3)
    for product in ("clip", "ring"):
        steps = [flow.Step("press", time=flow.Exponential(3)), flow.Step("bench", time=1)]
        model.product(product, steps)
        model.saturate(product)
    for i in range(people):
        model.person(f"o{i}", ["press"], flow.daily("06:00-14:00"))
    return model


@pytest.fixture(scope="module")
def result() -> flow.FlowResult:
    """Return three days of the shop, three times."""
    return flow.simulate(shop(), until=4320, replications=3, trace=True, states=True)


def bars(specification: dict[str, Any], panel: int) -> list[dict[str, Any]]:
    """Return the bars of a panel of a Gantt chart."""
    values: list[dict[str, Any]] = specification["vconcat"][panel]["data"]["values"]
    return values


def words(svg: Path) -> Iterator[str]:
    """Yield the texts of a picture."""
    for element in ET.parse(svg).iter():  # noqa: S314 - our own file
        if element.tag.endswith("}text") and element.text:
            yield element.text


def test_a_gantt_chart_has_a_bar_for_each_stay_in_its_window(result: flow.FlowResult) -> None:
    picture = gantt(result, begin=360, end=480)
    drawn: Any = picture.specification
    assert result.states is not None
    assert result.trace is not None
    machines = bars(drawn, 0)
    whole = sum(bar["b"] - bar["a"] for bar in machines if bar["r"] == "press-1")
    assert whole == pytest.approx(2.0)  # hours, without a gap
    runs = result.trace.filter(machine="bench", kind="run")
    made = runs.filter((runs["end"] > 360) & (runs["end"] < 480))
    for product in ("clip", "ring"):
        mine = made.filter(product=product)
        asked = float((mine["end"] - mine["start"].clip(360)).sum()) / 60
        told = sum(b["b"] - b["a"] for b in machines if (b["r"], b["s"]) == ("bench", product))
        assert asked - 1e-4 <= told <= asked + 1 / 60 + 1e-4  # the piece at the window's end
    assert {bar["r"] for bar in bars(drawn, 1)} == {"o0"}


def test_a_window_that_is_not_asked_for_begins_with_the_work(result: flow.FlowResult) -> None:
    [axis] = [gantt(result).specification["vconcat"][0]["encoding"]["x"]]  # type: ignore[index]
    begin, end = axis["scale"]["domain"]
    assert begin == pytest.approx(6 * 60 if "minutes" in axis["axis"]["title"] else 6)
    assert end > begin


def test_rows_finer_than_the_picture_are_told_pixel_by_pixel(result: flow.FlowResult) -> None:
    picture = gantt(result, begin=0, end=4320)
    assert any("each pixel" in note for note in picture.notes)
    press = [bar for bar in bars(picture.specification, 0) if bar["r"] == "press-1"]  # type: ignore[arg-type]
    assert sum(bar["b"] - bar["a"] for bar in press) == pytest.approx(3.0)  # days
    closed = sum(bar["b"] - bar["a"] for bar in press if bar["s"] == "closed")
    assert closed == pytest.approx(2.0, abs=0.02)


def test_the_clock_stands_below_where_the_first_day_is_known(result: flow.FlowResult) -> None:
    start = datetime(2026, 3, 2)  # noqa: DTZ001 - a wall clock
    picture = gantt(result, begin=360, end=420, start=start)
    assert "Mon 2026-03-02 06:00:00 to Mon 2026-03-02 07:00:00" in picture.notes
    assert bars(picture.specification, 1)[0]["a"] == 1_772_431_200_000  # type: ignore[arg-type]


def test_a_picture_says_whom_it_leaves_out() -> None:
    crowd = flow.simulate(shop(30, 50), until=1440, trace=True, states=True)
    picture = gantt(crowd)
    assert "24 of 31 machines: those most at work in this window" in picture.notes
    assert "16 of 50 people: those most at work in this window" in picture.notes
    rows = {bar["r"] for panel in (0, 1) for bar in bars(picture.specification, panel)}  # type: ignore[arg-type]
    assert len(rows) == MOST_ROWS
    assert "38 of 50 people: those most at work" in utilisation(crowd).notes


def test_the_bars_of_use_are_the_hours_of_the_result(result: flow.FlowResult) -> None:
    panels: Any = utilisation(result).specification["vconcat"]
    station, person = ([layer["data"]["values"] for layer in p["layer"]] for p in panels)
    hours = result.machine_h.sum(axis=1)[:, :2].sum(axis=1)
    open_h = hours.sum(axis=1) - hours[:, flow.MACHINE_STATES.index("closed")]
    share = 100 * hours[:, flow.MACHINE_STATES.index("run")] / open_h
    told = {bar["state"]: bar["share"] for bar in station[0] if bar["row"] == "press"}
    assert told["running"] == pytest.approx(share.mean())
    assert sum(told.values()) == pytest.approx(100)
    mean, low, high = flow.interval(share)
    assert station[1][0] == pytest.approx({"row": "press", "mean": mean, "low": low, "high": high})
    assert sum(bar["share"] for bar in person[0]) == pytest.approx(100)
    assert np.isfinite(person[1][0]["low"])


def test_pictures_are_well_formed_and_other_endings_refused(
    result: flow.FlowResult, tmp_path: Path
) -> None:
    picture = utilisation(result)
    write_picture(picture, tmp_path / "use.svg")
    assert {"press", "bench", "o0", "running", "attends"} <= set(words(tmp_path / "use.svg"))
    write_picture(picture, tmp_path / "use.png")
    assert (tmp_path / "use.png").read_bytes().startswith(PNG)
    with pytest.raises(ModelError, match=r"write \.svg or \.png"):
        write_picture(picture, tmp_path / "use.gif")


def test_a_gantt_chart_needs_a_trace_and_something_to_show(result: flow.FlowResult) -> None:
    with pytest.raises(ModelError, match="states=True"):
        gantt(flow.simulate(shop(), until=480))
    with pytest.raises(ModelError, match="widen --from and --to"):
        gantt(result, begin=9000, end=9100)


def test_the_command_draws_and_says_what_it_shows(tmp_path: Path) -> None:
    model = tmp_path / "shop.yaml"
    model.write_text(
        "stations: [{name: press}]\nproducts: [{name: part, route: [{station: press, time: 2}]}]\n"
        "saturate: [part]\nrun: {until: 100}\n"
    )
    files = tmp_path / "gantt.svg", tmp_path / "use.svg"
    options = [
        "--gantt",
        str(files[0]),
        "--utilisation",
        str(files[1]),
        "--from",
        "10",
        "--to",
        "20",
    ]
    done = CliRunner().invoke(app, ["flow", "run", str(model), *options])
    assert done.exit_code == 0, done.output
    assert "gantt.svg: 10 to 20 minutes from the start" in done.stderr
    assert "use.svg: one replication: no interval" in done.stderr
    assert "part" in set(words(files[0]))
    assert "running" in set(words(files[1]))


@pytest.mark.parametrize(
    ("who", "states"), [("machine", flow.MACHINE_STATES), ("person", flow.PERSON_STATES)]
)
def test_every_state_has_a_colour_of_its_own(who: str, states: tuple[str, ...]) -> None:
    colours = [LOOKS[who][state][1] for state in states]
    assert len(set(colours)) == len(states)


def test_a_walk_is_not_at_work(tmp_path: Path) -> None:
    model = flow.Model(time_unit="min")
    for name in ("a", "b"):
        model.station(name, operators=1, area=name)
    model.product("part", [flow.Step("a", time=1), flow.Step("b", time=1)])
    model.conwip(1, {"part": 1})
    model.person("P", ["a", "b"])
    model.effects = flow.Effects(walking=flow.Walking(between_min=1.0))
    result = flow.simulate(model, until=1000, replications=2)
    write_picture(utilisation(result), tmp_path / "use.svg")
    assert "0.500 at work" in result.summary()
    assert ">50.0 %" in (tmp_path / "use.svg").read_text()


def test_who_stays_at_a_broken_machine_is_not_at_work(tmp_path: Path) -> None:
    model = flow.Model(time_unit="min")
    model.station("press", operators=1, failure=60.0, repair=20.0)
    model.product("part", [flow.Step("press", time=1.0)])
    model.saturate("part")
    model.person("P", ["press"])
    result = flow.simulate(model, until=800, replications=2)  # ten times 60 at work, 20 beside it
    write_picture(utilisation(result), tmp_path / "use.svg")
    assert "0.750 at work" in result.summary()
    assert (tmp_path / "use.svg").read_text().count(">75.0 %") == 2  # the press and the person
