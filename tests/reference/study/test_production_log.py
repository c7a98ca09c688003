"""The real log, split on time as in the published comparisons (docs/howto page has the table)."""

from __future__ import annotations

import json
from dataclasses import astuple

import pytest
from typer.testing import CliRunner

from accord.cli import app
from accord.study.validation import validate_log


@pytest.fixture(scope="module")
def found(production_log):
    return validate_log(
        production_log / "Production_train.csv", test=production_log / "Production_test.csv"
    )


def test_the_parts_are_the_published_ones(found):
    assert (found.num_train, found.num_test) == (82, 83)
    assert found.num_repeatable < found.num_train


def test_the_replayed_train_part_is_as_far_as_measured_before(found):
    # kind: other_program; shared reference on this log, measured with log-distance-measures 2.2.0
    replay = found.lines[1]
    assert astuple(replay.mean) == pytest.approx((0.372, 104.0, 1.10, 27.4, 99.3), rel=5e-3)


def test_the_model_is_nearer_than_the_best_published_absolute_and_keeps_routes_and_hours(found):
    # kind: paper; best published absolute 61.1, n-gram goal .60, circadian goal 2.7
    mean = found.lines[0].mean
    assert mean.absolute_h < 61.0
    assert mean.ngram <= 0.60
    assert mean.circadian_h <= 2.7


def test_the_model_beats_the_replay_where_time_counts(found):
    model, replay = found.lines[0].mean, found.lines[1].mean
    assert model.ngram < replay.ngram
    assert model.absolute_h < replay.absolute_h / 2
    assert model.relative_h < replay.relative_h
    assert model.cycle_time_h < replay.cycle_time_h / 2


def test_the_model_is_about_as_near_as_the_held_back_cases_drawn_again(found):
    model, again = found.lines[0].mean, found.lines[3].mean
    assert model.cycle_time_h < 1.25 * again.cycle_time_h
    assert model.relative_h < 1.25 * again.relative_h


def test_the_command_prints_the_table_and_writes_json(production_log):
    log = str(production_log / "Production_Data_rebuilt.csv")
    asked = ["mine", log, "--validate", "--split", "2012-03-01", "--runs", "2"]
    table = CliRunner().invoke(app, asked)
    assert table.exit_code == 0
    assert "floor: its own cases drawn again" in table.stdout
    told = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert told["has_pieces"]
    assert [line["num_logs"] for line in told["lines"]] == [2, 1, 40, 40]
    assert sum(week["cases_ended"] for week in told["weeks"]) == told["num_test"]
