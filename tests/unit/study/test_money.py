"""Money over the years: what comes and goes within the horizon, the premium, what is left out."""

from dataclasses import replace
from datetime import date

import pytest

from accord.plant import apply
from accord.plant.records import Aid, Exit, Investment
from accord.study.cost_line import cost_line
from accord.study.document import Flag, Table
from accord.study.figures import FigureBook
from accord.study.language import language
from accord.study.measure import enter_all
from accord.study.measure.reversals import choose, enter_reversals
from accord.study.measure.unpriced import unpriced
from accord.study.sections import cost_and_aid

WAGE, CHARGES = 8000.0, 1.45
LEAVES = date(2000, 9, 1)


@pytest.fixture
def study(field):
    """Return a study of thirty people at 39 h whose plan S1 is changed as asked."""

    def of(**changes):
        person = replace(field.plant.people[0], wage_month=WAGE, category="ouvrier")
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


def cost(book, name):
    return book[f"S1.cost.{name}"].value


def test_one_who_leaves_in_the_second_year_is_still_paid_in_the_first(study) -> None:
    _, book = study(exits=(Exit("P1", LEAVES, "leaver"),))
    year = WAGE * 12 * CHARGES
    assert cost(book, "change_year") == pytest.approx(0, abs=1e-6)
    # out of 365 days of the second year, 3 May 2000 to 2 May 2001, the person is gone for 243
    gone = (date(2001, 5, 3) - date(2000, 9, 2)).days / 365
    weeks, hourly = 52, WAGE / 169
    premium = hourly * 4 * 0.25 * weeks * CHARGES
    assert cost(book, "change_year3") == pytest.approx(-year - premium)
    years = cost(book, "change_year2")
    assert -year * gone - premium < years < -year * gone
    summed = sum(cost(book, f"change_year{n}") for n in (2, 3, 4, 5))
    assert cost(book, "change_horizon") == pytest.approx(summed)
    assert cost(book, "change_horizon") > -4 * year


def test_the_years_and_what_is_paid_once_add_up_to_the_horizon(study) -> None:
    _, book = study(
        weekly_h=35.0,
        aid=Aid("aubry1", date(1999, 4, 1), variant="defensive 3"),
        exits=(Exit("P1", LEAVES, "early_exit"),),
        investment=(Investment("press", 1e6, date(1999, 5, 3), 10.0),),
    )
    years = cost(book, "change_year") + sum(cost(book, f"change_year{n}") for n in (2, 3, 4, 5))
    assert cost(book, "aid_total") > 0
    assert cost(book, "change_horizon") == pytest.approx(years + 1e6)


def test_35_hours_are_told_the_premium_that_today_would_pay(study) -> None:
    _, book = study(weekly_h=35.0)
    hour = 30 * WAGE / 169 * 4 * 52 * CHARGES
    days_2000 = 366 / 366  # the whole of 2000 at 10 %
    later = 3 + (date(2004, 5, 3) - date(2004, 1, 1)).days / 366
    assert cost(book, "legal_week_horizon") == pytest.approx(
        -hour * (0.10 * days_2000 + 0.25 * later), rel=2e-3
    )
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
