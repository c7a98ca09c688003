"""A mean over independent samples with its interval, and the paired difference of two."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from accord.flow.result import interval

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and its Student t interval.

    Attributes
    ----------
    mean, low, high
        In the unit of the samples; nan where they cannot be known (low and high of one sample).
    num_samples
        Samples that have a value.
    """

    mean: float
    low: float
    high: float
    num_samples: int

    @property
    def half_width(self) -> float:
        """Half of the interval; nan without one."""
        return (self.high - self.low) / 2

    @property
    def relative(self) -> float:
        """Half width as a share of the mean: 0 without variance, infinite around a mean of 0."""
        half = self.half_width
        if half == 0 or math.isnan(half):
            return half
        return half / abs(self.mean) if self.mean else math.inf

    @property
    def excludes_zero(self) -> bool:
        """True when the whole interval lies on one side of 0."""
        return self.low > 0 or self.high < 0

    def as_dict(self) -> dict[str, float | None]:
        """Return mean, low and high for JSON; what cannot be known is None."""
        ends = {"mean": self.mean, "low": self.low, "high": self.high}
        return {name: value if math.isfinite(value) else None for name, value in ends.items()}

    def __str__(self) -> str:
        """Return ``12.3 (11.9 to 12.7)``."""
        if math.isnan(self.low):
            return f"{self.mean:,.5g} (no interval)"
        return f"{self.mean:,.5g} ({self.low:,.5g} to {self.high:,.5g})"


def estimate(samples: ArrayLike, level: float = LEVEL) -> Estimate:
    """Return the mean of independent samples and its interval; nan samples are left out.

    Parameters
    ----------
    samples
        (R,) one per replication or batch.
    level
        Probability that the interval covers the mean, if the samples are about normal.
    """
    values = np.asarray(samples, dtype=np.float64)
    values = values[np.isfinite(values)]
    return Estimate(*interval(values, level), len(values))


def difference(
    first: NDArray[np.float64], second: NDArray[np.float64], level: float = LEVEL
) -> Estimate:
    """Return ``second - first``, paired replication by replication.

    With common random numbers the difference is known more sharply than either mean; the
    replications that both have are used.
    """
    common = min(len(first), len(second))
    return estimate(second[:common] - first[:common], level)
