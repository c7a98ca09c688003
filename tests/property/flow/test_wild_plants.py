"""Whatever is written, a run ends: with a result, or refused by name. Nothing crashes or hangs."""

from __future__ import annotations

import faulthandler
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings

from accord import flow
from accord.errors import DeadlockError, ModelError

from .wild_plants import WildPlant, outcome, wild_plants

LONGEST_S = 300.0  # of one model, on however busy a machine; the slowest took seconds
BLOCK = 1000
ANY = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module", autouse=True)
def _kernels_are_compiled() -> None:
    """Compile before anything is timed."""
    for setup in (0.0, 1.0):
        model = flow.Model(time_unit="min")
        model.station("press", operators=1)
        model.product("part", [flow.Step("press", time=1.0, setup=setup)])
        model.order("part", 2)
        flow.simulate(model, until=10.0)


def _judge(plant: WildPlant, seen: Counter[str], folder: Path) -> None:
    """Run a plant within bounded time; a plant that hangs is left in ``folder``."""
    (folder / "last_plant.txt").write_text(repr(plant), encoding="utf-8")
    faulthandler.dump_traceback_later(LONGEST_S, exit=True)
    try:
        found = outcome(plant)
        assert found in {"finished", "refused", "deadlock"}
        seen[found] += 1
    finally:
        faulthandler.cancel_dump_traceback_later()


def _run_many(num_plants: int, block: int, folder: Path) -> Counter[str]:
    seen: Counter[str] = Counter()

    @seed(block)
    @settings(ANY, max_examples=num_plants)
    @given(wild_plants())
    def each(plant: WildPlant) -> None:
        _judge(plant, seen, folder)

    each()
    return seen


def test_a_random_plant_finishes_or_is_refused_by_name(tmp_path: Path) -> None:
    seen = _run_many(300, 0, tmp_path)
    assert seen["finished"] > 60
    assert seen["refused"] > 60


@pytest.mark.slow
@pytest.mark.parametrize("block", range(1, 11))
def test_ten_thousand_random_plants_finish_or_are_refused_by_name(
    block: int, tmp_path: Path
) -> None:
    seen = _run_many(BLOCK, block, tmp_path)
    assert sum(seen.values()) >= BLOCK
    assert min(seen["finished"], seen["refused"]) > BLOCK // 5
    assert seen["deadlock"] > 0


def test_buckets_longer_than_the_run_are_one() -> None:
    result = flow.simulate(_line(2, buffer=None), until=300.0, bucket=1e12)
    assert result.bucket_end.tolist() == [300.0]


def _line(num_stations: int, buffer: int | None) -> flow.Model:
    model = flow.Model(time_unit="min")
    for i in range(num_stations):
        model.station(f"s{i}", buffer=buffer if i else None)
    model.product("p", [flow.Step(f"s{i}", time=1.0) for i in range(num_stations)])
    model.order("p", 3)
    return model


def test_a_line_of_very_many_stations_with_small_buffers_runs() -> None:
    result = flow.simulate(_line(20_000, buffer=1), until=50.0)
    assert int(result.num_operations[0]) == 50  # the lot of three moves as one


def test_time_grows_with_the_stations_and_not_with_their_square() -> None:
    def cpu_s(num_stations: int) -> float:
        model = _line(num_stations, buffer=None)
        begin = time.process_time()
        flow.simulate(model, until=50.0)
        return time.process_time() - begin

    cpu_s(100)  # compiles
    assert cpu_s(16_000) < 24 * cpu_s(2_000)


@pytest.mark.slow
def test_a_million_stations_run() -> None:
    result = flow.simulate(_line(1_000_000, buffer=None), until=50.0)
    assert int(result.num_operations[0]) == 50  # the lot of three moves as one


def test_more_than_a_million_machines_are_refused() -> None:
    model = flow.Model()
    for i in range(2):
        model.station(f"s{i}", machines=600_000)
    model.product("p", [flow.Step("s0", time=1.0)])
    model.order("p", 1)
    with pytest.raises(ModelError, match="1,200,000 machines: the most is 1,000,000"):
        flow.simulate(model, until=1.0)


def test_what_starves_for_ever_ends_when_nothing_can_happen() -> None:
    model = flow.Model(time_unit="min")
    model.station("press")
    model.station("weld")
    model.product("frame", [flow.Step("press", time=1.0)])
    model.product("part", [flow.Step("weld", time=1.0, components={"frame": 1.0})])
    model.order("part", 3)
    assert int(flow.simulate(model, until=300.0).good_pieces.sum()) == 0
    assert int(flow.simulate(model, until_pieces=3).done_pieces[0]) == 0


def test_a_run_that_only_scrapped_pieces_could_end_is_refused() -> None:
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("part", [flow.Step("press", time=1.0, scrap=1.0)])
    model.saturate("part")
    with pytest.raises(ModelError, match="scraps every piece"):
        flow.simulate(model, until_pieces=3)
    assert int(np.asarray(flow.simulate(model, until=10.0).scrap_pieces).sum()) == 10


def test_demand_beyond_all_bounds_is_refused() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", operators=1)  # nobody comes
    model.product("part", [flow.Step("press", time=1.0)])
    model.arrivals("part", every=0.001)
    with pytest.raises(ModelError, match="lots are in the shop at once"):
        flow.simulate(model, until_pieces=5)


def test_a_circle_of_blocked_machines_names_its_stations() -> None:
    model = flow.Model(time_unit="min")
    for name, room in (("mill", None), ("drill", 0), ("saw", 0)):
        model.station(name, buffer=room)
    visits = ("mill", "drill", "saw", "drill", "saw")
    model.product("part", [flow.Step(name, time=1.0) for name in visits])
    model.saturate("part")
    with pytest.raises(DeadlockError, match=r"drill -> saw -> drill|saw -> drill -> saw"):
        flow.simulate(model, until=1000.0)
