"""Two models under the same random numbers: the difference of each measure, paired."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.estimate import Estimate, difference, estimate
from accord.flow.measure import samples
from accord.flow.model import Model
from accord.flow.result import FlowResult
from accord.flow.simulate import first_batch, simulate
from accord.plant.records import Plant

Floats = NDArray[np.float64]


def check_units(models: Mapping[str, Model | Plant]) -> None:
    """Refuse models whose numbers stand in different units of time.

    Raises
    ------
    ModelError
        With both units.
    """
    units = {name: m.time_unit if isinstance(m, Model) else "h" for name, m in models.items()}
    (first, unit), *others = units.items()
    for name, other in others:
        if other != unit:
            raise ModelError(
                f"{first} is in {unit} and {name} in {other}: their numbers cannot stand side by "
                "side. Write both in one time_unit"
            )


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure of two models and its paired difference, second minus first.

    Attributes
    ----------
    measure
        Its name, as in ``flow.measure``.
    first, second, difference
        Means with their 95 % intervals; ``difference`` is taken replication by replication.
    correlation
        Between the replications of both; nan when one of them never varies.
    variance_ratio
        Variance of the difference with independent random numbers over the one with common
        numbers: above 1 what pairing saves in replications; infinite when the difference never
        varies, nan when nothing does.
    """

    measure: str
    first: Estimate
    second: Estimate
    difference: Estimate
    correlation: float
    variance_ratio: float

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; what is not known is None."""
        return {
            "measure": self.measure,
            "first": self.first.as_dict(),
            "second": self.second.as_dict(),
            "difference": self.difference.as_dict(),
            "is_clear": self.difference.excludes_zero,
            "correlation": _known(self.correlation),
            "variance_ratio": _known(self.variance_ratio),
        }

    def __str__(self) -> str:
        """Return the difference and what pairing gave, in one line."""
        if math.isnan(self.difference.low):
            gain = "one replication: no interval"
        elif self.difference.half_width == 0:
            gain = "the same difference in every replication"
        else:
            clear = "clear" if self.difference.excludes_zero else "may be none"
            gain = f"{clear}; pairing worth {self.variance_ratio:.3g} x the replications"
        return (
            f"{self.measure}: {self.first} -> {self.second}, difference {self.difference}; {gain}"
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences of two models, and the warnings about their runs."""

    replications: int
    seed: int
    rows: tuple[Difference, ...]
    warnings: tuple[str, ...]

    def __getitem__(self, measure: str) -> Difference:
        """Return the row of a measure."""
        return next(row for row in self.rows if row.measure == measure)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "replications": self.replications,
            "seed": self.seed,
            "rows": [row.as_dict() for row in self.rows],
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        """Return a line for each measure."""
        head = (
            f"{self.replications} replications each, common random numbers, seed {self.seed}; "
            "second minus first"
        )
        return "\n".join([head, *map(str, self.rows)])


def compare(
    first: Model | Plant,
    second: Model | Plant,
    *,
    until: float | timedelta | None = None,
    until_pieces: int | None = None,
    warm_up: float = 0.0,
    measures: Sequence[str] = (),
    replications: int = 20,
    precision: float | None = None,
    max_replications: int = 400,
    seed: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Compare two models under common random numbers.

    Parameters
    ----------
    first, second
        Models, or the records of plants; the difference is second minus first.
    until, until_pieces, warm_up, seed, executor
        As in ``flow.simulate``, the same for both.
    measures
        Names of measures (``flow.measure``); by default throughput, time in the system, use of the
        stations both have, and hours people wait.
    replications, precision, max_replications
        Replications of each; with ``precision`` go on until the half width of the difference of the
        first measure is below that share of the first model's mean, or ``max_replications``.
    progress
        Called with (replications done, replications planned), for both models in turn.

    Raises
    ------
    ModelError
        As ``flow.simulate``, when a model does not have a measure, or both are in different units
        of time.
    """
    check_units({"the first": first, "the second": second})
    run = partial(
        simulate,
        until=until,
        until_pieces=until_pieces,
        warm_up=warm_up,
        seed=seed,
        executor=executor,
        progress=progress,
    )
    replications = first_batch(replications, precision, max_replications)
    results = [run(model, replications=replications) for model in (first, second)]
    names = tuple(measures) or _measures(*results)
    said, largest = _both(results[0].warnings, results[1].warnings), replications
    values = [{name: samples(r, name) for name in names} for r in results]
    done = replications
    while precision is not None and done < max_replications:
        row = _row(names[0], values[0][names[0]], values[1][names[0]])
        half, wanted = row.difference.half_width, precision * abs(row.first.mean)
        if half <= wanted:
            break
        more = min(max_replications, 2 * done) - done
        if wanted > 0 and half < 2 * wanted:
            more = min(more, max(1, math.ceil(done * ((half / wanted) ** 2 - 1))))
        results = [
            run(model, replications=more, first_replication=done) for model in (first, second)
        ]
        for result, known in zip(results, values, strict=True):
            for name in names:
                known[name] = np.concatenate([known[name], samples(result, name)])
        if more > largest:  # what the most runs together say
            said, largest = _both(results[0].warnings, results[1].warnings), more
        done += more
    empty = () if measures else _without_value(names, *values)
    rows = tuple(_row(n, values[0][n], values[1][n]) for n in names if n not in empty)
    left_out = tuple(f"{n} is left out: no run of one of the models has a value" for n in empty)
    return Comparison(done, seed, rows, (*said, *left_out, *_missed(rows[0], precision, done)))


def _measures(first: FlowResult, second: FlowResult) -> tuple[str, ...]:
    both = [name for name in first.stations if name in second.stations]
    people = ("waiting_h",) if first.people and second.people else ()
    return ("throughput", "time_in_system", *(f"use:{name}" for name in both), *people)


def _without_value(
    names: tuple[str, ...], first: dict[str, Floats], second: dict[str, Floats]
) -> tuple[str, ...]:
    """Return the measures of which no pair of runs has both values."""
    return tuple(n for n in names if not (np.isfinite(first[n]) & np.isfinite(second[n])).any())


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Return the warnings of two runs, each with whose it is."""
    named = [(line, "both" if line in second else "first") for line in first]
    named += [(line, "second") for line in second if line not in first]
    return tuple(f"{which}: {line}" for line, which in named)


def _missed(row: Difference, precision: float | None, done: int) -> tuple[str, ...]:
    if precision is None or row.difference.half_width <= precision * abs(row.first.mean):
        return ()
    return (
        f"the difference of {row.measure} is known to +-{row.difference.half_width:.4g} only after "
        f"{done} replications. Allow more (max_replications), run longer or ask for less",
    )


def _row(measure: str, first: Floats, second: Floats) -> Difference:
    known = np.isfinite(first) & np.isfinite(second)
    if not known.any():
        raise ModelError(f"measure {measure!r} has no value in any replication of both models")
    one, two = first[known], second[known]
    correlation = ratio = math.nan
    if len(one) > 1:
        apart = float(one.var(ddof=1) + two.var(ddof=1))
        paired = float((two - one).var(ddof=1))
        if apart > 0:
            ratio = apart / paired if paired > 1e-18 * apart else math.inf
        if one.std() > 0 and two.std() > 0:
            correlation = float(np.corrcoef(one, two)[0, 1])
    return Difference(
        measure, estimate(one), estimate(two), difference(one, two), correlation, ratio
    )


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
