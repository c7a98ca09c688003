"""The leading time that is left out of every result."""

from __future__ import annotations

import pytest

from accord import flow
from accord.flow.measure import samples


@pytest.mark.parametrize("options", [{}, {"trace": True}, {"piecewise": True}])
def test_the_time_in_the_system_is_that_of_lots_that_leave_after_the_warm_up(options):
    model = flow.Model(time_unit="min")
    model.station("server")
    model.product("part", [flow.Step("server", time=1.0)])
    for _ in range(3):
        model.order("part", 1)  # leave at 1, 2, 3; all came at 0
    whole = flow.simulate(model, until=10, **options)
    late = flow.simulate(model, until=10, warm_up=1.0, **options)
    assert whole.mean_time_in_system[0] == pytest.approx(2.0)
    assert late.mean_time_in_system[0] == pytest.approx(2.5)
    assert late.done_lots[0] == 2


def test_a_line_by_recursion_leaves_the_warm_up_out_of_the_time_in_the_system():
    model = flow.Model(time_unit="min")
    model.station("server")
    model.product("part", [flow.Step("server", time=flow.Exponential(1.0))])
    model.arrivals("part", every=flow.Exponential(1 / 0.9))
    by_recursion = flow.simulate(model, until=2000, warm_up=500)
    by_events = flow.simulate(model, until=2000, warm_up=500, trace=True)
    whole = flow.simulate(model, until=2000)
    assert by_recursion.mean_time_in_system[0] == by_events.mean_time_in_system[0]
    assert by_recursion.done_lots[0] == by_events.done_lots[0] < whole.done_lots[0]


def test_a_queue_is_not_thinned_by_buckets_after_the_end():
    model = flow.Model(time_unit="min")
    model.station("server")
    model.product("part", [flow.Step("server", time=2.0)])
    model.arrivals("part", every=1.0)
    run = {"until_pieces": 50, "bucket": 10}
    long, short = (flow.simulate(model, until=until, **run) for until in (1000, 101))
    assert samples(long, "queue:server")[0] == samples(short, "queue:server")[0] > 20
