"""Where the outside data are; tests that need them are skipped with the reason when absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def law_data() -> Path:
    folder = Path(os.environ.get("ACCORD_DATA", ROOT / ".." / "shared" / "data")).resolve()
    if not (folder / "law_anchors.yaml").is_file():
        pytest.skip(f"no outside data in {folder} (set ACCORD_DATA)")
    return folder
