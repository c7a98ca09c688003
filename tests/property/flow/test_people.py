"""Effects of people on random plants: minutes are conserved, bits kept where nothing changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings

from accord import flow

from .sketches import DAY_MIN, PlantSketch, build, plants
from .test_conservation import DAYS, presence_min

MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
EVERYTHING = flow.Effects(task_pieces=7).switched({"all": "high", "fatigue": "prior"})
NEUTRAL = flow.Effects(
    learning=flow.Learning(experienced=1.0),
    fatigue=flow.Fatigue(per_hour=0.0, per_night=0.0),
    spread=flow.Spread(cv=0.0),
    peers=flow.Peers(spill=0.0),
    mentoring=flow.Mentoring(),
    walking=flow.Walking(between_min=0.0),
    task_pieces=7,
)
FIELDS = ("good_pieces", "scrap_pieces", "operations", "breakdowns", "wip_pieces", "machine_h")


def with_effects(sketch: PlantSketch, effects: flow.Effects) -> flow.Model:
    """Build a plant whose even people are new and learn beside the first of the others."""
    model = build(sketch)
    model.effects = effects
    if effects is not NEUTRAL:
        for i, person in enumerate(model.people):
            if i % 2 == 0:
                skills = tuple(replace(skill, experience=float(i)) for skill in person.skills)
                mentor = model.people[1].name if len(model.people) > 1 else ""
                model.people[i] = replace(person, skills=skills, mentor=mentor)
    return model


@MANY
@given(plants())
def test_with_every_effect_each_minute_of_presence_is_in_one_state(sketch: PlantSketch) -> None:
    model = with_effects(sketch, EVERYTHING)
    result = flow.simulate(model, until=DAYS * DAY_MIN, bucket=DAY_MIN, seed=sketch.seed)
    hours = result.person_h[0]
    assert (hours >= -1e-12).all()
    present = np.delete(hours, flow.PERSON_STATES.index("overtime"), axis=2).sum(axis=2) * 60.0
    for i_day in range(DAYS):
        for i_person, person in enumerate(sketch.people):
            expected = presence_min(sketch, person.duty, i_day * DAY_MIN, (i_day + 1) * DAY_MIN)
            assert abs(present[i_day, i_person] - expected) < 1e-6
    np.testing.assert_allclose(result.machine_h.sum(axis=3), 24.0, rtol=0, atol=1e-9)
    if result.worked_h is not None:
        walk = flow.PERSON_STATES.index("walk")
        told = np.delete(hours, walk, axis=2).sum(axis=(0, 2))
        assert (result.worked_h[0].sum(axis=1) <= told + 1e-9).all()


@MANY
@given(plants())
def test_effects_of_size_zero_change_no_bit(sketch: PlantSketch) -> None:
    with_none = flow.simulate(build(sketch), until=DAYS * DAY_MIN, seed=sketch.seed)
    with_zero = flow.simulate(with_effects(sketch, NEUTRAL), until=DAYS * DAY_MIN, seed=sketch.seed)
    for field in (*FIELDS, "person_h"):
        assert np.array_equal(getattr(with_none, field), getattr(with_zero, field)), field


@MANY
@given(plants())
def test_runs_of_pieces_with_effects_equal_piece_by_piece(sketch: PlantSketch) -> None:
    model = with_effects(sketch, EVERYTHING)
    runs, pieces = (
        flow.simulate(model, until=DAYS * DAY_MIN, bucket=DAY_MIN, seed=sketch.seed, piecewise=way)
        for way in (False, True)
    )
    for field in (*FIELDS, "person_h", "moves"):
        assert np.array_equal(getattr(runs, field), getattr(pieces, field)), field


@MANY
@given(plants())
def test_what_is_kept_per_person_changes_no_bit(sketch: PlantSketch) -> None:
    results = [
        flow.simulate(build(sketch), until=DAYS * DAY_MIN, seed=sketch.seed, per_person=is_kept)
        for is_kept in (False, True)
    ]
    for field in (*FIELDS, "person_h"):
        assert np.array_equal(getattr(results[0], field), getattr(results[1], field)), field
