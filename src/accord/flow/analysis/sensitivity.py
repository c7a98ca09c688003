"""Which input moves the answer: one at a time over given ranges, and all at once."""

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
from accord.flow.analysis.places import Input, read_input, with_input
from accord.flow.estimate import Estimate, difference, estimate
from accord.flow.measure import samples
from accord.flow.model import Model
from accord.flow.simulate import simulate
from accord.flow.student import t_quantile

Floats = NDArray[np.float64]
Range = tuple[float, float]
SHARE = 0.10


@dataclass(frozen=True, slots=True)
class Effect:
    """What an input does to a measure while all others stay.

    Attributes
    ----------
    place, value, low, high
        The input, its value in the model, and the ends of its range.
    at_low, at_high
        Change of the measure from the model as it is, paired.
    swing
        Measure at the high end minus at the low end, paired.
    elasticity
        Relative change of the measure for a relative change of the input, over the range: -0.2
        means that 10 % more of the input takes 2 % off. None when the input is 0.
    """

    place: str
    value: float
    low: float
    high: float
    at_low: Estimate
    at_high: Estimate
    swing: Estimate
    elasticity: Estimate | None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "place": self.place,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "at_low": self.at_low.as_dict(),
            "at_high": self.at_high.as_dict(),
            "swing": self.swing.as_dict(),
            "is_clear": self.swing.excludes_zero,
            "elasticity": None if self.elasticity is None else self.elasticity.as_dict(),
        }

    def __str__(self) -> str:
        """Return the effect in one line."""
        rate = "" if self.elasticity is None else f"; elasticity {self.elasticity}"
        clear = "" if self.swing.excludes_zero else "; not clear"
        return (
            f"{self.place} {self.low:g} to {self.high:g} (now {self.value:g}): "
            f"{self.swing}{rate}{clear}"
        )


@dataclass(frozen=True, slots=True)
class Weight:
    """Standardised effect of an input when all vary together over their ranges.

    ``effect`` is the change of the measure, in its standard deviations over the design, when the
    input moves by one standard deviation of its range.
    """

    place: str
    effect: Estimate

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {"place": self.place, **self.effect.as_dict()}


@dataclass(frozen=True, slots=True)
class Together:
    """A linear fit of the measure over a Latin hypercube of all inputs.

    ``explained_share`` is R squared adjusted for the number of inputs: below about 0.7 the effects
    are not straight lines, or they depend on each other, and the weights tell little.
    """

    num_points: int
    explained_share: float
    weights: tuple[Weight, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "num_points": self.num_points,
            "explained_share": self.explained_share,
            "weights": [w.as_dict() for w in self.weights],
        }


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Effects of inputs on a measure, the largest swing first."""

    measure: str
    base: Estimate
    replications: int
    seed: int
    effects: tuple[Effect, ...]
    together: Together | None
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "measure": self.measure,
            "base": self.base.as_dict(),
            "replications": self.replications,
            "seed": self.seed,
            "effects": [e.as_dict() for e in self.effects],
            "together": None if self.together is None else self.together.as_dict(),
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        """Return a line for each input."""
        lines = [f"{self.measure}: {self.base}, {self.replications} replications, seed {self.seed}"]
        lines += map(str, self.effects)
        if self.together is not None:
            lines.append(
                f"all at once, {self.together.num_points} points: straight lines explain "
                f"{self.together.explained_share:.1%}"
            )
            lines += [f"  {w.place}: {w.effect}" for w in self.together.weights]
        return "\n".join(lines)


def sensitivity(
    model: Model,
    ranges: Mapping[str, Range | None] | Sequence[str],
    *,
    measure: str = "throughput",
    until: float | timedelta | None = None,
    until_pieces: int | None = None,
    warm_up: float = 0.0,
    replications: int = 20,
    latin_points: int = 0,
    seed: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sensitivity:
    """Vary inputs of a model and return what each does to a measure.

    Parameters
    ----------
    model
        The model; a plant's is ``model_of(plant, weeks)``.
    ranges
        Places (``stations.press.repair``, see ``analysis.places``) with the ends of their range, or
        None: 10 % either way, a count by at least one.
    measure
        Name of a measure (``flow.measure``).
    until, until_pieces, warm_up, replications, seed, executor
        As in ``flow.simulate``; every run has the same random numbers, so all effects are paired.
    latin_points
        Points of a Latin hypercube over all ranges on which the measure is fitted by straight
        lines; 0: none. At least ten more than there are inputs.
    progress
        Called with (models run, models to run).

    Raises
    ------
    ModelError
        When a place does not exist, or as ``flow.simulate``.
    """
    wanted = dict(ranges) if isinstance(ranges, Mapping) else dict.fromkeys(ranges)
    if not wanted:
        raise ModelError("name at least one input to vary, such as stations.press.repair")
    inputs = [read_input(model, place) for place in wanted]
    ends = {i.place: _ends(i, wanted[i.place]) for i in inputs}
    run = partial(
        simulate,
        until=until,
        until_pieces=until_pieces,
        warm_up=warm_up,
        replications=replications,
        seed=seed,
        executor=executor,
    )
    points = (
        _latin(inputs, ends, latin_points, seed) if latin_points else np.empty((0, len(inputs)))
    )
    models = [
        model,
        *(with_input(model, i.place, end) for i in inputs for end in ends[i.place]),
        *(_at(model, inputs, point) for point in points),
    ]
    answers = []
    warnings: tuple[str, ...] = ()
    for done, changed in enumerate(models, start=1):
        result = run(changed)
        answers.append(samples(result, measure))
        warnings = result.warnings if done == 1 else warnings
        if progress:
            progress(done, len(models))
    base, *rest = answers
    effects = [
        _effect(known, ends[known.place], base, rest[2 * i], rest[2 * i + 1])
        for i, known in enumerate(inputs)
    ]
    effects.sort(key=lambda e: abs(e.swing.mean), reverse=True)
    means = np.array([float(np.nanmean(values)) for values in rest[2 * len(inputs) :]])
    together = _fit(inputs, points, means) if latin_points else None
    return Sensitivity(
        measure, estimate(base), replications, seed, tuple(effects), together, warnings
    )


def _ends(known: Input, given: Range | None) -> Range:
    """Return the range of an input."""
    if given is not None:
        low, high = min(given), max(given)
        if low == high:
            raise ModelError(f"{known.place}: the range {low:g}..{high:g} has no width")
        return low, high
    step = SHARE * abs(known.value)
    if known.is_whole:
        step = max(1.0, round(step))
        fewest = 0.0 if known.place.endswith((".buffer", ".operators")) else 1.0
        return max(fewest, known.value - step), known.value + step
    if step == 0:
        raise ModelError(f"{known.place} is 0: give its range, as {known.place}=0..5")
    return known.value - step, known.value + step


def _effect(known: Input, ends: Range, base: Floats, low: Floats, high: Floats) -> Effect:
    elasticity = None
    if known.value != 0:
        share = (ends[1] - ends[0]) / known.value
        elasticity = ratio((high - low) / share, base)
    return Effect(
        known.place,
        known.value,
        *ends,
        difference(base, low),
        difference(base, high),
        difference(low, high),
        elasticity,
    )


def ratio(top: Floats, bottom: Floats) -> Estimate:
    """Return the ratio of two means over paired samples with its interval (delta method).

    Source: Law 2015, Simulation modeling and analysis, section 9.5.2 (ratio estimators).
    """
    known = np.isfinite(top) & np.isfinite(bottom)
    top, bottom = top[known], bottom[known]
    below = float(bottom.mean()) if len(bottom) else 0.0
    if below == 0:
        return Estimate(math.nan, math.nan, math.nan, len(top))
    value = float(top.mean()) / below
    around = estimate((top - value * bottom) / below)
    return Estimate(value, value + around.low, value + around.high, len(top))


def _latin(inputs: Sequence[Input], ends: Mapping[str, Range], num: int, seed: int) -> Floats:
    """Return (num, inputs) points: each input takes every slice of its range once.

    Source: McKay, Beckman and Conover 1979, doi:10.1080/00401706.1979.10489755.
    """
    if num < len(inputs) + 10:
        raise ModelError(
            f"latin_points is {num}; {len(inputs)} inputs need {len(inputs) + 10} or more"
        )
    rng = np.random.Generator(np.random.Philox(key=seed))
    points = np.empty((num, len(inputs)))
    for j, known in enumerate(inputs):
        low, high = ends[known.place]
        slices = (rng.permutation(num) + rng.random(num)) / num
        points[:, j] = low + slices * (high - low)
        if known.is_whole:
            points[:, j] = np.clip(np.floor(low + slices * (high - low + 1)), low, high)
    return points


def _at(model: Model, inputs: Sequence[Input], point: Floats) -> Model:
    for known, value in zip(inputs, point.tolist(), strict=True):
        model = with_input(model, known.place, value)
    return model


def _fit(inputs: Sequence[Input], points: Floats, means: Floats) -> Together:
    """Fit straight lines to standardised inputs and measure."""
    num, count = points.shape
    if means.std() == 0:
        nothing = Estimate(0.0, 0.0, 0.0, num)
        return Together(num, 1.0, tuple(Weight(i.place, nothing) for i in inputs))
    x = (points - points.mean(axis=0)) / points.std(axis=0)
    y = (means - means.mean()) / means.std()
    normal = np.linalg.inv(x.T @ x)
    slopes = normal @ (x.T @ y)
    rest = y - x @ slopes
    df = num - count - 1
    error = np.sqrt(np.diag(normal) * float(rest @ rest) / df) * t_quantile(df)
    weights = [
        Weight(known.place, Estimate(float(b), float(b - e), float(b + e), num))
        for known, b, e in zip(inputs, slopes, error, strict=True)
    ]
    weights.sort(key=lambda w: abs(w.effect.mean), reverse=True)
    explained = 1 - float(rest @ rest) / df * (num - 1) / num  # noise alone explains nothing
    return Together(num, max(0.0, explained), tuple(weights))
