"""The selected model is the best at least as often as stated."""

from __future__ import annotations

import math

import numpy as np
import pytest

from accord.errors import ModelError
from accord.flow import analysis
from accord.flow.analysis.ranking import select_best


def normal_draw(means, shared_sd, own_sd, seed):
    """Samples with a common part (as with common random numbers) and one of each model."""
    rng = np.random.default_rng(seed)
    table = rng.normal(0, shared_sd, (1, 3000)) + rng.normal(0, own_sd, (len(means), 3000))
    table += np.array(means)[:, None]
    return lambda i, first, count: table[i, first : first + count]


@pytest.mark.parametrize(
    ("means", "confidence"),
    [
        ([0.0, 0.0, 0.0, 0.0, 0.5], 0.95),  # all others as good as they may be: the hardest case
        ([0.5, 0.0], 0.90),
        ([0.0, 0.5, 1.0, 1.5], 0.95),
    ],
)
def test_the_best_is_found_as_often_as_stated(means, confidence):
    runs, best = 400, int(np.argmax(means))
    right = 0
    for seed in range(runs):
        draw = normal_draw(means, 1.0, 1.0, seed)
        found = select_best(draw, len(means), indifference=0.5, confidence=confidence)
        assert found.is_decided
        right += found.best == best
    assert right / runs > confidence - 2 * math.sqrt(confidence * (1 - confidence) / runs)


def test_the_statement_is_not_won_by_looking_forever():
    draws = [
        len(run.values[0])
        for run in (
            select_best(normal_draw([0, 0.5], 1.0, 1.0, seed), 2, indifference=0.5)
            for seed in range(50)
        )
    ]
    # W reaches 0 at h2 S2 / d^2 samples: with n0 = 20, alpha = .05, S2 = 2, d = .5 about 83
    eta = 0.5 * ((2 * 0.05) ** (-2 / 19) - 1)
    assert np.mean(draws) < 2 * eta * 19 * 2 / 0.25


def test_common_numbers_decide_sooner():
    def samples(shared, own):
        found = [
            select_best(normal_draw([0, 0.3, 0.6], shared, own, seed), 3, indifference=0.3)
            for seed in range(30)
        ]
        return np.mean([sum(map(len, f.values)) for f in found])

    assert samples(math.sqrt(1.9), math.sqrt(0.1)) < samples(0.0, math.sqrt(2)) / 3


def test_blocks_of_samples_do_not_matter():
    whole = normal_draw([0, 0.2, 0.1], 1.0, 1.0, 4)
    asked = []

    def draw(i, first, count):
        asked.append((first, count))
        return whole(i, first, count)

    found = select_best(draw, 3, indifference=0.2)
    r = max(len(v) for v in found.values)
    for i, values in enumerate(found.values):
        assert (values == whole(i, 0, len(values))).all()
    assert len({first for first, _ in asked}) < r / 5


def test_equal_models_end_in_either():
    same = np.random.default_rng(1).normal(size=5000)
    found = select_best(lambda i, first, count: same[first : first + count], 2, indifference=0.1)
    assert found.is_decided
    assert len(found.values[0]) == 20


def test_what_is_not_decided_is_not_stated():
    draw = normal_draw([0.0, 0.01], 0.0, 1.0, 1)
    found = select_best(draw, 2, indifference=0.01, max_replications=40)
    assert not found.is_decided
    assert found.left == (0, 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"num_models": 1}, "at least 2 models"),
        ({"indifference": 0.0}, "indifference is 0.0"),
        ({"confidence": 0.3}, "above 1/3 and below 1"),
        ({"first_stage": 1}, "at least 2 are needed"),
    ],
)
def test_requests_without_sense_are_refused(wrong, said):
    request = {"num_models": 3, "indifference": 0.1} | wrong
    with pytest.raises(ModelError, match=said):
        select_best(normal_draw([0, 0, 0], 1, 1, 1), **request)


def test_lines_with_known_throughput_are_ranked(line):
    # (b + 2) / (b + 3): .75, .8, .857143 pieces a minute with 1, 2, 4 places
    models = {f"{b} places": line(buffer=b) for b in (1, 4, 2)}
    exact = {"1 places": 0.75, "2 places": 0.8, "4 places": 6 / 7}
    right = 0
    for seed in range(20):
        found = analysis.rank(models, indifference=0.02, until=1000, warm_up=100, seed=seed)
        right += found.best == "4 places"
    assert right >= 19
    assert [row.name for row in found.rows] == ["4 places", "2 places", "1 places"]
    for row in found.rows:
        assert row.estimate.mean == pytest.approx(exact[row.name], abs=0.02)
    assert "95% or more where the best leads by 0.02" in found.statement
    assert found.rows[2].behind.low > 0


def test_less_is_better_for_times(line):
    models = {"1 place": line(buffer=1), "4 places": line(buffer=4)}
    found = analysis.rank(models, measure="time_in_system", until=1000)
    assert found.best == "1 place"
    assert found.rows[0].estimate.mean < found.rows[1].estimate.mean


def test_models_without_chance_are_ranked_by_their_numbers(fixed_press):
    models = {"slow": fixed_press(600), "fast": fixed_press(660)}
    found = analysis.rank(models, until=10)
    assert found.best == "fast"
    assert found.is_decided
    assert found.rows[1].behind.mean == pytest.approx(60)


def test_an_open_ranking_names_those_left(line):
    models = {"one": line((1.0, 1.2), buffer=4), "two": line((1.2, 1.0), buffer=4)}  # reversible
    found = analysis.rank(models, until=100, indifference=1e-4, max_replications=25)
    assert found.as_dict()["best"] is None
    assert found.statement.startswith("not decided: ")
