"""Random streams: the published generator, pinned keys, and processes that draw the same."""

import numpy as np
import pytest

from accord.flow.kernel.layout import PUR_FAIL, PUR_NOISE
from accord.flow.kernel.streams import stream_key, uniform
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
