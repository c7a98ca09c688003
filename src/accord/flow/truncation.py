"""Where a series has forgotten its start: the truncation rule MSER-5 and Welch's moving average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError

Floats = NDArray[np.float64]
MSER_BATCH = 5
FEWEST_BATCHES = 10


@dataclass(frozen=True, slots=True)
class Truncation:
    """The leading part of a series that is to be left out.

    Attributes
    ----------
    num_cut
        Values to leave out, a multiple of the batch.
    mean
        Mean of what stays (the tail that fills no batch included).
    is_late
        True when the rule's minimum lies in the second half: the series is too short to tell.
    """

    num_cut: int
    mean: float
    is_late: bool


def mser(values: Floats, batch: int = MSER_BATCH) -> Truncation:
    """Return the truncation that minimises the standard error of the mean of what stays.

    Parameters
    ----------
    values
        (N,) values in time order: of one run, or the mean over replications.
    batch
        Values averaged into one before the search (5: MSER-5).

    Raises
    ------
    ModelError
        When there are fewer than 10 batches.

    Notes
    -----
    With batch means ``z`` of length n, the cut d minimises ``sum((z - mean)^2) / (n - d)^2`` over
    the batches after d. The last five batches are never cut down to: with fewer the rule only sees
    chance. A minimum in the second half is reported, not used silently.

    Source: White 1997, doi:10.1177/003754979706900601; White, Cobb and Spratt 2000,
    Proceedings of the Winter Simulation Conference, 755-760.
    """
    num = len(values) // batch
    if num < FEWEST_BATCHES:
        raise ModelError(
            f"{len(values)} values are too few to find a warm-up: {FEWEST_BATCHES * batch} are "
            "needed. Take shorter buckets or a longer run"
        )
    z = np.asarray(values[: num * batch], dtype=np.float64).reshape(num, batch).mean(axis=1)
    z_centred = z - z[-1]  # sums of squares without loss of digits
    left = np.arange(num, 0, -1)
    total = np.cumsum(z_centred[::-1])[::-1]
    squares = np.cumsum((z_centred**2)[::-1])[::-1]
    spread = np.clip(squares - total**2 / left, 0.0, None)
    spread[spread < 1e-12 * squares[0]] = 0.0
    i_best = int(np.argmin((spread / left**2)[: num - 4]))
    cut = i_best * batch
    return Truncation(cut, float(np.mean(values[cut:])), i_best > num // 2)


def welch(values: Floats, window: int) -> Floats:
    """Return Welch's moving average of the mean over replications.

    Parameters
    ----------
    values
        (R, B) or (B,) of each replication and bucket.
    window
        Half width ``w`` of the moving average, 1 to B // 4; the first ``w`` values use what there
        is on both sides alike.

    Returns
    -------
    numpy.ndarray
        (B - window,) values; drawn over time they level off where the warm-up is over.

    Source: Welch 1983, "The statistical analysis of simulation results", in: The computer
    performance modeling handbook; Law 2015, Simulation modeling and analysis, section 9.5.1.
    """
    mean = np.atleast_2d(values).mean(axis=0)
    num = len(mean)
    if not 1 <= window <= max(1, num // 4):
        raise ModelError(f"window is {window}; it must lie between 1 and {max(1, num // 4)}")
    sums = np.concatenate([[0.0], np.cumsum(mean)])
    i = np.arange(num - window)
    reach = np.minimum(i, window)
    return np.asarray((sums[i + reach + 1] - sums[i - reach]) / (2 * reach + 1))
