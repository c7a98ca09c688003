"""Dispatching rules and set-up matrices against a small shop played by hand, and by theorems."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

import numpy as np
import pytest

from accord import flow

from .small_models import good

RULES = ("fifo", "edd", "spt", "cr", "lst", "setup")


@dataclass(frozen=True)
class Job:
    """A piece: release, time at the station and afterwards, due date, set-up family, priority."""

    release: int
    time: int
    later: int
    due: int
    family: str
    priority: int


@dataclass(frozen=True)
class Shop:
    """Jobs that pass one station of like machines, then one that never makes them wait."""

    jobs: tuple[Job, ...]
    machines: int
    rule: str
    setups: dict[tuple[str, str], int]
    first_setup: int


def play(shop: Shop) -> list[tuple[int, int, int]]:
    """Return (start of the run, machine, job) of every job, by looking at every instant."""
    free_at = [0] * shop.machines
    family = [""] * shop.machines
    waiting = list(range(len(shop.jobs)))
    done: list[tuple[int, int, int]] = []
    now = 0
    while waiting:
        here = [j for j in waiting if shop.jobs[j].release <= now]
        idle = [i for i in range(shop.machines) if free_at[i] <= now]
        if not here or not idle:
            later = [shop.jobs[j].release for j in waiting] + free_at
            now = min(t for t in later if t > now)
            continue
        job = min(here, key=lambda j: (*_place(shop, j, now, family, idle), j))
        machine = min(idle, key=lambda i: (_setup(shop, family[i], shop.jobs[job].family), i))
        start = now + _setup(shop, family[machine], shop.jobs[job].family)
        done.append((start, machine, job))
        free_at[machine] = start + shop.jobs[job].time
        family[machine] = shop.jobs[job].family
        waiting.remove(job)
    return sorted(done)


def _setup(shop: Shop, one: str, other: str) -> int:
    if not one:
        return shop.first_setup
    return 0 if one == other else shop.setups[one, other]


def _place(
    shop: Shop, j: int, now: int, family: list[str], idle: list[int]
) -> tuple[float, float, float]:
    """Return what the rule sorts by: priority, the rule's value, then arrival."""
    job = shop.jobs[j]
    left = job.time + job.later
    values = {
        "fifo": 0.0,
        "edd": job.due,
        "spt": job.time,
        "cr": (job.due - now) / left,
        "lst": job.due - now - left,
        "setup": min(_setup(shop, family[i], job.family) for i in idle),
    }
    return -job.priority, values[shop.rule], job.release


def draw(seed: int, rule: str) -> Shop:
    """Draw a shop; no job comes at the instant at which a machine is free of another.

    Times are multiples of 50 and each release has a rest of its own, by 50.
    """
    rng = random.Random(seed)  # noqa: S311 - draws a test shop, nothing secret
    releases = sorted(50 * rng.randrange(60) + j for j in range(40))
    families = "abc"[: rng.randrange(1, 4)]
    return Shop(
        tuple(
            Job(
                release,
                50 * rng.randrange(1, 4),
                rng.randrange(1, 200),
                release + rng.randrange(50, 2000),
                rng.choice(families),
                rng.choice([0, 0, 0, 1]),
            )
            for release in releases
        ),
        rng.randrange(1, 4),
        rule,
        {pair: 50 * rng.randrange(3) for pair in itertools.permutations(families, 2)},
        50 * rng.randrange(2),
    )


def build(shop: Shop) -> flow.Model:
    """Build the engine's model of a shop, in microseconds; each job is a product and an order."""
    model = flow.Model(time_unit="us")
    setups: dict[str, dict[str, float]] = {}
    for (one, other), time in shop.setups.items():
        setups.setdefault(one, {})[other] = float(time)
    names = {job.family for job in shop.jobs}
    setups = {
        a: {b: t for b, t in row.items() if b in names} for a, row in setups.items() if a in names
    }
    setups = setups if any(setups.values()) else {a: {a: 0.0} for a in names}
    model.station("saw", machines=shop.machines, rule=shop.rule, setups=setups)
    model.station("wash", machines=len(shop.jobs))
    for j, job in enumerate(shop.jobs):
        steps = [
            flow.Step("saw", time=job.time, setup=shop.first_setup, family=job.family),
            flow.Step("wash", time=job.later),
        ]
        model.product(f"p{j}", steps)
        model.order(f"p{j}", 1, release=job.release, due=job.due, priority=job.priority)
    return model


@pytest.mark.parametrize("rule", RULES)
def test_a_random_shop_starts_its_jobs_as_the_rule_played_by_hand(rule: str) -> None:
    for seed in range(40):
        shop = draw(seed, rule)
        result = flow.simulate(build(shop), until=1e6, trace=True)
        assert result.trace is not None
        rows = result.trace.filter((result.trace["kind"] == "run") & (result.trace["step"] == 0))
        machine = {name: i for i, name in enumerate(result.machines)}
        seen = sorted(
            (round(start), machine[name], int(product[1:]))
            for start, name, product in rows.select("start", "machine", "product").rows()
        )
        assert seen == play(shop), (rule, seed)


def _one_machine(rule: str, times: tuple[int, ...], due: tuple[int, ...]) -> flow.FlowResult:
    """Run jobs that are all there at time 0 on one machine."""
    model = flow.Model(time_unit="s")
    model.station("lathe", rule=rule)
    for j, (time, date) in enumerate(zip(times, due, strict=True)):
        model.product(f"p{j}", [flow.Step("lathe", time=time)])
        model.order(f"p{j}", 1, due=date)
    return flow.simulate(model, until=sum(times))


def _all_orders(times: tuple[int, ...]) -> list[np.ndarray]:
    """Return the completions of the jobs under every order in which they could be done."""
    found = []
    for order in itertools.permutations(range(len(times))):
        done = np.zeros(len(times))
        done[list(order)] = np.cumsum([times[j] for j in order])
        found.append(done)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_on_one_machine_spt_has_the_least_mean_flow_time_of_all_orders(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - draws jobs, nothing secret
    times = tuple(rng.randrange(1, 30) for _ in range(6))
    result = _one_machine("spt", times, times)
    best = min(done.mean() for done in _all_orders(times))
    assert result.order_done[0].mean() == pytest.approx(best)


@pytest.mark.parametrize("seed", range(8))
def test_on_one_machine_edd_has_the_least_maximum_lateness_of_all_orders(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - draws jobs, nothing secret
    times = tuple(rng.randrange(1, 30) for _ in range(6))
    due = tuple(rng.randrange(1, 100) for _ in range(6))
    result = _one_machine("edd", times, due)
    best = min((done - due).max() for done in _all_orders(times))
    assert result.deadlines.lateness[0].max() == pytest.approx(best)


def test_least_slack_and_critical_ratio_look_at_the_work_left() -> None:
    starts = {}
    for rule in ("edd", "lst", "cr"):
        model = flow.Model(time_unit="min")
        model.station("mill", rule=rule)
        model.station("oven")
        model.product("long", [flow.Step("mill", time=10), flow.Step("oven", time=80)])
        model.product("short", [flow.Step("mill", time=10)])
        model.order("short", 1, due=90)
        model.order("long", 1, due=100)
        result = flow.simulate(model, until=500)
        starts[rule] = result.order_done[0].tolist()
    assert starts["edd"] == [10, 100]  # the short one is due first
    assert starts["lst"] == [20, 90]  # 90 - 10 of slack against 100 - 90
    assert starts["cr"] == [20, 90]  # 90 / 10 against 100 / 90


def test_least_setup_makes_all_of_a_family_first() -> None:
    totals = {}
    for rule in ("fifo", "setup"):
        model = flow.Model(time_unit="min")
        model.station("press", rule=rule, setups={"red": {"blue": 9}, "blue": {"red": 9}})
        for product, family in (("a", "red"), ("b", "blue"), ("c", "red")):
            model.product(product, [flow.Step("press", time=1, setup=2, family=family)])
        for _ in range(4):
            for product in "abc":
                model.order(product, 1)
        result = flow.simulate(model, until=500)
        totals[rule] = (int(result.setups.sum()), float(np.nanmax(result.order_done)))
    # By arrival red and blue alternate: 8 changes. By family: the first set-up and one change.
    assert totals["fifo"] == (9, 12 + 2 + 8 * 9)
    assert totals["setup"] == (2, 12 + 2 + 9)


def test_what_a_matrix_does_not_name_takes_the_steps_own_set_up() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", setups={"a": {"b": 0}, "b": {"b": 5}})
    model.product("a", [flow.Step("press", time=1, setup=3)])
    model.product("b", [flow.Step("press", time=1, setup=4)])
    for product in "aabba":
        model.order(product, 1)
    result = flow.simulate(model, until=500)
    # a: 3 and 1, a: 1 (same family), b: 0 and 1, b: 5 and 1, a: 3 and 1 (not named)
    assert result.order_done[0].tolist() == [4, 5, 6, 12, 16]
    assert int(result.setups.sum()) == 3


def test_an_assembly_without_its_parts_lets_the_next_unit_of_the_rule_go() -> None:
    model = flow.Model(time_unit="min")
    model.material("bolt", 0)
    model.delivery("bolt", 30, 1)
    model.station("bench", rule="edd")
    model.product("first", [flow.Step("bench", time=5, components={"bolt": 1})])
    model.product("second", [flow.Step("bench", time=5)])
    model.order("first", 1, due=10)
    model.order("second", 1, due=20)
    result = flow.simulate(model, until=100)
    assert result.order_done[0].tolist() == [35, 5]
    assert good(result) == 2
