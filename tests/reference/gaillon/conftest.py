"""The fictional plant as committed, read once."""

from pathlib import Path

import pytest

from accord import plant

FOLDER = Path(__file__).parents[3] / "plants" / "gaillon"


@pytest.fixture(scope="session")
def gaillon_folder():
    return FOLDER


@pytest.fixture(scope="session")
def gaillon():
    """The plant of 180 people, from the committed files."""
    return plant.read(FOLDER)


@pytest.fixture(scope="session")
def employees(gaillon):
    """The 180: everybody but apprentices and the trainee."""
    return [p for p in gaillon.people if p.contract == "permanent"]


@pytest.fixture(scope="session")
def scenario_of(gaillon):
    """A scenario by name."""
    return {s.name: s for s in gaillon.scenarios}.__getitem__
