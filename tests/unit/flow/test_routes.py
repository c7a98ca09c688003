"""Routes become operation rows; orders are cut into lots that take turns."""

import numpy as np
import pytest

from accord import flow

MIN = 60_000_000


def rows_of(compiled, product=None):
    """Return the operation rows as (row number, record), of one product if asked."""
    found = enumerate(compiled.routes.operations)
    index = None if product is None else compiled.products.index(product)
    return [(i, r) for i, r in found if index is None or r["product"] == index]


def two_products():
    model = flow.Model(time_unit="min")
    model.station("press")
    for name in ("a", "b"):
        model.product(name, [flow.Step("press", time=1.0, lot=100)])
    return model


def test_an_order_is_cut_into_equal_lots_of_about_the_size_of_the_first_step(compiled):
    model = two_products()
    model.order("a", 330, due=30.0)
    plan = compiled(model).routes.plan
    assert plan["qty"].tolist() == [110, 110, 110]
    assert plan["qty"].sum() == 330


def test_pieces_that_do_not_divide_are_spread_and_none_is_lost(compiled):
    model = two_products()
    model.order("a", 251, due=30.0)
    model.order("a", 40, due=30.0)
    routes = compiled(model).routes
    assert sorted(routes.plan["qty"].tolist()) == [40, 83, 84, 84]
    assert routes.order_qty.tolist() == [251, 40]


def test_the_lot_of_an_order_goes_before_that_of_the_route(compiled):
    model = two_products()
    model.order("a", 300, lot=50)
    assert compiled(model).routes.plan["qty"].tolist() == [50] * 6


def test_lots_of_two_products_take_turns_until_their_due_date(compiled):
    model = two_products()
    model.order("a", 400, release=10.0, due=90.0)
    model.order("b", 200, release=10.0, due=90.0)
    compiled_model = compiled(model)
    plan = compiled_model.routes.plan
    # a is wanted at 20, 40, 60, 80 (of four lots, the middles of four parts), b at 30 and 70.
    product = compiled_model.routes.operations["product"][plan["first_op"]]
    assert [compiled_model.products[k] for k in product] == ["a", "b", "a", "a", "b", "a"]
    assert set((plan["available"] // MIN).tolist()) == {10}


def test_priority_goes_before_dates_and_each_lot_knows_what_is_still_to_come(compiled):
    model = two_products()
    model.order("a", 100, release=0.0, due=10.0)
    model.order("b", 100, release=50.0, due=60.0, priority=1)
    plan = compiled(model).routes.plan
    assert plan["priority"].tolist() == [1, 0]
    assert (plan["available"] // MIN).tolist() == [50, 0]
    assert (plan["first"] // MIN).tolist() == [0, 0]


def test_a_step_without_a_lot_size_takes_the_order_whole(compiled):
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("a", [flow.Step("press", time=1.0)])
    model.order("a", 777)
    assert compiled(model).routes.plan["qty"].tolist() == [777]


@pytest.fixture
def moved():
    """Press, then weld; a forklift moves each transfer unit in two minutes."""
    model = flow.Model(time_unit="min")
    model.station("press", moved_by="FORK", move=2.0)
    model.station("weld", buffer=50, moved_by="FORK", move=2.0)
    model.station("FORK")
    model.product("a", [flow.Step("press", time=1.0, transfer=10), flow.Step("weld", time=3.0)])
    model.order("a", 100)
    return model


def test_a_move_stands_between_two_stations_and_none_after_the_last(moved, compiled):
    c = compiled(moved)
    ops = c.routes.operations
    assert ops["is_move"].sum() == 1
    (press,) = [i for i, r in rows_of(c) if r["station"] == 0]
    move = int(ops["next"][press])
    weld = int(ops["next"][move])
    assert (ops["is_move"][move], c.stations[ops["station"][move]]) == (1, "FORK")
    assert ops["cycle_us"][move] == 2 * MIN
    assert c.stations[ops["station"][weld]] == "weld"
    assert ops["next"][weld] == -1


def test_room_is_asked_for_where_the_pieces_go_not_at_the_forklift(moved, compiled):
    c = compiled(moved)
    (press,) = [r for _, r in rows_of(c) if r["station"] == 0]
    assert c.stations[press["target"]] == "weld"


def reworked(**rework):
    model = flow.Model(time_unit="min")
    for name in ("press", "weld", "bench"):
        model.station(name)
    last = flow.Step("weld", time=3.0, rework=0.1, rework_station="bench", **rework)
    model.product("a", [flow.Step("press", time=1.0), last, flow.Step("press", time=5.0)])
    model.order("a", 100)
    return model


@pytest.mark.parametrize(
    ("rework", "station", "cycle_min"),
    [
        ({}, "press", 5.0),
        ({"rework_step": 1}, "weld", 3.0),
        ({"rework_step": 0}, "press", 1.0),
    ],
)
def test_reworked_pieces_go_on_at_the_step_named_or_at_the_next(
    compiled, rework, station, cycle_min
):
    c = compiled(reworked(**rework))
    ops = c.routes.operations
    (weld,) = [r for _, r in rows_of(c) if c.stations[r["station"]] == "weld"]
    fix = ops[weld["rework_op"]]
    assert c.stations[fix["station"]] == "bench"
    back = ops[fix["next"]]
    assert (c.stations[back["station"]], back["cycle_us"]) == (station, cycle_min * MIN)


def test_rework_lasts_as_long_as_the_step_unless_said(compiled):
    for rework, cycle_min in (({}, 3.0), ({"rework_time": 0.24}, 0.24)):
        c = compiled(reworked(**rework))
        (bench,) = [r for _, r in rows_of(c) if c.stations[r["station"]] == "bench"]
        assert bench["cycle_us"] == pytest.approx(cycle_min * MIN)


def test_a_rate_is_the_same_as_its_cycle_in_any_unit(compiled):
    for unit, cycle in (("s", 3600 / 700), ("min", 60 / 700), ("h", 1 / 700)):
        both = []
        for step in (flow.Step("press", rate_h=700), flow.Step("press", time=cycle)):
            model = flow.Model(time_unit=unit)
            model.station("press")
            model.product("a", [step])
            model.order("a", 1)
            both.append(float(compiled(model).routes.operations["cycle_us"][0]))
        assert both[0] == pytest.approx(both[1], rel=1e-12)
        assert both[0] == pytest.approx(3.6e9 / 700)


def test_whole_lots_gather_only_where_a_lot_that_was_split_is_set_up(compiled):
    model = flow.Model(time_unit="min")
    for name in ("saw", "press", "weld"):
        model.station(name)
    steps = [
        flow.Step("saw", time=1.0, setup=5.0, transfer=10),
        flow.Step("press", time=1.0),
        flow.Step("weld", time=1.0, setup=5.0),
    ]
    model.product("a", steps)
    model.order("a", 100)
    c = compiled(model)
    gathers = {c.stations[r["station"]]: int(r["gathers"]) for _, r in rows_of(c)}
    assert gathers == {"saw": 0, "press": 0, "weld": 1}
    assert c.routes.gathers.tolist() == [1]


@pytest.mark.parametrize(("buffer", "cyclic"), [(5, True), (None, False)])
def test_a_circle_of_finite_buffers_is_noticed(compiled, buffer, cyclic):
    model = flow.Model(time_unit="min")
    model.station("a", buffer=5)
    model.station("b", buffer=buffer)
    model.product("p", [flow.Step(s, time=1.0) for s in ("a", "b", "a")])
    model.order("p", 1)
    assert compiled(model).routes.has_cycle is cyclic


def test_components_are_listed_for_the_step_that_uses_them(compiled):
    model = flow.Model(time_unit="min")
    model.station("press")
    model.station("weld")
    model.product("clip", [flow.Step("press", time=1.0)])
    model.product("unit", [flow.Step("weld", time=1.0, components={"clip": 2.0})])
    model.order("clip", 20)
    model.order("unit", 10)
    c = compiled(model)
    (weld,) = [r for _, r in rows_of(c, "unit")]
    used = slice(int(weld["first_component"]), int(weld["first_component"] + 1))
    assert weld["num_components"] == 1
    assert c.routes.component_product[used].tolist() == [c.products.index("clip")]
    assert c.routes.component_qty[used].tolist() == [2.0]
    assert [int(r["makes"]) for _, r in rows_of(c, "clip")] == [1]
    assert c.st["has_components"].tolist() == [0, 1]
    assert np.asarray(c.routes.waits_for_components).tolist() == [0, 1]
