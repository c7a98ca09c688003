"""The opening lines: what stands beside a number so that it does not say more than is known."""

from dataclasses import replace
from datetime import date

import pytest

from accord.plant.records import Aid
from accord.study.figures import FigureBook
from accord.study.language import language
from accord.study.measure import enter_all
from accord.study.measure.reversals import choose
from accord.study.overview import ten_lines
from accord.study.sections import annex, schedules_and_law

SIGNED = date(1999, 4, 1)


@pytest.fixture
def lines(field):
    """Return the opening lines of a shop of thirty whose plan S1 asks for an aid."""

    def opening(aid, code="fr"):
        person = replace(field.plant.people[0], wage_month=8000.0, category="ouvrier")
        people = tuple(replace(person, person=f"P{i}") for i in range(1, 31))
        plant = replace(field.plant, people=people, weekly_h=39.0, employer_charges_share=0.45)
        today, change = (replace(case, plant=plant) for case in field.cases)
        change = replace(change, scenario=replace(change.scenario, aid=aid, agreement=SIGNED))
        study = replace(field, plant=plant, cases=(today, change))
        book = FigureBook(1)
        enter_all(study, book)
        schedules_and_law(study, book)
        annex(study, book, ())
        words = language(code)
        return [words.plain(line) for line in ten_lines(study, book, choose(study, book), ())]

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
