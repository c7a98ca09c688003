"""The opening lines: what stands beside a number so that it does not say more than is known."""

from dataclasses import replace
from datetime import date

import pytest

from accord.plant.records import Aid, Investment
from accord.study.figures import FigureBook
from accord.study.language import language
from accord.study.measure import enter_all
from accord.study.measure.reversals import choose, enter_reversals
from accord.study.overview import ten_lines
from accord.study.sections import annex, schedules_and_law

SIGNED = date(1999, 4, 1)


@pytest.fixture
def lines(field):
    """Return the opening lines of a shop of thirty whose plan S1 asks for an aid."""

    def opening(aid, code="fr", spent=0.0):
        person = replace(field.plant.people[0], wage_month=8000.0, category="ouvrier")
        people = tuple(replace(person, person=f"P{i}") for i in range(1, 31))
        plant = replace(field.plant, people=people, weekly_h=39.0, employer_charges_share=0.45)
        today, change = (replace(case, plant=plant) for case in field.cases)
        press = (Investment("press", spent, field.plant.on),) if spent else ()
        plan = replace(change.scenario, aid=aid, agreement=SIGNED, investment=press)
        change = replace(change, scenario=plan)
        study = replace(field, plant=plant, cases=(today, change))
        book = FigureBook(1)
        enter_all(study, book)
        schedules_and_law(study, book)
        choice = choose(study, book)
        reversals = enter_reversals(study, book, choice.case, ())
        annex(study, book, reversals)
        words = language(code)
        return [words.plain(line) for line in ten_lines(study, book, choice, reversals)]

    return opening


def cost(lines):
    """Return the line that tells what the plan costs."""
    (found,) = [line for line in lines if line.startswith(("Ce que cela coûte", "What it costs"))]
    return found


@pytest.mark.parametrize(
    ("code", "word"),
    [("fr", "sur la parole de l'accord"), ("en", "on the word of the agreement")],
)
def test_an_aid_that_rests_on_an_agreements_word_says_so_beside_its_amount(
    lines, code, word
) -> None:
    line = cost(lines(Aid("aubry1", SIGNED, variant="defensive"), code))
    assert word in line
    assert "A-20" in line
    assert "S1" in line.partition(word)[0].rpartition(".")[2]


def test_an_aid_whose_conditions_the_files_prove_needs_no_such_word(lines) -> None:
    line = cost(lines(Aid("aubry1", SIGNED, variant="defensive 3")))
    assert "aide" in line
    assert "A-20" not in line


def test_an_aid_that_pays_nothing_is_not_spoken_of(lines) -> None:
    line = cost(lines(None))
    assert "aide" not in line.lower()


@pytest.mark.parametrize(
    ("spent", "said"),
    [
        (1_000_000.0, "une aide réduite à"),
        (5_000_000.0, "il faudrait"),
    ],
)
def test_a_plan_that_its_aid_does_not_pay_for_is_told_how_much_it_would_take(
    lines, spent, said
) -> None:
    found = lines(Aid("aubry1", SIGNED, variant="defensive 3"), spent=spent)
    (line,) = [line for line in found if "aide" in line and "renverserait" in line]
    assert said in line
