"""Each year of a price as figures: what each line comes to in it, so that its sums can be redone.

The amount of a line is that of twelve months from its own first day. Where a year of the price
differs from it (who leaves in June is paid until June, a law changes) the line has a figure of
that year; where it does not, the figure of the line itself stands in the sum.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.cost import CostLine, CostResult
from accord.study.document import say
from accord.study.figures import Figure, FigureBook
from accord.study.measure.prices import AID, HORIZON_YEARS, LEGAL_WEEK

__all__ = ["YEARLY", "YEARS", "YearSums", "in_year", "numbered"]

Floats = npt.NDArray[np.float64]
MONTHS_PER_YEAR = 12
YEARLY = "yearly"
YEARS = range(1, HORIZON_YEARS + 1)
_HALF_A_CENT = 0.005


def numbered(name: str, year: int) -> str:
    """Name the figure of a year: ``change_year`` is that of the first, then ``change_year2``."""
    return name if year == 1 else f"{name}{year}"


def _is_of_year(line: CostLine) -> bool:
    """Tell whether a line is in the cost of a year: neither aid nor the premium above legal."""
    return line.kind == YEARLY and not line.id.startswith((AID, LEGAL_WEEK))


def in_year(line: CostLine, year: int) -> float:
    """Sum a line over the twelve months of a year; 1 begins in the month of the start."""
    return sum(line.by_month[(year - 1) * MONTHS_PER_YEAR : year * MONTHS_PER_YEAR])


@dataclass(frozen=True, slots=True)
class YearSums:
    """The years of a price, entered as sums of its lines.

    Parameters
    ----------
    book
        Where they are entered.
    stem
        First words of their ids: ``S1.cost``.
    unit
        Of a year: ``EUR/year``.
    lines_of
        Case whose lines stand in the book under ``{lines_of}.cost.line``.
    result
        The price.
    prefix
        ``""`` for the scenario; ``"today_"`` for today kept as it is over its months.
    """

    book: FigureBook
    stem: str
    unit: str
    lines_of: str
    result: CostResult
    prefix: str = ""

    def parts(self, lines: Iterable[CostLine], year: int) -> list[Figure]:
        """Return the figures of what lines come to in a year; lines without any are left out."""
        return [
            self._part(line, amount, year)
            for line in lines
            if abs(amount := in_year(line, year)) > _HALF_A_CENT
        ]

    def _part(self, line: CostLine, amount: float, year: int) -> Figure:
        whole = self.book.get(f"{self.lines_of}.cost.line.{line.id}")
        if whole is not None and math.isclose(whole.value, amount, rel_tol=1e-9):
            return whole
        return self.book.given(
            f"{self.stem}.{self.prefix}line_{numbered('year', year)}.{line.id}",
            amount,
            self.unit,
            kind="computed" if whole is None else whole.kind,
            parents=[] if whole is None else [whole],
            method=say("method.line_of_year", year=str(year)),
        )

    def starting(self, *prefixes: str) -> list[CostLine]:
        """Return the yearly lines whose id begins with one of these words."""
        return [x for x in self.result.lines if x.kind == YEARLY and x.id.startswith(prefixes)]

    def cost(self, year: int, samples: Floats, inputs: Iterable[str]) -> Figure:
        """Enter the cost of a year, aid and legal premium left out, with its interval.

        ``samples`` has shape (replications,): what ``samples_of`` gives of that year.
        """
        lines = [x for x in self.result.lines if _is_of_year(x)]
        return self.book.simulated(
            f"{self.stem}.{self.prefix}{numbered('year', year)}",
            samples,
            self.unit,
            inputs=inputs,
            parents=self.parts(lines, year),
            method=say(f"method.{self.prefix}cost_of_year", year=str(year)),
        )
