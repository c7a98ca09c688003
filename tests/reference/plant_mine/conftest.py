"""The published production log: outside data, absent from the project on purpose."""

from pathlib import Path

import pytest
import yaml

from accord.plant.mine.assemble import assemble
from accord.plant.mine.eventlog import read_log

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def known():
    return yaml.safe_load((HERE / "production_log.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def levy(production_log):
    """The rebuilt log, mined."""
    return assemble(read_log(production_log / "Production_Data_rebuilt.csv"))
