"""The weekday x state graph of one group: every legal week is a walk, every cycle a circulation.

A state holds what must be known today to judge tomorrow (reference: the compact circulation model
of rotating workforce scheduling; Becker, Schiffer and Walther, INFORMS JoC 34(3), 2022, work on a
graph of the same family):

- at work: the shift, the day of its shift block, the day of the work block; the shift of the day
  before where a forbidden triple needs it;
- off: the day of the days-off block; the shift before where a forbidden triple needs it;
- what the rules on weekends and weekly rest must remember, where there are such rules.

Between two days stand nodes that take no time: the end of a shift block, the start of a work block
(a *hub*) and the start of a days-off block (another). All who meet there have the same future, so
they may exchange it; this is why the graph does not grow with the number of people.

A bound that no schedule of this length can reach needs no counting: the count stops there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from accord.hours.cycle.objectives import is_backward, is_night, is_quick, thresholds
from accord.hours.cycle.problem import DAYS, OFF, CycleProblem, Group

__all__ = ["BETWEEN", "StateGraph", "build"]

BETWEEN: Final = -2
"""Label of a node that takes no time."""
NOBODY: Final = -9
SATURDAY, SUNDAY = 5, 6
Aims = dict[str, int]


class Node(NamedTuple):
    """A state on a weekday. ``kind`` is ``work``, ``off``, ``end``, ``start_work``, ``start_off``.

    ``day`` is the weekday of a day, or the weekday before a node between two days. ``run`` is the
    day of the shift block or the days-off block, ``block`` the day of the work block, ``before``
    the shift that a triple remembers, ``rest`` the days off in a row inside this week (so far), or
    -1 when the week has had its rest, ``weekends`` those in a row that were not free,
    ``is_saturday_off`` whether this week's Saturday was free.
    """

    kind: str
    day: int
    shift: int = OFF
    run: int = 0
    block: int = 0
    before: int = NOBODY
    rest: int = 0
    weekends: int = 0
    is_saturday_off: bool = False


@dataclass(frozen=True, slots=True)
class StateGraph:
    """The graph of one group as arrays.

    Parameters
    ----------
    nodes
        The states, shape (nodes,).
    day, label
        Weekday, and shift, ``OFF`` or ``BETWEEN`` of each node, shape (nodes,).
    tail, head
        Nodes of each arc, shape (arcs,).
    start_of
        Per arc, the weekday on which the block that it ends began; -1 where it ends none or the
        day is not known. Shape (arcs,).
    is_block_end
        Per arc, whether it ends a block, shape (arcs,).
    ends_work
        Per arc, whether it ends a work block (else a days-off block), shape (arcs,).
    blocks_are_known
        Whether the start of every block that ends is known.
    aims
        Per aim, how much each arc counts, shape (arcs,).
    """

    nodes: tuple[Node, ...]
    day: NDArray[np.int64]
    label: NDArray[np.int64]
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    start_of: NDArray[np.int64]
    is_block_end: NDArray[np.bool_]
    ends_work: NDArray[np.bool_]
    blocks_are_known: bool
    aims: dict[str, NDArray[np.int64]]

    def shift_starts(self) -> list[NDArray[np.int64]]:
        """Give, for each weekday and shift, the arcs on which a block of the shift begins."""
        first = np.array([node.kind == "work" and node.run == 1 for node in self.nodes])
        key = np.where(first, self.day * (1 + self.label.max()) + self.label, -1)[self.head]
        return [np.flatnonzero(key == k) for k in np.unique(key[key >= 0])]


def build(problem: CycleProblem, group: Group, *, most_people: int | None = None) -> StateGraph:
    """Build the graph of one group, without what no closed walk can use.

    Parameters
    ----------
    problem
        The rules.
    group
        Whose cycle; its shifts.
    most_people
        The longest cycle that the graph must serve, in weeks; by default the group's people.

    Returns
    -------
    StateGraph
        Empty when no legal closed walk exists at all.
    """
    rules = _Rules(problem, group, group.num_people if most_people is None else most_people)
    arcs: dict[Node, list[_Arc]] = {}
    todo = list(rules.seeds())
    while todo:
        node = todo.pop()
        if node in arcs:
            continue
        arcs[node] = list(rules.arcs(node))
        todo.extend(arc.head for arc in arcs[node] if arc.head not in arcs)
    return _as_arrays(_pruned(arcs), blocks_are_known=not (rules.off_stop or rules.work_stop))


class _Arc(NamedTuple):
    head: Node
    aims: tuple[str, ...] = ()
    ends: bool = False
    start_of: int = -1
    ends_work: bool = False


class _Rules:
    """The transitions of one group."""

    def __init__(self, problem: CycleProblem, group: Group, most_people: int) -> None:
        self.problem = problem
        self.shifts = group.shifts
        self.limits = thresholds()
        days = DAYS * most_people
        off_least, off_most = problem.off_block
        work_least, work_most = problem.work_block
        # beyond these the count says nothing more
        self.off_stop = max(2, off_least) if off_most >= days - work_least else 0
        self.work_stop = max(2, work_least) if work_most >= days - off_least else 0
        self.is_asked = {
            (code, day): problem.demand[code][day] + problem.surplus > 0
            for code in group.shifts
            for day in range(DAYS)
        }
        self.may_rest = [
            most_people > sum(row[day] for row in problem.demand) for day in range(DAYS)
        ]
        if len(problem.groups) > 1:
            self.may_rest = [True] * DAYS
        self.after: dict[tuple[int, int], set[int]] = {}
        for first, middle, last in problem.triples:
            self.after.setdefault((first, middle), set()).add(last)

    def seeds(self) -> Iterator[Node]:
        """Give every state in which a work block can begin; a closed walk has one of them."""
        rests = [0]
        if self.problem.rest_in_week:
            rests = [-1, *range(self.problem.rest_in_week)]
        weekends = range(max(1, self.problem.free_weekend_in))
        for day in range(DAYS):
            for rest in rests:
                for worked in weekends:
                    for is_saturday_off in (False, True):
                        yesterday = Node(
                            "off",
                            (day - 1) % DAYS,
                            rest=rest,
                            weekends=worked,
                            is_saturday_off=is_saturday_off,
                        )
                        for shift in self.shifts:
                            node = self._work(yesterday, shift, 1, 1, OFF)
                            if node is not None:
                                yield node

    def arcs(self, node: Node) -> Iterator[_Arc]:
        """Give the arcs that leave a state."""
        if node.kind == "work":
            yield from self._from_work(node)
        elif node.kind == "off":
            yield from self._from_off(node)
        elif node.kind == "end":
            yield from self._from_end(node, frozenset())
        else:
            yield from self._into_work(node, frozenset())

    def _from_work(self, node: Node) -> Iterator[_Arc]:
        shift, run, block = node.shift, node.run, node.block
        least, most = self.problem.shifts[shift].block
        barred = self._barred(shift if run > 1 else node.before, shift)
        stop = self._shift_stop(shift)
        if (
            (stop or run < most)
            and shift not in barred
            and (shift, shift) not in self.problem.pairs
        ):
            longer = self._work(
                node, shift, min(run + 1, stop) if stop else run + 1, block + 1, shift
            )
            if longer is not None:
                yield _Arc(longer, aims=self._step_aims(node, longer))
        if run < least:
            return
        if barred:
            yield from self._from_end(node, barred)
        else:
            yield _Arc(self._between("end", node, shift=shift, block=block))

    def _from_end(self, node: Node, barred: frozenset[int] | set[int]) -> Iterator[_Arc]:
        shift, block, day = node.shift, node.block, node.day
        for code in self.shifts:
            if code == shift or code in barred or (shift, code) in self.problem.pairs:
                continue
            following = self._work(node, code, 1, block + 1, shift)
            if following is not None:
                yield _Arc(following, aims=self._step_aims(node, following))
        if block < self.problem.work_block[0] or OFF in barred:
            return
        free = self._off(node, 1, shift)
        if free is not None:
            is_known = not self.work_stop or block < self.work_stop
            start_of = (day - block + 1) % DAYS if is_known else -1
            yield _Arc(free, ("single_work_days",) if block == 1 else (), True, start_of, True)

    def _from_off(self, node: Node) -> Iterator[_Arc]:
        run = node.run
        barred = self._barred(OFF if run > 1 else node.before, OFF)
        if (self.off_stop or run < self.problem.off_block[1]) and OFF not in barred:
            longer = min(run + 1, self.off_stop) if self.off_stop else run + 1
            free = self._off(node, longer, OFF)
            if free is not None:
                is_weekend = node.day == SATURDAY
                yield _Arc(free, aims=("free_weekends",) if is_weekend else ())
        if run < self.problem.off_block[0]:
            return
        if barred:
            yield from self._into_work(node, barred)
        else:
            hub = self._between("start_work", node)
            yield self._end_of_off(node, hub)

    def _into_work(self, node: Node, barred: frozenset[int] | set[int]) -> Iterator[_Arc]:
        is_direct = node.kind == "off"
        for code in self.shifts:
            if code in barred:
                continue
            following = self._work(node, code, 1, 1, OFF)
            if following is None:
                continue
            if is_direct:
                yield self._end_of_off(node, following)
            else:
                yield _Arc(following)

    def _end_of_off(self, node: Node, head: Node) -> _Arc:
        is_known = not self.off_stop or node.run < self.off_stop
        start_of = (node.day - node.run + 1) % DAYS if is_known else -1
        return _Arc(head, ("single_days_off",) if node.run == 1 else (), True, start_of)

    def _shift_stop(self, shift: int) -> int:
        """Give where the days of a shift block need no more counting; 0 where they do."""
        least, most = self.problem.shifts[shift].block
        night = self.limits.nights + 1
        return max(2, least, night) if self.work_stop and most >= self.problem.work_block[1] else 0

    def _barred(self, before: int, today: int) -> set[int]:
        return self.after.get((before, today), set()) if before != NOBODY else set()

    def _step_aims(self, node: Node, following: Node) -> tuple[str, ...]:
        first, second = self.problem.shifts[node.shift], self.problem.shifts[following.shift]
        found = []
        if is_quick(first, node.day, second, self.limits):
            found.append("quick_returns")
        if is_backward(first, node.day, second, self.limits):
            found.append("backward_steps")
        if (
            node.shift == following.shift
            and following.run > self.limits.nights
            and is_night(second, following.day, self.limits)
        ):
            found.append("nights_beyond")
        return tuple(found)

    def _work(self, node: Node, shift: int, run: int, block: int, before: int) -> Node | None:
        """Give the state of a day of work after ``node``; None where a rule forbids it."""
        day = (node.day + 1) % DAYS
        if not self.is_asked[shift, day]:
            return None
        if self.work_stop:
            block = min(block, self.work_stop)
        elif block > self.problem.work_block[1]:
            return None
        memory = self._memory(node, day, is_off=False)
        if memory is None:
            return None
        keeps = run == 1 and (before, shift) in self.after
        return Node("work", day, shift, run, block, before if keeps else NOBODY, *memory)

    def _off(self, node: Node, run: int, before: int) -> Node | None:
        """Give the state of a day off after ``node``; None where a rule forbids it."""
        day = (node.day + 1) % DAYS
        if not self.may_rest[day]:
            return None
        memory = self._memory(node, day, is_off=True)
        if memory is None:
            return None
        # what came before a day off is asked again only if work may follow it, or no second day off
        after = self.after.get((before, OFF), set())
        keeps = run == 1 and bool(after) and (self.problem.off_block[0] == 1 or OFF in after)
        return Node("off", day, OFF, run, 0, before if keeps else NOBODY, *memory)

    def _between(self, kind: str, node: Node, *, shift: int = OFF, block: int = 0) -> Node:
        memory = (node.rest, node.weekends, node.is_saturday_off)
        return Node(kind, node.day, shift, 0, block, NOBODY, *memory)

    def _memory(self, node: Node, day: int, *, is_off: bool) -> tuple[int, int, bool] | None:
        """Carry what the rules on weekly rest and weekends remember; None where one is broken."""
        need, span = self.problem.rest_in_week, self.problem.free_weekend_in
        rest, worked, is_saturday_off = 0, 0, False
        if need:
            if day == 0 and node.rest != -1:
                return None  # the week that ends had no such rest
            so_far = 0 if day == 0 else node.rest
            if so_far == -1:
                rest = -1
            else:
                rest = so_far + 1 if is_off else 0
                rest = -1 if rest >= need else rest
        if span:
            worked = node.weekends
            if day == SATURDAY:
                is_saturday_off = is_off
            elif day == SUNDAY:
                worked = 0 if node.is_saturday_off and is_off else worked + 1
                if worked >= span:
                    return None
        return rest, worked, is_saturday_off


def _pruned(arcs: dict[Node, list[_Arc]]) -> dict[Node, list[_Arc]]:
    """Leave out what cannot lie on a closed walk, until nothing changes."""
    while True:
        entered = {arc.head for row in arcs.values() for arc in row}
        kept = {
            node: [arc for arc in row if arc.head in arcs]
            for node, row in arcs.items()
            if node in entered
        }
        kept = {node: row for node, row in kept.items() if row}
        if len(kept) == len(arcs) and all(len(kept[n]) == len(arcs[n]) for n in kept):
            return kept
        arcs = kept


def _as_arrays(arcs: dict[Node, list[_Arc]], *, blocks_are_known: bool) -> StateGraph:
    nodes = tuple(sorted(arcs))
    number = {node: i for i, node in enumerate(nodes)}
    rows = [(number[node], arc) for node in nodes for arc in arcs[node]]
    aims = {
        name: np.array([name in arc.aims for _, arc in rows], dtype=np.int64)
        for name in dict.fromkeys(name for _, arc in rows for name in arc.aims)
    }
    return StateGraph(
        nodes=nodes,
        day=np.array([n.day for n in nodes], dtype=np.int64),
        label=np.array(
            [n.shift if n.kind in {"work", "off"} else BETWEEN for n in nodes], dtype=np.int64
        ),
        tail=np.array([i for i, _ in rows], dtype=np.int64),
        head=np.array([number[arc.head] for _, arc in rows], dtype=np.int64),
        start_of=np.array([arc.start_of for _, arc in rows], dtype=np.int64),
        is_block_end=np.array([arc.ends for _, arc in rows], dtype=np.bool_),
        ends_work=np.array([arc.ends_work for _, arc in rows], dtype=np.bool_),
        blocks_are_known=blocks_are_known,
        aims=aims,
    )
