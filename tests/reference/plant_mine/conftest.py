"""The published production log: outside data, absent from the project on purpose."""

import os
from pathlib import Path

import pytest
import yaml

from accord.plant.mine.assemble import assemble
from accord.plant.mine.eventlog import read_log

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.fixture(scope="session")
def production_log():
    """Folder of the production log, or skip."""
    data = Path(os.environ.get("ACCORD_DATA", ROOT / ".." / "shared" / "data")).resolve()
    folder = data / "production_log"
    if not folder.is_dir():
        pytest.skip(f"no outside data in {folder} (set ACCORD_DATA)")
    return folder


@pytest.fixture(scope="session")
def known():
    return yaml.safe_load((HERE / "production_log.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def levy(production_log):
    """The rebuilt log, mined."""
    return assemble(read_log(production_log / "Production_Data_rebuilt.csv"))
