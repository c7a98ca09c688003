"""The law on files: dated duties, cycles of crews, matrices, plants; and files that are wrong."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from accord.errors import InputError, NeedsError
from accord.hours import Facts, check_cycle, check_file, exports, pattern
from accord.hours.cycle.read import read_problems
from accord.plant import read, write_workbook

GAILLON = Path(__file__).parents[3] / "plants" / "gaillon"
KEYS = {"who", "from", "to", "rule", "value", "limit", "article"}


@pytest.fixture
def write(tmp_path):
    def written(text, name="hours.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written


def rules(found):
    return {v.rule for v in found.violations}


def test_dated_duties_are_checked_person_by_person(write):
    path = write(
        "person,date,start,end,breaks\n"
        "P1,2024-03-04,06:00,14:00,20\n"
        "P1,2024-03-05,06:00,17:30,10:00-10:30 unpaid\n"
        "P2,2024-03-04,22:00,06:00,01:00-01:30 paid\n"
        "P2,2024-03-05,,,\n"
        "P2,2024-03-06,06:00,12:00,none\n"
    )
    told = check_file(path).as_dict()
    assert told["file"] == str(path)
    assert told["legal"] is False
    assert [{k: v[k] for k in ("who", "from", "to", "rule", "value", "limit")}
            for v in told["violations"]] == [
        {"who": "P1", "from": "2024-03-05", "to": "2024-03-05", "rule": "fr.hours.day_max",
         "value": 11.0, "limit": 10.0},
        {"who": "P2", "from": "2024-03-06", "to": "2024-03-06", "rule": "fr.hours.break",
         "value": 0.0, "limit": 20.0},
    ]  # fmt: skip
    assert all(set(v) >= KEYS for v in told["violations"])
    assert told["violations"][0]["place"] == f"{path}:3"
    json.dumps(told)


def test_the_cycle_of_a_crew_is_checked_round_its_end(write):
    path = write(
        "crew,week,day,start,end\nA,1,mon-fri,06:00,14:00\nA,2,mon-fri,14:00,22:00\n"
        "A,3,mon-fri,22:00,06:00\nB,1,mon-sun,06:00,12:00\n"
    )
    found = check_file(path, on=date(2024, 6, 3))
    assert {(v.who, v.rule) for v in found.violations} == {
        ("B", "fr.hours.days_week"),
        ("B", "fr.hours.rest_week"),
    }
    assert {(v.first, v.last) for v in found.violations} == {("week 1 mon", "week 1 sun")}


def test_a_row_without_times_is_a_day_off_and_names_its_week(write):
    rows = "crew,week,day,start,end\nA,1,mon-sat,06:00,14:00\n"
    full = check_file(write(rows))
    longer = check_file(write(f"{rows}A,2,sun,,\n"))
    hours = [
        {f.rule: f.value for f in found.findings}["fr.hours.legal_week"] for found in (full, longer)
    ]
    assert hours == [48.0, 24.0]


def test_a_french_file_is_read_as_written(write):
    path = write(
        "Salarié;Équipe;Date;Début;Fin;Pauses\nP1;A;04/03/2024;6h00;17h30;10h00-10h30 non payée\n",
        encoding="cp1252",
    )
    found = check_file(path)
    assert [(v.who, v.first, v.value) for v in found.violations] == [("P1", "2024-03-04", 11.0)]


def test_an_american_file_has_its_dates_in_american_order(write):
    path = write("employee,date,start,end\nP1,03/04/2024,06:00,19:00\n")
    assert check_file(path, country="us").on == date(2024, 3, 4)
    assert check_file(path, country="uk").on == date(2024, 4, 1)  # the Monday of 3 April


@pytest.mark.parametrize("breaks", ["30", "30 min", "30 unpaid", "10:00-10:30", "30 non payée"])
def test_breaks_are_read_in_minutes_or_as_times_and_are_unpaid_unless_said(write, breaks):
    path = write(f"person,date,start,end,breaks\nP1,2024-03-04,06:00,16:30,{breaks}\n")
    assert check_file(path).verdict is True
    paid = write("person,date,start,end,breaks\nP1,2024-03-04,06:00,16:30,30 paid\n")
    assert rules(check_file(paid)) == {"fr.hours.day_max"}


CONTINUOUS = {"fr.hours.rest_week": "continuous"}
MATRIX = """week,Mon,Tue,Wed,Thu,Fri,Sat,Sun
1,M,M,A,A,N,N,-
2,-,M,M,A,A,N,N
3,-,-,M,M,A,A,N
4,N,-,-,M,M,A,A
5,N,N,-,-,M,M,A
6,A,N,N,-,-,M,M
7,A,A,N,N,-,-,M
8,M,A,A,N,N,-,-
"""


def test_a_matrix_takes_letters_of_the_library_and_says_so(write):
    # of its eight weeks one has no rest of its own, which a plant that never stops may put off
    named = {**CONTINUOUS, "fr.hours.night_average": "agreement"}  # 42.67 h
    found = check_file(write(MATRIX), on=date(2024, 6, 3), overrides=named)
    assert found.verdict is True
    assert {f.rule: f.value for f in found.findings}["fr.hours.rest_week"] == 48.0
    assert any("M 06:00-14:00" in en for _, en in found.notes)


@pytest.mark.parametrize(
    "legend", ["# M=06:00/8h A=14:00-22:00 N=22:00/9h", "#N=22:00-07:00", "# N = 22h00/9h"]
)
def test_a_line_of_comment_gives_the_hours_of_shifts(write, legend):
    found = check_file(write(f"{legend}\n{MATRIX}"), overrides=CONTINUOUS)
    # with nights of 9 h the longest week has 50 h and the worst 12 weeks more than 44 h each
    assert rules(found) == {
        "fr.hours.night_worker", "fr.hours.week_max", "fr.hours.average_max",
        "fr.hours.night_average",
    }  # fmt: skip
    assert {v.value for v in found.violations if v.rule == "fr.hours.night_worker"} == {9.0}
    assert not any("N 22:00" in en for _, en in found.notes)


def test_hours_may_stand_in_the_cells_or_come_from_a_problem(write, tmp_path):
    cells = write("week;lun;mar;mer;jeu;ven;sam;dim\n1;06:00-17:00;-;-;-;-;;\n")
    assert [v.value for v in check_file(cells).violations] == [11.0]
    rws = tmp_path / "small.txt"
    rws.write_text("7\n2\n1\n1 1 1 1 1 0 0\nD 360 660 1 7\n1 7\n1 7\n0 0\n")
    (problem,) = read_problems(rws)
    matrix = write("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,-,-,-,-,-\n2,-,-,D,D,D,-,-\n")
    found = check_file(matrix, problem=problem)
    assert [v.value for v in found.violations] == [11.0] * 5
    assert found.violations[2].first == "week 2 wed"


def test_a_letter_whose_hours_are_not_sure_is_refused(write):
    path = write("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,Z,-,-,-,-\n")
    with pytest.raises(InputError) as refusal:
        check_file(path)
    assert [str(p.place) for p in refusal.value.problems] == [f"{path}:2:{c}" for c in (2, 3, 4)]
    assert "D=06:00-14:00" in refusal.value.problems[0].remedy


def test_the_workbook_of_a_cycle_has_the_verdict_of_its_matrix(tmp_path):
    own = pattern("5x8-backward")
    book = tmp_path / "cycle.xlsx"
    exports.write_matrix_xlsx(own.problem(), [own.schedule()], book)
    found = check_file(book, on=date(2024, 6, 3))
    plain = check_cycle(own.cycle(), country="fr", on=date(2024, 6, 3))
    assert {f.rule: f.value for f in found.findings} == {f.rule: f.value for f in plain.findings}
    assert [v.first for v in found.violations] == [v.first for v in plain.violations]
    assert found.violations[0].place.sheet == "Cycle"
    assert found.notes == ()


def test_each_group_of_a_workbook_has_its_sheet(tmp_path):
    own = pattern("pitman")
    book = tmp_path / "cycle.xlsx"
    exports.write_matrix_xlsx(own.problem(), [own.schedule(0), own.schedule(1)], book)
    found = check_file(book, on=date(2024, 6, 3))
    nights = {v.who for v in found.violations if v.rule == "fr.hours.night_worker"}
    assert nights == {"Cycle 2"}
    assert {v.who for v in found.violations} == {"Cycle 1", "Cycle 2"}


def test_groups_of_a_matrix_have_cycles_of_their_own(write):
    text = "group,week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\na,1,M,M,M,M,M,M,M\nb,1,M,M,M,M,M,-,-\n"
    assert {v.who for v in check_file(write(text)).violations} == {"a"}


def test_a_plant_is_checked_with_its_own_country_and_date(tmp_path):
    found = check_file(GAILLON, country="de")
    assert (found.country, found.on, found.verdict) == ("fr", date(1999, 5, 3), True)
    assert found.flagged
    assert found.flagged[0].first.startswith("2000-")
    book = tmp_path / "gaillon.xlsx"
    write_workbook(read(GAILLON), book)
    again = check_file(book)
    assert [f.as_dict() | {"place": ""} for f in again.flagged] == [
        f.as_dict() | {"place": ""} for f in found.flagged
    ]


def test_facts_and_derogations_reach_a_plant():
    found = check_file(GAILLON, facts=Facts(headcount=12))
    assert not [f for f in found.flagged if f.rule == "fr.hours.legal_week"]
    with pytest.raises(InputError, match="no such derogation"):
        check_file(GAILLON, overrides={"fr.hours.average_max": "agreement"})
    told = check_file(GAILLON, overrides={"fr.hours.day_max": "agreement"}).as_dict()
    assert told["derogations"] == ["fr.hours.day_max=agreement"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("a,b,c\n1,2,3\n", "person, date, start, end"),
        ("person,date,start,end\n", "no rows"),
        ("person,date,start,end\nP1,2024-02-30,06:00,14:00\n", "2:4: date is '2024-02-30'"),
        ("person,date,start,end\nP1,2024-02-20,06:00,\n", "2:21: end is empty"),
        ("person,date,start,end\nP1,2024-02-20,,14:00\n", "start is empty"),
        ("person,date,start,end\nP1,2024-02-20,26:00,14:00\n", "start is '26:00'"),
        ("person,date,start,end\n,2024-02-20,06:00,14:00\n", "person is empty"),
        ("person,date,start,end,breaks\nP1,2024-02-20,06:00,14:00,long\n", "breaks is 'long'"),
        ("person,date,start,end,breaks\nP1,2024-02-20,06:00,07:00,90\n", "inside their duty"),
        ("person,date,start,end,breaks\nP1,2024-02-20,06:00,14:00,15:00-15:20\n", "inside"),
        ("person,date,strat,end\nP1,2024-02-20,06:00,14:00\n", "Did you mean 'start'"),
        ("person,date,start,end\nP,2024-02-20,06:00,14:00\nP,2024-02-20,13:00,15:00\n", "at once"),
        ("crew,week,day,start,end\nA,0,mon,06:00,14:00\n", "week is 0"),
        ("crew,week,day,start,end\nA,1,noday,06:00,14:00\n", "day is 'noday'"),
        ("crew,week,day,start,end\nA,1,mon,06:00,14:00\nA,1,mon,07:00,9:00\n", "do not overlap"),
        ("crew,week,day,start,end\nA,1,sun,22:00,07:00\nA,1,mon,06:00,14:00\n", "do not overlap"),
        ("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n", "no week"),
        ("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,M,M\n", "3 cells"),
        ("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n2,M,M,M,M,M,-,-\n", "week '2'"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(write, text, words):
    path = write(text)
    with pytest.raises(InputError) as refusal:
        check_file(path)
    assert words in str(refusal.value)
    assert all(p.place.file == str(path) and p.remedy for p in refusal.value.problems)


def test_every_mistake_of_a_file_is_said_at_once(write):
    path = write(
        "person,date,start,end,breaks\nP1,2024-13-01,06:00,14:00,20\n"
        "P1,2024-03-05,06:00,14:00,soon\nP1,2024-03-06,xx,14:00,\nP1,2024-03-07,,14:00,\n"
    )
    with pytest.raises(InputError) as refusal:
        check_file(path)
    assert [p.place.line for p in refusal.value.problems] == [2, 3, 4, 5]


def test_a_file_that_is_no_table_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        check_file(tmp_path / "absent.csv")
    (tmp_path / "hours.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match=r"kind '\.pdf'"):
        check_file(tmp_path / "hours.pdf")
    (tmp_path / "zero.csv").write_bytes(b"person,date,start,end\nP1,2024-03-04,06:00,14:00\x00\n")
    with pytest.raises(InputError, match="zero bytes"):
        check_file(tmp_path / "zero.csv")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="no file of a plant"):
        check_file(tmp_path / "folder")


def test_an_unknown_country_is_said_before_the_file_is_read(write):
    with pytest.raises(NeedsError, match="known: de"):
        check_file(write("person,date,start,end\n"), country="nowhere")


def test_free_weeks_at_the_end_of_a_cycle_are_counted(write):
    # five days of 8 h in one week of two: 20 h on average, in every way to say it
    head = "crew,week,day,start,end,cycle_weeks\n"
    for rows in (
        "A,1,mon-fri,06:00,14:00,2\n",
        "A,1,mon-thu,06:00,14:00,\nA,1,fri,06:00,14:00,2\n",
        "A,1,mon-fri,06:00,14:00,2\nA,2,sun,,,\n",
    ):
        (crew,) = check_file(write(head + rows)).crews
        assert (crew.num_weeks, crew.average_h, crew.longest_week_h) == (2, 20.0, 40.0)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("A,1,mon,06:00,14:00,2\nA,1,tue,06:00,14:00,3\n", "a crew has one cycle"),
        ("A,3,mon,06:00,14:00,2\n", "at least as long as its highest week"),
        ("A,1,mon,06:00,14:00,0\n", "cycle_weeks is 0"),
    ],
)
def test_a_cycle_of_two_lengths_is_refused(write, rows, words):
    with pytest.raises(InputError, match=words):
        check_file(write("crew,week,day,start,end,cycle_weeks\n" + rows))


def test_a_column_that_is_not_read_is_told_and_a_near_miss_is_an_error(write):
    found = check_file(write("crew,week,day,start,end,colour\nA,1,mon,06:00,14:00,red\n"))
    assert any("column 'colour' is not read" in en for _, en in found.notes)
    dated = check_file(write("person,date,start,end,colour\nP,2024-03-04,06:00,14:00,red\n"))
    assert any("'colour'" in fr and "n'est pas lue" in fr for fr, _ in dated.notes)
    with pytest.raises(InputError, match="Did you mean 'cycle_weeks'"):
        check_file(write("crew,week,day,start,end,cycle_week\nA,1,mon,06:00,14:00,2\n"))


@pytest.mark.parametrize(
    "head",
    ["person,date,start,end,breaks\nP,2024-03-04", "crew,week,day,start,end,breaks\nA,1,mon"],
)
def test_an_empty_break_is_not_given_and_none_is_none(write, head):
    empty = check_file(write(f"{head},06:00,14:00,\n"))
    assert "fr.hours.break" not in rules(empty)
    assert any("not all breaks are given (L3121-16)" in en for _, en in empty.needs)
    for word in ("none", "None", "aucune", "0"):
        none = check_file(write(f"{head},06:00,14:00,{word}\n"))
        assert [v.value for v in none.violations if v.rule == "fr.hours.break"] == [0.0]
        assert not any("breaks" in en for _, en in none.needs)


@pytest.mark.parametrize("name", ["x", "X", "off", ".", "repos"])
def test_a_shift_whose_hours_are_given_is_no_day_off(write, name):
    row = ",".join([name] * 6 + ["-"])
    week = f"week,mon,tue,wed,thu,fri,sat,sun\n1,{row}\n"
    # six days of 8 h 30: 51 h
    found = check_file(write(f"# {name}=06:00-14:30\n{week}"))
    assert [v.value for v in found.violations if v.rule == "fr.hours.week_max"] == [51.0]
    # without hours it is a day off, and told
    free = check_file(write(week))
    assert free.crews[0].average_h == 0
    is_told = any(f"read as days off: {name!r} (6)" in en for _, en in free.notes)
    assert is_told is (name in "xX.")


def test_a_roster_with_a_shift_called_x_reads_its_hours_first(write):
    days = ",".join(f"2024-03-{d:02d}" for d in range(4, 11))
    table = f"person,{days}\nP,x,x,x,x,x,x,-\n"
    found = check_file(write(f"# x=06:00-14:30\n{table}"))
    assert [v.value for v in found.violations if v.rule == "fr.hours.week_max"] == [51.0]
    assert any("'x' (6)" in en for _, en in check_file(write(table)).notes)
