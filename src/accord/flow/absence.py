"""Unplanned absence as spells of persons who differ in frailty (S15); never drawn day by day.

Each person has a gamma frailty of mean 1; spells start on working days and last a geometric
number of them, a share of the spells being long. Draws depend on (seed, replication, person)
alone. Source of the shape: 4 of 36 persons carried 34 % of absence hours (UCI 445).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.flow.kernel.streams import GAMMA
from accord.flow.model import AbsenceModel


def absent_windows(
    absence: AbsenceModel,
    owner: NDArray[np.int64],
    day: NDArray[np.int64],
    person_keys: NDArray[np.uint64],
    seed: int,
    replication: int,
) -> NDArray[np.bool_]:
    """Return which presence windows are lost to absence.

    Parameters
    ----------
    owner, day
        (W,) person and day of each presence window.
    person_keys
        (P,) stream keys.

    Returns
    -------
    numpy.ndarray
        (W,) bool.
    """
    lost = np.zeros(len(owner), dtype=bool)
    order = np.lexsort((day, owner))
    bounds = np.searchsorted(owner[order], np.arange(len(person_keys) + 1))
    mean_spell = (1 - absence.long_share) * absence.spell_day + (
        absence.long_share * absence.long_day
    )
    for i, key in enumerate(person_keys):
        mine = order[bounds[i] : bounds[i + 1]]
        share = absence.share[i]
        if not len(mine) or share <= 0:
            continue
        rng = np.random.Generator(
            np.random.Philox(
                key=np.array([int(key), (seed * int(GAMMA) + replication) % 2**64], dtype=np.uint64)
            )
        )
        frailty = rng.gamma(absence.shape, 1 / absence.shape) if absence.shape > 0 else 1.0
        # A day outside a spell starts one with probability q, so that the long-run share of
        # lost days, q m / (1 + q m), is the person's share.
        wanted = min(0.9, share * frailty)
        q = wanted / ((1 - wanted) * mean_spell)
        d = 0
        while True:
            d += int(rng.geometric(min(1.0, q))) - 1
            if d >= len(mine):
                break
            long = rng.random() < absence.long_share
            mean = absence.long_day if long else absence.spell_day
            length = int(rng.geometric(1 / mean))
            lost[mine[d : d + length]] = True
            d += length
    return lost
