"""What the report says of the law: each finding once, its dates, and how much of it was read."""

from dataclasses import replace
from datetime import date

import pytest

from accord.errors import Place
from accord.hours import Finding, HoursCheck
from accord.plant.records import Shift
from accord.study.figures import FigureBook
from accord.study.language import language
from accord.study.measure import enter_all
from accord.study.measure.reversals import choose
from accord.study.overview import ten_lines
from accord.study.sections import annex, data_received, schedules_and_law

LATER = date(2000, 1, 3)


def finding(crew, *, rule="fr.hours.week_max", kind="law", severity="flag", on=LATER, limit=48.0):
    return Finding(
        rule, kind, "L212-7", "draft" if kind == "law" else "checked", crew, 1, 49.0, limit, "h",
        severity, "trop", "too much", Place("shifts.csv", 2), on, on,
    )  # fmt: skip


@pytest.fixture
def study(field):
    """A plan with one point of law shared by three crews, one mark of ergonomics by two."""
    found = (
        *(finding(c) for c in "ABC"),
        *(finding(c, rule="ergo.early_start", kind="ergonomics") for c in "AB"),
        replace(finding("A", rule="fr.hours.break", severity="ok"), status="checked"),
    )
    crews = {"P1": "A", "P2": "A"}
    people = tuple(replace(p, crew=crews[p.person]) for p in field.plant.people)
    plant = replace(
        field.plant, people=people, shifts=(Shift("A", 1, 0, 330, 830), Shift("A", 1, 1, 820, 1320))
    )
    later = replace(
        plant,
        shifts=(Shift("A", 1, 0, 300, 825), Shift("A", 1, 1, 900, 1440), Shift("Z", 1, 0, 0, 400)),
    )
    today, plan = field.cases
    cases = (
        replace(today, plant=plant),
        replace(
            plan,
            plant=later,
            scenario=replace(plan.scenario, weekly_h=35.0),
            check=HoursCheck(LATER, found),
        ),
    )
    return replace(field, plant=plant, cases=cases)


def written(study):
    book = FigureBook(1)
    enter_all(study, book)
    section = schedules_and_law(study, book)
    choice = choose(study, book)
    annex(study, book, ())
    return book, section, ten_lines(study, book, choice, ())


def test_a_finding_shared_by_crews_is_counted_once_and_law_apart_from_ergonomics(study) -> None:
    book, section, _ = written(study)
    assert book["S1.law.flags"].value == 1
    assert book["S1.law.ergonomics"].value == 1
    assert book["S1.law.breaches"].value == 0
    tables = {t.id: t for t in section.tables}
    assert len(tables["law"].rows) == book["S1.law.flags"].value
    assert len(tables["ergonomics"].rows) == book["S1.law.ergonomics"].value
    assert LATER in tables["law"].rows[0]  # from when the limit holds


@pytest.mark.parametrize(
    ("code", "until", "drafts"),
    [
        (
            "fr",
            "jusqu’au 31\u00a0mai 1999",
            "Des 2 limites d’horaire utilisées, 1 n’est pas vérifiée",
        ),
        ("en", "until 31\u00a0May 1999", "Of the 2 limits of hours used, 1 is a draft"),
    ],
)
def test_no_breach_is_said_with_the_span_of_law_and_the_drafts_it_rests_on(
    study, code, until, drafts
) -> None:
    _, _, lines = written(study)
    (line,) = [t for t in map(language(code).plain, lines) if drafts in t]
    assert until in line


def test_the_picked_plan_is_told_by_its_hours_of_day_and_night_of_crews_with_people(study) -> None:
    book, _, lines = written(study)
    assert book["S0.hours.earliest"].value == 5.5
    assert book["S1.hours.earliest"].value == 5.0  # crew Z starts at midnight and is empty
    assert book["S1.hours.latest"].value == 24.0
    (line,) = [t for t in map(language("fr").plain, lines) if t.startswith("Pour qui")]
    assert "de 5\u00a0h à 24\u00a0h (aujourd’hui de 5\u00a0h\u00a030 à 22\u00a0h)" in line
    assert (
        "jusqu’à 2\u00a0h dans la nuit légale de 22\u00a0h à 5\u00a0h (aujourd’hui 0\u00a0h)"
        in line
    )
    assert "Droit : 1 point à vérifier" in line
    assert "1 repère dépassé" in line


def test_the_time_on_task_of_the_first_page_is_the_change_of_section_13(study) -> None:
    run = study.changes[0].run
    person_h = run.person_h.copy()
    person_h[..., run.person_states.index("attend")] += 2
    person_h[..., run.person_states.index("wait")] -= 2
    plan = replace(study.changes[0], run=replace(run, person_h=person_h))
    book, _, lines = written(replace(study, cases=(study.today, plan)))
    change = book["S1.load.change.pace"]
    assert change.unit == "share_points"
    assert change.value == pytest.approx(2 / 36)
    (line,) = [t for t in map(language("en").plain, lines) if t.startswith("For whom")]
    assert "changes by +5.6\u00a0points" in line


@pytest.mark.parametrize("share", [None, 0.05])
def test_a_share_of_absence_that_is_missing_is_said_wherever_it_matters(study, share) -> None:
    study = replace(study, plant=replace(study.plant, absence_share=share))
    book, _, lines = written(study)
    words = language("fr")
    said = [words.plain(line) for line in lines if "absence n’est supposée" in words.plain(line)]
    received = [words.plain(b) for b in data_received(study, book).blocks if hasattr(b, "key")]
    assumed = [words.plain(t) for t in annex(study, book, ()).blocks[1]]
    assert len(said) == (share is None)
    assert any("Aucune absence supposée" in t for t in received) == (share is None)
    assert any("tirée par personne" in t for t in assumed) == (share is not None)
