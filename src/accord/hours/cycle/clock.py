"""CPU seconds: how many a solve has taken, and what it does when they are up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["Clock", "stopped_at"]

LOOKS_S: Final = 0.02
"""How often a solver without a clock of CPU seconds of its own is looked at."""


class Clock:
    """CPU seconds since a solve began, and what is left of its limit.

    Parameters
    ----------
    limit_s
        CPU seconds; None is no limit.
    """

    def __init__(self, limit_s: float | None = None) -> None:
        self._begun = time.process_time()
        self._limit_s = limit_s

    @property
    def cpu_s(self) -> float:
        """CPU seconds so far."""
        return time.process_time() - self._begun

    @property
    def has_limit(self) -> bool:
        """Whether there is a limit at all."""
        return self._limit_s is not None

    @property
    def is_up(self) -> bool:
        """Whether nothing is left of the limit."""
        return self._limit_s is not None and self.cpu_s >= self._limit_s

    def deadline_s(self, limit_s: float | None = None) -> float | None:
        """Give the CPU time at which to stop, the nearer of this clock's and another limit's."""
        limits = [] if self._limit_s is None else [self._limit_s - self.cpu_s]
        limits += [] if limit_s is None else [limit_s]
        return time.process_time() + max(0.0, min(limits)) if limits else None


@contextmanager
def stopped_at(deadline_s: float | None, stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` when the process has used so many CPU seconds, if what is inside still runs.

    Parameters
    ----------
    deadline_s
        CPU time of the process (``time.process_time``); None lets it run.
    stop
        Tells a solver, from another thread, to stop.
    """
    if deadline_s is None:
        yield
        return
    is_over = threading.Event()

    def watch(deadline_s: float) -> None:
        while not is_over.wait(LOOKS_S):
            if time.process_time() >= deadline_s:
                stop()
                return

    watcher = threading.Thread(target=watch, args=(deadline_s,), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()
