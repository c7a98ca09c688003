"""What each exit costs: the end of the contract, pay before it, leave, exemptions, articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from accord import cost, law
from accord.errors import FactError
from accord.plant.applied import apply
from accord.plant.records import Exit, Person, Plant, Scenario

NO_WORKLOAD = pl.DataFrame(
    schema={"person": pl.String, "month": pl.Date, "hours": pl.Float64, "overtime_h": pl.Float64}
)


def somebody(name="P0", **facts):
    usual = {
        "category": "ouvrier",
        "klass": "A1",
        "birth_date": date(1980, 5, 20),
        "hire_date": date(2004, 2, 2),
        "wage_month": 2907.0,
        "disabled": False,
        "weekly_h": 35.0,
    }
    return Person(name, **{**usual, **facts})


def plant_of(*people, **facts):
    usual = {
        "country": "FR",
        "currency": "EUR",
        "on": date(2026, 1, 5),
        "weekly_h": 35.0,
        "branch_agreement": "metallurgie",
        "employer_charges_share": 0.4,
    }
    return Plant(name="two", people=people, **{**usual, **facts})


def leaving(on, kind="layoff", *, person="P0", start=date(2026, 2, 2), weekly_h=35.0, **facts):
    return Scenario(
        "S", "S", "S", start, weekly_h, exits=(Exit(person, on, kind),), **facts
    )  # fmt: skip


def priced(plant, scenario, workload=NO_WORKLOAD, **more):
    return cost.price(apply(plant, scenario), scenario, workload, **more)


def row_of(found):
    (row,) = found.exits.iter_rows(named=True)
    return row


def amount(found, line):
    """Return what a line costs, 0 where it is not there."""
    return next((x.amount for x in found.lines if x.id == f"exits.{line}"), 0.0)


def in_francs(**facts):
    usual = {"wage_month": 9500.0, "weekly_h": 39.0, "hire_date": date(1990, 1, 1)}
    person = somebody(**{**usual, **facts})
    others = [replace(person, person=f"E{i}", hire_date=date(1990, 1, 1)) for i in range(60)]
    return plant_of(person, *others, currency="FRF", on=date(1999, 5, 3), weekly_h=39.0)


def laid_off_in_1999(on=date(1999, 9, 15), **facts):
    return leaving(on, start=date(1999, 9, 1), weekly_h=39.0, **facts)


# The end of the contract


def test_severance_counts_service_to_the_end_of_a_notice_that_is_paid_and_not_worked():
    found = row_of(priced(plant_of(somebody()), leaving(date(2026, 12, 1))))
    assert found["ends"] == date(2027, 2, 1)  # two months from the last day worked
    assert found["seniority_years"] == 23.0  # 22 years and 10 months on that day
    assert found["severance"] == pytest.approx(2907 * (10 / 4 + 13 / 3), abs=0.01)


def test_the_right_to_severance_is_judged_at_the_notification():
    months = (date(2025, 10, 30), date(2025, 10, 1))
    found = [
        row_of(priced(plant_of(somebody(hire_date=hired)), leaving(date(2026, 6, 1))))
        for hired in months
    ]
    # eight months of service are reached at the end of the notice in both, on 1 June in one
    assert [one["seniority_years"] * 12 for one in found] == pytest.approx([8, 9])
    assert found[0]["severance"] == 0
    assert found[1]["severance"] == pytest.approx(2907 / 4 * 9 / 12, abs=0.01)


def test_the_contribution_for_older_staff_is_of_the_age_at_the_end_with_the_other_as_a_bound():
    # 55 at the notification of 15 September, 56 at the end of the notice
    found = priced(in_francs(birth_date=date(1943, 10, 20)), laid_off_in_1999())
    line = found.line("exits.delalande")
    assert (line.low, line.amount, line.high) == (95_000, 114_000, 114_000)
    row = row_of(found)
    assert (row["delalande_low"], row["delalande_high"], row["age_years"]) == (95_000, 114_000, 56)
    # 57 then 58: the scale falls, and the end is the low bound
    line = priced(in_francs(birth_date=date(1941, 10, 20)), laid_off_in_1999()).line(
        "exits.delalande"
    )
    assert (line.low, line.amount, line.high) == (95_000, 95_000, 114_000)


def test_the_bounds_of_the_contribution_are_one_reading_for_everyone():
    plant = in_francs(birth_date=date(1943, 10, 20))
    falls = replace(plant.people[1], birth_date=date(1941, 10, 20))
    plant = replace(plant, people=(plant.people[0], falls, *plant.people[2:]))
    plan = replace(
        laid_off_in_1999(), exits=tuple(Exit(p, date(1999, 9, 15), "layoff") for p in ("P0", "E0"))
    )
    line = priced(plant, plan).line("exits.delalande")
    # notified: 10 + 12 months; ended: 12 + 10
    assert (line.low, line.amount, line.high) == (209_000, 209_000, 209_000)


def test_severance_is_known_where_no_file_says_who_is_disabled_and_the_notice_is_not():
    told = {}
    for word in (None, False, True):
        plant = plant_of(somebody(disabled=word, hire_date=date(2004, 3, 1)))
        told[word] = priced(plant, leaving(date(2026, 10, 1)))
    ends = {word: row_of(found)["ends"] for word, found in told.items()}
    assert ends == {None: date(2026, 12, 1), False: date(2026, 12, 1), True: date(2027, 1, 1)}
    line = told[None].line("exits.severance")
    expected = [told[word].line("exits.severance").amount for word in (False, True)]
    assert [line.amount, line.high] == expected
    assert line.low == line.amount < line.high
    assert {n.fact for n in told[None].needs} == {"is_disabled"}
    assert not {"exits.notice", "exits.contributions"} & {x.id for x in told[None].lines}


# Who is exempt


def test_who_was_hired_after_50_is_exempt_on_the_word_that_he_was_a_job_seeker():
    late = in_francs(birth_date=date(1944, 1, 1), hire_date=date(1996, 3, 4))
    found = priced(late, laid_off_in_1999())
    line = found.line("exits.delalande")
    assert (line.low, line.amount, line.high) == (0, 0, 95_000)
    words = {c.id: (c.value, c.status) for c in found.conditions if c.id.startswith("delalande")}
    assert words == {
        "delalande.as_fne": (1.0, "assumption"),
        "delalande.hired_after_50": (1.0, "assumption"),
    }


@pytest.mark.parametrize(
    ("birth", "hired"),
    [(date(1946, 6, 1), date(1996, 3, 4)), (date(1940, 1, 1), date(1992, 6, 9))],
)
def test_who_was_hired_before_50_or_before_june_1992_is_not_exempt(birth, hired):
    found = priced(in_francs(birth_date=birth, hire_date=hired), laid_off_in_1999())
    assert row_of(found)["delalande"] > 0
    assert "delalande.hired_after_50" not in {c.id for c in found.conditions}


def test_from_may_2003_who_was_hired_after_45_is_exempt_without_being_a_job_seeker():
    plants = [
        plant_of(
            somebody(birth_date=birth, hire_date=date(2003, 6, 2)),
            *[somebody(f"E{i}") for i in range(60)],
            on=date(2004, 1, 5),
        )
        for birth in (date(1953, 2, 1), date(1958, 7, 1))
    ]
    plan = leaving(date(2007, 9, 14), start=date(2004, 2, 2))
    exempt, young = (priced(plant, replace(plan, start=date(2007, 9, 3))) for plant in plants)
    assert row_of(exempt)["age_years"] == 54
    assert "exits.delalande" not in {x.id for x in exempt.lines}
    assert row_of(young)["delalande"] == 0  # 49 years old
    older = replace(plants[0].people[0], hire_date=date(1990, 6, 2))
    due = priced(
        replace(plants[0], people=(older, *plants[0].people[1:])),
        replace(plan, start=date(2007, 9, 3)),
    )
    assert row_of(due)["delalande"] == pytest.approx(8 * 2907)


# Pay before the exit


def test_pay_has_grown_until_the_exit():
    grown = leaving(date(2029, 3, 15), wage_growth_share_year=0.03)
    row = row_of(priced(plant_of(somebody()), grown))
    assert row["wage_month"] == pytest.approx(2907 * 1.03**3)
    # the last three months: December, January, and a February that grew on its second day
    quarter = (2 * 1.03**2 + 1.03**2 / 28 + 1.03**3 * 27 / 28) / 3
    assert row["reference_month"] == pytest.approx(2907 * quarter)
    assert row["notice"] == pytest.approx(2 * 2907 * 1.03**3)


def test_the_premium_of_contract_hours_counts_in_the_reference_pay_and_in_the_notice():
    plant = plant_of(somebody(weekly_h=39.0), weekly_h=39.0)
    row = row_of(priced(plant, leaving(date(2026, 6, 10), weekly_h=39.0)))
    pay = 2907 * (1 + 4 / 39 * 0.25)
    assert row["reference_month"] == pytest.approx(pay, abs=0.01)
    assert row["notice"] == pytest.approx(2 * pay)


def test_overtime_of_the_workload_counts_in_the_reference_pay():
    months = [date(2026, month, 1) for month in range(2, 8)]
    hours = pl.DataFrame({"person": "P0", "month": months, "overtime_h": 10.0})
    row = row_of(priced(plant_of(somebody()), leaving(date(2026, 7, 10)), hours))
    hourly = 2907 / (35 * 52 / 12)
    # the three whole months before July beat the mean of twelve; none is known before the start
    assert row["reference_month"] == pytest.approx(2907 + 10 * hourly * 1.25, abs=0.01)
    assert row["wage_month"] == 2907


def test_a_cut_of_pay_two_days_before_the_dismissal_does_not_halve_the_severance():
    cut = leaving(date(2026, 6, 10), start=date(2026, 6, 8), weekly_h=17.5, wage_policy="keep_hour")
    row = row_of(priced(plant_of(somebody()), cut))
    assert row["reference_month"] == 2907
    assert row["wage_month"] == 2907 / 2
    # twelve months outweigh three lower ones
    later = replace(cut, exits=(Exit("P0", date(2026, 10, 10), "layoff"),))
    june = (7 * 2907 + 23 * 2907 / 2) / 30
    mean = (8 * 2907 + june + 3 * 2907 / 2) / 12
    assert row_of(priced(plant_of(somebody()), later))["reference_month"] == pytest.approx(mean)


def test_who_was_hired_in_the_month_of_the_exit_has_the_pay_of_the_contract():
    new = plant_of(somebody(hire_date=date(2026, 3, 9)))
    row = row_of(priced(new, leaving(date(2026, 3, 20), start=date(2026, 3, 9))))
    assert (row["reference_month"], row["wage_month"], row["notice"]) == (2907, 2907, 2907)


# Leave


def test_a_notice_not_worked_bears_leave_and_both_bear_contributions():
    found = priced(plant_of(somebody(leave_days=0.0)), leaving(date(2026, 6, 10)))
    notice, leave = found.line("exits.notice"), found.line("exits.notice_leave")
    assert leave.amount == pytest.approx(0.1 * notice.amount)
    assert (leave.low, leave.kind, "L1234-5" in leave.article) == (0, "once", True)
    owed = found.line("exits.contributions")
    assert owed.amount == pytest.approx(0.4 * (notice.amount + leave.amount))


def test_leave_is_earned_from_the_hire_on():
    new = plant_of(somebody(hire_date=date(2026, 8, 24)))
    plan = leaving(date(2026, 10, 30), "leaver", start=date(2026, 9, 1))
    leave = priced(replace(new, on=date(2026, 8, 31)), plan).line("exits.leave")
    assert leave.amount == leave.low == leave.high == pytest.approx(649.90, abs=0.05)


def test_leave_due_never_jumps_from_one_day_to_the_next():
    days = [date(2026, 5, 27) + timedelta(days=i) for i in range(10)]
    days += [date(2026, 10, 29) + timedelta(days=i) for i in range(5)]
    lines = [priced(plant_of(somebody()), leaving(on, "leaver")).line("exits.leave") for on in days]
    year = 0.1 * 12 * 2907
    for (on, one), (after, other) in zip(
        zip(days, lines, strict=True), list(zip(days, lines, strict=True))[1:], strict=False
    ):
        if after - on == timedelta(days=1):
            assert abs(other.amount - one.amount) < year / 150
    for line in lines:
        assert line.low <= line.amount <= line.high
    # on 31 May a whole year is due, and may be two; on 1 June one day is sure
    assert (lines[4].amount, lines[4].high) == pytest.approx((year, 2 * year))
    assert (lines[5].low, lines[5].high) == pytest.approx((year / 365, year + year / 365))
    # after October the year before is taken: the running period alone
    assert lines[-1].amount == lines[-1].low


def test_days_of_leave_that_are_known_have_no_bounds():
    plant = plant_of(somebody(leave_days=6.0))
    leave = priced(plant, leaving(date(2026, 6, 1), "leaver")).line("exits.leave")
    assert leave.amount == leave.low == leave.high == pytest.approx(2907 * 12 / 52)


# Exits outside the months


def test_an_exit_before_the_scenario_starts_is_refused_by_name():
    with pytest.raises(FactError, match=r"exit is 2026-01-30 \(person P0\).*from: 2026-02-02"):
        priced(plant_of(somebody()), leaving(date(2026, 1, 30)))


def test_an_exit_after_the_months_priced_is_in_no_line_and_said():
    plan = leaving(date(2026, 9, 1))
    plant = plant_of(somebody())
    late = priced(plant, plan, until=date(2026, 8, 31))
    assert not [x for x in late.lines if x.id.startswith(("exits", "leavers"))]
    assert any(
        en.startswith("Exits after 2026-08") and "priced: 1, in no line" in en
        for _, en in late.notes
    )
    assert row_of(late)["severance"] is None
    held = priced(plant, plan, until=date(2026, 9, 30))
    assert row_of(held)["severance"] > 0
    assert amount(held, "severance") == sum(held.line("exits.severance").by_month)


# The end of a fixed-term contract


def test_the_bonus_of_a_fixed_term_contract_is_a_tenth_of_its_whole_pay():
    fixed = somebody(contract="CDD", hire_date=date(2025, 9, 1), leave_days=0.0)
    found = priced(plant_of(fixed), leaving(date(2026, 4, 30), "end_of_contract"))
    line = found.line("exits.end_bonus")
    assert line.amount == pytest.approx(0.1 * 8 * 2907)
    assert (line.low, line.status, "L1243-8" in line.article) == (0, "assumption", True)
    assert found.line("exits.contributions").amount == pytest.approx(0.4 * line.amount)
    assert not any("leaving pay" in en for _, en in found.notes)
    assert any(
        en.startswith("Fixed-term contracts that the plan lets end: 1") for _, en in found.notes
    )


@pytest.mark.parametrize(("contract", "told"), [("saisonnier", False), ("apprentissage", True)])
def test_seasonal_contracts_and_those_of_apprentices_have_no_bonus(contract, told):
    plant = plant_of(somebody(contract=contract, hire_date=date(2025, 9, 1)))
    found = priced(plant, leaving(date(2026, 4, 30), "end_of_contract"))
    assert amount(found, "end_bonus") == 0
    assert any("without a fixed-term contract" in en for _, en in found.notes) == told


def test_the_bonus_of_a_contract_without_a_day_of_hire_is_a_need():
    plant = plant_of(somebody(contract="CDD", hire_date=None))
    found = priced(plant, leaving(date(2026, 4, 30), "end_of_contract"))
    assert ("gross_total", ("P0",)) in {(n.fact, n.people) for n in found.needs}
    assert "exits.contributions" not in {x.id for x in found.lines}


# Conditions and articles


@pytest.mark.parametrize(
    ("headcount", "on", "expected"),
    [
        (999, date(2026, 6, 10), {"dismissal.csp": 1000}),
        (1000, date(2026, 6, 10), {"dismissal.redeployment": 1000}),
        (999, date(2011, 8, 31), {}),
        (999, date(2011, 9, 1), {"dismissal.csp": 1000}),
    ],
)
def test_the_csp_below_a_thousand_and_the_redeployment_leave_from_a_thousand(
    headcount, on, expected
):
    people = [somebody(f"P{i}") for i in range(headcount)]
    plant = plant_of(*people, on=on - timedelta(days=90))
    plan = leaving(on, start=on - timedelta(days=30))
    found = priced(plant, plan, until=on)
    offered = [c for c in found.conditions if c.id in {"dismissal.csp", "dismissal.redeployment"}]
    assert {c.id: c.limit for c in offered} == expected
    assert all(c.is_met and c.value == headcount and c.article for c in offered)


def test_the_articles_are_those_of_the_time():
    old = priced(in_francs(birth_date=date(1943, 10, 20)), laid_off_in_1999())
    new = priced(plant_of(somebody()), leaving(date(2026, 6, 10)))
    then = " ".join(x.article for x in old.lines if x.id.startswith("exits") and "cont" not in x.id)
    now = " ".join(x.article for x in new.lines if x.id.startswith("exits") and "cont" not in x.id)
    assert not {"L1234", "L3141", "L2251", "R1234"} & set(words_of(then))
    assert not {"L122", "L223", "L132", "R122", "L321"} & set(words_of(now))
    assert {"L122", "L223", "R122", "L321"} <= set(words_of(then))
    assert {"L1234", "L3141", "R1234"} <= set(words_of(now))


def words_of(text):
    return [word.split("-")[0] for word in text.replace(",", " ").split()]


def test_the_reference_pay_is_that_of_the_law_room():
    row = row_of(priced(plant_of(somebody()), leaving(date(2026, 6, 10))))
    facts = {"pay_year": 12 * 2907, "months_year": 12, "pay_quarter": 3 * 2907, "bonus_quarter": 0,
             "months_quarter": 3}  # fmt: skip
    asked = law.compute("fr.severance.reference_pay", facts, on=date(2026, 6, 10))
    assert row["reference_month"] == asked.value
