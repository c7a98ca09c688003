"""The dated roster of a plant: cycles on dates, needs from load, moves within the law, exports."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import fastexcel
import pytest

from accord.errors import HoursError, NeedsError
from accord.hours import check_roster
from accord.hours.check.roster import Duty as LawDuty
from accord.hours.rosters.duty_checker import check_duties
from accord.hours.rosters.duty_limits import limits_of
from accord.hours.rosters.duty_names import kind_names
from accord.hours.rosters.duty_problem import Limits
from accord.hours.rosters.ical import roster_calendar, roster_calendars
from accord.hours.rosters.matching import fill
from accord.hours.rosters.plant_plan import problem_of
from accord.hours.rosters.plant_roster import roster
from accord.hours.rosters.requests import Training, Wish
from accord.hours.rosters.roster_matrix import picture, roster_csv, write_roster_xlsx
from accord.hours.rosters.station_needs import station_needs
from accord.plant import read
from accord.plant.records import (
    Absence,
    Break,
    Closure,
    CrewMove,
    MachineChange,
    Operation,
    Order,
    Person,
    Plant,
    Shift,
    Skill,
    Station,
)

MONDAY = date(2024, 3, 4)
WEEKDAYS = range(5)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def row(crew: str, week: int, weekday: int, start_h: float, end_h: float, **dates) -> Shift:
    start, end = round(start_h * 60), round(end_h * 60)
    return Shift(crew, week, weekday, start, end, (Break(start + 240, start + 260, True),), **dates)


def two_crews() -> tuple[Shift, ...]:
    """Mornings and afternoons of eight hours from Monday to Friday, changing every week."""
    hours = {"M": (6, 14), "A": (14, 22)}
    return tuple(
        row(crew, week, weekday, *hours["MA"[(week + i) % 2]])
        for i, crew in enumerate("AB")
        for week in (1, 2)
        for weekday in WEEKDAYS
    )


def plant(crews: dict[str, list[list[str]]], *, shifts=None, **more) -> Plant:
    """Return a plant whose crews are lists of people, each a list of skills."""
    people, skills = [], []
    for crew, members in crews.items():
        for i, mastered in enumerate(members):
            name = f"{crew}{i}"
            people.append(Person(name, job="operator", crew=crew, weekly_h=35))
            skills += [Skill(name, *skill.split(":")) for skill in mastered]
    return Plant(
        name="test",
        country="fr",
        currency="EUR",
        on=MONDAY,
        weekly_h=35,
        people=tuple(people),
        skills=tuple(skills),
        shifts=two_crews() if shifts is None else tuple(shifts),
        **more,
    )


def away(person: str, first: int, last: int | None = None, kind: str = "leave") -> Absence:
    return Absence(person, day(first), day(first if last is None else last), kind)


def words(made, person: str) -> str:
    return " ".join(made.assignments()[person])


THREE = [["press"], ["press"], ["weld"]]


# -- what is planned ------------------------------------------------------------------------------


def test_a_cycle_is_laid_on_dates_and_absences_are_taken_out() -> None:
    made = roster(
        plant(
            {"A": THREE, "B": THREE},
            closures=(Closure(day(1), day(1)),),
            absences=(away("A0", 2, 3),),
        ),
        days=14,
        needs={},
    )
    assert words(made, "A0") == "A - absent absent A - - M M M M M - -"
    assert words(made, "B2") == "M - M M M - - A A A A A - -"
    assert made.status == "optimal"


def test_people_who_change_crew_come_or_leave_follow_their_dates() -> None:
    base = plant({"A": THREE, "B": THREE}, crew_moves=(CrewMove("A0", "B", day(2)),))
    first, second, *rest = base.people
    hired = replace(second, present_from=day(3), present_to=day(8))
    made = roster(replace(base, people=(first, hired, *rest)), days=9, needs={})
    assert words(made, "A0") == "A A M M M - - A A"
    assert words(made, "A1") == "- - - A A - - M M"


def test_a_short_friday_is_the_same_kind_and_a_part_time_duty_its_own() -> None:
    shifts = [row("A", 1, d, 6, 14 if d < 4 else 13) for d in WEEKDAYS]
    shifts += [row("H", 1, d, 6, 10) for d in WEEKDAYS]
    shifts += [row("N", 1, d, 22, 30) for d in WEEKDAYS]
    names = kind_names(shifts, Counter("AAH"))
    by_time = {(d, span[0][0]): name for (d, span), name in names.items()}
    assert by_time[0, (360, 840)] == by_time[4, (360, 780)] == "M"
    assert by_time[0, (360, 600)] == "M2"
    assert by_time[0, (1320, 1800)] == "N"


def test_duties_of_the_days_asked_for_have_the_plain_letters() -> None:
    old = [row("A", 1, d, 6, 14, until=day(6)) for d in WEEKDAYS]
    new = [row("A", 1, d, 5, 12, since=day(7)) for d in WEEKDAYS]
    base = plant({"A": THREE}, shifts=[*old, *new])
    assert words(roster(base, days=7, needs={}), "A0") == "M M M M M - -"
    after = roster(base, first=day(7), days=7, needs={}, history=roster(base, days=7, needs={}))
    assert words(after, "A0") == "M M M M M - -"
    assert after.problem.planned(0, -3) == "M2"  # the same person on the Friday before, till 14:00
    assert after.problem.duties_on(-3)["M2"].end_min == 14 * 60


def test_a_duty_in_two_parts_is_one_duty() -> None:
    shifts = [row("A", 1, d, *hours) for d in WEEKDAYS for hours in ((8, 12), (14, 18))]
    made = roster(plant({"A": THREE}, shifts=shifts), days=7, needs={})
    duty = made.problem.duties_on(0)["D"]
    assert duty.spans == ((480, 720), (840, 1080))
    assert duty.work_min == 480


# -- who is needed --------------------------------------------------------------------------------


def loaded(**more) -> Plant:
    """A press line: 1 000 pieces a day for ten days, 16 h open, 0.05 h a piece."""
    stations = (
        Station("press", machines=("P1", "P2", "P3", "P4"), operators=1, repair_skill="fix",
                setup_skill="set", mtbf_h=9.0, mttr_h=1.0, moved_by="fork", move_s=36.0),
        Station("oven", machines=("O1",), operators=3),
        Station("fork", machines=("F1",), operators=1),
    )  # fmt: skip
    operations = (
        Operation("part", 10, "press", 180.0, setup_min=60.0, lot_pieces=500, transfer_pieces=100),
        Operation("part", 20, "oven", 9.0),
    )
    return plant(
        {"A": [["press"], ["oven"], ["set:setup"], ["fix:repair"], ["fork"]],
         "B": [["press"], ["oven"], ["set:setup"], ["fix:repair"], ["fork"]]},
        stations=stations,
        operations=operations,
        orders=tuple(
            Order(f"W{d}", "part", 1000, day(d), day(d)) for d in (*range(5), *range(7, 12))
        ),
        **more,
    )  # fmt: skip


def test_people_needed_follow_from_the_load_of_the_stations() -> None:
    # by hand: 10 000 pieces; 160 h open (ten days of 6:00 to 22:00)
    needs = {n.skill: n for n in station_needs(loaded())}
    # running 500 h / 160 h = 3.125 machines -> 4 teams of one
    assert needs["press"].people == 4
    assert needs["press"].load == pytest.approx(3.125)
    # oven 25 h / 160 h -> one machine, its team of three
    assert needs["oven"].people == 3
    # 20 lots of one hour / 160 h -> one setter; repairs 500 / 9 = 55.6 h -> one fitter
    assert (needs["set:setup"].people, needs["fix:repair"].people) == (1, 1)
    assert needs["fix:repair"].load == pytest.approx(500 / 9 / 160)
    # 100 transfer lots of 36 s
    assert needs["fork"].people == 1
    assert needs["fork"].load == pytest.approx(1 / 160)


def test_people_needed_follow_the_crews_and_machines_of_the_day() -> None:
    base = loaded(
        crew_moves=tuple(CrewMove(f"B{i}", "A", day(7)) for i in range(5)),
        machine_changes=(MachineChange("press", removed=("P4",), on=day(7)),),
    )
    # from the second Monday on all work in one crew: the same 50 pieces an hour in half the hours
    needs = {n.skill: n for n in station_needs(base, day(7))}
    assert needs["press"].load == pytest.approx(2 * 3.125)
    assert needs["press"].people == 3  # no more than the machines that are left
    assert needs["set:setup"].load == pytest.approx(10 / 40)


def test_needs_hold_on_each_stretch_that_no_other_implies() -> None:
    shifts = [*two_crews(), *(row("D", 1, d, 8, 16) for d in WEEKDAYS)]
    problem = problem_of(
        plant({"A": THREE, "B": THREE, "D": [["press"]]}, shifts=shifts),
        MONDAY, 1, needs={"press": 1, "weld": 1},
    )  # fmt: skip
    # from 8:00 to 14:00 the day duty only adds people: mornings and afternoons alone imply it
    assert [(n.slots, n.from_min, n.to_min) for n in problem.needs] == [
        (((0, "M"),), 360, 480),
        (((0, "A"),), 960, 1320),
    ]
    assert problem.needs[0].wanted == {"press": 1, "weld": 1}


def test_needs_can_be_given_for_each_duty() -> None:
    made = roster(plant({"A": THREE, "B": THREE}), days=1, needs={"M": {"press": 5}, "A": {}})
    assert made.level("cover").value == 1
    assert made.gaps[0].kinds == ("M",)


def test_a_person_with_two_skills_stands_at_one_station() -> None:
    # counted skill by skill, four people are enough; three stations want them at once
    four = [["press", "weld"], ["press"], ["weld"]]
    made = roster(
        plant({"A": four, "B": []}, shifts=[row("A", 1, 0, 6, 14)]), days=1,
        needs={"press": 2, "weld": 2},
    )  # fmt: skip
    assert made.level("cover").value == 1
    assert made.gaps[0].short == ("press", "weld")
    three = [(0, frozenset({"press", "weld"})), (1, frozenset({"press"})), (2, frozenset({"weld"}))]
    assert fill({"press": 2, "weld": 1}, three).missing == {}
    assert fill({"press": 1, "weld": 3}, three).tight == (frozenset({"weld"}),)


# -- what is moved --------------------------------------------------------------------------------


def test_missing_cover_is_filled_by_the_person_who_is_not_needed() -> None:
    made = roster(
        plant({"A": [["press"], ["press"]], "B": [["press"], ["press"], ["press"]]},
              absences=(away("A0", 4),)),
        days=7, needs={"press": 2},
    )  # fmt: skip
    assert [(c.on, c.before, c.after) for c in made.changes] == [(day(4), "M", "A")]
    assert made.changes[0].person.startswith("B")
    assert made.changes[0].why_en == "needed at press (A)"
    assert made.level("cover").value == 0


def test_nobody_is_moved_against_the_daily_rest() -> None:
    # Tuesday afternoon is short; who takes it has no 11 h before Wednesday morning
    made = roster(
        plant({"A": [["press"], ["press"]], "B": [["press"], ["press"], ["press"]]},
              absences=(away("A0", 1),)),
        days=7, needs={"press": 2},
    )  # fmt: skip
    assert made.level("cover").value == 0
    assert made.level("changes").value == made.level("changes").bound
    # so the same person stays on afternoons, or the next morning is left free
    by_person = Counter(c.person for c in made.changes)
    assert len(by_person) == 1
    assert made.check().is_sound


def fixed_crews() -> tuple[Shift, ...]:
    """Crew A always on mornings, crew B always on afternoons."""
    hours = {"A": (6, 14), "B": (14, 22)}
    return tuple(row(crew, 1, d, *hours[crew]) for crew in "AB" for d in WEEKDAYS)


def test_a_place_that_nobody_can_take_says_what_holds_everybody_back() -> None:
    base = plant(
        {"A": [["press"], ["press"]], "B": [["press"], ["press"]]},
        shifts=fixed_crews(),
        absences=(away("A0", 0, kind="sickness"),),
    )
    # Tuesday lies behind the roster and is as planned: from 22:00 to 6:00 there are eight hours
    made = roster(base, days=1, needs={"A": {"press": 3}})
    (gap,) = made.gaps
    assert (gap.skill, gap.people, gap.masters) == ("press", 1, 4)
    assert gap.held_back == {"away": ("A0",), "rest_min": ("A1",)}
    assert gap.why_en == "4 master press; 2 there, all at work; 1 away; 1 rest between two days"
    assert gap.why_fr.endswith("1 absents; 1 repos entre deux journées")


def test_a_job_or_a_contract_keeps_people_to_its_duties() -> None:
    base = plant(
        {"A": [["press"]], "B": [["press"]]},
        shifts=fixed_crews(),
        absences=(away("A0", 0, 4),),
    )
    needs = {"M": {"press": 1}}
    assert roster(base, days=5, needs=needs).level("cover").value == 0
    half = replace(base.people[1], weekly_h=17.5)
    made = roster(replace(base, people=(base.people[0], half)), days=5, needs=needs)
    assert made.level("cover").value == 5
    assert made.gaps[0].held_back == {"away": ("A0",), "place": ("B0",)}


def test_who_bore_less_is_asked() -> None:
    base = plant(
        {"A": [["press"]], "B": [["press"], ["press"]]}, absences=(away("A0", 4),)
    )  # fmt: skip
    problem = problem_of(base, MONDAY, 7, needs={"A": {"press": 1}})
    for asked, other in (("B0", "B1"), ("B1", "B0")):
        workers = tuple(
            replace(w, changes_before=2 if w.name == other else 0) for w in problem.workers
        )
        made = roster(replace(problem, workers=workers))
        assert [c.person for c in made.changes] == [asked]


def test_a_wish_is_granted_where_cover_allows_and_broken_where_it_does_not() -> None:
    base = plant({"A": [["press"], ["press"]], "B": [["press"], ["press"]]})
    wish = Wish("A0", day(0), "-", 3)
    made = roster(base, days=5, needs={"press": 1}, wishes=[wish])
    assert words(made, "A0").startswith("- A A")
    assert made.level("wishes").value == 0
    made = roster(base, days=5, needs={"press": 2}, wishes=[wish])
    assert words(made, "A0").startswith("A A A")
    assert made.level("wishes").value == 3


def test_training_takes_a_day_on_which_the_person_can_be_spared() -> None:
    base = plant(
        {"A": [["press"], ["press"]], "B": [["press"], ["press"]]},
        absences=(away("A1", 0, 2), away("A1", 4)),
    )
    training = Training("A0", day(0), day(4), 1, "welding")
    made = roster(base, days=5, needs={"press": 1}, trainings=[training])
    assert words(made, "A0") == "A A A T A"
    assert made.level("training").value == 0
    assert made.level("changes").value == 0
    assert "SUMMARY:training: welding" in roster_calendar(made, "A0", stamp=STAMP)


def test_advice_on_nights_in_a_row_can_be_kept_like_law() -> None:
    nights = [row("N", 1, d, 22, 30) for d in WEEKDAYS]
    days = [row("D", 1, d, 8, 16) for d in WEEKDAYS]
    base = plant(
        {"N": [["press"]], "D": [["press"]]}, shifts=[*nights, *days],
        absences=(away("N0", 0, 4),),
    )  # fmt: skip
    advice = ("ergo.days_in_row", "ergo.nights_in_row")
    free = roster(base, days=5, needs={"N": {"press": 1}})
    kept = roster(base, days=5, needs={"N": {"press": 1}}, advice=advice)
    assert free.level("cover").value == 0
    assert kept.level("cover").value == 1  # three nights, a day off between, one night


# -- the law --------------------------------------------------------------------------------------


def test_limits_come_from_the_law_of_the_days_and_the_stricter_one_holds() -> None:
    before = limits_of("France", date(1999, 12, 1), date(1999, 12, 28))
    across = limits_of("fr", date(2000, 1, 15), date(2000, 2, 12))
    assert before.average_min == 46 * 60
    assert across.average_min == 44 * 60
    assert across.sources["average_min"][0] == "fr.hours.average_max"
    assert limits_of("eu", MONDAY, MONDAY).average_weeks == 17
    german = limits_of("de", MONDAY, MONDAY)
    assert (german.average_min, german.average_weeks, german.rest_min) == (48 * 60, 24, 11 * 60)


def test_the_country_of_the_plant_must_have_a_law_or_limits_must_be_given() -> None:
    base = replace(plant({"A": THREE, "B": THREE}), country="Atlantis")
    with pytest.raises(NeedsError, match="Atlantis"):
        roster(base, days=7, needs={})
    assert roster(base, days=7, needs={}, limits=Limits()).status == "optimal"


def continuous(num: int = 60) -> Plant:
    """Five crews of a 2-2-2-4 cycle; some people are on leave for a week."""
    word, hours = "MMAANN----", {"M": (6, 14), "A": (14, 22), "N": (22, 30)}
    shifts = [
        row(f"C{c}", d // 7 + 1, d % 7, *hours[word[(d + 2 * c) % 10]])
        for c in range(5)
        for d in range(70)
        if word[(d + 2 * c) % 10] != "-"
    ]
    skills = ("a", "b", "c")
    crews: dict[str, list[list[str]]] = {f"C{c}": [] for c in range(5)}
    for i in range(num):
        own = {skills[i // 5 % 3], skills[(i * 7 + i // 11) % 3]}
        crews[f"C{i % 5}"].append(sorted(own))
    leave = tuple(away(f"C{i % 5}{i // 5}", i // 2, i // 2 + 6) for i in range(0, num, 2))
    return plant(crews, shifts=shifts, absences=leave)


BUSY = {"a": 4, "b": 4, "c": 3}


@pytest.fixture(scope="module")
def around_the_clock():
    return roster(continuous(), days=28, needs=BUSY)


def duties_of(problem, cells) -> list[LawDuty]:
    """Write out every duty of the days known, for the check of the law."""
    found = []
    for i, worker in enumerate(problem.workers):
        for d in range(-problem.num_before, problem.last_known + 1):
            duty = problem.duty_of(i, d, problem.at(cells, i, d))
            if duty is not None:
                found.append(
                    LawDuty(worker.name, problem.date(d), duty.start_min, duty.end_min, ())
                )
    return found


def test_moves_add_no_violation_of_the_law_as_the_check_of_hours_sees_it(around_the_clock) -> None:
    made = around_the_clock
    assert made.level("changes").value > 0
    held = {"rest_day", "rest_week", "week_max", "average_max", "days_week", "day_max"}

    def broken(cells) -> set[tuple[str, str, date]]:
        found = check_roster(duties_of(made.problem, cells), country="fr").violations
        return {(v.who, v.rule, v.first) for v in found if v.rule.split(".")[-1] in held}

    assert broken(made.cells) <= broken(made.before)


def test_the_checker_of_rosters_finds_what_is_broken(around_the_clock) -> None:
    problem, cells = around_the_clock.problem, list(around_the_clock.cells)
    first = next(
        i for i, r in enumerate(cells) if "N" in r[:-1] and r[r.index("N") + 1] in ("N", "-")
    )
    at = cells[first].index("N")
    wrong = list(cells[first])
    wrong[at + 1] = "M"
    cells[first] = tuple(wrong)
    found = check_duties(problem, tuple(cells), around_the_clock.before)
    assert "rest_min" in {b.rule for b in found.worse}
    assert not found.is_sound
    with pytest.raises(ValueError, match="'X' is none of"):
        check_duties(problem, (("X",) * 28, *cells[1:]), around_the_clock.before)
    with pytest.raises(ValueError, match="59 rows"):
        check_duties(problem, tuple(cells[1:]), around_the_clock.before)


def test_a_roster_goes_on_from_the_one_before(around_the_clock) -> None:
    first = roster(continuous(), days=14, needs=BUSY)
    then = roster(continuous(), first=day(14), days=14, needs=BUSY, history=first)
    asked = Counter(c.person for c in first.changes)
    for i, worker in enumerate(then.problem.workers):
        assert worker.changes_before == asked[worker.name]
        last = first.cells[first.problem.number[worker.name]][-1]
        duty = first.problem.duty_of(i, 13, last)
        assert then.problem.planned(i, -1) == (duty.kind if duty else "-")
    assert then.check().is_sound


def test_shares_say_how_nights_and_weekends_are_spread(around_the_clock) -> None:
    nights = next(s for s in around_the_clock.shares() if s.what == "nights")
    counts = [b.nights for b in around_the_clock.burdens()]
    assert (nights.least, nights.most) == (min(counts), max(counts))
    assert nights.spread == max(counts) - min(counts)
    assert nights.mean == pytest.approx(sum(counts) / 60)


# -- what is written ------------------------------------------------------------------------------

STAMP = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def moved():
    return roster(
        plant({"A": [["press"], ["press"]], "B": [["press"], ["press"], ["press"]]},
              absences=(away("A0", 4, kind="sickness"),)),
        days=7, needs={"press": 2},
    )  # fmt: skip


def test_each_person_has_a_calendar_of_dated_duties(moved) -> None:
    files = dict(roster_calendars(moved, stamp=STAMP))
    assert list(files) == ["A0.ics", "A1.ics", "B0.ics", "B1.ics", "B2.ics"]
    text = files["A0.ics"].replace("\r\n", "\n")
    assert "DTSTART:20240304T140000\nDTEND:20240304T220000\n" in text
    assert "DTSTART;VALUE=DATE:20240308\nDTEND;VALUE=DATE:20240309\nSUMMARY:absent" in text
    assert "sickness" not in text
    asked = moved.changes[0].person
    assert "Changed: was M." in files[f"{asked}.ics"]
    # a day keeps its identity, so that a calendar read again is brought up to date
    uids = {line for f in files.values() for line in f.splitlines() if line.startswith("UID")}
    assert len(uids) == sum(f.count("BEGIN:VEVENT") for f in files.values())
    with pytest.raises(HoursError, match="Z9 is not in the roster"):
        roster_calendar(moved, "Z9", stamp=STAMP)


def test_the_matrix_has_a_row_for_each_person_and_a_column_for_each_date(moved) -> None:
    rows = list(csv.reader(io.StringIO(roster_csv(moved))))
    assert rows[0] == ["person", "crew", *(day(d).isoformat() for d in range(7))]
    assert rows[1] == ["A0", "A", "A", "A", "A", "A", "absent", "-", "-"]
    assert len(rows) == 6


def test_the_workbook_shows_table_changes_gaps_and_hours_the_same_each_time(
    moved, tmp_path
) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_roster_xlsx(moved, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    book = fastexcel.read_excel(tmp_path / "one.xlsx")
    assert book.sheet_names == ["Roster", "Changes", "Uncovered", "Duties"]
    changes = book.load_sheet("Changes").to_polars()
    assert changes["person"].to_list() == [moved.changes[0].person]


def test_a_picture_gets_words_changes_and_counts(moved) -> None:
    drawn = picture(moved)
    assert drawn.days == tuple(day(d) for d in range(7))
    assert drawn.words[0] == ("A", "A", "A", "A", "absent", "-", "-")
    assert [sum(column) for column in zip(*drawn.is_changed, strict=True)] == [0, 0, 0, 0, 1, 0, 0]
    assert drawn.planned == (5, 5, 5, 5, 5, 0, 0)
    assert drawn.present == (5, 5, 5, 5, 4, 0, 0)
    assert drawn.wanted == (2, 2, 2, 2, 2, 0, 0)
    assert drawn.missing == (0,) * 7
    assert drawn.hours == {"A": ("14:00-22:00",), "M": ("06:00-14:00",)}


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"days": 0}, "give at least one day"),
        ({"needs": {"flying": 1}}, "'flying' is needed and nobody masters it; skills are press"),
        ({"needs": {"Q": {"press": 1}}}, "no duty 'Q' in these days; duties are A, M"),
        ({"needs": {"press": -1}}, "give 0 or more"),
        ({"wishes": [Wish("Z9", MONDAY, "-")]}, "Z9 is no person of test"),
        ({"trainings": [Training("Z9", MONDAY, MONDAY)]}, "Z9 is no person of test"),
        ({"may": {"Z9": frozenset({"M"})}}, "Z9 is no person of test"),
        ({"aims": ()}, "aims none: each once"),
        ({"aims": ("cover", "cover")}, "aims cover, cover: each once"),
        ({"advice": ("ergo.rotation",)}, "ergo.rotation' is no limit of a roster"),
        ({"first": date(2024, 3, 9), "days": 2}, "nobody has a duty from 2024-03-09 on for 2 days"),
    ],
)
def test_a_question_without_sense_is_refused(options, said) -> None:
    with pytest.raises(HoursError, match=said):
        roster(plant({"A": THREE, "B": THREE}), **{"needs": {"press": 1}, "days": 7, **options})


def test_a_plant_without_shifts_has_no_roster() -> None:
    with pytest.raises(HoursError, match="nobody has a duty"):
        roster(plant({"A": THREE}, shifts=[]), days=7, needs={})


def test_the_example_plants_needs_can_be_met_by_its_crews() -> None:
    gaillon = read("plants/gaillon")
    needs = {n.skill: n.people for n in station_needs(gaillon)}
    problem = problem_of(gaillon, date(1999, 5, 3), 7)
    assert {n.slots[0][1] for n in problem.needs} == {"M", "A"}
    assert all(dict(n.wanted) == needs for n in problem.needs)
    assert check_duties(problem, problem.base(), problem.base()).missing == 0


def test_a_roster_before_the_first_day_of_the_plant_is_refused(one_press) -> None:
    with pytest.raises(HoursError, match="the plant's shifts begin on 1999-01-04"):
        roster(read(one_press), first=date(1998, 12, 28), days=7)
