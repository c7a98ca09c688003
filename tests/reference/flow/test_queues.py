"""Single stations and networks meet the formulas of queueing theory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from accord import flow

from .queue_formulas import (
    closed_network_throughput,
    jackson_time_in_system,
    lognormal_second_moment,
    machine_repair_up_share,
    mmc_wait,
    pollaczek_khinchine_wait,
)
from .small_models import assert_within_4_standard_errors, steady_throughput

ORACLES = yaml.safe_load((Path(__file__).parent / "oracles.yaml").read_text(encoding="utf-8"))


def _open_station(service: object, gap: float, machines: int = 1, people: int = 0) -> flow.Model:
    """Build one station with Poisson arrivals; ``people`` > 0 makes people the servers."""
    model = flow.Model(time_unit="s")
    model.station("server", machines=machines, operators=1 if people else 0)
    model.product("customer", [flow.Step("server", time=service)])
    model.arrivals("customer", every=flow.Exponential(gap))
    for i in range(people):
        model.person(f"P{i}", skills=["server"])
    return model


def _time_in_system(model: flow.Model, customers: int, replications: int, seed: int) -> np.ndarray:
    result = flow.simulate(model, until_pieces=customers, replications=replications, seed=seed)
    return np.asarray(result.mean_time_in_system)


@pytest.mark.parametrize(
    ("servers", "wait"),
    list(zip(ORACLES["mmc"]["servers"], ORACLES["mmc"]["wait_mean"], strict=True)),
)
def test_customers_wait_as_erlang_says(servers: int, wait: float) -> None:
    load = ORACLES["mmc"]["load_share"]
    model = _open_station(flow.Exponential(1.0), 1.0 / (load * servers), machines=servers)
    times = _time_in_system(model, customers=100_000, replications=30, seed=21)
    assert_within_4_standard_errors(times, wait + 1.0)


@pytest.mark.parametrize("people", [1, 2, 5])
def test_people_are_servers_when_machines_are_ample(people: int) -> None:
    load = 0.8
    # Twenty machines per person: a customer never waits for a machine, only for a person.
    model = _open_station(flow.Exponential(1.0), 1.0 / (load * people), 20 * people + 40, people)
    times = _time_in_system(model, customers=100_000, replications=20, seed=22)
    assert_within_4_standard_errors(times, mmc_wait(people, load * people, 1.0) + 1.0)


@pytest.mark.parametrize("cv", [0.3, 0.8, 1.5])
def test_a_lognormal_server_waits_as_pollaczek_and_khinchine_say(cv: float) -> None:
    model = _open_station(flow.Lognormal(1.0, cv), 1.0 / 0.7)
    times = _time_in_system(model, customers=80_000, replications=20, seed=23)
    exact = pollaczek_khinchine_wait(0.7, 1.0, lognormal_second_moment(1.0, cv)) + 1.0
    assert_within_4_standard_errors(times, exact)


def test_a_constant_server_waits_half_as_long() -> None:
    times = _time_in_system(_open_station(1.0, 1.0 / 0.7), 80_000, 20, 24)
    assert_within_4_standard_errors(times, pollaczek_khinchine_wait(0.7, 1.0, 1.0) + 1.0)


def test_two_products_wait_as_their_mixture() -> None:
    model = flow.Model(time_unit="s")
    model.station("server")
    for name, time, gap in (("short", 0.5, 2.0), ("long", 2.0, 5.0)):
        model.product(name, [flow.Step("server", time=time)])
        model.arrivals(name, every=flow.Exponential(gap))
    rate = 1 / 2.0 + 1 / 5.0
    share = (1 / 2.0) / rate
    mean = share * 0.5 + (1 - share) * 2.0
    second = share * 0.25 + (1 - share) * 4.0
    times = _time_in_system(model, customers=80_000, replications=20, seed=25)
    assert_within_4_standard_errors(times, pollaczek_khinchine_wait(rate, mean, second) + mean)


def test_a_tandem_is_a_jackson_network() -> None:
    model = flow.Model(time_unit="s")
    for name in ("first", "second", "third"):
        model.station(name)
    rates = {"first": 1.0, "second": 1.25, "third": 0.95}
    steps = [flow.Step(name, time=flow.Exponential(1 / rate)) for name, rate in rates.items()]
    model.product("job", steps)
    model.arrivals("job", every=flow.Exponential(1 / 0.6))
    times = _time_in_system(model, customers=80_000, replications=20, seed=26)
    assert_within_4_standard_errors(
        times, jackson_time_in_system(0.6, [*rates.values()], [1, 1, 1])
    )


def test_rework_that_takes_no_time_is_a_jackson_network_with_feedback() -> None:
    model = flow.Model(time_unit="s")
    for name in ("work", "check"):
        model.station(name)
    model.station("bench", machines=50)
    feedback = {"rework": 0.2, "rework_station": "bench", "rework_time": 0.0, "rework_step": 0}
    model.product(
        "job",
        [
            flow.Step("work", time=flow.Exponential(1.0)),
            flow.Step("check", time=flow.Exponential(0.8), **feedback),
        ],
    )
    model.arrivals("job", every=flow.Exponential(1 / 0.6))
    visits = 1 / (1 - 0.2)
    exact = jackson_time_in_system(0.6, [1.0, 1.25], [visits, visits])
    times = _time_in_system(model, customers=80_000, replications=20, seed=27)
    assert_within_4_standard_errors(times, exact)


@pytest.mark.parametrize("jobs", [1, 4, 12])
def test_a_closed_network_has_the_throughput_of_mean_value_analysis(jobs: int) -> None:
    service = [1.0, 0.7, 1.3, 0.4]
    model = flow.Model(time_unit="s")
    for i in range(len(service)):
        model.station(f"s{i}")
    steps = [flow.Step(f"s{i}", time=flow.Exponential(s)) for i, s in enumerate(service)]
    model.product("job", steps)
    model.conwip(jobs, {"job": 1})
    rate = steady_throughput(model, until=21_000.0, warm_up=1000.0, replications=20, seed=28)
    assert_within_4_standard_errors(rate, closed_network_throughput(service, jobs))


@pytest.mark.parametrize(("machines", "crew"), [(4, 1), (10, 2), (6, 6)])
def test_machines_wait_for_repairers_as_in_the_repair_model(machines: int, crew: int) -> None:
    model = flow.Model(time_unit="min")
    for i in range(machines):
        model.station(
            f"m{i}",
            failure=flow.Exponential(90.0),
            repair=flow.Exponential(20.0),
            repair_skill="MAINT",
        )
        model.product(f"p{i}", [flow.Step(f"m{i}", time=2.5)])
        model.saturate(f"p{i}")
    for i in range(crew):
        model.person(f"R{i}", [flow.Skill("MAINT", "repair")])
    rate = steady_throughput(model, until=101_000.0, warm_up=1000.0, replications=20, seed=29)
    up_share = machine_repair_up_share(machines, crew, 90.0, 20.0)
    assert_within_4_standard_errors(rate * 2.5 / machines, up_share)


def test_scrap_thins_the_flow() -> None:
    model = flow.Model(time_unit="s")
    model.station("press")
    model.product("part", [flow.Step("press", time=1.0, scrap=0.1)])
    model.saturate("part")
    result = flow.simulate(model, until=5000.0, replications=30, seed=30)
    good = np.asarray(result.good_pieces).sum(axis=(1, 2))
    scrap = np.asarray(result.scrap_pieces).sum(axis=(1, 2))
    assert ((good + scrap) == 5000).all()
    assert_within_4_standard_errors(good / 5000.0, 0.9)


def test_littles_law_holds_for_a_queue_seen_at_many_instants() -> None:
    model = _open_station(flow.Exponential(1.0), 1.0 / 0.7)
    result = flow.simulate(model, until=60_000.0, bucket=10.0, replications=20, seed=31)
    seen = np.asarray(result.wip_pieces).sum(axis=2).mean(axis=1)  # queue at bucket ends
    wait = np.asarray(result.mean_time_in_system) - 1.0
    mean_seen, mean_wait = seen.mean(), wait.mean()
    error = np.hypot(seen.std(ddof=1), 0.7 * wait.std(ddof=1)) / np.sqrt(20)
    assert error < 0.05 * mean_seen
    assert abs(mean_seen - 0.7 * mean_wait) < 4 * error
