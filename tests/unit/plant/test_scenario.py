"""Scenario files: what is read, and every mistake with its place and remedy."""

from datetime import date

import pytest

from accord.errors import InputError
from accord.plant.applied import apply
from accord.plant.records import (
    CrewMove,
    CycleRequest,
    Exit,
    Hire,
    Operation,
    Order,
    Person,
    Plant,
    Scenario,
    Shift,
    Skill,
    Station,
)
from accord.plant.scenario import parse_scenario, parse_scenarios
from accord.plant.yamlfile import parse

ON = date(1999, 5, 3)
START = date(1999, 9, 6)


@pytest.fixture
def two_groups():
    """Two stations, two products, four people in crews A and B."""
    return Plant(
        name="two groups",
        country="fr",
        currency="FRF",
        on=ON,
        weekly_h=39,
        stations=(
            Station("G63", machines=("PR01", "PR02"), operators=1, setup_skill="SETUP"),
            Station("GC", machines=("PC01",), operators=1),
        ),
        operations=(
            Operation("clip", 10, "G63", 5.0),
            Operation("strip", 10, "GC", 2.0),
        ),
        orders=(
            Order("O1", "clip", 1000, ON, date(1999, 5, 14)),
            Order("O2", "clip", 1000, date(1999, 10, 4), date(1999, 10, 15)),
        ),
        people=tuple(Person(f"E{i}", crew="AB"[i % 2], weekly_h=39) for i in range(4)),
        skills=(Skill("E0", "G63", "run", 2, 0.9), Skill("E1", "SETUP", "setup", 2)),
        shifts=tuple(Shift(crew, 1, d, 330, 830) for crew in "AB" for d in range(5)),
    )


def read(plant, text):
    node, problems = parse(text, "scenarios/S1.yaml")
    assert not problems
    return parse_scenario(node, plant)


HEAD = "name: S1\nfrom: 1999-09-06\nweekly_h: 35\n"


def test_all_mistakes_of_a_file_come_at_once_with_line_and_column(two_groups):
    text = (
        "name: S1\n"
        "from: 1999-09-06\n"
        "weekly_h: 350\n"
        "purpos: test\n"
        "reference_period: month\n"
        "machines:\n"
        "  - {station: G36, add: PR09, on: 1999-09-06}\n"
        "exits:\n"
        "  - {person: E9, on: 1999-12-31, kind: fired}\n"
        "training:\n"
        "  - {person: E0, station: GC, task: weld, on: 31/12/1999}\n"
    )
    _, problems = read(two_groups, text)
    told = sorted((p.place.line, p.place.column) for p in problems)
    assert told == [(3, 11), (4, 1), (5, 19), (7, 5), (9, 40), (11, 37)]
    assert any("Did you mean 'purpose'?" in str(p) for p in problems)


def test_unknown_ids_are_refused_with_the_nearest_known_one(two_groups):
    text = HEAD + (
        "shifts:\n"
        "  - {crew: [A, B], days: mon-fri, start: '06:00', end: '13:00'}\n"
        "crews: {C: [E0, E7]}\n"
        "machines:\n"
        "  - {station: G36, add: PR09}\n"
        "  - {station: GC, remove: PC02}\n"
        "  - {station: GC, add: PR01}\n"
        "exits: [{person: X1, on: 1999-12-31, kind: layoff}]\n"
        "training: [{person: E0, station: WELD, on: 1999-12-31}]\n"
        "routes: [{product: clup, steps: [{step: 10, station: GC, rate_h: 10}]}]\n"
        "drop_products: [strap]\n"
        "overtime: [{day: sat, start: '06:00', end: '12:00', when_backlog_days: 1, "
        "max_h_year: 94, crews: [Z]}]\n"
    )
    _, problems = read(two_groups, text)
    seen = {p.seen for p in problems}
    assert seen == {
        "unknown crew 'C'",
        "unknown person 'E7'",
        "unknown station 'G36'",
        "unknown machine at GC 'PC02'",
        "machine 'PR01' is added and already there",
        "unknown person 'X1'",
        "unknown station 'WELD'",
        "unknown product 'clup'",
        "unknown product 'strap'",
        "unknown crew 'Z'",
    }
    assert next(p for p in problems if "G36" in p.seen).remedy == "Did you mean 'G63'?"
    assert all(p.place.line > 3 for p in problems if "strap" not in p.seen)


def test_a_new_shift_table_must_serve_every_crew_in_use(two_groups):
    text = HEAD + "shifts: [{crew: A, days: mon-fri, start: '06:00', end: '13:00'}]\n"
    _, problems = read(two_groups, text)
    assert [p.seen for p in problems] == ["2 people of crew 'B' have no shift any more"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("from: 1999-01-04", "starts on 1999-01-04"),
        ("hires: [{prefix: x, count: 0, job: j, crews: A, wage_month: 1}]", "count is '0'"),
        ("hires: [{prefix: x, job: j, crews: A, wage_month: 1}]", "count is missing"),
        ("hires: [{prefix: x, count: 1, job: j, crews: A, wage_month: -1}]", "wage_month"),
        (
            "hires: [{prefix: x, count: 1, job: j, crews: A, wage_month: 1, skills: ['G63:fly']}]",
            "skill 'G63:fly'",
        ),
        ("exits: [{people: [E0, E0], on: 1999-12-31, kind: layoff}]", "E0 leaves twice"),
        ("exits: [{person: E0, on: 1998-12-31, kind: layoff}]", "a change of people on 1998-12-31"),
        ("crews: {A: [E0], B: [E0]}", "E0 changes crew twice"),
        ("machines: [{station: GC}]", "a machine change without machines"),
        ("machines: [{station: GC, remove: PC01}]", "keeps no machine"),
        ("machines: [{station: GC, add: PC09-PC02}]", "PC09-PC02"),
        (
            "routes: [{product: clip, steps: [{step: 10, station: GC, rate_h: 10, cycle_s: 1}]}]",
            "rate_h and cycle_s: both",
        ),
        ("routes: [{product: clip, steps: [{step: 10, station: GC}]}]", "rate_h and cycle_s: none"),
        (
            "routes: [{product: clip, steps: [{step: 1, station: GC, rate_h: 9}, "
            "{step: 1, station: GC, rate_h: 9}]}]",
            "step 1 of clip stands 2 times",
        ),
        (
            "routes: [{product: clip, steps: [{step: 1, station: GC, rate_h: 9, rework_share: 0.1, "
            "rework_station: GC, rework_step: 7}]}]",
            "returns to step 7",
        ),
        ("shifts: [{crew: A, days: funday, start: '06:00', end: '13:00'}]", "funday"),
        ("shifts: [{crew: A, weeks: 0, days: mon, start: '06:00', end: '13:00'}]", "'0'"),
        (
            "shifts: [{crew: [A, B], days: mon, start: '06:00', end: '13:00', "
            "breaks: 14:00-14:20 unpaid}]",
            "a break outside its shift",
        ),
        ("aid: {scheme: aubry1}", "an aid without a date of agreement"),
        ("wages: {policy: keep_moth}", "keep_moth"),
        ("overtime: none", "overtime is a text"),
        ("investment: [{what: press}]", "amount is missing"),
    ],
)
def test_each_mistake_is_named(two_groups, line, said):
    head = HEAD if not line.startswith("from") else "name: S1\nweekly_h: 35\n"
    _, problems = read(two_groups, head + line + "\n")
    assert any(said in p.seen for p in problems), [str(p) for p in problems]
    assert all(p.remedy for p in problems)


def test_a_file_that_is_not_yaml_and_a_name_used_twice_are_told(two_groups, tmp_path):
    for name, text in (("a", HEAD), ("b", HEAD), ("c", "name: [\n")):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    files = [(p, p.name) for p in sorted(tmp_path.iterdir())]
    scenarios, problems = parse_scenarios(files, two_groups)
    assert [s.name for s in scenarios] == ["S1"]
    assert {p.place.file for p in problems} == {"b.yaml", "c.yaml"}


def test_new_shifts_end_the_old_ones_on_the_eve(two_groups):
    text = HEAD + (
        "shifts:\n"
        "  - {crew: [A, B], weeks: [1, 2], days: mon-fri, start: '22:00', end: '05:00', "
        "breaks: 01:30-01:50 unpaid}\n"
    )
    scenario, problems = read(two_groups, text)
    assert not problems
    applied = apply(two_groups, scenario)
    old = [s for s in applied.shifts if s.until is not None]
    new = [s for s in applied.shifts if s.since == START]
    assert len(old) == len(two_groups.shifts)
    assert {s.until for s in old} == {date(1999, 9, 5)}
    assert len(new) == 20
    assert new[0].end_min == 29 * 60
    assert new[0].breaks[0].start_min == 1440 + 90
    assert new[0].paid_min == 7 * 60 - 20


def test_a_change_from_the_first_day_leaves_no_old_row(two_groups):
    text = (
        "name: S1\nfrom: 1999-05-03\nweekly_h: 35\n"
        "shifts: [{crew: [A, B], days: mon-fri, start: '06:00', end: '13:00'}]\n"
    )
    scenario, _ = read(two_groups, text)
    applied = apply(two_groups, scenario)
    assert len(applied.shifts) == 10
    assert all(s.since is None and s.until is None for s in applied.shifts)


def test_routes_replace_only_the_products_they_name(two_groups):
    text = HEAD + (
        "routes:\n"
        "  - {product: clip, from: 2000-01-03, steps: [{step: 10, station: GC, rate_h: 1600}]}\n"
    )
    scenario, _ = read(two_groups, text)
    applied = apply(two_groups, scenario)
    clip = [o for o in applied.operations if o.product == "clip"]
    assert [(o.station, o.since, o.until) for o in clip] == [
        ("G63", None, date(2000, 1, 2)),
        ("GC", date(2000, 1, 3), None),
    ]
    assert clip[1].cycle_s == pytest.approx(2.25)
    assert [o for o in applied.operations if o.product == "strip"] == [two_groups.operations[1]]


def test_an_early_exit_may_name_its_scheme_and_no_other_exit_may(two_groups):
    line = "exits: [{{person: E0, on: 1999-12-31, kind: {}, scheme: {}}}]\n"
    scenario, problems = read(two_groups, HEAD + line.format("early_exit", "arpe"))
    assert problems == ()
    assert [e.scheme for e in scenario.exits] == ["arpe"]
    for kind, scheme, said in (
        ("layoff", "arpe", "scheme arpe of an exit of kind layoff"),
        ("early_exit", "arp", "arpe"),
    ):
        _, (problem,) = read(two_groups, HEAD + line.format(kind, scheme))
        assert said in str(problem)
        assert problem.place.line == 4


def test_hires_exits_training_and_dropped_products_take_effect_on_their_day(two_groups):
    text = HEAD + (
        "hires:\n"
        "  - {prefix: op, count: 3, job: operator, category: ouvrier, class: O1, crews: [A, B], "
        "wage_month: 7000, on: 1999-10-04, skills: [G63, 'SETUP:setup'], training_weeks: 2}\n"
        "exits: [{person: E0, on: 1999-12-31, kind: early_exit}]\n"
        "training: [{person: E0, station: GC, on: 1999-11-01, hours: 40}]\n"
        "drop_products: [clip]\n"
        "machines: [{station: GC, add: PC02-PC03}]\n"
    )
    scenario, problems = read(two_groups, text)
    assert not problems
    applied = apply(two_groups, scenario)
    hired = [p for p in applied.people if p.person.startswith("S1-op")]
    assert [(p.person, p.crew, p.present_from) for p in hired] == [
        ("S1-op01", "A", date(1999, 10, 4)),
        ("S1-op02", "B", date(1999, 10, 4)),
        ("S1-op03", "A", date(1999, 10, 4)),
    ]
    assert {p.weekly_h for p in hired} == {35}
    assert next(p for p in applied.people if p.person == "E0").present_to == date(1999, 12, 31)
    known = [(s.station, s.task, s.since) for s in applied.skills if s.person == "S1-op01"]
    assert known == [
        ("G63", "run", date(1999, 10, 18)),
        ("SETUP", "setup", date(1999, 10, 18)),
    ]
    trained = [s for s in applied.skills if s.person == "E0" and s.station == "GC"]
    assert [(s.level, s.rate_share, s.since) for s in trained] == [(2, 0.9, date(1999, 11, 1))]
    assert [o.order for o in applied.orders] == ["O1"]
    assert applied.machine_changes[0].added == ("PC02", "PC03")
    assert applied.machine_changes[0].on == START


def test_a_replaced_station_keeps_its_place_and_a_new_one_comes_last(two_groups):
    text = HEAD + (
        "stations:\n"
        "  - {station: G63, machines: PR01-PR03, operators: 1, setup_skill: SETUP}\n"
        "  - {station: LASER, machines: L1, operators: 1}\n"
    )
    scenario, problems = read(two_groups, text)
    assert not problems
    applied = apply(two_groups, scenario)
    assert [s.station for s in applied.stations] == ["G63", "GC", "LASER"]
    assert applied.stations[0].machines == ("PR01", "PR02", "PR03")


def test_a_scenario_made_in_code_is_checked_before_it_is_applied(two_groups):
    scenario = Scenario(
        "X",
        "",
        "",
        START,
        35,
        exits=(Exit("E77", START, "layoff"),),
        crew_moves=(CrewMove("E0", "Q"),),
        hires=(Hire("a", 1, "j", "", "", ("A",), 1.0, START, skills=(("NOWHERE", "run"),)),),
    )
    with pytest.raises(InputError) as caught:
        apply(two_groups, scenario)
    assert len(caught.value.problems) == 3


def cycle_of(plant, text):
    head = "name: S1\nfrom: 1999-09-06\nweekly_h: 35\n"
    return read(plant, head + text)


def test_a_cycle_is_asked_for_by_a_word_or_with_its_aims_and_crews(two_groups):
    scenario, problems = cycle_of(two_groups, "cycle: design\n")
    assert not problems
    assert scenario.cycle == CycleRequest()
    scenario, problems = cycle_of(
        two_groups, "cycle: {aims: [single_days_off, free_weekends], crews: [A, B]}\n"
    )
    assert not problems
    assert scenario.cycle == CycleRequest(("single_days_off", "free_weekends"), ("A", "B"))
    assert cycle_of(two_groups, "")[0].cycle is None


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("cycle: desing\n", 4, "perhaps 'design'"),
        ("cycle: {aims: [free_weekend]}\n", 4, "free_weekends"),
        ("cycle: {aims: [free_weekends, free_weekends]}\n", 4, "again"),
        ("cycle: {crews: [C]}\n", 4, "unknown crew 'C'"),
        ("cycle: {goals: [free_weekends]}\n", 4, "unknown key 'cycle.goals'"),
        (
            "cycle: design\nshifts:\n"
            '  - {crew: [A, B], weeks: 1, days: fri, start: "05:30", end: "13:50",'
            " until: 2000-01-02}\n",
            4,
            "shifts of A change with the date",
        ),
    ],
)
def test_a_cycle_that_cannot_be_designed_is_named_with_its_line(two_groups, text, line, said):
    _, problems = cycle_of(two_groups, text)
    found = [p for p in problems if said in str(p)]
    assert found, problems
    assert found[0].place.line == line
