"""The page that explains the plant tells the numbers of the committed files."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "background" / "gaillon.md"
WEEKLY = 618_000
OPENING_H, SHORT_H = 78.0, 70.0


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def table(page):
    """Rows of the capacity table: group -> numbers."""
    rows = {}
    for line in page.splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if len(cells) == 9 and re.fullmatch(r"[A-Z]+\d*", cells[0]):
            rows[cells[0]] = [float(c.replace(" ", "").rstrip("%")) for c in cells[1:]]
    return rows


def test_the_page_tells_the_capacity_of_the_files(gaillon, table):
    mean = defaultdict(float)  # mean demand of a full week, from the lots of the first steps
    for order in gaillon.orders:
        mean[order.product] += order.quantity
    scale = WEEKLY / sum(mean.values())
    load, setup_h = defaultdict(float), defaultdict(float)
    routes = defaultdict(list)
    for o in gaillon.operations:
        if o.step > 0:
            routes[o.product].append(o)
    for product, route in routes.items():
        needed = mean[product] * scale
        for o in reversed(route):
            needed /= 1 - o.scrap_share
            load[o.station] += needed
    assert len(table) == 10
    for station in gaillon.stations:
        if station.station not in table:
            continue
        name = station.station
        machines, rate, setup_h, net_h, capacity, told_load, use, use_70 = table[name]
        assert len(station.machines) == machines
        rates = {3600 / o.cycle_s for r in routes.values() for o in r if o.station == name}
        if name != "PAINT":
            assert {round(r) for r in rates} == {rate}
        run_h = (OPENING_H - setup_h) / (1 + station.mttr_h / station.mtbf_h)
        assert run_h == pytest.approx(net_h, abs=0.06)
        assert capacity == pytest.approx(run_h * rate * machines, rel=5e-4)
        # the noise of the orders moves a group's load by less than 2 %
        assert told_load == pytest.approx(load[name], rel=0.02)
        assert use == pytest.approx(100 * told_load / capacity, abs=0.06)
        down_share = (OPENING_H - setup_h - run_h) / OPENING_H
        net_70 = SHORT_H * (1 - down_share) - setup_h
        assert use_70 == pytest.approx(100 * told_load / (net_70 * rate * machines), abs=0.15)


def test_the_page_counts_the_rows_of_the_tables(gaillon, page):
    told = page.replace("\n", " ")
    assert f"{len(gaillon.people)} people" in told
    assert f"{len(gaillon.orders):,}".replace(",", " ") + " orders" in told
    assert f"{len(gaillon.skills)} skill rows" in told
    machines = sum(len(s.machines) for s in gaillon.stations if s.station != "FORK")
    assert f"{machines} machines" in told
    assert "Fictional plant" in told


def test_the_page_has_one_line_of_results_for_every_scenario(gaillon, page):
    found = re.findall(r"^\| (S\d[ab]?) \|", page.split("## What came out")[1], re.MULTILINE)
    assert found == [s.name for s in gaillon.scenarios]
