"""The command: a line for each problem, mistakes that stop nobody else, files that are written."""

from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from accord.cli import app
from accord.hours.cycle.read import read_problems

PLANT = """\
7
9
3
2 2 2 2 2 2 2
2 2 2 3 3 3 2
2 2 2 2 2 2 2
D 360 480 2 7
A 840 480 2 6
N 1320 480 2 4
2 4
4 7
3 0
N D
N A
A D
"""
STUCK = """\
7
4
1
2 2 2 2 2 2 2
D 360 480 1 1
1 2
3 5
0 0
"""
"""Work lasts three days at least, a block of the only shift one day: D D would be one block."""


@pytest.fixture
def folder(tmp_path):
    """Three plants whose names have numbers, one of them broken, and a file of another kind."""
    (tmp_path / "plants").mkdir()
    for name, text in (("p10.txt", PLANT), ("p9.txt", PLANT.replace("\n9\n", "\nx\n")),
                       ("p2.txt", STUCK), ("notes.md", "# notes")):  # fmt: skip
        (tmp_path / "plants" / name).write_text(text, encoding="utf-8")
    return tmp_path / "plants"


@pytest.fixture
def run():
    def invoke(*arguments, code=0):
        result = CliRunner().invoke(app, ["hours", *map(str, arguments)])
        assert result.exit_code == code, result.output
        return result

    return invoke


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


class TestCycle:
    def test_a_folder_gives_a_line_for_each_file_in_the_order_of_its_numbers(self, run, folder):
        result = run("cycle", folder, "--json", code=2)
        told = lines(result)
        assert [(line["file"], line["status"]) for line in told] == [
            (str(folder / "p2.txt"), "impossible"),
            (str(folder / "p9.txt"), "error"),
            (str(folder / "p10.txt"), "found"),
        ]
        assert "1 file(s) of other kinds not read" in result.stderr
        assert "1 of 3 files could not be answered" in result.stderr

    def test_a_found_cycle_is_told_with_all_that_belongs_to_it(self, run, folder):
        (line,) = lines(run("cycle", folder / "p10.txt", "--json", "--objective", "none"))
        assert line["people"] == 9
        assert line["average_h"] == pytest.approx(40)
        assert line["objective"] is None
        assert line["cpu_s"] < 5
        schedule = line["schedule"]
        assert [len(week) for week in schedule] == [7] * 9
        (problem,) = read_problems(folder / "p10.txt")
        for code, shift in enumerate(problem.shifts):
            counts = tuple(sum(week[day] == shift.name for week in schedule) for day in range(7))
            assert counts == problem.demand[code]

    def test_an_impossible_one_has_no_schedule_but_a_proof(self, run, folder):
        (line,) = lines(run("cycle", folder / "p2.txt", "--json"))
        assert line["schedule"] is None
        assert line["proof"]["text_en"]

    def test_a_file_with_mistakes_tells_them_with_their_places(self, run, folder):
        (line,) = lines(run("cycle", folder / "p9.txt", "--json", code=2))
        assert [(p["line"], p["seen"]) for p in line["problems"]] == [
            (2, "'x' in the number of people")
        ]
        result = run("cycle", folder / "p9.txt", code=2)
        assert f"{folder / 'p9.txt'}:2:1: 'x'" in result.stderr

    def test_aims_are_reached_in_their_order_and_proven(self, run, folder):
        (alone,) = lines(run("cycle", folder / "p10.txt", "--json", "--objective", "free_weekends"))
        assert alone["objective"] == alone["bound"]
        (both,) = lines(
            run("cycle", folder / "p10.txt", "--json", "--objective",
                "free_weekends, single_days_off", "--objective", "nights_beyond")
        )  # fmt: skip
        assert both["aims"] == ["free_weekends", "single_days_off", "nights_beyond"]
        assert both["objective"][0] == alone["objective"]
        free = sum(week[5] == week[6] == "-" for week in both["schedule"])
        assert free == both["objective"][0]

    def test_weighted_aims_are_added_up(self, run, folder):
        (line,) = lines(
            run("cycle", folder / "p10.txt", "--json", "--objective",
                "free_weekends=3,nights_beyond=1")
        )  # fmt: skip
        assert line["aims"] == ["weighted"]
        assert line["objective"] == line["bound"]

    @pytest.mark.parametrize(
        ("aims", "said"),
        [
            ("free_weekend", "Did you mean 'free_weekends'"),
            ("free_weekends=3,nights_beyond", "all with a weight or all without"),
            ("free_weekends,free_weekends", "every aim once"),
            ("free_weekends=-1", "a weight is a whole number"),
        ],
    )
    def test_an_unknown_aim_is_told_before_any_file_is_read(self, run, folder, aims, said):
        result = run("cycle", folder, "--objective", aims, code=2)
        assert said in result.stderr
        assert not result.stdout

    def test_another_number_of_people_is_put_in(self, run, folder):
        (line,) = lines(run("cycle", folder / "p10.txt", "--json", "--people", 11))
        assert line["people"] == len(line["schedule"]) == 11
        (line,) = lines(run("cycle", folder / "p10.txt", "--json", "--people", 6, code=2))
        said = {problem["seen"] for problem in line["problems"]}
        assert said == {
            f"7 people asked for on {day}, 6 are there"
            for day in ("Thursday", "Friday", "Saturday")
        }

    def test_the_words_show_the_matrix_the_average_and_what_the_verdict_rests_on(self, run, folder):
        said = run("cycle", folder / "p10.txt", "--objective", "free_weekends").stdout
        assert "9 people, 40.00 h in an average week" in said
        assert "week  Mon Tue Wed Thu Fri Sat Sun   hours" in said
        assert "free weekends: 2 (proven: no cycle has more)" in said
        assert "checked: " in said
        assert "no cycle keeps every rule" in run("cycle", folder / "p2.txt").stdout

    def test_profiles_of_one_file_are_lines_of_their_own(self, run, tmp_path):
        (tmp_path / "case.yaml").write_text(
            "people: 6\nshifts: {D: {start: '06:00', length_h: 8}}\ndays_off: [2, 3]\n"
            "work: [4, 6]\nprofiles: {low: {D: {mon-fri: 4, sat-sun: 2}}, high: {D: 4}}\n",
            encoding="utf-8",
        )
        told = lines(run("cycle", tmp_path / "case.yaml", "--json"))
        assert [line["problem"] for line in told] == ["case: low", "case: high"]
        assert [line["average_h"] for line in told] == pytest.approx([32, 37.333333])

    def test_one_answer_is_written_into_the_files_named(self, run, folder, tmp_path):
        out = tmp_path / "out"
        out.mkdir()
        run(
            "cycle", folder / "p10.txt", "--csv", out / "c.csv", "--xlsx", out / "c.xlsx",
            "--tods", out / "rosters.txt", "--rws", out / "again.txt", "--ical", out / "ics",
            "--start", "2024-03-04", "--until", "2024-12-29",
        )  # fmt: skip
        rows = list(csv.reader((out / "c.csv").read_text(encoding="utf-8").splitlines()))
        assert [len(row) for row in rows] == [8] * 10
        assert (out / "c.xlsx").stat().st_size > 5000
        assert len((out / "rosters.txt").read_text(encoding="utf-8").splitlines()) == 82
        assert len(list((out / "ics").glob("person-*.ics"))) == 9
        (again,) = read_problems(out / "again.txt")
        (first,) = read_problems(folder / "p10.txt")
        assert (again.demand, again.shifts, again.pairs) == (
            first.demand, first.shifts, first.pairs,
        )  # fmt: skip

    def test_several_answers_are_written_into_folders(self, run, folder, tmp_path):
        out = tmp_path / "out"
        result = run("cycle", folder, "--csv", out, "--ical", tmp_path / "ics", "--start",
                     "2024-03-04", code=2)  # fmt: skip
        assert [p.name for p in out.iterdir()] == ["p10.csv"]
        assert len(list((tmp_path / "ics" / "p10").iterdir())) == 9
        assert "p2: no cycle, so none is written" in result.stderr

    def test_calendars_need_a_monday_before_anything_is_solved(self, run, folder, tmp_path):
        result = run("cycle", folder, "--ical", tmp_path / "ics", code=2)
        assert "need --start" in result.stderr
        result = run("cycle", folder, "--ical", tmp_path, "--start", "2024-03-05", code=2)
        assert "Take 2024-03-11" in result.stderr
        assert not result.stdout

    def test_a_folder_without_problems_and_a_missing_file_are_told(self, run, tmp_path):
        result = run("cycle", tmp_path, "--json", code=2)
        assert "a folder without files to read" in result.stdout
        (line,) = lines(run("cycle", tmp_path / "none.txt", "--json", code=2))
        assert line["status"] == "error"
