"""The risk index: its parts by hand, its steady state against going round, and its limits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from accord.hours.ergonomics.risk_index import Breaks, risk_index
from accord.hours.patterns.text import pattern, patterns, read_pattern
from accord.law import pack

ROUNDS = 60


def scalar_timing(start, length):
    end = start + length
    sines = math.sin(math.pi * end / 12) - math.sin(math.pi * start / 12)
    if length > 8.13:
        by_length = 0.5713 + 0.1501 * math.exp(0.129 * length)
    elif length < 4.25:
        by_length = 1.0359 - 0.8012 * math.exp(-0.7315 * length)
    else:
        by_length = 1.0
    return (1.0106 + 0.1057 * sines / (length * math.pi / 12)) * by_length / 1.288 * 0.998


def whole_days(end, start):
    after, before = end % 24, start % 24
    early = max(0.0, 8 - after) + (before if before < 8 else 0.0)
    return (start - end) // 24 + early / 8


def nights_seen(end, start):
    """Count the hours from 0 to 8 on every day of the rest: what sleep at night would mean."""
    days = range(int(end // 24), int(start // 24) + 1)
    return sum(max(0.0, min(start, 24 * d + 8) - max(end, 24 * d)) for d in days) / 8


def go_round(cycle, rest_days=whole_days):
    """Walk the cycle many times, duty by duty, from a rested start."""
    length = cycle.length_min / 60
    risk, previous, last = 1.0, None, []
    for turn in range(ROUNDS):
        last = []
        for s, e in zip(cycle.start_min / 60, cycle.end_min / 60, strict=True):
            start, end = s + turn * length - 0.5, e + turn * length + 0.5
            adds = 0.0886 + 0.0359 * math.cos(math.pi * (start + end) / 24)
            if previous is not None:
                rest = start - previous[0]
                if rest > 24:
                    k = rest_days(previous[0], start)
                    risk = 1 + (risk - 1) * math.exp(-1.118 * (k - 1))
                elif rest < 9:
                    risk += 0.06 * (9 - rest)
                else:
                    risk += (previous[1] + adds) / 2
            previous = (end, adds)
            last.append(0.989 * risk / 1.113 * scalar_timing(s % 24, e - s))
    return np.array(last)


@pytest.mark.parametrize("name", [p.name for p in patterns() if p.num_weeks < 20])
def test_the_steady_state_is_what_going_round_many_times_ends_in(name):
    cycle = pattern(name).cycle()
    assert risk_index(cycle).values == pytest.approx(go_round(cycle), rel=1e-9)


def test_the_index_does_not_depend_on_where_the_cycle_begins():
    values = [np.sort(risk_index(pattern("5x8").cycle(i)).values) for i in range(5)]
    for other in values[1:]:
        assert other == pytest.approx(values[0])


def test_a_rested_short_day_by_hand():
    # one duty of 4 h from 10:00 in a week: no accumulation, r = 1
    found = risk_index(read_pattern("X------ X=10:00/4h").cycle())
    time_of_day = 1.0106 + 0.1057 * (math.sin(math.pi * 14 / 12) - math.sin(math.pi * 10 / 12)) / (
        math.pi / 3
    )
    short = 1.0359 - 0.8012 * math.exp(-0.7315 * 4)
    assert found.timing[0] == pytest.approx(time_of_day * short / 1.288 * 0.998)
    assert found.cumulative[0] == pytest.approx(0.989 / 1.113)
    assert found.values[0] == pytest.approx(found.timing[0] * found.cumulative[0])


@pytest.mark.parametrize(("start", "missing_h"), [("11:00", 5), ("12:00", 4), ("15:00", 1)])
def test_every_missing_hour_of_rest_adds_six_hundredths(start, missing_h):
    # a night that ends at 06:00, then a start on the same day: less than 9 h once widened
    found = risk_index(read_pattern(f"NX----- X={start}/4h").cycle()).cumulative
    assert found[1] - found[0] == pytest.approx(0.989 / 1.113 * 0.06 * missing_h)


def test_without_a_rest_longer_than_a_day_the_index_never_settles():
    assert math.isinf(risk_index(read_pattern("MMMMMMM").cycle()).worst)


def test_the_middle_way_to_work_is_the_default_and_a_longer_one_is_never_safer_by_day():
    cycle = pattern("5x8").cycle()
    assert risk_index(cycle, commute_min=40).values == pytest.approx(risk_index(cycle).values)
    longer = [risk_index(pattern("4x10").cycle(), commute_min=m).mean for m in (40, 60, 90, 120)]
    assert longer == sorted(longer)


def test_longer_duties_above_eight_hours_weigh_more():
    means = [risk_index(read_pattern(f"XXX---- X=07:00/{h}h").cycle()).mean for h in (8, 9, 10, 12)]
    assert means == sorted(means)
    assert len(set(means)) == len(means)


def test_the_job_factor_is_one_without_breaks_and_falls_with_more_of_them():
    cycle = pattern("2x8").cycle()
    assert (risk_index(cycle).job == 1.0).all()
    never, seldom, often = (
        risk_index(cycle, breaks=b).job[0]
        for b in (Breaks(480, 0, 480, 0), Breaks(180, 15, 240, 30), Breaks(60, 15, 120, 15))
    )
    assert never > seldom > often
    # the values of the usual breaks leave a usual job within two hundredths
    assert seldom == pytest.approx(1.0, abs=0.02)


def test_in_one_spell_without_break_the_risk_nears_its_ceiling():
    # 8 h as 32 quarters: the mean of 1 and 32 steps of an exponential rise
    cycle = read_pattern("X------ X=08:00/8h").cycle()
    left = math.exp(-0.25 * 1.146457295)
    path = [1.826297414 - 0.826297414 * left**i for i in range(33)]
    expected = sum(path) / 33 / 1.4858 / 1.032 / 1.0286182
    assert risk_index(cycle, breaks=Breaks(480, 0, 480, 0)).job[0] == pytest.approx(expected)


def test_the_worst_duty_of_a_forward_3x8_is_its_last_night():
    cycle = pattern("3x8").cycle()
    found = risk_index(cycle)
    assert found.i_worst == len(found.values) - 1
    assert found.worst == found.values[-1]


def test_backward_looks_better_than_forward_only_by_how_days_of_rest_are_counted():
    forward, backward = pattern("3x8").cycle(), pattern("3x8-backward").cycle()
    by_24_h = risk_index(forward).mean - risk_index(backward).mean
    by_nights = go_round(forward, nights_seen).mean() - go_round(backward, nights_seen).mean()
    assert by_24_h == pytest.approx(0.074, abs=0.001)
    assert by_nights == pytest.approx(0.008, abs=0.001)


def test_the_index_is_a_draft_that_says_it_was_not_checked():
    found = risk_index(pattern("2x8").cycle())
    assert found.status == "draft"
    for name in ("ergo.risk_index", "ergo.risk_breaks"):
        assert "not checked against RR446" in pack("ergo")[name].versions[-1].note.replace(
            "\n", " "
        )
