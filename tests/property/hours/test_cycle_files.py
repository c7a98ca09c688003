"""Whatever becomes of a file, reading it gives a problem or says what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.errors import InputError
from accord.hours.cycle.problem import OFF, CycleProblem, Group, ShiftType
from accord.hours.cycle.read import read_problems
from accord.hours.exports import rws_text

WHOLE = {
    "case.txt": """\
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
2 1
N D
A D
N - N
""",
    "case.dzn": """\
week_length = 7; nb_workers = 9; min_daysoff = 2; max_daysoff = 4; min_work = 4; max_work = 7;
nb_shifts = 2; temp_req = [| 2, 2, 2, 2, 2, 2, 2 | 2, 2, 2, 3, 3, 3, 2 |];
shift_name = ["D", "N"]; shift_start = [360, 1320]; shift_length = [480, 480];
shift_block_min = [2, 2]; shift_block_max = [7, 4]; nb_forbidden = 2;
forbidden_before = [2, 2]; forbidden_after = [1, 2]; forbidden_daysoff = [false, true];
""",
    "later.dzn": """\
employees = 8; % of 2022
requirements = [| : Day: Evening: Night: | Mon: 2, 2, 1 | Tue: 2, 2, 1 | Wed: 2, 2, 1
  | Thu: 2, 2, 1 | Fri: 2, 1, 1 | Sat: 1, 1, 1 | Sun: 1, 1, 1 |];
""",
    "case.yaml": """\
name: case
groups: [{name: a, people: 4, shifts: [D]}, {name: b, people: 5}]
shifts:
  D: {start: "06:00", length_h: {mon-fri: 8, sat-sun: 12}, block: [2, any]}
  N: {start: "22:00", length_h: 8, block: [2, 4]}
profiles: {low: {D: 2, N: 2}, high: {D: [3, 3, 3, 3, 3, 2, 2], N: 2}}
days_off: [2, 4]
work: [4, 7]
forbidden: [N D, N - N]
least_rest_h: 11
""",
}
"""A whole file of each form."""


def read_or_refuse(folder, name, data):
    """Read a file; what is wrong with it is said with its place, rule and remedy."""
    path = folder / name
    path.write_bytes(data)
    refusal = None
    problems = []
    try:
        problems = read_problems(path)
    except InputError as error:
        refusal = error
    assert bool(problems) != bool(refusal and refusal.problems)
    for said in refusal.problems if refusal else ():
        assert said.place.file == str(path)
        assert said.seen
        assert said.rule
        assert said.remedy
    for problem in problems:
        assert problem.average_h > 0
        assert problem.busiest_day <= problem.num_people
        assert all(1 <= low <= high for low, high in (problem.off_block, problem.work_block))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


files = st.sampled_from(sorted(WHOLE))
fuzzed = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def test_the_whole_files_are_right(folder):
    for name, text in WHOLE.items():
        (folder / name).write_text(text, encoding="utf-8")
        assert read_problems(folder / name)


@given(name=files, share=st.floats(0, 1))
@fuzzed
def test_a_truncated_file_is_read_or_refused(folder, name, share):
    data = WHOLE[name].encode()
    read_or_refuse(folder, name, data[: round(share * len(data))])


@given(
    name=files,
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=4),
)
@fuzzed
def test_a_file_with_other_bytes_is_read_or_refused(folder, name, changes):
    data = bytearray(WHOLE[name].encode())
    for share, byte in changes:
        data[int(share * len(data))] = byte
    read_or_refuse(folder, name, bytes(data))


@given(
    name=files,
    place=st.floats(0, 1),
    number=st.one_of(st.integers(), st.sampled_from(["", "-", "|", "[", "]", ":", "9" * 400, "é"])),
)
@fuzzed
def test_a_file_with_another_number_is_read_or_refused(folder, name, place, number):
    text = WHOLE[name]
    digits = [i for i, sign in enumerate(text) if sign.isdigit()]
    i = digits[min(int(place * len(digits)), len(digits) - 1)]
    read_or_refuse(folder, name, f"{text[:i]}{number}{text[i + 1 :]}".encode())


@given(name=files, data=st.binary(max_size=200))
@fuzzed
def test_any_bytes_are_read_or_refused(folder, name, data):
    read_or_refuse(folder, name, data)


@st.composite
def problems(draw):
    """Draw problems that plain text can say."""
    names = draw(st.lists(st.sampled_from("DANLX"), min_size=1, max_size=4, unique=True))
    codes = range(len(names))
    bounds = st.tuples(st.integers(1, 4), st.integers(0, 5)).map(lambda b: (b[0], b[0] + b[1]))
    shifts = tuple(
        ShiftType(
            name,
            (draw(st.integers(0, 1439)),) * 7,
            (draw(st.integers(1, 1440)),) * 7,
            draw(bounds),
        )
        for name in names
    )
    demand = tuple(tuple(draw(st.integers(1, 3)) for _ in range(7)) for _ in names)
    pair = st.tuples(st.sampled_from(codes), st.sampled_from(codes)).filter(lambda p: p[0] != p[1])
    triple = st.tuples(
        st.sampled_from(codes), st.sampled_from((OFF, *codes)), st.sampled_from(codes)
    ).filter(lambda t: len(set(t)) > 1)
    return CycleProblem(
        name="case",
        groups=(Group("all", draw(st.integers(12, 40)), tuple(codes)),),
        shifts=shifts,
        demand=demand,
        off_block=draw(bounds),
        work_block=draw(bounds),
        pairs=draw(st.frozensets(pair, max_size=4)),
        triples=draw(st.frozensets(triple, max_size=4)),
    )


@given(problem=problems())
@fuzzed
def test_a_problem_written_as_plain_text_is_read_as_it_was(folder, problem):
    path = folder / "case.txt"
    path.write_text(rws_text(problem), encoding="utf-8")
    assert read_problems(path) == [problem]
