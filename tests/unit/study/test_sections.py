"""What a section says, in the reader's words, of plants small enough to count by hand."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import accord
from accord.law import facts_of, parameter
from accord.law.registry import rules_of
from accord.plant.records import Skill, SourceFile
from accord.study.document import Text
from accord.study.figures import FigureBook
from accord.study.language import language
from accord.study.measure import enter_all
from accord.study.measure.inputs import enter_inputs
from accord.study.sections import (
    cost_and_aid,
    data_received,
    facts,
    mandate,
    mobility_and_training,
    people_needed,
    plant_and_motive,
    work_observed,
)

from .conftest import make_run


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


def facts_that_prices_ask_for() -> set[str]:
    """Facts of every rule of law that the room of prices names."""
    room = Path(accord.__file__).parent / "cost"
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(room.rglob("*.py")))
    rules = set(re.findall(r'"(fr\.[a-z0-9_.]+)"', source)) & set(rules_of("fr"))
    assert len(rules) > 5
    return {fact.name for rule in rules for fact in facts_of(rule)}


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_fact_that_a_price_asks_the_law_for_has_a_word(code) -> None:
    asked = facts_that_prices_ask_for()
    assert len(asked) > 10
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


def read_of(section, code="en"):
    return " ".join(sentences(section, code))


def test_the_head_tells_the_headcount_and_who_is_outside_it(field) -> None:
    study = with_contracts(field, "permanent", "permanent", "apprenticeship")
    book = FigureBook(1)
    enter_all(study, book)
    plant_and_motive(study, book)
    people = {name.key: value for name, value in facts(study, book)}["page.fact_people"]
    assert language("fr").plain(people) == "2 + 1 hors effectif"
    plain = FigureBook(1)
    enter_all(field, plain)
    plant_and_motive(field, plain)
    whole = {name.key: value for name, value in facts(field, plain)}["page.fact_people"]
    assert language("fr").plain(whole) == "2\u00a0personnes"


@pytest.mark.parametrize(("file", "is_said"), [("log.csv", True), ("people.csv", False)])
def test_a_log_that_is_attached_is_said_to_be_unused(field, file, is_said) -> None:
    source = SourceFile(file, "0" * 64, 1, "csv")
    study = replace(field, plant=replace(field.plant, sources=(source,)))
    book = FigureBook(1)
    enter_all(study, book)
    assert ("not used" in read_of(data_received(study, book))) is is_said
    assert ("not used" in read_of(work_observed(study, book))) is is_said


def test_tasks_that_few_master_are_counted_and_nobody_is_named(field) -> None:
    skills = (Skill("P1", "PRESS", "run", 2), Skill("P2", "PRESS", "run", 3))
    study = replace(field, plant=replace(field.plant, skills=skills))
    book = FigureBook(1)
    enter_all(study, book)
    (table,) = [t for t in mobility_and_training(study, book).tables if t.id == "fragile"]
    words = language("fr")
    cells = [words.plain(cell) for row in table.rows for cell in row]
    assert "2\u00a0personnes" in cells
    assert not {"P1", "P2"} & set(" ".join(cells).replace(",", " ").split())
    assert "recognised" in read_of(mandate(study, book))


@pytest.mark.parametrize(("num", "is_shown"), [(4, False), (5, True)])
def test_hours_of_fewer_than_five_people_are_not_shown(field, num, is_shown) -> None:
    names = tuple(f"P{i}" for i in range(1, num + 1))
    person = replace(field.plant.people[0], category="worker")
    plant = replace(field.plant, people=tuple(replace(person, person=n) for n in names))
    cases = tuple(replace(c, plant=plant, run=make_run(people=names)) for c in field.cases)
    book = FigureBook(1)
    enter_all(replace(field, plant=plant, cases=cases), book)
    assert ("S0.load.pace.category.worker" in book) is is_shown
    assert "S0.load.pace.all" in book


def test_people_needed_are_said_to_man_every_post_and_not_to_meet_the_demand(field) -> None:
    plant = replace(field.plant, absence_share=0.05)
    cases = tuple(replace(c, plant=plant) for c in field.cases)
    study = replace(field, plant=plant, cases=cases)
    book = FigureBook(1)
    enter_all(study, book)
    section = people_needed(study, book)
    assert "not the staff that the demand calls for" in read_of(section)
    assert "man every post" in language("en").plain(section.title)


def test_time_without_a_task_carries_its_caveat_in_its_sentence(field) -> None:
    book = FigureBook(1)
    enter_all(field, book)
    (line,) = [s for s in sentences(work_observed(field, book), "fr") if "16,7" in s]
    assert "que le modèle ne simule pas" in line


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_report_from_files_alone_is_called_a_desk_study(code) -> None:
    words = language(code)
    said = {k: words.sentence(k) for k in ("page.title", "page.eyebrow", "work.title")}
    assert not [s for s in said.values() if "terrain" in s or "field" in s or "observ" in s]
