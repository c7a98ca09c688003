"""Every number of law on both sides of every change: the day before, the day of, the day after.

Kind: oracle. The dates are read from the YAML as plain text, by another way than the law room's.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from accord.law import pack

FILES = [
    pytest.param(file, id=file.id)
    for country in ("fr", "eu", "de", "uk", "us", "ergo")
    for file in pack(country).values()
]
DAY = timedelta(days=1)


def known_from(raw: dict[str, object], day: date) -> date | None:
    """Give the date of the value in force on a day by the text of a file."""
    if "ends" in raw and day > raw["ends"]:
        return None
    if any(first <= day <= last for first, last in raw.get("gaps", ())):
        return None
    return max((since for since in raw["values"] if since <= day), default=None)


@pytest.mark.parametrize("file", FILES)
def test_the_value_changes_on_its_day_and_on_no_other(file):
    raw = yaml.safe_load(Path(file.path).read_text(encoding="utf-8"))
    edges = {*raw["values"]}
    if "ends" in raw:
        edges.add(raw["ends"] + DAY)
    for pair in raw.get("gaps", ()):
        edges |= {pair[0], pair[1] + DAY}
    for edge in sorted(edges):
        for day in (edge - DAY, edge, edge + DAY):
            found = file.on(day)
            assert (found and found.since) == known_from(raw, day), day
            if found is not None:
                assert found.article, day


@pytest.mark.parametrize("file", FILES)
def test_a_version_says_something_new(file):
    told = [(str(v.values), v.article, v.status) for v in file.versions]
    assert all(one != other for one, other in pairwise(told))
