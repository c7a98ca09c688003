"""Builders of the families in exact_models.yaml: each gives the exact value and a simulation.

The simulation returns independent samples of the quantity. Its seed comes from the case's name, so
that the samples are the same in the test and on the page of results.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from accord import flow

from . import queue_formulas as theory
from .line_chain import (
    calendar_breakdown_time_in_system,
    exponential_two_machine_throughput,
    saturated_line_throughput,
    slotted_two_machine_throughput,
)
from .polling_chain import exhaustive_polling_time_in_system
from .small_models import exponential_line, steady_throughput

HERE = Path(__file__).parent
REPLICATIONS = 30
CUSTOMERS = 100_000
SLOTTED = {"failure_share": 0.01, "repair_share": 0.1}
URGENT = {"rates": (0.3, 0.4), "means": (0.6, 1.4), "seconds": (0.36, 2 * 1.4**2)}

Samples = Callable[[int], np.ndarray]  # seed -> one value for each replication
Found = tuple[float, Samples]


@dataclass(frozen=True, slots=True)
class Case:
    """One model: what it is, where its value is from, the value, and how to sample it."""

    family: str
    title: str
    quantity: str
    kind: str
    source: str
    arguments: Mapping[str, Any]
    value: float | None

    @property
    def name(self) -> str:
        """Return the family and the arguments, as a test is named after them."""
        told = [f"{name}={_plain(value)}" for name, value in self.arguments.items()]
        return "-".join([self.family, *told])

    def solve(self) -> tuple[float, np.ndarray]:
        """Return the exact value and the samples of the simulation."""
        exact, samples = BUILDERS[self.family](**self.arguments)
        return exact, samples(zlib.crc32(self.name.encode()))


def _plain(value: object) -> str:
    """Write an argument without brackets and blanks."""
    if isinstance(value, list):
        return "/".join(str(v) for v in value)
    return str(value)


def cases() -> Iterator[Case]:
    """Read every case of exact_models.yaml."""
    families = yaml.safe_load((HERE / "exact_models.yaml").read_text(encoding="utf-8"))
    for family, of in families.items():
        rows = _line_table() if of["cases"] == "table" else of["cases"]
        for row in rows:
            arguments = {name: value for name, value in row.items() if name != "value"}
            told = (of[key] for key in ("title", "quantity", "kind", "source"))
            yield Case(family, *told, arguments, row.get("value"))


def _line_table() -> Iterator[dict[str, Any]]:
    """Return the cases of the table of saturated lines in oracles.yaml."""
    oracles = yaml.safe_load((HERE / "oracles.yaml").read_text(encoding="utf-8"))
    table = oracles["saturated_line"]
    for stations, values in table["throughput"].items():
        for places, value in zip(table["places"], values, strict=True):
            yield {"stations": stations, "places": places, "value": value}


def _throughput(model: flow.Model, until: float = 11_000.0, scale: float = 1.0) -> Samples:
    """Sample good pieces per time, the first 1 000 left out."""
    return lambda seed: scale * steady_throughput(model, until, 1000.0, REPLICATIONS, seed)


def _time_in_system(model: flow.Model, customers: int = CUSTOMERS) -> Samples:
    """Sample the mean time from arrival to the end of service."""

    def samples(seed: int) -> np.ndarray:
        found = flow.simulate(model, until_pieces=customers, replications=REPLICATIONS, seed=seed)
        return np.asarray(found.mean_time_in_system)

    return samples


def _queue(service: flow.Duration, gap: flow.Duration, **station: Any) -> flow.Model:
    """Build one station with arrivals."""
    model = flow.Model(time_unit="s")
    model.station("server", **station)
    model.product("customer", [flow.Step("server", time=service)])
    model.arrivals("customer", every=gap)
    return model


def _law(law: str, mean: float = 1.0, spread: float = 0.0) -> tuple[flow.Duration, float]:
    """Return a law of the API and its second moment."""
    if law == "lognormal":
        second = theory.lognormal_second_moment(mean, spread)
        return flow.Lognormal(mean, spread), second
    if law == "exponential":
        return flow.Exponential(mean), 2 * mean**2
    return flow.Fixed(mean), mean**2


def saturated_line(stations: int, places: int) -> Found:
    """Build a line of like stations; the larger chains are solved in the published table only."""
    line = exponential_line([1.0] * stations, [places] * (stations - 1))
    table = {(row["stations"], row["places"]): row["value"] for row in _line_table()}
    return table[stations, places], _throughput(line, until=41_000.0)


def unequal_line(rates: Sequence[float], places: Sequence[int]) -> Found:
    """Build a line of unequal stations."""
    line = exponential_line(rates, places)
    return saturated_line_throughput(rates, places), _throughput(line, until=41_000.0)


def slotted_two_machines(places: int) -> Found:
    """Build two machines of slotted time out of products that differ by their stops.

    Per slot a working machine fails with probability p and then makes nothing, a broken one is
    repaired with r and then makes a piece: the slots a piece takes on a machine are 1 with
    probability 1 - p, else 1 + a geometric number, independent of all else. So pieces of a random
    product, one for each pair of stops, on machines of fixed times are the same process. The
    convention starts a piece when the store has room for it; blocking after service with two
    places fewer starts it at the same instant. Stops longer than 90 slots (pairs: 60) are cut,
    which changes the throughput by less than 1e-5.
    """
    p, r = SLOTTED["failure_share"], SLOTTED["repair_share"]

    def law(longest: int) -> np.ndarray:
        stop = r * (1 - r) ** np.arange(longest)
        stop[-1] = (1 - r) ** (longest - 1)
        return stop

    chances = {(0, 0): (1 - p) ** 2}
    for stop, chance in enumerate(law(90), start=1):
        chances[stop, 0] = chances[0, stop] = p * (1 - p) * chance
    pair = np.outer(law(60), law(60)) * p**2
    chances |= {(i + 1, j + 1): pair[i, j] for i in range(60) for j in range(60)}
    model = flow.Model(time_unit="s")
    model.station("first")
    model.station("second", buffer=places - 2)
    for first, second in chances:
        route = [flow.Step("first", time=1 + first), flow.Step("second", time=1 + second)]
        model.product(f"{first}-{second}", route)
    mix = {f"{first}-{second}": chance for (first, second), chance in chances.items()}
    model.conwip(places + 2, mix)  # at most ``places`` are past the first queue: it never empties
    exact = slotted_two_machine_throughput(p, r, places)
    return exact, _throughput(model, until=41_000.0)


def exponential_two_machines(
    fail_rates: Sequence[float], repair_rates: Sequence[float], rates: Sequence[float], places: int
) -> Found:
    """Build two machines that fail by running time, everything exponential."""
    model = flow.Model(time_unit="s")
    for name, fails, repairs, room in zip(
        ("first", "second"), fail_rates, repair_rates, (None, places), strict=True
    ):
        model.station(
            name,
            buffer=room,
            failure=flow.Exponential(1 / fails),
            repair=flow.Exponential(1 / repairs),
        )
    steps = [
        flow.Step(name, time=flow.Exponential(1 / rate))
        for name, rate in zip(("first", "second"), rates, strict=True)
    ]
    model.product("part", steps)
    model.saturate("part")
    exact = exponential_two_machine_throughput(fail_rates, repair_rates, rates, places)
    return exact, _throughput(model, until=41_000.0)


def lone_unreliable_machine(mean_up: float, mean_repair: float) -> Found:
    """Build one machine of cycle 1 that fails by running time."""
    model = flow.Model(time_unit="min")
    up, repair = flow.Exponential(mean_up), flow.Exponential(mean_repair)
    model.station("press", failure=up, repair=repair)
    model.product("part", [flow.Step("press", time=1.0)])
    model.saturate("part")
    return mean_up / (mean_up + mean_repair), _throughput(model, until=61_000.0)


def erlang_c(load: float, servers: int) -> Found:
    """Build a queue before like machines."""
    gap = flow.Exponential(1 / (load * servers))
    model = _queue(flow.Exponential(1.0), gap, machines=servers)
    exact = theory.mmc_wait(servers, load * servers, 1.0) + 1.0
    return exact, _time_in_system(model, 2 * CUSTOMERS)


def erlang_c_people(load: float, servers: int) -> Found:
    """Build a queue before many machines; the people who attend them are the servers."""
    gap = flow.Exponential(1 / (load * servers))
    model = _queue(flow.Exponential(1.0), gap, machines=20 * servers + 40, operators=1)
    for i in range(servers):
        model.person(f"o{i}", skills=["server"])
    return theory.mmc_wait(servers, load * servers, 1.0) + 1.0, _time_in_system(model)


def erlang_b(servers: int, offered: float) -> Found:
    """Build a closed loop of as many jobs as servers: the source stops when all are at work."""
    model = flow.Model(time_unit="s")
    model.station("source")
    model.station("servers", machines=servers)
    source, service = flow.Exponential(1 / offered), flow.Exponential(1.0)
    model.product("call", [flow.Step("source", time=source), flow.Step("servers", time=service)])
    model.conwip(servers, {"call": 1.0})
    exact = offered * (1 - theory.erlang_b(servers, offered))
    return exact, _throughput(model)


def pollaczek_khinchine(load: float, law: str, spread: float = 0.0) -> Found:
    """Build one server with a general service time of mean 1."""
    service, second = _law(law, 1.0, spread)
    exact = theory.pollaczek_khinchine_wait(load, 1.0, second) + 1.0
    return exact, _time_in_system(_queue(service, flow.Exponential(1 / load)))


def two_service_times(short: float, short_gap: float, long: float, long_gap: float) -> Found:
    """Build one server with two products of fixed times."""
    model = flow.Model(time_unit="s")
    model.station("server")
    for name, time, gap in (("short", short, short_gap), ("long", long, long_gap)):
        model.product(name, [flow.Step("server", time=time)])
        model.arrivals(name, every=flow.Exponential(gap))
    rate = 1 / short_gap + 1 / long_gap
    share = 1 / short_gap / rate
    mean = share * short + (1 - share) * long
    second = share * short**2 + (1 - share) * long**2
    exact = theory.pollaczek_khinchine_wait(rate, mean, second) + mean
    return exact, _time_in_system(model)


def products_with_setups(products: int, setup: float, gap: float) -> Found:
    """Build one server of mean 1 with like products; a change of product is a set-up."""
    model = flow.Model(time_unit="s")
    model.station("server")
    for i in range(products):
        model.product(f"p{i}", [flow.Step("server", time=flow.Exponential(1.0), setup=setup)])
        model.arrivals(f"p{i}", every=flow.Exponential(gap * products))
    changes = 1 - 1 / products
    mean = 1.0 + changes * setup
    second = 2.0 + changes * (2 * setup + setup**2)
    exact = theory.pollaczek_khinchine_wait(1 / gap, mean, second) + mean
    return exact, _time_in_system(model)


def polling(rates: Sequence[float], services: Sequence[float], setups: Sequence[float]) -> Found:
    """Build one machine that goes on with its product while there is any, with set-ups between."""
    model = flow.Model(time_unit="s")
    into = {"a": {"b": setups[1]}, "b": {"a": setups[0]}}
    model.station("server", rule="setup", setups=into)
    for name, rate, service in zip("ab", rates, services, strict=True):
        model.product(name, [flow.Step("server", time=service, family=name)])
        model.arrivals(name, every=flow.Exponential(1 / rate))
    exact = exhaustive_polling_time_in_system(rates, services, setups)
    return exact, _time_in_system(model)


def lots_with_setups(pieces: int, setup: float, gap: float) -> Found:
    """Build one server to which whole lots come; each lot is set up."""
    model = flow.Model(time_unit="s")
    model.station("server")
    step = flow.Step("server", time=flow.Exponential(1.0), setup=setup, lot=pieces)
    model.product("part", [step])
    model.arrivals("part", every=flow.Exponential(gap), quantity=pieces)
    mean = setup + pieces
    exact = theory.pollaczek_khinchine_wait(1 / gap, mean, pieces + mean**2) + mean
    return exact, _time_in_system(model, 20_000 * pieces)


def saturated_lots(pieces: int, setup: float, mean: float) -> Found:
    """Build one machine with two products in lots that never lack."""
    model = flow.Model(time_unit="s")
    model.station("press")
    for name in ("red", "blue"):
        time = flow.Exponential(mean)
        model.product(name, [flow.Step("press", time=time, setup=setup, lot=pieces)])
    model.conwip(3, {"red": 1.0, "blue": 1.0}, quantity=pieces)
    return pieces / (setup + pieces * mean), _throughput(model)


def interrupted_server(gap: float, law: str, mean_up: float, mean_repair: float) -> Found:
    """Build one server of mean 1 that fails by running time."""
    service, second = _law(law)
    station = {"failure": flow.Exponential(mean_up), "repair": flow.Exponential(mean_repair)}
    model = _queue(service, flow.Exponential(gap), **station)
    mean, second = theory.interrupted_moments(1.0, second, 1 / mean_up, mean_repair)
    return theory.pollaczek_khinchine_wait(1 / gap, mean, second) + mean, _time_in_system(model)


def calendar_breakdowns(gap: float, mean_up: float, mean_repair: float) -> Found:
    """Build one exponential server that fails by the calendar, idle or not."""
    model = _queue(
        flow.Exponential(1.0),
        flow.Exponential(gap),
        failure=flow.Exponential(mean_up),
        repair=flow.Exponential(mean_repair),
        breakdown_clock="calendar",
    )
    exact = calendar_breakdown_time_in_system(1 / gap, 1.0, 1 / mean_up, 1 / mean_repair)
    return exact, _time_in_system(model)


def regular_arrivals(gap: float) -> Found:
    """Build one exponential server with arrivals at equal gaps."""
    exact = theory.deterministic_arrivals_wait(gap, 1.0) + 1.0
    return exact, _time_in_system(_queue(flow.Exponential(1.0), flow.Fixed(gap)), 2 * CUSTOMERS)


def priorities(is_urgent: bool) -> Found:
    """Build one server and orders of two priorities that come by chance.

    The urgent ones take a fixed time, the others an exponential one. The instants of arrival are
    drawn here, by numpy, for each replication.
    """
    waits = theory.priority_waits(**URGENT)
    i_class = 0 if is_urgent else 1

    def samples(seed: int) -> np.ndarray:
        rng = np.random.default_rng(seed)
        return np.array([_mean_of_class(rng, i_class, seed + r) for r in range(REPLICATIONS)])

    return waits[i_class] + URGENT["means"][i_class], samples


def _mean_of_class(rng: np.random.Generator, i_class: int, seed: int, orders: int = 3000) -> float:
    """Simulate orders of two priorities once; return the mean time of one class."""
    model = flow.Model(time_unit="s")
    model.station("server")
    times = (flow.Fixed(URGENT["means"][0]), flow.Exponential(URGENT["means"][1]))
    released, of_class = [], []
    for i, (rate, time) in enumerate(zip(URGENT["rates"], times, strict=True)):
        model.product(f"p{i}", [flow.Step("server", time=time)])
        released.append(rng.exponential(1 / rate, size=orders).cumsum())
        of_class.append(np.full(orders, i))
    at, which = np.concatenate(released), np.concatenate(of_class)
    end = min(of[-1] for of in released)  # both classes come until then
    for release, i in zip(at[at <= end], which[at <= end], strict=True):
        model.order(f"p{i}", quantity=1, release=float(release), priority=1 - int(i))
    done = np.asarray(flow.simulate(model, until=2 * end, seed=seed).order_done)[0]
    mine = which[at <= end] == i_class
    return float((done - at[at <= end])[mine].mean())


def jackson_tandem(arrival_rate: float, rates: Sequence[float]) -> Found:
    """Build exponential stations one after the other."""
    model = flow.Model(time_unit="s")
    for i in range(len(rates)):
        model.station(f"s{i}")
    steps = [flow.Step(f"s{i}", time=flow.Exponential(1 / r)) for i, r in enumerate(rates)]
    model.product("job", steps)
    model.arrivals("job", every=flow.Exponential(1 / arrival_rate))
    exact = theory.jackson_time_in_system(arrival_rate, rates, [1.0] * len(rates))
    return exact, _time_in_system(model)


def jackson_feedback(arrival_rate: float, rates: Sequence[float], back: float) -> Found:
    """Build two stations and a rework without duration that sends some jobs to the first again."""
    model = flow.Model(time_unit="s")
    for name in ("work", "check"):
        model.station(name)
    model.station("bench", machines=50)
    again = {"rework": back, "rework_station": "bench", "rework_time": 0.0, "rework_step": 0}
    first = flow.Step("work", time=flow.Exponential(1 / rates[0]))
    second = flow.Step("check", time=flow.Exponential(1 / rates[1]), **again)
    model.product("job", [first, second])
    model.arrivals("job", every=flow.Exponential(1 / arrival_rate))
    visits = [1 / (1 - back)] * 2
    return theory.jackson_time_in_system(arrival_rate, rates, visits), _time_in_system(model)


def _loop(service: Sequence[float], servers: Sequence[int], jobs: int) -> flow.Model:
    """Build exponential stations visited in turn by a fixed number of jobs."""
    model = flow.Model(time_unit="s")
    for i, crew in enumerate(servers):
        model.station(f"s{i}", machines=crew)
    steps = [flow.Step(f"s{i}", time=flow.Exponential(s)) for i, s in enumerate(service)]
    model.product("job", steps)
    model.conwip(jobs, {"job": 1.0})
    return model


def closed_network(service: Sequence[float], jobs: int) -> Found:
    """Build a closed network of single servers."""
    model = _loop(service, [1] * len(service), jobs)
    return theory.closed_network_throughput(service, jobs), _throughput(model)


def closed_network_of_servers(service: Sequence[float], servers: Sequence[int], jobs: int) -> Found:
    """Build a closed network of stations with several machines."""
    exact = theory.closed_network_of_servers(service, servers, jobs)
    return exact, _throughput(_loop(service, servers, jobs))


def machine_repair(machines: int, crew: int, mean_up: float = 90.0, repair: float = 20.0) -> Found:
    """Build machines that never lack work and a crew that repairs them."""
    model, cycle = flow.Model(time_unit="min"), 2.5
    for i in range(machines):
        fails, repairs = flow.Exponential(mean_up), flow.Exponential(repair)
        model.station(f"m{i}", failure=fails, repair=repairs, repair_skill="MAINT")
        model.product(f"p{i}", [flow.Step(f"m{i}", time=cycle)])
        model.saturate(f"p{i}")
    for i in range(crew):
        model.person(f"R{i}", [flow.Skill("MAINT", "repair")])
    exact = theory.machine_repair_up_share(machines, crew, mean_up, repair)
    return exact, _throughput(model, until=101_000.0, scale=cycle / machines)


def machines_per_operator(machines: int, load: float) -> Found:
    """Build machines that run alone for an exponential time of mean 1 between loadings."""
    model = flow.Model(time_unit="s")
    for i in range(machines):
        model.station(f"m{i}", operators=1, attendance="load", load=load)
        model.product(f"p{i}", [flow.Step(f"m{i}", time=flow.Exponential(1.0))])
        model.saturate(f"p{i}")
    model.person("o1", [f"m{i}" for i in range(machines)])
    exact = theory.repairman_utilisation(machines, 1.0, load, lambda s: math.exp(-s * load))
    return exact, _throughput(model, scale=load)


BUILDERS: dict[str, Callable[..., Found]] = {
    build.__name__: build
    for build in (
        saturated_line,
        unequal_line,
        slotted_two_machines,
        exponential_two_machines,
        lone_unreliable_machine,
        erlang_c,
        erlang_c_people,
        erlang_b,
        pollaczek_khinchine,
        two_service_times,
        products_with_setups,
        polling,
        lots_with_setups,
        saturated_lots,
        interrupted_server,
        calendar_breakdowns,
        regular_arrivals,
        priorities,
        jackson_tandem,
        jackson_feedback,
        closed_network,
        closed_network_of_servers,
        machine_repair,
        machines_per_operator,
    )
}
