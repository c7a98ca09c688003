"""Unplanned absence as spells of persons who differ in frailty (S15); never drawn day by day.

Each person has a gamma frailty of mean 1; spells start on working days and last a geometric
number of them, a share of the spells being long. The draws of a person depend on seed,
replication and the person's name alone, and a longer run begins with the shorter.
Source of the shape: 4 of 36 persons carried 34 % of absence hours (UCI 445).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.kernel.streams import TINY
from accord.flow.keys import stream_keys, uniforms
from accord.flow.model import AbsenceModel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]

PURPOSE = np.uint64(100)  # of the stream, apart from those of the kernel
MAX_SHARE = 0.9  # of days lost by the frailest
DRAWS_SPELL = 3  # uniforms of one spell: days before it, its kind, its length
FIRST_SPELL = 1 << 20  # the draws before belong to the frailty


def check_absence(absence: AbsenceModel, num_people: int) -> None:
    """Refuse an absence model that has no meaning.

    Raises
    ------
    ModelError
        With the field, its value and the rule.
    """
    if len(absence.share) != num_people:
        raise ModelError(
            f"absence: share has {len(absence.share)} values for {num_people} people: "
            "give one value per person"
        )
    for share in absence.share:
        if not 0.0 <= share <= MAX_SHARE:
            raise ModelError(f"absence: share {share}; a mean share lies between 0 and {MAX_SHARE}")
    if not 0.0 <= absence.shape < math.inf:
        raise ModelError(f"absence: shape {absence.shape} must be 0 (all alike) or more")
    if not (1.0 <= absence.spell_day < math.inf and 1.0 <= absence.long_day < math.inf):
        raise ModelError(
            f"absence: spells of {absence.spell_day} and {absence.long_day} days; "
            "a spell lasts at least 1 day"
        )
    if not 0.0 <= absence.long_share <= 1.0:
        raise ModelError(f"absence: long_share {absence.long_share} must lie between 0 and 1")


def absent_days(
    absence: AbsenceModel, first_day: Ints, person_keys: Keys, seed: int, replication: int
) -> NDArray[np.bool_]:
    """Return which working days of which people are lost.

    Parameters
    ----------
    first_day
        (P + 1,) where each person's working days begin in the result.
    person_keys
        (P,) keys of the people's names.

    Returns
    -------
    numpy.ndarray
        (first_day[-1],) bool, the working days of all people, person by person.
    """
    keys = stream_keys(person_keys, seed, replication, PURPOSE)
    share = np.asarray(absence.share) * _frailty(absence.shape, keys)
    share = np.minimum(share, MAX_SHARE)
    num_days = np.diff(first_day)
    who = np.flatnonzero((share > 0.0) & (num_days > 0))
    mean_day = _mean_day(absence)
    # A day outside a spell begins one with probability q: healthy days last (1 - q) / q on
    # average, and the share of days lost is share = mean / (mean + (1 - q) / q).
    q = share / (mean_day * (1.0 - share) + share)
    change = np.zeros(int(first_day[-1]) + 1, dtype=np.int64)
    day = np.zeros(len(keys), dtype=np.int64)
    spell = 0
    while len(who):
        u, v, w = (uniforms(keys[who], FIRST_SPELL + DRAWS_SPELL * spell + j) for j in range(3))
        long_share = np.full(len(who), absence.long_share)
        if spell == 0:
            # The first day is like any other: it lies in a spell with probability share, and
            # then in a long one the more often, as long spells have more days.
            ill = u <= share[who]
            rest = np.clip((u - share[who]) / (1.0 - share[who]), TINY, 1.0)
            wait = np.where(ill, 0, 1 + _geometric(rest, q[who]))
            long_share = np.where(ill, absence.long_share * absence.long_day / mean_day, long_share)
        else:
            wait = _geometric(u, q[who])
        mean = np.where(v <= long_share, absence.long_day, absence.spell_day)
        begin = np.minimum(day[who] + wait, num_days[who])
        end = np.minimum(begin + 1 + _geometric(w, 1.0 / mean), num_days[who])
        np.add.at(change, first_day[who] + begin, 1)
        np.subtract.at(change, first_day[who] + end, 1)
        day[who] = end
        who = who[end < num_days[who]]
        spell += 1
    lost: NDArray[np.bool_] = np.cumsum(change[:-1]) > 0
    return lost


def _mean_day(absence: AbsenceModel) -> float:
    """Return the mean length of a spell in working days."""
    return (1 - absence.long_share) * absence.spell_day + absence.long_share * absence.long_day


def _geometric(u: Floats, q: Floats) -> Ints:
    """Return the failures before the first success of probability ``q``, by inversion."""
    days = np.log(u) / np.log1p(-np.minimum(q, 1.0 - TINY))
    return np.minimum(days, 1e9).astype(np.int64)


def _frailty(shape: float, keys: Keys) -> Floats:
    """Return gamma frailties of mean 1; shape 0 makes all people alike.

    Source: Marsaglia and Tsang 2000, doi:10.1145/358407.358414; the normal is that of Box and
    Muller 1958.
    """
    if shape == 0.0:
        return np.ones(len(keys))
    # Below shape 1 a draw of shape + 1 is shrunk by a power of a uniform.
    small = shape < 1.0
    d = (shape + 1.0 if small else shape) - 1.0 / 3.0
    c = 1.0 / np.sqrt(9.0 * d)
    found = np.zeros(len(keys))
    who = np.arange(len(keys))
    n = 1
    while len(who):
        u, v, w = (uniforms(keys[who], n + j) for j in range(3))
        x = np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * v)
        cube = np.maximum(1.0 + c * x, 0.0) ** 3
        allowed = cube > 0.0
        safe = np.where(allowed, cube, 1.0)
        accepted = allowed & (np.log(w) < 0.5 * x * x + d * (1.0 - safe + np.log(safe)))
        found[who[accepted]] = d * cube[accepted]
        who = who[~accepted]
        n += 3
    if small:
        found *= uniforms(keys, 0) ** (1.0 / shape)
    return found / shape
