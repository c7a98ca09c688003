"""Two products, one machine that goes on with its product while there is any: an exact solution.

Pieces come by Poisson processes; service and set-up times are fixed. The machine is looked at when
it has finished a piece: the queues and its product are a Markov chain, since arrivals during a
fixed time are Poisson. It is set up only for a piece that is there, and stays as it is while the
shop is empty. The mean number in the shop follows from the time and the pieces of each step, the
time in the system from Little's law.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TINY = 1e-30  # smaller chances only slow the arithmetic down


def exhaustive_polling_time_in_system(
    rates: Sequence[float], services: Sequence[float], setups: Sequence[float], most: int = 120
) -> float:
    """Return the mean time in the system.

    ``rates`` are arrivals per time, ``setups`` the times to go over to a product; queues of
    ``most`` and more are one state.
    """
    size = most + 1
    chance = np.zeros((2, size, size))  # by the product set up, and the pieces of both
    chance[0, 0, 0] = 1.0
    change = 1.0
    while change > 1e-13:
        following, _, _ = _step(chance, rates, services, setups)
        following[following < TINY] = 0.0
        following /= following.sum()
        change = float(abs(following - chance).max())
        chance = following
    _, time, pieces_time = _step(chance, rates, services, setups)
    return pieces_time / time / sum(rates)


def _step(
    chance: Floats, rates: Sequence[float], services: Sequence[float], setups: Sequence[float]
) -> tuple[Floats, float, float]:
    """Return the chances after one piece more, the mean time of it, and the mean of pieces x time.

    What begins from an empty shop waits for the first arrival.
    """
    size = chance.shape[1]
    starts = np.zeros((2, 2, size, size))  # by the product before, by that of the piece
    for before in range(2):
        here = chance[before].copy()
        empty, here[0, 0] = here[0, 0], 0.0
        own = here.copy()
        own[(0, slice(None)) if before == 0 else (slice(None), 0)] = 0.0
        starts[before, before] += own
        starts[before, 1 - before] += here - own
        starts[before, 0, 1, 0] += empty * rates[0] / sum(rates)
        starts[before, 1, 0, 1] += empty * rates[1] / sum(rates)
    time = float(chance[:, 0, 0].sum()) / sum(rates)
    pieces_time = 0.0
    following = np.zeros_like(chance)
    count = np.add.outer(np.arange(size), np.arange(size))
    for before in range(2):
        for product in range(2):
            here = starts[before, product]
            length = services[product] + (setups[product] if product != before else 0.0)
            time += here.sum() * length
            pieces_time += (here * count).sum() * length + here.sum() * sum(rates) * length**2 / 2
            left = np.roll(here, -1, axis=product)
            first, second = (_arrivals(rate * length, size) for rate in rates)
            following[product] += first.T @ left @ second
    return following, time, float(pieces_time)


def _arrivals(mean: float, size: int) -> Floats:
    """Return the chances to go from a number to another by Poisson arrivals, the last is more."""
    mass = [math.exp(-mean)]
    for k in range(1, size):
        mass.append(mass[-1] * mean / k if mass[-1] > TINY else 0.0)
    table = np.zeros((size, size))
    for i in range(size):
        table[i, i:] = mass[: size - i]
        table[i, -1] += 1.0 - table[i].sum()
    return table
