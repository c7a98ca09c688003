"""Small models of which an answer is known, and series with a known mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from accord import flow


@pytest.fixture
def line() -> Callable[..., flow.Model]:
    """Build a saturated line with exponential times and ``buffer`` places between neighbours."""

    def build(
        times: Sequence[float] = (1.0, 1.0), buffer: int = 1, **station: object
    ) -> flow.Model:
        model = flow.Model(time_unit="min")
        for i in range(len(times)):
            model.station(f"s{i}", buffer=buffer if i else None, **station)
        steps = [flow.Step(f"s{i}", time=flow.Exponential(t)) for i, t in enumerate(times)]
        model.product("part", steps)
        model.saturate("part")
        return model

    return build


@pytest.fixture
def queue() -> Callable[..., flow.Model]:
    """Build an M/M/1 queue with service mean 1."""

    def build(load: float) -> flow.Model:
        model = flow.Model(time_unit="min")
        model.station("server")
        model.product("part", [flow.Step("server", time=flow.Exponential(1.0))])
        model.arrivals("part", every=flow.Exponential(1 / load))
        return model

    return build


@pytest.fixture
def fixed_press() -> Callable[..., flow.Model]:
    """Build a press without anything random: ``rate_h`` pieces an hour."""

    def build(rate_h: float = 600.0) -> flow.Model:
        model = flow.Model(time_unit="h")
        model.station("press")
        model.product("part", [flow.Step("press", rate_h=rate_h)])
        model.saturate("part")
        return model

    return build


@pytest.fixture
def autoregressive() -> Callable[..., np.ndarray]:
    """Draw (R, N) stationary AR(1) series with mean 0."""

    def draw(phi: float, num: int, series: int, seed: int = 1) -> np.ndarray:
        noise = np.random.default_rng(seed).normal(size=(num, series))
        noise[0] /= np.sqrt(1 - phi**2)
        for i in range(1, num):
            noise[i] += phi * noise[i - 1]
        return noise.T.copy()

    return draw
