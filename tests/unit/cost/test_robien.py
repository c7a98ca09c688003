"""The Robien aid priced: its window, its conditions, what it is a share of, what stands beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from accord import cost, law
from accord.law.fr.payslip import amounts
from accord.plant.applied import apply
from accord.plant.records import Aid, Exit, Hire, Payroll, Plant, Scenario

from .conftest import person

PAYROLL = Payroll(0.027, 0.0, 0.017, 0.0, 0.0)
START, AGREED = date(1998, 7, 1), date(1998, 5, 4)
TEN = tuple(
    person(f"P{i}", wage=wage)
    for i, wage in enumerate(
        (6700, 7000, 8000, 9000, 10_000, 11_000, 12_000, 13_000, 14_000, 20_000)
    )
)
PLANT = Plant(
    "ten", "fr", "FRF", date(1998, 6, 1), 39.0, payroll=PAYROLL,
    branch_agreement="metallurgie", people=TEN,
)  # fmt: skip


def plan(hires=1, weekly_h=35.0, agreed=AGREED, variant="", **more):
    hired = Hire("N", hires, "operator", "ouvrier", "O1", ("A",), 7000.0, START)
    return Scenario(
        "S", "", "", START, weekly_h,
        hires=(hired,) if hires else (),
        aid=Aid("robien", agreed, variant=variant),
        agreement=agreed,
        **more,
    )  # fmt: skip


@pytest.fixture
def price(no_workload):
    def of(scenario, plant=PLANT, **more):
        return cost.price(apply(plant, scenario), scenario, no_workload, **more)

    return of


def social_security(wage, on, relief):
    facts = {
        **dict.fromkeys(
            ("in_kind_month", "exempt_month", "indemnity_month", "allowance_month",
             "complementary_pay_month", "overtime_h_month", "overtime_pay_month",
             "plan_employer_month", "plan_employee_month", "is_executive", "is_fixed_term",
             "transport_share"), 0.0
        ),
        "gross_month": wage, "paid_h_month": 35 * 52 / 12, "headcount": 10.0,
        "accident_share": 0.027, "apprentice_share": 0.017, "relief_month": relief,
    }  # fmt: skip
    table = {name: [value] for name, value in facts.items()}
    outcome = law.compute_table("fr.pay.month_before_2005", table, on=on)
    return float(amounts(outcome)["social_security.employer"][0])


def kept(wage, share):
    """Give a person's first month of aid: with the relief on low pay at most what is owed."""
    owed = social_security(wage, START, 0.0)
    low_pay = law.compute("fr.relief.juppe", {"gross_month": wage, "worked_share": 1}, on=START)
    return min(share * owed, owed - low_pay.value)


def by_id(found):
    return {c.id: c for c in found.conditions}


def test_the_first_month_is_40_percent_of_each_persons_social_security(price) -> None:
    found = price(plan())
    wages = [p.wage_month for p in TEN] + [7000.0]
    owed = [social_security(wage, START, 0.0) for wage in wages]
    first = -found.line("aid.robien.year1").by_month[0]
    assert first == pytest.approx(sum(law.half_up(0.4 * x) for x in owed), abs=0.01)
    assert 0.1 * sum(wages) < first < 0.2 * sum(wages)
    assert by_id(found)["aid.jobs"].is_met
    assert by_id(found)["aid.cut"].value == pytest.approx(4 / 39)


def test_the_second_year_is_30_percent_and_the_price_stops_before_the_seventh(price) -> None:
    found = price(plan())
    year1, year2 = (found.line(f"aid.robien.year{y}").by_month for y in (1, 2))
    # June and July 1999: the same pay and law but for the ceiling and the accident rate
    assert year2[12] / year1[11] == pytest.approx(0.3 / 0.4, rel=0.02)
    years = [x.id for x in found.lines if x.id.startswith("aid.")]
    assert years == [f"aid.robien.year{y}" for y in range(1, 6)]
    assert any("lasts 7 years" in en for _, en in found.notes)
    eight = price(plan(), until=date(2006, 6, 30))
    years = [x.id for x in eight.lines if x.id.startswith("aid.")]
    assert years == [f"aid.robien.year{y}" for y in range(1, 8)]
    assert not any("lasts 7 years" in en for _, en in eight.notes)


@pytest.mark.parametrize(
    ("agreed", "is_open"),
    [
        (date(1996, 6, 30), False),
        (date(1996, 7, 1), True),
        (date(1998, 6, 30), True),
        (date(1998, 7, 1), False),
    ],
)
def test_only_agreements_of_the_window_bring_it(price, agreed, is_open) -> None:
    found = price(plan(agreed=agreed))
    if is_open:
        assert found.total("aid", "yearly") < 0
    else:
        assert [n.fact for n in found.needs] == ["agreement date"]
        assert not [x for x in found.lines if x.id.startswith("aid.")]


def test_too_few_hires_bring_nothing_and_the_condition_says_so(price) -> None:
    found = price(plan(hires=0))
    assert found.total("aid", "yearly") == 0
    jobs = by_id(found)["aid.jobs"]
    assert (jobs.is_met, jobs.value, jobs.limit) == (False, 0.0, 0.10)


def test_jobs_saved_stand_on_the_word_of_the_convention_unless_somebody_is_dismissed(price) -> None:
    saved = price(plan(hires=0, variant="defensive"))
    assert saved.total("aid", "yearly") < 0
    assert by_id(saved)["aid.jobs"].status == "assumption"
    dismissed = plan(hires=0, variant="defensive", exits=(Exit("P3", date(1998, 9, 30), "layoff"),))
    found = price(dismissed)
    assert found.total("aid", "yearly") == 0
    assert not by_id(found)["aid.jobs"].is_met


def test_15_percent_fewer_hours_need_15_percent_more_jobs_for_the_higher_rate(price) -> None:
    of = {hires: price(plan(hires=hires, weekly_h=33.0, variant="")) for hires in (1, 2)}
    months = {n: -found.line("aid.robien.year1").by_month[0] for n, found in of.items()}
    assert by_id(of[1])["aid.jobs"].limit == 0.10
    assert by_id(of[2])["aid.jobs"].limit == 0.15
    # at 33 paid hours the ceiling of a month is a little lower than at 35
    wages = [p.wage_month for p in TEN]
    assert months[1] == pytest.approx(sum(kept(w, 0.4) for w in [*wages, 7000.0]), rel=0.01)
    assert months[2] == pytest.approx(sum(kept(w, 0.5) for w in [*wages, 7000.0, 7000.0]), rel=0.01)


def test_it_stands_beside_the_relief_on_low_pay_and_against_that_of_2000(price) -> None:
    found = price(plan())
    relief = sum((x.by_month[0] for x in found.lines if x.id.endswith(".relief")), 0.0)
    assert relief < 0  # the relief on low pay of July 1998 is there too
    february = 19  # months from July 1998 to February 2000
    aid = found.line("aid.robien.year2").by_month
    assert -aid[february - 1] > -aid[february] > 0
    other = -sum(x.by_month[february] for x in found.lines if x.id.endswith(".relief"))
    assert -aid[february] + other == pytest.approx(-aid[february - 1], rel=0.03)
    assert by_id(found)["aid.cumulation"].status == "assumption"


def test_a_flat_share_of_charges_hides_what_it_is_a_share_of(price) -> None:
    flat = replace(PLANT, payroll=None, employer_charges_share=0.45)
    found = price(plan(), flat)
    assert [n.fact for n in found.needs] == ["payroll"]
