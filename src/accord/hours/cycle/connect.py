"""Connectivity: one schedule is one closed walk, so the arcs that are used must hang together.

A circulation can fall into several closed walks that never meet. A cut forbids that, valid for
every schedule: whoever uses both sides of a part S of the nodes leaves S somewhere; else one side
is used by nobody.

*Coarse cuts* speak of 14 places: a work block begins on weekday k, a days-off block begins on
weekday k. They are strong, because S does not depend on how blocks look inside. Where the blocks
hang together and the states still do not (a forbidden triple keeps people apart), a *fine cut*
speaks of the states themselves.

Nobody uses the places X: no work block starts on the weekdays of X. A person can begin more than
one work block a week, so the starts on X are bounded by the sum of their own bounds, not by the
number of people.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from accord.hours.cycle.circulation import Circulation, Part
from accord.hours.cycle.graph import BETWEEN
from accord.hours.cycle.problem import DAYS
from accord.hours.cycle.program import FREE, IntArray

__all__ = ["Connector", "groups_of"]


def groups_of(tail: IntArray, head: IntArray, num_nodes: int) -> IntArray:
    """Find the connected parts of a graph: the smallest node of its part for each node.

    Parameters
    ----------
    tail, head
        Ends of the arcs in use.
    num_nodes
        Number of nodes; those without an arc are parts of their own.
    """
    parent = list(range(num_nodes))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in zip(tail.tolist(), head.tolist(), strict=True):
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    return np.array([root(node) for node in range(num_nodes)], dtype=np.int64)


class Connector:
    """Adds to a circulation the cuts that a disconnected solution breaks.

    Parameters
    ----------
    flow
        The circulation; its program grows.
    """

    def __init__(self, flow: Circulation) -> None:
        self._flow = flow
        self._places = [_Places(part) for part in flow.parts]
        self._unused: dict[tuple[int, str, tuple[int, ...]], int] = {}

    def cut(self, values: IntArray) -> int:
        """Add cuts against a solution; 0 when it hangs together already.

        Parameters
        ----------
        values
            People on each arc, shape (columns,).
        """
        num_cuts = 0
        for i_part, part in enumerate(self._flow.parts):
            used = np.flatnonzero(values[part.columns] > 0)
            num_cuts += self._cut_coarse(i_part, used) or self._cut_fine(i_part, used)
        return num_cuts

    def _cut_coarse(self, i_part: int, used: IntArray) -> int:
        places = self._places[i_part]
        used = used[places.is_step[used]]
        of = groups_of(places.tail[used], places.head[used], 2 * DAYS)
        roots = np.unique(of[places.tail[used]]).tolist()
        if len(roots) < 2:
            return 0
        for root in roots if len(roots) > 2 else roots[:1]:
            inside = of == root
            days = tuple(np.flatnonzero(inside[:DAYS]).tolist())
            others = tuple(np.flatnonzero(~inside[:DAYS]).tolist())
            leaving = np.flatnonzero(places.is_step & inside[places.tail] & ~inside[places.head])
            either = [self._no_start(i_part, days), self._no_start(i_part, others)]
            self._either(i_part, leaving, either)
        return len(roots)

    def _cut_fine(self, i_part: int, used: IntArray) -> int:
        graph = self._flow.parts[i_part].graph
        of = groups_of(graph.tail[used], graph.head[used], graph.num_nodes)
        roots = np.unique(of[graph.tail[used]]).tolist()
        if len(roots) < 2:
            return 0
        in_use = np.zeros(graph.num_nodes, dtype=bool)
        in_use[graph.tail[used]] = True
        for root in roots if len(roots) > 2 else roots[:1]:
            # nodes that nobody uses may stand on either side: two cuts
            for inside in ((of == root) & in_use, (of == root) | ~in_use):
                leaving = np.flatnonzero(inside[graph.tail] & ~inside[graph.head])
                sides = tuple(np.flatnonzero(inside).tolist())
                either = [
                    self._nobody_on_monday(i_part, sides, inside),
                    self._nobody_on_monday(i_part, sides, ~inside),
                ]
                self._either(i_part, leaving, either)
        return len(roots)

    def _either(self, i_part: int, leaving: IntArray, either: list[int]) -> None:
        columns = np.append(leaving + self._flow.parts[i_part].first, either)
        self._flow.program.add_row(columns, 1, 1, FREE)

    def _no_start(self, i_part: int, days: tuple[int, ...]) -> int:
        """Give the switch that stands for: no work block starts on these weekdays."""
        key = (i_part, "start", days)
        if key not in self._unused:
            places = self._places[i_part]
            starts = np.flatnonzero(places.is_step & ~places.ends_work & np.isin(places.head, days))
            most = sum(self._most_starts(i_part, day) for day in days)
            self._unused[key] = self._switch(i_part, starts, most)
        return self._unused[key]

    def _most_starts(self, i_part: int, day: int) -> int:
        """Bound the work blocks that start on a weekday: who starts was off, and works now."""
        problem, part = self._flow.problem, self._flow.parts[i_part]
        asked = problem.demand_by_day
        most = part.most_people
        at_work = min(most, asked[day] + problem.surplus * len(problem.shifts))
        if len(problem.groups) > 1:
            return at_work
        return min(at_work, most - asked[day - 1])

    def _nobody_on_monday(self, i_part: int, sides: tuple[int, ...], inside: IntArray) -> int:
        """Give the switch that stands for: nobody is in these states on Monday."""
        name = "in" if inside[list(sides)].all() else "out"
        key = (i_part, name, sides)
        if key not in self._unused:
            part = self._flow.parts[i_part]
            graph = part.graph
            is_monday = (graph.label[graph.head] != BETWEEN) & (graph.day[graph.head] == 0)
            there = np.flatnonzero(is_monday & inside[graph.head])
            self._unused[key] = self._switch(i_part, there, part.most_people)
        return self._unused[key]

    def _switch(self, i_part: int, arcs: IntArray, most: int) -> int:
        """Add a column that may be 1 only when nobody takes the arcs."""
        program = self._flow.program
        switch = program.add_column(0, 1)
        columns = np.append(arcs + self._flow.parts[i_part].first, switch)
        values = np.append(np.ones(len(arcs), dtype=np.int64), most)
        program.add_row(columns, values, -FREE, most)
        return switch


class _Places:
    """The arcs of one group between the 14 places: work starts on day k (k), off on day k (7+k)."""

    def __init__(self, part: Part) -> None:
        graph = part.graph
        following = (graph.day[graph.tail] + 1) % DAYS
        self.ends_work = graph.ends_work
        self.is_step = graph.start_of >= 0
        self.tail = np.where(graph.ends_work, graph.start_of, DAYS + graph.start_of)
        self.head = np.where(graph.ends_work, DAYS + following, following)


def closed_walk(part: Part, values: IntArray) -> Iterator[int]:
    """Walk the arcs in use once round, each as often as people take it (Hierholzer).

    Parameters
    ----------
    part
        A group whose arcs in use hang together.
    values
        People on each arc of the group, shape (arcs,).

    Yields
    ------
    int
        The nodes in the order of the walk; the first is not said again at the end.
    """
    graph = part.graph
    out: dict[int, list[list[int]]] = {}
    for arc in np.flatnonzero(values > 0).tolist():
        out.setdefault(int(graph.tail[arc]), []).append([int(graph.head[arc]), int(values[arc])])
    start = min(out)
    path, circuit = [start], []
    while path:
        node = path[-1]
        if out.get(node):
            step = out[node][-1]
            step[1] -= 1
            if step[1] == 0:
                out[node].pop()
            path.append(step[0])
        else:
            circuit.append(path.pop())
    yield from reversed(circuit[1:])
