"""More of a good thing never makes less, with the same random numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord import flow

DAY_MIN = 1440.0
SOME = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def line(
    means: list[float], places: list[int], people: int, seed: int, failure: float = 300.0
) -> float:
    """Return the pieces a saturated line of single machines makes in four days of presence."""
    model = flow.Model(time_unit="min")
    for i in range(len(means)):
        model.station(
            f"s{i}",
            operators=1 if people else 0,
            buffer=places[i - 1] if i else None,
            failure=flow.Exponential(failure),
            repair=flow.Exponential(20.0),
        )
    steps = [flow.Step(f"s{i}", time=flow.Exponential(mean)) for i, mean in enumerate(means)]
    model.product("part", steps)
    model.saturate("part")
    names = [f"s{i}" for i in range(len(means))]
    for i in range(people):
        model.person(f"o{i}", skills=names, duty=flow.daily("06:00-10:00", "10:30-14:00"))
    result = flow.simulate(model, until=4 * DAY_MIN, seed=seed)
    return float(np.asarray(result.good_pieces).sum())


MEANS = st.lists(st.sampled_from([0.5, 1.0, 1.7, 3.0]), min_size=2, max_size=5)


@SOME
@given(MEANS, st.lists(st.integers(0, 6), min_size=4, max_size=4), st.integers(0, 999), st.data())
def test_one_more_place_never_lowers_a_lines_output(
    means: list[float], places: list[int], seed: int, data: st.DataObject
) -> None:
    gap = data.draw(st.integers(0, len(means) - 2))
    more = [room + (i == gap) for i, room in enumerate(places)]
    assert line(means, more, 0, seed) >= line(means, places, 0, seed)


@SOME
@given(MEANS, st.integers(0, 999))
def test_a_machine_that_never_fails_makes_no_less(means: list[float], seed: int) -> None:
    places = [2] * 4
    assert line(means, places, 0, seed, 1e9) >= line(means, places, 0, seed, 300.0)


@SOME
@given(MEANS, st.integers(0, 999))
def test_a_person_for_each_machine_makes_what_a_bigger_crew_makes(
    means: list[float], seed: int
) -> None:
    places = [2] * 4
    enough = line(means, places, len(means), seed)
    assert line(means, places, len(means) + 1, seed) == enough
    assert line(means, places, len(means) + 3, seed) == enough


def test_one_more_person_does_not_lower_a_lines_mean_output() -> None:
    """Shared people choose among machines, so the claim is about the mean, seeds in common."""
    means, places = [1.0, 1.7, 1.0, 0.5], [4, 4, 4]
    output = {
        people: np.array([line(means, places, people, seed) for seed in range(20)])
        for people in (1, 2, 3, 4)
    }
    for fewer in (1, 2, 3):
        gain = output[fewer + 1] - output[fewer]
        error = gain.std(ddof=1) / np.sqrt(len(gain))
        assert gain.mean() > -4 * error
    assert output[2].mean() > 1.5 * output[1].mean()
