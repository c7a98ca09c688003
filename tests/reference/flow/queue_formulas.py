"""Closed forms of queueing theory, written here from the books and used by the kernel's tests."""

from __future__ import annotations

import math
from collections.abc import Sequence


def erlang_c(servers: int, offered: float) -> float:
    """Return the probability to wait in M/M/c with ``offered`` erlangs (Erlang C)."""
    blocked = 1.0
    for k in range(1, servers + 1):  # Erlang B by recursion
        blocked = offered * blocked / (k + offered * blocked)
    busy_share = offered / servers
    return blocked / (1 - busy_share * (1 - blocked))


def mmc_wait(servers: int, arrival_rate: float, service_rate: float) -> float:
    """Return the mean wait before service in M/M/c."""
    offered = arrival_rate / service_rate
    return erlang_c(servers, offered) / (servers * service_rate - arrival_rate)


def pollaczek_khinchine_wait(arrival_rate: float, mean: float, second_moment: float) -> float:
    """Return the mean wait before service in M/G/1, first come first served."""
    return arrival_rate * second_moment / (2 * (1 - arrival_rate * mean))


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
