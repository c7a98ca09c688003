"""The independent solvers agree with the published tables before they judge the kernel."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from .line_chain import saturated_line_throughput, slotted_two_machine_throughput
from .polling_chain import exhaustive_polling_time_in_system
from .queue_formulas import (
    closed_network_throughput,
    erlang_c,
    jackson_time_in_system,
    machine_repair_up_share,
    mmc_wait,
    pollaczek_khinchine_wait,
)

ORACLES = yaml.safe_load((Path(__file__).parent / "oracles.yaml").read_text(encoding="utf-8"))


def _lines(max_states: int) -> list[tuple[int, int, float]]:
    table = ORACLES["saturated_line"]
    return [
        (stations, places, value)
        for stations, values in table["throughput"].items()
        for places, value in zip(table["places"], values, strict=True)
        if (places + 3) ** (stations - 1) <= max_states
    ]


@pytest.mark.parametrize(("stations", "places", "value"), _lines(2500))
def test_the_chain_of_a_line_gives_the_table(stations: int, places: int, value: float) -> None:
    solved = saturated_line_throughput([1.0] * stations, [places] * (stations - 1))
    assert solved == pytest.approx(value, abs=6e-7)


def test_two_stations_have_the_closed_form() -> None:
    for places in range(20):
        solved = saturated_line_throughput([1.0, 1.0], [places])
        assert solved == pytest.approx((places + 2) / (places + 3), rel=1e-12)


def test_a_reversed_line_has_the_same_throughput() -> None:
    forward = saturated_line_throughput([1.0, 0.8, 1.3, 0.9], [1, 4, 2])
    backward = saturated_line_throughput([0.9, 1.3, 0.8, 1.0], [2, 4, 1])
    assert forward == pytest.approx(backward, rel=1e-10)


def test_the_slotted_line_gives_the_table() -> None:
    table = ORACLES["two_machine_slotted_line"]
    for places, value in zip(table["places"], table["throughput"], strict=True):
        solved = slotted_two_machine_throughput(
            table["failure_share"], table["repair_share"], places
        )
        assert solved == pytest.approx(value, abs=6e-6)


def test_erlang_c_gives_the_table() -> None:
    table = ORACLES["mmc"]
    for servers, probability, wait in zip(
        table["servers"], table["wait_probability"], table["wait_mean"], strict=True
    ):
        arrivals = table["load_share"] * servers
        assert erlang_c(servers, arrivals) == pytest.approx(probability, abs=6e-7)
        assert mmc_wait(servers, arrivals, 1.0) == pytest.approx(wait, abs=6e-7)


def test_formulas_meet_where_their_models_meet() -> None:
    # M/M/1 as M/G/1, as a Jackson network of one station and as Erlang C.
    assert pollaczek_khinchine_wait(0.9, 1.0, 2.0) == pytest.approx(mmc_wait(1, 0.9, 1.0))
    assert jackson_time_in_system(0.9, [1.0], [1.0]) == pytest.approx(mmc_wait(1, 0.9, 1.0) + 1.0)
    # Two like stations and N jobs: N + 1 equally likely states, one of which starves a station.
    assert closed_network_throughput([1.0, 1.0], 4) == pytest.approx(4 / 5)
    # As many repairers as machines: each machine alone.
    assert machine_repair_up_share(6, 6, 9.0, 1.0) == pytest.approx(0.9)


def test_polling_without_setups_is_a_queue_of_one_product() -> None:
    found = exhaustive_polling_time_in_system([0.2, 0.5], [1.0, 1.0], [0.0, 0.0], 50)
    assert found == pytest.approx(pollaczek_khinchine_wait(0.7, 1.0, 1.0) + 1.0, rel=1e-9)


def test_polling_that_hardly_ever_changes_is_a_queue_of_each_product_alone() -> None:
    found = exhaustive_polling_time_in_system([0.7, 1e-9], [1.0, 1.0], [0.0, 2.0])
    assert found == pytest.approx(pollaczek_khinchine_wait(0.7, 1.0, 1.0) + 1.0, rel=1e-6)
