"""Keys of random streams: a hash of an entity's name, never of a scenario."""

from __future__ import annotations

import hashlib


def entity_key(name: str) -> int:
    """Return the 64-bit key of an entity, so that it draws the same numbers in every scenario."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
