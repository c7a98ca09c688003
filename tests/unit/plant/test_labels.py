"""Words of the files in two languages: labels of the plant, texts of the evidence."""

import pytest

from accord import plant
from accord.plant.evidence import read_evidence
from accord.plant.records import Words
from accord.plant.yamlfile import parse

LABELS = """\
labels:
  presser: {fr: opérateur sur presse}
  press: {fr: presses, en: press shop}
"""


@pytest.fixture
def labelled(files):
    files["plant.yaml"] += LABELS
    return files


def test_a_word_of_the_files_is_called_as_its_label_says_and_else_as_it_is(labelled, make):
    read = plant.read(make(labelled))
    assert read.notes == ()
    assert read.in_words("presser") == Words("opérateur sur presse", "presser")
    assert read.in_words("press") == Words("presses", "press shop")
    assert read.in_words("welder") == Words("welder", "welder")


def test_a_label_of_a_word_that_the_plant_does_not_have_is_doubted(labelled, make):
    labelled["plant.yaml"] += "  setters: {fr: régleur}\n"
    (problem,) = plant.check(make(labelled))
    assert (str(problem.place), problem.kind) == ("plant.yaml:14:3", "warning")
    assert "'setters'" in problem.seen
    assert "'setter'" in problem.remedy


@pytest.mark.parametrize("said", ["{}", "{fr: }", "[a, b]", "{fr: a, de: b}", "~"])
def test_a_label_without_a_form_is_refused(said, files, make):
    files["plant.yaml"] += f"labels: {{presser: {said}}}\n"
    assert [p.kind for p in plant.check(make(files))] == ["error"]


def test_labels_of_a_scenarios_jobs_areas_and_investments_are_known(labelled, make):
    labelled["plant.yaml"] += "  new press: {fr: presse neuve}\n"
    labelled["scenarios/s1.yaml"] = (
        "name: S1\nfrom: 1999-02-01\nweekly_h: 35\n"
        "investment:\n  - {what: new press, amount: 1000, on: 1999-02-01, life_years: 5}\n"
    )
    assert plant.check(make(labelled)) == ()


def test_labels_are_written_and_read_back_in_both_forms_of_a_plant(labelled, make, tmp_path):
    first = plant.read(make(labelled))
    plant.write_folder(first, tmp_path / "folder")
    plant.write_workbook(first, tmp_path / "book.xlsx")
    assert len(first.labels) == 2
    for form in ("folder", "book.xlsx"):
        again = plant.read(tmp_path / form)
        assert again.labels == first.labels
        assert again.notes == ()


def test_a_text_of_the_evidence_may_stand_in_both_languages():
    entry = (
        "evidence:\n  - id: E1\n    value: 0.05\n    range: [0.02, 0.08]\n"
        "    unit: {fr: part, en: share}\n    population: ouvriers\n    source: {en: a paper}\n"
        "    mark: C\n    kind: prior\n"
    )
    (found,), problems = read_evidence(parse(entry, "evidence.yaml")[0])
    assert problems == ()
    assert found.unit == Words("part", "share")
    assert found.population == Words("ouvriers", "ouvriers")
    assert found.source == Words("a paper", "a paper")
