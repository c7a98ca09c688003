"""The long-run value of a measure from one long run, by batch means."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from accord.errors import ModelError
from accord.flow.analysis.batches import BatchMeans, batch_means
from accord.flow.cautions import cycle, whole_buckets
from accord.flow.measure import series
from accord.flow.model import Model
from accord.flow.simulate import simulate
from accord.flow.truncation import mser

BUCKETS = 2000
MSER_BUCKETS = 250


@dataclass(frozen=True, slots=True)
class LongRun:
    """A long-run mean from the batches of one run.

    Attributes
    ----------
    measure, warm_up
        Name, and leading time left out, in the model's time unit.
    bucket
        Length of a value of the series.
    batches
        Mean, interval and the batches they rest on.
    warnings
        Why the interval is worth less than it looks, if it is.
    """

    measure: str
    warm_up: float
    bucket: float
    batches: BatchMeans
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "measure": self.measure,
            **self.batches.estimate.as_dict(),
            "warm_up": self.warm_up,
            "num_batches": self.batches.num_batches,
            "batch": self.batches.batch * self.bucket,
            "p_value": self.batches.p_value,
            "is_independent": self.batches.is_independent,
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        """Return the mean and what it rests on."""
        return (
            f"{self.measure}: {self.batches.estimate}, one run, {self.batches.num_batches} batches "
            f"of {self.batches.batch * self.bucket:.5g} after a warm-up of {self.warm_up:.5g}"
        )


def long_run(
    model: Model,
    *,
    until: float | timedelta,
    warm_up: float | None = None,
    bucket: float | None = None,
    measure: str = "throughput",
    seed: int = 1,
    executor: Executor | None = None,
) -> LongRun:
    """Estimate the long-run value of a measure from one long run, by batch means.

    Parameters
    ----------
    model
        The model; a plant's is ``model_of(plant, weeks)``.
    until
        Length of the run.
    warm_up
        Leading time left out; None finds it (MSER-5 on 250 parts of the run).
    bucket
        Length of the values of which batches are made: by default a cycle of the calendar, or
        1/2000 of the run without one.
    measure
        Name of a measure that is known by bucket (``flow.measure``).
    seed, executor
        As in ``flow.simulate``.

    Raises
    ------
    ModelError
        When the run is too short for ten batches, or as ``flow.simulate``.
    """
    length = (
        until / timedelta(microseconds=model.unit_us) if isinstance(until, timedelta) else until
    )
    width = bucket or cycle(model) or length / BUCKETS
    length = whole_buckets(length, width)
    result = simulate(model, until=length, bucket=width, seed=seed, executor=executor)
    values = series(result, measure)[0]
    if not np.isfinite(values).all():
        raise ModelError(f"{measure} has no value in some bucket: take longer buckets")
    said = []
    if warm_up is None:
        step = max(1, len(values) // MSER_BUCKETS)
        means = values[: len(values) // step * step].reshape(-1, step).mean(axis=1)
        cut = mser(means)
        num_cut = cut.num_cut * step
        if cut.is_late:
            said.append(
                f"{measure} has not settled in the first half of the run. Run several times as long"
            )
    else:
        num_cut = int((result.bucket_start < warm_up).sum())
    means = batch_means(values[num_cut:])
    if not means.is_independent:
        said.append(
            "neighbouring batches still go together: the interval is too narrow. Run "
            "several times as long"
        )
    if means.estimate.half_width == 0:
        said.append("the series never varies: the interval has no width")
    return LongRun(measure, float(result.bucket_start[num_cut]), width, means, tuple(said))
