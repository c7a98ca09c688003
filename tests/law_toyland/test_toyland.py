"""The law engine on a fictional country: dates, gaps, needs, traces, tables."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from accord import law
from accord.errors import InputError, NeedsError
from accord.law.registry import last_known

HERE = Path(__file__).parent
ON = date(2001, 6, 1)


@pytest.fixture(scope="module", autouse=True)
def toyland():
    spec = importlib.util.spec_from_file_location("toyland_rules", HERE / "toyland_rules.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["toyland_rules"] = module
    spec.loader.exec_module(module)
    law.add_pack("toyland", HERE / "toyland", "toyland_rules")


def test_bands_are_summed_and_the_trace_shows_each_step_with_its_article():
    found = law.compute("toyland.bonus", {"service_years": 12, "wage_month": 100}, on=ON)
    assert found.value == 150.0  # 10 years at 1/10 and 2 at 1/4: 1.5 months
    assert [(s.label, s.value) for s in found.trace] == [
        ("months", 1.5),
        ("floor", 1.5),
        ("pay", 150.0),
    ]
    assert {s.article for s in found.trace} == {"Toy Act, section 1"}
    assert (found.unit, found.currency, found.status) == ("money", "TOY", "checked")
    assert "1.5 month [Toy Act, section 1, in force since 2000-01-01]" in found.explain()


def test_the_law_of_the_date_applies_and_a_draft_version_is_said():
    facts = {"service_years": 12, "wage_month": 100}
    before = law.compute("toyland.bonus", facts, on=date(2003, 12, 31))
    after = law.compute("toyland.bonus", facts, on=date(2004, 1, 1))
    assert (before.value, before.status) == (150.0, "checked")
    assert (after.value, after.status) == (333.33, "draft")
    assert after.versions == (("toyland.bonus", date(2004, 1, 1)),)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2005, 6, 1), date(2010, 1, 1)])
def test_a_date_without_law_is_a_need_never_the_version_before(day):
    found = law.compute("toyland.bonus", {"service_years": 12, "wage_month": 100}, on=day)
    assert found.value is None
    assert [need.fact for need in found.needs] == ["on"]
    assert day.isoformat() in str(found.needs[0])


def test_each_missing_fact_is_a_need_with_reason_and_article_never_a_default():
    found = law.compute("toyland.bonus", {"service_years": None}, on=ON)
    assert found.value is None
    assert found.trace == ()
    assert [(n.fact, n.article) for n in found.needs] == [
        ("service_years", "Toy Act, section 1"),
        ("wage_month", "Toy Act, section 1"),
    ]
    assert "months of pay" in found.explain()


def test_a_rule_keyed_by_another_date_takes_each_row_s_own_version():
    table = law.compute_table(
        "toyland.medal",
        {
            "signed": [date(2001, 5, 1), date(2003, 1, 1), date(2000, 1, 1), None],
            "is_brave": [True, True, True, True],
        },
        on=ON,
    )
    np.testing.assert_array_equal(table.values, [10.0, 20.0, np.nan, np.nan])
    assert [(n.fact, n.rows) for n in table.needs] == [("signed", (3,)), ("signed", (2,))]
    assert table.row(0).needs == ()
    assert table.row(2).value is None


def test_one_row_and_a_table_give_the_same_value_and_trace():
    rng = np.random.default_rng(3)
    service, wage = rng.uniform(0, 40, 50), rng.uniform(100, 900, 50)
    table = law.compute_table(
        "toyland.bonus", {"service_years": service, "wage_month": wage}, on=ON
    )
    for i in range(50):
        one = law.compute(
            "toyland.bonus", {"service_years": service[i], "wage_month": wage[i]}, on=ON
        )
        assert one == table.row(i)


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="different lengths"):
        law.compute_table("toyland.bonus", {"service_years": [1, 2], "wage_month": [1]}, on=ON)


def test_an_unknown_rule_or_country_names_what_is_known():
    with pytest.raises(NeedsError, match=r"toyland\.bonus"):
        law.compute("toyland.nothing", {}, on=ON)
    with pytest.raises(NeedsError, match="known packs"):
        law.compute("atlantis.bonus", {}, on=ON)
    with pytest.raises(NeedsError, match="no value in force on 2010"):
        law.parameter("toyland.bonus", date(2010, 1, 1))


def test_a_version_without_reference_is_refused_with_its_file(tmp_path):
    text = (HERE / "toyland" / "bonus.yaml").read_text(encoding="utf-8")
    bad = tmp_path / "bonus.yaml"
    ref = '  2000-01-01: {title: "Toy Act, section 1", note: "read in the Toy Gazette"}\n'
    assert ref in text
    bad.write_text(text.replace(ref, ""), "utf-8")
    with pytest.raises(InputError, match=r"values .* and refs .* differ"):
        law.read_pack(tmp_path)


def test_two_files_with_one_id_are_refused(tmp_path):
    text = (HERE / "toyland" / "bonus.yaml").read_text(encoding="utf-8")
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="an id names one file"):
        law.read_pack(tmp_path)


def test_a_choice_a_condition_and_a_refusal_work_row_by_row():
    table = law.compute_table(
        "toyland.ferry",
        {
            "kind": ["car", "foot", "car", "foot", None],
            "length_m": [4.0, None, None, 3.0, 4.0],
            "age_years": [30, 30, 30, 5, 30],
        },
        on=ON,
    )
    np.testing.assert_array_equal(table.values, [10.0, 2.0, np.nan, 0.0, np.nan])
    assert [(n.fact, n.rows) for n in table.needs] == [("kind", (4,)), ("length_m", (2,))]
    (refusal,) = table.refusals
    assert (refusal.rows, refusal.article) == ((3,), "Toy Act, section 9")
    assert table.row(3).refusals[0].why_fr == "les enfants ne paient pas"
    assert table.row(0).refusals == ()


def test_a_formula_may_say_that_a_law_is_not_known_for_some_rows():
    table = law.compute_table(
        "toyland.ferry",
        {"kind": ["raft", "foot"], "length_m": [4.0, None], "age_years": [30, 30]},
        on=ON,
    )
    np.testing.assert_array_equal(table.values, [np.nan, 2.0])
    assert [(n.fact, n.rows) for n in table.needs] == [("kind", (0,))]
    assert table.row(0).value is None
    assert "fare of a raft" in table.row(0).explain()


def test_an_optional_file_is_done_without_where_it_has_no_value():
    facts = {"kind": "foot", "age_years": 30}
    before = law.compute("toyland.ferry", facts, on=date(2001, 6, 1))
    after = law.compute("toyland.ferry", facts, on=date(2003, 1, 1))
    assert (before.value, after.value) == (2.0, 1.5)
    assert [v for v, _ in after.versions] == ["toyland.ferry", "toyland.ferry_discount"]
    assert "toyland.ferry_discount" not in dict(before.versions)


def test_the_last_law_known_of_a_rule_is_a_day_on_which_it_is_known():
    assert last_known("toyland.bonus") == date(2009, 12, 31)
    assert law.compute("toyland.bonus", {}, on=date(2009, 12, 31)).needs[0].fact != "on"
