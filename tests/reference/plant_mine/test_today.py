"""The mined plant, simulated, does what the log shows: pieces and hours within stated bands."""

import numpy as np
import pytest

from accord import flow
from accord.flow.from_plant import model_of
from accord.plant import read
from accord.plant.mine import mine, observed

WEEK_H = 168.0
REPLICATIONS = 6
AT_WORK = ("attend", "load", "setup", "repair", "down")
AT_MACHINE = ("setup", "load", "run", "down", "repair")


@pytest.fixture(scope="module")
def today(production_log, tmp_path_factory):
    """Thirteen weeks of the mined plant, and the weekly table of its log."""
    out = tmp_path_factory.mktemp("levy") / "plant"
    mine(production_log / "Production_Data_rebuilt.csv", out)
    plant = read(out)
    weeks = plant.horizon_weeks
    result = flow.simulate(
        model_of(plant, weeks), until=weeks * WEEK_H, bucket=WEEK_H, replications=REPLICATIONS
    )
    return result, observed(out)


def hours(array, names, states):
    return array[..., [names.index(s) for s in states]].sum(axis=(2, 3)).mean(axis=0)


def test_pieces_through_operations_are_those_of_the_log(today):
    result, log = today
    simulated = result.operations.sum(axis=2).mean(axis=0)
    logged = log["operation_pieces"].to_numpy()
    # The last week clears orders of an end of quarter that the simulation had finished before.
    assert simulated[:-1].sum() == pytest.approx(logged[:-1].sum(), rel=0.05)
    assert -0.10 < simulated.sum() / logged.sum() - 1 < 0.02


def test_worked_hours_are_those_of_the_log_in_every_week_but_the_last(today):
    result, log = today
    simulated = hours(result.person_h, flow.PERSON_STATES, AT_WORK)
    logged = log["worked_h"].to_numpy()
    assert -0.12 < simulated.sum() / logged.sum() - 1 < 0.02
    assert np.abs(simulated[:-1] / logged[:-1] - 1).max() < 0.20
    assert np.abs(simulated[:-1] / logged[:-1] - 1).mean() < 0.08


def test_machine_hours_are_those_of_the_log(today):
    result, log = today
    simulated = hours(result.machine_h, flow.MACHINE_STATES, AT_MACHINE)
    assert -0.13 < simulated.sum() / log["machine_h"].sum() - 1 < 0.02


def test_nobody_works_beyond_the_roster_of_the_log(today):
    result, _ = today
    assert hours(result.person_h, flow.PERSON_STATES, ("overtime",)).sum() == 0
