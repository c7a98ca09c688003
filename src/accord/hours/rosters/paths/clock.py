"""The time a search may take, in CPU seconds."""

from __future__ import annotations

import time

__all__ = ["Clock", "OutOfTimeError"]


class OutOfTimeError(Exception):
    """The time given is used up; what was found and proven so far stands."""


class Clock:
    """CPU seconds since it was made, and the limit on them."""

    def __init__(self, limit_s: float | None) -> None:
        self._start = time.process_time()
        self._limit_s = limit_s

    @property
    def cpu_s(self) -> float:
        """CPU seconds used."""
        return time.process_time() - self._start

    def check(self) -> None:
        """Raise ``OutOfTimeError`` when the limit is passed."""
        if self._limit_s is not None and self.cpu_s > self._limit_s:
            raise OutOfTimeError
