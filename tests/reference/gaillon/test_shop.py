"""Machines, routes and demand against the plant's description (docs/background/gaillon.md).

Kind: hand. The numbers on the right are those of the description; the left side is computed from
the committed tables only.
"""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest

OPENING_H = 78.0
SHARE_SETUP = {"WELD": 0.04, "RIVET": 0.02, "DEBUR": 0.03, "PAINT": 0.05}

# group: machines, rate, set-up h a week and machine, net h at 78 h, capacity, load, use at 39 h
TABLE = {
    "G63": (8, 700, 8 * 90 / 60, 63.3, 354_312, 325_786, 0.919),
    "G100": (8, 600, 8 * 100 / 60, 61.9, 297_296, 278_014, 0.935),
    "G160": (4, 420, 7 * 120 / 60, 61.3, 102_934, 95_994, 0.933),
    "GC": (4, 1600, 6 * 140 / 60, 61.3, 392_128, 340_092, 0.867),
    "WELD": (6, 190, 0.04 * 78, 72.5, 82_696, 66_000, 0.798),
    "RIVET": (4, 160, 0.02 * 78, 74.9, 47_923, 40_000, 0.835),
    "DEBUR": (2, 1650, 0.03 * 78, 73.3, 241_956, 214_000, 0.884),
    "DEGR": (1, 9000, 0.0, 74.9, 673_920, 618_000, 0.917),
    "PAINT": (1, 1100, 0.05 * 78, 70.2, 77_220, 64_000, 0.829),
    "PACK": (2, 4500, 0.0, 77.2, 694_980, 618_000, 0.889),
}
DEMAND = {
    "A1": 64_000, "A2": 48_000, "A3": 40_000, "A4": 30_000, "B1": 23_000, "B2": 15_000,
    "B3": 12_000, "B4": 8_000, "C1": 150_000, "C2": 110_000, "C3": 78_000, "D1": 14_000,
    "D2": 26_000,
}  # fmt: skip


@pytest.fixture(scope="module")
def routes(gaillon):
    routes = defaultdict(list)
    for o in gaillon.operations:
        if o.step > 0:
            routes[o.product].append(o)
    return routes


@pytest.fixture(scope="module")
def load(routes):
    """Pieces a week per station at the mean demand, scrap at this and later strokes included."""
    load = defaultdict(float)
    for product, route in routes.items():
        needed = DEMAND[product]
        for o in reversed(route):
            needed /= 1.0 - o.scrap_share
            load[o.station] += needed
    return load


@pytest.mark.parametrize("group", TABLE)
def test_machines_and_rates_are_those_of_the_description(gaillon, routes, group):
    machines, rate_h, *_ = TABLE[group]
    station = next(s for s in gaillon.stations if s.station == group)
    assert len(station.machines) == machines
    rates = {round(3600 / o.cycle_s, 1) for r in routes.values() for o in r if o.station == group}
    if group == "PAINT":  # colour changes are part of the cycle: 3.9 h a week over 64 000 pieces
        (rate,) = rates
        assert 3600 / rate - 3600 / 1100 == pytest.approx(3.9 * 3600 / 64_000, rel=1e-3)
    else:
        assert rates == {rate_h}


@pytest.mark.parametrize("group", TABLE)
def test_net_hours_and_capacity_come_out(gaillon, group):
    machines, rate_h, setup_h, net_h, capacity, *_ = TABLE[group]
    station = next(s for s in gaillon.stations if s.station == group)
    # Breakdowns: running hours r and repairs r x mttr / mtbf fill the opening less set-ups.
    down_per_run = station.mttr_h / station.mtbf_h
    run_h = (OPENING_H - setup_h) / (1.0 + down_per_run)
    assert run_h == pytest.approx(net_h, abs=0.06)
    assert run_h * rate_h * machines == pytest.approx(capacity, rel=3e-4)


@pytest.mark.parametrize("group", TABLE)
def test_load_and_use_come_out(load, group):
    *_, capacity, expected, use = TABLE[group]
    assert round(load[group]) == expected
    assert load[group] / capacity == pytest.approx(use, abs=0.0006)


@pytest.mark.parametrize(
    ("group", "use"),
    [("G63", 1.047), ("G100", 1.068), ("G160", 1.067), ("GC", 0.992), ("WELD", 0.894),
     ("RIVET", 0.932), ("DEBUR", 0.989), ("DEGR", 1.022), ("PAINT", 0.929), ("PACK", 0.991)],
)  # fmt: skip
def test_at_70_hours_set_ups_do_not_shrink_with_the_clock(gaillon, load, group, use):
    machines, rate_h, setup_h, net_h, *_ = TABLE[group]
    down_share = (OPENING_H - setup_h - net_h) / OPENING_H
    net_70 = 70.0 * (1.0 - down_share) - setup_h
    assert load[group] / (net_70 * rate_h * machines) == pytest.approx(use, abs=0.002)
    opening_falls = 1.0 - 70.0 / 78.0
    assert opening_falls == pytest.approx(0.103, abs=0.001)
    if group in ("G63", "G100", "G160", "GC"):
        assert 0.1215 <= 1.0 - net_70 / net_h <= 0.1265


@pytest.mark.parametrize(
    ("group", "per_week", "minutes"), [("G63", 64, 90), ("G100", 64, 100), ("G160", 28, 120),
                                       ("GC", 24, 140)]
)  # fmt: skip
def test_press_set_ups_are_64_64_28_and_24_a_week(gaillon, routes, group, per_week, minutes):
    count = 0
    for product, route in routes.items():
        lots = [DEMAND[product]]
        for o in route:
            if o.lot_pieces is not None and o.setup_min > 0:
                parts = [max(1, round(lot / o.lot_pieces)) for lot in lots]
                lots = [lot / n for lot, n in zip(lots, parts, strict=True) for _ in range(n)]
                if o.station == group:
                    assert o.setup_min == minutes
                    count += len(lots)
    assert count == per_week


def test_press_set_ups_are_315_hours_and_17_percent_of_press_time():
    hours = sum(TABLE[g][2] * TABLE[g][0] for g in ("G63", "G100", "G160", "GC"))
    assert hours == pytest.approx(315, abs=1)
    assert hours / (24 * OPENING_H) == pytest.approx(0.168, abs=0.001)


def test_pallet_set_ups_add_up_to_their_share_of_opening(gaillon, routes, load):
    for group in ("WELD", "RIVET", "DEBUR"):
        (setup,) = {(o.setup_min, o.lot_pieces) for r in routes.values() for o in r
                    if o.station == group}  # fmt: skip
        hours = load[group] / setup[1] * setup[0] / 60
        assert hours / TABLE[group][0] / OPENING_H == pytest.approx(SHARE_SETUP[group], rel=0.03)


def test_routes_end_at_packing_and_pass_degreasing_once(routes):
    assert set(routes) == set(DEMAND)
    for route in routes.values():
        assert route[-1].station == "PACK"
        assert sum(o.station == "DEGR" for o in route) == 1
        assert all(o.scrap_share == (0.005 if o.station[0] == "G" else 0) for o in route)
        assert {o.transfer_pieces for o in route} == {1500}
        assert {o.noise_pieces for o in route} == {100}


def test_two_percent_of_all_parts_pass_sorting_and_use_63_percent_of_it(routes, load):
    reworked = 0.0
    for product, route in routes.items():
        (step,) = [o for o in route if o.rework_share > 0]
        after = route[route.index(step) + 1]
        assert (step.rework_station, step.rework_step, after.station) == (
            "SORT",
            after.step,
            "DEGR",
        )
        assert after.setup_min == 0
        reworked += step.rework_share * DEMAND[product]
    assert reworked / (250 * OPENING_H) == pytest.approx(0.634, abs=0.002)


def test_sorting_does_250_an_hour(gaillon):
    bench = [o for o in gaillon.operations if o.step == 0]
    assert {o.product for o in bench} == set(DEMAND)
    assert {(o.station, round(3600 / o.cycle_s)) for o in bench} == {("SORT", 250)}


def test_only_the_last_groups_have_finite_buffers(gaillon):
    finite = {s.station: s.buffer_pieces for s in gaillon.stations if s.buffer_pieces is not None}
    assert finite == {"DEGR": 12_000, "PAINT": 6_000, "PACK": 12_000}
    assert gaillon.release.mode == "conwip"
    assert gaillon.release.limit_lots == 48
    assert sum(len(s.machines) for s in gaillon.stations) == 41 + 3


def test_repairs_and_set_ups_have_the_spread_of_their_lognormals(gaillon):
    for s in gaillon.stations:
        if s.mtbf_h:
            assert s.mttr_h * 60 == pytest.approx(146.9, abs=0.1)  # 98 x exp(0.81 / 2)
            assert s.mttr_spread == pytest.approx(1.117, abs=0.001)
        if s.setup_skill:
            assert s.setup_spread == pytest.approx(0.361, abs=0.001)


def test_orders_are_48_weeks_a_year_of_13_products(gaillon):
    assert len(gaillon.orders) == 13 * 48 * 2
    weeks = Counter(o.release for o in gaillon.orders)
    assert set(weeks.values()) == {13}
    assert all(day.weekday() == 0 for day in weeks)
    assert all(o.due - o.release == timedelta(days=11) for o in gaillon.orders)
    closed = [(c.first, c.last) for c in gaillon.closures if c.last > c.first]
    assert not any(first <= day <= last for day in weeks for first, last in closed)


def test_demand_of_a_year_is_618_000_a_week_times_the_effective_weeks(gaillon):
    for first in (0, 52):
        start = gaillon.on + timedelta(weeks=first)
        rows = [o for o in gaillon.orders if start <= o.release < start + timedelta(weeks=52)]
        holidays = {c.first for c in gaillon.closures if c.first == c.last}
        effective = sum(
            1 - sum(day + timedelta(days=d) in holidays for d in range(5)) / 5
            for day in {o.release for o in rows}
        )
        assert effective in (pytest.approx(46.8), pytest.approx(46.4))
        total = sum(o.quantity for o in rows)
        # noise of 6 % on 624 independent orders, the largest 24 % of the mean: about 0.4 %
        assert total / (618_000 * effective) == pytest.approx(1.0, abs=0.015)
        assert total * 3.3 / 1e6 == pytest.approx(95, abs=2)


def test_the_season_follows_the_month_index(gaillon):
    months = defaultdict(list)
    holidays = {c.first for c in gaillon.closures if c.first == c.last}
    for o in gaillon.orders:
        thursday = o.release + timedelta(days=3)
        days = 5 - sum(o.release + timedelta(days=d) in holidays for d in range(5))
        months[thursday.month].append(o.quantity / DEMAND[o.product] * 5 / days)
    index = [1.00, 1.02, 1.06, 1.04, 0.98, 1.04, 0.95, 0.85, 1.05, 1.05, 1.02, 0.90]
    for month, expected in enumerate(index, start=1):
        values = months[month]
        mean = sum(values) / len(values)
        assert mean == pytest.approx(expected / 1.008, abs=4 * 0.06 / len(values) ** 0.5)
