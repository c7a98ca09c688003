"""A mined plant: what its log showed week by week, against today simulated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from accord.plant.mine.weeks import OBSERVED_FILE, read_observed
from accord.study.document import say
from accord.study.field import Field
from accord.study.figures import Figure, FigureBook
from accord.study.intervals import interval
from accord.study.measure.bearers import AT_WORK
from accord.study.runs import Run

__all__ = ["LogLine", "enter_log"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One weekly measure: in the log, simulated, and the gap as a share of the log."""

    name: str
    logged: Figure
    simulated: Figure
    gap: Figure


def _hours(run: Run, *states: str) -> Floats:
    return np.asarray(run.machine_state(*states).sum(axis=2), dtype=np.float64)


# Column of the observed table -> (unit, the same measure of a run, (R, B)).
_MEASURES: Final[dict[str, tuple[str, Callable[[Run], Floats]]]] = {
    "operation_pieces": ("pieces/week", lambda r: r.operations.sum(axis=2)),
    "finished_pieces": ("pieces/week", lambda r: r.good_pieces.sum(axis=2)),
    "worked_h": ("h/week", lambda r: r.person_state(*AT_WORK, "down").sum(axis=2)),
    "machine_h": ("h/week", lambda r: _hours(r, "load", "run", "setup", "down", "repair")),
    "setup_h": ("h/week", lambda r: _hours(r, "setup")),
    "breakdown_h": ("h/week", lambda r: _hours(r, "down", "repair")),
}


def enter_log(field: Field, book: FigureBook) -> tuple[LogLine, ...] | None:
    """Enter weekly means of the log and of today simulated; None for a plant that was not mined."""
    run = field.today.run
    if run is None or not Path(field.path).is_dir():
        return None
    if not (Path(field.path) / OBSERVED_FILE).is_file():
        return None
    observed = read_observed(Path(field.path))
    weeks = min(observed.height, len(run.weeks))
    found: list[LogLine] = []
    for name, (unit, measure) in _MEASURES.items():
        series = observed[name].to_numpy().astype(np.float64)[:weeks]
        mean, low, high = interval(series)
        logged = book.given(
            f"log.{name}",
            mean,
            unit,
            kind="measured",
            places=(f"{OBSERVED_FILE}:2-{weeks + 1}",),
            low=low,
            high=high,
            method=say("method.log_logged", weeks=str(weeks)),
        )
        simulated = book.simulated(
            f"{field.today.id}.log.{name}",
            measure(run)[:, :weeks].mean(axis=1),
            unit,
            inputs=(run.digest,),
            method=say("method.log_simulated", weeks=str(weeks)),
        )
        gap = book.computed(
            f"{field.today.id}.log.gap.{name}",
            lambda s, x: s / x - 1.0 if x else float("nan"),
            [simulated, logged],
            "share",
            method=say("method.log_gap"),
        )
        found.append(LogLine(name, logged, simulated, gap))
    return tuple(found)
