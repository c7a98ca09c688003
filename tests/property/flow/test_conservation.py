"""Nothing is lost: pieces, minutes of machines, minutes of people."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings

from accord import flow

from .sketches import DAY_MIN, DUTIES, PlantSketch, build, plants

DAYS = 3
MANY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def presence_min(sketch: PlantSketch, duty: int, start: float, end: float) -> float:
    """Return the minutes of a duty between two instants, worked out from its text."""
    total = 0.0
    for span in DUTIES[duty]:
        first, last = (int(t[:2]) * 60 + int(t[3:]) for t in span.split("-"))
        last += 1440 if last <= first else 0
        for day in range(-1, DAYS + 1):
            if day < 0:
                continue  # the first night shift begins on day 0
            low, high = first + day * DAY_MIN, last + day * DAY_MIN
            total += max(0.0, min(end, high) - max(start, low))
    return total


@MANY
@given(plants())
def test_each_minute_of_a_machine_is_in_exactly_one_state(sketch: PlantSketch) -> None:
    result = flow.simulate(build(sketch), until=DAYS * DAY_MIN, bucket=DAY_MIN, seed=sketch.seed)
    hours = np.asarray(result.machine_h)
    assert (hours >= 0).all()
    np.testing.assert_allclose(hours.sum(axis=3), 24.0, rtol=0, atol=1e-9)


@MANY
@given(plants())
def test_each_minute_of_presence_is_in_exactly_one_state(sketch: PlantSketch) -> None:
    result = flow.simulate(build(sketch), until=DAYS * DAY_MIN, bucket=DAY_MIN, seed=sketch.seed)
    hours = np.asarray(result.person_h)[0]
    assert (hours >= 0).all()
    i_overtime = flow.PERSON_STATES.index("overtime")
    present = np.delete(hours, i_overtime, axis=2).sum(axis=2) * 60.0
    for i_day in range(DAYS):
        for i_person, person in enumerate(sketch.people):
            expected = presence_min(sketch, person.duty, i_day * DAY_MIN, (i_day + 1) * DAY_MIN)
            assert abs(present[i_day, i_person] - expected) < 1e-6


@MANY
@given(plants(releases=("orders",)))
def test_pieces_asked_for_are_good_scrapped_waiting_or_inside(sketch: PlantSketch) -> None:
    result = flow.simulate(build(sketch), until=DAYS * DAY_MIN, bucket=DAY_MIN, seed=sketch.seed)
    asked = np.asarray(result.demand_pieces).sum(axis=1).cumsum()
    out = (
        np.asarray(result.good_pieces)[0].sum(axis=1)
        + np.asarray(result.scrap_pieces)[0].sum(axis=1)
    ).cumsum()
    waiting = np.asarray(result.backlog_pieces)[0]
    queued = np.asarray(result.wip_pieces)[0].sum(axis=1)
    inside = asked - out - waiting - queued
    assert (inside >= 0).all()  # the rest is on machines and in lots that still gather


@MANY
@given(plants(people=False, releases=("orders",)))
def test_a_plant_that_needs_nobody_finishes_every_piece_asked_for(sketch: PlantSketch) -> None:
    asked = sum(quantity for _, quantity, _, _ in sketch.orders)
    result = flow.simulate(build(sketch), until=120 * DAY_MIN, seed=sketch.seed)
    good = int(np.asarray(result.good_pieces).sum())
    scrapped = int(np.asarray(result.scrap_pieces).sum())
    assert good + scrapped == asked
    assert int(np.asarray(result.backlog_pieces)[0, -1]) == 0
    assert int(np.asarray(result.wip_pieces)[0, -1].sum()) == 0


@MANY
@given(plants(random=False, lots=False, rules=False))
def test_operations_never_overtake_the_step_before(sketch: PlantSketch) -> None:
    """Without scrap, rework or lots every piece passes the steps of its route in turn.

    A station that is visited twice in a row counts two operations a piece.
    """
    result = flow.simulate(build(sketch), until=DAYS * DAY_MIN, seed=sketch.seed)
    done = np.asarray(result.operations)[0].sum(axis=0)
    good = np.asarray(result.good_pieces)[0].sum(axis=0)
    if len(sketch.routes) == 1:
        route = [step.station for step in sketch.routes[0]]
        steps = [done[station] / route.count(station) for station in route]
        assert steps == sorted(steps, reverse=True)
        assert steps[-1] >= good.sum()  # a piece is good once unloaded and sent off
