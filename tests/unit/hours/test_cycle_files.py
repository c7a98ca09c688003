"""Cycle problems from files: each form, each trap of it, and every mistake with its place."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from accord.errors import InputError
from accord.hours.cycle.consistent import MAX_PEOPLE, UNLIMITED
from accord.hours.cycle.problem import OFF
from accord.hours.cycle.read import read_problems

RWS = """\
# Length of the schedule
7

# Number of employees
9
# Number of shifts
3
# Demand
2 2 2 2 2 2 2
2 2 2 3 3 3 2
2 2 2 2 2 2 2

# ShiftName, Start, Length, Name, MinlengthOfBlocks, MaxLengthOfBlocks
D 360 480 2 7
A 840 480 2 6
N 1320 480 2 4
# days off
2 4
# work
4 7
# sequences
3 1
N D
N A
A D
N - N
"""
DZN = """\
week_length = 7; % always
nb_workers = 9;
min_daysoff = 2; max_daysoff = 4;
min_work = 4; max_work = 7;
nb_shifts = 3;
temp_req = [| 2, 2, 2, 2, 2, 2, 2
            | 2, 2, 2, 3, 3, 3, 2
            | 2, 2, 2, 2, 2, 2, 2 |];
shift_name = ["D", "A", "N"];
shift_start = [360, 840, 1320];
shift_length = [480, 480, 480];
shift_block_min = [2, 2, 2];
shift_block_max = [7, 6, 4];
nb_forbidden = 4;
forbidden_before = [3, 3, 2, 3];
forbidden_after = [1, 2, 1, 3];
forbidden_daysoff = [false, false, false, true];
"""
YAML = """\
name: case
people: 9
shifts:
  D: {start: "06:00", length_h: 8, block: [2, 7]}
  A: {start: "14:00", length_h: 8, block: [2, 6]}
  N: {start: "22:00", length_h: 8, block: [2, 4]}
demand:
  D: 2
  A: {mon-wed: 2, thu-sat: 3, sun: 2}
  N: [2, 2, 2, 2, 2, 2, 2]
days_off: [2, 4]
work: [4, 7]
forbidden: [N D, N A, A D, N - N]
"""
LATER = """\
employees = 8;
requirements = [|      : Day: Evening: Night:
  | Mon: 2, 2, 1 | Tue: 2, 2, 1 | Wed: 2, 2, 1 | Thu: 2, 2, 1
  | Fri: 2, 1, 1 | Sat: 1, 1, 1 | Sun: 1, 1, 1 |];
"""
FORMS = {"case.txt": RWS, "case.dzn": DZN, "case.yaml": YAML}


@pytest.fixture
def read(tmp_path):
    """Write a file and read it."""

    def read_file(content, name="case.txt", **options):
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(data)
        return read_problems(tmp_path / name, **options)

    return read_file


@pytest.fixture
def refusal(read):
    """Write a file that cannot be right and return what is said, without the folder."""

    def said(content, name="case.txt", **options):
        with pytest.raises(InputError) as caught:
            read(content, name, **options)
        return [(p.place.line, p.place.column, str(p)) for p in caught.value.problems]

    return said


@pytest.fixture(scope="session")
def outside():
    root = Path(__file__).parents[3]
    data = Path(os.environ.get("ACCORD_DATA", root / ".." / "shared" / "data")).resolve()
    if not (data / "rws").is_dir() or not (data / "mzn").is_dir():
        pytest.skip(f"no outside data in {data} (set ACCORD_DATA)")
    return data


def test_the_three_forms_of_one_problem_are_equal(read):
    text, data, yaml = (read(content, name)[0] for name, content in FORMS.items())
    assert text == data == yaml
    assert text.demand[1] == (2, 2, 2, 3, 3, 3, 2)
    assert text.pairs == {(2, 0), (2, 1), (1, 0)}
    assert text.triples == {(2, OFF, 2)}
    assert text.shifts[2].block == (2, 4)
    assert text.average_h == pytest.approx(45 * 8 / 9)


def test_each_rule_knows_the_line_on_which_it_was_read(read):
    for name, lines in (
        ("case.txt", (5, 16, 18, 23, 26)),
        ("case.dzn", (2, 12, 3, 15, 15)),
        ("case.yaml", (2, 6, 11, 13, 13)),
    ):
        places = read(FORMS[name], name)[0].places
        rules = ("people", "block N", "days_off", "pair N D", "triple N - N")
        assert tuple(places[rule].line for rule in rules) == lines


@pytest.mark.parametrize("number", [103, 593, 789])
def test_a_published_problem_is_the_same_in_both_forms(outside, number):
    (text,) = read_problems(outside / "rws" / f"Example{number}.txt")
    (data,) = read_problems(outside / "mzn" / f"Example{number}.dzn")
    # The MiniZinc form has each shift's most cut to the most of work; plain text keeps it.
    most = text.work_block[1]
    cut = tuple(replace(s, block=(s.block[0], min(s.block[1], most))) for s in text.shifts)
    assert replace(text, shifts=cut) == data
    assert (text == data) is (number != 789)


def test_all_published_problems_are_read_without_complaint(outside):
    files = sorted((outside / "rws").glob("Example*.txt"))
    problems = [read_problems(file)[0] for file in files]
    assert len(problems) == 1000
    assert {len(p.shifts) for p in problems} == {2, 3}
    assert min(p.num_people for p in problems) == 7
    assert max(p.num_people for p in problems) == 163
    assert sum(34 <= p.average_h <= 36 for p in problems) == 137


class TestPlainText:
    def test_carriage_returns_blanks_and_a_missing_last_newline_change_nothing(self, read):
        crlf = RWS.replace("\n", "  \r\n").rstrip()
        assert read(crlf) == read(RWS)

    def test_a_most_above_the_most_of_work_is_kept(self, read):
        assert read(RWS.replace("4 7", "4 5"))[0].shifts[0].block == (2, 7)

    def test_lengths_other_than_eight_hours_count(self, read):
        (problem,) = read(RWS.replace("N 1320 480", "N 1200 720"))
        assert problem.shifts[2].length_min == (720,) * 7
        assert problem.week_min == 480 * 31 + 720 * 14

    def test_the_extra_column_of_the_heading_may_be_filled(self, read):
        assert read(RWS.replace("N 1320 480 2 4", "N 1320 480 Night 2 4")) == read(RWS)

    def test_a_triple_may_have_a_shift_in_the_middle(self, read):
        assert read(RWS.replace("N - N", "N D N"))[0].triples == {(2, 0, 2)}

    def test_utf16_and_cp1252_are_read(self, read):
        comment = "# équipe de nuit\n" + RWS
        assert read(comment.encode("utf-16")) == read(comment.encode("cp1252")) == read(RWS)

    def test_every_mistake_is_told_at_once_with_its_place(self, refusal):
        broken = (
            RWS.replace("\n7\n", "\n6\n").replace("2 2 2 3 3 3 2", "2 2 2 3 3 3")
            .replace("A 840 480 2 6", "A 84o 480 2 6").replace("2 4\n# work", "4 2\n# work")
            .replace("N A", "N B")
        )  # fmt: skip
        said = refusal(broken)
        assert [(line, column) for line, column, _ in said] == [
            (2, 1), (10, 1), (15, 3), (18, 1), (24, 3),
        ]  # fmt: skip
        for part, (_, _, text) in zip(
            ("a week of 6 days", "6 value(s)", "'84o'", "4 to 2 days", "unknown shift 'B'"), said,
            strict=True,
        ):  # fmt: skip
            assert part in text

    @pytest.mark.parametrize(
        ("old", "new", "line", "part"),
        [
            ("\n7\n", "\n0\n", 2, "a week of 0 days"),
            ("\n9\n", "\n0\n", 5, "0 people"),
            ("\n9\n", "\n-9\n", 5, "-9 people"),
            ("\n9\n", "\n100000\n", 5, "at most 10,000 people"),
            ("\n9\n", "\nnine\n", 5, "'nine'"),
            ("\n3\n", "\n0\n", 7, "0 shifts"),
            ("\n3\n", "\n99999999999999999999\n", 7, "whole numbers are expected"),
            ("2 2 2 2 2 2 2\n\n", "2 -2 2 2 2 2 2\n\n", 11, "-2 people on N on Tuesday"),
            ("2 2 2 3 3 3 2", "2 2 2 3 9 3 2", 10, "13 people asked for on Friday, 9 are there"),
            ("N 1320", "N 1440", 16, "starts at minute 1440"),
            ("N 1320 480", "N 1320 0", 16, "lasts 0 minutes"),
            ("N 1320", "- 1320", 16, "the mark of a day off"),
            ("N 1320", "D 1320", 16, "the name of a shift above"),
            ("480 2 4", "480 4 2", 16, "4 to 2 days of shift N"),
            ("480 2 4", "480 0 4", 16, "at least one day"),
            ("\n2 4\n", "\n2 4 6\n", 18, "3 value(s)"),
            ("4 7", "7 4", 20, "7 to 4 days of work"),
            ("3 1\n", "2 1\n", 25, "'A D' as a forbidden triple"),
            ("3 1\n", "3 0\n", 26, "1 more line(s)"),
            ("3 1\n", "3 2\n", 27, "the file ends"),
            ("N D\n", "N N\n", 23, "pair N N is forbidden and N is worked at least 2 days"),
            ("N D\n", "- D\n", 23, "a day off at the end of a forbidden sequence"),
            ("N D\n", "X D\n", 23, "unknown shift 'X'"),
        ],
    )
    def test_a_mistake_is_told_with_its_line(self, refusal, old, new, line, part):
        assert RWS.count(old) >= 1
        said = refusal(RWS.replace(old, new, 1))
        assert any(at == line and part in text for at, _, text in said), said

    @pytest.mark.parametrize("kept", range(1, 20))
    def test_a_file_cut_after_any_line_is_not_a_problem(self, refusal, kept):
        rows = [line for line in RWS.splitlines() if not line.startswith("#") and line]
        said = refusal("\n".join(rows[:-kept]))
        assert any("the file ends" in text or "is empty" in text for *_, text in said)
        assert len(said) == 1


class TestMiniZinc:
    @pytest.mark.parametrize(
        ("old", "new", "line", "part"),
        [
            ("nb_workers = 9;", "", 0, "nb_workers is missing"),
            ("nb_workers = 9;", "nb_worker = 9;", 2, "Did you mean 'nb_workers'"),
            ("nb_workers = 9;", "nb_workers = true;", 2, "a whole number is expected"),
            ("nb_workers = 9;", "nb_workers = 9; nb_workers = 8;", 2, "nb_workers again"),
            ("nb_workers = 9;", "nb_workers = 100000;", 2, "at most 10,000 people"),
            ("= 7; %", "= 5; %", 1, "a week of 5 days"),
            ("3, 3, 3, 2", "3, 3, 3", 7, "a row of 6 values"),
            ("3, 3, 3, 2", "3, 3 3, 2", 7, "'3'"),
            ("3, 3, 3, 2", "3, 3, 9, 2", 7, "13 people asked for on Saturday"),
            ('"N"]', '"D"]', 9, "a shift named 'D'"),
            ("480, 480]", "480]", 11, "shift_length has 2 values"),
            ("480, 480]", "480, 48]]", 11, "']'"),
            ("[3, 3, 2, 3]", "[3, 3, 2, 4]", 15, "shift number 4"),
            ("[3, 3, 2, 3]", "[3, 3, 2]", 15, "forbidden_before has 3 values"),
            ("false, true", "false, maybe", 17, "true or false is expected"),
            ("nb_forbidden = 4;", "/* open", 14, "no meaning"),
        ],
    )
    def test_a_mistake_is_told_with_its_line(self, refusal, old, new, line, part):
        assert old in DZN
        said = refusal(DZN.replace(old, new, 1), "case.dzn")
        assert any(at == line and part in text for at, _, text in said), said

    def test_arrays_with_sizes_are_read(self, read):
        flat = "array2d(1..3, 1..7, [2,2,2,2,2,2,2, 2,2,2,3,3,3,2, 2,2,2,2,2,2,2])"
        start, end = DZN.index("[|"), DZN.index("|]") + 2
        sized = DZN[:start] + flat + DZN[end:]
        assert read(sized, "case.dzn") == read(DZN, "case.dzn")

    def test_the_dialect_of_2022_brings_the_rules_of_its_model(self, read):
        (problem,) = read(LATER, "e8.dzn")
        assert problem.demand[1] == (2, 2, 2, 2, 1, 1, 1)
        assert [s.name for s in problem.shifts] == ["Day", "Evening", "Night"]
        assert problem.rest_in_week == 2
        assert problem.free_weekend_in == 3
        assert problem.work_block == (1, 5)
        assert problem.off_block == (1, UNLIMITED)
        assert problem.shifts[2].block == (1, 3)
        assert problem.pairs == {(0, 2), (1, 2), (2, 0), (2, 1)}  # in and out of nights: a day off

    def test_its_rows_and_columns_may_stand_in_any_order(self, read):
        turned = (
            LATER.replace("Day: Evening: Night:", "Night: Day: Evening:")
            .replace("2, 2, 1", "1, 2, 2").replace("2, 1, 1", "1, 2, 1")
            .replace("| Mon: 1, 2, 2 | Tue: 1, 2, 2", "| Tue: 1, 2, 2 | Mon: 1, 2, 2")
        )  # fmt: skip
        assert read(turned, "e8.dzn") == read(LATER, "e8.dzn")

    def test_its_rows_without_labels_go_from_monday(self, read):
        plain = LATER.replace("     : Day: Evening: Night:\n  |", "")
        for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"):
            plain = plain.replace(f"{day}:", "")
        assert read(plain, "e8.dzn") == read(LATER, "e8.dzn")

    @pytest.mark.parametrize(
        ("old", "new", "part"),
        [
            ("Night:", "Nigth:", "Did you mean 'Night'"),
            ("Sun: 1", "Sat: 1", "a second row for one day"),
            ("| Sun: 1, 1, 1 ", "", "requirements has 6 rows"),
            ("Sun:", "Sonntag:", "a day of the week"),
            ("employees = 8", "employees = 4", "5 people asked for on Monday, 4 are there"),
        ],
    )
    def test_its_mistakes_are_told(self, refusal, old, new, part):
        said = refusal(LATER.replace(old, new), "e8.dzn")
        assert any(part in text for *_, text in said), said


class TestYaml:
    def test_hours_may_differ_by_weekday(self, read):
        text = YAML.replace(
            'N: {start: "22:00", length_h: 8',
            'N: {start: {mon-fri: "22:00", sat-sun: "18:00"}, length_h: {mon-fri: 8, sat-sun: 12}',
        )
        (problem,) = read(text, "case.yaml")
        assert problem.shifts[2].start_min == (1320,) * 5 + (1080,) * 2
        assert problem.shifts[2].length_min == (480,) * 5 + (720,) * 2
        assert problem.week_min == 480 * (31 + 10) + 720 * 4

    def test_each_profile_of_demand_is_a_problem(self, read):
        start, end = YAML.index("demand:"), YAML.index("days_off:")
        profiles = "profiles:\n  summer: {D: 2, A: 2, N: 1}\n  winter: {D: 3, A: 2, N: 2}\n"
        summer, winter = read(YAML[:start] + profiles + YAML[end:], "case.yaml")
        assert (summer.name, winter.name) == ("case: summer", "case: winter")
        assert winter.demand == ((3,) * 7, (2,) * 7, (2,) * 7)
        assert summer.pairs == winter.pairs

    def test_groups_work_the_shifts_of_their_skills(self, read):
        groups = (
            "groups:\n  - {name: setters, people: 4, shifts: [D, A]}\n"
            "  - {name: press, people: 5}\n"
        )
        (problem,) = read(YAML.replace("people: 9\n", groups), "case.yaml")
        assert problem.num_people == 9
        assert [g.shifts for g in problem.groups] == [(0, 1), (0, 1, 2)]

    def test_a_least_rest_forbids_what_leaves_less(self, read):
        bare = YAML.replace("forbidden: [N D, N A, A D, N - N]\n", "")
        (free,) = read(bare, "case.yaml")
        assert not free.pairs  # 22:00 + 8 h meets 06:00: no rest, but no overlap either
        (rested,) = read(bare + "least_rest_h: 11\n", "case.yaml")
        assert rested.pairs == {(1, 0), (2, 0), (2, 1)}
        assert not rested.triples

    def test_a_long_rest_reaches_over_a_single_day_off(self, read):
        bare = YAML.replace("forbidden: [N D, N A, A D, N - N]\n", "").replace("[2, ", "[1, ")
        (problem,) = read(bare + "least_rest_h: 35\n", "case.yaml")
        # From the end of a night at 06:00: the day shift after one day off is 24 h away, the
        # afternoon 32 h, a night 40 h; from the end of an afternoon at 22:00 the day shift 32 h.
        assert problem.triples == {(2, OFF, 0), (2, OFF, 1), (1, OFF, 0)}
        assert (0, 0) in problem.pairs  # 16 h from one day shift to the next

    def test_overlapping_shifts_never_follow_each_other(self, read):
        long = YAML.replace("forbidden: [N D, N A, A D, N - N]\n", "").replace(
            '"22:00", length_h: 8', '"22:00", length_h: 10'
        )
        assert read(long, "case.yaml")[0].pairs == {(2, 0)}

    def test_a_rest_counts_only_where_both_shifts_are_worked(self, read):
        text = YAML.replace("forbidden: [N D, N A, A D, N - N]\n", "").replace(
            "N: [2, 2, 2, 2, 2, 2, 2]", "N: [0, 0, 0, 0, 0, 0, 2]"
        ).replace("  D: 2\n", "  D: [0, 2, 2, 2, 2, 2, 2]\n")  # fmt: skip
        (problem,) = read(text + "least_rest_h: 8\n", "case.yaml")
        assert (2, 0) not in problem.pairs  # the only night ends on Monday, when nobody is on D
        (problem,) = read(text + "least_rest_h: 8\nsurplus: 1\n", "case.yaml")
        assert (2, 0) in problem.pairs  # with a surplus somebody may be

    def test_a_rest_too_short_on_some_weekdays_only_is_refused_with_what_to_write(
        self, read, refusal
    ):
        text = YAML.replace("forbidden: [N D, N A, A D, N - N]\n", "").replace(
            'D: {start: "06:00"', 'D: {start: {mon-thu: "10:00", fri-sun: "06:00"}'
        )
        said = [x for *_, x in refusal(text + "least_rest_h: 11\n", "c.yaml")]
        assert len(said) == 1
        assert "A D leaves 8 h of rest from thu, fri, sat" in said[0]
        assert "forbidden: [A D]" in said[0]
        (problem,) = read(text + "forbidden: [A D]\nleast_rest_h: 11\n", "c.yaml")
        assert {(2, 0), (2, 1), (1, 0)} == problem.held  # no explanation lifts a rest

    def test_a_group_that_works_no_shift_is_refused(self, refusal):
        groups = "groups:\n  - {name: a, people: 4}\n  - {name: b, people: 5, shifts: []}\n"
        said = refusal(YAML.replace("people: 9\n", groups), "c.yaml")
        assert any("group 'b' works no shift" in x for *_, x in said)

    def test_any_is_no_limit(self, read):
        text = YAML.replace("days_off: [2, 4]", "days_off: [2, any]")
        assert read(text, "case.yaml")[0].off_block == (2, UNLIMITED)

    @pytest.mark.parametrize(
        ("old", "new", "line", "part"),
        [
            ("people: 9", "peeple: 9", 2, "Did you mean 'people'"),
            ("people: 9", "people: 9\ngroups: [{name: a, people: 3}]", 2, "people and groups"),
            ("people: 9", "people: 100000", 2, "at most 10,000 people"),
            ("people: 9", "people: some", 2, "'some'"),
            ('"06:00"', '"26:00"', 4, "'26:00'"),
            ("length_h: 8, block: [2, 7]", "length_h: 25, block: [2, 7]", 4, "lasts 1500 minutes"),
            ("block: [2, 7]", "block: 7", 4, "the least and the most"),
            ("block: [2, 7]", "blocks: [2, 7]", 4, "Did you mean 'block'"),
            ("  D: 2\n", "", 8, "demand.D is missing"),
            ("  D: 2\n", "  D: 2\n  X: 2\n", 9, "unknown key 'demand.X'"),
            ("thu-sat: 3, sun: 2", "thu-sat: 3", 9, "says nothing of sun"),
            ("thu-sat: 3", "wed-sat: 3", 9, "wed again"),
            ("thu-sat: 3", "thu-sax: 3", 9, "days 'thu-sax'"),
            ("N: [2, 2, 2, 2, 2, 2, 2]", "N: [2, 2]", 10, "demand.N has 2 values"),
            ("[2, 4]\nwork", "[4, 2]\nwork", 11, "4 to 2 days off in a row"),
            ("work: [4, 7]\n", "", 1, "work is missing"),
            ("[N D,", "[N X,", 13, "unknown shift 'X'"),
            ("[N D,", "[N N,", 13, "pair N N is forbidden"),
            ("[N D,", "[N,", 13, "a sequence is two or three days"),
            ("[N D,", "[N -,", 13, "a sequence is two or three days"),
            ("work:", "rest_in_week: 5\nwork:", 12, "days off end after 4"),
            ("work:", "rest_in_week: 7\nwork:", 12, "between 0 and 6"),
            ("work:", "free_weekend_in: 1\nwork:", 12, "every weekend free"),
            ("work:", "surplus: -1\nwork:", 12, "a surplus of -1"),
            ("work:", "least_rest_h: 99\nwork:", 12, "at most 48"),
        ],
    )
    def test_a_mistake_is_told_with_its_line(self, refusal, old, new, line, part):
        assert old in YAML
        said = refusal(YAML.replace(old, new, 1), "case.yaml")
        assert any(at == line and part in text for at, _, text in said), said

    def test_a_shift_needs_people_who_can_work_it(self, refusal):
        groups = "groups: [{name: a, people: 8, shifts: [D, A]}, {name: b, people: 1}]"
        said = refusal(YAML.replace("people: 9", groups), "case.yaml")
        assert any("2 people on N on Monday, 1 can work it" in text for *_, text in said)

    def test_one_mistake_in_a_value_for_all_days_is_told_once(self, refusal):
        assert len(refusal(YAML.replace('"06:00"', '"6"'), "case.yaml")) == 1


class TestAnyFile:
    def test_people_may_be_put_in_the_place_of_the_files(self, read):
        assert read(RWS, people=12)[0].groups[0].num_people == 12

    def test_fewer_people_than_the_demand_are_refused_with_the_option_as_place(self, refusal):
        assert any("7 people asked" in text for *_, text in refusal(RWS, people=6))
        said = refusal(RWS, people=MAX_PEOPLE + 1)
        assert said[0][2].startswith("--people: ")

    def test_people_cannot_stand_for_several_groups(self, refusal):
        groups = "groups: [{name: a, people: 8}, {name: b, people: 1}]"
        said = refusal(YAML.replace("people: 9", groups), "case.yaml", people=12)
        assert "12 people for 2 groups" in said[0][2]

    @pytest.mark.parametrize("name", ["case.txt", "case.dzn", "case.yaml"])
    def test_an_empty_file_and_a_binary_file_are_refused(self, refusal, name):
        assert "empty" in refusal(b"", name)[0][2]
        assert "plain text" in refusal(b"\x7fELF\x00\x00\x01", name)[0][2]
        assert "plain text" in refusal(FORMS[name] + "\0", name)[0][2]

    def test_a_file_of_another_kind_and_a_missing_file_are_refused(self, refusal, tmp_path):
        assert "'.pdf'" in refusal("7", "case.pdf")[0][2]
        with pytest.raises(InputError, match="cannot be read"):
            read_problems(tmp_path / "none.txt")
        (tmp_path / "folder.txt").mkdir()
        with pytest.raises(InputError, match="cannot be read"):
            read_problems(tmp_path / "folder.txt")

    def test_a_roster_of_dated_people_is_sent_to_its_command(self, refusal):
        ((line, _, said),) = refusal("# two weeks\nSECTION_HORIZON\n14\n\nSECTION_SHIFTS\n")
        assert line == 2
        assert "accord hours roster" in said
