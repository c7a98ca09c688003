"""Effects of people against closed forms: each alone, worked out by hand or by formula."""

from __future__ import annotations

import math

import numpy as np
import pytest

from accord import flow
from accord.errors import ModelError

from .small_models import DAY, one_press


def press(*people: tuple[str, dict], effects: flow.Effects, cycle: float = 10.0) -> flow.Model:
    """Build one press a person, all in one hall, each master of all of them."""
    model = flow.Model(time_unit="min")
    model.station("press", machines=len(people), operators=1)
    model.product("part", [flow.Step("press", time=cycle)])
    model.saturate("part")
    for name, skill in people:
        model.person(name, [flow.Skill("press", **skill)])
    model.effects = effects
    return model


def minutes_of(model: flow.Model, pieces: int) -> float:
    """Return the minutes until so many pieces are made."""
    return float(flow.simulate(model, until_pieces=pieces).end_time[0])


def test_a_learner_follows_the_power_law_piece_by_piece() -> None:
    effects = flow.Effects(learning=flow.Learning(incompressible_share=0.0))
    model = press(("new", {"experience": 0}), effects=effects)
    slope = math.log2(0.8)
    exact = sum(max(1.0, (n / 140) ** slope) for n in range(1, 201)) * 10.0
    assert minutes_of(model, 200) == pytest.approx(exact, abs=200 * 1e-8)


def test_de_jongs_share_does_not_shrink() -> None:
    effects = flow.Effects(learning=flow.Learning(incompressible_share=0.7, plateau_units=64))
    model = press(("new", {"experience": 0}), effects=effects)
    slope = math.log2(0.8)

    def time(n: int) -> float:
        return (0.7 + 0.3 * min(n, 64) ** slope) / (0.7 + 0.3 * 64**slope)

    exact = sum(time(n) for n in range(1, 101)) * 10.0
    assert minutes_of(model, 100) == pytest.approx(exact, abs=1e-6)


def test_experience_before_the_run_counts() -> None:
    effects = flow.Effects(learning=flow.Learning(incompressible_share=0.0))
    model = press(("half_way", {"experience": 69}), effects=effects)
    assert minutes_of(model, 1) == pytest.approx(10.0 * 0.5 ** math.log2(0.8), abs=1e-6)


def test_the_experienced_are_nearly_flat() -> None:
    effects = flow.Effects(learning=flow.Learning(experienced_units=100.0))
    model = press(("old", {}), effects=effects)
    exact = sum((1 + n / 100) ** math.log2(0.98) for n in range(300)) * 10.0
    assert minutes_of(model, 300) == pytest.approx(exact, abs=1e-5)
    assert 0.96 < exact / 3000.0 < 1.0


def test_experience_may_be_counted_in_hours_of_standard_work() -> None:
    learning = flow.Learning(incompressible_share=0.0, unit_h=1 / 3)  # two pieces of 10 min
    model = press(("new", {"experience": 0}), effects=flow.Effects(learning=learning))
    exact = sum(((n // 2 + 1) / 140) ** math.log2(0.8) for n in range(30)) * 10.0  # whole units
    assert minutes_of(model, 30) == pytest.approx(exact, abs=1e-6)


def test_a_new_product_begins_without_experience() -> None:
    learning = flow.Learning(incompressible_share=0.0, by="product", new_products=("new",))
    model = flow.Model(time_unit="min")
    model.station("press", operators=1)
    model.product("known", [flow.Step("press", time=10.0)])
    model.product("new", [flow.Step("press", time=10.0)])
    model.order("known", quantity=1)
    model.order("new", quantity=1, release=50.0)
    model.person("P", ["press"])
    model.effects = flow.Effects(learning=learning)
    done = flow.simulate(model, until=1000.0).order_done[0]
    assert done[0] == 10.0
    assert done[1] == pytest.approx(50.0 + 10.0 * 140 ** -math.log2(0.8), abs=1e-6)


def test_the_factor_is_taken_at_the_start_of_a_task_of_some_pieces() -> None:
    learning = flow.Learning(incompressible_share=0.0)
    model = flow.Model(time_unit="min")
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=1.0)])
    model.order("part", quantity=100)
    model.person("P", [flow.Skill("press", experience=0)])
    model.effects = flow.Effects(learning=learning, task_pieces=20)
    slope = math.log2(0.8)
    exact = sum(20 * ((20 * n + 1) / 140) ** slope for n in range(5))
    done = flow.simulate(model, until=1000.0).order_done[0, 0]
    assert done == pytest.approx(exact, abs=1e-5)


def test_what_was_begun_by_another_is_ended_at_its_own_time() -> None:
    model = flow.Model(time_unit="min", rules=flow.Rules(shift_end="preempt"))
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=10.0)])
    model.order("part", quantity=3)
    model.person("half", [flow.Skill("press", pace=0.5)], [flow.Window(0.0, 25.0)])
    model.person("full", ["press"], [flow.Window(25.0, 100.0)])
    model.effects = flow.Effects(spread=flow.Spread(cv=0.0))
    # 20 + (5 of 20, then 15) by the second person, then one piece of 10
    assert flow.simulate(model, until=100.0).order_done[0, 0] == 50.0


def test_individual_rates_have_mean_1_and_the_asked_cv() -> None:
    model = press(
        *((f"p{i}", {}) for i in range(100)), effects=flow.Effects(spread=flow.Spread(cv=0.08))
    )
    runs = flow.simulate(model, until=10.0, replications=20, seed=5)
    assert runs.pace is not None
    rates = runs.pace.ravel()
    se = 0.08 / math.sqrt(len(rates))
    assert abs(rates.mean() - 1.0) < 4 * se
    assert abs(rates.std() / rates.mean() - 0.08) < 4 * 0.08 / math.sqrt(2 * len(rates))


def test_one_person_more_leaves_the_rates_of_the_others() -> None:
    def rates(num: int) -> np.ndarray:
        effects = flow.Effects(spread=flow.Spread())
        model = press(*((f"p{i}", {}) for i in range(num)), effects=effects)
        pace = flow.simulate(model, until=60.0, seed=3).pace
        assert pace is not None
        return pace[0]

    assert np.array_equal(rates(5)[:4], rates(4))


def test_fatigue_counts_from_the_hours_of_the_shift() -> None:
    model = one_press()
    model.person("P", ["press"], [flow.Window(0.0, 480.0, breaks=((240.0, 270.0),))])
    model.effects = flow.Effects(fatigue=flow.Fatigue(per_hour=0.06, after_h=6.0))
    at, pieces = 0.0, 0
    while at < 480.0:
        at = 270.0 if at == 240.0 else at
        at += 10.0 * (1 + 0.06 * max(0.0, at - 360.0) / 60.0)
        pieces += 1
    result = flow.simulate(model, until=600.0)
    assert int(result.operations.sum()) == pieces
    hours = dict(zip(flow.PERSON_STATES, result.person_h[0, 0, 0].tolist(), strict=True))
    assert hours["overtime"] * 60 == pytest.approx(at - 480.0, abs=1e-6)


def test_nights_in_a_row_add_up_and_a_day_ends_them() -> None:
    model = one_press(cycle=60.0)
    nights = [flow.Window(22 * 60 + d * DAY, 24 * 60 + 6 * 60 + d * DAY) for d in range(3)]
    model.person("P", ["press"], [*nights, flow.Window(5 * DAY + 360.0, 5 * DAY + 840.0)])
    model.effects = flow.Effects(fatigue=flow.Fatigue(per_hour=0.0, per_night=0.05))
    model.rules = flow.Rules(shift_end="finish")
    trace = flow.simulate(model, until=7 * DAY, trace=True).trace
    assert trace is not None
    starts = trace["start"].to_numpy()
    first = [
        float((trace["end"] - trace["start"])[int(np.argmax(starts >= d * DAY + 360.0))])
        for d in (0, 1, 2, 5)
    ]
    assert first == pytest.approx([60.0, 63.0, 66.0, 60.0], abs=1e-6)


def test_peers_pull_a_person_towards_their_rate() -> None:
    model = flow.Model(time_unit="min")
    for name in ("a", "b"):
        model.station(name, operators=1, area="hall")
        model.product(name, [flow.Step(name, time=10.0)])
        model.order(name, quantity=1, release=0.0 if name == "a" else 1.0)
    model.person("quick", [flow.Skill("a", pace=1.2)])
    model.person("usual", ["b"])
    model.effects = flow.Effects(peers=flow.Peers(spill=0.15))
    done = flow.simulate(model, until=100.0).order_done[0]
    assert done[0] == pytest.approx(10.0 / 1.2, abs=1e-7)  # nobody there to be seen
    assert done[1] == pytest.approx(1.0 + 10.0 / (1 + 0.15 * 0.2), abs=1e-6)


def test_people_in_another_area_are_no_peers() -> None:
    model = flow.Model(time_unit="min")
    for name in ("a", "b"):
        model.station(name, operators=1)
        model.product(name, [flow.Step(name, time=10.0)])
        model.order(name, quantity=1, release=0.0 if name == "a" else 1.0)
    model.person("quick", [flow.Skill("a", pace=1.2)])
    model.person("usual", ["b"])
    model.effects = flow.Effects(peers=flow.Peers())
    assert flow.simulate(model, until=100.0).order_done[0, 1] == 11.0


def test_a_mentor_helps_and_loses_time() -> None:
    model = flow.Model(time_unit="min")
    for name in ("a", "b"):
        model.station(name, operators=1)
        model.product(name, [flow.Step(name, time=10.0)])
        model.order(name, quantity=1, release=0.0 if name == "a" else 1.0)
    model.person("new", [flow.Skill("a", experience=0)], mentor="old")
    model.person("old", ["b", "a"])
    model.effects = flow.Effects(mentoring=flow.Mentoring(learner_gain=0.25, mentor_loss=0.2))
    done = flow.simulate(model, until=100.0).order_done[0]
    assert done[0] == pytest.approx(8.0, abs=1e-6)
    assert done[1] == pytest.approx(1.0 + 12.5, abs=1e-6)


def test_without_the_mentor_on_duty_a_learner_is_alone() -> None:
    model = one_press()
    model.person(
        "new", [flow.Skill("press", experience=0)], [flow.Window(0.0, 100.0)], mentor="old"
    )
    model.person("old", ["press"], [flow.Window(200.0, 300.0)])
    model.effects = flow.Effects(mentoring=flow.Mentoring())
    assert int(flow.simulate(model, until=100.0).operations.sum()) == 10


def walker(minutes: float, pieces: int = 6) -> flow.FlowResult:
    """Run one person who makes each piece on two stations, some minutes apart."""
    model = flow.Model(time_unit="min")
    for name in ("a", "b"):
        model.station(name, operators=1)
    model.product("part", [flow.Step("a", time=10.0), flow.Step("b", time=5.0)])
    for j in range(pieces):
        model.order("part", quantity=1, release=100.0 * j)
    model.person("P", ["a", "b"])
    model.effects = flow.Effects(walking=flow.Walking(between_min=minutes))
    return flow.simulate(model, until=1000.0)


def test_each_move_between_stations_takes_its_walk() -> None:
    result = walker(2.0)
    assert result.moves is not None
    moves = int(result.moves[0, 0])
    assert moves == 11  # a, b, a, b: the first station is where the shift begins
    walk = flow.PERSON_STATES.index("walk")
    assert result.person_h[0, 0, 0, walk] * 60.0 == pytest.approx(moves * 2.0, abs=1e-9)
    assert result.order_done[0].tolist() == [
        17.0 + 100.0 * j + (2.0 if j else 0.0) for j in range(6)
    ]


def test_without_distance_nobody_walks() -> None:
    assert walker(0.0).order_done[0].tolist() == [15.0 + 100.0 * j for j in range(6)]


def test_who_walks_into_the_end_of_the_shift_goes_home() -> None:
    model = flow.Model(time_unit="min")
    for name in ("a", "b"):
        model.station(name, operators=1)
    model.product("part", [flow.Step("a", time=10.0), flow.Step("b", time=5.0)])
    model.order("part", quantity=1)
    model.person("P", ["a", "b"], [flow.Window(0.0, 12.0), flow.Window(600.0, 700.0)])
    model.effects = flow.Effects(walking=flow.Walking(between_min=3.0))
    result = flow.simulate(model, until=1000.0)
    hours = dict(zip(flow.PERSON_STATES, (result.person_h[0, 0, 0] * 60).tolist(), strict=True))
    assert result.order_done[0, 0] == 605.0  # a new shift begins where its first task is
    assert hours["walk"] == pytest.approx(2.0)
    assert hours["overtime"] == pytest.approx(1.0)


def test_the_share_paced_by_the_machine_does_not_move() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", operators=1, manual_share=0.25)
    model.product("part", [flow.Step("press", time=10.0)])
    model.saturate("part")
    model.person("new", [flow.Skill("press", experience=0)])
    model.effects = flow.Effects(learning=flow.Learning(incompressible_share=0.0))
    exact = 7.5 + 2.5 * 140 ** -math.log2(0.8)
    assert minutes_of(model, 1) == pytest.approx(exact, abs=1e-6)


def test_a_machine_that_runs_alone_is_as_fast_with_a_learner() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", operators=1, attendance="load", load=1.0)
    model.product("part", [flow.Step("press", time=9.0)])
    model.saturate("part")
    model.person("new", [flow.Skill("press", experience=0)])
    model.effects = flow.Effects(learning=flow.Learning(incompressible_share=0.0))
    assert minutes_of(model, 1) == pytest.approx(9.0 + 140 ** -math.log2(0.8), abs=1e-6)


def test_a_set_up_takes_the_time_of_who_makes_it() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", setup_skill="SET")
    model.product("part", [flow.Step("press", time=1.0, setup=20.0, lot=10)])
    model.order("part", quantity=10)
    model.person("new", [flow.Skill("SET", "setup", experience=0)])
    model.effects = flow.Effects(learning=flow.Learning(incompressible_share=0.0))
    exact = 20.0 * 140 ** -math.log2(0.8) + 10.0
    assert flow.simulate(model, until=1000.0).order_done[0, 0] == pytest.approx(exact, abs=1e-6)


def test_temporary_staff_come_and_go() -> None:
    model = one_press()
    model.person("P", ["press"], flow.daily("06:00-08:00"), start=DAY, end=3 * DAY)
    result = flow.simulate(model, until=5 * DAY, bucket=DAY)
    assert result.operations[0, :, 0].tolist() == [0, 12, 12, 0, 0]


def test_employment_cuts_a_shift_in_two() -> None:
    model = one_press()
    window = flow.Window(0.0, 200.0, breaks=((20.0, 40.0), (80.0, 120.0)))
    model.person("P", ["press"], [window], start=30.0, end=100.0)
    result = flow.simulate(model, until=300.0)
    hours = dict(zip(flow.PERSON_STATES, (result.person_h[0, 0, 0] * 60).tolist(), strict=True))
    assert hours["attend"] == pytest.approx(40.0)
    assert hours["break_"] == pytest.approx(20.0)


def test_switches_move_all_numbers_of_an_effect() -> None:
    effects = flow.Effects().switched({"all": "prior", "learning": "low", "fatigue": "off"})
    assert effects.names_on == ("learning", "spread", "peers", "mentoring", "walking")
    assert effects.learning == flow.Learning(
        novice=0.75,
        experienced=0.96,
        incompressible_share=0.5,
        plateau_units=70.0,
        unit_h=0.25,
    )
    assert {row["id"] for row in effects.rows()} >= {"oper.sd", "learn.novice", "peers.spill"}


@pytest.mark.parametrize(
    ("ways", "words"),
    [({"tiredness": "prior"}, "does not exist"), ({"fatigue": "some"}, "write one of off")],
)
def test_an_unknown_switch_is_refused(ways: dict[str, str], words: str) -> None:
    with pytest.raises(ModelError, match=words):
        flow.Effects().switched(ways)


def test_each_minute_at_a_station_is_told() -> None:
    model = flow.Model(time_unit="min")
    model.station("a", operators=1, failure=flow.Exponential(50.0), repair=flow.Exponential(5.0))
    model.station("b", operators=1, attendance="load", load=2.0, unload=1.0)
    model.product("part", [flow.Step("a", time=7.0), flow.Step("b", time=3.0)])
    model.saturate("part")
    for name in ("P", "Q"):
        model.person(name, ["a", "b"], flow.daily("06:00-14:00"))
    result = flow.simulate(model, until=10 * DAY, warm_up=DAY, bucket=DAY, per_person=True)
    plain = flow.simulate(model, until=10 * DAY, warm_up=DAY, bucket=DAY)
    assert np.array_equal(result.person_h, plain.person_h)
    assert result.worked_h is not None
    states = ["attend", "load", "setup", "repair", "down", "overtime"]
    told = result.person_h.sum(axis=1)[..., [flow.PERSON_STATES.index(s) for s in states]]
    np.testing.assert_allclose(result.worked_h.sum(axis=2), told.sum(axis=2), atol=1e-9)


def test_a_mentor_helps_a_learner_to_the_standard_and_not_beyond() -> None:
    model = one_press()
    model.person("new", [flow.Skill("press", experience=100)], mentor="old")  # nearly learnt
    model.person("old", ["press"], [flow.Window(0.0, 1000.0)])
    model.effects = flow.Effects(
        learning=flow.Learning(plateau_units=140), mentoring=flow.Mentoring(learner_gain=0.5)
    )
    pace = flow.simulate(model, until=200.0).pace
    assert pace is not None
    assert float(np.nanmax(pace)) < 1.0001  # whole microseconds
