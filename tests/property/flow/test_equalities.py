"""What must not matter does not change a bit: fusing, threads, names, people nobody needs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from accord import flow
from accord.flow.compile import compile_model
from accord.flow.model import AbsenceModel, MachineDate

from .sketches import (
    DAY_MIN,
    PersonSketch,
    PlantSketch,
    build,
    crewed_lines,
    line_plants,
    machine_dates,
    plain_plants,
    plants,
)

MANY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
SOME = settings(MANY, max_examples=60)

COUNTS = (
    "good_pieces",
    "scrap_pieces",
    "operations",
    "wip_pieces",
    "backlog_pieces",
    "demand_pieces",
    "setups",
    "breakdowns",
    "order_done",
    "end_time",
    "num_operations",
)
ACCOUNTS = ("machine_h", "person_h")


def assert_same_bits(
    one: flow.FlowResult, other: flow.FlowResult, fields: tuple[str, ...] = COUNTS + ACCOUNTS
) -> None:
    """Assert that two results are equal to the last bit."""
    for field in fields:
        a, b = np.asarray(getattr(one, field)), np.asarray(getattr(other, field))
        assert np.array_equal(a, b, equal_nan=a.dtype.kind == "f"), field


@MANY
@given(plants())
def test_runs_of_pieces_as_one_event_equal_piece_by_piece(sketch: PlantSketch) -> None:
    model = build(sketch)
    fused = flow.simulate(model, until=2 * DAY_MIN, bucket=DAY_MIN / 3, seed=sketch.seed)
    pieces = flow.simulate(
        model, until=2 * DAY_MIN, bucket=DAY_MIN / 3, seed=sketch.seed, piecewise=True
    )
    assert_same_bits(fused, pieces)
    assert int(fused.num_events[0]) <= int(pieces.num_events[0])


@MANY
@given(plain_plants(), st.sampled_from([None, None, 1, 40]))
def test_a_plain_plant_runs_the_same_in_the_kernel_for_all_plants(
    sketch: PlantSketch, until_pieces: int | None
) -> None:
    model = build(sketch)
    assert compile_model(model, 1).is_plain
    run = partial(
        flow.simulate, model, until=2 * DAY_MIN, until_pieces=until_pieces, seed=sketch.seed
    )
    bucket = DAY_MIN / 3 if until_pieces is None else None
    assert_same_bits(run(bucket=bucket), run(bucket=bucket, trace=True))


@MANY
@given(line_plants(), st.sampled_from([None, 1, 40, 700]))
def test_lines_by_recursion_run_the_same_event_by_event(
    sketch: PlantSketch, until_pieces: int | None
) -> None:
    model = build(sketch)
    assert compile_model(model, 1).is_lines
    run = partial(
        flow.simulate, model, until=2 * DAY_MIN, until_pieces=until_pieces, seed=sketch.seed
    )
    bucket = DAY_MIN / 3 if until_pieces is None else None
    recursion = run(bucket=bucket)
    events = run(bucket=bucket, trace=True)
    assert_same_bits(recursion, events, (*COUNTS, *ACCOUNTS, "mean_time_in_system", "last_exit"))


Dates = dict[int, tuple[float | None, float | None]]


def check_rounds(sketch: PlantSketch, dates: Dates, *, are_absent: bool) -> None:
    """Assert that lines with people run the same by rounds and event by event."""
    model = build(sketch)
    for i, (start, end) in dates.items():
        if i < len(sketch.stations):
            model.machine_dates.append(MachineDate(f"s{i}", start, end))
    if are_absent:
        model.absence = AbsenceModel(share=(0.3,) * len(sketch.people))
    steps = sum(len(route) for route in sketch.routes)
    assert len(compile_model(model, 1).steps) == steps
    run = partial(flow.simulate, model, until=2 * DAY_MIN, bucket=DAY_MIN / 3, seed=sketch.seed)
    fields = (*COUNTS, *ACCOUNTS, "mean_time_in_system", "last_exit", "num_events")
    assert_same_bits(run(), run(trace=True), fields)


@MANY
@given(crewed_lines(), machine_dates(), st.booleans())
def test_lines_with_people_by_rounds_run_the_same_event_by_event(
    sketch: PlantSketch, dates: Dates, are_absent: bool
) -> None:
    check_rounds(sketch, dates, are_absent=are_absent)


@pytest.mark.parametrize("people", [1, 2])
def test_a_cycle_that_rounding_makes_shorter_runs_the_same_event_by_event(people: int) -> None:
    # 618 cycles of 2.7 days end 232 103 066 250 us after 617 do, less than the cycle's whole part.
    model = flow.Model(time_unit="min")
    failure, repair = flow.Exponential(60_000.0), flow.Exponential(3_000.0)
    model.station("s1", operators=1, failure=failure, repair=repair)
    model.product("p1", [flow.Step("s1", time=3868.3844375168424)])
    model.saturate("p1")
    for i in range(people):
        model.person(f"o{i}", skills=["s1"])
    assert len(compile_model(model, 1).steps) == 1
    run = partial(flow.simulate, model, until=6e6, seed=81208)
    assert_same_bits(run(), run(trace=True), (*COUNTS, *ACCOUNTS, "num_events"))


@pytest.mark.slow
@seed(2026)
@settings(MANY, max_examples=1000, derandomize=False, database=None)
@given(crewed_lines(), machine_dates(), st.booleans())
def test_a_thousand_more_lines_by_rounds_run_the_same_event_by_event(
    sketch: PlantSketch, dates: Dates, are_absent: bool
) -> None:
    check_rounds(sketch, dates, are_absent=are_absent)


@SOME
@given(plants())
def test_two_threads_give_the_bits_of_one(sketch: PlantSketch) -> None:
    model = build(sketch)
    alone = flow.simulate(model, until=DAY_MIN, replications=5, seed=sketch.seed)
    with ThreadPoolExecutor(2) as pool:
        shared = flow.simulate(
            model, until=DAY_MIN, replications=5, seed=sketch.seed, executor=pool
        )
    assert_same_bits(alone, shared)


@SOME
@given(plants(people=False))
def test_people_in_a_plant_that_needs_nobody_change_no_bit(sketch: PlantSketch) -> None:
    crew = tuple(
        PersonSketch(frozenset(range(len(sketch.stations))), duty, True, True) for duty in (1, 2, 5)
    )
    alone = flow.simulate(build(sketch), until=DAY_MIN, seed=sketch.seed)
    staffed = flow.simulate(build(replace(sketch, people=crew)), until=DAY_MIN, seed=sketch.seed)
    assert_same_bits(alone, staffed, (*COUNTS, "machine_h"))


@SOME
@given(plants())
def test_a_person_who_masters_nothing_changes_no_bit(sketch: PlantSketch) -> None:
    idle = PersonSketch(frozenset(), 0, False, False)
    without = flow.simulate(build(sketch), until=DAY_MIN, seed=sketch.seed)
    more = replace(sketch, people=(*sketch.people, idle))
    with_one = flow.simulate(build(more), until=DAY_MIN, seed=sketch.seed)
    assert_same_bits(without, with_one, (*COUNTS, "machine_h"))
    others = np.asarray(with_one.person_h)[:, :, : len(sketch.people)]
    assert np.array_equal(np.asarray(without.person_h), others)


@SOME
@given(plants())
def test_the_same_seed_gives_the_same_bits(sketch: PlantSketch) -> None:
    first = flow.simulate(build(sketch), until=DAY_MIN, seed=sketch.seed)
    second = flow.simulate(build(sketch), until=DAY_MIN, seed=sketch.seed)
    assert_same_bits(first, second)


@SOME
@given(plants(rules=False))
def test_a_longer_run_begins_with_the_shorter_one(sketch: PlantSketch) -> None:
    short = flow.simulate(build(sketch), until=DAY_MIN, bucket=DAY_MIN / 4, seed=sketch.seed)
    long = flow.simulate(build(sketch), until=2 * DAY_MIN, bucket=DAY_MIN / 4, seed=sketch.seed)
    for field in ("good_pieces", "scrap_pieces", "operations", "machine_h", "person_h"):
        early = np.asarray(getattr(long, field))[:, :4]
        assert np.array_equal(np.asarray(getattr(short, field)), early), field


def _without_ties(sketch: PlantSketch) -> PlantSketch:
    """Let every cycle vary, so that two things at one instant have probability zero."""
    return replace(
        sketch,
        routes=tuple(
            tuple(replace(step, kind="lognormal", noise_pieces=1, rework=False) for step in route)
            for route in sketch.routes
        ),
    )


@SOME
@given(plants(people=False, lots=False, releases=("saturate", "conwip")), st.randoms())
def test_the_order_in_which_stations_are_defined_changes_no_bit(
    drawn: PlantSketch, shuffler: Random
) -> None:
    sketch = _without_ties(drawn)
    order = list(range(len(sketch.stations)))
    shuffler.shuffle(order)
    plain = flow.simulate(build(sketch), until=DAY_MIN, seed=sketch.seed)
    shuffled = flow.simulate(build(sketch, order), until=DAY_MIN, seed=sketch.seed)
    assert_same_bits(plain, shuffled, ("good_pieces", "num_operations"))
    for field in ("operations", "scrap_pieces", "breakdowns"):
        one = dict(zip(plain.stations, getattr(plain, field)[0, 0].tolist(), strict=True))
        other = dict(zip(shuffled.stations, getattr(shuffled, field)[0, 0].tolist(), strict=True))
        assert one == other, field
