"""A workbook to damage, for the properties of reading a plant."""

import pytest

from accord import plant


@pytest.fixture(scope="session")
def small_workbook(one_press, tmp_path_factory):
    """Write the one-press plant as a workbook, to be damaged."""
    path = tmp_path_factory.mktemp("book") / "one_press.xlsx"
    plant.write_workbook(one_press, path)
    return path
