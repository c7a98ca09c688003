"""Against today kept as it is: payback by month, output to break even, what comes too late."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from accord import cost
from accord.plant.applied import apply
from accord.plant.records import Exit, Investment, Prices

CHARGES = 1.45


def course(*years):
    """Return sixty months of yearly amounts in even parts; the last one goes on."""
    values = [*years, *[years[-1]] * (5 - len(years))]
    return np.repeat(values, 12) / 12


NO_AID = np.zeros(60)


def kept_from(scenario):
    """Return today kept as it is from the day of a scenario."""
    return replace(
        scenario, name="S0", weekly_h=39, hires=(), exits=(), investment=(), aid=None, training=()
    )


def priced(plant, scenario, workload, **more):
    return cost.price(apply(plant, scenario), scenario, workload, **more)


def against(plant, scenario, workload, **more):
    today = priced(plant, kept_from(scenario), workload, **more)
    return cost.against_today(priced(plant, scenario, workload, **more), today)


def ratios(found, stem):
    return {line.id: line.amount for line in found.lines if line.id.startswith(stem)}


def test_a_steady_saving_pays_back_in_the_ratio_of_the_two():
    assert cost.payback_years(8.0, course(-2.0), NO_AID) == pytest.approx(4.0)
    # beyond the five years the last twelve months go on
    assert cost.payback_years(14.0, course(-2.0), NO_AID) == pytest.approx(7.0)
    assert cost.payback_years(0.0, course(-2.0), NO_AID) == 0


def test_a_plan_that_lives_on_aid_pays_back_only_while_aid_lasts():
    aid = course(-3.0, -2.0, -1.0, 0.0)
    assert cost.payback_years(4.0, course(0.5), aid) == pytest.approx(2.0)
    assert math.isnan(cost.payback_years(4.6, course(0.5), aid))
    # aid of the last month priced is not taken to go on
    assert math.isnan(cost.payback_years(5.1, course(0.0), course(-1.0)))


def test_aid_of_the_first_year_is_not_taken_for_every_year():
    aid = course(-2.0, -1.0, 0.0)
    assert cost.payback_years(6.0, course(-1.0), aid) == pytest.approx(3.0)
    assert cost.payback_years(8.0, course(-1.0), aid) == pytest.approx(5.0)


def test_people_who_leave_in_the_second_year_save_nothing_in_the_first():
    assert cost.payback_years(6.0, course(0.0, -2.0, -4.0), NO_AID) == pytest.approx(3.0)
    assert cost.payback_years(10.0, course(0.0, -2.0, -4.0), NO_AID) == pytest.approx(4.0)
    assert math.isnan(cost.payback_years(1.0, course(0.2), NO_AID))


def test_layoffs_pay_back_month_by_month(stamping, twelve_layoffs, no_workload):
    found = against(stamping, twelve_layoffs, no_workload)
    gone = CHARGES * sum(p.wage_month for p in stamping.people[:12])
    # the four hours above 35: 4 of 39 hours of the month's pay, at 10 % in 2000, 25 % after it
    saved = [0.0] * 4 + [gone * 16 / 31 * (1 + 0.1 * 4 / 39)]
    saved += [gone * (1 + 0.1 * 4 / 39)] * 11 + [gone * (1 + 0.25 * 4 / 39)] * 44
    spent = [line for line in found.lines if line.kind == "once"]
    left = sum(line.amount for line in spent)
    months = next(m for m in range(60) if sum(saved[: m + 1]) >= left)
    expected = (months + (left - sum(saved[:months])) / saved[months]) / 12
    payback = found.line("payback.without_aid")
    assert payback.amount == pytest.approx(expected)
    assert 4.3 < expected < 4.3 + 4.5 / 12 + 0.1  # nothing is saved in the first 4.5 months
    assert payback.low < payback.amount < payback.high
    assert ratios(found, "payback.with_aid") == {}


def test_the_payback_is_told_without_the_aid_and_with_it(stamping, thirty_five_hours, no_workload):
    machine = (Investment("press", 2e6, thirty_five_hours.start),)
    found = against(stamping, replace(thirty_five_hours, investment=machine), no_workload)
    # the hires cost 0.11 million a month, today's premium is 0.06 from 2001 on: never without aid
    assert set(ratios(found, "payback")) == {"payback.with_aid"}
    assert any("without aid: never" in en for _, en in found.notes)
    hires, wages = 11 * 7000 * CHARGES, CHARGES * sum(p.wage_month for p in stamping.people)
    months = [hires * 25 / 30] + [hires] * 11  # from 6 September
    months[4:] = [m - wages * 0.1 * 4 / 39 for m in months[4:]]  # from January 2000
    net = [2_292_000 / 12 - m for m in months]  # the aid of the first year, a twelfth a month
    assert sum(net) < 2e6
    later = cost.change_from(
        priced(stamping, kept_from(thirty_five_hours), no_workload),
        priced(stamping, thirty_five_hours, no_workload),
    )
    assert -(later.pay + later.aid)[:12] == pytest.approx(net)


def test_what_output_must_pay_counts_the_premium_that_today_would_pay(
    stamping, thirty_five_hours, no_workload
):
    found = against(stamping, thirty_five_hours, no_workload)
    month = CHARGES * sum(p.wage_month for p in stamping.people)
    # year 1 is September 1999 to August 2000: the premium of 4 of 39 hours, 10 %, for 8 months
    premium = month * 4 / 39 * 0.10 * 8
    # the hires of 6 September miss five days of the first year's months
    hires = 11 * 7000 * CHARGES * (12 - 5 / 30)
    share = (hires - premium - 2_292_000) / (12 * month + premium)
    assert found.line("break_even.year1").amount == pytest.approx(share)
    no_aid = against(stamping, replace(thirty_five_hours, aid=None), no_workload)
    premium = month * 4 / 39 * 0.25 * 12
    share = (11 * 7000 * CHARGES * 12 - premium) / (12 * month + premium)
    assert no_aid.line("break_even.year5").amount == pytest.approx(share)


def test_each_year_breaks_even_by_its_own_change(stamping, thirty_five_hours, no_workload):
    start = date(1999, 9, 1)
    plan = replace(thirty_five_hours, weekly_h=39, start=start, aid=None, hires=())
    leaving = replace(plan, exits=(Exit("E000", date(2001, 8, 31), "leaver"),))
    shares = ratios(against(stamping, leaving, no_workload), "break_even")
    today = sum(p.wage_month for p in stamping.people)
    # whoever leaves takes a premium in proportion along
    assert list(shares.values()) == pytest.approx([0, 0, *[-9000 / today] * 3])
    hires = tuple(replace(h, on=start) for h in thirty_five_hours.hires)
    alike = ratios(against(stamping, replace(plan, hires=hires), no_workload), "break_even")
    assert alike == pytest.approx({"break_even": 11 * 7000 / today})


def test_overtime_that_a_plan_saves_pays_back_what_it_spends(stamping, twelve_layoffs):
    plan = replace(
        twelve_layoffs, exits=(), investment=(Investment("dies", 1000.0, twelve_layoffs.start),)
    )
    hours = pl.DataFrame({"person": ["E000"], "month": [date(1999, 9, 1)], "overtime_h": [10.0]})
    today = priced(stamping, kept_from(plan), hours)
    found = cost.against_today(priced(stamping, plan, hours.clear()), today)
    month = 10 * 9000 / 169 * 1.25 * CHARGES
    assert 2 * month > 1000
    assert found.line("payback.without_aid").amount == pytest.approx(1000 / month / 12)


def test_nothing_is_told_while_something_is_needed(stamping, twelve_layoffs, no_workload):
    people = (replace(stamping.people[0], birth_date=None), *stamping.people[1:])
    found = against(replace(stamping, people=people), twelve_layoffs, no_workload)
    assert found.needs
    assert ratios(found, ("payback", "break_even")) == {}
    assert not any("Payback" in en for _, en in found.notes)


def test_prices_of_other_months_are_not_compared(stamping, twelve_layoffs, no_workload):
    plan = priced(stamping, twelve_layoffs, no_workload)
    short = priced(stamping, kept_from(twelve_layoffs), no_workload, until=date(2000, 1, 31))
    with pytest.raises(ValueError, match=r"S0 .*5 months.* and S5 .*60 months"):
        cost.against_today(plan, short)
    with pytest.raises(ValueError, match="EUR"):
        cost.against_today(plan, replace(short, currency="EUR"))


def test_what_is_spent_after_the_last_month_is_in_no_line_and_said(
    stamping, thirty_five_hours, no_workload
):
    (hire,) = thirty_five_hours.hires
    late = date(2004, 9, 1)  # the first month after the sixty from September 1999
    plan = replace(
        thirty_five_hours,
        aid=None,
        hires=(hire, replace(hire, prefix="L", count=2, on=late)),
        investment=(
            Investment("press", 1e6, date(2004, 8, 31)),
            Investment("dies", 5e5, late),
        ),
        exits=(Exit("E000", late, "leaver"),),
    )
    plant = replace(stamping, prices=Prices(recruiting=3000.0))
    found = priced(plant, plan, no_workload)
    once = {line.id: line.amount for line in found.lines if line.kind == "once"}
    assert once == {"investment.1": 1e6, "hires.recruiting": 11 * 3000}
    for line in found.lines:
        if line.kind == "once":
            assert math.fsum(line.by_month) == pytest.approx(line.amount), line.id
    told = [en for _, en in found.notes if "after 2004-08, the last month priced" in en]
    assert sorted(text.split(" after")[0] for text in told) == ["Exits", "Hires", "Investments"]
