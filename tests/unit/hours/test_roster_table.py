"""A dated roster of people against dates, read by the law check: as `roster --csv` writes it."""

from __future__ import annotations

from datetime import date

import pytest

from accord.errors import InputError
from accord.hours import check_file
from accord.hours.check.roster_table import read_roster_table
from accord.hours.cycle.read import read_problems
from accord.hours.rosters.plant_roster import roster
from accord.hours.rosters.roster_matrix import roster_csv
from accord.plant import read

HEAD = "person,crew," + ",".join(f"2024-03-{day:02d}" for day in range(4, 11)) + "\n"
HOURS = "# M=06:00-14:00 N=22:00-06:00\n"


@pytest.fixture
def write(tmp_path):
    def written(text, name="roster.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode("utf-8"))
        return path

    return written


def duties(text, **more):
    found, days, told = read_roster_table("r.csv", text.encode("utf-8"), "fr", **more)
    return [(d.person, d.day.isoformat(), d.start_min, d.end_min) for d in found], days, told


def test_words_have_the_hours_of_the_lines_of_comment():
    found, days, told = duties(f"{HOURS}{HEAD}P1,A,M,-,N,absent,,*,off\n")
    assert found == [("P1", "2024-03-04", 360, 840), ("P1", "2024-03-06", 1320, 1800)]
    assert days == (date(2024, 3, 4), date(2024, 3, 10))
    assert told == ()


def test_every_violation_is_told_with_person_and_date(write):
    path = write(f"{HOURS}{HEAD}P1,A,M,M,M,M,M,M,M\nP2,A,M,M,M,M,M,-,-\n")
    found = check_file(path)
    assert {(v.who, v.rule) for v in found.violations} == {
        ("P1", "fr.hours.days_week"), ("P1", "fr.hours.week_max"),
    }  # fmt: skip
    assert found.verdict is False


def test_cells_may_have_their_own_hours_and_dates_the_french_order():
    text = "Personne;25/03/2024;26/03/2024\nP1;06:00-14:00;22:00-06:00\n"
    found, days, _ = duties(text)
    assert found == [("P1", "2024-03-25", 360, 840), ("P1", "2024-03-26", 1320, 1800)]
    assert days == (date(2024, 3, 25), date(2024, 3, 26))


def test_a_cycle_problem_gives_the_hours_of_each_weekday(write, tmp_path):
    rws = tmp_path / "p.txt"
    rws.write_text("7\n2\n1\n1 1 1 1 1 0 0\nD 360 660 1 7\n1 7\n1 7\n0 0\n", encoding="utf-8")
    problems = read_problems(rws)
    found = check_file(write(f"{HEAD}P1,A,D,-,-,-,-,-,-\n"), problem=problems)
    assert [(v.rule, v.value) for v in found.violations] == [("fr.hours.day_max", 11.0)]


def test_letters_of_the_pattern_library_are_not_taken_for_a_plants(write):
    path = write(f"{HEAD}P1,A,M,M,-,-,-,-,-\nP2,A,M,-,-,-,-,-,-\n")
    with pytest.raises(InputError) as refusal:
        check_file(path)
    (problem,) = refusal.value.problems  # said once, with its first place
    assert str(problem.place) == f"{path}:2:3"
    assert "'M', and 2 more" in problem.seen
    assert "--plant" in problem.remedy


def test_days_of_training_without_hours_are_told():
    found, _, told = duties(f"{HOURS}{HEAD}P1,A,M,T,T,-,-,-,-\n")
    assert len(found) == 1
    assert "2 day(s) of training" in told[0][1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{HOURS}{HEAD}", "no person"),
        (f"{HOURS}{HEAD},A,M,M,M,M,M,-,-\n", "names its person"),
        (f"{HOURS}{HEAD}P1,A,M,M\n", "4 cells"),
        (f"{HOURS}person,2024-03-04,2024-03-06\nP1,M,M\n", "days that follow each other"),
        (f"{HOURS}2024-03-04,2024-03-05\nM,M\n", "a column of people"),
        ("person,0,1,2\nA,D,D,-\n", "a column for each date"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(write, text, words):
    path = write(text)
    with pytest.raises(InputError) as refusal:
        check_file(path)
    assert words in str(refusal.value)
    assert all(p.place.file == str(path) and p.remedy for p in refusal.value.problems)


def test_the_roster_of_a_plant_is_read_with_the_hours_and_breaks_of_its_duties(write, night_crew):
    plant = read(night_crew)
    made = roster(plant, days=14)
    path = write(roster_csv(made))
    with pytest.raises(InputError, match="--plant"):
        check_file(path)
    found = check_file(path, plant=plant)
    own = read_roster_table(path.name, path.read_bytes(), plant.country, plant=plant)[0]
    assert len(own) == sum(
        word in made.problem.duties_on(day) for row in made.cells for day, word in enumerate(row)
    )
    assert all(d.breaks is not None for d in own)
    assert found.on == made.problem.first
    assert not any("breaks" in en for _, en in found.needs)


def test_the_roster_of_another_plant_is_refused(write, night_crew, one_press):
    path = write(roster_csv(roster(read(night_crew), days=7)))
    with pytest.raises(InputError, match="another plant or date"):
        check_file(path, plant=read(one_press))
