"""The linear program over the rows known so far: each person mixes rows, covers count people.

It proposes prices and shares of rows; nothing is proven by it (``bound`` does that).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from accord.errors import HoursError
from accord.hours.rosters.paths.arrays import Instance
from accord.hours.rosters.paths.bound import Node

if TYPE_CHECKING:
    import highspy

__all__ = ["Master", "Prices", "Row"]

_PRIMAL, _DUAL = 4, 1  # strategies of the simplex method
_UNLIMITED: Final = 2**31 - 1
_BASIC_SHARE: Final = 1e-9
_SMALL_COST: Final = 0.02  # rows within this cost of the mix are worth keeping


@dataclass(frozen=True, slots=True)
class Prices:
    """The answer of the linear program.

    Parameters
    ----------
    value
        Its cost.
    covers
        Price of a person on each cover, shape (covers,).
    people
        Price of a row of each person, shape (people,).
    """

    value: float
    covers: NDArray[np.float64]
    people: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a person and its share in the answer."""

    person: int
    codes: NDArray[np.int64]
    share: float


class Master:
    """The linear program, kept warm from one question to the next.

    Columns: for each cover people missing and above, for each cover and person what is not yet
    covered by rows (at a penalty), then the rows.

    Parameters
    ----------
    instance
        The problem.
    """

    def __init__(self, instance: Instance) -> None:
        import highspy

        self.instance = instance
        self._infinity = highspy.kHighsInf
        self._num_covers = len(instance.required)
        self._days = np.arange(instance.num_days)
        self._person: list[int] = []
        self._codes: list[NDArray[np.int64]] = []
        self._age: list[int] = []
        self._known: set[tuple[int, bytes]] = set()
        self._tick = 0
        self._cover_of = self._cover_lists()
        self._highs = highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("solver", "simplex"),
        ):
            self._highs.setOptionValue(name, value)
        self._first_row_column = 0
        self._build()

    @property
    def num_rows(self) -> int:
        """Rows of people known now."""
        return len(self._person)

    def add(self, person: int, codes: NDArray[np.int64]) -> bool:
        """Add a row of a person; return False when it is there already."""
        key = (person, codes.tobytes())
        if key in self._known:
            return False
        self._known.add(key)
        index = [self._num_covers + person]
        for day, code in enumerate(codes.tolist()):
            index.extend(self._cover_of.get((person, day, code), ()))
        cost = float(self.instance.cost[person, self._days, codes].sum())
        self._column(cost, index, [1.0] * len(index))
        self._person.append(person)
        self._codes.append(codes.copy())
        self._age.append(self._tick)
        return True

    def restrict(self, node: Node) -> None:
        """Allow only what a node allows."""
        required = self.instance.required
        upper = np.full(self._first_row_column + self.num_rows, self._infinity)
        lower = np.zeros_like(upper)
        missing, above = slice(0, 2 * self._num_covers, 2), slice(1, 2 * self._num_covers, 2)
        lower[missing] = np.maximum(0, required - node.most)
        upper[missing] = np.maximum(0, required - node.least)
        lower[above] = np.maximum(0, node.least - required)
        upper[above] = np.maximum(0, node.most - required)
        if self._person:
            upper[self._first_row_column :][~self._fits(node)] = 0.0
        columns = np.arange(len(upper), dtype=np.int32)
        self._highs.changeColsBounds(len(upper), columns, lower, upper)

    def perturb(self, wanted: NDArray[np.float64]) -> None:
        """Ask for other counts of people, shape (covers,); prices change, proofs do not."""
        rows = np.arange(self._num_covers, dtype=np.int32)
        self._highs.changeRowsBounds(self._num_covers, rows, wanted, wanted)

    def solve(self, *, after_adding: bool = False, most_steps: int = _UNLIMITED) -> Prices:
        """Solve from where the last answer stood.

        Parameters
        ----------
        after_adding
            Whether only rows were added since: then the answer is still allowed, and the primal
            method is the short way; otherwise the dual one.
        most_steps
            Most steps of the simplex method.
        """
        self._highs.setOptionValue("simplex_strategy", _PRIMAL if after_adding else _DUAL)
        self._highs.setOptionValue("simplex_iteration_limit", most_steps)
        self._highs.run()
        info = self._highs.getInfo()
        prices = np.array(self._highs.getSolution().row_dual)
        if len(prices) != self._num_covers + self.instance.num_people:
            raise HoursError("the linear program of a roster gave no prices; weights are too large")
        return Prices(
            info.objective_function_value + self.instance.fixed_cost,
            prices[: self._num_covers],
            prices[self._num_covers :],
        )

    def shares(self) -> list[Row]:
        """Return the rows with a share in the answer."""
        values = np.array(self._highs.getSolution().col_value)[self._first_row_column :]
        used = np.flatnonzero(values > _BASIC_SHARE)
        return [Row(self._person[k], self._codes[k], float(values[k])) for k in used]

    def basis(self) -> highspy.HighsBasis:
        """Return where the answer stands, for ``return_to``."""
        return self._highs.getBasis()

    def return_to(self, basis: highspy.HighsBasis) -> None:
        """Start the next question from an earlier answer; no row was added or dropped since."""
        self._highs.setBasis(basis)

    def forget(self, most: int) -> None:
        """Drop the rows that were useless for longest until at most ``most`` are left."""
        self._tick += 1
        if not self._person:
            return
        solution = self._highs.getSolution()
        reduced = np.array(solution.col_dual)[self._first_row_column :]
        shares = np.array(solution.col_value)[self._first_row_column :]
        is_used = shares > _BASIC_SHARE
        age = np.where(is_used | (reduced < _SMALL_COST), self._tick, np.array(self._age))
        self._age = age.tolist()
        if self.num_rows <= most + most // 3:
            return
        drop = np.argsort(-age, kind="stable")[most:]
        self._drop(np.sort(drop[~is_used[drop]]))

    def forget_forbidden(self, node: Node) -> None:
        """Drop the rows that a node does not allow."""
        if self._person:
            self._drop(np.flatnonzero(~self._fits(node)))

    def _drop(self, rows: NDArray[np.int64]) -> None:
        if not len(rows):
            return
        columns = (rows + self._first_row_column).astype(np.int32)
        self._highs.deleteCols(len(columns), columns)
        gone = set(rows.tolist())
        for k in rows.tolist():
            self._known.discard((self._person[k], self._codes[k].tobytes()))
        kept = [k for k in range(self.num_rows) if k not in gone]
        self._person = [self._person[k] for k in kept]
        self._codes = [self._codes[k] for k in kept]
        self._age = [self._age[k] for k in kept]

    def _fits(self, node: Node) -> NDArray[np.bool_]:
        """Return which rows a node allows, shape (rows,)."""
        person = np.array(self._person)[:, None]
        return np.asarray(node.allowed[person, self._days, np.array(self._codes)].all(axis=1))

    def _cover_lists(self) -> dict[tuple[int, int, int], list[int]]:
        """Return the covers in which a person counts on a day and shift."""
        found: dict[tuple[int, int, int], list[int]] = {}
        for k, (day, shift) in enumerate(self.instance.covers.tolist()):
            for person in np.flatnonzero(self.instance.members[k]).tolist():
                found.setdefault((person, day, shift), []).append(k)
        return found

    def _column(self, cost: float, index: list[int], values: list[float]) -> None:
        self._highs.addCol(cost, 0.0, self._infinity, len(index), index, values)

    def _build(self) -> None:
        instance = self.instance
        for wanted in instance.required.tolist():
            self._highs.addRow(float(wanted), float(wanted), 0, [], [])
        for _ in range(instance.num_people):
            self._highs.addRow(1.0, 1.0, 0, [], [])
        for k, (under, over) in enumerate(instance.weights.tolist()):
            self._column(float(under), [k], [1.0])
            self._column(float(over), [k], [-1.0])
        for k in range(self._num_covers):
            self._column(instance.penalty, [k], [1.0])
            self._column(instance.penalty, [k], [-1.0])
        for person in range(instance.num_people):
            self._column(instance.penalty, [self._num_covers + person], [1.0])
        self._first_row_column = 4 * self._num_covers + instance.num_people
