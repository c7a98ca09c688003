"""Pensions by cohort and named law, and thresholds abroad: against tables with their sources."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from accord import law
from accord.law.fr.pension_cohorts import NAMED
from accord.law.registry import rules_of

HERE = Path(__file__).parent
EDGES = yaml.safe_load((HERE / "pension_edges.yaml").read_text(encoding="utf-8"))
WORKED = yaml.safe_load((HERE / "worked_pensions.yaml").read_text(encoding="utf-8"))
DAY = timedelta(1)


def of_birth(rule: str, birth: date, named: str, on: date):
    facts = {"birth_date": birth, "pension_law": named, "pension_way": "ordinary"}
    if rule == "fr.pension.rate":
        # begins at 64 years and 10 months, past every legal age: the penalty is told
        facts |= {"pension_from": birth + timedelta(23_700), "pension_quarters": 0}
    return law.compute(rule, facts, on=on)


def key_of(outcome, key: str) -> float:
    return next(step.value for step in outcome.trace if step.key == key)


@pytest.mark.parametrize("row", EDGES, ids=lambda row: f"{row['law']} {row['laws_of'][0]}")
def test_each_cohort_has_its_numbers_the_day_before_the_day_of_and_the_day_after(row):
    assert row["source"]
    rows = row["rows"]
    for i, (first, *numbers) in enumerate(rows):
        births = {first: numbers, first + DAY: numbers}
        if i:
            births[first - DAY] = rows[i - 1][1:]
        for birth, (age, full_age, quarters, penalty) in births.items():
            for on in row["laws_of"]:
                found = of_birth("fr.pension.age", birth, row["law"], on)
                assert (found.value, key_of(found, "full_rate_age")) == (age, full_age), birth
                asked = of_birth("fr.pension.quarters", birth, row["law"], on)
                assert asked.value == quarters, birth
                if quarters is None:
                    assert [need.fact for need in asked.needs] == ["birth_date"]
                else:
                    rate = of_birth("fr.pension.rate", birth, row["law"], on)
                    assert key_of(rate, "penalty") == penalty, birth


def test_every_birth_from_which_a_law_changes_something_is_among_those_tested():
    tested = {
        (row["law"], day, first)
        for row in EDGES
        for day in row["laws_of"]
        for first, *_ in row["rows"]
    }
    before: set[tuple[str, str, float]] = set()
    for name in NAMED:
        for version in law.pack("fr")[name].versions:
            now = rows_of(version)
            for _, first, _ in now - before:
                edge = (name.removeprefix("fr.pension."), version.since, date.fromisoformat(first))
                assert edge in tested
            before = now


def rows_of(version: law.Version) -> set[tuple[str, str, float]]:
    tables = [t for t in ("age_months", "full_rate_age_months", "quarters") if t in version]
    return {(t, first, value) for t in tables for first, value in version.shares(t).items()}


@pytest.mark.parametrize(
    ("named", "first", "last"),
    [
        ("law_1993", "1994-01-01", "2003-12-31"),
        ("law_2003", "2004-01-01", "2011-06-30"),
        ("law_2010", "2011-07-01", "2014-12-31"),
        ("law_2014", "2015-01-01", "2023-08-31"),
        ("law_2023", "2023-09-01", None),
        ("suspension_2026", "2026-01-01", None),
    ],
)
def test_a_law_has_a_value_from_its_first_day_to_its_last_and_a_need_outside(named, first, last):
    birth = date(1947, 5, 5)
    start = date.fromisoformat(first)
    for on, is_known in ((start - DAY, False), (start, True), (start + DAY, True)):
        found = of_birth("fr.pension.age", birth, named, on)
        assert (found.value is not None) == is_known
        assert is_known or {need.fact for need in found.needs} <= {"on", "pension_law"}
    if last:
        end = date.fromisoformat(last)
        for on, is_known in ((end - DAY, True), (end, True), (end + DAY, False)):
            found = of_birth("fr.pension.age", birth, named, on)
            assert (found.value is not None) == is_known


@pytest.fixture(scope="module")
def anchors(law_data):
    return yaml.safe_load((law_data / "law_anchors.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("named", "on"),
    [
        ("law_1993", date(1999, 6, 1)),
        ("law_2023", date(2024, 6, 1)),
        ("law_2023", date(2026, 11, 22)),
        ("suspension_2026", date(2026, 11, 22)),
    ],
)
def test_the_tables_agree_with_an_independent_collection(anchors, named, on):
    terms = anchors["fr"]["pension"][named]
    rows = terms.get("table") or terms["quarters"]
    for i, row in enumerate(rows):
        first = row["born_from"] or date(1920, 1, 1)
        last = rows[i + 1]["born_from"] - DAY if i + 1 < len(rows) else date(1990, 12, 31)
        for birth in (first, last):
            age = of_birth("fr.pension.age", birth, named, on)
            assert age.value == row.get("age_months", terms.get("age_months"))
            quarters = of_birth("fr.pension.quarters", birth, named, on)
            assert quarters.value == row["quarters"]
            if "full_rate_age_months" in terms:
                assert key_of(age, "full_rate_age") == terms["full_rate_age_months"]
                rate = of_birth("fr.pension.rate", birth, named, on)
                assert key_of(rate, "penalty") == terms["penalty_of_rate_per_missing_quarter"]


def test_no_one_whom_the_suspension_names_could_leave_before_it_begins(anchors):
    """So that legal age and quarters need not know the day on which the pension begins."""
    terms = anchors["fr"]["pension"]["suspension_2026"]
    for row in terms["table"]:
        months = row["born_from"].year * 12 + row["born_from"].month - 1 + row["age_months"]
        reached = date(months // 12, months % 12 + 1, row["born_from"].day)
        assert reached >= terms["pensions_from"]


def test_the_retirement_age_of_the_united_states_agrees_with_an_independent_collection(anchors):
    for row in anchors["us"]["full_retirement_age"]["table"]:
        year = row["born_from"] or 1930
        found = law.compute(
            "us.pension.full_age", {"birth_date": date(year, 1, 2)}, on=date(2024, 1, 1)
        )
        assert found.value == row["age_months"]


def test_notice_waiver_and_consultation_abroad_agree_with_an_independent_collection(anchors):
    warn, terms = anchors["us"]["warn"], law.parameter("us.warn.notice", date(2024, 1, 1))
    assert terms.number("employer_least") == warn["employer_min"]
    assert terms.number("days") == warn["notice_days"]
    assert terms.number("closing_least") == warn["plant_closing"]
    owbpa, waiver = anchors["us"]["owbpa"], law.parameter("us.owbpa.waiver", date(2024, 1, 1))
    assert waiver.number("individual_days") == owbpa["individual_days"]
    assert waiver.number("group_days") == owbpa["group_days"]
    assert waiver.number("revocation_days") == owbpa["revocation_days"]["value"]
    s188 = anchors["uk"]["s188"]
    for count, days in (
        (20, s188["days_20_99"]),
        (99, s188["days_20_99"]),
        (100, s188["days_100"]),
    ):
        found = law.compute(
            "uk.redundancy.consultation", {"dismissals_90_days": count}, on=date(2026, 5, 1)
        )
        assert found.value == days
    awards = [
        law.parameter("uk.redundancy.protective_award", on).number("most_days")
        for on in (date(2026, 4, 5), date(2026, 4, 6))
    ]
    assert awards == [
        s188["protective_award_days"]["before"],
        s188["protective_award_days"]["era2025"],
    ]


def test_the_weekly_caps_of_the_united_kingdom_agree_on_both_sides_of_each_change(anchors):
    terms = anchors["uk"]["statutory_redundancy_pay"]
    rows = terms["weekly_cap_gb"]
    for before, row in zip((None, *rows), rows, strict=False):
        for on in (row["from"], row["from"] + DAY):
            version = law.parameter("uk.redundancy.weekly_cap", on)
            assert (version.number(), version.currency) == (row["value"], row["cur"])
        if before:
            assert (
                law.parameter("uk.redundancy.weekly_cap", row["from"] - DAY).number()
                == before["value"]
            )
    ni = law.parameter("uk.redundancy.weekly_cap_ni", date(2026, 4, 6))
    assert ni.number() == terms["weekly_cap_ni_2026"]["value"]


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case["name"])
def test_the_worked_case_gives_its_value_and_a_trace_in_both_languages(case):
    assert case["source"]
    found = law.compute(case["rule"], case["facts"], on=case["date"])
    assert found.needs == ()
    assert found.value == pytest.approx(case["value"], abs=1e-12)
    for step in found.trace:
        assert step.article
        assert step.label_fr
        assert step.label_fr != step.label


def test_every_rule_of_pension_and_of_the_countries_abroad_has_a_worked_case():
    rules = {id_ for id_ in rules_of("fr") if id_.startswith("fr.pension.")}
    rules |= {id_ for name in ("eu", "us") for id_ in rules_of(name) if ".hours." not in id_}
    assert rules - {case["rule"] for case in WORKED} == {"us.owbpa.single_ages"}
