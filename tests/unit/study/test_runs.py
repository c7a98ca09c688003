"""A run goes to disk and comes back the same; its name depends on what the simulation reads."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from accord.errors import Place, StudyError
from accord.plant.records import Label, Words
from accord.study import runs
from accord.study.runs import Run, plant_digest, read_run

ASKED = {"weeks": 4, "replications": 2, "precision": 0.01}


def test_a_run_read_back_has_the_same_bits(run, tmp_path) -> None:
    path = tmp_path / f"{run.digest}.parquet"
    runs._write_run(path, run)
    back = read_run(path)
    for name in Run.__slots__:
        before, after = getattr(run, name), getattr(back, name)
        if isinstance(before, np.ndarray):
            assert np.array_equal(before, after, equal_nan=True), name
        else:
            assert before == after, name
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_the_file_is_one_long_table_that_any_program_can_read(run, tmp_path) -> None:
    path = tmp_path / "x.parquet"
    runs._write_run(path, run)
    table = pl.read_parquet(path)
    assert table.columns == ["measure", "replication", "week", "entity", "state", "value"]
    good = table.filter(pl.col("measure") == "good_pieces")
    assert good["value"].sum() == run.good_pieces.sum()
    assert table.filter(pl.col("measure") == "order_done")["week"].unique().to_list() == [-1]


def test_a_file_of_another_program_is_refused(tmp_path) -> None:
    path = tmp_path / "y.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(path)
    with pytest.raises(StudyError, match="not a run"):
        read_run(path)
    with pytest.raises(StudyError, match="no such run"):
        read_run(tmp_path / "z.parquet")


def test_what_no_simulation_reads_does_not_change_a_runs_name(plant) -> None:
    before = plant_digest(plant, **ASKED)
    person = replace(plant.people[0], wage_month=9999.0, at=Place("people.csv", 7))
    label = Label("press operator", Words("opérateur", "operator"))
    people = (person, *plant.people[1:])
    same = replace(plant, name="other", people=people, scenarios=(), labels=(label,))
    assert plant_digest(same, **ASKED) == before


def test_whatever_the_simulation_reads_changes_a_runs_name(plant) -> None:
    base = plant_digest(plant, **ASKED)
    order = replace(plant.orders[0], quantity=241)
    others = [
        plant_digest(replace(plant, seed=2), **ASKED),
        plant_digest(replace(plant, orders=(order, *plant.orders[1:])), **ASKED),
        plant_digest(replace(plant, absence_share=0.01), **ASKED),
        plant_digest(plant, weeks=5, replications=2, precision=0.01),
        plant_digest(plant, weeks=4, replications=3, precision=0.01),
        plant_digest(plant, weeks=4, replications=2, precision=0.02),
    ]
    assert len({base, *others}) == 7


def test_pieces_of_a_products_dated_routes_are_added_up() -> None:
    good = np.arange(6, dtype=np.float64).reshape(1, 2, 3)
    total = runs._by_product(good, ("A1", "A1 from 2000-01-03", "B from x"), ("A1", "B from x"))
    assert total.tolist() == [[[1.0, 2.0], [7.0, 5.0]]]


def test_demand_falls_in_the_week_of_its_release_and_what_is_older_in_the_first(plant) -> None:
    early = replace(plant.orders[0], order="O0", quantity=5, release=plant.on.replace(month=4))
    demand = runs._demand(replace(plant, orders=(*plant.orders, early)), ("part",), 4)
    assert demand[:, 0].tolist() == [245, 0, 240, 0]
