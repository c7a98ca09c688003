"""A file of the Curtois form is read whole, or refused with every mistake at its place."""

from __future__ import annotations

import re

import pytest

from accord.errors import InputError
from accord.hours.rosters import Cover, Person, Request, Shift, parse_curtois, read_curtois, solve
from accord.hours.rosters.curtois import MAX_PEOPLE

TEXT = """\
# a comment
SECTION_HORIZON
# days
7

SECTION_SHIFTS
E,480,
L,600,E|L

SECTION_STAFF
Ada,E=7|L=2,2400,960,5,2,2,1
 Bob , L=7 , 3000,0,4,1,1,1  # only late, as many early as there are days

SECTION_DAYS_OFF
Ada,0,6

SECTION_SHIFT_ON_REQUESTS
Ada,2,E,3

SECTION_SHIFT_OFF_REQUESTS
Bob,3,L,2

SECTION_COVER
""" + "".join(f"{day},{shift},1,100,1\n" for day in range(7) for shift in "EL")


def problems_of(text):
    with pytest.raises(InputError) as caught:
        parse_curtois(text, name="case.txt")
    return [str(problem) for problem in caught.value.problems]


def swap(old, new):
    """Return the text with one change, and the line on which it is."""
    assert TEXT.count(old) >= 1
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    return TEXT.replace(old, new, 1), line


def test_every_section_is_read() -> None:
    problem = parse_curtois(TEXT, name="case.txt")
    assert (problem.name, problem.num_days, problem.first_weekday) == ("case.txt", 7, 0)
    assert problem.shifts == (Shift("E", 480), Shift("L", 600, frozenset({0, 1})))
    assert problem.people == (
        Person("Ada", (7, 2), 960, 2400, 2, 5, 2, 1, frozenset({0, 6})),
        Person("Bob", (7, 7), 0, 3000, 1, 4, 1, 1),
    )
    assert problem.requests == (Request(0, 2, 0, 3, is_on=True), Request(1, 3, 1, 2, is_on=False))
    assert problem.covers[3] == Cover(1, 1, 1, 100, 1)
    assert len(problem.covers) == 14
    assert str(problem.places["Bob"]) == "case.txt:12:2"
    assert solve(problem).status == "optimal"


def test_a_file_is_read_with_other_line_ends_and_a_byte_order_mark(tmp_path) -> None:
    file = tmp_path / "Instance.txt"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert read_curtois(file).people == parse_curtois(TEXT).people


@pytest.mark.parametrize(
    ("old", "new", "column", "message"),
    [
        ("Ada,2,E,3", "Ada,2,X,3", 7, "unknown shift X; shifts are E, L"),
        ("E=7|L=2", "E=7|Z=2", 9, "unknown shift Z"),
        ("L,600,E|L", "L,600,E|Q", 9, "unknown shift Q"),
        ("0,E,1,100,1", "0,e,1,100,1", 3, "unknown shift e"),
        ("Bob,3,L,2", "Bab,3,L,2", 1, "unknown person Bab"),
        ("Ada,0,6", "Eve,0,6", 1, "unknown person Eve"),
        ("Ada,0,6", "Ada,0,7", 7, "day 7; days are 0 to 6"),
        ("Ada,2,E,3", "Ada,9,E,3", 5, "day 9; days are 0 to 6"),
        ("6,L,1,100,1", "16,L,1,100,1", 1, "day 16; days are 0 to 6"),
        ("Ada,0,6", "Ada,0,-1", 7, "-1; day: 0 to"),
        ("2400,960", "2400,many", 18, "`many`; least minutes: a whole number"),
        ("2400,960", "2400,9.5", 18, "`9.5`; least minutes: a whole number"),
        ("5,2,2,1", "5,2,2,-1", 28, "-1; most weekends: 0 to"),
        ("5,2,2,1", "5,2,2", 26, "7 values; 8 values: the eight values of a person"),
        ("E=7|L=2", "E7|L=2", 5, "`E7`; shift=most"),
        ("E,480,", "E,0,", 3, "0; minutes of a shift: 1 to 1440"),
        ("E,480,", "E,480", 3, "2 values; 3 values"),
        ("Bob,3,L,2", "Bob,3,L", 7, "3 values; 4 values: person, day, shift, weight"),
        ("3,E,1,100,1", "3,E,1,100", 7, "4 values; 5 values"),
        ("3,E,1,100,1", "2,E,1,100,1", 1, "day 2, shift E again; one row for each"),
        ("L,600", "E,600", 1, "shift E again; names differ"),
        (" Bob , L", " Ada , L", 2, "person Ada again; names differ"),
        ("Ada,E=7", ",E=7", 1, "a person without a name"),
        ("# days\n7", "# days\n0", 1, "0; days of the horizon: 1 to 1000"),
        ("# days\n7", "# days\nseven", 1, "`seven`; days of the horizon: a whole number"),
        ("# days\n7", "# days\n7,8", 1, "1 rows of horizon; one number of days"),
        ("SECTION_COVER", "SECTION_COVERS", 1, "section COVERS; known: HORIZON, SHIFTS"),
        ("SECTION_DAYS_OFF", "SECTION_STAFF", 1, "section STAFF again; one of each"),
    ],
)
def test_a_mistake_is_named_with_line_and_column(old, new, column, message) -> None:
    text, line = swap(old, new)
    line += old.startswith("# days")
    told = [p for p in problems_of(text) if p.startswith(f"case.txt:{line}:{column}: ")]
    assert any(message in problem for problem in told), problems_of(text)


@pytest.mark.parametrize(
    "section",
    [
        "HORIZON", "SHIFTS", "STAFF", "DAYS_OFF",
        "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS", "COVER",
    ],
)  # fmt: skip
def test_a_missing_section_is_named_once_and_not_blamed_on_others(section) -> None:
    text = re.sub(rf"SECTION_{section}\n.*?(?=SECTION_|\Z)", "", TEXT, count=1, flags=re.S)
    assert problems_of(text) == [
        f"case.txt: no SECTION_{section}; each section is there, empty or not."
        " Add it; perhaps the file was cut short."
    ]


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.8, 0.95, 0.99])
def test_a_file_cut_short_is_refused(share) -> None:
    text = TEXT[: int(share * len(TEXT))]
    assert any("cut short" in problem or "values" in problem for problem in problems_of(text))


def test_all_mistakes_of_a_file_come_together_in_their_order() -> None:
    text = TEXT.replace("Ada,0,6", "Eve,0,6").replace("Bob,3,L,2", "Bob,33,X,b")
    told = problems_of(text)
    assert [problem.split(":")[1] for problem in told] == ["15", "21", "21", "21"]
    assert "unknown person Eve" in told[0]
    assert "day 33" in told[1]
    assert "unknown shift X" in told[2]
    assert "`b`" in told[3]


def test_empty_sections_are_named() -> None:
    text = re.sub(r"(?m)^(E|L|Ada| Bob ),(?!0,6|2,E).*\n", "", TEXT)
    told = " ".join(problems_of(text))
    assert "no shift; SECTION_SHIFTS names shifts" in told
    assert "no person; SECTION_STAFF names people" in told


def test_a_hundred_thousand_people_are_refused_at_once() -> None:
    rows = "".join(f"P{i},E=7|L=2,2400,960,5,2,2,1\n" for i in range(100_000))
    told = problems_of(TEXT.replace("SECTION_DAYS_OFF", rows + "SECTION_DAYS_OFF"))
    assert any(f"100002 people; at most {MAX_PEOPLE} people" in problem for problem in told)
    assert len(told) < 5


def test_text_before_a_section_and_a_file_that_cannot_be_read_are_refused(tmp_path) -> None:
    assert any("a section comes first" in problem for problem in problems_of("7\n" + TEXT))
    with pytest.raises(InputError, match="cannot be read"):
        read_curtois(tmp_path / "none.txt")
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        read_curtois(tmp_path / "binary.txt")
