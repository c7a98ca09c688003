"""Controls in a model file, and every mistake in them by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from accord import flow
from accord.errors import InputError, ModelError
from accord.flow.compile import compile_model
from accord.flow.modelfile import read_model

DAY_US = 86_400_000_000

WHOLE = """
time_unit: min
stations:
  - {name: saw, rule: setup, setups: {red: {blue: 9}, blue: {red: 4}}, power_kw: {run: 5, idle: 1}}
  - {name: weld, rule: cr, cost_eur_h: {run: 30}}
  - {name: robot}
  - {name: pack}
products:
  - name: chair
    route:
      - {station: saw, time: 2, setup: 3, family: red, wear: 2.5}
      - station: weld
        time: 6
        choice: share
        share: 2
        alternatives: [{station: robot, rate_h: 20, cv: 0.1, setup: 1, share: 1}]
        branches: {0: 0.1, 3: 0.05}
      - {station: pack, time: 1, components: {bolt: 4}}
  - name: table
    route: [{station: saw, time: 2, setup: 3, family: blue}]
people:
  - {name: m1, skills: [{station: MX, task: repair}], cost_eur_h: 25}
arrivals:
  - {product: table, every: exponential 30, within: {daily: ["06:00-14:00"]}}
orders:
  - {product: chair, quantity: 20, due: 900, name: o1}
maintenance:
  - {station: saw, every: 480, duration: 15, skill: MX, renews: yes}
  - {station: weld, every: 100, duration: exponential 5, clock: wear}
kanban:
  - {stations: [weld, robot], cards: 3}
  - {stations: pack, cards: 2, pieces: 2}
wip:
  - {product: chair, step: 1, quantity: 2, order: o1}
materials:
  - {name: bolt, stock: 40}
deliveries:
  - {component: bolt, at: [480, 960], quantity: 60}
shipping:
  - {product: chair, at: {mon: ["14:00-15:00"]}}
  - {product: table, at: [700, 1400]}
run: {until: 2880}
"""


def whole_model() -> flow.Model:
    model = flow.Model(time_unit="min")
    setups = {"red": {"blue": 9.0}, "blue": {"red": 4.0}}
    model.station("saw", rule="setup", setups=setups, power_kw={"run": 5.0, "idle": 1.0})
    model.station("weld", rule="cr", cost_eur_h={"run": 30.0})
    model.station("robot")
    model.station("pack")
    robot = flow.Alternative("robot", rate_h=20, cv=0.1, setup=1, share=1)
    chair = [
        flow.Step("saw", time=flow.Fixed(2), setup=3, family="red", wear=2.5),
        flow.Step(
            "weld",
            time=flow.Fixed(6),
            choice="share",
            share=2,
            alternatives=(robot,),
            branches={0: 0.1, 3: 0.05},
        ),
        flow.Step("pack", time=flow.Fixed(1), components={"bolt": 4}),
    ]
    model.product("chair", chair)
    model.product("table", [flow.Step("saw", time=flow.Fixed(2), setup=3, family="blue")])
    model.person("m1", [flow.Skill("MX", "repair")], cost_eur_h=25)
    model.arrivals("table", flow.Exponential(30), within=flow.daily("06:00-14:00"))
    model.order("chair", 20, due=900, name="o1")
    model.maintenance("saw", 480, flow.Fixed(15), skill="MX", renews=True)
    model.maintenance("weld", 100, flow.Exponential(5), clock="wear")
    model.kanban(["weld", "robot"], 3)
    model.kanban("pack", 2, pieces=2)
    model.wip("chair", 1, 2, order="o1")
    model.material("bolt", 40)
    model.delivery("bolt", [480, 960], 60)
    model.shipping("chair", flow.weekly({"mon": ["14:00-15:00"]}))
    model.shipping("table", [700, 1400])
    return model


def write(folder: Path, text: str) -> Path:
    path = folder / "model.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_with_every_control_is_the_model_its_words_would_build(tmp_path: Path) -> None:
    model, _ = read_model(write(tmp_path, WHOLE))
    assert vars(model) == vars(whole_model())
    assert not compile_model(model, DAY_US).is_plain


def test_every_mistake_in_the_controls_comes_with_its_place(tmp_path: Path) -> None:
    text = """stations:
  - {name: saw, rule: lifo, setups: {red: {blue: -9}}, power_kw: {run: much}}
products:
  - name: chair
    route:
      - {station: saw, time: 2, choice: any, alternatives: [{statio: b}], branches: {x: 0.1, 1: 2}}
arrivals:
  - {product: chair, every: 3, within: {daily: ["6-25"]}}
maintenance:
  - {station: saw, clock: moon}
kanban:
  - {stations: [saw], cards: 0}
wip:
  - {product: chair, step: -1}
materials:
  - {name: bolt, stock: few}
deliveries:
  - {component: bolt, at: [1, soon], quantity: 0}
shipping:
  - {product: chair}
run: {until: 9}
"""
    with pytest.raises(InputError) as caught:
        read_model(write(tmp_path, text))
    seen = {(p.place.line, p.seen.split(" is ")[0]) for p in caught.value.problems}
    assert seen >= {
        (2, "stations.0.rule"),
        (2, "stations.0.setups.red.blue"),
        (2, "stations.0.power_kw.run"),
        (6, "products.0.route.0.choice"),
        (6, "products.0.route.0.alternatives.0.station"),
        (6, "unknown key 'products.0.route.0.alternatives.0.statio'"),
        (6, "products.0.route.0.branches leads to step 'x'"),
        (6, "products.0.route.0.branches.1"),
        (8, "arrivals.0.within"),
        (10, "maintenance.0.every"),
        (10, "maintenance.0.duration"),
        (10, "maintenance.0.clock"),
        (12, "kanban.0.cards"),
        (14, "wip.0.step"),
        (14, "wip.0.quantity"),
        (16, "materials.0.stock"),
        (18, "deliveries.0.at.1"),
        (18, "deliveries.0.quantity"),
        (20, "shipping.0.at"),
    }


def shop() -> flow.Model:
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.station("weld")
    model.product("chair", [flow.Step("saw", time=2), flow.Step("weld", time=3)])
    model.order("chair", 5, name="o1")
    return model


def change(**step: object) -> Callable[[flow.Model], None]:
    """Return what changes the first step of the chair."""
    return lambda m: m.product(
        "chair", [flow.Step("saw", **{"time": 2.0, **step}), flow.Step("weld", time=3)]
    )


def station(**words: object) -> Callable[[flow.Model], None]:
    """Return what adds a station."""
    return lambda m: m.station("new", **words)


MISTAKES = [
    (station(rule="lifo"), "station new: rule 'lifo': write one of fifo, edd"),
    (station(setups={"chair": {"chair": 1}}), "no step here is of family 'chair'"),
    (station(power_kw={"runs": 1}), "station new: power_kw: 'runs' is no state"),
    (station(cost_eur_h={"run": -1}), "station new: cost_eur_h: run is -1"),
    (lambda m: m.person("o1", [], cost_eur_h=-2), "person o1: cost_eur_h -2"),
    (change(choice="any", alternatives=(flow.Alternative("weld"),)), "choice 'any'"),
    (change(alternatives=(flow.Alternative("lost"),)), "station 'lost' does not exist"),
    (change(choice="share", share=0, alternatives=(flow.Alternative("weld", share=0),)),
     "more to one"),
    (change(branches={5: 0.1}), "branch to step 5: write 0 to 1, or 2 to leave"),
    (change(branches={1: 1.5}), "share 1.5 is not within 0 to 1"),
    (change(branches={1: 0.7, 2: 0.7}), "add up to 1.4"),
    (change(branches={0: 1.0}), "its branches never lead out"),
    (change(wear=-1), "wear is -1"),
    (change(components={"bolt": 1}), "no product and no material"),
    (change(lot=5, setup=1, branches={2: 0.5}), "so its route needs one way"),
    (lambda m: m.maintenance("lost", 5, 1), "station 'lost' does not exist"),
    (lambda m: m.maintenance("saw", 0, 1), "every 0: write more than zero"),
    (lambda m: m.maintenance("saw", float("nan"), 1), "every nan"),
    (lambda m: m.maintenance("saw", 5, -1), "duration -1"),
    (lambda m: m.maintenance("saw", 5, 1, clock="moon"), "clock 'moon': write one of calendar"),
    (lambda m: m.kanban("lost", 1), "station 'lost' does not exist"),
    (lambda m: m.kanban([], 1), "name at least one station"),
    (lambda m: m.kanban("saw", 0), "0 cards of 1 pieces"),
    (lambda m: (m.kanban("saw", 1), m.kanban(["weld", "saw"], 1)), "is in a loop already"),
    (lambda m: m.wip("table", 0, 1), "work in progress of table: it is no product"),
    (lambda m: m.wip("chair", 2, 1), "step 2: write 0 to 1"),
    (lambda m: m.wip("chair", 0, 0), "quantity 0"),
    (lambda m: m.wip("chair", 0, 1, order="o9"), "order 'o9' is not in the model"),
    (lambda m: m.wip("chair", 0, 6, order="o1"), "asks for 5 pieces and has 6"),
    (lambda m: m.delivery("bolt", 1, 5), "neither a product nor a material"),
    (lambda m: m.delivery("chair", -1, 5), "write an instant from 0 on"),
    (lambda m: m.delivery("chair", 1, 0), "at least 1 whole piece"),
    (lambda m: m.material("bolt", -1), "stock -1: write zero or more"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), MISTAKES)
def test_a_mistake_in_python_is_refused_by_name(
    spoil: Callable[[flow.Model], object], said: str
) -> None:
    model = shop()
    spoil(model)
    with pytest.raises(ModelError, match=re.escape(said)):
        flow.simulate(model, until=10)


def test_kanban_loops_in_a_circle_are_refused_and_the_circle_is_named() -> None:
    model = flow.Model(time_unit="min")
    for name in ("saw", "weld", "paint"):
        model.station(name)
    steps = ("saw", "weld", "paint", "saw")
    model.product("chair", [flow.Step(name, time=1) for name in steps])
    model.order("chair", 5)
    for name in ("saw", "weld", "paint"):
        model.kanban(name, 1)
    with pytest.raises(ModelError, match="saw -> weld -> paint -> saw"):
        flow.simulate(model, until=10)


def test_a_buffer_or_gathering_lots_inside_a_loop_are_refused() -> None:
    model = shop()
    model.station("oven", buffer=3)
    model.kanban("oven", 2)
    with pytest.raises(ModelError, match="leave the buffer empty"):
        flow.simulate(model, until=10)
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.station("weld")
    steps = [flow.Step("saw", time=2, transfer=1), flow.Step("weld", time=3, setup=5)]
    model.product("chair", steps)
    model.order("chair", 5)
    model.kanban("weld", 2)
    with pytest.raises(ModelError, match="keep the rest of a lot out"):
        flow.simulate(model, until=10)


def test_work_in_progress_must_fit_its_queue() -> None:
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.station("weld", buffer=2)
    model.product("chair", [flow.Step("saw", time=2), flow.Step("weld", time=3)])
    model.wip("chair", 1, 4)
    with pytest.raises(ModelError, match="4 pieces stand at station weld, which has 2 places"):
        flow.simulate(model, until=10)


def test_a_saturated_product_may_not_choose_its_first_station_by_shares() -> None:
    model = shop()
    change(choice="share", alternatives=(flow.Alternative("weld"),))(model)
    model.saturate("chair")
    with pytest.raises(ModelError, match="choose shortest or first"):
        flow.simulate(model, until=10)


def test_a_closed_loop_through_branches_needs_time_at_every_step() -> None:
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.product("chair", [flow.Step("saw", time=0.0, branches={0: 0.5})])
    model.conwip(1, {"chair": 1.0})
    with pytest.raises(ModelError, match="takes no time"):
        flow.simulate(model, until=10)
