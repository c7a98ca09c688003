"""What a study looks at of working hours, and what section 9 and 13 say of it."""

from dataclasses import replace
from datetime import date

import pytest

from accord.hours import apply_designed, check
from accord.plant.records import Absence, Break, CrewMove, CycleRequest, Person, Scenario, Shift
from accord.study.cycle_comparison import MEASURES
from accord.study.document import Chart, Figure, Table, Text, Verbatim
from accord.study.field import Case
from accord.study.figures import FigureBook
from accord.study.language import language
from accord.study.measure import enter_all
from accord.study.measure.cycles import law_of, worst_criteria
from accord.study.sections import health_and_load, schedules_and_law
from accord.study.sections.cycles import duty_sign
from accord.study.working_hours import compared, four_weeks, look, shown, trade_offs

from .conftest import make_run

MONDAY = date(1999, 5, 3)
START = date(1999, 5, 10)


def rows(crew, week, days, start, **more):
    pause = (Break(start + 240, start + 260, False),)
    return [Shift(crew, week, day, start, start + 500, pause, **more) for day in days]


def two_crews():
    """Today: two crews swap morning and afternoon, five days of 8 h."""
    early, late = ((330, 820), (820, 330))
    return tuple(
        row
        for crew, starts in (("A", early), ("B", late))
        for week, start in enumerate(starts, start=1)
        for row in rows(crew, week, range(5), start)
    )


def four_crews():
    """Cut in two: of the two crews on a duty one has the Tuesday off, the other the Wednesday."""
    return tuple(
        row
        for crew in ("A1", "A2", "B1", "B2")
        for week in (1, 2)
        for row in rows(
            crew,
            week,
            [d for d in range(5) if d != int(crew[1])],
            330 if (week + (crew[0] == "B")) % 2 else 820,
        )
    )


@pytest.fixture
def study(field):
    """Today's two crews, and S9: 32 h in four crews, its cycle designed."""
    people = tuple(
        Person(f"E{i}", "press operator", crew="AB"[i % 2], weekly_h=40.0, sex="M")
        for i in range(8)
    )
    away = (Absence("E1", date(1999, 5, 18), date(1999, 5, 19), "sickness"),)
    plant = replace(
        field.plant, people=people, shifts=two_crews(), weekly_h=40.0, absences=away,
        horizon_weeks=12,
    )  # fmt: skip
    moves = tuple(CrewMove(f"E{i}", f"{'AB'[i % 2]}{1 + i // 2 % 2}", START) for i in range(8))
    scenario = Scenario(
        "S9", "32 h", "32 h", START, 32.0, reference_period="cycle", shifts=four_crews(),
        crew_moves=moves, cycle=CycleRequest(),
    )  # fmt: skip
    applied, designs, _ = apply_designed(plant, scenario)
    run = make_run(people=tuple(p.person for p in people))
    today = Case("S0", Verbatim("Aujourd’hui", "Today"), None, plant, run, check(plant))
    today = replace(today, hours=look(plant, plant, None, ()))
    case = Case(
        "S9", Verbatim("32 h", "32 h"), scenario, applied, replace(run, digest="d1"),
        check(applied, on=START), hours=look(plant, applied, scenario, designs),
    )  # fmt: skip
    looks = {c.id: c.hours for c in (today, case)}
    found = trade_offs(plant, looks, longest_h=40, shortest_h=30)
    weeks = four_weeks(applied, "S9", designs[0])
    return replace(
        field, plant=plant, cases=(today, case), trade_offs=found, roster=weeks,
        comparison=compared(plant, {"S0": plant, "S9": applied}, looks),
    )  # fmt: skip


@pytest.fixture
def written(study):
    book = FigureBook(1)
    enter_all(study, book)
    return schedules_and_law(study, book), health_and_load(study, book), book


def figures_of(value):
    """Give every figure in a value of a table or a sentence."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, Text):
        for part in value.values.values():
            yield from figures_of(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from figures_of(part)
    elif hasattr(value, "figure"):
        yield value.figure
    elif hasattr(value, "text"):
        yield from figures_of(value.text)


def chart_of(section, name):
    return next(b for b in section.blocks if isinstance(b, Chart) and b.id == name)


def table_of(section, name):
    return next(b for b in section.blocks if isinstance(b, Table) and b.id == name)


def test_the_designed_cycle_is_drawn_week_by_week_with_the_crew_that_begins(written) -> None:
    schedules, _, book = written
    chart = chart_of(schedules, "cycle")
    words = language("en")
    assert len(chart.cells) == 4 * 7
    assert {words.plain(c.sign) for c in chart.cells} <= {"M", "A", "·"}
    crews = [words.plain(row[0]).partition("· ")[2] for row in chart.table.rows]
    assert sorted(crews) == ["A1", "A2", "B1", "B2"]
    hours = [row[-1].value for row in chart.table.rows]
    assert sum(hours) / 4 == pytest.approx(book["S9.cycle.average_h"].value)
    assert book["S9.cycle.single_days_off"].value == 0
    assert book["S9.cycle.written.single_days_off"].value == 4


def test_a_french_reader_finds_the_duty_of_the_day_as_j() -> None:
    assert language("fr").plain(duty_sign("D2")) == "J2"
    assert language("en").plain(duty_sign("D2")) == "D2"
    assert language("fr").plain(duty_sign("A")) == "A"


@pytest.mark.parametrize(("code", "none"), [("fr", "aucun n’existe"), ("en", "none exists")])
def test_todays_posts_at_shorter_hours_have_no_cycle_and_the_sum_proves_it(
    written, code, none
) -> None:
    schedules, _, book = written
    words = language(code)
    (row,) = [r for r in table_of(schedules, "cycles").rows if isinstance(r[0], Text)]
    assert words.plain(row[4]) == none
    # two crews cut into four: 160 h of posts a week make 40 h, more than 32 h; five crews make it
    assert book["S9.todays.crews"].value == 4
    assert book["S9.todays.average_h"].value == 40
    assert book["S9.todays.fewest_crews"].value == 5
    assert book["S9.todays.more_share"].value == pytest.approx(0.25)
    assert "160 h" in words.plain(row[-1])


def test_the_trade_off_has_a_proof_behind_every_point(written, study) -> None:
    schedules, _, _ = written
    chart = chart_of(schedules, "trade-off")
    assert len(chart.points) == len(chart.table.rows)
    assert [t.is_today for t in study.trade_offs] == [True, False]
    assert {p.is_possible for p in chart.points} == {True}
    words = language("en")
    assert all("proof" in words.plain(row[-1]) for row in chart.table.rows)
    assert all(words.plain(row[-2]) == "proven" for row in chart.table.rows)


def test_the_law_table_has_a_sign_for_every_rule_and_case_and_the_worst_value(written) -> None:
    schedules, _, book = written
    chart = chart_of(schedules, "law-rules")
    assert {c.kind for c in chart.cells} <= {"ok", "flag", "breach"}
    signs = {"ok": "✓", "flag": "!", "breach": "✗"}
    assert all(c.sign == signs[c.kind] for c in chart.cells)
    assert book["S9.law_table.fr.hours.day_max.value"].value == 8.0
    assert len(chart.cells) == len({(str(c.row), str(c.column)) for c in chart.cells})


def test_the_worst_finding_of_a_rule_is_the_gravest_then_the_nearest_to_its_limit(study) -> None:
    today = study.cases[0]
    assert {f.severity for f in law_of(today).values()} <= {"ok", "flag", "breach"}
    rest = law_of(today)["fr.hours.rest_day"]
    assert rest.value == min(f.value for f in today.check.findings if f.rule == "fr.hours.rest_day")


def test_ergonomics_shows_the_worst_crew_and_how_many_people_are_concerned(written, study) -> None:
    _, health, book = written
    chart = chart_of(health, "ergonomic-audit")
    criteria = worst_criteria(study.cases[1].hours)
    assert len([c for c in chart.cells if c.column == "S9"]) == len(criteria)
    flagged = [c for c in chart.cells if c.kind == "flag"]
    words = language("en")
    assert flagged
    assert all(words.plain(c.sign).startswith("! ") and words.plain(c.below) for c in flagged)
    stem = "S9.ergo.early_start.early_start"
    assert book[f"{stem}.value"].value == 5.5
    assert book[f"{stem}.people_share"].value == 1.0


@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_risk_index_comes_with_its_limits(written, code) -> None:
    _, health, book = written
    table = table_of(health, "risk-index")
    words = language(code)
    assert "RR446" in words.plain(table.note)
    assert book["S9.ergo.risk_index.mean"].kind == "prior"
    mean, worst = (book[f"S9.ergo.risk_index.{name}"].value for name in ("mean", "worst"))
    assert mean < worst


def test_the_calendar_names_nobody_and_gives_no_reason_of_absence(written, study) -> None:
    schedules, _, _ = written
    chart = chart_of(schedules, "roster")
    for code in ("fr", "en"):
        words = language(code)
        told = " ".join(
            words.plain(v) for c in chart.cells for v in (c.row, c.column, c.sign, c.group)
        )
        told += " ".join(words.plain(v) for row in chart.table.rows for v in row)
        assert "E1" not in told
        assert "sickness" not in told
    assert [words.plain(c.sign) for c in chart.cells].count("×") == 2
    assert len(chart.cells) == 8 * 28
    assert study.roster.missing[0] >= study.roster.missing[1]


def test_regimes_say_how_hours_are_counted_once_for_crews_that_rotate_together(written) -> None:
    schedules, _, book = written
    rows = table_of(schedules, "regimes").rows
    assert len(rows) == 2
    words = language("en")
    assert "cycle of 4 weeks" in words.plain(rows[1][4])
    assert words.plain(rows[0][4]) == "by the week"
    assert book["S9.regime.A1.people"].value == 8


def test_every_number_in_the_new_tables_and_pictures_is_in_the_book(written) -> None:
    schedules, health, book = written
    tables = [t for s in (schedules, health) for t in s.tables]
    found = [f for t in tables for row in t.rows for value in row for f in figures_of(value)]
    charts = [b for s in (schedules, health) for b in s.blocks if isinstance(b, Chart)]
    found += [f for c in charts for cell in c.cells for f in figures_of((cell.sign, cell.below))]
    found += [f for c in charts for p in c.points for f in (p.x, p.y)]
    assert len(found) > 100
    assert all(book.get(f.id) is f for f in found)


def test_a_plant_whose_hours_do_not_change_has_no_cycle_to_show(field) -> None:
    book = FigureBook(1)
    enter_all(field, book)
    section = schedules_and_law(field, book)
    names = {b.id for b in section.blocks if isinstance(b, Chart)}
    assert "cycle" not in names
    assert shown({}) is None
    assert trade_offs(field.plant, {}, longest_h=39, shortest_h=35) == ()


def test_gains_and_losses_of_the_designed_cycle_stand_in_one_table(study, written) -> None:
    """Two crews of five days against four crews of four: fewer hours, and days that stand alone."""
    _, health, book = written
    found = study.comparison
    assert (found.crews_before, found.crews_after) == (("A", "B"), ("A1", "A2", "B1", "B2"))
    told = {m.name: (found.before[m.name], found.after[m.name]) for m in MEASURES}
    assert told["people"] == (8, 8)
    assert told["average_h"] == (pytest.approx(40), pytest.approx(32))
    assert told["single_days_off"][0] == 0
    assert told["free_weekends"] == (1, 1)
    assert told["days_in_row"][0] == 5
    assert told["on_one_duty"][0] == 5
    alone = study.cases[1].hours.designs[0].counts["single_work_days"]
    assert told["single_work_days"] == (0, pytest.approx(52 * alone / 4))
    better = {m.name for m in MEASURES if found.verdict(m) == 1}
    worse = {m.name for m in MEASURES if found.verdict(m) == -1}
    assert "average_h" in better
    assert "people" not in better | worse
    assert worse == {"single_work_days"} if alone else not worse
    assert book["S9.versus.better"].value == len(better)
    assert book["S9.versus.worse"].value == len(worse)
    table = table_of(health, "cycle-comparison")
    assert len(table.rows) == len(MEASURES)
    marks = {language("en").plain(row[0]): row[3].text.key for row in table.rows}
    assert marks["average week, h/week"] == "versus.better"
    assert marks["people in these crews"] == "versus.neither"
    assert marks["weekends with Saturday and Sunday free"] == "versus.same"
    for code in ("fr", "en"):
        words = language(code)
        assert all(words.plain(cell) for row in table.rows for cell in row)
        assert "{" not in words.plain(table.note)


def test_a_cycle_that_is_worse_is_marked_so(study) -> None:
    """The comparison turned round: what was a gain is a loss."""
    found = study.comparison
    turned = replace(found, before=found.after, after=found.before)
    for measure in MEASURES:
        assert turned.verdict(measure) == -found.verdict(measure)
    assert -1 in {turned.verdict(measure) for measure in MEASURES}


def test_without_a_cycle_today_or_designed_there_is_nothing_to_compare(study) -> None:
    looks = {case.id: case.hours for case in study.cases}
    plants = {case.id: case.plant for case in study.cases}
    assert compared(study.plant, plants, {"S0": looks["S0"]}) is None
    fixed = replace(study.plant, shifts=tuple(rows("A", 1, range(5), 480)))
    assert compared(fixed, plants, looks) is None
    assert health_and_load(replace(study, comparison=None), _book(study))


def _book(study):
    book = FigureBook(1)
    enter_all(replace(study, comparison=None), book)
    return book
