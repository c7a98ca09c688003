"""What a section says, in the reader's words, of plants small enough to count by hand."""

from dataclasses import replace

import pytest

from accord.law import parameter
from accord.study.document import Text
from accord.study.figures import FigureBook
from accord.study.language import language
from accord.study.measure.inputs import enter_inputs
from accord.study.sections import plant_and_motive


def sentences(section, code):
    """Return the sentences of a section in one language."""
    words = language(code)
    return [words.plain(block) for block in section.blocks if isinstance(block, Text)]


def with_contracts(field, *contracts):
    """Return the field with one paid person for each contract."""
    person = replace(field.plant.people[0], wage_month=8000.0)
    people = tuple(
        replace(person, person=f"P{i}", contract=contract)
        for i, contract in enumerate(contracts, start=1)
    )
    return replace(field, plant=replace(field.plant, people=people))


def section_3(field):
    book = FigureBook(1)
    enter_inputs(field, book)
    return plant_and_motive(field, book), book


def test_the_plant_section_says_why_fewer_people_are_priced_than_listed(field) -> None:
    contracts = ("permanent", "", "apprenticeship", "Traineeship", "apprenticeship")
    section, book = section_3(with_contracts(field, *contracts))
    (french,) = [s for s in sentences(section, "fr") if "effectif" in s]
    assert "5\u00a0personnes" in french
    assert "la paie de 2\u00a0personnes" in french
    assert "2 apprentis, 1 stagiaire n’entrent pas" in french
    assert "24\u202f000\u00a0F/mois" in french
    assert parameter("fr.headcount", field.plant.on).article in french
    (english,) = [s for s in sentences(section, "en") if "headcount" in s]
    assert "2 apprentices, 1 trainee do not count" in english
    assert book["input.headcount"].value == 2


def test_a_plant_without_learners_has_nothing_to_explain(field) -> None:
    section, book = section_3(with_contracts(field, "permanent", ""))
    assert [s for s in sentences(section, "fr") if "effectif" in s] == []
    assert "input.headcount" not in book


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_contract_outside_the_headcount_has_a_word(field, code) -> None:
    outside = parameter("fr.headcount", field.plant.on).texts("not_counted")
    assert {f"contract.{word}" for word in outside} <= language(code).known()
