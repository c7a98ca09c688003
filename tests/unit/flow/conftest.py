"""Tiny models to change and compile."""

import pytest

from accord import flow
from accord.flow.compile import compile_model

DAY_US = 86_400_000_000


@pytest.fixture
def press():
    """One press that needs one of two people; one product of two steps, 100 pieces ordered."""
    model = flow.Model(time_unit="min")
    model.station("press", operators=1)
    model.station("pack", 2)
    model.product("part", [flow.Step("press", time=1.0), flow.Step("pack", rate_h=60)])
    model.person("P1", ["press"], [flow.Window(360.0, 840.0)])
    model.person("P2", ["press"], flow.daily("14:00-22:00"))
    model.order("part", 100)
    return model


@pytest.fixture
def compiled():
    """Compile a model for a number of days."""
    return lambda model, days=7: compile_model(model, days * DAY_US)
