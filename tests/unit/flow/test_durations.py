"""Durations as written become a kind, a mean in microseconds and a sigma."""

import math

import pytest

from accord import flow
from accord.errors import ModelError
from accord.flow.durations import sigma_of, variate_of
from accord.flow.kernel.streams import EXPONENTIAL, FIXED, LOGNORMAL, UNIFORM

MINUTE_US = 60_000_000


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (2, (FIXED, 2.0 * MINUTE_US, 0.0)),
        (0.5, (FIXED, 0.5 * MINUTE_US, 0.0)),
        (flow.Fixed(3.0), (FIXED, 3.0 * MINUTE_US, 0.0)),
        (flow.Exponential(4.0), (EXPONENTIAL, 4.0 * MINUTE_US, 0.0)),
        (flow.Uniform(4.0, 1.0), (UNIFORM, 4.0 * MINUTE_US, 0.25)),
        (flow.Lognormal(5.0, 0.0), (FIXED, 5.0 * MINUTE_US, 0.0)),
    ],
)
def test_a_duration_is_read_in_the_unit_of_the_model(written, expected):
    assert variate_of(written, MINUTE_US, "here") == expected


@pytest.mark.parametrize("cv", [0.1, 0.5, 2.0])
def test_a_lognormal_has_the_mean_and_the_variation_asked_for(cv):
    kind, mean_us, sigma = variate_of(flow.Lognormal(5.0, cv), MINUTE_US, "here")
    assert (kind, mean_us) == (LOGNORMAL, 5.0 * MINUTE_US)
    # Moments of exp(m + sigma z): variance / mean^2 = exp(sigma^2) - 1.
    assert math.sqrt(math.expm1(sigma**2)) == pytest.approx(cv)
    assert sigma_of(cv) == sigma


@pytest.mark.parametrize(
    "written",
    [
        -1.0,
        math.inf,
        math.nan,
        flow.Exponential(-2.0),
        flow.Lognormal(1.0, -0.1),
        flow.Lognormal(1.0, math.nan),
        flow.Uniform(1.0, 2.0),
        flow.Uniform(0.0, 1.0),
    ],
)
def test_a_duration_that_cannot_be_is_refused_with_its_place(written):
    with pytest.raises(ModelError, match="station press: repair"):
        variate_of(written, MINUTE_US, "station press: repair")
