"""Schedules for other programs: what is written is what stands in the schedule."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import fastexcel
import pytest
from dateutil.rrule import rrulestr

from accord.errors import HoursError
from accord.hours.cycle.problem import OFF, CycleProblem, Group, ShiftType
from accord.hours.exports import (
    calendars,
    matrix_csv,
    person_calendar,
    rws_text,
    tods_rosters,
    write_matrix_xlsx,
)

MONDAY = date(2024, 3, 4)  # summer time begins on 31 March
STAMP = datetime(2024, 2, 1, 12, 0, tzinfo=UTC)
WEEKS = ("DDDDD--", "NNN--DD", "D--NNNN")


def schedule_of(weeks, names):
    return tuple(tuple(OFF if c == "-" else names.index(c) for c in week) for week in weeks)


@pytest.fixture
def case():
    """Three weeks of days and nights; Saturday and Sunday nights are longer."""
    shifts = (
        ShiftType("D", (360,) * 7, (480,) * 7, (1, 9)),
        ShiftType("N", (1320,) * 5 + (1200,) * 2, (480,) * 5 + (720,) * 2, (1, 9)),
    )
    schedule = schedule_of(WEEKS, "DN")
    demand = tuple(
        tuple(sum(week[day] == code for week in schedule) for day in range(7)) for code in (0, 1)
    )
    problem = CycleProblem("case", (Group("all", 3, (0, 1)),), shifts, demand, (1, 9), (1, 9))
    return problem, (schedule,)


@pytest.fixture
def two_groups(case):
    problem, (schedule,) = case
    groups = (Group("press", 2, (0, 1)), Group("tool; shop", 1, (0, 1)))
    named = CycleProblem(
        "Plant, north", groups, problem.shifts, problem.demand, (1, 9), (1, 9)
    )  # fmt: skip
    return named, (schedule[:2], schedule[2:])


# --- matrices ---


def test_the_csv_has_a_row_for_each_week_and_a_column_for_each_day(case):
    rows = list(csv.reader(io.StringIO(matrix_csv(*case))))
    assert rows[0] == ["week", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert [(row[0], "".join(row[1:])) for row in rows[1:]] == [
        (str(i + 1), week) for i, week in enumerate(WEEKS)
    ]


def test_with_several_groups_a_column_of_the_csv_names_them(two_groups):
    rows = list(csv.DictReader(io.StringIO(matrix_csv(*two_groups))))
    assert [(row["group"], row["week"], row["Mon"]) for row in rows] == [
        ("press", "1", "D"), ("press", "2", "N"), ("tool; shop", "1", "D"),
    ]  # fmt: skip


def test_the_workbook_shows_weeks_hours_and_free_weekends(case, tmp_path):
    write_matrix_xlsx(*case, tmp_path / "cycle.xlsx")
    book = fastexcel.read_excel(str(tmp_path / "cycle.xlsx"))
    assert book.sheet_names == ["Cycle", "Shifts"]
    rows = book.load_sheet("Cycle", header_row=1).to_polars().rows()
    assert ["".join(row[1:8]) for row in rows[:3]] == list(WEEKS)
    # 5 days; 3 nights and 2 days; 1 day, 2 nights of 8 h and 2 of 12 h
    assert [row[8] for row in rows] == pytest.approx([40, 40, 48, 128 / 3])
    assert [row[9] for row in rows[:3]] == ["yes", None, None]
    shifts = book.load_sheet("Shifts").to_polars().rows()
    assert shifts[2][2:] == ("22:00-06:00",) * 5 + ("20:00-08:00",) * 2
    assert [int(float(n)) for n in shifts[3][2:]] == list(case[0].demand[1])


def test_each_group_has_a_sheet_of_its_own(two_groups, tmp_path):
    write_matrix_xlsx(*two_groups, tmp_path / "cycle.xlsx")
    book = fastexcel.read_excel(str(tmp_path / "cycle.xlsx"))
    assert book.sheet_names == ["Cycle 1", "Cycle 2", "Shifts"]


def test_the_same_cycle_gives_the_same_workbook(case, tmp_path):
    write_matrix_xlsx(*case, tmp_path / "a.xlsx")
    write_matrix_xlsx(*case, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


# --- iCalendar: a parser that accepts no more than RFC 5545 allows ---

PROPERTY = re.compile(r"([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[^\";:,]+)*):(.*)", re.DOTALL)
MOMENT = re.compile(r"\d{8}T\d{6}")
TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "RRULE", "SUMMARY", "DESCRIPTION"}


def unescaped(text):
    """Undo the escapes of a text; a bare comma, semicolon or backslash is an error."""
    found, i = "", 0
    while i < len(text):
        if text[i] == "\\":
            assert text[i + 1] in "\\;,nN", text
            found += "\n" if text[i + 1] in "nN" else text[i + 1]
            i += 2
        else:
            assert text[i] not in ";,", text
            assert text[i] >= " ", text
            found += text[i]
            i += 1
    return found


def parsed(text):
    """Parse a calendar: its properties, and the events as dictionaries."""
    assert text.endswith("\r\n")
    raw = text.encode().split(b"\r\n")[:-1]
    lines: list[bytes] = []
    for line in raw:
        assert len(line) <= 75
        assert line
        line.decode()  # no character is cut in two
        assert b"\n" not in line
        assert b"\r" not in line
        if line[:1] == b" ":
            lines[-1] += line[1:]
        else:
            lines.append(line)
    about, events, event = {}, [], None
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-1] == b"END:VCALENDAR"
    for line in lines[1:-1]:
        found = PROPERTY.fullmatch(line.decode())
        assert found, line
        name, parameters, value = found.groups()
        assert not parameters  # floating times, no parameter is needed
        if name == "BEGIN":
            assert (value, event) == ("VEVENT", None)
            event = {}
        elif name == "END":
            assert value == "VEVENT"
            assert set(event) == ONCE
            events.append(event)
            event = None
        else:
            into = about if event is None else event
            assert name not in into
            into[name] = unescaped(value) if name in TEXTS else value
    assert event is None
    assert about["VERSION"] == "2.0"
    assert about["PRODID"]
    return about, events


def moment(text):
    assert MOMENT.fullmatch(text), text
    return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - floating on purpose


def occurrences(events, begin, end):
    """Expand events between two days with a recurrence library that is not ours."""
    found = []
    for event in events:
        first, length = moment(event["DTSTART"]), moment(event["DTEND"]) - moment(event["DTSTART"])
        rule = rrulestr(event["RRULE"], dtstart=first)
        found += [
            (at, at + length, event["SUMMARY"])
            for at in rule.between(
                datetime.combine(begin, datetime.min.time()),
                datetime.combine(end, datetime.max.time()),
                inc=True,
            )
        ]
    return sorted(found)


@pytest.mark.parametrize("person", range(3))
def test_a_persons_calendar_is_the_cycle_from_their_week_on_for_years(case, person):
    problem, (schedule,) = case
    text = person_calendar(problem, (schedule,), 0, person, start=MONDAY, stamp=STAMP)
    _, events = parsed(text)
    assert len(events) == sum(code != OFF for week in schedule for code in week)
    expected = []
    for day in range(7 * 120):
        week = (day // 7 + person) % 3
        code = schedule[week][day % 7]
        if code != OFF:
            shift = problem.shifts[code]
            at = datetime.combine(MONDAY, datetime.min.time()) + timedelta(
                days=day, minutes=shift.start_min[day % 7]
            )
            expected.append((at, at + timedelta(minutes=shift.length_min[day % 7]), shift.name))
    assert occurrences(events, MONDAY, MONDAY + timedelta(days=7 * 120 - 1)) == expected


def test_all_calendars_together_cover_the_demand_of_every_day(case):
    problem, schedules = case
    files = dict(calendars(problem, schedules, start=MONDAY, stamp=STAMP))
    assert sorted(files) == ["person-1.ics", "person-2.ics", "person-3.ics"]
    events = [e for text in files.values() for e in parsed(text)[1]]
    assert len({e["UID"] for e in events}) == len(events)
    counts = Counter(
        (at.date(), name) for at, _, name in occurrences(events, MONDAY, MONDAY + timedelta(20))
    )
    for day in range(21):
        for code, name in enumerate("DN"):
            assert counts[MONDAY + timedelta(day), name] == problem.demand[code][day % 7]


def test_a_cycle_with_an_end_stops_after_its_last_day(case):
    problem, schedules = case
    until = MONDAY + timedelta(days=24)
    _, events = parsed(
        person_calendar(problem, schedules, 0, 0, start=MONDAY, stamp=STAMP, until=until)
    )
    days = [at.date() for at, _, _ in occurrences(events, MONDAY, MONDAY + timedelta(days=400))]
    worked = [d for d in range(25) if WEEKS[d // 7 % 3][d % 7] != "-"]
    assert days == [MONDAY + timedelta(days=d) for d in worked]


def test_the_stamp_is_the_only_thing_that_changes_with_the_time_of_writing(case):
    problem, schedules = case
    first = person_calendar(problem, schedules, 0, 1, start=MONDAY, stamp=STAMP)
    later = person_calendar(
        problem, schedules, 0, 1, start=MONDAY, stamp=STAMP + timedelta(days=1)
    )  # fmt: skip
    assert first != later
    assert first == later.replace("DTSTAMP:20240202T", "DTSTAMP:20240201T")


def test_names_are_escaped_and_folded_between_characters(case):
    _, schedules = case
    name = "Atelier d'emboutissage ; équipe, nuit \\ été\u20ac\U0001f600 " * 4
    problem = CycleProblem(
        name, case[0].groups, case[0].shifts, case[0].demand, (1, 9), (1, 9)
    )  # fmt: skip
    about, events = parsed(person_calendar(problem, schedules, 0, 0, start=MONDAY, stamp=STAMP))
    assert about["NAME"] == f"{name}, person 1"
    assert events[0]["DESCRIPTION"] == f"Week 1 of 3. {name}"


def test_groups_name_their_files_and_hold_only_their_weeks(two_groups):
    files = dict(calendars(*two_groups, start=MONDAY, stamp=STAMP))
    assert sorted(files) == ["press-1.ics", "press-2.ics", "tool_shop-1.ics"]
    _, events = parsed(files["tool_shop-1.ics"])
    assert {e["RRULE"] for e in events} == {"FREQ=WEEKLY;INTERVAL=1"}


def test_a_cycle_begins_on_a_monday_and_ends_after_it(case):
    with pytest.raises(HoursError, match="Take 2024-03-11"):
        person_calendar(*case, 0, 0, start=date(2024, 3, 5), stamp=STAMP)
    with pytest.raises(HoursError, match="before it begins"):
        person_calendar(*case, 0, 0, start=MONDAY, stamp=STAMP, until=date(2024, 3, 1))


# --- rosters.txt and plain text ---


def test_a_roster_for_each_start_holds_the_weeks_in_order(case):
    rows = list(csv.DictReader(io.StringIO(tods_rosters(*case))))
    assert len(rows) == 9
    assert len({(row["roster_id"], row["week_sequence"]) for row in rows}) == 9
    second = [row for row in rows if row["roster_id"] == "all-2"]
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    words = ["".join(row[d].replace("OFF", "-") for d in days) for row in second]
    assert words == [WEEKS[1], WEEKS[2], WEEKS[0]]
    assert list(rows[0])[3:5] == ["monday", "service_id_monday"]


def test_a_roster_too_large_and_a_shift_named_off_are_refused(case):
    problem, (schedule,) = case
    with pytest.raises(HoursError, match="Write the matrix"):
        tods_rosters(problem, (schedule * 400,))
    off = CycleProblem(
        "x", problem.groups, (ShiftType("OFF", (0,) * 7, (1,) * 7, (1, 1)), problem.shifts[1]),
        problem.demand, (1, 9), (1, 9),
    )  # fmt: skip
    with pytest.raises(HoursError, match="named OFF"):
        tods_rosters(off, (schedule,))


def test_plain_text_names_all_that_it_cannot_say(case, two_groups):
    with pytest.raises(HoursError, match=r"differ by weekday \(N\)"):
        rws_text(case[0])
    with pytest.raises(HoursError, match="groups with skills"):
        rws_text(two_groups[0])
