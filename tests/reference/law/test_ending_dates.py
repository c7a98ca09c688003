"""The law of ending contracts on both sides of every change, as data with sources."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from accord import law
from accord.law.registry import files_of

ROWS = yaml.safe_load((Path(__file__).parent / "ending_dates.yaml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(row, day, value, id=f"{row['rule']}, {row['what']}, {day}")
    for row in ROWS
    for day, value in row["dates"].items()
]
ENDINGS = ("fr.severance.", "fr.seniority", "fr.notice.", "fr.job_search.", "fr.fixed_term.")


@pytest.mark.parametrize(("row", "day", "value"), CASES)
def test_the_amount_is_that_of_the_law_of_the_day(row, day, value):
    assert row["source"]
    found = law.compute(row["rule"], row["facts"], on=day)
    if value is None:
        assert found.value is None
        assert len(found.needs) == 1
        assert found.needs[0].fact in {"on", "agreement"}
        assert found.needs[0].article
    else:
        assert found.needs == ()
        assert found.value == pytest.approx(value, abs=1e-9)


def test_every_change_of_the_scales_is_tested_the_day_before_the_day_of_and_the_day_after():
    tested = {row["rule"]: set() for row in ROWS}
    for row in ROWS:
        tested[row["rule"]] |= set(row["dates"])
    for rule in ("fr.severance.legal", "fr.severance.metal", "fr.severance.idcc3248"):
        (file, *_) = files_of(rule)
        for version in file.versions:
            day = version.since
            around = {day - timedelta(1), day, day + timedelta(1)}
            assert around <= tested[rule], f"{rule} {day}"


def test_every_file_of_the_ending_of_contracts_has_a_row_before_and_from_its_beginning():
    rules = {row["rule"] for row in ROWS}
    read = {file.id for rule in rules for file in files_of(rule)}
    files = {id_ for id_ in law.pack("fr") if id_.startswith(ENDINGS)}
    without_scale = {"fr.severance.right", "fr.seniority.absence", "fr.notice.resignation"}
    assert files - read - without_scale <= {
        "fr.job_search.legal",
        "fr.notice.due",
        "fr.notice.retirement_idcc3248",
    }


def test_law_from_before_the_first_known_day_is_never_guessed():
    found = law.compute(
        "fr.severance.legal", {"seniority_years": 9, "wage_month": 800}, on=date(1950, 1, 1)
    )
    assert found.value is None
    said = found.explain()
    assert "known from 1973-08-10" in said
    assert "R122-2" in found.needs[-1].article
