"""A tree of cases: finds a cycle, or proves in exact arithmetic that there is none.

Each case is a linear program. One without solution is closed by a certificate in integers (see
``certificate``).

Where the linear program has a solution, the case is split in two: a sum of whole numbers is at most
k, or at least k + 1. Sums over many people split best: the blocks that end on a weekday, the shift
blocks that begin on one. A solution in whole numbers that falls into several closed walks gets the
cuts of ``connect``, which every schedule keeps; what the cuts leave open (a side that nobody uses)
is split first. A solution in whole numbers that hangs together is a cycle.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from accord.hours.cycle.certificate import Matrix, multipliers
from accord.hours.cycle.circulation import Circulation
from accord.hours.cycle.connect import Connector
from accord.hours.cycle.program import FREE, IntArray, load

__all__ = ["Tree"]

FRACTION = 1e-6
OVERHEAD = 150
"""What a case costs besides its linear program, in iterations of the simplex."""
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Case:
    """Bounds of the columns and of the sums in one branch; columns of later cuts are free."""

    low: IntArray
    high: IntArray
    least: IntArray
    most: IntArray


class Tree:
    """A depth-first tree of cases over one linear program whose bounds move.

    Parameters
    ----------
    flow, connector
        The circulation and what cuts it; both grow.
    closed
        Arcs that may not be used, shape (closed,).

    Attributes
    ----------
    num_cuts
        Connectivity cuts added.
    status
        ``open`` until ``found`` or ``impossible``; ``uncertified`` when a case without solution has
        no certificate that holds in integers.
    values
        The cycle found: people on each arc.
    """

    def __init__(
        self, flow: Circulation, connector: Connector, closed: IntArray | None = None
    ) -> None:
        self._connector = connector
        self._program = flow.program
        self._num_arcs = flow.num_arcs
        self._num_own = flow.num_own
        self._sum_rows = flow.sum_rows
        self._sum_of = np.zeros((len(flow.sums), flow.num_arcs))
        for i, columns in enumerate(flow.sums):
            self._sum_of[i, columns] = 1.0
        self._closed = np.zeros(0, dtype=np.int64) if closed is None else closed
        self._leaves: list[tuple[IntArray, _Case]] = []
        self._effort = 0
        self.num_cuts = 0
        self.status = "open"
        self.values: IntArray = np.zeros(0, dtype=np.int64)
        free = np.full(len(flow.sums), FREE)
        low, high = np.array(self._program.low), np.array(self._program.high)
        self._todo = [_Case(low, high, -free, free)]
        self._reload()

    @property
    def num_leaves(self) -> int:
        """Cases closed by a certificate."""
        return len(self._leaves)

    def holds(self, closed: IntArray) -> bool:
        """Tell whether every certificate so far still holds when only these arcs are closed."""
        return all(self._contradicts(y, case, closed) for y, case in self._leaves)

    def grow(
        self,
        *,
        cases: int | None = None,
        effort: int | None = None,
        deadline_s: float | None = None,
    ) -> str:
        """Go through more cases and give the status.

        Parameters
        ----------
        cases
            Most cases to go through.
        effort
            Most work to put in: iterations of the simplex times the size of the program.
        deadline_s
            CPU time of the process (``time.process_time``) at which to stop.
        """
        if len(self._program.rows) != self._num_rows:
            self._reload()  # another search added cuts
        num_seen, begun = 0, self._effort
        while self._todo and self.status == "open":
            if cases is not None and num_seen >= cases:
                return self.status
            if effort is not None and self._effort - begun >= effort:
                return self.status
            if deadline_s is not None and time.process_time() >= deadline_s:
                return self.status
            num_seen += 1
            case = self._with_switches(self._todo.pop())
            values = self._solve(case)
            if values is not None:
                self._todo.extend(self._split(case, values))
            elif not self._certify(case):
                self.status = "uncertified"
        if self.status == "open" and not self._todo:
            self.status = "impossible"
        return self.status

    def _reload(self) -> None:
        self._least = np.full(len(self._sum_rows), -FREE)
        self._most = np.full(len(self._sum_rows), FREE)
        self._num_rows = len(self._program.rows)
        self._matrix = Matrix(self._program)
        self._solver = load(self._program, None, is_integer=False)
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("solver", "simplex")

    def _with_switches(self, case: _Case) -> _Case:
        """Give the switches that came with later cuts their bounds."""
        missing = self._program.num_columns - len(case.low)
        if not missing:
            return case
        low = np.append(case.low, np.zeros(missing, dtype=np.int64))
        return replace(case, low=low, high=np.append(case.high, np.ones(missing, dtype=np.int64)))

    def _solve(self, case: _Case) -> FloatArray | None:
        """Solve a case as a linear program; None when it has no solution."""
        import highspy

        solver, count = self._solver, self._program.num_columns
        index = np.arange(count, dtype=np.int32)
        high = case.high.astype(float)
        high[self._closed] = 0.0
        solver.changeColsBounds(count, index, case.low.astype(float), high)
        infinity = highspy.kHighsInf
        moved = np.flatnonzero((case.least != self._least) | (case.most != self._most))
        for i in moved.tolist():
            least, most = int(case.least[i]), int(case.most[i])
            solver.changeRowBounds(
                int(self._sum_rows[i]),
                -infinity if least <= -FREE else least,
                infinity if most >= FREE else most,
            )
        self._least, self._most = case.least, case.most
        solver.run()
        iterations = int(solver.getInfo().simplex_iteration_count)
        self._effort += (iterations + OVERHEAD) * (self._num_rows + count)
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return np.array(solver.getSolution().col_value)
        return None

    def _split(self, case: _Case, values: FloatArray) -> list[_Case]:
        """Split a case where it is farthest from whole: switches, then sums, then columns."""
        switches = values[self._num_own :]
        sums = self._sum_of @ values[: self._num_arcs]
        for amounts, is_sum, first in (
            (switches, False, self._num_own),
            (sums, True, 0),
            (values, False, 0),
        ):
            gap = np.abs(amounts - np.rint(amounts))
            if len(gap) and gap.max() > FRACTION:
                i = int(np.argmax(gap))
                return _halves(case, first + i, int(np.floor(amounts[i])), is_sum=is_sum)
        whole = np.rint(values).astype(np.int64)
        num_cuts = self._connector.cut(whole)
        if num_cuts == 0:
            self.status, self.values = "found", whole
            return []
        self.num_cuts += num_cuts
        self._reload()
        return [case]

    def _certify(self, case: _Case) -> bool:
        """Keep multipliers of the last solve that contradict the case in integers."""
        for y in multipliers(self._solver):
            if self._contradicts(y, case, self._closed):
                self._leaves.append((y, case))
                return True
        return False

    def _contradicts(self, y: IntArray, case: _Case, closed: IntArray) -> bool:
        case = self._with_switches(case)
        least, most = np.array(self._program.least), np.array(self._program.most)
        least[self._sum_rows], most[self._sum_rows] = case.least, case.most
        y = np.append(y, np.zeros(len(least) - len(y), dtype=np.int64))  # rows of later cuts
        high = case.high.copy()
        high[closed] = np.minimum(high[closed], 0)
        return self._matrix.contradicts(y, least, most, case.low, high)


def _halves(case: _Case, i: int, floor: int, *, is_sum: bool) -> list[_Case]:
    """Split a case into: at most ``floor``, and at least one more (to be looked at first)."""
    if is_sum:
        most, least = case.most.copy(), case.least.copy()
        most[i], least[i] = floor, floor + 1
        return [replace(case, most=most), replace(case, least=least)]
    high, low = case.high.copy(), case.low.copy()
    high[i], low[i] = floor, floor + 1
    return [replace(case, high=high), replace(case, low=low)]
