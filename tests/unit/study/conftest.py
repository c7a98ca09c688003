"""Runs with known contents, so that each measure can be checked by hand."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from accord.flow import MACHINE_STATES, PERSON_STATES
from accord.plant.records import Order, Person, Plant, Scenario, Station
from accord.study.document import Verbatim
from accord.study.field import Case, Field
from accord.study.runs import Run

MONDAY = date(1999, 5, 3)
REPLICATIONS, WEEKS = 2, 4


def make_run(output=((90, 100, 110, 120), (110, 120, 130, 140)), digest="d0", people=("P1", "P2")):
    """Return a run of one product, station and machine with the given weekly output."""
    shape = (REPLICATIONS, WEEKS)
    machine_h = np.zeros((*shape, 1, len(MACHINE_STATES)))
    for state, hours in (("run", 30), ("load", 2), ("setup", 4), ("down", 1), ("repair", 1)):
        machine_h[..., MACHINE_STATES.index(state)] = hours
    machine_h[..., MACHINE_STATES.index("idle")] = 2
    machine_h[..., MACHINE_STATES.index("closed")] = 128
    person_h = np.zeros((*shape, len(people), len(PERSON_STATES)))
    for state, hours in (("attend", 24), ("setup", 3), ("wait", 6), ("overtime", 3), ("break_", 2)):
        person_h[..., PERSON_STATES.index(state)] = hours
    one = np.zeros((*shape, 1))
    return Run(
        digest=digest,
        seed=1,
        replications=REPLICATIONS,
        warm_up_weeks=0,
        weeks=tuple(MONDAY + timedelta(weeks=i) for i in range(WEEKS)),
        products=("part",),
        stations=("PRESS",),
        machines=("PR01",),
        machine_station=(0,),
        people=tuple(people),
        orders=("O1", "O2"),
        machine_states=MACHINE_STATES,
        person_states=PERSON_STATES,
        num_events=10,
        num_operations=20,
        demand_pieces=np.full((WEEKS, 1), 120.0),
        good_pieces=np.array(output, dtype=np.float64)[..., None],
        scrap_pieces=one,
        operations=one + 125,
        wip_pieces=one + 7,
        backlog_pieces=np.array([[30, 50, 60, 60], [10, 10, 0, 0]], dtype=np.float64),
        machine_h=machine_h,
        person_h=person_h,
        extra_h=np.full((*shape, len(people)), 1.5),
        setups=one + 3,
        breakdowns=one,
        order_done=np.array([[100.0, 700.0], [100.0, np.nan]]),
    )


@pytest.fixture
def run():
    return make_run()


@pytest.fixture
def plant():
    """Two people, one press, orders of 120 pieces a week."""
    orders = (
        Order("O1", "part", 240, MONDAY, date(1999, 5, 14)),
        Order("O2", "part", 240, date(1999, 5, 17), date(1999, 5, 28)),
    )
    people = (
        Person("P1", "press operator", birth_date=date(1945, 1, 1), hire_date=date(1970, 1, 1)),
        Person("P2", "press operator", birth_date=date(1970, 1, 1), hire_date=date(1995, 1, 1)),
    )
    return Plant(
        "two", "fr", "FRF", MONDAY, 39.0,
        stations=(Station("PRESS", machines=("PR01",), operators=1),),
        orders=orders, people=people, horizon_weeks=WEEKS, warm_up_weeks=0,
    )  # fmt: skip


@pytest.fixture
def field(plant, tmp_path, run):
    """Today and one plan (S1) that makes ten pieces a week more."""
    from accord.hours import HoursCheck

    check = HoursCheck(MONDAY, ())
    plan = Scenario("S1", "35 h", "35 h", MONDAY, 35.0)
    more = replace(run, digest="d1", good_pieces=run.good_pieces + 10)
    cases = (
        Case("S0", Verbatim("Aujourd’hui", "Today"), None, plant, run, check),
        Case("S1", Verbatim("35 h", "35 h"), plan, plant, more, check),
    )
    return Field(tmp_path, plant, cases, 0, WEEKS - 1, 0.01, 0)
