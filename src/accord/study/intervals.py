"""95 % intervals of means over replications (Student t)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from accord.flow.estimate import difference, estimate

__all__ = ["interval", "paired"]


def interval(samples: Sequence[float] | npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Return mean, low and high of the 95 % interval of ``samples``, one per replication.

    NaN samples (a measure not defined in a replication) are left out; a single sample gives an
    interval without width only if it is constant by construction, else infinite ends.
    """
    known = estimate(samples)
    return known.mean, known.low, known.high


def paired(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]
) -> tuple[float, float, float]:
    """Return mean, low and high of ``second - first``, paired replication by replication.

    Both runs use common random numbers, so the difference is estimated more sharply than either
    mean; the replications both have are used.
    """
    known = difference(first, second)
    return known.mean, known.low, known.high
