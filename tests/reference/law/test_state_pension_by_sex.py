"""The British state pension of births before December 1953, by sex, against the table of gov.uk."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from accord import law
from accord.errors import FactError

BY_SEX, AGE, ON = "uk.pension.state_age_by_sex", "uk.pension.state_age", date(2026, 5, 1)


def pension_day(born: date, sex: str) -> date:
    found = law.compute(BY_SEX, {"birth_date": born, "sex": sex}, on=ON)
    assert found.needs == ()
    return born + timedelta(days=found.value)


def test_every_row_of_women_has_its_pension_day_from_its_first_birth_to_its_last(law_data):
    path = law_data / "uk_state_pension_dates.json"
    if not path.is_file():
        pytest.skip(f"no outside data {path.name}")
    rows = [row for row in json.loads(path.read_text("utf-8")) if row["gender"] == "female"]
    assert len(rows) == 44
    for row in rows:
        for key in ("birth_from", "birth_to"):
            born = date.fromisoformat(row[key])
            assert pension_day(born, "female").isoformat() == row["pension_date"]


@pytest.mark.parametrize(
    ("sex", "born", "due"),
    [
        ("female", "1950-04-05", "2010-04-05"),
        ("female", "1950-04-06", "2010-05-06"),
        ("female", "1953-12-05", "2018-11-06"),
        ("female", "1953-12-06", "2019-03-06"),
        ("male", "1940-02-29", "2005-03-01"),
        ("male", "1953-12-05", "2018-12-05"),
        ("male", "1953-12-06", "2019-03-06"),
        ("male", "1961-03-06", "2028-03-06"),
    ],
)
def test_the_days_around_each_change_and_both_sexes_alike_from_december_1953(sex, born, due):
    assert pension_day(date.fromisoformat(born), sex).isoformat() == due


def test_births_since_december_1953_are_those_of_the_rule_without_sex():
    births = [date(1953, 12, 6) + timedelta(days=37 * i) for i in range(300)]
    table = law.compute_table(BY_SEX, {"birth_date": births, "sex": ["male"] * 300}, on=ON)
    alone = law.compute_table(AGE, {"birth_date": births}, on=ON)
    assert table.values.tolist() == alone.values.tolist()


def test_without_the_sex_or_with_another_word_nothing_is_guessed():
    found = law.compute(BY_SEX, {"birth_date": date(1950, 1, 1)}, on=ON)
    assert [need.fact for need in found.needs] == ["sex"]
    with pytest.raises(FactError, match="known: female, male"):
        law.compute(BY_SEX, {"birth_date": date(1950, 1, 1), "sex": "F"}, on=ON)
    asked = law.compute(AGE, {"birth_date": date(1950, 1, 1)}, on=ON)
    assert "uk.pension.state_age_by_sex" in asked.explain()
