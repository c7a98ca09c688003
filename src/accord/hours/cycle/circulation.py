"""The integer circulation: people flow through the weekday x state graph and cover the demand.

One column per arc counts the people who take it. Its size does not depend on their number, which
stands in the bounds alone; it may be a column too (``people``), between the bounds asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accord.hours.cycle.graph import BETWEEN, RuleKey, StateGraph, build
from accord.hours.cycle.problem import DAYS, OFF, CycleProblem, Group, Schedule
from accord.hours.cycle.program import FREE, IntArray, Program

__all__ = ["Circulation", "NoWalk", "Part", "circulation"]


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of one group: its graph, and the number of its first arc among the columns."""

    graph: StateGraph
    first: int
    most_people: int

    @property
    def columns(self) -> slice:
        """Columns of the arcs of the group."""
        return slice(self.first, self.first + self.graph.num_arcs)


@dataclass(frozen=True, slots=True)
class NoWalk:
    """A demand that nobody can meet: no legal walk of any group passes through it.

    Parameters
    ----------
    shift
        Number of the shift.
    day
        Weekday, 0 is Monday.
    group
        Name of a group that has no legal walk at all; empty where every group has one.
    """

    shift: int
    day: int
    group: str = ""


@dataclass(slots=True)
class Circulation:
    """A program with what its columns mean.

    Parameters
    ----------
    problem
        The problem it stands for.
    program
        The integer program; connectivity cuts are added to it.
    parts
        One per group.
    people
        Column of the number of people, or -1 where it is fixed.
    sums
        Columns whose sums a search may bound: blocks that end, and shift blocks that begin, in the
        week and by weekday.
    """

    problem: CycleProblem
    program: Program
    parts: tuple[Part, ...]
    people: int = -1
    sums: tuple[IntArray, ...] = ()

    @property
    def sum_rows(self) -> IntArray:
        """Rows of the sums, shape (sums,)."""
        return np.arange(self._first_sum, self._first_sum + len(self.sums))

    _first_sum: int = 0

    def watch_sums(self) -> None:
        """Add a row without bounds for each sum that a search may bound."""
        self.sums = tuple(columns for part in self.parts for columns in _sums(part))
        self._first_sum = len(self.program.rows)
        for columns in self.sums:
            self.program.add_row(columns, 1, -FREE, FREE)

    @property
    def is_loose(self) -> bool:
        """Whether a long bound is left out, so that a schedule is to be held against it."""
        return any(part.graph.is_loose for part in self.parts)

    def problem_of(self, schedules: Sequence[Schedule]) -> CycleProblem:
        """Give the problem with the people that schedules have."""
        if self.people < 0:
            return self.problem
        (group,), (schedule,) = self.problem.groups, schedules
        return replace(self.problem, groups=(replace(group, num_people=len(schedule)),))

    @property
    def num_arcs(self) -> int:
        """Arcs of all groups: the first columns of the program."""
        return sum(part.graph.num_arcs for part in self.parts)

    @property
    def num_own(self) -> int:
        """Columns before those of the connectivity cuts: the arcs, and the people."""
        return self.num_arcs + (self.people >= 0)

    def gain(self, aim: str, *, sign: int = 1) -> IntArray:
        """Give how much each arc counts for an aim, times ``sign``, shape (arcs of all groups,)."""
        counted = [
            part.graph.aims.get(aim, np.zeros(part.graph.num_arcs, dtype=np.int64))
            for part in self.parts
        ]
        return sign * np.concatenate(counted)


def circulation(
    problem: CycleProblem,
    *,
    people: tuple[int, int] | None = None,
    room: Mapping[RuleKey, int] | None = None,
    is_loose: bool = False,
) -> Circulation | NoWalk:
    """Set up the program of a problem.

    Parameters
    ----------
    problem
        The problem.
    people
        Least and most people, when their number is to be found (one group only).
    room
        How far each rule may be broken (see ``graph.build``).
    is_loose
        Whether to leave out long bounds (see ``graph.build``).

    Returns
    -------
    Circulation or NoWalk
        ``NoWalk`` when a group, or some demand, has no legal walk at all.
    """
    most = problem.num_people if people is None else people[1]
    graphs = [
        build(
            problem,
            g,
            most_people=most if people else g.num_people,
            room=room,
            is_loose=is_loose,
        )
        for g in problem.groups
    ]
    for group, graph in zip(problem.groups, graphs, strict=True):
        if graph.num_nodes == 0:
            return _no_walk(problem, group)
    program = Program()
    parts: list[Part] = []
    for group, graph in zip(problem.groups, graphs, strict=True):
        longest = most if people else group.num_people
        part = Part(graph, program.num_columns, longest)
        highest = _capacity(problem, graph, longest)
        program.low.extend([0] * len(highest))
        program.high.extend(highest.tolist())
        parts.append(part)
    found = Circulation(problem, program, tuple(parts))
    if people is not None:
        found.people = program.add_column(*people)
    for part in parts:
        _conserve(program, part)
    uncovered = _cover(problem, program, parts)
    if uncovered is not None:
        return uncovered
    _count_people(problem, found)
    found.watch_sums()
    return found


def _capacity(problem: CycleProblem, graph: StateGraph, most_people: int) -> IntArray:
    """Give the most people an arc can carry: those allowed on the days it joins, shape (arcs,)."""
    asked = np.array(problem.demand, dtype=np.int64)  # (shifts, 7)
    allowed = np.empty((len(problem.shifts) + 1, DAYS), dtype=np.int64)
    allowed[:-1] = np.minimum(asked + problem.surplus, most_people)
    everybody = most_people if len(problem.groups) == 1 else problem.num_people
    allowed[OFF] = np.minimum(everybody - asked.sum(axis=0), most_people)
    is_day = graph.label != BETWEEN
    capacity = np.full(graph.num_nodes, most_people, dtype=np.int64)
    capacity[is_day] = allowed[graph.label[is_day], graph.day[is_day]]
    bound: IntArray = np.minimum(capacity[graph.tail], capacity[graph.head])
    return bound


def _conserve(program: Program, part: Part) -> None:
    """Who enters a node leaves it."""
    graph, num_nodes = part.graph, part.graph.num_nodes
    num_arcs = graph.num_arcs
    node = np.concatenate((graph.head, graph.tail))
    column = np.concatenate((np.arange(num_arcs), np.arange(num_arcs))) + part.first
    sign = np.repeat(np.array([1, -1], dtype=np.int64), num_arcs)
    order = np.argsort(node, kind="stable")
    ends = np.searchsorted(node[order], np.arange(1, num_nodes))
    for rows in np.split(order, ends):
        program.add_row(column[rows], sign[rows], 0, 0)


def _no_walk(problem: CycleProblem, group: Group) -> NoWalk:
    """Name the first demand that a group without a walk could meet, else the first one."""
    asked = [
        (code, day) for code, row in enumerate(problem.demand) for day in range(DAYS) if row[day]
    ]
    own = [(code, day) for code, day in asked if code in group.shifts]
    return NoWalk(*next(iter(own or asked), (0, 0)), group.name)


def _cover(problem: CycleProblem, program: Program, parts: list[Part]) -> NoWalk | None:
    """Cover each shift and weekday; give a demand that has no arc."""
    heads = [(p, p.graph.label[p.graph.head], p.graph.day[p.graph.head]) for p in parts]
    for code, row in enumerate(problem.demand):
        for day, asked in enumerate(row):
            columns = np.concatenate(
                [np.flatnonzero((label == code) & (on == day)) + p.first for p, label, on in heads]
            )
            if len(columns) == 0:
                if asked:
                    return NoWalk(code, day)
                continue
            program.add_row(columns, 1, asked, asked + problem.surplus)
    return None


def _count_people(problem: CycleProblem, found: Circulation) -> None:
    """Hold the number of people: whoever is anywhere is somewhere on each weekday.

    Each group works and rests: a block without end keeps no bound.
    """
    for part, group in zip(found.parts, problem.groups, strict=True):
        graph = part.graph
        for day in range(DAYS):
            is_there = (graph.label[graph.head] != BETWEEN) & (graph.day[graph.head] == day)
            columns = np.flatnonzero(is_there) + part.first
            if found.people < 0:
                found.program.add_row(columns, 1, group.num_people, group.num_people)
            else:
                values = np.append(np.ones(len(columns), dtype=np.int64), -1)
                found.program.add_row(np.append(columns, found.people), values, 0, 0)
        for ends_work in (False, True):
            ends = np.flatnonzero(graph.is_block_end & (graph.ends_work == ends_work))
            found.program.add_row(ends + part.first, 1, 1, FREE)


def _sums(part: Part) -> list[IntArray]:
    """Give the sums of one group: whole weeks first, then weekdays."""
    graph = part.graph
    starts = graph.shift_starts()
    shift_of = [int(graph.label[graph.head[arcs[0]]]) for arcs in starts]
    found = [
        np.concatenate([arcs for arcs, code in zip(starts, shift_of, strict=True) if code == shift])
        for shift in sorted(set(shift_of))
    ]
    found.append(np.flatnonzero(graph.is_block_end & graph.ends_work))
    for ends_work in (True, False):
        for day in range(DAYS):
            is_in = graph.is_block_end & (graph.ends_work == ends_work)
            found.append(np.flatnonzero(is_in & (graph.day[graph.tail] == day)))
    return [arcs + part.first for arcs in (*found, *starts) if len(arcs)]
