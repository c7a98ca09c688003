"""Random streams: the published generator, pinned keys, and processes that draw the same."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import pytest
from numba import njit
from numpy.typing import NDArray

from accord.flow.kernel.layout import PUR_FAIL, PUR_NOISE
from accord.flow.kernel.streams import (
    EDGES,
    NORMAL_EDGES,
    exponential,
    normal,
    stream_key,
    uniform,
)
from accord.flow.keys import entity_key

# SplitMix64 from state 0: the outputs printed in every implementation's tests.
SPLITMIX64 = (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F)


@pytest.mark.parametrize(("n", "bits"), list(enumerate(SPLITMIX64, start=1)))
def test_draws_are_those_of_splitmix64(n: int, bits: int) -> None:
    assert uniform(np.uint64(0), np.int64(n)) == ((bits >> 11) + 1) / 2**53


def key_of(seed: int, replication: int, name: str, purpose: np.int64) -> int:
    """Return a stream's key as a plain number."""
    words = (seed, replication, entity_key(name), int(purpose))
    return int(stream_key(*map(np.uint64, words)))


def test_keys_are_pinned_because_every_published_figure_rests_on_them() -> None:
    assert key_of(1, 0, "G160-01", PUR_NOISE) == 0xDD227FFAF4242C36
    assert key_of(1, 0, "G160-01", PUR_FAIL) == 0x6C356E3A25F9E8D1
    assert key_of(1, 1, "G160-01", PUR_NOISE) == 0x9BBCF39681E36623
    assert key_of(2, 0, "G160-02", PUR_NOISE) == 0x083176BC2B3A3B2D


def test_a_key_differs_with_each_of_its_four_parts() -> None:
    keys = {
        key_of(seed, replication, name, purpose)
        for seed in range(1, 6)
        for replication in range(20)
        for name in ("a", "b", "press 1", "press 2")
        for purpose in (PUR_NOISE, PUR_FAIL)
    }
    assert len(keys) == 5 * 20 * 4 * 2


def test_layers_of_the_ziggurat_have_one_area_and_meet_the_published_tail() -> None:
    # Marsaglia and Tsang 2000: 256 layers over exp(-x), r = 7.69711747013104972
    assert EDGES[1] == pytest.approx(7.69711747013104972, abs=1e-13)
    areas = EDGES[1:-1] * np.diff(np.exp(-EDGES[1:]))
    tail = (EDGES[1] + 1.0) * math.exp(-EDGES[1])
    np.testing.assert_allclose(areas, tail, rtol=1e-11)
    assert EDGES[0] * math.exp(-EDGES[1]) == pytest.approx(tail, rel=1e-14)


def two_million(draw: Callable[[np.uint64, int], float], key: int) -> NDArray[np.float64]:
    """Return two million draws of one stream."""

    @njit
    def many(key: np.uint64, n: int) -> NDArray[np.float64]:
        found = np.empty(n)
        for i in range(n):
            found[i] = draw(key, i)
        return found

    drawn: NDArray[np.float64] = many(np.uint64(key), 2_000_000)
    return drawn


def assert_equally_full(counts: NDArray[np.int64]) -> None:
    """Assert that a thousand bins of equal chance got as many draws as chance gives."""
    chi2 = ((counts - 2000.0) ** 2 / 2000.0).sum()
    assert len(counts) == 1000
    assert abs(chi2 - 999) < 4 * math.sqrt(2 * 999)


def assert_share(found: NDArray[np.bool_], chance: float) -> None:
    """Assert that the share found is within four standard errors of ``chance``."""
    assert abs(found.mean() - chance) < 4 * math.sqrt(chance * (1 - chance) / len(found))


@pytest.fixture(scope="module")
def draws() -> NDArray[np.float64]:
    return two_million(exponential, 20)


def test_exponential_draws_fall_equally_into_bins_of_equal_chance(
    draws: NDArray[np.float64],
) -> None:
    assert_equally_full(np.bincount((-np.expm1(-draws) * 1000).astype(int), minlength=1000))


@pytest.mark.parametrize("beyond", [0.05, 1.0, 5.0, 7.69, 7.70, 9.0, 11.0])
def test_the_tail_beyond_the_lowest_layer_is_exponential(
    draws: NDArray[np.float64], beyond: float
) -> None:
    assert_share(draws > beyond, math.exp(-beyond))


def test_neighbouring_draws_are_not_correlated(draws: NDArray[np.float64]) -> None:
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 4 / math.sqrt(len(draws))


def test_layers_of_the_normal_ziggurat_have_one_area_and_meet_the_published_edges() -> None:
    # Marsaglia and Tsang 2000: 256 layers over exp(-x^2 / 2), r = 3.6541528853610088
    assert NORMAL_EDGES[1] == pytest.approx(3.6541528853610088, abs=1e-14)
    assert NORMAL_EDGES[-2] == pytest.approx(0.215241895984875, abs=1e-9)
    areas = NORMAL_EDGES[1:-1] * np.diff(np.exp(-0.5 * NORMAL_EDGES[1:] ** 2))
    np.testing.assert_allclose(areas, 0.00492867323399, rtol=1e-9)


@pytest.fixture(scope="module")
def normals() -> NDArray[np.float64]:
    return two_million(normal, 21)


def test_normal_draws_fall_equally_into_bins_of_equal_chance(
    normals: NDArray[np.float64],
) -> None:
    quantile = NormalDist().inv_cdf
    edges = np.array([quantile(i / 1000) for i in range(1, 1000)])
    assert_equally_full(np.bincount(np.searchsorted(edges, normals), minlength=1000))


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("beyond", [0.5, 2.0, 3.65, 3.66, 4.0, 4.5])
def test_both_tails_of_the_normal_are_as_heavy_as_they_should_be(
    normals: NDArray[np.float64], beyond: float, sign: int
) -> None:
    assert_share(sign * normals > beyond, math.erfc(beyond / math.sqrt(2)) / 2)


def test_neighbouring_normal_draws_are_not_correlated(normals: NDArray[np.float64]) -> None:
    for one in (normals, np.abs(normals)):
        assert abs(np.corrcoef(one[:-1], one[1:])[0, 1]) < 4 / math.sqrt(len(normals))
