"""The example plant's own log: a known plant wrote it, and is found in it again.

kind: other_program. source: plants/gaillon (tables) and its generator, which writes log.csv from
these tables with a plain list scheduler that shares no code with the miner.
"""

from pathlib import Path

import pytest

from accord.plant import read
from accord.plant.mine.assemble import assemble
from accord.plant.mine.eventlog import read_log

GAILLON = Path(__file__).parents[3] / "plants" / "gaillon"
UNLOGGED = {"FORK"}  # forklifts move lots; their trips are not reported


@pytest.fixture(scope="module")
def known():
    return read(GAILLON)


@pytest.fixture(scope="module")
def found():
    return assemble(read_log(GAILLON / "log.csv"))


def test_like_machines_form_the_stations_of_the_plant(known, found):
    truth = {frozenset(s.machines) for s in known.stations if s.station not in UNLOGGED}
    assert {frozenset(s.machines) for s in found.stations} == truth


def test_setters_and_mechanics_are_found(known, found):
    by_machine = {s.machines[0]: s for s in known.stations}
    setters = {s.person for s in known.skills if s.station == "SETUP"}
    mechanics = {s.person for s in known.skills if s.station == "MAINT"}
    for station in found.stations:
        truth = by_machine[station.machines[0]]
        assert bool(station.setters) == bool(truth.setup_skill), station.name
        assert bool(station.menders) == bool(truth.repair_skill), station.name
        assert set(station.setters) <= setters
        assert set(station.menders) <= mechanics


def test_times_per_piece_are_those_of_the_plant(known, found):
    truth = {}
    for o in known.operations:
        truth.setdefault((o.product, f"{o.step} {o.station}"), o.cycle_s)
    errors = []
    for row in found.fit.cells.filter(found.fit.cells["num_visits"] >= 30).iter_rows(named=True):
        cycle_s = truth.get((row["part"], row["operation"]))
        if cycle_s is not None:
            ours = 60 * (row["fixed_min"] / row["typical_pieces"] + row["piece_min"])
            errors.append(ours / cycle_s - 1)
    assert len(errors) > 30
    # The log counts the minutes of breaks and of slower and faster people in its reports.
    assert sorted(map(abs, errors))[len(errors) // 2] < 0.10
    assert max(map(abs, errors)) < 0.30


def test_every_case_passes_its_pieces(found):
    passed = sum(x.pieces * len(steps) for x, steps in zip(found.layers, found.steps, strict=True))
    assert passed == pytest.approx(found.observed["operation_pieces"].sum(), rel=0.005)


def test_the_minutes_of_the_orders_are_those_of_the_log(found):
    work = sum(
        s.cycle_s * x.pieces / 60
        for x, steps in zip(found.layers, found.steps, strict=True)
        for s in steps
    )
    assert work == pytest.approx(found.visits["work_min"].sum(), rel=0.02)
