"""Small models on the public API whose exact values are known, and the judge of their samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from accord import flow

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

MIN_REPLICATIONS = 10
DAY = 24 * 60.0


def assert_within_4_standard_errors(samples: ArrayLike, exact: float) -> None:
    """Assert that independent samples have the mean ``exact``, and that they could have missed it.

    The standard error must be below 2 % of the value: a wide interval would prove nothing.
    """
    values = np.asarray(samples, dtype=float)
    assert len(values) >= MIN_REPLICATIONS
    se = values.std(ddof=1) / math.sqrt(len(values))
    assert 0 < se < 0.02 * abs(exact)
    error = abs(values.mean() - exact) / se
    assert error < 4.0, f"mean {values.mean():.6f}, exact {exact:.6f}, {error:.1f} standard errors"


def exponential_line(rates: Sequence[float], places: Sequence[int]) -> flow.Model:
    """Build a saturated exponential line with ``places`` between neighbours."""
    model = flow.Model(time_unit="s")
    names = [f"s{i}" for i in range(len(rates))]
    for name, room in zip(names, [None, *places], strict=True):
        model.station(name, buffer=room)
    steps = [
        flow.Step(name, time=flow.Exponential(1.0 / rate))
        for name, rate in zip(names, rates, strict=True)
    ]
    model.product("part", steps)
    model.saturate("part")
    return model


def steady_throughput(
    model: flow.Model, until: float, warm_up: float, replications: int, seed: int
) -> np.ndarray:
    """Return good pieces per time of each replication, the first ``warm_up`` left out."""
    result = flow.simulate(model, until=until, bucket=warm_up, replications=replications, seed=seed)
    good = np.asarray(result.good_pieces).sum(axis=2)
    return good[:, 1:].sum(axis=1) / (until - warm_up)


def one_press(cycle: float = 10.0, **station: object) -> flow.Model:
    """Build a press that needs one person for the whole cycle and never lacks work."""
    model = flow.Model(time_unit="min")
    model.station("press", operators=1, **station)
    model.product("part", [flow.Step("press", time=cycle)])
    model.saturate("part")
    return model


def person_min(result: flow.FlowResult, person: str) -> dict[str, float]:
    """Return the minutes of a person in each state, whole run."""
    hours = np.asarray(result.person_h)[0].sum(axis=0)[list(result.people).index(person)]
    return dict(zip(flow.PERSON_STATES, (hours * 60.0).round(6).tolist(), strict=True))


def machine_min(result: flow.FlowResult, i_machine: int = 0) -> dict[str, float]:
    """Return the minutes of a machine in each state, whole run."""
    hours = np.asarray(result.machine_h)[0].sum(axis=0)[i_machine]
    return dict(zip(flow.MACHINE_STATES, (hours * 60.0).round(6).tolist(), strict=True))


def good(result: flow.FlowResult) -> int:
    """Return all good pieces of the run."""
    return int(np.asarray(result.good_pieces).sum())
