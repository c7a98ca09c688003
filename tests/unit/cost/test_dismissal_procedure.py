"""What dismissals call for besides money: the plan where they are spread, the inspector."""

from __future__ import annotations

from datetime import date

import pytest

from accord import cost
from accord.plant.applied import apply
from accord.plant.records import Exit, Person, Plant, Scenario

# nine and three are never ten in thirty days; from 4 June to 3 September they are twelve
SPREAD = ((date(2027, 6, 4), 9), (date(2027, 7, 15), 3), (date(2027, 9, 20), 6))


def conditions(no_workload, groups, *, headcount=60, protected=0, country="FR"):
    people = tuple(
        Person(f"P{i}", wage_month=2500, hire_date=date(2015, 1, 5), birth_date=date(1980, 1, 5),
               contract="permanent", category="ouvrier", disabled=False, protected=i < protected)
        for i in range(headcount)
    )  # fmt: skip
    days = [day for day, count in groups for _ in range(count)]
    exits = tuple(Exit(f"P{i}", day, "layoff") for i, day in enumerate(days))
    plant = Plant("p", country, "EUR", date(2027, 1, 4), 35, employer_charges_share=0.4,
                  people=people)  # fmt: skip
    plan = Scenario("S5", "S5", "S5", date(2027, 5, 3), 35, exits=exits)
    found = cost.price(apply(plant, plan), plan, no_workload, until=date(2028, 12, 31))
    return {c.id: c for c in found.conditions}


def test_spread_over_months_they_call_for_a_plan_that_thirty_days_do_not(no_workload):
    found = conditions(no_workload, SPREAD)
    assert not found["dismissal.social_plan"].is_met
    plan = found["dismissal.rolling.three_months"]
    assert (plan.value, plan.limit, plan.is_met) == (12, 11, True)
    assert (plan.status, "L1233-26" in plan.article) == ("checked", True)
    for text in (plan.text_fr, plan.text_en):
        assert "2027-09-20" in text
        assert "2027-06-04" in text
        assert "2027-09-03" in text


@pytest.mark.parametrize(
    ("groups", "headcount"),
    [
        (SPREAD[:2], 60),  # nobody leaves in the three months after
        (((date(2027, 6, 4), 9), (date(2027, 7, 15), 1), SPREAD[2]), 60),  # ten, not more
        ((*SPREAD[:2], (date(2027, 12, 6), 6)), 60),  # the three months after end on 3 December
        (SPREAD, 49),  # firms of fifty
    ],
)
def test_without_more_than_ten_in_the_three_months_before_there_is_no_plan(
    no_workload, groups, headcount
):
    found = conditions(no_workload, groups, headcount=headcount)
    sure = [c for c in found.values() if "rolling" in c.id and c.status != "assumption"]
    assert sure == []


def test_more_than_eighteen_in_a_year_without_plan_hold_in_the_first_months_of_the_next(
    no_workload,
):
    # 7 three times are 21 in 2027; no three months hold more than ten
    groups = tuple((date(2027, month, 14), 7) for month in (5, 8, 11))
    found = conditions(no_workload, (*groups, (date(2028, 2, 14), 1)))
    plan = found["dismissal.rolling.last_year"]
    assert (plan.value, plan.limit, "2028-02-14" in plan.text_en) == (21, 19, True)


@pytest.mark.parametrize(("protected", "told"), [(0, None), (1, "1 person"), (12, "9 people")])
def test_a_mandate_is_told_with_the_number_of_those_on_the_list(no_workload, protected, told):
    found = conditions(no_workload, SPREAD[:1], protected=protected).get("exits.protected")
    assert (found is None) == (told is None)
    if found is not None:
        assert told in found.text_en
        assert (found.status, found.article) == ("assumption", "L2411-1")
