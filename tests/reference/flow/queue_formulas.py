"""Closed forms of queueing theory, written here from the books and used by the kernel's tests."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence


def erlang_c(servers: int, offered: float) -> float:
    """Return the probability to wait in M/M/c with ``offered`` erlangs (Erlang C)."""
    blocked = erlang_b(servers, offered)
    busy_share = offered / servers
    return blocked / (1 - busy_share * (1 - blocked))


def mmc_wait(servers: int, arrival_rate: float, service_rate: float) -> float:
    """Return the mean wait before service in M/M/c."""
    offered = arrival_rate / service_rate
    return erlang_c(servers, offered) / (servers * service_rate - arrival_rate)


def pollaczek_khinchine_wait(arrival_rate: float, mean: float, second_moment: float) -> float:
    """Return the mean wait before service in M/G/1, first come first served."""
    return arrival_rate * second_moment / (2 * (1 - arrival_rate * mean))


def repairman_utilisation(
    machines: int, mean_run: float, service: float, transform: Callable[[float], float]
) -> float:
    """Return the busy share of one operator who serves machines with exponential running times.

    Takacs, Introduction to the Theory of Queues (1962), ch. 5; with constant ``service`` the table
    of Ashcroft, J. R. Statist. Soc. B 12 (1950) 145-151; exponential: Palm (1947).

    Parameters
    ----------
    service
        Mean time of one service.
    transform
        Laplace-Stieltjes transform of the service time.
    """
    weight, total = 1.0, 1.0
    for n in range(1, machines):
        at = transform(n / mean_run)
        weight *= (1 - at) / at
        total += math.comb(machines - 1, n) * weight
    busy = machines * service / mean_run * total
    return busy / (1 + busy)


def interrupted_moments(
    mean: float, second: float, fail_rate: float, mean_repair: float
) -> tuple[float, float]:
    """Return two moments of a service that failures interrupt and exponential repairs prolong.

    Failures strike by running time, the work goes on after each: Gaver, J. R. Statist. Soc. B 24
    (1962) 73-90.
    """
    stretch = 1 + fail_rate * mean_repair
    return mean * stretch, second * stretch**2 + fail_rate * mean * 2 * mean_repair**2


def deterministic_arrivals_wait(gap: float, service: float) -> float:
    """Return the mean wait before service in D/M/1: the root of the GI/M/1 equation."""
    root = 0.5
    for _ in range(10_000):
        root = math.exp(-gap / service * (1 - root))
    return service * root / (1 - root)


def priority_waits(
    rates: Sequence[float], means: Sequence[float], seconds: Sequence[float]
) -> list[float]:
    """Return the mean wait of each class in M/G/1 without preemption, most urgent class first.

    Cobham, Operations Research 2 (1954) 70-76.
    """
    left_over = math.fsum(r * m for r, m in zip(rates, seconds, strict=True)) / 2
    waits, load = [], 0.0
    for rate, mean in zip(rates, means, strict=True):
        before, load = load, load + rate * mean
        waits.append(left_over / ((1 - before) * (1 - load)))
    return waits


def closed_network_of_servers(service: Sequence[float], servers: Sequence[int], jobs: int) -> float:
    """Return jobs per time of a closed exponential network of stations with several servers.

    Convolution, Buzen, Comm. ACM 16 (1973) 527-531. One exponential source before c servers and c
    jobs is the loss system M/M/c/c (Erlang B).
    """
    constant = [1.0] + [0.0] * jobs
    for mean, crew in zip(service, servers, strict=True):
        weights = [1.0]
        for n in range(1, jobs + 1):
            weights.append(weights[-1] * mean / min(n, crew))
        constant = [
            math.fsum(constant[k] * weights[n - k] for k in range(n + 1)) for n in range(jobs + 1)
        ]
    return constant[jobs - 1] / constant[jobs]


def erlang_b(servers: int, offered: float) -> float:
    """Return the probability to be lost in M/M/c/c with ``offered`` erlangs (Erlang B)."""
    lost = 1.0
    for k in range(1, servers + 1):
        lost = offered * lost / (k + offered * lost)
    return lost


def lognormal_second_moment(mean: float, cv: float) -> float:
    """Return E[X^2] of a law with this mean and coefficient of variation."""
    return mean * mean * (1 + cv * cv)


def machine_repair_up_share(machines: int, crew: int, mean_up: float, mean_repair: float) -> float:
    """Return the share of machines running in M/M/c//N with ``crew`` repairers."""
    ratio = mean_repair / mean_up
    weight, weights = 1.0, [1.0]
    for down in range(1, machines + 1):
        weight *= (machines - down + 1) * ratio / min(down, crew)
        weights.append(weight)
    total = math.fsum(weights)
    mean_down = math.fsum(k * w for k, w in enumerate(weights)) / total
    return (machines - mean_down) / machines


def closed_network_throughput(service: Sequence[float], jobs: int) -> float:
    """Return jobs per time of a closed exponential network visited once each (mean value analysis).

    Gordon and Newell (1967); Reiser and Lavenberg, J. ACM 27 (1980) 313-322.
    """
    queue = [0.0] * len(service)
    throughput = 0.0
    for n in range(1, jobs + 1):
        stay = [s * (1 + q) for s, q in zip(service, queue, strict=True)]
        throughput = n / math.fsum(stay)
        queue = [throughput * t for t in stay]
    return throughput


def jackson_time_in_system(
    arrival_rate: float, rates: Sequence[float], visits: Sequence[float]
) -> float:
    """Return the mean time in an open exponential network of single servers (Jackson, 1957)."""
    in_system = 0.0
    for rate, visit in zip(rates, visits, strict=True):
        load = arrival_rate * visit / rate
        in_system += load / (1 - load)
    return in_system / arrival_rate
