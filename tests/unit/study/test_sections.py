"""What a section says, in the reader's words, of plants small enough to count by hand."""

from dataclasses import replace

import pytest

from accord.law import pack, parameter
from accord.study.document import Text
from accord.study.figures import FigureBook
from accord.study.language import language
from accord.study.measure import enter_all
from accord.study.measure.inputs import enter_inputs
from accord.study.sections import cost_and_aid, plant_and_motive


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


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_fact_that_the_french_law_asks_for_has_a_word(code) -> None:
    asked = {fact.name for file in pack("fr").values() for fact in file.facts}
    assert len(asked) > 20
    assert {f"fact.{name}" for name in asked} <= language(code).known()


def test_a_price_says_in_words_which_fact_it_lacks_and_of_whom(field) -> None:
    study = with_contracts(field, *["permanent"] * 5)
    people = tuple(replace(p, wage_month=None) for p in study.plant.people[:4])
    plant = replace(study.plant, people=(*people, study.plant.people[4]))
    cases = tuple(replace(case, plant=plant) for case in study.cases)
    study = replace(study, plant=plant, cases=cases)
    book = FigureBook(1)
    enter_all(study, book)
    (french,) = [s for s in sentences(cost_and_aid(study, book), "fr") if "faute de données" in s]
    assert "salaire mensuel : P1, P2, P3, … (A-17)" in french
