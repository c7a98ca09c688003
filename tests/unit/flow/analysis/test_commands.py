"""The commands read model files, print for people and write JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from accord.cli import app

MODEL = """
time_unit: min
stations:
  - {name: cut, failure: exponential 300, repair: exponential 20}
  - {name: bend, buffer: 4, operators: 1}
products:
  - name: part
    route:
      - {station: cut, time: exponential 1}
      - {station: bend, time: exponential 1.2}
people:
  - {name: o1, skills: [bend]}
saturate: [part]
run: {until: 2000, warm_up: 100, replications: 6, seed: 3}
"""


@pytest.fixture
def models(tmp_path: Path) -> tuple[str, str]:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text(MODEL, encoding="utf-8")
    two.write_text(MODEL.replace("buffer: 4", "buffer: 12"), encoding="utf-8")
    return str(one), str(two)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["flow", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def told(*arguments: str) -> dict:
    return json.loads(run(*arguments, "--json"))


def test_compare_tells_the_paired_difference(models):
    answer = told("compare", *models, "--measure", "throughput", "--measure", "blocked:cut")
    assert answer["replications"] == 6
    assert [row["measure"] for row in answer["rows"]] == ["throughput", "blocked:cut"]
    assert answer["rows"][0]["difference"]["mean"] > 0
    assert "difference" in run("compare", *models)
    assert answer["time_unit"] == "min"
    assert "times in min, throughput in pieces per min" in run("compare", *models)


def test_rank_tells_the_best(models):
    answer = told("rank", *models, "--indifference", "0.005")
    assert answer["best"] == models[1]
    assert answer["rows"][1]["behind"]["low"] > 0
    assert "such a choice is right with probability 95% or more" in run("rank", *models)


def test_sensitivity_reads_places_and_ranges(models):
    answer = told(
        "sensitivity",
        models[0],
        "--vary",
        "stations.cut.repair=10..30",
        "--vary",
        "stations.bend.buffer",
        "--latin",
        "12",
    )
    places = {row["place"]: (row["low"], row["high"]) for row in answer["effects"]}
    assert places == {"stations.cut.repair": (10, 30), "stations.bend.buffer": (3, 5)}
    assert answer["together"]["num_points"] == 12


def test_bottleneck_tells_turning_point_and_gains(models):
    answer = told("bottleneck", models[1])
    assert answer["turning_points"] == ["bend"]
    assert answer["gains"][0]["station"] == "bend"
    assert "gain of throughput, paired, all intervals together 95 %" in run(
        "bottleneck", models[0], "--replications", "3"
    )


def test_warm_up_and_long_run_give_their_course_and_batches(models):
    course = told("warm-up", models[0], "--replications", "3")
    assert len(course["course"]) == 250
    assert course["measure"] == "throughput"
    answer = told("long-run", models[0], "--until", "50000")
    assert answer["low"] < answer["mean"] < answer["high"]
    assert answer["warm_up"] == 100


def test_run_prints_what_the_result_warns_of(models):
    output = run("run", models[0], "--replications", "1")
    assert "warning: 1 replication: nothing here has an interval" in output
    answer = told("run", models[0], "--precision", "0.01", "--measure", "use:bend")
    assert answer["reached"][0]["measure"] == "use:bend"
    assert answer["reached"][0]["is_reached"] is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sensitivity", "{}", "--vary", "stations.cut.repair=10-30"], "write a range as"),
        (["sensitivity", "{}", "--vary", "stations.cutt.repair"], "Did you mean 'cut'?"),
        (["compare", "{}", "{}", "--measure", "speed"], "measure 'speed' is not known"),
        (["rank", "{}"], "at least 2 models"),
    ],
)
def test_mistakes_are_told_without_a_traceback(models, arguments, said):
    done = CliRunner().invoke(app, ["flow", *(a.format(models[0]) for a in arguments), "--json"])
    assert done.exit_code == 2
    assert said in json.loads(done.stdout)["error"]


def test_a_plant_is_analysed_as_a_model(one_press):
    answer = told("bottleneck", str(one_press), "--until", "168", "--replications", "2")
    assert answer["stations"][0]["station"] == "PRESS"
    both = told("compare", str(one_press), str(one_press), "--until", "168", "--replications", "2")
    assert both["rows"][0]["difference"]["mean"] == 0
