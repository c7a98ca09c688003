"""An exit that cannot be of its kind is refused, with its place and what to write instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from accord import cost
from accord.errors import InputError, Place
from accord.plant.applied import apply
from accord.plant.records import Exit, Person, Plant, Scenario

AT = Place("scenarios/S5.yaml", 50, 23)


def plant(*, country="FR", **facts):
    known = {"birth_date": date(1970, 6, 4), "contract": "permanent", "disabled": False}
    worker = Person("E1", wage_month=2500, hire_date=date(1999, 1, 4), **{**known, **facts})
    return Plant("one", country, "EUR", date(2026, 1, 5), 39, people=(worker,))


def scenario(kind, on=date(2027, 6, 4), person="E1"):
    start = min(date(2027, 5, 3), on)
    return Scenario("S5", "S5", "S5", start, 39, exits=(Exit(person, on, kind, AT),))


def problems(kind, on=date(2027, 6, 4), **facts):
    return cost.exit_problems(plant(**facts), scenario(kind, on))


@pytest.mark.parametrize(
    ("disabled", "birth", "is_refused"),
    [
        # by hand: 58 on 5 June 2027, the day after the last one worked, is a birth of 5 June 1969
        (False, date(1969, 6, 5), False),
        (False, date(1969, 6, 6), True),
        (True, date(1972, 6, 5), False),  # 55 with a disability
        (True, date(1972, 6, 6), True),
        (None, date(1972, 6, 5), False),  # no file says
        (None, None, False),
    ],
)
def test_nobody_retires_before_the_first_age_of_any_pension(disabled, birth, is_refused):
    assert bool(problems("retirement", birth_date=birth, disabled=disabled)) is is_refused


@pytest.mark.parametrize(
    ("on", "birth", "is_refused"),
    [
        (date(2003, 12, 30), date(1944, 1, 1), True),  # 59: sixty until the law of 2003
        (date(2003, 12, 30), date(1943, 12, 31), False),
        (date(2004, 1, 30), date(1948, 1, 31), False),  # 56 after a long career
        (date(2004, 1, 30), date(1948, 2, 1), True),
    ],
)
def test_the_age_is_that_of_the_law_of_the_day(on, birth, is_refused):
    assert bool(problems("retirement", on, birth_date=birth)) is is_refused


@pytest.mark.parametrize(
    ("on", "age", "is_refused"),
    [
        (date(1999, 3, 1), 54, True),
        (date(1999, 3, 1), 55, False),
        (date(2027, 6, 4), 49, True),
        (date(2027, 6, 4), 50, False),
    ],
)
def test_nobody_has_an_early_exit_below_the_age_of_any_scheme(on, age, is_refused):
    birth = on.replace(year=on.year - age)
    assert bool(problems("early_exit", on, birth_date=birth)) is is_refused


@pytest.mark.parametrize(
    ("contract", "is_refused"),
    [("permanent", True), ("CDI", True), ("", True), ("CDD", False), ("apprentissage", False)],
)
def test_only_a_contract_with_a_term_ends_by_itself(contract, is_refused):
    assert bool(problems("end_of_contract", contract=contract)) is is_refused


@pytest.mark.parametrize("kind", ["retirement", "early_exit", "end_of_contract"])
def test_a_problem_names_place_person_and_remedy_in_both_languages(kind):
    (problem,) = problems(kind, birth_date=date(1997, 6, 29))
    assert problem.place == AT
    assert problem.kind == "error"
    assert f"{kind} of E1" in problem.seen
    assert "layoff" in problem.remedy
    assert f"{kind} de E1" in problem.french[0]
    assert "layoff" in problem.french[2]


def test_outside_france_and_for_those_hired_nothing_is_said():
    assert problems("retirement", country="UK", birth_date=date(1997, 6, 29)) == ()
    assert cost.exit_problems(plant(), scenario("end_of_contract", person="S5-N01")) == ()


def test_a_layoff_or_somebody_who_resigns_needs_no_age():
    assert problems("layoff", birth_date=date(1997, 6, 29)) == ()
    assert problems("leaver", birth_date=date(1997, 6, 29)) == ()


def test_a_price_refuses_them_all_at_once(stamping, twelve_layoffs, no_workload):
    relabelled = tuple(replace(row, kind="retirement") for row in twelve_layoffs.exits)
    plan = replace(twelve_layoffs, exits=relabelled)
    with pytest.raises(InputError) as caught:
        cost.price(apply(stamping, plan), plan, no_workload)
    assert len(caught.value.problems) == len(relabelled)  # nobody of the list is sixty
