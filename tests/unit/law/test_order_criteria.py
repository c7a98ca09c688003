"""A set of order criteria is checked condition by condition; a missing fact leaves one open."""

from __future__ import annotations

from datetime import date

import pytest

from accord import law
from accord.errors import FactError
from accord.law.fr.order_criteria import check_order_criteria

ON = date(2024, 6, 1)
FAIR = {
    "is_by_agreement": False,
    "weight_family": 1,
    "weight_seniority": 2,
    "weight_hardship": 1,
    "weight_quality": 4,
    "is_within_category": True,
    "council_date": date(2024, 3, 1),
    "list_date": date(2024, 4, 1),
}


def verdicts(facts, on=ON):
    return {c.id: c.verdict for c in check_order_criteria(facts, on=on)}


def test_a_fair_set_meets_every_condition_and_names_the_article():
    found = check_order_criteria(FAIR, on=ON)
    assert [c.id for c in found] == [
        "family",
        "seniority",
        "hardship",
        "quality",
        "category",
        "council",
    ]
    assert all(c.verdict for c in found)
    assert {c.article for c in found} == {"L1233-5 (ordonnance 2017-1387)"}
    assert {c.status for c in found} == {"checked"}


@pytest.mark.parametrize(
    ("fact", "value", "broken"),
    [
        ("weight_family", 0, "family"),
        ("weight_seniority", 0, "seniority"),
        ("weight_hardship", 0, "hardship"),
        ("weight_quality", 0, "quality"),
        ("is_within_category", False, "category"),
        ("council_date", date(2024, 4, 1), "council"),
        ("list_date", date(2024, 2, 29), "council"),
    ],
)
def test_one_fault_breaks_one_condition_and_the_whole(fact, value, broken):
    facts = {**FAIR, fact: value}
    assert [id_ for id_, verdict in verdicts(facts).items() if not verdict] == [broken]
    assert law.compute("fr.dismissal.criteria", facts, on=ON).value == 0


@pytest.mark.parametrize("fact", [name for name in FAIR if name != "is_by_agreement"])
def test_a_missing_fact_leaves_its_condition_open_and_is_named(fact):
    facts = {**FAIR, fact: None}
    (open_,) = [c for c in check_order_criteria(facts, on=ON) if c.verdict is None]
    assert open_.needs == (fact,)
    assert fact in open_.told("en")
    assert "manque" in open_.told("fr")
    assert {n.fact for n in law.compute("fr.dismissal.criteria", facts, on=ON).needs} == {fact}


def test_an_agreement_may_leave_a_criterion_out_and_then_no_weight_is_asked():
    weights = {name: None for name in FAIR if name.startswith("weight_")}
    facts = {**FAIR, **weights, "is_by_agreement": True}
    assert set(verdicts(facts).values()) == {True}
    assert law.compute("fr.dismissal.criteria", facts, on=ON).value == 1


def test_a_zero_weight_without_knowing_of_an_agreement_is_open():
    found = verdicts({**FAIR, "weight_family": 0, "is_by_agreement": None})
    assert found["family"] is None
    assert found["seniority"] is True


def test_in_1999_the_criteria_are_a_draft_and_in_2002_not_known():
    assert {c.status for c in check_order_criteria(FAIR, on=date(1999, 6, 1))} == {"draft"}
    (only,) = check_order_criteria(FAIR, on=date(2002, 6, 1))
    assert (only.verdict, only.needs) == (None, ("on",))


def test_a_negative_weight_is_refused_by_name():
    with pytest.raises(FactError, match="weight_quality is -1: it is at least 0") as caught:
        check_order_criteria({**FAIR, "weight_quality": -1}, on=ON)
    assert "L1233-5" in caught.value.article
