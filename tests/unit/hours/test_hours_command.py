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
        assert line["weights"] == {"free_weekends": 3, "nights_beyond": 1}
        counts = line["counts"]
        assert line["objective"] == 3 * counts["free_weekends"] - counts["nights_beyond"]
        free = sum(week[5] == week[6] == "-" for week in line["schedule"])
        assert counts["free_weekends"] == free
        aims = ["--objective", "free_weekends=3,nights_beyond=1"]
        for command in ("cycle", "fewest"):
            said = run(command, folder / "p10.txt", *aims).stdout
            (line,) = lines(run(command, folder / "p10.txt", *aims, "--json"))
            assert f"  + 3 x {line['counts']['free_weekends']} free weekends" in said
            assert f"  - 1 x {line['counts']['nights_beyond']} " in said

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
        assert "held against every rule" in said
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


class TestFewestExplainFrontier:
    def test_the_fewest_people_within_an_average_are_told_with_their_cycle(self, run, folder):
        (line,) = lines(run("fewest", folder / "p10.txt", "--max-average", 35, "--json"))
        assert line["status"] == "found"
        assert line["people"] == len(line["schedule"]) == 11  # 45 shifts of 8 h: 360 h / 35 h
        assert line["average_h"] == pytest.approx(360 / 11)
        (shorter,) = lines(run("fewest", folder / "p10.txt", "--max-average", 30, "--json"))
        assert shorter["people"] == 12

    def test_the_best_cycle_of_the_fewest_is_taken_and_written(self, run, folder, tmp_path):
        aims = ["--objective", "free_weekends,single_days_off"]
        files = ["--csv", tmp_path / "c.csv", "--ical", tmp_path / "ics", "--start", "2024-03-04"]
        (line,) = lines(run("fewest", folder / "p10.txt", *aims, *files, "--json"))
        (best,) = lines(run("cycle", folder / "p10.txt", "--people", 11, *aims, "--json"))
        assert line["people"] == 11
        assert line["objective"] == best["objective"] == line["bound"]
        rows = list(csv.reader((tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()))
        assert [row[1:] for row in rows[-11:]] == line["schedule"]
        assert len(list((tmp_path / "ics").glob("*.ics"))) == 11
        said = run("fewest", folder / "p10.txt", *aims).stdout
        assert "no cycle with fewer: proof by counting: 360 h a week at 35 h each" in said
        none = run("fewest", folder / "p2.txt", "--csv", tmp_path / "none.csv")
        assert "no cycle, so none is written" in none.stderr
        assert not (tmp_path / "none.csv").exists()

    def test_explain_answers_for_another_number_of_people(self, run, folder):
        (line,) = lines(run("explain", folder / "p2.txt", "--people", 5, "--json"))
        assert {w["people"] for w in line["with_relaxation"]} == {5}
        assert "5 people, 22.40 h" in run("explain", folder / "p2.txt", "--people", 5).stdout
        both = run("explain", folder / "p2.txt", "--people", 5, "--max-average", 30, code=2)
        assert "fix the same thing" in both.stderr

    def test_explain_answers_for_several_groups(self, run, folder):
        (folder / "g.yaml").write_text(
            "groups: [{name: a, people: 3, shifts: [D]}, {name: b, people: 3, shifts: [N]}]\n"
            "shifts: {D: {start: '06:00', length_h: 8}, N: {start: '22:00', length_h: 8}}\n"
            "days_off: [2, 3]\nwork: [5, 6]\ndemand: {D: 2, N: 2}\n",
            encoding="utf-8",
        )
        (line,) = lines(run("explain", folder / "g.yaml", "--json"))
        assert (line["status"], [g["name"] for g in line["groups"]]) == ("impossible", ["a", "b"])
        assert line["relaxations"]

    def test_where_no_number_helps_the_smallest_changes_are_told(self, run, folder):
        """One shift in blocks of one day, work of three: no number of people is ever enough."""
        told = lines(run("fewest", folder / "p2.txt", "--max-average", 40, "--json"))
        assert told[0]["status"] == "impossible"
        sets = told[0]["relaxations"]
        assert sets
        assert all(set(change) == {"rule", "from", "to"} for found in sets for change in found)
        steps = {sum(abs(c["from"] - c["to"]) for c in found) for found in sets}
        assert steps == {2}  # 14 shifts a week make no whole number of blocks of three
        said = run("fewest", folder / "p2.txt", "--max-average", 40).stdout
        assert "least days of work in a row: 1 instead of 3" in said
        assert "fewer steps are not enough" in said

    def test_explain_keeps_the_people_unless_an_average_is_asked(self, run, folder):
        (line,) = lines(run("explain", folder / "p2.txt", "--json"))
        assert {w["people"] for w in line["with_relaxation"]} == {4}
        (line,) = lines(run("explain", folder / "p10.txt", "--json"))
        assert line["status"] == "found"
        assert "relaxations" not in line
        (line,) = lines(run("explain", folder / "p2.txt", "--max-average", 30, "--json"))
        assert all(w["average_h"] <= 30 for w in line["with_relaxation"])

    def test_a_frontier_has_a_proven_point_for_each_number_of_people(self, run, folder):
        (line,) = lines(run("frontier", folder / "p10.txt", "--points", 3, "--json"))
        points = line["points"]
        assert [p["people"] for p in points] == [9, 10, 11]
        assert all(p["proven"] for p in points)
        weekends = [p["free_weekends"] for p in points]
        assert weekends == sorted(weekends)
        said = run("frontier", folder / "p10.txt").stdout
        assert "people  hours a week  free weekends  share" in said

    def test_several_groups_are_told_as_a_limit_and_stop_nobody_else(self, run, folder):
        (folder / "g.yaml").write_text(
            "groups: [{name: a, people: 3}, {name: b, people: 3}]\n"
            "shifts: {D: {start: '06:00', length_h: 8}}\ndays_off: [2, 3]\nwork: [4, 6]\n"
            "demand: {D: 4}\n",
            encoding="utf-8",
        )
        told = lines(run("fewest", folder / "g.yaml", folder / "p10.txt", "--json", code=2))
        assert [line["status"] for line in told] == ["error", "found"]
        assert "one group" in told[0]["error"]


class TestCheck:
    MATRIX = "# D=06:00-18:00\nweek,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,D,D,D,D,-\n2,D,D,-,-,-,-,-\n"

    @pytest.fixture
    def matrix(self, tmp_path):
        (tmp_path / "m.csv").write_text(self.MATRIX, encoding="utf-8")
        return tmp_path / "m.csv"

    def test_each_violation_names_who_when_value_limit_and_article(self, run, matrix):
        (line,) = lines(run("check", matrix, "--on", "2024-01-01", "--json", code=1))
        assert line["legal"] is False
        assert line["file"] == str(matrix)
        week = [v for v in line["violations"] if v["rule"] == "fr.hours.week_max"]
        assert [(v["value"], v["limit"], v["from"]) for v in week] == [(72, 48, "week 1 mon")]
        assert all({"who", "to", "article"} <= set(v) for v in line["violations"])

    def test_the_words_say_a_limit_once_and_how_often_it_is_passed(self, run, matrix):
        said = run("check", matrix, "--on", "2024-01-01", code=1).stdout
        days = [line for line in said.splitlines() if "a day of 12 h" in line]
        assert len(days) == 1
        assert "and 7 time(s) more" in days[0]
        assert "law of fr on 2024-01-01" in said

    def test_a_written_cycle_is_checked_with_the_hours_of_its_problem(self, run, folder, tmp_path):
        run("cycle", folder / "p10.txt", "--csv", tmp_path / "c.csv")
        (line,) = lines(
            run("check", tmp_path / "c.csv", "--problem", folder / "p10.txt", "--country", "eu",
                "--override", "eu.hours.rest_week=objective", "--json")
        )  # fmt: skip
        assert line["country"] == "eu"
        assert not any(v["rule"] == "eu.hours.rest_day" for v in line["violations"])

    def test_facts_and_derogations_are_read(self, run, matrix):
        base = ("check", matrix, "--on", "2024-01-01", "--json")
        (line,) = lines(
            run(*base, "--override", "fr.hours.day_max=agreement", "--fact", "headcount=80",
                "--fact", "continuous=yes", "--fact", "night=22-7", code=1)
        )  # fmt: skip
        assert line["derogations"] == ["fr.hours.day_max=agreement"]
        assert not any(v["rule"] == "fr.hours.day_max" for v in line["violations"])

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--fact", "headcont=80"), "Did you mean 'headcount'"),
            (("--fact", "headcount=many"), "a number is expected"),
            (("--fact", "night=22"), "written 22-7"),
            (("--fact", "headcount"), "not written name=value"),
            (("--fact", "women=yes", "--fact", "women=no"), "given twice"),
            (("--override", "fr.hours.none=agreement"), "fr.hours.none"),
            (("--country", "zz"), "no law of working time is known"),
            (("--problem", "none.txt"), "cannot be read"),
        ],
    )
    def test_what_cannot_be_read_is_told(self, run, matrix, arguments, said):
        result = run("check", matrix, *arguments, code=2)
        assert said in result.stderr

    def test_a_plant_is_one_thing_and_a_folder_of_tables_several(self, run, matrix, one_press):
        told = lines(run("check", one_press, matrix.parent, "--json", code=1))
        assert [line["file"] for line in told] == [str(one_press), str(matrix)]

    def test_the_exit_code_says_legal_illegal_or_not_read(self, run, matrix, tmp_path):
        legal = tmp_path / "legal.csv"
        legal.write_text(
            "# D=06:00-13:00\nweek,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,D,D,D,-,-\n",
            encoding="utf-8",
        )
        run("check", legal, code=0)
        run("check", legal, matrix, code=1)
        told = lines(run("check", legal, matrix, "--json", code=1))
        assert [line["legal"] for line in told] == [True, False]
        run("check", legal, matrix, tmp_path / "none.csv", code=2)
        # what is only to be looked at is no breach: overtime as a rule, work on a Sunday
        sunday = tmp_path / "sunday.csv"
        sunday.write_text(legal.read_text("utf-8").replace("-,-", "-,D"), encoding="utf-8")
        (line,) = lines(run("check", sunday, "--json", code=0))
        assert {flag["rule"] for flag in line["flags"]} >= {
            "fr.hours.sunday", "fr.hours.legal_week",
        }  # fmt: skip
        run("check", sunday, "--override", "fr.hours.sunday=none", code=1)

    def test_a_cycle_is_held_against_the_rules_of_its_problem_and_its_crews_are_told(
        self, run, folder, tmp_path
    ):
        run("cycle", folder / "p10.txt", "--csv", tmp_path / "c.csv")
        text = (tmp_path / "c.csv").read_text(encoding="utf-8")
        base = ("check", "--problem", folder / "p10.txt", "--country", "us", "--json")
        (line,) = lines(run(*base, tmp_path / "c.csv"))
        assert line["legal"] is True
        assert [crew["weeks"] for crew in line["crews"]] == [9]
        assert line["crews"][0]["average_h"] == pytest.approx(40.0)
        (tmp_path / "wrong.csv").write_text(text.replace("N", "D"), encoding="utf-8")
        (line,) = lines(run(*base, tmp_path / "wrong.csv", code=1))
        rules = {v["rule"] for v in line["violations"]}
        assert "cycle.cover" in rules
        assert all(v["article"].startswith(str(folder)) for v in line["violations"])
        said = run(*base[:-1], tmp_path / "wrong.csv", code=1).stdout
        assert "of the cycle's own rules" in said
        assert "wrong: 40.00 h in an average week" in said

    def test_the_week_of_an_agreement_and_a_plants_roster_are_read(self, run, night_crew, tmp_path):
        rows = "person,date,start,end\nP,2024-03-10,22:00,06:00\n" + "".join(
            f"P,2024-03-{day},08:00,17:36\n" for day in range(12, 17)
        )
        (tmp_path / "d.csv").write_text(rows, encoding="utf-8")
        (line,) = lines(run("check", tmp_path / "d.csv", "--json", code=1))
        weeks = [v for v in line["violations"] if v["rule"] == "fr.hours.week_max"]
        assert [(v["from"], v["value"]) for v in weeks] == [("2024-03-11", 54.0)]
        own = ("--fact", "week_start=mon-12", "--json")
        (line,) = lines(run("check", tmp_path / "d.csv", *own, code=0))
        assert not [v for v in line["violations"] if v["rule"] == "fr.hours.week_max"]
        result = run("check", tmp_path / "d.csv", "--fact", "week_start=noday", code=2)
        assert "week_start is 'noday'" in result.stderr
        run("roster", night_crew, "--days", 7, "--csv", tmp_path / "r.csv")
        assert "--plant" in run("check", tmp_path / "r.csv", code=2).stderr
        (line,) = lines(run("check", tmp_path / "r.csv", "--plant", night_crew, "--json"))
        assert line["legal"] is True

    def test_a_limit_that_is_not_known_is_no_yes(self, run, tmp_path):
        duties = "crew,week,day,start,end\nA,1,mon-fri,08:00,15:00\n"
        (tmp_path / "c.csv").write_text(duties, encoding="utf-8")
        (line,) = lines(run("check", tmp_path / "c.csv", "--on", "1850-01-01", "--json", code=2))
        assert line["legal"] is None
        run("check", tmp_path / "c.csv", "--on", "2024-01-01", code=0)

    def test_the_headline_says_what_needs_an_agreement(self, run, tmp_path):
        duties = "crew,week,day,start,end\nA,1,sun,08:00,13:00\n"
        (tmp_path / "c.csv").write_text(duties, encoding="utf-8")
        said = run("check", tmp_path / "c.csv").stdout
        assert "no limit of the law is passed but what needs an agreement or derogation" in said
        assert "needs an agreement or derogation: fr.hours.sunday beyond 0, A: continuous" in said
        named = ("--override", "fr.hours.sunday=continuous")
        assert "needs an agreement" not in run("check", tmp_path / "c.csv", *named).stdout
        (tmp_path / "d.csv").write_text(
            "crew,week,day,start,end\nA,1,mon,08:00,19:00\n", encoding="utf-8"
        )
        (line,) = lines(run("check", tmp_path / "d.csv", "--json", code=1))
        (one,) = line["needs_agreement"]
        assert (one["rule"], one["who"], one["violation"]) == ("fr.hours.day_max", ["A"], True)
        assert one["could_allow"] == ["agreement (L3121-19)", "authorisation (L3121-18)"]

    @pytest.mark.parametrize("word", ["sat-25", "sun-24", "sun--1", "sun-22:75", "sun-"])
    def test_a_week_begins_at_an_hour_of_the_day(self, run, tmp_path, word):
        duties = "crew,week,day,start,end\nA,1,mon-fri,08:00,15:00\n"
        (tmp_path / "c.csv").write_text(duties, encoding="utf-8")
        result = run("check", tmp_path / "c.csv", "--fact", f"week_start={word}", code=2)
        assert f"week_start is '{word}'" in result.stderr
        said = run("check", tmp_path / "c.csv", "--fact", "week_start=sun-22:30").stdout
        assert "fr.hours.week=sun 22:30 (L3121-32)" in said
        abroad = ("--fact", "week_start=sun", "--country", "uk")
        assert "under the law of uk" in run("check", tmp_path / "c.csv", *abroad, code=2).stderr

    def test_a_cycle_with_a_shift_called_x_comes_back_as_it_was_written(self, run, tmp_path):
        (tmp_path / "x.yaml").write_text(
            "name: xs\npeople: 2\nshifts:\n  x: {start: '06:00', length_h: 7}\n"
            "demand: {x: [1, 1, 1, 1, 1, 0, 0]}\ndays_off: [2, 9]\nwork: [5, 5]\n",
            encoding="utf-8",
        )
        run("cycle", tmp_path / "x.yaml", "--csv", tmp_path / "x.csv")
        (line,) = lines(
            run("check", tmp_path / "x.csv", "--problem", tmp_path / "x.yaml", "--json")
        )
        assert line["legal"] is True
        assert line["crews"][0]["average_h"] == pytest.approx(17.5)


class TestRoster:
    def test_a_plants_roster_is_told_day_by_day_with_its_proof(self, run, night_crew):
        (line,) = lines(run("roster", night_crew, "--days", 14, "--json"))
        assert line["file"] == str(night_crew)
        assert line["status"] == "optimal"
        assert line["cost"] == line["bound"]
        assert sorted(line["assignments"]) == ["P1", "P2"]
        assert all(len(days) == 14 for days in line["assignments"].values())
        # P2 is away on 12 and 13 January; why is nobody's business
        assert line["assignments"]["P2"][8:10] == ["absent", "absent"]
        assert "sick" not in json.dumps(line)

    def test_the_roster_is_drawn_and_written(self, run, night_crew, tmp_path):
        said = run(
            "roster", night_crew, "--days", 14, "--first", "1999-01-11", "--csv",
            tmp_path / "r.csv", "--xlsx", tmp_path / "r.xlsx", "--ical", tmp_path / "ics",
        ).stdout  # fmt: skip
        assert "night crew: 2 people, 14 days from 1999-01-11: optimal" in said
        assert "* absent" in said
        rows = list(csv.reader((tmp_path / "r.csv").read_text(encoding="utf-8").splitlines()))
        assert [row[0] for row in rows] == ["person", "P1", "P2"]
        assert len(rows[0]) == 2 + 14
        assert (tmp_path / "r.xlsx").stat().st_size > 5000
        assert len(list((tmp_path / "ics").glob("*.ics"))) == 2

    def test_several_plants_are_rostered_in_one_process_into_folders(
        self, run, night_crew, one_press, tmp_path
    ):
        told = lines(
            run("roster", night_crew, tmp_path / "none", one_press, "--days", 7, "--json",
                "--csv", tmp_path / "out", code=2)
        )  # fmt: skip
        assert [line["status"] for line in told] == ["optimal", "error", "optimal"]
        assert len(list((tmp_path / "out").glob("*.csv"))) == 2

    TEXT = (
        "SECTION_HORIZON\n7\n\nSECTION_SHIFTS\nD,480,\n\nSECTION_STAFF\n"
        "A,D=7,2400,960,5,2,2,1\nB,D=7,2400,960,5,2,2,1\n\nSECTION_DAYS_OFF\nA,0\n\n"
        "SECTION_SHIFT_ON_REQUESTS\n\nSECTION_SHIFT_OFF_REQUESTS\nB,1,D,3\n\nSECTION_COVER\n"
        + "".join(f"{day},D,1,100,1\n" for day in range(7))
    )
    """Two people, one day shift for one of them each day; B would have Tuesday off."""

    @pytest.fixture
    def week(self, tmp_path):
        (tmp_path / "week.txt").write_text(self.TEXT, encoding="utf-8")
        return tmp_path / "week.txt"

    def test_the_text_form_is_solved_to_its_least_cost(self, run, week, tmp_path):
        (line,) = lines(run("roster", week, "--json"))
        assert line["file"] == str(week)
        assert line["status"] == "optimal"
        # B works Monday, for A may not, and two days at least: Tuesday is A's or costs B's wish
        assert line["cost"] == line["bound"]
        a, b = (line["assignments"][name] for name in "AB")
        assert a[0] == "-"
        missing = sum(x == y == "-" for x, y in zip(a, b, strict=True))
        doubled = sum(x == y == "D" for x, y in zip(a, b, strict=True))
        assert line["cost"] == 100 * missing + doubled + 3 * (b[1] == "D")
        said = run("roster", week, "--csv", tmp_path / "r.csv", "--xlsx", tmp_path / "r.xlsx")
        assert "proven least" in said.stdout
        assert "written as CSV only" in said.stderr
        rows = list(csv.reader((tmp_path / "r.csv").read_text(encoding="utf-8").splitlines()))
        assert [row[0] for row in rows] == ["person", "A", "B"]

    def test_rules_of_a_person_that_clash_are_named(self, run, week):
        week.write_text(self.TEXT.replace("A,D=7,2400,960", "A,D=7,2400,9600"), encoding="utf-8")
        (line,) = lines(run("roster", week, "--json"))
        assert (line["status"], line["assignments"], line["cost"]) == ("impossible", None, None)
        assert "A has no legal row of days" in run("roster", week).stdout

    def test_a_mistake_in_the_text_form_is_told_with_its_place(self, run, week):
        week.write_text(self.TEXT.replace("6,D,1,100,1", "6,E,1,100,1"), encoding="utf-8")
        (line,) = lines(run("roster", week, "--json", code=2))
        assert line["status"] == "error"
        assert self.TEXT.split("\n").index("6,D,1,100,1") + 1 in {
            p["line"] for p in line["problems"]
        }
