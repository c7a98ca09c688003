"""The weekday x state graph of one group: every legal week is a walk, every cycle a circulation.

A state holds what must be known today to judge tomorrow (reference: the compact circulation model
of rotating workforce scheduling; Becker, Schiffer and Walther, INFORMS JoC 34(3), 2022, work on a
graph of the same family):

- at work: the shift, the day of its shift block, the day of the work block; the shift of the day
  before where a forbidden triple needs it;
- off: the day of the days-off block; the shift before where a forbidden triple needs it.

Between two days stand nodes that take no time: the end of a shift block, and the start of a work
block (a *hub*). All who meet there have the same future, so they may exchange it; this is why the
graph does not grow with the number of people.

The states and their steps do not depend on the weekday: they are listed once (``_States``), then
laid out over seven days and over what the rules on weekly rest and weekends remember (``Memory``).
A bound that no schedule of this length can reach needs no counting: a long run is known by its
length modulo seven, which is all that its first weekday asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.hours.cycle.memory import Memory
from accord.hours.cycle.objectives import Thresholds, is_backward, is_night, is_quick, thresholds
from accord.hours.cycle.problem import DAYS, OFF, CycleProblem, Group, ShiftType

__all__ = ["BETWEEN", "StateGraph", "build"]

BETWEEN: Final = -2
"""Label of a node that takes no time."""
NOBODY: Final = -9
SATURDAY: Final = 5
LONG: Final = 14
"""Bounds beyond so many days are seldom reached: a loose graph leaves them out."""
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StateGraph:
    """The graph of one group as arrays.

    Parameters
    ----------
    day, label, run
        Weekday of each node (of a node between two days, the day before); its shift, ``OFF`` or
        ``BETWEEN``; its day of the shift block or days-off block. Shape (nodes,).
    tail, head
        Nodes of each arc, shape (arcs,).
    is_block_end, ends_work
        Per arc, whether it ends a block, and whether that is a work block, shape (arcs,).
    start_of
        Per arc, the weekday on which the block that it ends began; -1 where it ends none. Shape
        (arcs,).
    aims
        Per aim, how much each arc counts, shape (arcs,).
    needs
        Per rule that is broken somewhere, by how much each arc breaks it, shape (arcs,).
    is_loose
        Whether the most of a block is left out that a schedule of this length could pass.
    """

    day: IntArray
    label: IntArray
    run: IntArray
    tail: IntArray
    head: IntArray
    is_block_end: BoolArray
    ends_work: BoolArray
    start_of: IntArray
    aims: dict[str, IntArray]
    needs: dict[RuleKey, IntArray]
    is_loose: bool

    @property
    def num_nodes(self) -> int:
        """Number of nodes."""
        return len(self.day)

    @property
    def num_arcs(self) -> int:
        """Number of arcs."""
        return len(self.tail)

    def shift_starts(self) -> list[IntArray]:
        """Give, for each weekday and shift, the arcs on which a block of the shift begins."""
        first = (self.label >= 0) & (self.run == 1)
        width = 1 + int(self.label.max(initial=0))
        key = np.where(first, self.day * width + self.label, -1)[self.head]
        return [np.flatnonzero(key == k) for k in np.unique(key[key >= 0])]


RuleKey: TypeAlias = tuple[Any, ...]
"""``("off_least",)``, ``("block_most", shift)``, ``("pair", (a, b))`` and so on."""
Needs: TypeAlias = tuple[tuple[RuleKey, int], ...]


class State(NamedTuple):
    """A state without its weekday. ``kind`` is ``work``, ``off``, ``end`` or ``start``.

    ``run`` is the day of the shift block or the days-off block, ``block`` the day of the work
    block, ``before`` the shift of the day before where a triple asks for it.
    """

    kind: str
    shift: int = OFF
    run: int = 0
    block: int = 0
    before: int = NOBODY


class Step(NamedTuple):
    """A step to another state: whether it ends a block, and of how many days.

    Long blocks are told by a length of the same remainder modulo seven.

    ``needs`` says how far each rule must be relaxed for the step to be legal; empty when it is.
    """

    head: State
    ends: bool = False
    length: int = 0
    needs: Needs = ()


def build(
    problem: CycleProblem,
    group: Group,
    *,
    most_people: int | None = None,
    room: Mapping[RuleKey, int] | None = None,
    is_loose: bool = False,
) -> StateGraph:
    """Build the graph of one group, without what no closed walk can use.

    Parameters
    ----------
    problem
        The rules.
    group
        Whose cycle; its shifts.
    most_people
        The longest cycle that the graph must serve, in weeks; by default the group's people.
    room
        How far each rule may be broken; the graph then says what each arc breaks.
    is_loose
        Leave out the most of a block where it is beyond ``LONG`` days: a smaller graph of a looser
        problem.

    Returns
    -------
    StateGraph
        Without nodes when no legal closed walk exists at all.
    """
    longest = group.num_people if most_people is None else most_people
    states = _States(problem, group, longest, room or {}, is_loose=is_loose)
    steps: dict[State, list[Step]] = {}
    todo = list(states.first_days())
    while todo:
        state = todo.pop()
        if state not in steps:
            steps[state] = list(states.steps(state))
            todo.extend(step.head for step in steps[state])
    return _laid_out(problem, states, steps)


class _States:
    """The states of one group and the steps between them."""

    def __init__(
        self,
        problem: CycleProblem,
        group: Group,
        most_people: int,
        room: Mapping[RuleKey, int],
        *,
        is_loose: bool,
    ) -> None:
        self.problem = problem
        self.room = room
        self.shifts = [c for c in group.shifts if any(problem.demand[c]) or problem.surplus]
        self.num_nights = thresholds().nights
        off_least, off_most = problem.off_block
        work_least, work_most = problem.work_block
        days = DAYS * most_people
        # the shortest blocks as far as they may be relaxed: what is left is longest
        longest_off = days - (work_least - room.get(("work_least",), 0))
        longest_work = days - (off_least - room.get(("off_least",), 0))
        if len(problem.groups) == 1 and not problem.surplus:
            worked = sum(problem.demand_by_day)
            longest_off, longest_work = min(longest_off, days - worked), min(longest_work, worked)
        # no run is longer than these
        self.off_most, self.work_most = min(off_most, longest_off), min(work_most, longest_work)
        # where that says enough, a count that passes what rules ask for goes round by seven
        is_free = off_most >= longest_off or (is_loose and off_most > LONG)
        self.off_stop = _round_from(off_least, self.off_most) if is_free else 0
        is_free = work_most >= longest_work or (is_loose and work_most > LONG)
        self.work_stop = _round_from(work_least, self.work_most) if is_free else 0
        self.is_loose = bool(
            (self.off_stop and off_most < longest_off)
            or (self.work_stop and work_most < longest_work)
        )
        self.after: dict[tuple[int, int], set[int]] = {}
        for first, middle, last in problem.triples:
            self.after.setdefault((first, middle), set()).add(last)
        busiest = problem.demand_by_day
        alone = len(problem.groups) == 1
        self.may_rest = [not alone or most_people > busiest[day] for day in range(DAYS)]

    def first_days(self) -> Iterator[State]:
        """Give every state in which a work block can begin; a closed walk has one of them."""
        for shift in self.shifts:
            yield self._work(shift, 1, 1, OFF)

    def steps(self, state: State) -> Iterator[Step]:
        """Give the steps that leave a state."""
        if state.kind == "work":
            yield from self._from_work(state)
        elif state.kind == "off":
            yield from self._from_off(state)
        elif state.kind == "end":
            yield from self._from_end(state)
        else:
            for code in self.shifts:
                yield Step(self._work(code, 1, 1, OFF))

    def _from_work(self, state: State) -> Iterator[Step]:
        shift, run, block = state.shift, state.run, state.block
        least, most = self.problem.shifts[shift].block
        before = shift if run > 1 else state.before
        stop = self._shift_stop(shift)
        again = self._needed(
            (("block_most", shift), 0 if stop else run + 1 - most),
            (("work_most",), self._beyond_work(block + 1)),
            (("pair", (shift, shift)), (shift, shift) in self.problem.pairs),
            (("triple", (before, shift, shift)), shift in self._barred(before, shift)),
        )
        if again is not None:
            longer = min(run + 1, stop) if stop else run + 1
            yield Step(self._work(shift, longer, block + 1, shift), needs=again)
        ends = self._needed((("block_least", shift), least - run))
        if ends is None:
            return
        if self._barred(before, shift):
            yield from self._from_end(state, before, ends)
        else:
            yield Step(State("end", shift, 0, block), needs=ends)

    def _from_end(self, state: State, before: int = NOBODY, ends: Needs = ()) -> Iterator[Step]:
        shift, block = state.shift, state.block
        barred = self._barred(before, shift)
        for code in self.shifts:
            needs = self._needed(
                *ends,
                (("work_most",), self._beyond_work(block + 1)),
                (("pair", (shift, code)), (shift, code) in self.problem.pairs),
                (("triple", (before, shift, code)), code in barred),
            )
            if code != shift and needs is not None:
                yield Step(self._work(code, 1, block + 1, shift), needs=needs)
        needs = self._needed(
            *ends,
            (("work_least",), self.problem.work_block[0] - block),
            (("triple", (before, shift, OFF)), OFF in barred),
        )
        if needs is not None:
            yield Step(self._off(1, shift), True, block, needs)

    def _from_off(self, state: State) -> Iterator[Step]:
        run = state.run
        least, most = self.problem.off_block[0], self.off_most
        before = OFF if run > 1 else state.before
        barred = self._barred(before, OFF)
        again = self._needed(
            (("off_most",), 0 if self.off_stop else run + 1 - most),
            (("triple", (before, OFF, OFF)), OFF in barred),
        )
        if again is not None:
            yield Step(self._off(_round(run + 1, self.off_stop), OFF), needs=again)
        ends = self._needed((("off_least",), least - run))
        if ends is None:
            return
        if not barred:
            yield Step(State("start"), True, run, ends)
            return
        for code in self.shifts:
            needs = self._needed(*ends, (("triple", (before, OFF, code)), code in barred))
            if needs is not None:
                yield Step(self._work(code, 1, 1, OFF), True, run, needs)

    def _needed(self, *passed: tuple[RuleKey, int]) -> Needs | None:
        """Give by how much rules are passed; None where one is passed beyond its room."""
        needs = tuple((key, int(count)) for key, count in passed if count > 0)
        return needs if all(count <= self.room.get(key, 0) for key, count in needs) else None

    def _beyond_work(self, block: int) -> int:
        return 0 if self.work_stop else block - self.work_most

    def _shift_stop(self, shift: int) -> int:
        """Give where the days of a shift block need no more counting; 0 where they do."""
        least, most = self.problem.shifts[shift].block
        if self.work_stop and most >= self.work_most:
            return max(2, least, self.num_nights + 1)
        return 0

    def _barred(self, before: int, today: int) -> set[int]:
        return self.after.get((before, today), set()) if before != NOBODY else set()

    def _work(self, shift: int, run: int, block: int, before: int) -> State:
        block = _round(block, self.work_stop)
        keeps = run == 1 and (before, shift) in self.after
        return State("work", shift, run, block, before if keeps else NOBODY)

    def _off(self, run: int, before: int) -> State:
        # what came before a day off is asked again only if work may follow it, or no second day off
        after = self.after.get((before, OFF), set())
        may_end = self.problem.off_block[0] - self.room.get(("off_least",), 0) <= 1
        keeps = run == 1 and bool(after) and (may_end or OFF in after)
        return State("off", OFF, run, 0, before if keeps else NOBODY)


def _round_from(least: int, most: int) -> int:
    """Give where a count may go round by seven; 0 where counting on is as short."""
    stop = max(2, least)
    return stop if most >= stop + DAYS else 0


def _round(count: int, stop: int) -> int:
    """Let a count that passes ``stop`` by a week go back to it; 0 lets it go on."""
    return stop if stop and count >= stop + DAYS else count


def _laid_out(problem: CycleProblem, states: _States, steps: dict[State, list[Step]]) -> StateGraph:
    """Lay the states out over weekdays and memories, and keep what lies on closed walks."""
    names = list(steps)
    number = {state: i for i, state in enumerate(names)}
    rows = [(number[state], number[step.head], step) for state in names for step in steps[state]]
    tail = np.array([row[0] for row in rows], dtype=np.int64)
    head = np.array([row[1] for row in rows], dtype=np.int64)
    ends = np.array([row[2].ends for row in rows], dtype=np.bool_)
    length = np.array([row[2].length for row in rows], dtype=np.int64)
    label = np.array([_label(state) for state in names], dtype=np.int64)
    memory = Memory(problem.rest_in_week, problem.free_weekend_in)

    day = np.arange(DAYS)[:, None, None]
    before = np.arange(memory.size)[None, :, None]
    takes_day = (label[head] != BETWEEN)[None, None, :]
    to_day = (day + takes_day) % DAYS
    is_off = (label[head] == OFF)[None, None, :]
    to_memory = np.where(takes_day, memory.after[to_day, is_off.astype(np.int64), before], before)
    is_open = _open_labels(problem, states.may_rest)
    is_there = (to_memory >= 0) & (~takes_day | is_open[to_day, label[head][None, None, :]])

    width = len(names)
    full_tail = (day * memory.size + before) * width + tail
    full_head = (to_day * memory.size + to_memory) * width + head
    arc = np.broadcast_to(np.arange(len(rows)), is_there.shape)[is_there]
    from_day = np.broadcast_to(day, is_there.shape)[is_there]
    full_tail, full_head = full_tail[is_there], full_head[is_there]
    kept = _on_closed_walks(full_tail, full_head, DAYS * memory.size * width)
    arc, from_day, full_tail, full_head = (
        arc[kept],
        from_day[kept],
        full_tail[kept],
        full_head[kept],
    )
    nodes = np.unique(full_tail)
    of = nodes % width
    return StateGraph(
        day=nodes // (width * memory.size),
        label=label[of],
        run=np.array([state.run for state in names], dtype=np.int64)[of],
        tail=np.searchsorted(nodes, full_tail),
        head=np.searchsorted(nodes, full_head),
        is_block_end=ends[arc],
        ends_work=ends[arc] & (label[head] == OFF)[arc],
        start_of=np.where(ends[arc], (from_day - length[arc] + 1) % DAYS, -1),
        aims=_aims(problem, rows, names, arc, from_day),
        needs=_needs(rows, arc),
        is_loose=states.is_loose,
    )


def _needs(rows: list[tuple[int, int, Step]], arc: IntArray) -> dict[RuleKey, IntArray]:
    """Give by how much each arc breaks each rule."""
    keys = dict.fromkeys(key for _, _, step in rows for key, _ in step.needs)
    return {
        key: np.array([dict(step.needs).get(key, 0) for _, _, step in rows], dtype=np.int64)[arc]
        for key in keys
    }


def _label(state: State) -> int:
    if state.kind == "work":
        return state.shift
    return OFF if state.kind == "off" else BETWEEN


def _open_labels(problem: CycleProblem, may_rest: list[bool]) -> BoolArray:
    """Tell which shifts and days off exist on each weekday, shape (7, shifts + 2)."""
    is_open = np.zeros((DAYS, len(problem.shifts) + 2), dtype=np.bool_)
    is_open[:, : len(problem.shifts)] = np.array(problem.demand).T + problem.surplus > 0
    is_open[:, OFF] = may_rest
    return is_open


def _on_closed_walks(tail: IntArray, head: IntArray, num_nodes: int) -> IntArray:
    """Take away nodes that nobody enters or leaves, again and again; give the arcs that stay."""
    kept = np.arange(len(tail))
    while True:
        is_entered = np.zeros(num_nodes, dtype=np.bool_)
        is_left = np.zeros(num_nodes, dtype=np.bool_)
        is_entered[head[kept]] = True
        is_left[tail[kept]] = True
        still = kept[is_entered[tail[kept]] & is_left[head[kept]]]
        if len(still) == len(kept):
            return kept
        kept = still


def _aims(
    problem: CycleProblem,
    rows: list[tuple[int, int, Step]],
    names: list[State],
    arc: IntArray,
    from_day: IntArray,
) -> dict[str, IntArray]:
    """Count, per arc, what each aim counts."""
    limits = thresholds()
    counts = {
        name: np.zeros((len(rows), DAYS), dtype=np.int64)
        for name in (
            "free_weekends",
            "single_days_off",
            "single_work_days",
            "nights_beyond",
            "quick_returns",
            "backward_steps",
        )
    }
    quick = _per_step(problem, limits, is_quick)
    backward = _per_step(problem, limits, is_backward)
    beyond = [_ends_a_row(shift, limits) for shift in problem.shifts]
    for i, (i_tail, i_head, step) in enumerate(rows):
        first, second = names[i_tail], names[i_head]
        if first.kind == "off" and second.kind == "off":
            counts["free_weekends"][i, SATURDAY] = 1
        elif step.ends and first.kind == "off":
            counts["single_days_off"][i] = step.length == 1
        elif step.ends:
            counts["single_work_days"][i] = step.length == 1
        if first.kind in {"work", "end"} and second.kind == "work":
            counts["quick_returns"][i] = quick[first.shift, second.shift]
            counts["backward_steps"][i] = backward[first.shift, second.shift]
            if first.shift == second.shift and second.run > limits.nights:
                counts["nights_beyond"][i] = np.roll(beyond[second.shift], -1)
    found = {name: count[arc, from_day] for name, count in counts.items()}
    return {name: count for name, count in found.items() if count.any()}


def _ends_a_row(shift: ShiftType, limits: Thresholds) -> BoolArray:
    """Tell on which weekdays a shift and its advised number of days before are all nights."""
    nights = np.array([is_night(shift, day, limits) for day in range(DAYS)])
    rows = np.array([np.roll(nights, back) for back in range(limits.nights + 1)])
    is_row: BoolArray = np.logical_and.reduce(rows, axis=0)
    return is_row


def _per_step(
    problem: CycleProblem,
    limits: Thresholds,
    judge: Callable[[ShiftType, int, ShiftType, Thresholds], bool],
) -> IntArray:
    """Judge each pair of shifts on each weekday of the first, shape (shifts, shifts, 7)."""
    return np.array(
        [
            [
                [judge(first, day, second, limits) for day in range(DAYS)]
                for second in problem.shifts
            ]
            for first in problem.shifts
        ],
        dtype=np.int64,
    )
