"""Pay priced by the law of each month: contributions, reliefs, changes of law, missing facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from accord import cost, law
from accord.errors import FactError
from accord.law.fr.payslip import amounts
from accord.plant.applied import apply
from accord.plant.records import Exit, Hire, Payroll, Prices, Scenario, Training

PAYROLL = Payroll(0.027, 0.0, 0.017, 120.0, 80.0)


@pytest.fixture(scope="module")
def plant(stamping):
    return replace(stamping, employer_charges_share=None, payroll=PAYROLL)


def priced(plant, scenario, workload, **more):
    return cost.price(apply(plant, scenario), scenario, workload, **more)


def payslip(wage, on, *, weekly_h=39.0, relief=0.0):
    """Return the keyed amounts of a month of one person, asked from the law directly."""
    facts = {
        **dict.fromkeys(("in_kind_month", "exempt_month", "indemnity_month", "allowance_month"), 0),
        "gross_month": wage, "paid_h_month": weekly_h * 52 / 12, "headcount": 180,
        "is_executive": False, "is_fixed_term": False, "plan_employer_month": 120,
        "plan_employee_month": 80, "accident_share": 0.027, "transport_share": 0,
        "apprentice_share": 0.017, "relief_month": relief,
    }  # fmt: skip
    table = law.compute_table(
        "fr.pay.month_before_2005", {name: [value] for name, value in facts.items()}, on=on
    )
    return {key: float(values[0]) for key, values in amounts(table).items()}


def test_a_person_month_is_the_payslip_of_the_law(plant, thirty_five_hours, no_workload):
    kept = replace(thirty_five_hours, weekly_h=39, hires=(), aid=None)
    found = priced(plant, kept, no_workload)
    on = date(1999, 10, 1)
    row = found.people_months.filter((pl.col("person") == "E000") & (pl.col("month") == on))
    (row,) = row.iter_rows(named=True)
    slip = payslip(9000, on)  # 9 000 F is above 1.3 SMIC: no relief
    assert row["gross"] == 9000
    assert row["relief"] == 0
    assert row["cost"] == pytest.approx(slip["employer_cost"])
    assert row["contributions"] == pytest.approx(slip["employer_cost"] - 9000)
    assert row["net"] == pytest.approx(slip["net_before_tax"])


def test_the_agreement_brings_aubry_2_in_february_2000_and_the_fillon_scale_of_35_hours(
    plant, thirty_five_hours, no_workload
):
    found = priced(plant, thirty_five_hours, no_workload)
    relief = dict(zip(_months(found), found.line("policy.relief").by_month, strict=True))
    # the months before February 2000 only lose the Juppé relief of 39 hours
    assert abs(relief[date(2000, 1, 1)]) < 0.01 * -relief[date(2000, 2, 1)]
    facts = {"gross_month": 9000, "worked_share": 1}
    one = law.compute("fr.relief.aubry2", facts, on=date(2000, 2, 1)).value
    person = found.people_months.filter(pl.col("person") == "E000").sort("month")
    assert person["relief"].to_list()[4:6] == pytest.approx([0, one])
    conditions = {c.id: (c.is_met, c.status) for c in found.conditions if "relief" in c.id}
    assert conditions == {
        "relief.aubry2": (True, "assumption"),
        "relief.fillon_2003": (True, "assumption"),
    }


def test_without_an_agreement_the_reliefs_of_35_hours_are_not_taken(
    plant, thirty_five_hours, no_workload
):
    silent = replace(thirty_five_hours, aid=None, agreement=None)
    found = priced(plant, silent, no_workload)
    person = found.people_months.filter(pl.col("person") == "E000").sort("month")
    assert person["relief"].to_list()[5] == 0
    assert not any(c.is_met for c in found.conditions if c.id.startswith("relief."))


def test_lines_add_up_to_the_people_and_the_base_year_is_today(
    plant, thirty_five_hours, no_workload
):
    found = priced(plant, thirty_five_hours, no_workload)
    lines = sum(
        sum(x.by_month) for x in found.lines if x.kind == "yearly" and not x.id.startswith("aid.")
    )
    assert found.people_months["cost"].sum() == pytest.approx(lines, abs=0.01)
    base = found.years.filter(pl.col("year") == 0)
    # today's 39 hours bear a premium in eight of its twelve months: it belongs to today
    assert base["group"].to_list() == ["pay", "contributions", "relief", "overtime"]
    today = [x for x in found.lines if x.id.startswith(("payroll.today.", "legal_week."))]
    kept = sum(sum(x.by_month[:12]) for x in today if not x.is_change)
    assert base["amount"].sum() == pytest.approx(kept)


def test_francs_go_on_after_2002_at_the_legal_rate(plant, thirty_five_hours, no_workload):
    kept = replace(thirty_five_hours, weekly_h=39, hires=(), aid=None)
    found = priced(plant, kept, no_workload)
    on = date(2002, 3, 1)
    (row,) = found.people_months.filter(
        (pl.col("person") == "L08") & (pl.col("month") == on)
    ).iter_rows(named=True)
    # hours above 35 bear a premium of a quarter
    gross = 9499 * (1 + 4 / 39 * 0.25)
    in_euros = payslip_in_euros(gross / 6.55957, on)
    assert row["gross"] == pytest.approx(gross)
    assert row["contributions"] == pytest.approx(in_euros * 6.55957)


def payslip_in_euros(wage, on):
    facts = {
        **dict.fromkeys(("in_kind_month", "exempt_month", "indemnity_month", "allowance_month"), 0),
        "gross_month": wage, "paid_h_month": 35 * 52 / 12, "headcount": 180,
        "is_executive": False, "is_fixed_term": False, "plan_employer_month": 120 / 6.55957,
        "plan_employee_month": 80 / 6.55957, "accident_share": 0.027, "transport_share": 0,
        "apprentice_share": 0.017, "relief_month": 0,
    }  # fmt: skip
    return law.compute("fr.pay.month_before_2005", facts, on=on).value - wage


@pytest.mark.parametrize("name", ["accident_share", "plan_employer_month"])
def test_a_missing_rate_of_the_plant_is_a_need_and_contributions_are_not_guessed(
    plant, thirty_five_hours, no_workload, name
):
    bare = replace(plant, payroll=replace(PAYROLL, **{name: None}))
    found = priced(bare, thirty_five_hours, no_workload)
    assert name in {n.fact for n in found.needs}
    assert all(n.article for n in found.needs)
    assert not [x for x in found.lines if x.id.endswith((".contributions", ".relief"))]
    assert found.line("payroll.today.wages").amount > 0


def test_a_year_before_any_known_law_of_pay_is_a_need(plant, thirty_five_hours, no_workload):
    early = replace(thirty_five_hours, start=date(1997, 9, 1), hires=(), aid=None)
    found = priced(replace(plant, on=date(1997, 5, 5)), early, no_workload)
    needs = [n for n in found.needs if n.fact == "on"]
    assert any("fr.contributions.health" in n.why and "known from" in n.why for n in needs)


def test_pay_below_the_minimum_wage_is_told_with_the_month_and_not_raised(
    plant, thirty_five_hours, no_workload
):
    low = replace(plant.people[20], wage_month=7000.0)
    people = (*plant.people[:20], low, *plant.people[21:])
    kept = replace(thirty_five_hours, weekly_h=39, hires=(), aid=None)
    found = priced(replace(plant, people=people), kept, no_workload)
    (note,) = [en for _, en in found.notes if en.startswith("Below the minimum wage")]
    # 42.02 F x 169 h = 7 101.38 F from July 2000
    assert "42.02" in note
    assert "2000-07-01" in note
    assert "1 person" in note
    row = found.people_months.filter(pl.col("person") == low.person).sort("month")
    assert row["gross"].to_list()[0] == 7000


def test_executives_and_fixed_terms_bear_their_own_contributions(
    plant, thirty_five_hours, no_workload
):
    kept = replace(thirty_five_hours, weekly_h=39, hires=(), aid=None)
    manager = replace(plant.people[20], category="Ingénieur", contract="CDD")
    people = (*plant.people[:20], manager, *plant.people[21:])
    found = priced(replace(plant, people=people), kept, no_workload)
    named = dict(found.line("payroll.today.contributions").inputs)
    assert {"executive_death", "fixed_term_training"} <= set(named)
    plain = priced(plant, kept, no_workload).line("payroll.today.contributions").inputs
    assert not {"executive_death", "fixed_term_training"} & set(dict(plain))


def test_leave_left_is_paid_by_the_day_and_recruiting_by_the_hire(
    plant, twelve_layoffs, thirty_five_hours, no_workload
):
    people = (replace(plant.people[0], leave_days=13.0), *plant.people[1:])
    one = replace(twelve_layoffs, exits=(Exit("L00", date(2000, 1, 15), "leaver"),))
    found = priced(replace(plant, people=people), one, no_workload)
    leave = found.line("exits.leave")
    # the pay of January 2000, with a tenth for the four hours above 35
    assert leave.amount == leave.low == leave.high
    assert leave.amount == pytest.approx(13 / 26 * 9499 * (1 + 4 / 39 * 0.1))
    rich = replace(plant, prices=Prices(recruiting=4000.0))
    hired = priced(rich, thirty_five_hours, no_workload).line("hires.recruiting")
    assert (hired.amount, hired.kind, hired.by_month[0]) == (44_000, "once", 44_000)
    without = priced(plant, thirty_five_hours, no_workload)
    assert any("Recruiting" in en and "not priced" in en for _, en in without.notes)


def test_training_hours_of_the_workload_stand_before_those_of_the_scenario(
    plant, twelve_layoffs, no_workload
):
    start = twelve_layoffs.start
    trained = replace(twelve_layoffs, training=(Training("E000", "GC", "run", start, 40.0),))
    told = pl.DataFrame(
        {"person": ["E000"], "month": [start], "overtime_h": [0.0], "training_h": [32.0]}
    )
    assert priced(plant, trained, told).line("training.hours").amount == 32
    assert priced(plant, trained, no_workload).line("training.hours").amount == 40


def test_scrap_late_orders_and_the_cost_of_a_piece_and_an_hour(plant, twelve_layoffs):
    rich = replace(plant, prices=Prices(scrap_piece=1.6, late_order_day=300.0))
    output = pl.DataFrame(
        {"product": ["A", "B"], "pieces": [6e6, 4e6], "scrap": [1e5, 5e4],
         "late_order_days": [30.0, 10.0]}
    )  # fmt: skip
    hours = pl.DataFrame(
        {"person": ["E000"] * 2, "month": [date(1999, 9, 1), date(1999, 10, 1)],
         "hours": [25_000.0, 25_000.0], "overtime_h": [0.0, 0.0]}
    )  # fmt: skip
    found = priced(rich, twelve_layoffs, hours, output=output)
    assert found.line("scrap.year").amount == pytest.approx(150_000 * 1.6)
    assert found.line("late.year").amount == pytest.approx(40 * 300)
    cost_year = found.year(1)
    assert found.line("per_piece").amount == pytest.approx(cost_year / 1e7)
    assert found.line("per_hour").amount == pytest.approx(cost_year / 300_000)


def test_output_of_several_replications_is_their_mean_and_each_has_its_own_sample(
    plant, twelve_layoffs, no_workload
):
    rich = replace(plant, prices=Prices(scrap_piece=2.0, late_order_day=100.0))
    output = pl.DataFrame(
        {"replication": [0, 0, 1, 1], "product": ["A", None] * 2, "pieces": [5e6, 0.0, 7e6, 0.0],
         "scrap": [0.0, 1000.0, 0.0, 3000.0], "late_order_days": [4.0, 0.0, 0.0, 0.0]}
    )  # fmt: skip
    found = priced(rich, twelve_layoffs, no_workload, output=output)
    assert found.line("scrap.year").amount == pytest.approx(2000 * 2)
    assert found.line("late.year").amount == pytest.approx(2 * 100)
    first = found.samples.filter(pl.col("year") == 1).sort("replication")
    assert first["output"].to_list() == pytest.approx([2400.0, 6000.0])
    assert first["amount"].mean() == pytest.approx(found.year(1, without=("aid", "legal_week")))
    assert found.line("per_piece").amount == pytest.approx(found.year(1) / 6e6)


def test_what_the_plant_gives_no_price_for_is_said(plant, twelve_layoffs, no_workload):
    output = pl.DataFrame(
        {"product": ["A"], "pieces": [6e6], "scrap": [1e5], "late_order_days": [0.0]}
    )
    for prices in (None, Prices(recruiting=4000)):
        found = priced(replace(plant, prices=prices), twelve_layoffs, no_workload, output=output)
        said = " ".join(en for _, en in found.notes)
        assert "Scrap: not priced (prices.scrap_piece is not given in plant.yaml)" in said
        assert "late_order_day" not in said  # nothing is late: nothing is missing
    found = priced(plant, twelve_layoffs, no_workload)
    assert any("No simulated output" in en for _, en in found.notes)


def test_hours_and_output_of_other_numbers_of_replications_are_refused(plant, twelve_layoffs):
    hours = pl.DataFrame(
        {"replication": [0, 1, 2], "person": ["E000"] * 3, "month": [date(1999, 9, 1)] * 3,
         "overtime_h": [1.0, 2.0, 3.0]}
    )  # fmt: skip
    output = pl.DataFrame(
        {"replication": [0, 1], "product": ["A", "A"], "pieces": [1.0, 1.0], "scrap": [1.0, 1.0],
         "late_order_days": [0.0, 0.0]}
    )  # fmt: skip
    rich = replace(plant, prices=Prices(scrap_piece=2.0))
    with pytest.raises(FactError, match="2 in output, 3 in the workload"):
        priced(rich, twelve_layoffs, hours, output=output)


def test_lines_are_the_mean_of_the_replications_not_the_price_of_their_mean(
    plant, thirty_five_hours
):
    hours = pl.DataFrame(
        {"replication": [0, 1], "person": ["E000"] * 2, "month": [date(1999, 9, 1)] * 2,
         "overtime_h": [0.0, 60.0]}
    )  # fmt: skip
    found = priced(plant, thirty_five_hours, hours)
    alone = [
        priced(plant, thirty_five_hours, hours.filter(pl.col("replication") == run))
        for run in (0, 1)
    ]
    for line in ("overtime.wages", "overtime.contributions"):
        told = [x.amount for one in alone for x in one.lines if x.id == line]
        assert found.line(line).amount == pytest.approx(sum(told) / 2), line
    bunched = hours.with_columns(overtime_h=30.0)
    assert found.line("overtime.wages").amount > 1.01 * (
        priced(plant, thirty_five_hours, bunched).line("overtime.wages").amount
    )
    paid = found.people_months.filter(pl.col("person") == "E000")["overtime_pay"].sum()
    assert paid == pytest.approx(sum(found.line("overtime.wages").by_month))


def test_replications_are_priced_in_one_call_as_if_each_were_alone(plant, thirty_five_hours):
    months = [date(1999, 9, 1), date(1999, 10, 1)]
    runs = [
        pl.DataFrame(
            [
                ("E000", months[0], 4.0 * run),
                ("L01", months[1], 9.0 - run),
                ("E001", months[1], 2.0),
            ],
            schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64},
            orient="row",
        )
        for run in range(3)
    ]
    until = date(2000, 8, 31)
    every = pl.concat(r.with_columns(replication=pl.lit(i)) for i, r in enumerate(runs))
    found = priced(plant, thirty_five_hours, every, until=until).samples
    alone = [priced(plant, thirty_five_hours, r, until=until).samples["amount"][0] for r in runs]
    assert found["amount"].to_list() == pytest.approx(alone)
    assert len({round(x) for x in alone}) == 3


def test_hires_and_exits_within_a_month_are_paid_by_days(plant, twelve_layoffs, no_workload):
    start = date(1999, 9, 1)
    both = replace(
        twelve_layoffs,
        start=start,
        exits=(Exit("E000", date(1999, 10, 10), "leaver"),),
        hires=(Hire("N", 1, "o", "ouvrier", "O1", ("A",), 8000.0, date(1999, 10, 17), 39.0),),
    )
    found = priced(plant, both, no_workload, until=date(1999, 12, 31))
    assert found.line("leavers.leaver.wages").by_month == pytest.approx(
        (0, -9000 * 21 / 31, -9000, -9000)
    )
    assert found.line("hires.wages").by_month == pytest.approx((0, 8000 * 15 / 31, 8000, 8000))


def _months(found):
    first = date(1999, 9, 1)
    count = len(found.lines[1].by_month)
    return [
        date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1)
        for i in range(count)
    ]


def test_reliefs_that_a_cut_of_hours_takes_or_brings_are_said(plant, no_workload):
    now = replace(
        plant,
        on=date(2026, 1, 5),
        currency="EUR",
        people=tuple(replace(p, wage_month=p.wage_month / 3.6) for p in plant.people[:20]),
    )
    cut = Scenario("S1", "", "", date(2026, 1, 5), 35.0)
    found = priced(now, cut, no_workload)
    lost = found.line("policy.relief")
    assert lost.amount > 0.01 * found.total("payroll.today", "yearly")
    (said,) = [(fr, en) for fr, en in found.notes if "reliefs of contributions" in en]
    assert "lowers the reliefs" in said[1]
    assert "réduit les allègements" in said[0]
    mean = sum(lost.by_month) / 5
    assert f"{mean:,.0f}".replace(",", " ") in said[1]
    kept = replace(cut, weekly_h=39.0)
    assert not any("reliefs of" in en for _, en in priced(now, kept, no_workload).notes)
    little = replace(cut, weekly_h=38.9)
    assert not any("reliefs of" in en for _, en in priced(now, little, no_workload).notes)
    then = replace(cut, start=date(1999, 9, 6), agreement=date(1999, 6, 25))
    raised = [en for _, en in priced(plant, then, no_workload).notes if "reliefs of" in en]
    assert "raises the reliefs" in raised[0]  # Aubry II from February 2000


@pytest.mark.parametrize(
    ("currency", "start", "article", "other"),
    [
        ("EUR", date(2007, 1, 1), "L242-1, L241-13 CSS", "L3241-1"),
        ("EUR", date(2026, 1, 5), "L242-1, L241-13 CSS ; L3241-1", "no other"),
    ],
)
def test_a_line_names_the_articles_of_its_months(
    plant, no_workload, *, currency, start, article, other
):
    # the labour code was numbered anew in May 2008: before it there is no L3241-1
    scale = 6.55957 if start.year < 2026 else 3.6
    people = tuple(replace(p, wage_month=p.wage_month / scale) for p in plant.people[:20])
    then = replace(plant, on=start, currency=currency, people=people)
    kept = Scenario("S0", "", "", start, 39.0)
    found = priced(then, kept, no_workload, until=date(start.year, 12, 31))
    named = found.line("payroll.today.contributions").article
    assert named == article
    assert other not in named


def test_contributions_are_checked_by_their_own_texts_and_reliefs_by_theirs(
    stamping, thirty_five_hours, no_workload
):
    """Of 2027 only the version of the general reduction waits for its decree."""
    today = replace(
        stamping, currency="EUR", employer_charges_share=None, payroll=PAYROLL,
        on=date(2026, 9, 7), people=tuple(replace(p, wage_month=2400.0) for p in stamping.people),
    )  # fmt: skip
    cut = replace(thirty_five_hours, start=date(2026, 12, 1), hires=(), aid=None)
    found = priced(today, cut, no_workload)
    status = {line.id: line.status for line in found.lines}
    assert status["payroll.today.contributions"] == "checked"
    assert status["payroll.today.relief"] == "draft"
    # 60 months from December 2026: all but the first are of 2027 or later
    (said,) = (en for _, en in found.notes if en.startswith("Law of pay not checked"))
    assert "fr.relief.general, version of 2027-01-01): 59 months" in said
    december = priced(today, cut, no_workload, until=date(2026, 12, 31))
    assert december.line("policy.relief").status == "checked"
    assert not [en for _, en in december.notes if "not checked" in en]
