"""One long run instead of many: means of batches that are long enough to be independent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.estimate import LEVEL, Estimate, estimate

Floats = NDArray[np.float64]
MOST_BATCHES = 30
FEWEST_BATCHES = 10
TESTED_BATCHES = 40  # fewer give the test of independence too little to go on
RISK = 0.10


@dataclass(frozen=True, slots=True)
class BatchMeans:
    """The mean of a stationary series, its interval, and the batches it rests on.

    Attributes
    ----------
    estimate
        Mean and interval over the batches.
    num_batches, batch
        Batches used, and values in each; the first values that fill no batch are left out.
    p_value
        Of the test that neighbouring batches are independent, on the batches it was made on.
    is_independent
        False when even the longest batches failed the test: the interval is then too narrow.
    """

    estimate: Estimate
    num_batches: int
    batch: int
    p_value: float
    is_independent: bool


def von_neumann(values: Floats) -> float:
    """Return the p-value of independence against positive lag-1 correlation.

    The statistic ``C = 1 - sum(diff^2) / (2 sum((x - mean)^2))`` is near the lag-1 correlation; for
    independent normal values its mean is 0 and its variance ``(k - 2) / (k^2 - 1)``. Values without
    variance are independent: 1.

    Source: von Neumann 1941, doi:10.1214/aoms/1177731677; Fishman 1978,
    doi:10.1287/mnsc.24.5.510.
    """
    k = len(values)
    around = values - values.mean()
    spread = float(around @ around)
    if k < 3 or spread <= 1e-24 * k * max(1.0, float(np.abs(values).max()) ** 2):
        return 1.0
    steps = np.diff(values)
    c = 1 - float(steps @ steps) / (2 * spread)
    return 1 - NormalDist().cdf(c / math.sqrt((k - 2) / (k * k - 1)))


def batch_means(values: Floats, level: float = LEVEL) -> BatchMeans:
    """Return the mean of a series with an interval that allows for its autocorrelation.

    Parameters
    ----------
    values
        (N,) in time order, from one run after its warm-up; at least 10.
    level
        Probability that the interval covers the mean.

    Raises
    ------
    ModelError
        With fewer than 10 values.

    Notes
    -----
    The batch doubles from one value on until von Neumann's test (one-sided, 10 %) on all batches no
    longer sees a correlation; then batches are joined until at most 30 are left, which costs little
    width and guards against the correlation that the test missed. When the test still sees one with
    40 batches, ten long ones are used and ``is_independent`` is False.

    Source: Fishman 1978, doi:10.1287/mnsc.24.5.510; for 10 to 30 batches Schmeiser 1982,
    doi:10.1287/opre.30.3.556.
    """
    num = len(values)
    if num < FEWEST_BATCHES:
        raise ModelError(
            f"{num} values give no batch means: {FEWEST_BATCHES} are needed at least. Run longer, "
            "or take shorter buckets"
        )
    batch, p_value = 1, von_neumann(values)
    while p_value < RISK and num // (2 * batch) >= TESTED_BATCHES:
        batch *= 2
        p_value = von_neumann(_means(values, batch))
    is_independent = p_value >= RISK
    num_batches = min(num // batch, MOST_BATCHES if is_independent else FEWEST_BATCHES)
    batch = num // num_batches
    means = _means(values[num - num_batches * batch :], batch)
    return BatchMeans(estimate(means, level), num_batches, batch, p_value, is_independent)


def _means(values: Floats, batch: int) -> Floats:
    """Return the means of the last whole batches."""
    k = len(values) // batch
    return np.asarray(values[len(values) - k * batch :].reshape(k, batch).mean(axis=1))
