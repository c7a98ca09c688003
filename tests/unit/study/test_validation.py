"""The pieces of a validation, small enough to work out by hand."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta

import numpy as np
import pytest

from accord.errors import InputError, StudyError
from accord.study.validation import validate_log
from accord.study.validation.attendance import (
    find_attendance,
    monday_of,
    open_minutes,
    repeated,
)
from accord.study.validation.fit import fit_shop
from accord.study.validation.parts import read_parts
from accord.study.validation.shop_model import evenly

MONDAY = datetime.fromisoformat("2024-01-01")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def write(path, rows):
    """Write (case, activity, worker, start, hours) as a log."""
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["case", "activity", "resource", "worker", "start", "end"])
        for case, activity, worker, start, hours in rows:
            out.writerow([case, activity, f"bench {activity}", worker, start, start + hours * HOUR])
    return path


@pytest.fixture
def eight_weeks(tmp_path):
    """Write a case a working day: two hours of cutting, the day after three hours of sewing."""
    rows = []
    for k in range(56):
        day = MONDAY + k * DAY
        if day.weekday() < 4:
            rows.append((f"c{k}", "cut", "o1", day + 7 * HOUR, 2))
            rows.append((f"c{k}", "sew", "o2", day + DAY + 8 * HOUR, 3))
    return write(tmp_path / "log.csv", rows)


def test_a_case_across_the_cut_is_in_neither_part(eight_weeks):
    parts = read_parts(eight_weeks, split="2024-01-30")  # a Tuesday: Monday's case is being sewn
    assert parts.num_crossing == 1
    assert parts.train["case"].n_unique() == 16
    assert parts.test["case"].n_unique() == 15
    assert parts.train["end"].max() < parts.cut <= parts.test["start"].min()


def test_a_share_cuts_at_midnight(eight_weeks):
    # from 1 January 07:00 to 23 February 11:00: the middle is 27 January 21:00
    assert read_parts(eight_weeks, split="0.5").cut == datetime.fromisoformat("2024-01-27")


@pytest.mark.parametrize("split", ["tomorrow", "0", "1.5", "2030-01-01"])
def test_a_cut_that_leaves_no_parts_is_refused_with_its_remedy(eight_weeks, split):
    with pytest.raises(InputError, match=r"log\.csv.*(--split)"):
        read_parts(eight_weeks, split=split)


def test_one_run_has_no_spread_and_is_refused(eight_weeks):
    with pytest.raises(StudyError, match="at least 2"):
        validate_log(eight_weeks, runs=1)


def test_a_wait_counts_the_opening_hours_only():
    hours = np.array([[0.0, 100.0], [200.0, 300.0]])
    assert open_minutes(hours, np.array([50.0, 150.0, 250.0, 900.0])).tolist() == [
        50,
        100,
        150,
        200,
    ]


def test_a_case_waits_while_the_bench_sews_another_not_while_it_is_closed(eight_weeks):
    # cut until 09:00; the bench sews yesterday's case until 11:00, on Mondays there is none
    shop = fit_shop(read_parts(eight_weeks, split="2024-01-30"))
    sewing = [task for route in shop.routes.values() for task in route if task.activity == "sew"]
    assert {task.wait for task in sewing} == {0.0, 120.0}


def test_the_time_of_a_task_is_its_measured_one_where_it_never_varies(eight_weeks):
    shop = fit_shop(read_parts(eight_weeks, split="2024-01-30"))
    minutes = {(t.activity, round(np.exp(t.level), 6)) for r in shop.routes.values() for t in r}
    assert minutes == {("cut", 120.0), ("sew", 180.0)}


def test_a_long_case_stands_for_those_that_the_cut_leaves_out(tmp_path):
    rows = []
    for k in range(40):
        begin = MONDAY + k * DAY + 6 * HOUR
        rows.append((f"short {k}", "cut", "o1", begin, 1))
        rows.append((f"long {k}", "cut", "o1", begin, 1))
        rows.append((f"long {k}", "sew", "o2", begin + 10 * DAY, 1))
    shop = fit_shop(read_parts(write(tmp_path / "log.csv", rows), split="2024-01-31"))
    long = sum(w for c, w in zip(shop.cases, shop.weights, strict=True) if c.startswith("long"))
    seen = sum(c.startswith("long") for c in shop.cases) / len(shop.cases)
    assert seen < 0.4  # the cut hides long ones
    assert long == pytest.approx(0.5, abs=0.04)  # half of the cases are long


def test_a_person_of_a_week_is_there_on_the_usual_days(tmp_path):
    rows = [
        (f"c{week}{day}", "cut", "o1", MONDAY + (7 * week + day) * DAY + 6 * HOUR, 8)
        for week in range(5)
        for day in range(5)
        if (week, day) != (2, 3)
    ]
    parts = read_parts(write(tmp_path / "log.csv", rows), split="2024-01-28")
    seen = find_attendance(parts.train)["o1"]
    missing = (MONDAY + 17 * DAY + 6 * HOUR - datetime(1970, 1, 1)) / timedelta(minutes=1)  # noqa: DTZ001
    assert [missing, missing + 480] in seen.tolist()


def test_a_week_is_laid_into_another_on_its_weekdays():
    monday = monday_of(40_000.0)
    seen = np.array([[monday + 360.0, monday + 840.0]])
    laid = repeated(seen, np.array([0, 1, 0]), monday, monday + 70 * 1440.0, monday + 70 * 1440.0)
    assert laid.tolist() == [[360.0, 840.0], [360.0 + 2 * 10080, 840.0 + 2 * 10080]]


def test_even_draws_hit_each_part_once():
    draws = evenly(np.random.default_rng(3), 50)
    assert sorted((draws * 50).astype(int).tolist()) == list(range(50))
