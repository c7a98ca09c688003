"""Kanban loops against chains solved exactly, and against what they must equal."""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow

from .small_models import assert_within_4_standard_errors, good, steady_throughput


def kanban_line(cards: tuple[int, ...], time: float = 1.0) -> flow.Model:
    """Build a saturated exponential line, one machine and one kanban loop for each stage."""
    model = flow.Model(time_unit="s")
    names = [f"s{i}" for i in range(len(cards))]
    for name in names:
        model.station(name)
    model.product("part", [flow.Step(name, time=flow.Exponential(time)) for name in names])
    model.saturate("part")
    for name, count in zip(names, cards, strict=True):
        model.kanban(name, count)
    return model


def exact_throughput(cards: tuple[int, ...]) -> float:
    """Return pieces per time of a saturated exponential kanban line, all rates 1, by its chain.

    A stage's state is (pieces that wait or are made, made pieces that wait for the next stage's
    cards). Every stage is filled as soon as it has a card and something to take.
    """
    last = len(cards) - 1

    def settle(state: list[list[int]]) -> tuple[tuple[int, int], ...]:
        moved = True
        while moved:
            moved = False
            if sum(state[0]) < cards[0]:
                state[0][0] += 1
                moved = True
            for i in range(last):
                if state[i][1] > 0 and sum(state[i + 1]) < cards[i + 1]:
                    state[i][1] -= 1
                    state[i + 1][0] += 1
                    moved = True
        return tuple((a, b) for a, b in state)

    first = settle([[0, 0] for _ in cards])
    states, moves, todo = {first: 0}, [], [first]
    while todo:
        state = todo.pop()
        for i, (work, _) in enumerate(state):
            if work == 0:
                continue
            after = [list(s) for s in state]
            after[i][0] -= 1
            after[i][1] += int(i < last)
            new = settle(after)
            if new not in states:
                states[new] = len(states)
                todo.append(new)
            moves.append((states[state], states[new], i == last))
    rate = np.zeros((len(states), len(states)))
    out = np.zeros(len(states))
    for a, b, leaves in moves:
        rate[a, b] += 1.0
        rate[a, a] -= 1.0
        out[a] += leaves
    system = np.vstack([rate.T, np.ones(len(states))])
    share = np.linalg.lstsq(system, np.append(np.zeros(len(states)), 1.0), rcond=None)[0]
    return float(share @ out)


def test_the_chain_of_two_stages_has_its_closed_form() -> None:
    for k in (1, 2, 5):
        for j in (1, 3):
            assert exact_throughput((k, j)) == pytest.approx((k + j) / (k + j + 1), abs=1e-9)


@pytest.mark.parametrize("cards", [(1, 1), (2, 3), (1, 1, 1), (2, 1, 2), (2, 2, 2, 2)])
def test_a_kanban_line_makes_what_its_chain_makes(cards: tuple[int, ...]) -> None:
    samples = steady_throughput(kanban_line(cards), 22_000.0, 2_000.0, replications=12, seed=11)
    assert_within_4_standard_errors(samples, exact_throughput(cards))


def test_one_loop_around_a_line_is_conwip() -> None:
    """A loop around the whole line equals a CONWIP limit of as many single pieces, to the bit."""

    def line() -> flow.Model:
        model = flow.Model(time_unit="s")
        for i in range(3):
            model.station(f"s{i}")
        steps = [flow.Step(f"s{i}", time=flow.Exponential(1.0 + 0.2 * i)) for i in range(3)]
        model.product("part", steps)
        return model

    carded, limited = line(), line()
    carded.kanban(["s0", "s1", "s2"], 4)
    for model in (carded, limited):
        model.order("part", 400, lot=1)
    limited.conwip(4)
    one, other = (flow.simulate(m, until=400.0, seed=5) for m in (carded, limited))
    assert good(one) == good(other) > 100
    assert np.array_equal(one.machine_h, other.machine_h)


def test_a_stage_never_holds_more_than_its_cards() -> None:
    model = flow.Model(time_unit="min")
    for name, time in (("saw", 1.0), ("weld", 5.0), ("pack", 2.0)):
        model.station(name)
        model.kanban(name, 2, pieces=3)
        del time
    steps = [("saw", 1.0), ("weld", 5.0), ("pack", 2.0)]
    model.product("part", [flow.Step(name, time=time, transfer=1) for name, time in steps])
    model.order("part", 50, lot=1)
    result = flow.simulate(model, until=400, trace=True)
    assert good(result) == 50
    rows = result.trace
    assert rows is not None
    made = {
        name: rows.filter(rows["machine"] == name).sort("start").select("start", "end")
        for name, _ in steps
    }
    saw_end, weld_start = made["saw"]["end"].to_numpy(), made["weld"]["start"].to_numpy()
    pack_start = made["pack"]["start"].to_numpy()
    for n in range(12, 50):
        # 6 pieces may be at the saw or made there, 6 at the welding: the saw is 12 ahead at most.
        assert saw_end[n] >= weld_start[n - 12]
        assert weld_start[n] >= pack_start[n - 12]


def test_scrap_and_rework_give_their_cards_back() -> None:
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.station("weld")
    model.station("bench")
    model.kanban("saw", 2)
    model.kanban("weld", 1)
    steps = [
        flow.Step("saw", time=1, scrap=0.3, rework=0.3, rework_station="bench", rework_step=0),
        flow.Step("weld", time=2),
    ]
    model.product("part", steps)
    model.order("part", 300, lot=1)
    result = flow.simulate(model, until=5_000, seed=3)
    assert good(result) + int(result.scrap_pieces.sum()) == 300
    assert int(result.scrap_pieces.sum()) > 50


def test_a_lot_larger_than_all_cards_goes_when_the_loop_is_empty() -> None:
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.kanban("saw", 2)
    model.product("part", [flow.Step("saw", time=1)])
    model.order("part", 5)
    model.order("part", 1)
    result = flow.simulate(model, until=100)
    assert result.order_done[0].tolist() == [5, 6]
