"""Exact throughput of small lines, solved as Markov chains with numpy: no simulation.

An independent check of the table in ``oracles.yaml`` and the oracle for lines that no table has
(unequal stations, unequal buffers).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np


def saturated_line_throughput(rates: Sequence[float], places: Sequence[int]) -> float:
    """Return pieces per time of an exponential line that blocks after service.

    The first station is never starved, the last never blocked. The state is, for each gap, the
    number of pieces that left service upstream and have not left service downstream: in the
    buffer, on the downstream machine, and on the upstream machine if that is blocked.

    Parameters
    ----------
    rates
        Service rate of each station.
    places
        Places between neighbours, one fewer than stations.
    """
    num_gaps = len(places)
    states = [
        level
        for level in itertools.product(*(range(b + 3) for b in places))
        if _is_reachable(level, places)
    ]
    index = {state: i for i, state in enumerate(states)}
    generator = np.zeros((len(states), len(states)))
    leaves = np.zeros(len(states))
    for state, i in index.items():
        is_blocked = _blocked(state, places)
        for station, rate in enumerate(rates):
            is_starved = station > 0 and state[station - 1] == 0
            if is_starved or is_blocked[station]:
                continue
            after = list(state)
            if station > 0:
                after[station - 1] -= 1
            if station < num_gaps:
                after[station] += 1
            else:
                leaves[i] += rate
            generator[i, index[tuple(after)]] += rate
            generator[i, i] -= rate
    return float(_stationary(generator) @ leaves)


def _blocked(state: Sequence[int], places: Sequence[int]) -> list[bool]:
    """Tell for each station whether its machine holds a finished piece, last station first."""
    is_blocked = [False] * (len(places) + 1)
    for gap in reversed(range(len(places))):
        room = places[gap] + (0 if is_blocked[gap + 1] else 1)
        is_blocked[gap] = state[gap] > room
    return is_blocked


def _is_reachable(state: Sequence[int], places: Sequence[int]) -> bool:
    """Tell whether every gap holds no more than its places and the two machines beside it.

    A blocked station needs a finished piece to hold; a blocked downstream machine takes one place
    of the gap away.
    """
    is_blocked = _blocked(state, places)
    for gap, level in enumerate(state):
        most = places[gap] + (1 if is_blocked[gap + 1] else 2)
        if level > most:
            return False
    return True


def _stationary(generator: np.ndarray) -> np.ndarray:
    """Return the stationary law of a continuous-time chain."""
    system = generator.T.copy()
    system[-1, :] = 1.0
    right = np.zeros(len(system))
    right[-1] = 1.0
    return np.linalg.solve(system, right)


def slotted_two_machine_throughput(failure_share: float, repair_share: float, places: int) -> float:
    """Return pieces per slot of two like machines in slotted time (convention: oracles.yaml)."""
    states = list(itertools.product((0, 1), (0, 1), range(places + 1)))
    index = {state: i for i, state in enumerate(states)}
    step = np.zeros((len(states), len(states)))
    leaves = np.zeros(len(states))
    for (first, second, level), i in index.items():
        is_working = (first == 1 and level < places, second == 1 and level > 0)
        for up in itertools.product((0, 1), repeat=2):
            chance = 1.0
            for now, then, works in zip((first, second), up, is_working, strict=True):
                if now == 0:
                    chance *= repair_share if then else 1 - repair_share
                elif works:
                    chance *= 1 - failure_share if then else failure_share
                else:
                    chance *= 1.0 if then else 0.0
            made = up[0] if level < places else 0
            taken = up[1] if level > 0 else 0
            step[i, index[up[0], up[1], level + made - taken]] += chance
            leaves[i] += chance * taken
    law = _stationary(step - np.eye(len(states)))
    return float(law @ leaves)


def exponential_two_machine_throughput(
    fail_rates: Sequence[float], repair_rates: Sequence[float], rates: Sequence[float], places: int
) -> float:
    """Return pieces per time of two unreliable exponential machines in continuous time.

    Gershwin and Berman, AIIE Transactions 13 (1981) 2-11, here blocking after service: a machine
    fails only while it works. The state is (up, up, pieces between the services), as in
    ``saturated_line_throughput``.
    """
    levels = range(places + 3)
    states = list(itertools.product((0, 1), (0, 1), levels))
    index = {state: i for i, state in enumerate(states)}
    generator = np.zeros((len(states), len(states)))
    leaves = np.zeros(len(states))
    for (first, second, level), i in index.items():
        is_able = (level <= places + 1, level > 0)
        for machine, (is_up, change) in enumerate(((first, 1), (second, -1))):
            if is_up and is_able[machine]:
                down = (0, second, level) if machine == 0 else (first, 0, level)
                _move(generator, i, index[down], fail_rates[machine])
                _move(generator, i, index[first, second, level + change], rates[machine])
                leaves[i] += rates[machine] if machine == 1 else 0.0
            elif not is_up:
                up = (1, second, level) if machine == 0 else (first, 1, level)
                _move(generator, i, index[up], repair_rates[machine])
    return float(_stationary(generator) @ leaves)


def calendar_breakdown_time_in_system(
    arrival_rate: float, service_rate: float, fail_rate: float, repair_rate: float, most: int = 400
) -> float:
    """Return the mean time in M/M/1 whose server fails by the calendar, idle or not.

    The chain is cut at ``most`` customers. White and Christie, Operations Research 6 (1958) 79-95.
    """
    size = 2 * (most + 1)
    generator = np.zeros((size, size))
    for n in range(most + 1):
        up, down = 2 * n, 2 * n + 1
        _move(generator, up, down, fail_rate)
        _move(generator, down, up, repair_rate)
        if n < most:
            _move(generator, up, up + 2, arrival_rate)
            _move(generator, down, down + 2, arrival_rate)
        if n > 0:
            _move(generator, up, up - 2, service_rate)
    law = _stationary(generator)
    return float(law @ (np.arange(size) // 2)) / arrival_rate


def _move(generator: np.ndarray, start: int, end: int, rate: float) -> None:
    """Add a transition to a generator."""
    generator[start, end] += rate
    generator[start, start] -= rate
