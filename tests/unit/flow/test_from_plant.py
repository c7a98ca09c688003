"""A plant's records become a model: people, routes, machines with dates, overtime, orders."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from accord import plant
from accord.errors import ModelError
from accord.flow import simulate
from accord.flow.from_plant import model_of
from accord.plant.calendar import DUTY
from accord.plant.records import CrewMove, OvertimeRule

FOLDER = Path(__file__).parents[3] / "plants" / "gaillon"
WEEKS = 40


@pytest.fixture(scope="module")
def gaillon():
    return plant.read(FOLDER)


@pytest.fixture(scope="module")
def today(gaillon):
    return model_of(gaillon, WEEKS)


@pytest.fixture(scope="module")
def applied(gaillon):
    """The plant with a scenario, by its name."""
    by_name = {s.name: s for s in gaillon.scenarios}
    return lambda name: plant.apply(gaillon, by_name[name])


@pytest.fixture(scope="module")
def two_presses_bought(applied):
    return applied("S5")


@pytest.fixture(scope="module")
def bought_model(two_presses_bought):
    return model_of(two_presses_bought, WEEKS)


def hours(gaillon, day):
    return (day - gaillon.on).days * 24.0


def station(model, name):
    return next(s for s in model.stations if s.name == name)


def test_those_who_master_something_work_in_the_flow_and_nobody_else(gaillon, today):
    able = {s.person for s in gaillon.skills if s.level >= 2}
    assert [p.name for p in today.people] == [p.person for p in gaillon.people if p.person in able]
    assert len(today.people) < len(gaillon.people)


def test_a_skill_keeps_its_task_its_pace_and_its_date(gaillon, today):
    for person in today.people[::20]:
        rows = [s for s in gaillon.skills if s.person == person.name and s.level >= 2]
        assert [(s.station, s.task, s.pace) for s in person.skills] == [
            (s.station, s.task, s.rate_share) for s in rows
        ]
        assert all(s.since >= 0 for s in person.skills)


def test_each_duty_is_the_planned_presence_of_its_person(gaillon, today):
    at = plant.presence(gaillon, gaillon.on, WEEKS)
    for person in today.people[::7]:
        mine = at.person_index == at.people.index(person.name)
        duty, pause = mine & (at.kind == DUTY), mine & (at.kind != DUTY)
        assert person.duty.start.tolist() == (at.start_min[duty] / 60).tolist()
        assert person.duty.end.tolist() == (at.end_min[duty] / 60).tolist()
        within = person.duty.break_window
        assert sorted(person.duty.break_start.tolist()) == (at.start_min[pause] / 60).tolist()
        assert (person.duty.start[within] <= person.duty.break_start).all()
        assert (person.duty.break_end <= person.duty.end[within]).all()


def test_hired_people_begin_on_their_date_and_work_alone_after_training(gaillon, applied):
    hired = applied("S1")
    model = model_of(hired, WEEKS)
    new = [p for p in hired.people if p.present_from == date(1999, 9, 6)]
    assert len(new) == 11
    begin = hours(gaillon, date(1999, 9, 6))
    for person in (p for p in model.people if p.name in {n.person for n in new}):
        assert person.duty.start.min() >= begin
        assert {s.since for s in person.skills} == {begin + 4 * 168.0}


def test_machines_bought_and_sold_have_their_dates(gaillon, two_presses_bought, bought_model):
    change = hours(gaillon, date(2000, 1, 3))
    dates = {d.machine: (d.start, d.end) for d in bought_model.machine_dates}
    assert dates == dict.fromkeys(("PC05", "PC06"), (change, None)) | {
        f"PR{i:02d}": (None, change) for i in range(3, 9)
    }
    assert station(bought_model, "GC").machines[-2:] == ("PC05", "PC06")
    old = next(s for s in two_presses_bought.stations if s.station == "G63")
    assert station(bought_model, "G63").machines == old.machines


def test_an_order_follows_the_route_in_force_when_it_is_released(gaillon, bought_model):
    change = date(2000, 1, 3)
    begin = hours(gaillon, change)
    named = {o.name: o for o in bought_model.orders}
    seen = Counter()
    for order in gaillon.orders:
        if order.product == "A1" and order.order in named:
            name = named[order.order].product
            first = bought_model.products[name][0].station
            seen[first] += 1
            assert name == ("A1" if order.release < change else "A1 from 2000-01-03")
            assert first == ("GC" if order.release >= change else "G63")
            assert (named[order.order].release >= begin) is (order.release >= change)
    assert seen["GC"] > 3
    assert seen["G63"] > 3


def test_products_without_a_new_route_have_one_version(gaillon, bought_model):
    changed = {f"A{i} from 2000-01-03" for i in range(1, 5)}
    assert set(bought_model.products) == {o.product for o in gaillon.operations} | changed


def test_step_zero_is_the_time_at_the_bench_and_not_on_the_route(today):
    assert all(s.station != "SORT" for route in today.products.values() for s in route)
    sent = [s for route in today.products.values() for s in route if s.rework > 0]
    assert sent
    for step in sent:
        assert step.rework_station == "SORT"
        assert step.rework_time == pytest.approx(1 / 250)


def test_reworked_pieces_return_to_the_step_named_in_the_file(gaillon, today):
    for product, route in today.products.items():
        rows = sorted(
            (o for o in gaillon.operations if o.product == product and o.step != 0),
            key=lambda o: o.step,
        )
        for row, step in zip(rows, route, strict=True):
            assert step.station == row.station
            if row.rework_step is not None:
                assert rows[step.rework_step].step == row.rework_step


def test_orders_within_the_horizon_are_asked_for_and_no_others(gaillon, today):
    end = gaillon.on + timedelta(weeks=WEEKS)
    wanted = {o.order: o.quantity for o in gaillon.orders if o.release < end}
    assert {o.name: o.wanted for o in today.orders} == wanted
    assert today.limit_lots == gaillon.release.limit_lots
    assert today.rules.at_failure == gaillon.rules.at_failure


def test_orders_are_launched_with_what_will_be_scrapped(gaillon, today):
    scrap = {
        product: [step.scrap for step in route if step.scrap]
        for product, route in today.products.items()
    }
    assert max(len(shares) for shares in scrap.values()) >= 2
    for order in today.orders[:40]:
        left = order.quantity * np.prod([1 - share for share in scrap[order.product]])
        assert order.wanted <= left < order.wanted + 1


def test_an_order_enters_within_its_day_and_is_due_when_its_day_begins(gaillon, today):
    rows = {o.order: o for o in gaillon.orders}
    for order in today.orders:
        row = rows[order.name]
        assert 0 < order.release - hours(gaillon, row.release) < 0.01
        assert order.due == hours(gaillon, row.due)


def test_saturdays_are_offered_to_their_crew_at_a_day_of_backlog(gaillon, today):
    shifts = today.extra_shifts
    end = gaillon.on + timedelta(weeks=WEEKS)
    demand = sum(o.quantity for o in gaillon.orders if o.release < end) / (WEEKS * 5)
    assert {s.threshold_pieces for s in shifts} == {demand}
    crew = {p.person: p.crew for p in gaillon.people}
    for shift in shifts:
        day, hour = divmod(shift.at, 24)
        assert (day % 7, hour) in ((5, 6), (5, 12))
        crews = {crew[today.people[i].name] for i, _ in shift.windows}
        assert crews == {"A" if hour == 6 else "B"}
        assert {(w.start, w.end) for _, w in shift.windows} == {(shift.at, shift.at + 6)}
    closed = {
        (c.first + timedelta(days=i) - gaillon.on).days
        for c in gaillon.closures
        for i in range((c.last - c.first).days + 1)
    }
    days = Counter(int(s.at // 24) for s in shifts)
    assert set(days) == {d for d in range(5, WEEKS * 7, 7) if d not in closed}
    assert set(days.values()) == {2}


def test_overtime_of_a_person_has_a_yearly_limit_counted_from_new_year(gaillon, today):
    called = {i for s in today.extra_shifts for i, _ in s.windows}
    for i, cap_h in enumerate(today.extra_cap):
        assert cap_h == 94.0 if i in called else cap_h > 1e6
    assert today.year_starts == [hours(gaillon, date(2000, 1, 1))]


@pytest.fixture
def saturday(one_press):
    """One press and its operator, with overtime on Saturdays for crews A and B."""
    rule = OvertimeRule(5, 360, 720, 1.0, 100.0, ("A", "B"))
    return replace(plant.read(one_press), overtime=(rule,))


def days_called(changed):
    return [int(s.at // 24) for s in model_of(changed, 4).extra_shifts]


def test_overtime_holds_between_its_dates(saturday):
    (rule,) = saturday.overtime
    dated = replace(rule, since=date(1999, 1, 11), until=date(1999, 1, 23))
    assert days_called(saturday) == [5, 12, 19, 26]
    assert days_called(replace(saturday, overtime=(dated,))) == [12, 19]


def test_a_rule_that_follows_another_has_its_own_yearly_limit(saturday):
    (rule,) = saturday.overtime  # six hours on the Saturdays 9, 16, 23 and 30 January
    always = replace(rule, when_backlog_days=0.0)
    few = replace(always, max_h_year=6.0, until=date(1999, 1, 17))
    more = replace(always, max_h_year=18.0, since=date(1999, 1, 18))

    def worked_h(*rules):
        changed = replace(saturday, overtime=rules)
        found = simulate(changed, until=timedelta(weeks=4), replications=1, seed=1)
        return found.extra_h.sum(axis=(0, 2)).tolist()

    assert worked_h(few, more) == pytest.approx([6, 0, 6, 6])
    assert worked_h(more, replace(few, until=None)) == pytest.approx([6, 0, 6, 6])
    assert worked_h(replace(always, max_h_year=12.0)) == pytest.approx([6, 6, 0, 0])


def test_a_crew_that_works_that_day_anyway_is_not_called(saturday):
    regular = replace(saturday.shifts[0], day=5)
    assert days_called(replace(saturday, shifts=(*saturday.shifts, regular))) == []


def test_who_changes_crew_is_called_with_the_new_one(saturday):
    (rule,) = saturday.overtime
    only_b = replace(saturday, overtime=(replace(rule, crews=("B",)),))
    moves = (
        CrewMove("P1", "B", date(1999, 1, 11)),
        CrewMove("P1", "A", date(1999, 1, 25)),
    )
    assert days_called(only_b) == []
    assert days_called(replace(only_b, crew_moves=moves)) == [12, 19]
    assert days_called(replace(only_b, crew_moves=moves[::-1])) == [12, 19]


def test_who_has_left_is_not_called(saturday):
    (person,) = saturday.people
    gone = replace(person, present_from=date(1999, 1, 10), present_to=date(1999, 1, 17))
    assert days_called(replace(saturday, people=(gone,))) == [12]


def test_absence_has_the_share_of_the_plant_and_the_frailty_of_the_evidence(gaillon, today):
    assert today.absence.share == (gaillon.absence_share,) * len(today.people)
    (shape,) = [e.value for e in gaillon.evidence if e.id == "absence.cluster"] or [1.0]
    assert today.absence.shape == shape
    assert model_of(replace(gaillon, absence_share=None), 2).absence is None


def test_an_order_for_a_product_without_a_route_is_told_with_its_line(one_press):
    read = plant.read(one_press)
    strange = replace(read.orders[0], product="cap")
    with pytest.raises(ModelError, match=r"orders.csv:2.*product 'cap' has no route on 1999-01-04"):
        model_of(replace(read, orders=(strange,)), 4)


def test_a_known_absence_takes_away_its_days(gaillon, today):
    absence = next(a for a in gaillon.absences if a.first > gaillon.on)
    person = next((p for p in today.people if p.name == absence.person), None)
    assert person is not None
    away = {(absence.first + timedelta(days=i) - gaillon.on).days for i in range(3)}
    assert not away & set(np.floor(person.duty.start / 24).astype(int).tolist())


def test_every_pair_of_rules_is_taken_as_the_plant_writes_it(gaillon):
    rules = replace(gaillon.rules, shift_end="handover", break_rule="finish", at_failure="stay")
    taken = model_of(replace(gaillon, rules=rules), 4).rules
    assert (taken.shift_end, taken.break_rule, taken.at_failure) == ("handover", "finish", "stay")
