"""The generator writes the committed files again, byte for byte."""

import hashlib
import subprocess
import sys

import pytest

from accord import plant
from accord.plant.labels import labelled_words


def digests(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix in (".csv", ".yaml", ".xlsx", ".md")
        and "generator" not in path.parts
    }


def test_a_new_run_of_the_generator_gives_the_committed_bytes(gaillon_folder, tmp_path):
    subprocess.run(
        [sys.executable, str(gaillon_folder / "generate.py"), str(tmp_path)],
        check=True,
        timeout=240,
    )
    committed = {k: v for k, v in digests(gaillon_folder).items() if k != "README.md"}
    assert digests(tmp_path) == committed
    assert len(committed) >= 25


@pytest.mark.parametrize(
    "name",
    ["plant.yaml", "stations.csv", "operations.csv", "components.csv", "orders.csv", "people.csv",
     "skills.csv", "shifts.csv", "absences.csv", "evidence.yaml", "scenarios/S0.yaml",
     "voice/questionnaire.xlsx", "deal/management.yaml", "deal/union.yaml",
     "deal/management_list.yaml", "log.csv", "gaillon.xlsx", "SOURCES.md"],
)  # fmt: skip
def test_every_file_of_the_data_set_is_there(gaillon_folder, name):
    assert (gaillon_folder / name).stat().st_size > 0


def test_the_plant_has_no_error_and_no_warning(gaillon_folder):
    problems = plant.check(gaillon_folder)
    assert [str(p) for p in problems if p.kind != "note"] == []


def test_the_workbook_is_the_same_plant(gaillon, gaillon_folder):
    book = plant.read(gaillon_folder / "gaillon.xlsx")
    for name in ("stations", "operations", "orders", "people", "skills", "shifts", "absences",
                 "overtime", "scenarios", "evidence", "closures", "release", "rules",
                 "labels"):  # fmt: skip
        assert getattr(book, name) == getattr(gaillon, name), name


def test_every_english_word_that_a_report_shows_has_its_french(gaillon):
    labels = {label.word for label in gaillon.labels}
    assert labelled_words(gaillon) - labels == {"maintenance"}  # the same word in French
    texts = [w for e in gaillon.evidence for w in (e.unit, e.population, e.source) if " " in w.en]
    alike = {w.en for w in texts if w.fr == w.en}
    assert {word for word in alike if not word.startswith("gaillon section")} == set()
    assert len(texts) > 60


def test_the_log_is_a_year_of_at_most_50_000_rows_and_4_megabytes(gaillon_folder):
    data = (gaillon_folder / "log.csv").read_bytes()
    lines = data.decode("utf-8").splitlines()
    assert 40_000 < len(lines) - 1 <= 50_000
    assert len(data) <= 4_000_000
    starts = [line.split(",")[3] for line in lines[1:]]
    assert min(starts).startswith("1998-05-04")
    assert max(starts).startswith("1999-04-30")


def test_every_page_says_that_the_plant_is_fictional(gaillon_folder):
    for name in ("SOURCES.md", "plant.yaml", "deal/management.yaml", "scenarios/S5.yaml"):
        assert "ictional plant" in (gaillon_folder / name).read_text(encoding="utf-8"), name
    assert "fictional" in (gaillon_folder / "plant.yaml").read_text(encoding="utf-8")
