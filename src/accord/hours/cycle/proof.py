"""The second proof of "impossible": a tree of cases, each closed by a certificate in integers.

A linear program without solution has a Farkas certificate: multipliers of its rows whose sum asks
for more than any value of its columns can give. HiGHS finds multipliers in floating point; they are
rounded to integers here and the contradiction is checked again in exact arithmetic. Whatever the
solver did before, a certificate that holds is a proof.

Where the linear program has a solution, the case is split in two: a sum of whole numbers is at most
k, or at least k + 1. Sums over many people split best: the work blocks that start on a weekday,
the shift blocks that do. A solution in whole numbers that falls into several closed walks gets the
cuts of ``connect``, which every schedule keeps.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from accord.errors import HoursError
from accord.hours.cycle.circulation import Circulation
from accord.hours.cycle.connect import Connector
from accord.hours.cycle.problem import DAYS
from accord.hours.cycle.program import FREE, IntArray, Program, load
from accord.hours.cycle.results import Proof

__all__ = ["prove_impossible"]

SCALE = 2**20
SAFE = 2**62
FRACTION = 1e-6


def prove_impossible(flow: Circulation, connector: Connector, *, limit_s: float) -> Proof:
    """Prove in exact arithmetic that a circulation has no connected solution.

    Parameters
    ----------
    flow, connector
        The circulation and what cuts it; both may grow.
    limit_s
        CPU seconds after which the proof is given up.

    Returns
    -------
    Proof
        ``exact`` with the number of cases, or ``solver`` when the limit is reached.

    Raises
    ------
    HoursError
        When a connected solution turns up: the verdict to be proven is wrong.
    """
    begun = time.process_time()
    tree = _Tree(flow, connector, begun + limit_s)
    is_proven = tree.close()
    cpu_s = time.process_time() - begun
    if not is_proven:
        return Proof(
            "solver",
            "repose sur un seul solveur (HiGHS, virgule flottante) ; la preuve exacte n'a pas abouti "
            f"en {limit_s:g} s",
            "rests on one solver (HiGHS, floating point); the exact proof did not end within "
            f"{limit_s:g} s",
            tree.num_leaves,
            cpu_s,
        )
    count = tree.num_leaves
    cases_fr = "un certificat" if count == 1 else f"{count} cas, un certificat chacun"
    cases_en = "one certificate" if count == 1 else f"{count} cases, a certificate each"
    return Proof(
        "exact",
        f"preuve exacte : {cases_fr} (Farkas, vérifié en nombres entiers)",
        f"exact proof: {cases_en} (Farkas, checked in integers)",
        tree.num_leaves,
        cpu_s,
    )


@dataclass(slots=True)
class _Case:
    """Bounds of the columns and of the sums that are split, in one branch of the tree."""

    low: IntArray
    high: IntArray
    least: IntArray
    most: IntArray


class _Tree:
    """A depth-first tree of cases over one linear program whose bounds move."""

    def __init__(self, flow: Circulation, connector: Connector, deadline: float) -> None:
        self._flow, self._connector, self._deadline = flow, connector, deadline
        self._program = flow.program
        self._sums = _sums(flow)
        first = len(self._program.rows)
        for columns in self._sums:
            self._program.add_row(columns, 1, -FREE, FREE)
        self._sum_rows = np.arange(first, first + len(self._sums))
        self.num_leaves = 0
        self._reload()

    def close(self) -> bool:
        """Close every case; False when the deadline passes first."""
        program = self._program
        num_sums = len(self._sums)
        todo = [
            _Case(
                np.array(program.low),
                np.array(program.high),
                np.full(num_sums, -FREE),
                np.full(num_sums, FREE),
            )
        ]
        while todo:
            if time.process_time() > self._deadline:
                return False
            case = todo.pop()
            values = self._solve(case)
            if values is None:
                if not self._is_certified(case):
                    return False
                self.num_leaves += 1
                continue
            todo.extend(self._split(case, values))
        return True

    def _reload(self) -> None:
        self._matrix = _Matrix(self._program)
        self._solver = load(self._program, None, is_integer=False)
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("solver", "simplex")

    def _solve(self, case: _Case) -> np.ndarray[Any, np.dtype[np.float64]] | None:
        """Solve a case as a linear program; None when it has no solution."""
        import highspy

        solver, count = self._solver, self._program.num_columns
        index = np.arange(count, dtype=np.int32)
        case.low, case.high = self._grown(case.low, 0), self._grown(case.high, 1)
        solver.changeColsBounds(count, index, case.low.astype(float), case.high.astype(float))
        infinity = highspy.kHighsInf
        for row, least, most in zip(self._sum_rows, case.least, case.most, strict=True):
            solver.changeRowBounds(
                int(row),
                -infinity if least <= -FREE else float(least),
                infinity if most >= FREE else float(most),
            )
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return np.array(solver.getSolution().col_value)
        return None

    def _grown(self, bounds: IntArray, value: int) -> IntArray:
        """Give the columns that came with later cuts their bounds."""
        missing = self._program.num_columns - len(bounds)
        return np.append(bounds, np.full(missing, value)) if missing else bounds

    def _split(self, case: _Case, values: np.ndarray[Any, np.dtype[np.float64]]) -> list[_Case]:
        """Split a case on the sum or the column that is farthest from whole."""
        sums = np.array([values[columns].sum() for columns in self._sums])
        for amounts, names in ((sums, ("least", "most")), (values, ("low", "high"))):
            gap = np.abs(amounts - np.rint(amounts))
            if len(gap) and gap.max() > FRACTION:
                i = int(np.argmax(gap))
                below, above = _copy(case), _copy(case)
                getattr(below, names[1])[i] = int(np.floor(amounts[i]))
                getattr(above, names[0])[i] = int(np.floor(amounts[i])) + 1
                return [below, above]
        whole = np.rint(values).astype(np.int64)
        if self._connector.cut(whole) == 0:
            raise HoursError(
                f"{self._flow.problem.name}: the proof of impossibility found a schedule; "
                "please report this file"
            )
        self._reload()
        return [case]

    def _is_certified(self, case: _Case) -> bool:
        """Check in integers that the multipliers of the last solve contradict the case."""
        status, has_ray, ray = self._solver.getDualRay()
        del status
        if not has_ray:
            return False
        multipliers = np.array(ray, dtype=np.float64)
        largest = np.abs(multipliers).max()
        if largest == 0:
            return False
        whole = np.rint(multipliers / largest * SCALE).astype(np.int64)
        least, most = np.array(self._program.least), np.array(self._program.most)
        least[self._sum_rows], most[self._sum_rows] = case.least, case.most
        return any(
            self._matrix.contradicts(sign * whole, least, most, case.low, case.high)
            for sign in (1, -1)
        )


def _copy(case: _Case) -> _Case:
    return _Case(case.low.copy(), case.high.copy(), case.least.copy(), case.most.copy())


def _sums(flow: Circulation) -> list[IntArray]:
    """Give the sums to split on: blocks of work and of days off that end on each weekday."""
    found = []
    for part in flow.parts:
        graph = part.graph
        for ends_work in (True, False):
            for day in range(DAYS):
                is_in = graph.is_block_end & (graph.ends_work == ends_work)
                columns = np.flatnonzero(is_in & (graph.day[graph.tail] == day))
                if len(columns):
                    found.append(columns + part.first)
        found += [columns + part.first for columns in graph.shift_starts()]
    return found


class _Matrix:
    """The rows of a program in coordinates, all integers."""

    def __init__(self, program: Program) -> None:
        sizes = [len(columns) for columns, _ in program.rows]
        self._row = np.repeat(np.arange(len(sizes)), sizes)
        self._column = np.concatenate([columns for columns, _ in program.rows])
        self._value = np.concatenate([values for _, values in program.rows])
        self._num_columns = program.num_columns

    def contradicts(
        self, y: IntArray, least: IntArray, most: IntArray, low: IntArray, high: IntArray
    ) -> bool:
        """Tell whether the rows times ``y`` ask for more than the columns can give.

        Parameters
        ----------
        y
            Whole multipliers, shape (rows,).
        least, most
            Bounds of the rows.
        low, high
            Bounds of the columns.
        """
        y = np.where((y > 0) & (least <= -FREE), 0, y)
        y = np.where((y < 0) & (most >= FREE), 0, y)
        size = float(np.abs(y).max()) * float(np.abs(self._value).max())
        size *= float(max(np.abs(low).max(), np.abs(high).max(), 1)) * len(self._value)
        if size > SAFE:
            y = y.astype(object)
        asked = sum(
            int(a) * int(b) for a, b in zip(y, np.where(y > 0, least, most), strict=True) if a
        )
        weight = np.zeros(self._num_columns, dtype=y.dtype)
        np.add.at(weight, self._column, y[self._row] * self._value)
        given = int(np.where(weight > 0, weight * high, weight * low).sum())
        return asked > given
