"""What a year of a run yields: pieces, scrap and days of delay, replication by replication."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from accord.plant.records import Order
from accord.study.yearly_output import yearly_output

YEARS = 365.25 / 7 / 2  # two weeks of four, scaled to a year


def test_pieces_and_scrap_of_the_window_are_scaled_to_a_year(field) -> None:
    run = field.today.run
    scrap = np.zeros_like(run.scrap_pieces)
    scrap[1, 2:] = 5
    found = yearly_output(replace(run, scrap_pieces=scrap), slice(2, 4), field.plant)
    made = found.filter(found["product"] == "part")
    assert made["pieces"].to_list() == pytest.approx([230 * YEARS, 270 * YEARS])
    waste = found.filter(found["product"].is_null())
    assert waste["scrap"].to_list() == pytest.approx([0.0, 10 * YEARS])
    assert waste["pieces"].to_list() == [0.0, 0.0]


def test_an_order_is_late_from_the_end_of_its_day_and_until_the_end_of_the_window(field) -> None:
    # done after 100 h in both; after 700 h in one, never in the other: 672 h are simulated
    orders = (
        Order("O1", "part", 1, date(1999, 5, 3), date(1999, 5, 5)),
        Order("O2", "part", 1, date(1999, 5, 3), date(1999, 5, 28)),
        Order("O3", "part", 1, date(1999, 5, 3), date(1999, 6, 30)),
    )
    plant = replace(field.plant, orders=orders)
    found = yearly_output(field.today.run, slice(0, 4), plant)
    days = found.filter(found["product"] == "part")["late_order_days"].to_list()
    first = (100 - 3 * 24) / 24
    second = (672 - 26 * 24) / 24
    assert days == pytest.approx([(first + second) * YEARS / 2] * 2)
    one = yearly_output(field.today.run, slice(0, 4), plant, replications=1)
    assert one["replication"].unique().to_list() == [0]
