"""Alternative stations and branches against chains solved exactly and closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow

from .queue_formulas import jackson_time_in_system
from .small_models import assert_within_4_standard_errors, good

WARM_UP, LONG = 2_000.0, 42_000.0


def pair(choice: str, shares: tuple[float, float] = (1.0, 1.0)) -> flow.Model:
    """Build two exponential stations of rate 1 at which one stream of rate 1.4 may be served."""
    model = flow.Model(time_unit="s")
    model.station("a")
    model.station("b")
    time = flow.Exponential(1.0)
    other = flow.Alternative("b", share=shares[1])
    step = flow.Step("a", time=time, alternatives=(other,), choice=choice, share=shares[0])
    model.product("part", [step])
    model.arrivals("part", flow.Exponential(1 / 1.4))
    return model


def time_in_system(model: flow.Model) -> np.ndarray:
    return flow.simulate(model, until=LONG, replications=12, seed=4).mean_time_in_system


def join_the_shortest_queue(arrival_rate: float, most: int = 60) -> float:
    """Return the mean time in system of two servers of rate 1 under JSQ, by its truncated chain.

    The state is the numbers at both; a piece that finds them equal goes to the first.
    """
    size = most + 1
    share = np.full((size, size), 1.0 / size**2)
    states = [(i, j) for i in range(size) for j in range(size)]
    rate = np.zeros((size * size, size * size))
    for i, j in states:
        here = i * size + j
        to = (i, j + 1) if j < i else (i + 1, j)
        for (a, b), r in ((to, arrival_rate), ((i - 1, j), 1.0), ((i, j - 1), 1.0)):
            if 0 <= a < size and 0 <= b < size:
                rate[here, a * size + b] += r
                rate[here, here] -= r
    system = rate.T.copy()
    system[-1] = 1.0
    right = np.zeros(size * size)
    right[-1] = 1.0
    share = np.linalg.solve(system, right)
    in_system = sum(p * (i + j) for p, (i, j) in zip(share, states, strict=True))
    return float(in_system / arrival_rate)


def test_shares_split_a_poisson_stream_into_two_queues() -> None:
    samples = time_in_system(pair("share", (3.0, 2.0)))
    # M/M/1 with 0.84 and 0.56 arrivals a second.
    exact = 0.6 / (1 - 0.84) + 0.4 / (1 - 0.56)
    assert_within_4_standard_errors(samples, exact)


@pytest.mark.parametrize("choice", ["shortest", "first"])
def test_the_shortest_queue_has_the_time_in_system_of_its_chain(choice: str) -> None:
    """With two stations the first free one and the shortest queue are the same choice."""
    assert_within_4_standard_errors(time_in_system(pair(choice)), join_the_shortest_queue(1.4, 30))


def test_branches_repeat_a_step_a_geometric_number_of_times() -> None:
    model = flow.Model(time_unit="s")
    model.station("work")
    model.station("check")
    steps = [
        flow.Step("work", time=flow.Exponential(0.5)),
        flow.Step("check", time=flow.Exponential(0.3), branches={0: 0.25}),
    ]
    model.product("part", steps)
    model.arrivals("part", flow.Exponential(1.0))
    exact = jackson_time_in_system(1.0, [2.0, 1 / 0.3], [4 / 3, 4 / 3])
    assert_within_4_standard_errors(time_in_system(model), exact)


def test_a_branch_may_skip_steps_or_leave_the_shop() -> None:
    model = flow.Model(time_unit="min")
    for name in "abc":
        model.station(name)
    steps = [
        flow.Step("a", time=1, branches={2: 0.5, 3: 0.25}),
        flow.Step("b", time=1),
        flow.Step("c", time=1),
    ]
    model.product("part", steps)
    model.order("part", 4000, lot=1)
    result = flow.simulate(model, until=10_000, seed=8)
    made = result.operations[0, 0].tolist()
    assert good(result) == made[0] == 4000
    assert made[1] == pytest.approx(1000, abs=4 * (4000 * 0.25 * 0.75) ** 0.5)
    assert made[2] == pytest.approx(3000, abs=4 * (4000 * 0.25 * 0.75) ** 0.5)


def test_an_alternative_has_a_time_of_its_own_and_the_first_free_one_is_taken_in_order() -> None:
    model = flow.Model(time_unit="min")
    model.station("new")
    model.station("old")
    old = flow.Alternative("old", time=25)
    step = flow.Step("new", time=10, alternatives=(old,), choice="first")
    model.product("part", [step])
    model.order("part", 4, lot=1)
    result = flow.simulate(model, until=100)
    # 0-10 new, 0-25 old; both queues have one more: 10-20 new, 25-50 old.
    assert result.order_done[0, 0] == 50
    assert result.operations[0, 0].tolist() == [2, 2]


def test_a_finished_piece_goes_where_there_is_room() -> None:
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.station("slow", buffer=0)
    model.station("slower", buffer=0)
    steps = [
        flow.Step("saw", time=1),
        flow.Step("slow", time=50, alternatives=(flow.Alternative("slower", time=80),)),
    ]
    model.product("part", steps)
    model.order("part", 3, lot=1)
    result = flow.simulate(model, until=200)
    assert result.operations[0, 0].tolist() == [3, 2, 1]
    blocked = result.machine_h[0, 0, 0, flow.MACHINE_STATES.index("blocked")] * 60
    assert blocked == pytest.approx(51 - 3)  # the third piece, until the slow one ends at 51


def test_a_mover_carries_units_to_the_station_they_chose() -> None:
    model = flow.Model(time_unit="min")
    model.station("saw", moved_by="truck", move=2)
    model.station("a")
    model.station("b")
    model.station("truck")
    steps = [
        flow.Step("saw", time=1),
        flow.Step("a", time=30, alternatives=(flow.Alternative("b"),)),
    ]
    model.product("part", steps)
    model.order("part", 2, lot=1)
    result = flow.simulate(model, until=200)
    assert dict(zip(result.stations, result.operations[0, 0].tolist(), strict=True)) == {
        "saw": 2,
        "a": 1,
        "b": 1,
        "truck": 2,
    }
    assert result.order_done[0, 0] == 35  # sawn at 2, moved 3-5, then 30


def test_a_saturated_line_feeds_all_stations_of_its_first_step() -> None:
    model = flow.Model(time_unit="min")
    model.station("a")
    model.station("b", 2)
    model.product("part", [flow.Step("a", time=4, alternatives=(flow.Alternative("b", time=8),))])
    model.saturate("part")
    result = flow.simulate(model, until=80)
    assert good(result) == 20 + 20
