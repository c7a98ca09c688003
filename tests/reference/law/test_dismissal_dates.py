"""Economic dismissal, Delalande and early exit on both sides of every change, as data."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from accord import law
from accord.law.registry import files_of, rules_of

ROWS = yaml.safe_load((Path(__file__).parent / "dismissal_dates.yaml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(row, day, value, id=f"{row['rule']}, {row['what']}, {day}")
    for row in ROWS
    for day, value in row["dates"].items()
]
SUBJECTS = ("fr.dismissal.", "fr.early_exit.", "fr.levy.")
# read by functions of dates, or by a price for one of its conditions, which have tests of their own
BY_FUNCTION = {
    "fr.dismissal.calendar",
    "fr.dismissal.letter",
    "fr.dismissal.protected",
    "fr.early_exit.earliest",
}


@pytest.mark.parametrize(("row", "day", "value"), CASES)
def test_the_answer_is_that_of_the_law_of_the_day(row, day, value):
    assert row["source"]
    found = law.compute(row["rule"], row["facts"], on=day)
    if value is None:
        assert found.value is None
        assert {need.fact for need in found.needs} == {"on"}
        assert all(need.article for need in found.needs)
    else:
        assert found.needs == ()
        assert found.value == pytest.approx(value, abs=1e-9)
        assert all(step.article for step in found.trace)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']}, {row['what']}")
def test_every_step_and_refusal_is_told_in_french_without_english_words(row):
    day = max(day for day, value in row["dates"].items() if value is not None)
    found = law.compute(row["rule"], row["facts"], on=day)
    assert found.trace
    for step in found.trace:
        assert step.label_fr
        assert step.label_fr != step.label
    for refusal in found.refusals:
        assert refusal.why_fr
        assert refusal.why_fr != refusal.why
    assert not re.search(r"\b(the|months|years|pay|of)\b", found.explain("fr"))


def test_every_rule_of_the_subjects_has_a_row():
    wanted = {id_ for id_ in rules_of("fr") if id_.startswith(SUBJECTS)}
    assert wanted == {row["rule"] for row in ROWS}


def test_every_change_is_tested_the_day_before_the_day_of_and_the_day_after():
    """Where no value is known before or after, the need is what is tested."""
    tested: dict[str, set[date]] = {}
    for row in ROWS:
        for file in files_of(row["rule"]):
            tested.setdefault(file.id, set()).update(row["dates"])
    missing = [
        (id_, str(day))
        for id_, file in law.pack("fr").items()
        if id_.startswith(SUBJECTS) and id_ not in BY_FUNCTION
        for version in file.versions
        for day in (version.since - timedelta(1), version.since, version.since + timedelta(1))
        if day not in tested[id_]
    ]
    assert missing == []


def test_the_press_operator_of_the_film_costs_less_without_the_contribution():
    """57, thirty years, 9 500 francs: an AS-FNE agreement lifts twelve months of Delalande."""
    facts = {"age_years": 57, "headcount": 180, "wage_month": 9500}
    on = date(1999, 6, 1)
    full, lifted = (
        law.compute("fr.levy.delalande_due", {**facts, "exemption": word}, on=on).value
        for word in ("none", "as_fne")
    )
    assert (full, lifted) == (114_000, 0)


def test_the_age_at_notification_and_at_the_end_of_the_contract_are_both_priced():
    """Two months of notice over a birthday: eight months of pay, or ten."""
    scale = [
        law.compute(
            "fr.levy.delalande",
            {"age_years": age, "headcount": 180, "wage_month": 9500},
            on=date(1999, 6, 1),
        ).value
        for age in (54, 55)
    ]
    assert scale == [76_000, 95_000]
