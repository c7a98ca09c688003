"""Measures against numbers worked out by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.cost import people_for_constant_output
from accord.plant.records import Break, Exit, MachineChange, Scenario, Shift, Station
from accord.study.figures import FigureBook
from accord.study.measure.bearers import enter_bearers, load_samples
from accord.study.measure.groups import age_on, group_of
from accord.study.measure.inputs import enter_inputs
from accord.study.measure.output import (
    backlog_growth,
    enter_output,
    is_held,
    on_time_share,
    output_week,
    station_use,
    waiting,
)
from accord.study.measure.staffing import opening_h, posts, weekly_h
from accord.study.workload import workload

ALL = slice(0, 4)


def test_weekly_output_is_the_mean_over_the_window_by_replication(run) -> None:
    assert output_week(run, ALL).tolist() == [105.0, 125.0]
    assert output_week(run, slice(2, 4)).tolist() == [115.0, 135.0]
    assert output_week(run, ALL, "part").tolist() == [105.0, 125.0]


def test_pieces_wait_outside_the_shop_and_in_its_queues(run) -> None:
    assert waiting(run).tolist() == [[37, 57, 67, 67], [17, 17, 7, 7]]  # 7 are queued inside


def test_the_backlogs_growth_is_the_slope_of_the_window_where_nothing_lies_before_it(run) -> None:
    # 37 57 67 67 and 17 17 7 7, weeks at -1.5 -0.5 0.5 1.5
    slopes = backlog_growth(run, ALL, 0)
    assert slopes.tolist() == pytest.approx([(1.5 * 30 + 0.5 * 10) / 5, (1.5 * -10 - 5) / 5])


def with_backlog(run, *weeks):
    """Return the run with the given pieces waiting, alike in both replications."""
    left = np.array([weeks, weeks], dtype=np.float64)
    wip = np.zeros((2, len(weeks), 1))
    return replace(run, backlog_pieces=left, wip_pieces=wip)


def test_a_shortfall_that_begins_with_the_compared_weeks_is_told_whole(run) -> None:
    # 8 weeks of today, then 5.6 % of 1,000 pieces are short each week for 12 weeks
    short = with_backlog(run, *[0.0] * 8, *(56.0 * i for i in range(1, 13)))
    assert backlog_growth(short, slice(8, 20), 8).tolist() == pytest.approx([56.0] * 2)
    # half-way: the change is 4 weeks before the window
    assert backlog_growth(short, slice(12, 20), 8).tolist() == pytest.approx([56.0] * 2)


def test_a_season_cancels_out_where_the_weeks_before_the_window_are_after_the_change(run) -> None:
    season = [100.0 * np.sin(2 * np.pi * i / 52) + 3 * i for i in range(104)]
    assert backlog_growth(with_backlog(run, *season), slice(52, 104), 40).tolist() == pytest.approx(
        [3.0] * 2
    )


def test_use_is_running_over_what_set_up_and_breakdown_leave_of_open_hours(run) -> None:
    shares = station_use(run, "PRESS", ALL)
    assert shares["use"].tolist() == pytest.approx([32 / 34] * 2)  # 40 open - 4 - 2
    assert shares["setup_share"].tolist() == pytest.approx([0.1] * 2)
    assert shares["down_share"].tolist() == pytest.approx([0.05] * 2)


def test_orders_are_on_time_when_done_by_the_end_of_their_due_day(field) -> None:
    # O1 is due on day 12 (288 h) and done at 100 h; O2 is due at 624 h: 700 h is late, nan is open
    share = on_time_share(field, field.today, field.today.run)
    assert share.tolist() == [0.5, 0.5]


def test_load_counts_breaks_out_and_overtime_in(run) -> None:
    load = load_samples(run, ALL, [0, 1])
    assert load["hours_week"].tolist() == [36.0, 36.0]
    assert load["pace"].tolist() == pytest.approx([30 / 36] * 2)
    assert load["waiting"].tolist() == pytest.approx([6 / 36] * 2)
    assert load["overtime_week"].tolist() == [4.5, 4.5]  # 3 past the shift, 1.5 in extra shifts


def test_a_paired_change_has_no_width_when_every_replication_differs_alike(field) -> None:
    book = FigureBook(1)
    enter_inputs(field, book)
    enter_output(field, book)
    change = book["S1.flow.output_change"]
    assert (change.value, change.low, change.high) == (10.0, 10.0, 10.0)
    assert book["S1.flow.output_week.total"].low < 125.0  # while each mean has a wide interval


def test_demand_is_held_or_not_only_when_the_interval_says_so(field, run) -> None:
    def verdict(*output):
        left = np.maximum((120.0 - np.array(output)).cumsum(axis=1), 0.0)
        case = replace(field.today, run=replace(run, backlog_pieces=left))
        book = FigureBook(1)
        study = replace(field, cases=(case,))
        enter_inputs(study, book)
        enter_output(study, book)
        return is_held(case, book)

    assert verdict([120.0] * 4, [120.0] * 4) is True
    assert verdict([100.0] * 4, [101.0] * 4) is False
    assert verdict([100.0] * 4, [120.0] * 4) is None


def test_exits_are_counted_among_the_jobs_they_are_taken_from(field) -> None:
    plan = replace(field.changes[0].scenario, exits=(Exit("P1", date(1999, 6, 7), "layoff"),))
    study = replace(field, cases=(field.today, replace(field.changes[0], scenario=plan)))
    book = FigureBook(1)
    enter_inputs(study, book)
    enter_output(study, book)
    enter_bearers(study, book)
    assert book["S1.bearers.test.press operator.older.exits"].value == 1
    assert book["S1.bearers.test.press operator.younger.people"].value == 1
    assert book["S1.bearers.test.press operator.p"].value == 1.0
    assert book["S1.bearers.age.49\u201354.exit_share"].value == 1.0


def test_age_is_in_complete_years_and_bands_say_when_they_do_not_know(plant) -> None:
    old = plant.people[0]
    assert age_on(old, date(1998, 12, 31)) == 53
    assert age_on(old, date(1999, 1, 1)) == 54
    assert group_of("age", old, plant.on) == "49\u201354"
    assert group_of("age", replace(old, birth_date=None), plant.on) == "?"
    assert group_of("seniority", old, plant.on) == "25+"


def test_posts_follow_machines_added_and_removed_and_people_who_tend_two(plant) -> None:
    coil = Station("GC", area="press", machines=("PC01", "PC02"), operators=1,
                   machines_per_operator=2)  # fmt: skip
    hand = Station("G63", area="press", machines=("PR01", "PR02"), operators=1)
    change = MachineChange("G63", added=("PR03",), removed=("PR01",), on=date(1999, 6, 1))
    shop = replace(plant, stations=(coil, hand), machine_changes=(change,))
    assert posts(shop, "press", date(1999, 5, 31)) == 3.0
    changed = replace(change, added=())
    assert posts(replace(shop, machine_changes=(changed,)), "press", date(1999, 6, 1)) == 2.0


def test_opening_is_the_union_of_the_crews_less_unpaid_breaks(plant) -> None:
    pause = (Break(9 * 60, 9 * 60 + 30),)
    early = tuple(Shift("A", 1, d, 6 * 60, 14 * 60, pause) for d in range(5))
    late = tuple(Shift("B", 1, d, 13 * 60 + 30, 22 * 60) for d in range(5))
    shop = replace(plant, shifts=early + late)
    assert opening_h(shop, {"A"}, plant.on) == 37.5
    assert opening_h(shop, {"A", "B"}, plant.on) == 77.5  # 16 h - 0.5 h, five days
    assert weekly_h(shop, {"A": 1, "B": 1}, plant.on) == 40.0


@given(st.floats(20, 48), st.floats(20, 48), st.floats(0, 0.2))
def test_people_added_make_up_exactly_for_hours_and_gain(before, after, gain) -> None:
    added = people_for_constant_output(before, after, gain)
    assert after * (1 + added) * (1 + gain) == pytest.approx(before)


def test_the_workload_keeps_whole_months_and_names_every_hour_once(run) -> None:
    table = workload(run, ALL, None)
    # Mondays 3, 10, 17, 24 May have their Thursdays in May: one whole month
    assert table["month"].unique().to_list() == [date(1999, 5, 1)]
    assert table["hours"].sum() == pytest.approx(2 * 4 * 36.0)
    assert table["overtime_h"].sum() == pytest.approx(2 * 4 * 4.5)
    short = workload(run, slice(0, 3), None)
    assert short.is_empty()


def test_training_hours_fall_in_the_month_of_their_date(run) -> None:
    from accord.plant.records import Training

    row = Training("P1", "PRESS", "run", date(1999, 5, 20), hours=14.0)
    plan = Scenario("S1", "", "", date(1999, 5, 3), 35.0, training=(row, row))
    table = workload(run, ALL, plan)
    assert dict(table.select("person", "training_h").iter_rows()) == {"P1": 28.0, "P2": 0.0}
