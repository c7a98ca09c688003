"""The pension of a person: named laws side by side, what is missing, what cannot be."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from accord import law
from accord.errors import FactError

ON = date(2026, 11, 22)
PERSON = {
    "birth_date": date(1965, 2, 10),
    "pension_law": "law_2023",
    "pension_way": "ordinary",
    "counted_on": ON,
    "pension_quarters": 160,
    "pension_from": date(2029, 1, 1),
}


def of(rule: str, on: date = ON, **facts: object) -> law.Outcome:
    return law.compute(f"fr.pension.{rule}", {**PERSON, **facts}, on=on)


def test_two_named_laws_of_one_day_are_shown_for_the_same_person():
    names = law.parameter("fr.pension.laws", ON).texts("laws")
    assert names == ("law_2023", "suspension_2026")
    shown = {
        name: (of("age", pension_law=name).value, of("quarters", pension_law=name).value)
        for name in names
    }
    assert shown == {"law_2023": (759.0, 172.0), "suspension_2026": (753.0, 170.0)}


def test_a_trace_names_the_law_of_its_own_row_only():
    for name, own in (("law_2023", "loi 2023-270"), ("suspension_2026", "loi 2025-1403")):
        step = of("age", pension_law=name).trace[-1]
        assert own in step.article
        assert step.source.parameter == f"fr.pension.{name}"


def test_what_the_suspension_does_not_name_rests_on_the_law_of_2023():
    early = of("age", pension_law="suspension_2026", birth_date=date(1963, 12, 31))
    assert (early.value, early.trace[-1].source.parameter) == (753.0, "fr.pension.law_2023")
    full = of("age", pension_law="suspension_2026").trace[0]
    assert (full.key, full.value) == ("full_rate_age", 804.0)
    assert full.source.parameter == "fr.pension.law_2023"


@pytest.mark.parametrize(
    ("begins", "quarters"),
    [(date(2026, 8, 31), 171.0), (date(2026, 9, 1), 170.0), (date(2026, 9, 2), 170.0)],
)
def test_the_suspension_is_for_pensions_that_begin_from_september_2026(begins, quarters):
    """Before it, nobody of these births has the age; what the rate would ask for is still told."""
    facts = {"birth_date": date(1964, 1, 1), "pension_from": begins}
    found = of("rate", pension_law="suspension_2026", **facts)
    assert next(s.value for s in found.trace if s.key == "quarters") == quarters
    assert found.value == 0.0
    assert [r.why for r in found.refusals] == ["the legal age is not reached"]


@pytest.mark.parametrize(
    ("begins", "rate"),
    [(date(1999, 3, 9), 0.0), (date(1999, 3, 10), 0.425), (date(1999, 3, 11), 0.425)],
)
def test_the_rate_is_nil_until_the_day_of_the_legal_age(begins, rate):
    found = of(
        "rate",
        date(1999, 6, 1),
        birth_date=date(1939, 3, 10),
        pension_law="law_1993",
        pension_from=begins,
        pension_quarters=150,
    )
    assert found.value == pytest.approx(rate, abs=1e-12)


@pytest.mark.parametrize(
    ("begins", "missing"),
    [
        (date(2004, 3, 9), 1),
        (date(2004, 3, 10), 0),
        (date(2003, 12, 11), 1),
        (date(2003, 12, 10), 1),
        (date(2003, 12, 9), 2),
        (date(1999, 3, 10), 20),
    ],
)
def test_quarters_to_the_age_of_the_full_rate_are_rounded_up(begins, missing):
    found = of(
        "rate",
        date(1999, 6, 1),
        birth_date=date(1939, 3, 10),
        pension_law="law_1993",
        pension_from=begins,
        pension_quarters=0,
    )
    assert next(s.value for s in found.trace if s.key == "missing_quarters") == missing
    assert found.value == pytest.approx(0.5 * (1 - 0.025 * missing), abs=1e-12)


@pytest.mark.parametrize(
    ("counted", "months"),
    [
        (date(2028, 5, 10), 0),
        (date(2028, 5, 11), 0),
        (date(2028, 5, 9), 1),
        (date(2028, 4, 10), 1),
        (date(2028, 4, 9), 2),
        (date(2027, 5, 10), 12),
    ],
)
def test_begun_months_count_whole_until_the_legal_age(counted, months):
    assert of("months_to_age", counted_on=counted).value == months


def test_the_full_rate_comes_with_age_and_quarters_or_at_the_age_of_the_full_rate_whatever():
    near = {q: of("months_to_full", pension_quarters=q).value for q in (0, 150, 155, 166, 172)}
    # 63 y 3 m on 10 May 2028: 18 months; 67 on 10 February 2032: 63 months
    assert near == {0: 63.0, 150: 63.0, 155: 51.0, 166: 18.0, 172: 18.0}


def test_each_part_of_how_near_someone_is_has_a_key():
    found = of("months_to_full", pension_quarters=160)
    parts = {s.key: s.value for s in found.trace if s.key.startswith("months")}
    assert parts == {
        "months_to_age": 18.0,
        "months_to_quarters": 36.0,
        "months_to_full_age": 63.0,
        "months_to_full": 36.0,
    }


@pytest.mark.parametrize("way", ["long_career", "hardship", "disability", "unfit"])
def test_another_way_out_is_said_not_to_be_held_and_never_guessed(way):
    for rule in ("age", "quarters", "rate", "months_to_age", "months_to_full"):
        found = of(rule, pension_way=way)
        assert found.value is None
        assert [need.fact for need in found.needs] == ["pension_way"]
        assert "may be earlier" in found.explain("en")
        assert "peuvent être plus tôt" in found.explain("fr")


def test_the_ordinary_way_says_what_it_leaves_out():
    for lang, words in (("en", "hardship, disability not counted"), ("fr", "pénibilité, handicap")):
        assert words in of("age").explain(lang)


def test_a_law_of_another_day_is_a_need_that_names_those_of_the_day():
    found = of("age", date(1999, 6, 1), birth_date=date(1944, 3, 10))
    assert found.value is None
    (need,) = found.needs
    assert need.fact == "pension_law"
    assert "laws of the day: law_1993" in need.why


def test_quarters_that_the_law_had_not_set_are_a_need():
    facts = {"birth_date": date(1949, 1, 1), "pension_law": "law_2003"}
    found = of("quarters", date(2008, 12, 31), **facts)
    assert [need.fact for need in found.needs] == ["birth_date"]
    assert "had not been set yet" in found.needs[0].why
    assert of("quarters", date(2009, 1, 1), **facts).value == 161.0
    assert of("age", date(2008, 12, 31), **facts).value == 720.0


@pytest.mark.parametrize("name", ["pension_quarters", "birth_date", "pension_law", "counted_on"])
def test_a_missing_fact_is_a_need_with_its_reason_and_article(name):
    found = of("months_to_full", **{name: None})
    (need,) = found.needs
    assert (need.fact, found.value, found.trace) == (name, None, ())
    assert need.article
    assert need.why_fr


def test_a_person_of_130_has_no_pension_but_a_need():
    found = of("age", birth_date=date(1896, 1, 1))
    assert [need.fact for need in found.needs] == ["birth_date"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"pension_law": "law_1945"}, "known: law_1993, law_2003"),
        ({"pension_way": "early"}, "known: ordinary, long_career"),
        ({"pension_quarters": -1}, "it is at least 0"),
        ({"pension_quarters": 500}, "it is at most 300"),
        ({"counted_on": date(1965, 2, 9)}, "it is not before birth_date"),
        ({"birth_date": "soon"}, "it is a date"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_by_name_with_its_article(facts, said):
    with pytest.raises(FactError, match=said) as caught:
        of("months_to_full", **facts)
    assert caught.value.article in str(caught.value)


def test_a_pension_that_begins_before_birth_is_refused():
    with pytest.raises(FactError, match="pension_from is 1960-01-01: it is not before birth_date"):
        of("rate", pension_from=date(1960, 1, 1))


def test_a_table_of_mixed_laws_gives_each_row_its_own_and_keeps_needs_apart():
    table = law.compute_table(
        "fr.pension.age",
        {
            "birth_date": [date(1964, 6, 1)] * 4 + [None],
            "pension_law": ["law_2023", "suspension_2026", "law_2014", "law_2023", "law_2023"],
            "pension_way": ["ordinary", "ordinary", "ordinary", "unfit", "ordinary"],
        },
        on=ON,
    )
    np.testing.assert_array_equal(table.values, [756.0, 753.0, np.nan, np.nan, np.nan])
    asked = {(need.fact, row) for need in table.needs for row in need.rows}
    assert asked == {("pension_law", 2), ("pension_way", 3), ("birth_date", 4)}
