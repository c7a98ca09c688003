"""Years until money spent once is earned back, with aid that falls and stops."""

from __future__ import annotations

import math

import pytest

from accord.study.measure.returns import payback_years


def test_a_steady_saving_pays_back_in_the_ratio_of_the_two():
    assert payback_years(8.0, [-2.0], {}) == pytest.approx(4.0)


def test_a_plan_that_lives_on_aid_pays_back_only_while_aid_lasts():
    aid = {1: -3.0, 2: -2.0, 3: -1.0}
    assert payback_years(4.0, [0.5], aid) == pytest.approx(2.0)
    assert math.isnan(payback_years(4.6, [0.5], aid))


def test_aid_of_the_first_year_is_not_taken_for_every_year():
    aid = {1: -2.0, 2: -1.0}
    assert payback_years(6.0, [-1.0], aid) == pytest.approx(4.0 - 1.0)
    assert payback_years(8.0, [-1.0], aid) == pytest.approx(5.0)


def test_a_plan_that_saves_nothing_never_pays_back():
    assert math.isnan(payback_years(1.0, [0.2], {}))


def test_people_who_leave_in_the_second_year_save_nothing_in_the_first():
    assert payback_years(6.0, [0.0, -2.0, -4.0], {}) == pytest.approx(3.0)
    assert payback_years(10.0, [0.0, -2.0, -4.0], {}) == pytest.approx(4.0)
