"""How long a model needs to forget its start."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.cautions import cycle, whole_buckets
from accord.flow.estimate import Estimate, estimate
from accord.flow.measure import series
from accord.flow.model import Model
from accord.flow.simulate import simulate
from accord.flow.truncation import FEWEST_BATCHES, MSER_BATCH, mser, welch

Floats = NDArray[np.float64]
SERIES = 250  # buckets of a run without a calendar: 50 batches of five


@dataclass(frozen=True, slots=True)
class WarmUp:
    """The leading time to leave out, and the course it was read from.

    Attributes
    ----------
    measure
        Name of the measure.
    warm_up
        Time to leave out, in the model's time unit: give it to ``flow.simulate``.
    is_late
        True when the rule's minimum lies in the second half: the run is too short to tell.
    whole, settled
        The measure over all buckets, and over those after the warm-up.
    time, course
        (B,) ends of the buckets and mean over the replications, to be drawn.
    welch
        (B - window,) Welch's moving average of ``course``.
    window
        Its half width in buckets.
    is_of_orders
        True when the model works off orders: then the course follows them and has no steady state.
    """

    measure: str
    warm_up: float
    is_late: bool
    whole: Estimate
    settled: Estimate
    time: Floats
    course: Floats
    welch: Floats
    window: int
    is_of_orders: bool = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to do when the run is too short, or has no steady state."""
        if self.is_of_orders:
            return (
                "the model works off orders, so the course follows them and ends with them: a "
                "warm-up is for what goes on for ever (saturate, arrivals, conwip)",
            )
        if not self.is_late:
            return ()
        return (
            f"{self.measure} has not settled: the rule cuts at {self.warm_up:.4g} of "
            f"{self.time[-1]:.4g}, in the second half. Run several times as long, or there is no "
            "steady state (a queue that grows, a plant that changes)",
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "measure": self.measure,
            "warm_up": self.warm_up,
            "is_late": self.is_late,
            "whole": self.whole.as_dict(),
            "settled": self.settled.as_dict(),
            "time": self.time.tolist(),
            "course": self.course.tolist(),
            "welch": self.welch.tolist(),
            "window": self.window,
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        """Return the warm-up and what it changes."""
        return (
            f"warm-up: {self.warm_up:.5g} of {self.time[-1]:.5g} (MSER-5 over {len(self.time)} "
            f"buckets)\n{self.measure} over all: {self.whole}\n"
            f"{self.measure} without the warm-up: {self.settled}"
        )


def find_warm_up(
    model: Model,
    *,
    until: float | timedelta,
    bucket: float | None = None,
    measure: str = "throughput",
    window: int | None = None,
    replications: int = 10,
    seed: int = 1,
    executor: Executor | None = None,
) -> WarmUp:
    """Find the warm-up of a model from the course of a measure, averaged over replications.

    Parameters
    ----------
    model
        The model; a plant's is ``model_of(plant, weeks)``.
    until
        Length of a replication; several times the warm-up expected.
    bucket
        Length of the buckets: by default 1/250 of the run, or a whole cycle of the calendar (with
        shifts the output goes up and down within it). At least 50 buckets are needed.
    measure
        Name of a measure that is known by bucket (``flow.measure``).
    window
        Half width of Welch's moving average in buckets (default: a twentieth of them).
    replications, seed, executor
        As in ``flow.simulate``.

    Raises
    ------
    ModelError
        When there are too few buckets, or as ``flow.simulate``.

    Limits
    ------
    The rule looks at one measure; a queue settles later than the output. It may cut too little from
    few noisy replications: look at Welch's average too.
    """
    length = (
        until / timedelta(microseconds=model.unit_us) if isinstance(until, timedelta) else until
    )
    width = bucket or cycle(model) or length / SERIES
    length = whole_buckets(length, width)
    result = simulate(
        model, until=length, bucket=width, replications=replications, seed=seed, executor=executor
    )
    values = series(result, measure)
    course = np.nanmean(values, axis=0)
    known = np.isfinite(course)
    if not known.all():
        raise ModelError(f"{measure} has no value in some bucket: take longer buckets")
    if len(course) < MSER_BATCH * FEWEST_BATCHES:
        need = MSER_BATCH * FEWEST_BATCHES
        raise ModelError(
            f"the run has {len(course)} buckets of {width:.4g}; {need} are needed: run for "
            f"{need * width:.4g} or longer, or take shorter buckets"
        )
    cut = mser(course)
    half = max(1, len(course) // 20) if window is None else window
    return WarmUp(
        measure,
        float(result.bucket_start[cut.num_cut]),
        cut.is_late,
        estimate(np.nanmean(values, axis=1)),
        estimate(np.nanmean(values[:, cut.num_cut :], axis=1)),
        result.bucket_end,
        course,
        welch(course, half),
        half,
        bool(model.orders) and not model.sources and model.loop is None,
    )
