"""MSER-5 and Welch's average on series whose answer is known or worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow
from accord.errors import ModelError
from accord.flow import analysis
from accord.flow.cautions import cycle
from accord.flow.patterns import Pattern
from accord.flow.truncation import mser, welch


def plain_mser(values, batch):
    """The rule as it is written, without cumulated sums."""
    z = values[: len(values) // batch * batch].reshape(-1, batch).mean(axis=1)
    n = len(z)
    scores = [((z[d:] - z[d:].mean()) ** 2).sum() / (n - d) ** 2 for d in range(n - 4)]
    return int(np.argmin(scores)) * batch


def test_a_step_is_cut_where_it_ends():
    values = np.concatenate([np.full(30, 9.0), np.tile([0.0, 1.0], 85)])
    cut = mser(values)
    assert cut.num_cut == 30
    assert cut.mean == pytest.approx(0.5)
    assert not cut.is_late


def test_the_rule_is_the_one_written_down(autoregressive):
    drift = 5 * 0.97 ** np.arange(400)
    for batch in (1, 5):
        for values in autoregressive(0.6, 400, 20) + 1000 + drift:
            assert mser(values, batch).num_cut == plain_mser(values, batch)


def test_a_series_that_never_varies_is_not_cut():
    assert mser(np.full(60, 0.1)).num_cut == 0


def test_a_series_that_always_grows_is_told_to_be_late():
    assert mser(np.arange(200.0)).is_late


def test_the_mean_after_the_cut_has_less_bias(autoregressive):
    series = autoregressive(0.5, 500, 200) + 10 * 0.98 ** np.arange(500)
    cut = np.mean([mser(values).mean for values in series])
    whole = series.mean()
    assert whole == pytest.approx(10 / 0.02 / 500, abs=0.1)  # sum of the drift over its length
    assert abs(cut) < whole / 5


def test_too_few_values_are_refused_with_the_number_needed():
    with pytest.raises(ModelError, match="49 values are too few to find a warm-up: 50"):
        mser(np.zeros(49))


def test_welch_worked_by_hand():
    # Means of two runs 1 2 6 4 5 9; window 1: 1, (1+2+6)/3, (2+6+4)/3, (6+4+5)/3, (4+5+9)/3.
    runs = np.array([[0.0, 2, 6, 4, 5, 9], [2, 2, 6, 4, 5, 9]])
    assert welch(runs, 1) == pytest.approx([1, 3, 4, 5, 6])
    with pytest.raises(ModelError, match="window is 2"):
        welch(runs, 2)


def test_an_empty_shop_is_found_to_need_time(queue):
    found = analysis.find_warm_up(queue(0.9), until=5000, measure="queue", replications=40)
    assert 100 <= found.warm_up <= 2500  # an M/M/1 queue forgets its start with about 380 minutes
    assert not found.is_late
    assert found.whole.mean < found.settled.mean
    assert len(found.course) == 250
    assert len(found.welch) == 250 - found.window


def test_a_queue_without_end_is_told_to_have_no_warm_up(queue):
    found = analysis.find_warm_up(queue(1.4), until=5000, measure="queue", replications=10)
    assert found.is_late
    assert "has not settled" in found.warnings[0]


def test_a_model_with_shifts_is_watched_day_by_day(fixed_press):
    model = fixed_press()
    model.station("pack", operators=1)
    model.person("o1", ["pack"], flow.daily("06:00-14:00"))
    with pytest.raises(ModelError, match="has 20 buckets of 24; 50 are needed"):
        analysis.find_warm_up(model, until=480)


def test_a_warm_up_of_orders_is_said_to_mean_nothing(line):
    model = line(buffer=4)
    model.sources.clear()
    model.order(next(iter(model.products)), 500)
    (said,) = analysis.find_warm_up(model, until=400).warnings
    assert "works off orders" in said


def shifted() -> flow.Model:
    model = flow.Model(time_unit="h")
    model.station("press", operators=1)
    model.product("p", [flow.Step("press", time=0.1)])
    model.saturate("p")
    model.person("o1", ["press"], flow.daily("06:00-14:00"))
    return model


def test_a_last_bucket_that_is_cut_short_does_not_count():
    for find in (analysis.find_warm_up, analysis.long_run):
        whole, more = (find(shifted(), until=length) for length in (1536, 1536.1))
        mean = [getattr(f, "whole", None) or f.batches.estimate for f in (whole, more)]
        assert mean[0].mean == mean[1].mean == pytest.approx(80 / 24, rel=0.02)


def test_the_calendar_repeats_when_all_of_its_patterns_do():
    model = shifted()
    model.person("o2", ["press"], flow.weekly({"mon": ["06:00-14:00"]}))
    model.source_windows[1] = flow.daily("06:00-14:00", "07:00-15:00")
    assert cycle(model) == 7 * 24
    model.person("o3", ["press"], Pattern(2, ((0, 360, 840),)))
    assert cycle(model) == 14 * 24
    model.people.clear()
    assert cycle(model) == 24


def test_orders_beside_an_endless_supply_leave_a_steady_state(line):
    model = line(buffer=4)
    model.order("part", 5)
    assert not any(
        "works off orders" in said for said in analysis.find_warm_up(model, until=400).warnings
    )
