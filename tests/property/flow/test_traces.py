"""The trace tells where every minute of the accounts went, and changes no bit by being kept."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings

from accord import flow
from accord.plant.mine.eventlog import read_log

from .sketches import DAY_MIN, PlantSketch, build, plants
from .test_equalities import assert_same_bits

MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
SOME = settings(MANY, max_examples=60)
START = datetime(2026, 3, 2, 6)  # noqa: DTZ001 - a wall clock


def hours_by_state(
    states: pl.DataFrame, who: str, names: tuple[str, ...], kinds: tuple[str, ...]
) -> np.ndarray:
    """Return the hours (entities, states) that the stays of the trace add up to."""
    hours = np.zeros((len(names), len(kinds)))
    spent = pl.col("end") - pl.col("start")
    mine = states.filter(pl.col(who).is_not_null())
    for name, state, minutes in mine.group_by(who, "state").agg(spent.sum()).iter_rows():
        hours[names.index(name), kinds.index(state)] = minutes / 60
    return hours


@MANY
@given(plants())
def test_the_stays_of_the_trace_add_up_to_the_accounts(sketch: PlantSketch) -> None:
    model = build(sketch)
    until, bucket = 2 * DAY_MIN, DAY_MIN / 3
    plain = flow.simulate(model, until=until, bucket=bucket, seed=sketch.seed)
    kept = flow.simulate(
        model, until=until, bucket=bucket, seed=sketch.seed, trace=True, states=True
    )
    assert_same_bits(plain, kept)
    assert kept.states is not None
    for who, names, kinds, accounts in (
        ("machine", kept.machines, flow.MACHINE_STATES, kept.machine_h),
        ("person", kept.people, flow.PERSON_STATES, kept.person_h),
    ):
        told = hours_by_state(kept.states, who, names, kinds)
        np.testing.assert_allclose(told, accounts[0].sum(axis=0), atol=1e-8)
        for _, stays in kept.states.filter(pl.col(who).is_not_null()).group_by(who):
            rows = stays.sort("start")
            assert (rows["start"] < rows["end"]).all()
            assert (rows["start"][1:] >= rows["end"][:-1]).all()


@MANY
@given(plants())
def test_the_last_change_of_a_queue_is_what_waits_at_the_end(sketch: PlantSketch) -> None:
    result = flow.simulate(build(sketch), until=DAY_MIN, seed=sketch.seed, states=True)
    assert result.queues is not None
    assert result.trace is None
    last = dict(
        result.queues.group_by("station", maintain_order=True).last()[:, [0, 2]].iter_rows()
    )
    for j, station in enumerate(result.stations):
        assert last.get(station, 0) == result.wip_pieces[0, -1, j]


@SOME
@given(plants())
def test_a_log_that_is_read_back_holds_the_tasks_of_the_trace(sketch: PlantSketch) -> None:
    result = flow.simulate(build(sketch), until=DAY_MIN, seed=sketch.seed, trace=True)
    assert result.trace is not None
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tasks.xes"
        flow.write_trace(result, path, START)
        root = ET.parse(path).getroot()  # noqa: S314 - our own file
        if result.trace.height == 0:
            assert len(root.findall("{*}trace")) == 0
            return
        rows = read_log(path).rows
    assert len(root.findall("{*}trace")) == result.trace["lot"].n_unique()

    def moment(minutes: float) -> datetime:
        return START + timedelta(microseconds=round(minutes * 60e6))

    station = {
        machine: result.stations[j]
        for machine, j in zip(result.machines, result.machine_station, strict=True)
    }
    kinds = {"run": "D", "setup": "S", "repair": "B"}
    expected = [
        (
            *(str(lot), station[machine], machine, person or "", product, kinds[kind], pieces),
            *(moment(start), moment(end)),
        )
        for start, end, machine, person, product, _, pieces, lot, kind in result.trace.iter_rows()
    ]
    told = rows.select(
        "case",
        "activity",
        "resource",
        pl.col("worker").fill_null(""),
        "part",
        "report",
        pl.col("good").cast(pl.Int64),
        "start",
        "end",
    )
    assert sorted(told.rows()) == sorted(expected)
