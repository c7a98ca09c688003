"""The five distances between event logs: closed forms, a package of the field, the real log."""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from log_distance_measures.absolute_event_distribution import (
    absolute_event_distribution_distance,
)
from log_distance_measures.circadian_event_distribution import (
    circadian_event_distribution_distance,
)
from log_distance_measures.config import EventLogIDs
from log_distance_measures.cycle_time_distribution import cycle_time_distribution_distance
from log_distance_measures.n_gram_distribution import n_gram_distribution_distance
from log_distance_measures.relative_event_distribution import (
    relative_event_distribution_distance,
)
from typer.testing import CliRunner

from accord.cli import app
from accord.flow.validate import log_distances, wasserstein
from accord.plant.mine.eventlog import read_log

MONDAY = datetime.fromisoformat("2024-03-04")
SCHEMA = {
    "case": pl.String,
    "activity": pl.String,
    "start": pl.Datetime("us"),
    "end": pl.Datetime("us"),
}
IDS = EventLogIDs("case", "activity", "start", "end", "resource")


def frame(rows: list[tuple[str, str, int, int]]) -> pl.DataFrame:
    """Build a log from (case, activity, start, duration) in minutes."""
    return pl.DataFrame(
        [
            (case, activity, MONDAY + timedelta(minutes=at), MONDAY + timedelta(minutes=at + lasts))
            for case, activity, at, lasts in rows
        ],
        schema=SCHEMA,
        orient="row",
    )


def moved(log: pl.DataFrame, by: timedelta) -> pl.DataFrame:
    return log.with_columns(pl.col("start") + by, pl.col("end") + by)


def of_the_field(log: pl.DataFrame, other: pl.DataFrame) -> tuple[float, ...]:
    """Return the distances as the package computes them."""
    one, two = (pd.DataFrame(table.to_dict(as_series=False)) for table in (log, other))
    hour = timedelta(hours=1)
    return (
        n_gram_distribution_distance(one, IDS, two, IDS, 3),
        absolute_event_distribution_distance(one, IDS, two, IDS),
        circadian_event_distribution_distance(one, IDS, two, IDS),
        relative_event_distribution_distance(one, IDS, two, IDS),
        cycle_time_distribution_distance(one, IDS, two, IDS, hour),
    )


logs = st.lists(
    st.tuples(
        st.sampled_from("ABCDE"),
        st.sampled_from(["turn", "drill", "grind"]),
        st.integers(0, 20_000),
        st.integers(0, 3_000),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda row: (row[0], row[2], row[3]),  # the package leaves the order of ties open
).map(frame)


def test_the_distance_of_two_samples_is_the_area_between_their_distributions() -> None:
    assert wasserstein(np.array([0.0, 1.0, 3.0]), np.array([5.0, 6.0, 8.0])) == 5.0
    assert wasserstein(np.array([0.0]), np.array([0.0, 1.0])) == 0.5
    assert wasserstein(np.array([2.0]), np.array([2.0])) == 0.0


@settings(max_examples=150, deadline=None, derandomize=True)
@given(logs, logs)
def test_random_logs_are_as_far_apart_as_the_package_says(
    log: pl.DataFrame, other: pl.DataFrame
) -> None:
    assert astuple(log_distances(log, other)) == pytest.approx(of_the_field(log, other), abs=1e-9)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(logs, logs)
def test_a_log_is_alike_to_itself_and_the_order_of_two_logs_does_not_matter(
    log: pl.DataFrame, other: pl.DataFrame
) -> None:
    assert astuple(log_distances(log, log)) == (0.0,) * 5
    there, back = log_distances(log, other), log_distances(other, log)
    assert astuple(there) == pytest.approx(astuple(back))


def test_a_log_moved_by_hours_differs_on_the_calendar_alone() -> None:
    log = frame([("A", "turn", 480, 60), ("A", "drill", 600, 30), ("B", "turn", 700, 90)])
    distances = log_distances(log, moved(log, timedelta(hours=5)))
    assert distances.absolute_h == 5.0
    assert distances.circadian_h == pytest.approx(5 / 7)
    assert (distances.ngram, distances.relative_h, distances.cycle_time_h) == (0.0, 0.0, 0.0)


def test_a_log_without_rows_is_refused() -> None:
    log = frame([("A", "turn", 0, 1)])
    with pytest.raises(ValueError, match="without rows"):
        log_distances(log, log.clear())


def test_the_training_part_of_the_real_log_replayed_is_as_far_as_published(
    production_log: Path,
) -> None:
    train = read_log(production_log / "Production_train.csv").rows
    test = read_log(production_log / "Production_test.csv").rows
    replayed = moved(train, timedelta(days=49))
    got = astuple(log_distances(test, replayed))
    assert got == pytest.approx((0.372, 104.0, 1.10, 27.4, 99.3), abs=0.05)
    later = log_distances(test, moved(test, timedelta(hours=5)))
    assert later.absolute_h == pytest.approx(5.0)
    assert later.circadian_h == pytest.approx(2.06, abs=0.005)


def test_the_command_tells_the_same_numbers(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    log = frame([("A", "turn", 480, 60), ("A", "drill", 600, 30), ("B", "turn", 700, 90)])
    named = log.with_columns(pl.lit("M1").alias("resource"), pl.lit("W1").alias("worker"))
    named.write_csv(one)
    moved(named, timedelta(hours=3)).write_csv(two)
    result = CliRunner().invoke(app, ["flow", "distances", str(one), str(two), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert told["absolute_h"] == 3.0
    assert told["ngram"] == 0.0
