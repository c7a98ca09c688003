"""Keys of random streams: a hash of an entity's name, never of a scenario."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from accord.flow.kernel.streams import GAMMA, MIX_A, MIX_B, S11, S27, S30, S31, TINY

Keys = NDArray[np.uint64]


def entity_key(name: str) -> int:
    """Return the 64-bit key of an entity, so that it draws the same numbers in every scenario."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def stream_keys(entities: Keys, seed: int, replication: int, purpose: np.uint64) -> Keys:
    """Return the keys of the streams (seed, replication, entity, purpose), as the kernel does."""
    z = _mix(np.full(len(entities), seed % 2**64, dtype=np.uint64) + GAMMA)
    z = _mix(z ^ (np.uint64(replication) * np.ones_like(z) * MIX_A + GAMMA))
    z = _mix(z ^ entities)
    return _mix(z ^ (purpose * np.ones_like(z) * MIX_B + GAMMA))


def uniforms(keys: Keys, n: int) -> NDArray[np.float64]:
    """Return draw ``n`` of each stream in (0, 1]."""
    bits = _mix(keys + np.full(len(keys), n, dtype=np.uint64) * GAMMA) >> S11
    return (bits.astype(np.float64) + 1.0) * TINY


def _mix(z: Keys) -> Keys:
    """Scramble 64 bits, as the kernel does."""
    z = (z ^ (z >> S30)) * MIX_A
    z = (z ^ (z >> S27)) * MIX_B
    return z ^ (z >> S31)
