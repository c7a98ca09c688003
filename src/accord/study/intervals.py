"""95 % intervals of means over replications (Student t)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from accord.flow import interval as _interval

__all__ = ["interval", "paired"]


def interval(samples: Sequence[float] | npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Return mean, low and high of the 95 % interval of ``samples``, one per replication.

    NaN samples (a measure not defined in a replication) are left out; a single sample gives an
    interval without width only if it is constant by construction, else infinite ends.
    """
    values = np.asarray(samples, dtype=np.float64)
    values = values[np.isfinite(values)]
    mean, low, high = _interval(values)
    return float(mean), float(low), float(high)


def paired(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]
) -> tuple[float, float, float]:
    """Return mean, low and high of ``second - first``, paired replication by replication.

    Both runs use common random numbers, so the difference is estimated more sharply than either
    mean; the replications both have are used.
    """
    common = min(first.shape[0], second.shape[0])
    return interval(np.asarray(second[:common] - first[:common], dtype=np.float64))
