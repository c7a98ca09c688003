"""Shops with every control: nothing is lost, every minute counts once, and each run ends."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, assume, event, given, settings

from accord import flow
from accord.errors import ModelError

from .control_sketches import ShopSketch, build, shops, without_loss

DAY_MIN = 1440.0
MANY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    derandomize=True,
)


def run(sketch: ShopSketch, **request: object) -> flow.FlowResult | None:
    """Simulate a shop; None when it is refused by name: other errors fail."""
    try:
        result = flow.simulate(build(sketch), seed=sketch.seed, **{"until": DAY_MIN, **request})
    except ModelError as error:
        event(f"refused: {type(error).__name__}")
        return None
    event("ran")
    return result


@MANY
@given(shops())
def test_each_minute_of_a_machine_is_in_one_state_and_each_run_ends(sketch: ShopSketch) -> None:
    result = run(sketch, bucket=DAY_MIN / 3)
    assume(result is not None)
    assert result is not None
    hours = np.asarray(result.machine_h)
    assert (hours >= 0).all()
    np.testing.assert_allclose(hours.sum(axis=3), 8.0, rtol=0, atol=1e-9)
    present = np.asarray(result.person_h)[0].sum(axis=(0, 2))
    assert (present >= 0).all()


@MANY
@given(shops())
def test_pieces_that_enter_are_good_scrapped_or_still_inside(sketch: ShopSketch) -> None:
    result = run(sketch)
    assume(result is not None)
    assert result is not None
    out = int(result.good_pieces.sum()) + int(result.scrap_pieces.sum())
    entered, queued = int(result.entered_pieces.sum()), int(result.wip_pieces[0, -1].sum())
    inside = entered - out - queued
    assert inside >= 0  # on machines, or finished and waiting there
    lots = 1 + max((quantity for _, quantity, *_ in sketch.orders), default=1)
    assert inside <= lots * len(result.machines) * 4


@MANY
@given(shops())
def test_without_losses_every_piece_asked_for_leaves(drawn: ShopSketch) -> None:
    sketch = without_loss(drawn)
    assume(all(s.operators == 0 for s in sketch.stations) or sketch.people > 0)
    assume(not any(crew for *_, crew, _ in sketch.upkeep) or sketch.people > 0)
    assume(not any(every < 40 and takes > 2 for _, every, takes, *_ in sketch.upkeep))
    result = run(sketch, until=200 * DAY_MIN)
    assume(result is not None)
    assert result is not None
    asked = sum(quantity for _, quantity, *_ in sketch.orders)
    asked += sum(quantity for *_, quantity in sketch.wip)
    assert int(result.good_pieces.sum()) == asked
    assert result.deadlines.shipped.shape == (1, len(sketch.orders))
    assert not np.isnan(result.deadlines.shipped).any()


@MANY
@given(shops())
def test_piece_by_piece_gives_the_same_bits(sketch: ShopSketch) -> None:
    fused = run(sketch, bucket=DAY_MIN / 3)
    assume(fused is not None)
    pieces = run(sketch, bucket=DAY_MIN / 3, piecewise=True)
    assert fused is not None
    assert pieces is not None
    for field in ("good_pieces", "scrap_pieces", "operations", "machine_h", "maintenances"):
        one, other = getattr(fused, field), getattr(pieces, field)
        assert np.array_equal(one, other), field
    shipped, also = fused.deadlines.shipped, pieces.deadlines.shipped
    assert np.array_equal(shipped, also, equal_nan=True)
