"""The British state pension against the table of gov.uk (outside data, MIT, Crown copyright)."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from accord import law
from accord.law.cases import answer_cases
from accord.law.cases.records import Case

AGE, ON = "uk.pension.state_age", date(2026, 5, 1)


def pension_day(born: date) -> date:
    found = law.compute(AGE, {"birth_date": born}, on=ON)
    assert found.needs == ()
    return born + timedelta(days=found.value)


def test_every_row_for_both_sexes_has_its_pension_day_from_its_first_birth_to_its_last(law_data):
    path = law_data / "uk_state_pension_dates.json"
    if not path.is_file():
        pytest.skip(f"no outside data {path.name}")
    rows = [row for row in json.loads(path.read_text("utf-8")) if row["gender"] == "both"]
    assert len(rows) == 22
    for row in rows:
        for key in ("birth_from", "birth_to"):
            assert pension_day(date.fromisoformat(row[key])).isoformat() == row["pension_date"]


@pytest.mark.parametrize(
    ("born", "due"),
    [
        ("1954-10-06", "2020-10-06"),
        ("1960-04-05", "2026-04-05"),
        ("1960-04-06", "2026-05-06"),
        ("1961-03-05", "2028-02-05"),
        ("1961-03-06", "2028-03-06"),
        ("1977-04-05", "2044-04-05"),
        ("1978-04-06", "2046-04-06"),
        ("1980-02-29", "2048-02-29"),
    ],
)
def test_the_days_around_each_change_of_age(born, due):
    assert pension_day(date.fromisoformat(born)).isoformat() == due


def test_a_birth_before_december_1953_is_not_answered_by_the_band_after():
    found = law.compute(AGE, {"birth_date": date(1953, 12, 5)}, on=ON)
    assert found.value is None
    assert [need.fact for need in found.needs] == ["birth_date"]


@pytest.mark.parametrize("text", ["30 Feb 1960", "6 Foo 1960", "yesterday"])
def test_a_case_whose_birth_is_no_date_is_answered_by_what_is_wrong(text):
    (answer,) = answer_cases([Case("a", "uk.state_pension_age", {"birth_date": text})])
    assert answer.values == {}
    assert repr(text) in answer.error
