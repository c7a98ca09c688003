"""The best of several models, with a stated probability that it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.analysis.paired import check_units
from accord.flow.estimate import Estimate, difference, estimate
from accord.flow.measure import is_better_low, samples
from accord.flow.model import Model
from accord.flow.simulate import simulate
from accord.plant.records import Plant

Floats = NDArray[np.float64]
Draw = Callable[[int, int, int], Floats]
FIRST_STAGE = 20


@dataclass(frozen=True, slots=True)
class Selection:
    """What the sequential selection found.

    Attributes
    ----------
    best
        Index of the selected one.
    is_decided
        False when the limit of replications came first.
    left
        Those not ruled out, by index; only ``best`` when decided.
    values
        One (R_i,) array each: the samples it was judged on until it was ruled out.
    """

    best: int
    is_decided: bool
    left: tuple[int, ...]
    values: tuple[Floats, ...]


def select_best(
    draw: Draw,
    num_models: int,
    *,
    indifference: float,
    confidence: float = 0.95,
    first_stage: int = FIRST_STAGE,
    max_replications: int = 2000,
) -> Selection:
    """Select the one with the largest mean, sample by sample, ruling out as soon as possible.

    Parameters
    ----------
    draw
        ``draw(i, first, count)`` returns samples ``first`` to ``first + count - 1`` of ``i``. Those
        of one number may be dependent (common random numbers); different numbers are independent.
    num_models
        Number to choose from, at least 2.
    indifference
        Smallest difference of means that matters, in the unit of the samples, above 0.
    confidence
        Probability of selecting the best when it is better by ``indifference`` or more; above
        ``1 / num_models``.
    first_stage
        Samples of each before the first comparison; the variances are estimated from them.
    max_replications
        Samples of each after which it gives up.

    Notes
    -----
    Procedure KN with c = 1. ``eta = ((2 a / (k - 1))^(-2 / (n0 - 1)) - 1) / 2`` with a = 1 -
    confidence, ``h2 = 2 eta (n0 - 1)``; after r samples, i is ruled out by l when its mean is below
    that of l by more than ``max(0, (h2 S2 / d - d r) / (2 r))``, S2 being the first-stage variance
    of their difference and d the indifference. The statement holds for normal samples. Samples are
    drawn in blocks and judged one after the other, so the block has no influence.

    Source: Kim and Nelson 2001, doi:10.1145/502109.502111.
    """
    if num_models < 2:
        raise ModelError("a ranking needs at least 2 models")
    if not indifference > 0:
        raise ModelError(
            f"indifference is {indifference}; write the smallest difference that counts"
        )
    if not 1 / num_models < confidence < 1:
        raise ModelError(
            f"confidence is {confidence}; write a probability above 1/{num_models} and below 1"
        )
    if first_stage < 2:
        raise ModelError(f"first_stage is {first_stage}; at least 2 are needed for a variance")
    known = [draw(i, 0, first_stage) for i in range(num_models)]
    table = np.stack(known)
    spread = (table[:, None] - table[None]).var(axis=2, ddof=1)
    exponent = -2 / (first_stage - 1)
    eta = 0.5 * ((2 * (1 - confidence) / (num_models - 1)) ** exponent - 1)
    reach = 2 * eta * (first_stage - 1) * spread / indifference  # h2 S2 / d
    left = list(range(num_models))
    r = first_stage
    while True:
        left = _screen([k[:r] for k in known], left, reach, indifference * r, r)
        for i in set(range(num_models)) - set(left):
            known[i] = known[i][:r] if len(known[i]) > r else known[i]
        is_closed = indifference * r > reach[np.ix_(left, left)].max()
        if len(left) == 1 or is_closed or r >= max_replications:
            break
        r += 1
        if r > len(known[left[0]]):
            count = min(max(first_stage // 2, r // 4), max_replications - r + 1)
            for i in left:
                known[i] = np.concatenate([known[i], draw(i, r - 1, count)])
    best = max(left, key=lambda i: float(known[i][:r].mean()))
    is_decided = len(left) == 1 or bool(is_closed)
    values = tuple(k[:r] for k in known)
    return Selection(best, is_decided, (best,) if is_decided else tuple(left), values)


def _screen(
    known: Sequence[Floats], left: list[int], reach: Floats, done: float, r: int
) -> list[int]:
    """Return those that no other of ``left`` rules out after r samples."""
    means = {i: float(known[i].mean()) for i in left}
    return [
        i
        for i in left
        if all(means[i] >= means[j] - max(0.0, reach[i, j] - done) / (2 * r) for j in left)
    ]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A model in a ranking.

    Attributes
    ----------
    name, estimate, replications
        Its measure over the replications it took part in.
    behind
        What it lacks to the best, paired over common replications; 0 for the best.
    is_ruled_out
        True when the selection has ruled it out.
    """

    name: str
    estimate: Estimate
    replications: int
    behind: Estimate
    is_ruled_out: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """Models by a measure, the best first; only the first place has the stated probability."""

    measure: str
    indifference: float
    confidence: float
    is_decided: bool
    seed: int
    rows: tuple[Ranked, ...]
    warnings: tuple[str, ...]

    @property
    def best(self) -> str:
        """Name of the selected model."""
        return self.rows[0].name

    @property
    def statement(self) -> str:
        """What may be said about the first place."""
        if not self.is_decided:
            open_ = ", ".join(row.name for row in self.rows if not row.is_ruled_out)
            return f"not decided: {open_} may each be best. Raise max_replications or indifference"
        return (
            f"{self.best} is best in {self.measure}; such a choice is right with probability "
            f"{self.confidence:.0%} or more where the best leads by {self.indifference:.4g} or more"
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "measure": self.measure,
            "best": self.best if self.is_decided else None,
            "statement": self.statement,
            "confidence": self.confidence,
            "indifference": self.indifference,
            "is_decided": self.is_decided,
            "seed": self.seed,
            "rows": [
                {
                    "model": row.name,
                    **row.estimate.as_dict(),
                    "replications": row.replications,
                    "behind": row.behind.as_dict(),
                    "is_ruled_out": row.is_ruled_out,
                }
                for row in self.rows
            ],
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        """Return the statement and a line for each model."""
        lines = [self.statement]
        for place, row in enumerate(self.rows, start=1):
            lines.append(f"{place}. {row.name}: {row.estimate}, {row.replications} replications")
            if place > 1:
                lines[-1] += f", behind by {row.behind}"
        return "\n".join(lines)


def rank(
    models: Mapping[str, Model | Plant],
    *,
    measure: str = "throughput",
    indifference: float | None = None,
    indifference_share: float = 0.01,
    less_is_better: bool | None = None,
    confidence: float = 0.95,
    until: float | timedelta | None = None,
    until_pieces: int | None = None,
    warm_up: float = 0.0,
    first_stage: int = FIRST_STAGE,
    max_replications: int = 2000,
    seed: int = 1,
    executor: Executor | None = None,
) -> Ranking:
    """Find the best of several models with a stated error, under common random numbers.

    Parameters
    ----------
    models
        At least two, by name.
    measure, less_is_better
        What to judge by (``flow.measure``); by default less is better for times, queues and waits.
    indifference, indifference_share
        Smallest difference that matters, in the unit of the measure; by default a share (0.01) of
        the largest first-stage mean.
    confidence, first_stage, max_replications
        As in ``select_best``.
    until, until_pieces, warm_up, seed, executor
        As in ``flow.simulate``, the same for all.

    Raises
    ------
    ModelError
        As ``flow.simulate`` and ``select_best``.
    """
    check_units(models)
    names = list(models)
    is_less = is_better_low(measure) if less_is_better is None else less_is_better
    sign = -1.0 if is_less else 1.0
    warnings: list[str] = []
    drawn: dict[tuple[int, int], Floats] = {}

    def draw(i: int, first: int, count: int) -> Floats:
        if (i, first) in drawn:
            return drawn[i, first]
        result = simulate(
            models[names[i]],
            until=until,
            until_pieces=until_pieces,
            warm_up=warm_up,
            replications=count,
            first_replication=first,
            seed=seed,
            executor=executor,
        )
        values = sign * samples(result, measure)
        if not np.isfinite(values).all():
            raise ModelError(f"{names[i]}: {measure} has no value in some replication. Run longer")
        if first == 0:
            warnings.extend(f"{names[i]}: {line}" for line in result.warnings)
            drawn[i, first] = values
        return values

    if indifference is None and len(names) > 1:
        means = [abs(float(draw(i, 0, max(2, first_stage)).mean())) for i in range(len(names))]
        indifference = indifference_share * max(means)
        if indifference == 0:
            raise ModelError(f"{measure} is 0 in every model: there is nothing to rank")
    chosen = select_best(
        draw,
        len(names),
        indifference=indifference or 0.0,
        confidence=confidence,
        first_stage=first_stage,
        max_replications=max_replications,
    )
    best = chosen.values[chosen.best]
    rows = [
        Ranked(
            names[i],
            estimate(sign * values),
            len(values),
            difference(values, best),
            i not in chosen.left,
        )
        for i, values in enumerate(chosen.values)
    ]
    first = rows.pop(chosen.best)
    rows.sort(key=lambda row: sign * row.estimate.mean, reverse=True)
    return Ranking(
        measure,
        indifference or 0.0,
        confidence,
        chosen.is_decided,
        seed,
        (first, *rows),
        tuple(warnings),
    )
