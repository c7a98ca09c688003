"""Money over the years: what comes and goes within the horizon, the premium, what is left out."""

from calendar import monthrange
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from accord.plant import apply
from accord.plant.records import Aid, Exit, Investment, Prices
from accord.study.cost_line import cost_line
from accord.study.document import Flag, Table, Text
from accord.study.figures import FigureBook
from accord.study.language import language
from accord.study.measure import enter_all
from accord.study.measure.prices import priced, refused
from accord.study.measure.reversals import choose, enter_reversals
from accord.study.measure.unpriced import unpriced
from accord.study.sections import alternatives, cost_and_aid

WAGE, CHARGES = 8000.0, 1.45
LEAVES = date(2000, 9, 1)


@pytest.fixture
def study(field):
    """Return a study of thirty people at 39 h whose plan S1 is changed as asked."""

    def of(**changes):
        person = replace(field.plant.people[0], wage_month=WAGE, category="ouvrier", disabled=False)
        people = tuple(replace(person, person=f"P{i}") for i in range(1, 31))
        plant = replace(field.plant, people=people, weekly_h=39.0, employer_charges_share=0.45)
        today, change = field.cases
        plan = replace(change.scenario, weekly_h=changes.pop("weekly_h", 39.0), **changes)
        cases = (
            replace(today, plant=plant),
            replace(change, plant=apply(plant, plan), scenario=plan),
        )
        found = replace(field, plant=plant, cases=cases)
        book = FigureBook(1)
        enter_all(found, book)
        return found, book

    return of


@pytest.fixture
def slow_plan(study):
    """Return a study whose plan scraps 10 and 30 pieces a week, and a plant that prices them."""

    def of(prices):
        found, _ = study()
        today, plan = found.cases
        scrap = np.zeros_like(plan.run.scrap_pieces)
        scrap[0], scrap[1] = 10, 30
        cases = (
            replace(today, plant=replace(today.plant, prices=prices)),
            replace(
                plan,
                plant=replace(plan.plant, prices=prices),
                run=replace(plan.run, scrap_pieces=scrap),
            ),
        )
        found = replace(found, cases=cases, plant=replace(found.plant, prices=prices))
        book = FigureBook(1)
        enter_all(found, book)
        return found, book

    return of


def cost(book, name):
    return book[f"S1.cost.{name}"].value


def test_one_who_leaves_in_the_second_year_is_still_paid_in_the_first(study) -> None:
    found, book = study(exits=(Exit("P1", LEAVES, "leaver"),))
    year = WAGE * 12 * CHARGES
    assert cost(book, "change_year") == pytest.approx(0, abs=1e-6)
    # out of 365 days of the second year, 3 May 2000 to 2 May 2001, the person is gone for 243
    gone = (date(2001, 5, 3) - date(2000, 9, 2)).days / 365
    weeks, hourly = 52, WAGE / 169
    premium = hourly * 4 * 0.25 * weeks * CHARGES
    # pay, premium, and the overtime that the person does today
    person = priced(found, found.today).people_months.filter(pl.col("person") == "P1")
    third = person.sort("month")["cost"].to_list()[24:36]
    assert sum(third) > year + premium
    assert cost(book, "change_year3") == pytest.approx(-sum(third))
    assert -sum(third) < cost(book, "change_year2") < -year * gone
    summed = sum(cost(book, f"change_year{n}") for n in (2, 3, 4, 5))
    # the leave not taken is paid once, with its charges: a tenth of the pay since 1 June, overtime
    # held, and what is left of the year before, taken in even parts from June to October
    gross = dict(person.select("month", "gross").iter_rows())
    months = sorted(gross)[1:16]  # June 1999 to August 2000
    days = [monthrange(month.year, month.month)[1] for month in months]
    paid = [gross[month] * count for month, count in zip(months, days, strict=True)]
    before = sum(paid[:12]) / 366 * 12
    since = (sum(paid[12:]) + WAGE * (1 + 4 / 39 * 0.1)) / 365 * 12  # and one day of September
    leave = 0.1 * (since + before * (1 - 93 / 153)) * CHARGES
    assert cost(book, "once") == pytest.approx(leave)
    assert cost(book, "change_horizon") == pytest.approx(summed + leave)


def test_the_years_and_what_is_paid_once_add_up_to_the_horizon(study) -> None:
    _, book = study(
        weekly_h=35.0,
        aid=Aid("aubry1", date(1999, 4, 1), variant="defensive 3"),
        exits=(Exit("P1", LEAVES, "early_exit"),),
        investment=(Investment("press", 1e6, date(1999, 5, 3), 10.0),),
    )
    years = cost(book, "change_year") + sum(cost(book, f"change_year{n}") for n in (2, 3, 4, 5))
    assert cost(book, "aid_total") > 0
    assert cost(book, "once") > 1e6  # the press, and the leave due to who leaves
    assert cost(book, "change_horizon") == pytest.approx(years + cost(book, "once"))


def test_35_hours_are_told_the_premium_that_today_would_pay(study) -> None:
    _, book = study(weekly_h=35.0)
    hour = 30 * WAGE / 169 * 4 * 52 * CHARGES
    # sixty months from May 1999: the whole of 2000 at 10 %, then 40 months at 25 %
    assert cost(book, "legal_week_horizon") == pytest.approx(-hour * (0.10 + 0.25 * 40 / 12))
    assert cost(book, "change_horizon") - cost(book, "legal_week_horizon") == pytest.approx(
        cost(book, "change_horizon_without_premium")
    )


def test_the_rule_ranks_by_the_figure_it_is_asked_to(study) -> None:
    found, _ = study(weekly_h=35.0)
    late = replace(found.cases[1], id="S2")
    twin = FigureBook(1)
    both = replace(found, cases=(*found.cases, late))
    enter_all(both, twin)
    for name, one, two in (("a", 1.0, 2.0), ("b", 2.0, 1.0)):
        twin.given(f"S1.cost.{name}", one, "FRF")
        twin.given(f"S2.cost.{name}", two, "FRF")
    assert [choose(both, twin, cost=name).case.id for name in "ab"] == ["S1", "S2"]


def test_no_wage_level_is_named_where_there_is_no_difference_to_cancel(study) -> None:
    found, book = study(weekly_h=39.0)
    assert cost(book, "change_horizon") == 0
    names = [r.name for r in enter_reversals(found, book, found.cases[1], ())]
    assert "wage" not in names
    found, book = study(weekly_h=35.0)
    (wage,) = [r for r in enter_reversals(found, book, found.cases[1], ()) if r.name == "wage"]
    assert wage.turn.unit == "share"  # a level, not a growth a year
    assert wage.turn.value == pytest.approx(
        -cost(book, "change_horizon") / (5 * 30 * WAGE * 12 * CHARGES)
    )


def test_what_is_left_out_names_whom_it_favours(study) -> None:
    found, book = study(
        weekly_h=35.0, investment=(Investment("press", 1e6, date(1999, 5, 3), 10.0),)
    )
    rows = {row.name: row for row in unpriced(found, book)}
    assert set(rows) == {"relief", "residual"}
    assert not rows["relief"].is_for
    assert rows["residual"].amounts[0][1].value == pytest.approx(5e5, rel=1e-3)
    found, book = study(
        exits=tuple(Exit(f"P{i}", date(1999, 5, 10), "layoff") for i in range(1, 13))
    )
    # thirty people are too few for a social plan: nothing is said of one
    assert {row.name for row in unpriced(found, book)} == set()


@pytest.mark.parametrize(("code", "word"), [("fr", "à prouver"), ("en", "to be proved")])
def test_a_condition_that_rests_on_a_word_is_to_be_proved(study, code, word) -> None:
    found, book = study(weekly_h=35.0, aid=Aid("aubry1", date(1999, 4, 1), variant="defensive"))
    words = language(code)
    tables = [b for b in cost_and_aid(found, book).blocks if isinstance(b, Table)]
    (conditions,) = [t for t in tables if t.id == "conditions"]
    by_text = {words.plain(row[1]): row for row in conditions.rows}
    (row,) = [row for text, row in by_text.items() if "A-20" in text]
    assert isinstance(row[4], Flag)
    assert words.plain(row[4]) == word
    assert words.plain(row[2]) == "\u2013"  # the limit is not copied as if it had been found
    (day,) = [t for t in by_text if t.startswith(("Durée réduite avant", "Hours cut before"))]
    assert words.plain(date(1999, 5, 3)) in day
    assert words.plain(date(2000, 1, 1)) in day


@pytest.mark.parametrize(
    ("code", "said"), [("fr", "Sans la majoration légale"), ("en", "Without the legal premium")]
)
def test_the_line_of_cost_gives_the_sum_without_the_premium(study, code, said) -> None:
    found, book = study(weekly_h=35.0)
    words = language(code)
    line = words.plain(cost_line(found, book, choose(found, book)))
    assert said in line
    assert words.plain(book["S1.cost.change_horizon_without_premium"]) in line
    assert words.plain(book["S1.cost.change_horizon"]) in line


def test_the_cost_of_a_year_rests_on_lines_without_aid_and_premium(study) -> None:
    found, book = study(weekly_h=35.0)
    parents = book["S0.cost.year"].parents
    assert "S0.cost.line.legal_week.wages" in book
    assert "S0.cost.line.payroll.today.contributions" in parents
    assert not [p for p in parents if "legal_week" in p or ".aid." in p]
    result = priced(found, found.today)
    assert result is not None
    mean = result.samples.filter(pl.col("year") == 1)["amount"].mean()
    assert book["S0.cost.year"].value == pytest.approx(mean)


def test_scrap_of_each_replication_is_in_the_year_and_told_apart(slow_plan) -> None:
    _, book = slow_plan(Prices(scrap_piece=2.0))
    year = 20 * 365.25 / 7 * 2.0
    assert cost(book, "line.scrap.year") == pytest.approx(year)
    assert cost(book, "change_year") == pytest.approx(year)
    apart = book["S1.cost.change_output_horizon"]
    assert apart.value == pytest.approx(5 * year)
    # the replications differ, and so does the change: 10 and 30 pieces, not 20 in both
    assert apart.low < 5 * year / 2 < 5 * year < apart.high
    assert book["S1.cost.change_year_before_aid"].has_interval
    assert cost(book, "change_horizon") == pytest.approx(apart.value)


@pytest.mark.parametrize(
    ("code", "title", "unpriced_words"),
    [("fr", "Rebuts et retards", "non chiffrés"), ("en", "Scrap and late orders", "not priced")],
)
def test_section_ten_shows_scrap_late_orders_pieces_and_hours(
    slow_plan, code, title, unpriced_words
) -> None:
    words = language(code)
    found, book = slow_plan(Prices(scrap_piece=2.0))
    blocks = cost_and_aid(found, book).blocks
    (table,) = [b for b in blocks if isinstance(b, Table) and b.id == "money-output"]
    assert title in words.plain(table.caption)
    # today and the plan: scrap, the change over five years, a piece and an hour; no price of delay
    assert [len(row) for row in table.rows] == [5, 5]
    plan = table.rows[1]
    assert plan[1] is book["S1.cost.line.scrap.year"]
    assert plan[3] is book["S1.cost.line.per_piece"]
    assert plan[4] is book["S1.cost.line.per_hour"]
    said = [words.plain(note) for b in blocks if isinstance(b, tuple) for note in b]
    assert not [text for text in said if "scrap_piece" in text]
    found, book = slow_plan(None)
    blocks = cost_and_aid(found, book).blocks
    said = [words.plain(note) for b in blocks if isinstance(b, tuple) for note in b]
    (note,) = [text for text in said if "scrap_piece" in text]
    assert unpriced_words in note
    assert note.endswith("(S1)")  # today scraps nothing


@pytest.fixture
def dismissing(study):
    """Return a study of S1 (35 hours), S5 (six dismissals), and S6 (as many leave) if asked for."""

    def of(*, has_alternative):
        found, _ = study(weekly_h=35.0)
        today, change = found.cases
        plans = [change.scenario]
        for name, kind, on, who in (
            ("S5", "layoff", LEAVES, range(1, 7)),
            ("S6", "early_exit", date(2001, 9, 1), range(7, 13)),
        ):
            exits = tuple(Exit(f"P{i}", on, kind) for i in who)
            plans.append(replace(change.scenario, name=name, weekly_h=39.0, exits=exits))
        plans = plans if has_alternative else plans[:2]
        plant = replace(found.plant, scenarios=tuple(plans))
        cases = [replace(today, plant=plant)]
        cases += [
            replace(change, id=plan.name, plant=apply(plant, plan), scenario=plan) for plan in plans
        ]
        whole = replace(found, plant=plant, cases=tuple(cases))
        book = FigureBook(1)
        enter_all(whole, book)
        return whole, book

    return of


def test_the_line_of_cost_names_dismissals_with_their_alternatives_sums_alone(
    dismissing, monkeypatch
) -> None:
    monkeypatch.setattr("accord.study.cost_line.is_held", lambda *_: True)
    found, book = dismissing(has_alternative=True)
    words = language("en")
    choice = choose(found, book)
    assert choice.case.id == "S1"
    totals = {name: book[f"{name}.cost.change_horizon"] for name in ("S1", "S5", "S6")}
    assert totals["S5"].value < min(totals["S1"].value, totals["S6"].value)
    line = words.plain(cost_line(found, book, choice))
    assert "The cheapest over five years of those that hold the demand, S5," in line
    beside = line.partition("S5 dismisses 6\N{NO-BREAK SPACE}people: to be read beside")[2]
    for name in ("S5", "S6"):
        assert f"{name} {words.plain(totals[name])}" in beside
    assert "Not shown" not in line


def test_the_line_of_cost_says_which_dismissals_it_does_not_rank_and_why(
    dismissing, monkeypatch
) -> None:
    monkeypatch.setattr("accord.study.cost_line.is_held", lambda *_: True)
    found, book = dismissing(has_alternative=False)
    line = language("en").plain(cost_line(found, book, choose(found, book)))
    assert "The cheapest over five years" not in line
    assert "Not shown and in no ranking: S5, for want of" in line
    assert "S5" not in line.replace("in no ranking: S5", "")


@pytest.mark.parametrize(
    ("code", "due", "not_due"),
    [
        ("fr", "dû", "pas dû"),
        ("en", "due", "not due"),
    ],
)
def test_a_threshold_is_reached_or_not_and_never_met(study, code, due, not_due) -> None:
    words = language(code)
    for count, said in ((10, due), (9, not_due)):
        gone = tuple(Exit(f"P{i}", LEAVES, "layoff") for i in range(1, count + 1))
        found, book = study(exits=gone)
        people = tuple(
            replace(p, person=f"{p.person}x{i}") for i in (1, 2) for p in found.plant.people
        )
        plant = replace(found.plant, people=(*found.plant.people, *people))  # ninety: 50 and over
        today, plan = found.cases
        cases = (
            replace(today, plant=plant),
            replace(plan, plant=apply(plant, plan.scenario)),
        )
        book = FigureBook(1)
        found = replace(found, plant=plant, cases=cases)
        enter_all(found, book)
        tables = [b for b in cost_and_aid(found, book).blocks if isinstance(b, Table)]
        (conditions,) = [t for t in tables if t.id == "conditions"]
        (row,) = [row for row in conditions.rows if "PSE" in words.plain(row[1])]
        assert words.plain(row[4]) == said


def test_where_somebodys_pay_is_not_known_no_sum_is_shown(study) -> None:
    found, _ = study(weekly_h=35.0)
    people = (replace(found.plant.people[0], wage_month=None), *found.plant.people[1:])
    plant = replace(found.plant, people=people)
    today, plan = found.cases
    cases = (replace(today, plant=plant), replace(plan, plant=apply(plant, plan.scenario)))
    found = replace(found, plant=plant, cases=cases)
    book = FigureBook(1)
    enter_all(found, book)
    assert "S0.cost.year" not in book
    assert "S1.cost.change_horizon" not in book
    name = found.plant.people[0].person
    lacks = f"wage_month of {name} (people.csv, column wage_month)"
    words = language("en")
    assert f"missing {lacks}" in words.plain(cost_line(found, book, choose(found, book)))
    said = [words.plain(x) for x in cost_and_aid(found, book).blocks]
    assert any(
        x.startswith(f"No sum, change, rank or payback of S0, S1: missing {lacks}") for x in said
    )


def test_a_plan_that_lacks_a_fact_of_its_exits_is_neither_summed_nor_ranked(dismissing) -> None:
    found, _ = dismissing(has_alternative=True)
    today, *plans = found.cases
    unknown = [
        replace(
            c,
            plant=replace(c.plant, people=tuple(replace(p, disabled=None) for p in c.plant.people)),
        )
        for c in plans
    ]
    found = replace(found, cases=(today, *unknown))
    book = FigureBook(1)
    enter_all(found, book)
    assert "S5.cost.change_horizon" not in book
    assert "S5.cost.change_year" not in book
    assert {"S1.cost.change_horizon", "S6.cost.change_horizon"} <= {f.id for f in book}
    line = language("en").plain(cost_line(found, book, choose(found, book)))
    assert "Not priced and in no ranking: S5; missing is_disabled of P1, P2, P3," in line
    assert "(people.csv, column disabled)" in line


def test_the_paybacks_of_the_figures_are_those_of_the_price(study) -> None:
    found, book = study(
        weekly_h=35.0,
        aid=Aid("aubry1", date(1999, 4, 1), variant="defensive 3"),
        investment=(Investment("press", 6e5, date(1999, 5, 3), 10.0),),
    )
    result = priced(found, found.cases[1])
    for name in ("with_aid", "without_aid"):
        years = result.line(f"payback.{name}").amount
        assert cost(book, f"payback_{name}") == pytest.approx(years), name
    assert cost(book, "payback_with_aid") < cost(book, "payback_without_aid")


def summary(found, book):
    tables = [b for b in cost_and_aid(found, book).blocks if isinstance(b, Table)]
    (table,) = [t for t in tables if t.id == "money"]
    words = language("en")
    return [words.plain(c.title) for c in table.columns], [
        words.plain(value) for value in table.rows[0]
    ]


def test_columns_of_aid_stand_only_where_there_is_any(study) -> None:
    press = (Investment("press", 1e6, date(1999, 5, 3), 10.0),)
    of_aid = {
        "year 1, aid left out, without what is paid once",
        "aid in all",
        "payback with aid (years)",
    }
    heads, row = summary(*study(weekly_h=35.0, investment=press))
    assert not of_aid & set(heads)
    aid = Aid("aubry1", date(1999, 4, 1), variant="defensive 3")
    heads, row = summary(*study(weekly_h=35.0, investment=press, aid=aid))
    assert of_aid <= set(heads)
    assert row[heads.index("demand")] in {"held", "not held", "unclear"}


def test_the_alternatives_begin_with_those_that_meet_the_need_of_the_dismissals(
    dismissing,
) -> None:
    for has_alternative, said in ((True, "dismiss nobody (S6)"), (False, "are not shown")):
        found, book = dismissing(has_alternative=has_alternative)
        texts = [language("en").plain(b) for b in alternatives(found, book).blocks[:2]]
        assert said in texts[1]


def test_the_line_of_cost_tells_scrap_and_late_orders_apart(slow_plan) -> None:
    found, book = slow_plan(Prices(scrap_piece=2.0))
    line = language("en").plain(cost_line(found, book, choose(found, book)))
    amount = language("en").plain(book["S1.cost.change_output_horizon"])
    assert f"Of it, scrap and late orders at the prices that the plant states: {amount}" in line
    found, book = slow_plan(None)
    line = language("en").plain(cost_line(found, book, choose(found, book)))
    assert "scrap" not in line


def test_a_plan_that_no_price_can_hold_says_so_and_why(study) -> None:
    found, _ = study()
    today, plan = found.cases
    late = tuple(
        replace(p, hire_date=plan.scenario.start.replace(year=2003)) if p.person == "P1" else p
        for p in plan.plant.people
    )
    found = replace(found, cases=(today, replace(plan, plant=replace(plan.plant, people=late))))
    book = FigureBook(1)
    enter_all(found, book)
    assert priced(found, found.cases[1]) is None
    why = str(refused(found, found.cases[1]))
    assert "P1" in why
    assert "hire_date" in why
    told = [b for b in cost_and_aid(found, book).blocks if isinstance(b, Text)]
    for code in ("en", "fr"):
        assert any(why in language(code).plain(block) for block in told)
