"""Worked cases of law, as data with their sources."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from accord import law

CASES = yaml.safe_load((Path(__file__).parent / "worked_cases.yaml").read_text(encoding="utf-8"))
KINDS = {"statute", "official_calculator", "paper", "theory", "other_program", "hand", "regression"}


def fact(value):
    if isinstance(value, str) and "/" in value:  # 4/39
        top, _, bottom = value.partition("/")
        return float(Fraction(top) / Fraction(bottom))
    return value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_worked_case_gives_its_value_and_a_trace(case):
    assert case["kind"] in KINDS
    assert case["source"]
    facts = {name: fact(value) for name, value in case["facts"].items()}
    found = law.compute(case["rule"], facts, on=case["date"])
    assert found.needs == ()
    assert found.value == pytest.approx(case["value"], abs=case.get("within", 1e-9))
    assert found.trace
    assert all(step.article for step in found.trace)


def test_the_press_operator_costs_185_250_francs_in_two_traced_steps_and_a_contribution():
    severance = law.compute(
        "fr.severance.metal",
        {"seniority_years": 30, "age_years": 55, "wage_month": 9500},
        on=date(1999, 6, 1),
    )
    notice = law.compute(
        "fr.notice.dismissal",
        {"seniority_years": 30, "is_disabled": False, "wage_month": 9500},
        on=date(1999, 6, 1),
    )
    levy = law.compute(
        "fr.levy.delalande",
        {"age_years": 55, "headcount": 180, "wage_month": 9500},
        on=date(1999, 6, 1),
    )
    assert severance.value + notice.value + levy.value == 185_250.0
    months = [outcome.trace[-2].value for outcome in (severance, notice, levy)]
    assert months == [7.5, 2.0, 10.0]


def test_the_aid_on_191_people_is_7_83_million_and_2_48_are_lost_by_waiting_for_july():
    def five_years(day: date) -> list[float]:
        rows = 5
        table = law.compute_table(
            "fr.aid.aubry1",
            {
                "agreement_date": [day] * rows,
                "aid_year": [1, 2, 3, 4, 5],
                "headcount_covered": [191] * rows,
                "cut_share": [4 / 39] * rows,
                "jobs_share": [11 / 180] * rows,
                "weekly_h": [35] * rows,
                "headcount": [180] * rows,
                "is_labour_intensive": [True] * rows,
                "has_extra_jobs": [False] * rows,
            },
            on=day,
        )
        assert (table.currency, table.status) == ("FRF", "checked")
        return table.values.tolist()

    june, july = five_years(date(1999, 6, 30)), five_years(date(1999, 7, 1))
    assert sum(june) == 191 * 35_000 + 191 * 6_000 == 7_831_000
    assert june[0] == 2_292_000
    assert sum(july) == 191 * 28_000 == 5_348_000
    assert sum(june) - sum(july) == 2_483_000
