"""Fits find what was put into a log: size effect, levels, set-ups, speed; pooling goes by n."""

import datetime as dt
import math

import numpy as np
import polars as pl
import pytest

from accord.plant.mine.effects import associations, operator_spread
from accord.plant.mine.routings import family
from accord.plant.mine.times import cell_table, fit_setups, fit_times, shrink


def test_a_big_group_keeps_its_mean_and_a_small_one_is_pulled():
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(20), [200, 2] * 10)
    truth = rng.normal(0, 1, 20)
    values = truth[groups] + rng.normal(0, 1, groups.size)
    pooled, weight, inside, between = shrink(values, groups)
    assert inside == pytest.approx(1, rel=0.1)
    assert between == pytest.approx(truth[::2].var(ddof=1), rel=0.3)  # the big groups decide
    assert (weight[::2] > 0.98).all()
    assert (weight[1::2] < 0.85).all()
    own = np.bincount(groups, weights=values) / np.bincount(groups)
    assert pooled[1::2].var() < 0.9 * own[1::2].var()
    assert pooled[::2] == pytest.approx(own[::2], abs=0.05)


def test_groups_that_do_not_differ_are_pooled_completely():
    values = np.array([1.0, 2.0, 3.0, 1.0, 2.0, 3.0])
    pooled, weight, _, between = shrink(values, np.array([0, 0, 0, 1, 1, 1]))
    assert between == 0
    assert weight.tolist() == [0, 0]
    assert pooled.tolist() == [2, 2]


def test_without_any_variation_every_group_keeps_its_value():
    pooled, weight, inside, between = shrink(np.ones(4), np.array([0, 0, 1, 1]))
    assert (inside, between) == (0, 0)
    assert pooled.tolist() == [1, 1]
    assert weight.tolist() == [1, 1]


def visits_of(rng, *, share, sd, num=120):
    """Visits of two operations whose minutes are level x pieces ** share x noise."""
    rows = []
    for i in range(num):
        for k, op in enumerate(("Turning - Machine 1", "Milling - Machine 2")):
            pieces = float(rng.integers(5, 400))
            minutes = (20.0 + 40 * k) * pieces**share * math.exp(sd * rng.normal())
            rows.append((f"C{i}", op, f"Part {i % 4}", pieces, minutes))
    table = pl.DataFrame(
        rows, schema=["case", "operation", "part", "pieces", "work_min"], orient="row"
    )
    return table.with_columns(num_work=pl.lit(1), has_work=True)


def reports_of(visits):
    start = dt.datetime(2012, 1, 2)  # noqa: DTZ001
    return visits.with_columns(
        status=pl.lit("used"),
        report=pl.lit("D"),
        activity="operation",
        good="pieces",
        minutes="work_min",
        is_placeholder=False,
        start=start,
    )


@pytest.mark.parametrize("share", [0.4, 0.7, 1.0])
def test_the_fixed_part_of_a_visit_is_found(share):
    visits = visits_of(np.random.default_rng(2), share=share, sd=0.2)
    fit = fit_times(visits, reports_of(visits))
    value, error = fit.size_share
    assert abs(value - share) < 4 * error
    fixed = np.array([v.fixed_min for v in fit.visits.values()])
    total = visits["work_min"].to_numpy()
    assert fixed.sum() / total.sum() == pytest.approx(1 - share, abs=0.05)


def test_fitted_minutes_keep_the_total_of_each_operation():
    visits = visits_of(np.random.default_rng(3), share=0.6, sd=0.8)
    fit = fit_times(visits, reports_of(visits))
    fitted = visits.with_columns(
        m=pl.Series(
            [
                fit.visits[c, o].fixed_min + fit.visits[c, o].piece_min * p
                for c, o, p in visits.select("case", "operation", "pieces").iter_rows()
            ]
        )
    )
    sums = fitted.group_by("operation").agg(pl.col("m").sum(), pl.col("work_min").sum())
    assert sums["m"].to_list() == pytest.approx(sums["work_min"].to_list())


def test_a_visit_without_believed_minutes_takes_those_of_its_operation_and_part():
    visits = visits_of(np.random.default_rng(4), share=1.0, sd=0.05)
    blind = visits.with_columns(
        work_min=pl.when(pl.col("case") == "C0").then(0.0).otherwise("work_min"),
        num_work=pl.when(pl.col("case") == "C0").then(0).otherwise(1),
    )
    fit = fit_times(blind, reports_of(blind.filter(pl.col("work_min") > 0)))
    guess = fit.visits["C0", "Turning - Machine 1"]
    assert (guess.num_reports, guess.own_weight) == (0, 0)
    assert guess.piece_min == pytest.approx(20, rel=0.1)


def test_setups_of_an_operation_are_averaged_over_the_visits_that_have_one():
    visits = pl.DataFrame(
        {
            "operation": ["a"] * 4 + ["b"] * 4,
            "setup_min": [60.0, 60.0, 60.0, 0.0, 120.0, 120.0, 0.0, 0.0],
            "num_setup": [2, 1, 1, 0, 1, 1, 0, 0],
        }
    )
    fit = fit_setups(visits)
    assert fit["a"].mean_min == pytest.approx(60)
    assert (fit["a"].num_visits, fit["a"].num_reports, fit["a"].share_of_visits) == (3, 4, 0.75)
    assert fit["b"].mean_min == pytest.approx(120)


@pytest.mark.parametrize(
    ("operation", "process"),
    [
        ("Turning & Milling - Machine 4", "Turning & Milling"),
        ("Final Inspection Q.C.", "Final Inspection Q.C."),
        ("Round Grinding - Manual", "Round Grinding"),
        ("Perçage 3", "Perçage"),
        ("42", "42"),
    ],
)
def test_the_process_of_an_operation_is_its_name_without_the_machine(operation, process):
    assert family(operation) == process


def speed_log(rng, sd):
    """Reports of twelve people of different speed on one operation and part."""
    speed = np.exp(rng.normal(0, sd, 12))
    rows = []
    for i in range(1200):
        who = int(rng.integers(12))
        minutes = 60 / speed[who] * math.exp(0.3 * rng.normal())
        start = dt.datetime(2012, 1, 2) + dt.timedelta(hours=6 * i)  # noqa: DTZ001
        end = start + dt.timedelta(minutes=minutes)
        rows.append((f"W{who:02d}", start, end, minutes, i + 2))
    table = pl.DataFrame(rows, schema=["worker", "start", "end", "minutes", "line"], orient="row")
    log = table.with_columns(
        activity=pl.lit("Turning - Machine 1"),
        resource=pl.lit("Machine 1 - Turning"),
        part=pl.lit("Shaft"),
        report=pl.lit("D"),
        good=pl.lit(10.0),
        is_placeholder=False,
    )
    return log, speed


def test_differences_of_speed_between_people_are_found():
    log, speed = speed_log(np.random.default_rng(5), 0.15)
    sd, found = operator_spread(log)
    assert sd == pytest.approx(np.log(speed).std(ddof=1), rel=0.25)
    ours = [found[f"W{i:02d}"][0] for i in range(12)]
    assert np.corrcoef(ours, speed)[0, 1] > 0.95


def test_people_of_the_same_speed_show_hardly_any_spread():
    sd, _ = operator_spread(speed_log(np.random.default_rng(6), 0.0)[0])
    assert sd < 0.03


def test_a_short_log_gives_no_association():
    log, _ = speed_log(np.random.default_rng(7), 0.1)
    assert associations(log.head(100), no_placeholders=False) == ()
    assert operator_spread(log.head(100)) == (0.0, {})


def test_the_cell_table_prints_n_and_leaves_placeholders_out():
    log, _ = speed_log(np.random.default_rng(8), 0.1)
    log = log.with_columns(is_placeholder=pl.col("line") < 52)
    assert cell_table(log)["n"].to_list() == [1150]
    assert cell_table(log, no_placeholders=False)["n"].to_list() == [1200]
