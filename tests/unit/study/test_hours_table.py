"""A typed table of hours: a row stands for its month of every year; what cannot be is refused."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from accord.errors import InputError, NeedsError
from accord.study import no_hours, read_hours

SCENARIO = SimpleNamespace(name="S5", start=date(2027, 5, 10))
PLANT = SimpleNamespace(
    people=(SimpleNamespace(person="A"), SimpleNamespace(person="B")),
    scenarios=(SCENARIO, SimpleNamespace(name="S1")),
)
HEADER = "person,month,overtime_h"


@pytest.fixture
def table(tmp_path):
    def write(*rows, header=HEADER):
        path = tmp_path / "hours.csv"
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        return path

    return write


def laid(path):
    found = read_hours(path)
    found.check(PLANT, SCENARIO)
    rows = found.of("S5", PLANT, SCENARIO.start)
    return {(p, m): h for p, m, h in rows.select("person", "month", "overtime_h").iter_rows() if h}


def test_a_month_before_the_start_stands_for_the_same_month_of_the_next_year(table):
    path = table("A,2027-01-01,48", "A,2027-05-01,7", "B,2027-12-01,3.5")
    assert laid(path) == {
        ("A", date(2028, 1, 1)): 48, ("A", date(2027, 5, 1)): 7, ("B", date(2027, 12, 1)): 3.5,
    }  # fmt: skip


def test_months_without_a_row_have_no_overtime_and_are_named(table):
    found = read_hours(table("A,2027-01-01,8", "B,2027-02-01,6"))
    rows = found.of("S5", PLANT, SCENARIO.start)
    assert rows["month"].n_unique() == 12
    assert rows["overtime_h"].sum() == 14
    assert found.missing == list(range(3, 13))
    assert "3, 4, 5" in found.notes[0][0]
    assert "3, 4, 5" in found.notes[0][1]


def test_twelve_months_from_any_month_on_miss_none(table):
    months = [date(2026 + (i + 5) // 12, (i + 5) % 12 + 1, 1) for i in range(12)]
    found = read_hours(table(*(f"A,{month},{i + 1}" for i, month in enumerate(months))))
    found.check(PLANT, SCENARIO)
    assert found.notes == ()
    assert found.of("S5", PLANT, SCENARIO.start)["overtime_h"].sum() == 78


def test_hires_of_other_scenarios_are_left_out(table):
    rows = read_hours(table("A,2027-06-01,8", "S1-H01,2027-06-01,5")).of(
        "S5", PLANT, SCENARIO.start
    )
    assert rows["person"].unique().to_list() == ["A"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A,2027-06-01,nan", "overtime_h nan; it is from 0 to the 720 h of 2027-06"),
        ("A,2027-06-01,inf", "overtime_h inf"),
        ("A,2027-06-01,-1", "overtime_h -1"),
        ("A,2027-06-01,900", "overtime_h 900; it is from 0 to the 720 h"),
        ("A,2027-06-01,", "overtime_h is empty"),
        ("A,2027-06-01,many", "overtime_h 'many'"),
        ("A,June,8", "month 'June'"),
        ("A,2027-06-15,8", "it is the first day of a month"),
        ("B,2027-05-01,8", "B again in 2027-05-01"),
        ("A,1997-06-01,8", "month 1997-06-01; S5 is priced from 2027-05-10"),
        ("A,2028-05-01,8", "a year or more after 2027-05-01 of line 2"),
    ],
)
def test_a_row_that_cannot_be_is_named_by_its_line(table, row, words):
    path = table("B,2027-05-01,1", row)
    with pytest.raises(InputError) as caught:
        laid(path)
    assert [p.place.line for p in caught.value.problems] == [3]
    assert words in str(caught.value)


def test_a_scenario_that_the_plant_does_not_have_is_refused(table):
    path = table("S55,A,2027-06-01,8", "S0,A,2027-06-01,8", header="scenario," + HEADER)
    with pytest.raises(InputError, match=r"2: scenario 'S55'.*Did you mean 'S5'"):
        laid(path)


@pytest.mark.parametrize(
    ("header", "rows", "words"),
    [
        (HEADER, [], "no row. Write --hours none"),
        ("person,month", ["A,2027-06-01"], "no column overtime_h"),
        (HEADER + ",hours", ["A,2027-06-01,8,150"], "months 1, 2, 3, 4, 5, 7"),
    ],
)
def test_a_table_that_cannot_be_is_refused(table, header, rows, words):
    with pytest.raises(NeedsError, match=words):
        read_hours(table(*rows, header=header))


def test_a_parquet_file_reads_as_the_same_table(table, tmp_path):
    path = tmp_path / "hours.parquet"
    pl.DataFrame({"person": ["A"], "month": [date(2027, 6, 1)], "overtime_h": [0.1]}).write_parquet(
        path
    )
    assert laid(path) == laid(table("A,2027-06-01,0.1"))


def test_no_overtime_stands_for_every_plan():
    table = no_hours()
    table.check(PLANT, SCENARIO)
    assert table.of("S5", PLANT, SCENARIO.start).is_empty()
    assert table.notes == ()
