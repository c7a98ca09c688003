"""The one seam for parallel work: always a ``concurrent.futures.Executor``."""

from __future__ import annotations

import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

from accord.errors import StudyError

__all__ = ["make_executor"]


def make_executor(where: str | None = None) -> Executor:
    """Return an executor for ``threads:2`` or ``processes:4``; None takes a thread per core.

    The kernels release the interpreter lock, so threads are the default. The results have the same
    bits on every executor, because random streams are keyed by replication, never by worker.

    Raises
    ------
    StudyError
        When the kind or the number is not understood.
    """
    kind, _, number = (where or "threads").partition(":")
    if kind not in {"threads", "processes"}:
        msg = f"executor {where!r}: {kind!r} is not one of threads, processes; write threads:2"
        raise StudyError(msg)
    if number and not (number.isdigit() and int(number) > 0):
        msg = f"executor {where!r}: {number!r} is not a number of workers; write threads:2"
        raise StudyError(msg)
    workers = int(number) if number else (os.cpu_count() or 1)
    if kind == "threads":
        return ThreadPoolExecutor(workers)
    # a forked copy of a program with threads can hang; polars and the compiled kernels hold some
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
