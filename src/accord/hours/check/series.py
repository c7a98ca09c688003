"""The values of one rule all along a timeline, and which of them pass the limit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.hours.duties import IntArray
from accord.hours.records import BREACH, OK
from accord.law import FloatArray

__all__ = ["Gap", "Series", "apart", "series"]


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one rule, one for each duty, day, week or window.

    Parameters
    ----------
    rule
        Id of the rule.
    values, limits
        Shape (n,), in ``unit``.
    unit
        Unit of both.
    is_maximum
        Whether values must not be above the limit; else not below.
    duties
        A duty behind each value, shape (n,).
    begin_min, end_min
        The stretch that each value is about, shape (n,).
    worse
        What passing the limit means: ``breach``, or ``flag``.
    is_rolling
        Whether the stretches are windows that overlap.
    turn_min
        Minutes after which the stretches come round; 0 on the calendar.
    """

    rule: str
    values: FloatArray
    limits: FloatArray
    unit: str
    is_maximum: bool
    duties: IntArray
    begin_min: IntArray
    end_min: IntArray
    worse: str = BREACH
    is_rolling: bool = False
    turn_min: int = 0

    @property
    def excess(self) -> FloatArray:
        """How far each value is beyond its limit; negative when it keeps it, shape (n,)."""
        beyond: FloatArray = self.values - self.limits
        return beyond if self.is_maximum else -beyond

    @property
    def i_worst(self) -> int:
        """The value that is furthest beyond its limit, or nearest to it; the first of equals."""
        return int(np.argmax(self.excess))

    def severity(self, i: int) -> str:
        """Say whether a value keeps its limit (``ok``), is a ``flag`` or a ``breach``."""
        if self.excess[i] <= 0:
            return OK
        return self.worse

    def passed(self, severity: str) -> list[int]:
        """Give the values beyond the limit of one severity.

        Of rolling windows that overlap, the worst stands for all.
        """
        rows = [i for i in np.flatnonzero(self.excess > 0).tolist() if self.severity(i) == severity]
        if not self.is_rolling or not rows:
            return rows
        kept = apart(
            self.excess[rows], self.begin_min[rows], self.end_min[rows], turn_min=self.turn_min
        )
        return sorted(rows[i] for i in kept)


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing to hold a rule, in French and in English."""

    fr: str
    en: str


def series(
    rule: str,
    values: FloatArray,
    limit: float | FloatArray,
    unit: str,
    *,
    at: tuple[IntArray, IntArray, IntArray],
    is_maximum: bool = True,
    worse: str = BREACH,
    where: NDArray[np.bool_] | None = None,
) -> Series | None:
    """Make a series; None when nothing is left.

    Parameters
    ----------
    at
        Duties, begins and ends, shape (n,) each.
    where
        The values to keep; all by default.
    """
    kept = np.arange(len(values)) if where is None else np.flatnonzero(where)
    if len(kept) == 0:
        return None
    limits = np.broadcast_to(np.asarray(limit, dtype=np.float64), len(values))
    duties, begin, end = at
    return Series(
        rule,
        values[kept],
        limits[kept],
        unit,
        is_maximum,
        duties[kept],
        begin[kept],
        end[kept],
        worse,
    )


def apart(
    excess: FloatArray, begin_min: IntArray, end_min: IntArray, *, turn_min: int = 0
) -> list[int]:
    """Choose one of each run of windows that overlap: the one furthest beyond its limit.

    Parameters
    ----------
    excess
        How far each is beyond its limit, shape (n,).
    begin_min, end_min
        The windows by begin, shape (n,).
    turn_min
        Minutes after which the windows come round; 0 on the calendar.

    Returns
    -------
    list
        Indices.
    """
    order = np.arange(len(begin_min))
    later = np.zeros(len(begin_min), dtype=np.int64)
    if turn_min:
        # begin where no window of the turn before reaches; if every one is reached, all are one run
        reached = np.maximum.accumulate(end_min)
        before = np.maximum(np.append(0, reached[:-1]), reached[-1] - turn_min)
        i_free = int(np.argmax(begin_min >= before))
        order = np.roll(order, -i_free)
        later[:i_free] = turn_min
    kept: list[int] = []
    run_end = int(end_min.max()) - turn_min if turn_min else 0
    for i in order.tolist():
        is_new = not kept or begin_min[i] + later[i] >= run_end
        run_end = max(run_end, int(end_min[i] + later[i]))
        if is_new:
            kept.append(i)
        elif excess[i] > excess[kept[-1]]:
            kept[-1] = i
    return kept
