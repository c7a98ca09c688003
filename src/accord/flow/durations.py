"""Turn a duration as written into (kind, mean in microseconds, sigma) for the kernel."""

from __future__ import annotations

import math
import numbers

from accord.errors import ModelError
from accord.flow.kernel.streams import EXPONENTIAL, FIXED, LOGNORMAL, UNIFORM
from accord.flow.model import Duration, Exponential, Fixed, Lognormal, Uniform

LONGEST_US = 1e17  # an instant and the longest draw beyond it still fit an event's key


def variate_of(duration: Duration, unit_us: int, what: str) -> tuple[int, float, float]:
    """Return (kind, mean_us, sigma); ``what`` names the place in an error message."""
    if isinstance(duration, Exponential):
        kind, mean, sigma = EXPONENTIAL, duration.mean, 0.0
    elif isinstance(duration, Lognormal):
        if not 0.0 <= duration.cv < math.inf:
            raise ModelError(f"{what}: cv {duration.cv} must be zero or more and finite")
        sigma = sigma_of(duration.cv)
        kind, mean = (LOGNORMAL if sigma > 0 else FIXED), duration.mean
    elif isinstance(duration, Uniform):
        share = duration.half_width / duration.mean if duration.mean > 0 else 0.0
        kind, mean, sigma = UNIFORM, duration.mean, share
        if not 0.0 <= duration.half_width <= duration.mean:
            raise ModelError(
                f"{what}: half_width {duration.half_width} must lie between 0 and the mean"
            )
    else:
        kind, sigma = FIXED, 0.0
        mean = duration.mean if isinstance(duration, Fixed) else duration
        if isinstance(mean, str) or not isinstance(mean, numbers.Real):
            raise ModelError(f"{what}: duration {mean!r} is no number; write 5.0 or flow.Fixed(5)")
        mean = float(mean)
    if not (math.isfinite(mean) and mean >= 0.0):
        raise ModelError(f"{what}: duration {mean} must be zero or more and finite")
    if mean * unit_us > LONGEST_US:
        raise ModelError(f"{what}: duration {mean} is more than 3 000 years; leave it out")
    return int(kind), mean * unit_us, sigma


def sigma_of(cv: float) -> float:
    """Return the sd of the logarithm of a lognormal with coefficient of variation ``cv``."""
    return math.sqrt(math.log1p(cv * cv))
