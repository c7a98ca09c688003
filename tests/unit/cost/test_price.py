"""The price of a scenario: each line, its article, its bounds and what it lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from accord import cost
from accord.plant.applied import apply
from accord.plant.records import Aid, Exit, OvertimeRule, Training


def priced(plant, scenario, workload, **more):
    return cost.price(apply(plant, scenario), scenario, workload, **more)


def premium_of(wages, share, months=12):
    """Return the premium of the four hours above 35 in so many months, charges not included."""
    return sum(wages) / 169 * 4 * share * 52 / 12 * months


def workload(rows):
    return pl.DataFrame(
        rows,
        schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64},
        orient="row",
    )


def test_every_line_names_its_article_source_and_formula(
    stamping, twelve_layoffs, thirty_five_hours, no_workload
):
    for scenario in (twelve_layoffs, thirty_five_hours):
        found = priced(stamping, scenario, no_workload)
        assert found.needs == ()
        assert len({line.id for line in found.lines}) == len(found.lines)
        for line in found.lines:
            assert line.article, line.id
            assert line.source, line.id
            assert line.formula_fr, line.id
            assert line.formula_en, line.id
            assert line.label_fr, line.id
            assert line.label_en, line.id
            assert line.low <= line.amount <= line.high, line.id
            assert line.status in {"checked", "draft", "assumption"}


def test_the_list_of_twelve_costs_1_535_566_francs(stamping, twelve_layoffs, no_workload):
    found = priced(stamping, twelve_layoffs, no_workload)
    pay = sum(p.wage_month for p in stamping.people[:12])
    amounts = {
        name: found.line(f"exits.{name}").amount
        for name in ("severance", "notice", "notice_leave", "delalande", "leave", "contributions")
    }
    # the published total has the notice at the pay of the files, without the premium of the four
    # hours above 35 that it bears in 2000
    premium = 2 * pay * 4 / 39 * 0.1
    assert amounts["notice"] == pytest.approx(2 * pay + premium)
    published = amounts["severance"] + amounts["notice"] - premium + amounts["delalande"]
    assert published == pytest.approx(1_535_566.40, abs=0.01)
    assert amounts["notice_leave"] == pytest.approx(0.1 * amounts["notice"])
    paid = amounts["notice"] + amounts["notice_leave"] + amounts["leave"]
    assert amounts["contributions"] == pytest.approx(0.45 * paid)
    # a tenth of the pay from 1 June to 15 January, premium from 1 January
    days = (date(2000, 1, 16) - date(1999, 6, 1)).days
    mean = pay * (1 + 15 / days * 4 / 39 * 0.1)
    assert amounts["leave"] == pytest.approx(0.1 * days / 366 * 12 * mean)
    assert found.exits["severance"].sum() == pytest.approx(found.line("exits.severance").amount)
    father = found.exits.filter(pl.col("person") == "L06").row(0, named=True)
    assert (father["age_years"], father["severance"], father["delalande"]) == (55, 71_250, 95_000)
    assert father["seniority_years"] == pytest.approx(30 + 11 / 12)


def test_twelve_dismissals_in_thirty_days_call_for_a_social_plan(
    stamping, twelve_layoffs, no_workload
):
    found = priced(stamping, twelve_layoffs, no_workload)
    plan = next(c for c in found.conditions if c.id == "dismissal.social_plan")
    assert (plan.value, plan.limit, plan.is_met) == (12.0, 10.0, True)
    spread = replace(
        twelve_layoffs,
        exits=tuple(
            replace(row, on=date(2000, 1 + 2 * (i // 4), 15))
            for i, row in enumerate(twelve_layoffs.exits)
        ),
    )
    plan = next(
        c for c in priced(stamping, spread, no_workload).conditions if "social_plan" in c.id
    )
    assert (plan.value, plan.is_met) == (4.0, False)


def test_the_aid_is_paid_on_191_people_for_five_years(stamping, thirty_five_hours, no_workload):
    found = priced(stamping, thirty_five_hours, no_workload)
    years = [-found.line(f"aid.aubry1.year{y}").amount for y in range(1, 6)]
    # the fifth year is 955 000 F; its last five months, from April 2004, are Fillon's (art. 80)
    assert years == pytest.approx([2_292_000, 1_910_000, 1_528_000, 1_146_000, 955_000 * 7 / 12])
    assert {c.id: c.is_met for c in found.conditions} == {
        "aid.manual": True,
        "aid.low_wage": True,
        "aid.cut": True,
        "aid.weekly_h": True,
        "aid.jobs": True,
        "aid.headcount": True,
        "aid.reduced_before": True,
        "aid.scale": True,
        "aid.cumulation": True,
    }
    by_id = {c.id: c.value for c in found.conditions}
    assert by_id["aid.manual"] == pytest.approx(128 / 180)
    assert by_id["aid.low_wage"] == pytest.approx(152 / 180)
    assert by_id["aid.jobs"] == pytest.approx(11 / 180)


def test_hires_and_the_hourly_rate_of_a_kept_month(stamping, thirty_five_hours, no_workload):
    found = priced(stamping, thirty_five_hours, no_workload)
    assert found.total("hires", "yearly") == pytest.approx(11 * 7000 * 12 * 1.45)
    assert found.line("rate.hourly_growth").amount == pytest.approx(39 / 35 - 1)
    row = found.people.filter(pl.col("person") == "E000").row(0, named=True)
    assert row["hourly_after"] / row["hourly_before"] == pytest.approx(39 / 35)
    assert row["wage_month"] == 9000


def test_signing_from_july_loses_2_48_million(stamping, thirty_five_hours, no_workload):
    june = priced(stamping, thirty_five_hours, no_workload)
    late = replace(thirty_five_hours, aid=Aid("aubry1", date(1999, 7, 1)))
    july = priced(stamping, late, no_workload)
    assert july.total("aid", "yearly") - june.total("aid", "yearly") == 2_483_000


def test_ten_hires_are_too_few_and_the_failed_condition_is_shown(
    stamping, thirty_five_hours, no_workload
):
    few = replace(thirty_five_hours, hires=(replace(thirty_five_hours.hires[0], count=10),))
    found = priced(stamping, few, no_workload)
    assert found.total("aid", "yearly") == 0
    failed = [c for c in found.conditions if not c.is_met]
    assert [(c.id, round(c.value, 4)) for c in failed] == [("aid.jobs", 0.0556)]


def test_a_layoff_in_the_two_years_is_taken_off_the_hires(stamping, thirty_five_hours, no_workload):
    with_one = replace(thirty_five_hours, exits=(Exit("E000", date(2000, 3, 1), "layoff"),))
    found = priced(stamping, with_one, no_workload)
    assert next(c for c in found.conditions if c.id == "aid.jobs").value == pytest.approx(10 / 180)
    assert found.total("aid", "yearly") == 0


def test_a_claim_that_the_people_do_not_bear_out_is_said_and_not_paid(
    stamping, thirty_five_hours, no_workload
):
    people = tuple(replace(p, category="employe") for p in stamping.people[:60])
    office = replace(stamping, people=(*people, *stamping.people[60:]))
    found = priced(office, thirty_five_hours, no_workload)
    assert -found.line("aid.aubry1.year1").amount == 191 * 9000
    assert any("labour-intensive" in en for _, en in found.notes)


def test_an_unknown_aid_or_date_is_a_need_not_a_zero(stamping, thirty_five_hours, no_workload):
    unknown = replace(thirty_five_hours, aid=Aid("jospin", date(1998, 3, 1)))
    assert [n.fact for n in priced(stamping, unknown, no_workload).needs] == ["aid"]
    late = replace(thirty_five_hours, aid=Aid("aubry1", date(2000, 2, 1)))
    found = priced(stamping, late, no_workload)
    assert [n.fact for n in found.needs] == ["agreement date"]
    assert found.total("aid", "yearly") == 0


def test_six_hours_on_a_saturday_are_paid_a_quarter_more(stamping, twelve_layoffs):
    hours = workload([("E000", date(1999, 10, 1), 6.0), ("E000", date(1999, 11, 1), 0.0)])
    found = priced(stamping, twelve_layoffs, hours, until=date(1999, 12, 31))
    hourly = 9000 / 169
    line = found.line("overtime.wages")
    assert line.amount == pytest.approx(6 * hourly * 1.25 * 12 / 2)
    assert (line.low, line.high) == pytest.approx((line.amount, line.amount))
    assert found.line("overtime.contributions").amount == pytest.approx(line.amount * 0.45)
    assert found.people.filter(pl.col("person") == "E000")["overtime_pay"][0] == pytest.approx(
        sum(line.by_month)
    )
    # the months of the workload repeat: October has hours, November none
    assert line.by_month == pytest.approx([0, 6 * hourly * 1.25] * 2)


def test_twenty_hours_in_a_month_cost_more_if_all_fall_in_one_week(stamping, twelve_layoffs):
    hours = workload([("E000", date(1999, 10, 1), 20.0)])
    until = date(1999, 12, 31)
    line = priced(stamping, twelve_layoffs, hours, until=until).line("overtime.wages")
    hourly = 9000 / 169
    assert line.amount == pytest.approx(12 * 20 * hourly * 1.25)
    assert line.high == pytest.approx(12 * hourly * (20 + 8 * 0.25 + 12 * 0.5))


def test_overtime_after_the_legal_35_hours_starts_above_the_contract_hours(
    stamping, twelve_layoffs
):
    # at 39 h in 2000 the first four hours above 35 are already in the month: the next are +25 %
    hours = workload([("E000", date(2000, 3, 1), 6.0)])
    line = priced(stamping, twelve_layoffs, hours).line("overtime.wages")
    assert line.by_month[6] == pytest.approx(6 * 9000 / 169 * 1.25)
    assert line.amount == pytest.approx(12 * 6 * 9000 / 169 * 1.25)


def test_overtime_before_the_start_of_the_change_is_not_counted(stamping, twelve_layoffs):
    hours = workload([("E000", date(1999, 6, 1), 50.0), ("E000", date(1999, 9, 1), 0.0)])
    assert priced(stamping, twelve_layoffs, hours).line("overtime.wages").amount == 0.0


def test_a_better_agreed_premium_is_paid(stamping, twelve_layoffs):
    rule = OvertimeRule(5, 360, 720, 1.0, 94, ("A",), premium_share=0.5)
    plant = replace(stamping, overtime=(rule,))
    hours = workload([("E000", date(1999, 10, 1), 6.0)])
    line = priced(plant, twelve_layoffs, hours).line("overtime.wages")
    assert line.amount == pytest.approx(12 * 6 * 9000 / 169 * 1.5)


def test_people_above_the_yearly_allowance_of_overtime_are_counted(stamping, twelve_layoffs):
    hours = workload([("E000", date(1999, 10, 1), 16.0), ("E001", date(1999, 10, 1), 10.0)])
    notes = priced(stamping, twelve_layoffs, hours).notes
    assert any(
        en.startswith("More than 180 h of overtime a year beyond the contract: 1 person")
        for _, en in notes
    )
    # a part-timer's hours up to the legal week are no overtime
    part_time = replace(
        stamping,
        people=tuple(
            replace(p, weekly_h=20.0) if p.person == "E000" else p for p in stamping.people
        ),
    )
    notes = priced(part_time, twelve_layoffs, hours).notes
    assert not any("h of overtime a year" in en for _, en in notes)


def test_39_hours_kept_cost_a_premium_from_2000_and_35_hours_do_not(
    stamping, twelve_layoffs, thirty_five_hours, no_workload
):
    kept = priced(stamping, twelve_layoffs, no_workload)
    everyone = [p.wage_month for p in stamping.people]
    line = kept.line("legal_week.wages")
    assert (line.first, line.is_change) == (date(2000, 1, 1), False)
    assert line.amount == pytest.approx(premium_of(everyone, 0.10))
    assert line.by_month[3:5] == pytest.approx((0, premium_of(everyone, 0.10, 1)))
    assert line.by_month[15:17] == pytest.approx(
        (premium_of(everyone, 0.10, 1), premium_of(everyone, 0.25, 1))
    )
    # those who leave take their premium with them: it stands in their own line
    gone = [p.wage_month for p in stamping.people[:12]]
    assert kept.line("leavers.layoff.wages").by_month[16] == pytest.approx(
        -sum(gone) - premium_of(gone, 0.25, 1)
    )
    # at 35 hours from September 1999 it is saved: what today would pay, and the same taken off
    cut = priced(stamping, thirty_five_hours, no_workload)
    saved = cut.line("legal_week.change.wages")
    assert saved.is_change
    assert saved.by_month == pytest.approx([-x for x in line.by_month])
    assert cut.line("legal_week.wages").by_month == pytest.approx(line.by_month)


def test_37_hours_keep_half_of_the_premium_at_the_new_rate(
    stamping, thirty_five_hours, no_workload
):
    less = replace(thirty_five_hours, weekly_h=37, hires=(), aid=None, start=date(2001, 1, 1))
    found = priced(stamping, less, no_workload)
    pay = sum(p.wage_month for p in stamping.people)
    before = pay / 39 * 4 * 0.25  # a quarter of four of 39 hours a week
    after = pay / 37 * 2 * 0.25  # the month's pay is kept, an hour is dearer
    assert found.line("legal_week.wages").by_month[0] == pytest.approx(before)
    assert found.line("legal_week.change.wages").by_month[0] == pytest.approx(after - before)
    assert not [x for x in found.lines if x.id == "policy.wages"]


def test_growth_raises_the_premium_too(stamping, twelve_layoffs, no_workload):
    grows = replace(
        twelve_layoffs, exits=(), investment=(), wage_growth_share_year=0.02, start=date(2001, 1, 1)
    )
    found = priced(stamping, grows, no_workload)
    month = sum(p.wage_month for p in stamping.people) * (1 + 4 / 39 * 0.25)
    assert found.line("growth.wages").by_month[12] == pytest.approx(0.02 * month)


def test_overtime_is_in_the_base_year_of_today_itself_and_not_of_a_plan(stamping, twelve_layoffs):
    hours = workload([("E000", date(2001, 1, 1), 6.0)])
    kept = replace(twelve_layoffs, exits=(), investment=(), start=date(2001, 1, 1))
    today, plan = (
        priced(stamping, s, hours)
        for s in (kept, replace(kept, exits=(Exit("E001", date(2001, 3, 1), "leaver"),)))
    )
    base = [float(x.years.filter(pl.col("year") == 0)["amount"].sum()) for x in (today, plan)]
    assert base[0] == pytest.approx(today.year(1))
    assert base[0] - base[1] == pytest.approx(1.45 * 12 * 6 * 9000 / 169 * 1.25)


def test_a_missing_wage_is_a_need_and_no_line_pretends(stamping, twelve_layoffs, no_workload):
    people = (replace(stamping.people[0], wage_month=None), *stamping.people[1:])
    found = priced(replace(stamping, people=people), twelve_layoffs, no_workload)
    assert any((n.fact, n.people[0]) == ("wage_month", "L00") for n in found.needs)
    ids = {line.id for line in found.lines}
    assert not ids & {"payroll.today.wages", "exits.severance", "exits.delalande"}


def test_a_missing_birth_date_stops_the_contribution_only(stamping, twelve_layoffs, no_workload):
    people = (replace(stamping.people[0], birth_date=None), *stamping.people[1:])
    found = priced(replace(stamping, people=people), twelve_layoffs, no_workload)
    assert {(n.fact, n.people) for n in found.needs} == {("age_years", ("L00",))}
    assert str(found.needs[0]).startswith("age_years is needed (of L00): ")
    ids = {line.id for line in found.lines}
    assert "exits.delalande" not in ids
    assert "exits.notice" in ids


def test_without_the_share_of_charges_pay_is_priced_and_charges_are_a_need(
    stamping, twelve_layoffs, no_workload
):
    found = priced(replace(stamping, employer_charges_share=None), twelve_layoffs, no_workload)
    assert [n.fact for n in found.needs] == ["payroll"]
    assert not [line for line in found.lines if line.id.endswith("contributions")]
    assert found.line("payroll.today.wages").amount > 0


def test_an_unknown_branch_agreement_is_a_need_and_none_at_all_is_the_law(
    stamping, twelve_layoffs, no_workload
):
    toys = priced(replace(stamping, branch_agreement="toys"), twelve_layoffs, no_workload)
    assert [n.fact for n in toys.needs] == ["branch_agreement"]
    bare = priced(replace(stamping, branch_agreement=""), twelve_layoffs, no_workload)
    father = bare.exits.filter(pl.col("person") == "L06").row(0, named=True)
    assert father["severance"] == pytest.approx(
        9500 * ((30 + 11 / 12) / 10 + (20 + 11 / 12) / 15), abs=0.01
    )


def test_an_early_exit_saves_pay_and_its_allowance_is_said_not_to_be_priced(
    stamping, twelve_layoffs, no_workload
):
    early = replace(twelve_layoffs, exits=(Exit("L08", date(2000, 1, 15), "early_exit"),))
    found = priced(stamping, early, no_workload)
    premium = premium_of([9499], 0.10, 12 - 15 / 31) + premium_of([9499], 0.25, 15 / 31)
    assert found.total("leavers.early_exit", "yearly") == pytest.approx(
        -(9499 * 12 + premium) * 1.45
    )
    # no severance: the leave not taken, and the charges on it
    once = {line.id for line in found.lines if line.id.startswith("exits.")}
    assert once == {"exits.leave", "exits.contributions"}
    assert any("not priced" in en for _, en in found.notes)


def test_training_is_told_in_hours_and_adds_no_pay(stamping, twelve_layoffs, no_workload):
    trained = replace(
        twelve_layoffs, training=(Training("E000", "GC", "run", date(1999, 10, 1), 40.0),)
    )
    found = priced(stamping, trained, no_workload)
    line = found.line("training.hours")
    assert (line.amount, line.unit, line.kind) == (40, "h", "ratio")
    # 40 hours of 9 000 F for 169: 2 130 F that the payroll of the same month holds already
    assert dict(line.inputs)["their pay, in the payroll"] == "2 130"
    untrained = priced(stamping, twelve_layoffs, no_workload)
    assert [x for x in found.lines if x.id != "training.hours"] == list(untrained.lines)


def test_pay_that_follows_the_hours_falls_with_them(stamping, thirty_five_hours, no_workload):
    cut = replace(thirty_five_hours, wage_policy="keep_hour")
    found = priced(stamping, cut, no_workload)
    payroll = sum(p.wage_month for p in stamping.people) * 12
    assert found.line("policy.wages").amount == pytest.approx(payroll * (35 / 39 - 1))
    assert found.line("rate.hourly_growth").amount == 0.0
    assert found.line("hires.wages").amount == pytest.approx(11 * 7000 * 12)


def test_a_policy_that_names_no_share_is_a_need(stamping, thirty_five_hours, no_workload):
    vague = replace(thirty_five_hours, wage_policy="share")
    assert "wage policy" in [n.fact for n in priced(stamping, vague, no_workload).needs]


def test_apprentices_are_neither_in_the_headcount_nor_in_the_payroll(
    stamping, thirty_five_hours, no_workload
):
    learner = replace(stamping.people[0], person="P001", contract="apprenticeship", wage_month=3399)
    found = priced(
        replace(stamping, people=(*stamping.people, learner)), thirty_five_hours, no_workload
    )
    assert next(c for c in found.conditions if c.id == "aid.headcount").value == 180
    payroll = sum(p.wage_month for p in stamping.people) * 12
    assert found.line("payroll.today.wages").amount == payroll
    assert any("Apprentices" in en for _, en in found.notes)


def test_months_prorate_by_days_and_put_single_amounts_on_their_day(
    stamping, twelve_layoffs, thirty_five_hours, no_workload
):
    found = priced(stamping, twelve_layoffs, no_workload)
    saved = found.line("leavers.layoff.wages").by_month
    gone = [p.wage_month for p in stamping.people[:12]]
    month = sum(gone) + premium_of(gone, 0.10, 1)
    assert saved[:6] == pytest.approx((0, 0, 0, 0, -month * 16 / 31, -month))
    severance = found.line("exits.severance")
    assert severance.by_month[4] == pytest.approx(severance.amount)
    rows = found.months.filter(pl.col("line") == "exits.severance").rows()
    assert rows == [(date(2000, 1, 1), "exits.severance", pytest.approx(severance.amount))]
    aid = priced(stamping, thirty_five_hours, no_workload).years.filter(pl.col("group") == "aid")
    assert aid["amount"].to_list() == pytest.approx(
        [-2_292_000, -1_910_000, -1_528_000, -1_146_000, -955_000 * 7 / 12]
    )


def test_the_years_begin_with_todays_payroll_and_add_up_to_the_lines(
    stamping, twelve_layoffs, no_workload
):
    found = priced(stamping, twelve_layoffs, no_workload)
    base = found.years.filter(pl.col("year") == 0)
    # eight of the twelve months fall in 2000: four hours above 35 bear a tenth more
    premium = premium_of([p.wage_month for p in stamping.people], 0.10, 8) * 1.45
    today = found.total("payroll.today", "yearly")
    assert base["amount"].sum() == pytest.approx(today + premium)
    after = found.years.filter(pl.col("year") > 0)["amount"].sum()
    lines = sum(sum(line.by_month) for line in found.lines)
    assert after == pytest.approx(lines)
    assert found.months["amount"].sum() == pytest.approx(lines)


def test_no_article_is_named_twice_in_a_line(
    stamping, thirty_five_hours, twelve_layoffs, no_workload
):
    found = priced(stamping, thirty_five_hours, no_workload)
    article = found.line("aid.aubry1.year1").article
    assert article.count("98-461") == article.count("98-494") == 1
    assert "annexe" in article
    for scenario in (thirty_five_hours, twelve_layoffs):
        for line in priced(stamping, scenario, no_workload).lines:
            parts = line.article.split(" ; ")
            assert len(parts) == len(set(parts)), line.article


def test_outside_france_pay_is_priced_and_law_is_a_need(stamping, twelve_layoffs, no_workload):
    found = priced(
        replace(stamping, country="Atlantis", currency="TOY"), twelve_layoffs, no_workload
    )
    assert {n.fact for n in found.needs} == {"severance", "country"}
    assert found.line("payroll.today.wages").unit == "TOY/year"


@pytest.mark.parametrize(
    ("gain", "people", "of_180"),
    [(0.0, 0.114, 20.6), (0.02, 0.092, 16.6), (0.04, 0.071, 12.9), (0.051, 0.060, 10.8)],
)
def test_people_for_constant_output_are_the_four_published_numbers(gain, people, of_180):
    share = cost.people_for_constant_output(39, 35, gain)
    assert share == pytest.approx(people, abs=5e-4)
    # printed as +20.5, +16.6, +12.8, +10.8: cut to a decimal, not rounded
    assert 180 * share == pytest.approx(of_180, abs=0.06)


def test_hours_cut_in_2000_bring_no_aid_and_late_ones_the_scale_of_their_day(
    stamping, thirty_five_hours, no_workload
):
    late = replace(thirty_five_hours, start=date(2000, 1, 3), hires=(),
                   aid=Aid("aubry1", date(1999, 6, 25), variant="defensive 12"))  # fmt: skip
    found = priced(stamping, late, no_workload)
    rule = next(c for c in found.conditions if c.id == "aid.reduced_before")
    assert (rule.value, rule.limit, rule.is_met) == (date(2000, 1, 3), date(2000, 1, 1), False)
    assert found.total("aid", "yearly") == 0
    # in time, but more than three months after the agreement: the convention's day is not known
    found = priced(stamping, replace(late, start=date(1999, 12, 20)), no_workload)
    scale = next(c for c in found.conditions if c.id == "aid.scale")
    assert (scale.is_met, scale.status) == (False, "assumption")
    first = found.line("aid.aubry1.year1")
    assert (first.amount, first.low, first.high) == (-180 * 7000, -180 * 12_000, -180 * 7000)


def test_a_year_is_twelve_months_of_the_yearly_lines(stamping, twelve_layoffs, no_workload):
    found = priced(stamping, twelve_layoffs, no_workload)
    everyone = [p.wage_month for p in stamping.people]
    stay = everyone[12:]
    # the second year, September 2000 to August 2001: four months at 10 %, eight at 25 %
    premium = premium_of(stay, 0.10, 4) + premium_of(stay, 0.25, 8)
    assert found.year(2) == pytest.approx(1.45 * (12 * sum(stay) + premium))
    assert found.year(2, without=("legal_week", "leavers")) == pytest.approx(
        found.total("payroll", "yearly")
    )
    assert found.year(1, kind="once") == pytest.approx(
        sum(line.amount for line in found.lines if line.kind == "once")
    )


@pytest.mark.parametrize(
    ("variant", "share", "status", "is_paid"),
    [
        ("defensive 12", 12 / 180, "checked", True),
        ("defensive 8", 8 / 180, "checked", False),
        ("defensive", 0.06, "assumption", True),
    ],
)
def test_a_defensive_agreement_counts_the_jobs_it_says_it_saves(
    stamping, thirty_five_hours, no_workload, *, variant, share, status, is_paid
):
    saved = replace(
        thirty_five_hours, hires=(), aid=Aid("aubry1", date(1999, 6, 25), variant=variant)
    )
    found = priced(stamping, saved, no_workload)
    jobs = next(c for c in found.conditions if c.id == "aid.jobs")
    assert (jobs.value, jobs.status, jobs.is_met) == (pytest.approx(share), status, is_paid)
    assert -found.line("aid.aubry1.year1").amount == (180 * 12_000 if is_paid else 0)


def test_a_defensive_agreement_with_a_layoff_saves_nothing(
    stamping, thirty_five_hours, no_workload
):
    broken = replace(
        thirty_five_hours,
        hires=(),
        aid=Aid("aubry1", date(1999, 6, 25), variant="defensive"),
        exits=(Exit("E000", date(2000, 3, 1), "layoff"),),
    )
    assert priced(stamping, broken, no_workload).total("aid", "yearly") == 0
