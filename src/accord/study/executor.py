"""The one seam for parallel work: always a ``concurrent.futures.Executor``."""

from __future__ import annotations

import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

from accord.errors import StudyError

__all__ = ["make_executor"]

PATIENCE_S = 10  # for a scheduler to answer


def make_executor(where: str | None = None) -> Executor:
    """Return an executor for ``threads:2``, ``processes:4`` or ``dask:tcp://host:8786``.

    None takes a thread per core; ``dask`` needs the extra ``cluster`` and a scheduler that runs.

    The kernels release the interpreter lock, so threads are the default. The results have the same
    bits on every executor, because random streams are keyed by replication, never by worker.

    Raises
    ------
    StudyError
        When the kind or the number is not understood, or no cluster answers.
    """
    kind, _, number = (where or "threads").partition(":")
    if kind == "dask":
        return _on_cluster(number)
    if kind not in {"threads", "processes"}:
        msg = f"executor {where!r}: {kind!r} is not one of threads, processes, dask"
        raise StudyError(f"{msg}; write threads:2")
    if number and not (number.isdigit() and int(number) > 0):
        msg = f"executor {where!r}: {number!r} is not a number of workers; write threads:2"
        raise StudyError(msg)
    workers = int(number) if number else (os.cpu_count() or 1)
    if kind == "threads":
        return ThreadPoolExecutor(workers)
    # a forked copy of a program with threads can hang; polars and the compiled kernels hold some
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _on_cluster(address: str) -> Executor:
    """Return an executor on the workers of a dask scheduler."""
    if not address.startswith(("tcp://", "tls://")):
        msg = f"executor 'dask:{address}': name the scheduler; write dask:tcp://localhost:8786"
        raise StudyError(msg)
    try:
        from accord.study.cluster import ClusterExecutor  # noqa: PLC0415 (an extra)
    except ImportError:
        msg = "executor dask: the package distributed is missing; install accord[cluster]"
        raise StudyError(msg) from None
    try:
        executor: Executor = ClusterExecutor(address, PATIENCE_S)
    except (OSError, TimeoutError) as error:
        msg = f"executor 'dask:{address}': no scheduler answers ({error}); start dask scheduler"
        raise StudyError(msg) from error
    return executor
