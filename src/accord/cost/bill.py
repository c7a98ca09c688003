"""The bill being written: lines, conditions, needs and notes of one scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from accord.cost.case import Case
from accord.cost.horizon import Horizon
from accord.cost.records import RATIO, YEARLY, Condition, CostLine
from accord.law import FloatArray, Need

ASSUMPTION = "assumption"
_AND = " ; "
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a line rests on: article or assumption, where its numbers were read, and status."""

    article: str
    source: str
    status: str = ASSUMPTION


SUMS = Basis("A-18", "sum of the lines")


@dataclass(slots=True)
class Bill:
    """The lines, conditions, needs and notes found so far, in the order of the report.

    ``gaps`` are the needs that leave a cost out, so that no sum of the lines is whole.
    """

    case: Case
    horizon: Horizon
    lines: list[CostLine] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    gaps: list[Need] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def write(
        self,
        id: str,  # noqa: A002 - the field's word
        labels: tuple[str, str],
        amount: float,
        basis: Basis,
        *,
        formula: tuple[str, str],
        inputs: dict[str, str],
        first: date,
        last: date | None = None,
        kind: str = YEARLY,
        unit: str = "",
        bounds: tuple[float, float] | None = None,
        is_change: bool = True,
        by_month: FloatArray | None = None,
    ) -> CostLine:
        """Write one line; without bounds, low and high are the amount itself.

        Money that is spent once, or given no months, stands in the month of its first day.
        """
        if by_month is None and kind != RATIO:
            by_month = self.horizon.spread(amount, first)
        low, high = bounds or (amount, amount)
        line = CostLine(
            id=id,
            label_fr=labels[0],
            label_en=labels[1],
            amount=amount,
            unit=unit or (self.case.per_year if kind == YEARLY else self.case.plant.currency),
            kind=kind,
            low=low,
            high=high,
            article=each_once(basis.article),
            source=basis.source,
            status=basis.status,
            formula_fr=formula[0],
            formula_en=formula[1],
            inputs=tuple(inputs.items()),
            first=first,
            last=last,
            is_change=is_change,
            by_month=() if by_month is None else tuple(by_month.tolist()),
        )
        self.lines.append(line)
        return line

    def in_time(
        self, rows: Iterable[_Row], day: Callable[[_Row], date], what: tuple[str, str]
    ) -> list[_Row]:
        """Keep what falls before the end of the months priced; note the rest, which is in no line.

        Parameters
        ----------
        rows
            Things that are paid once.
        day
            The day of each.
        what
            What they are, in French and English: "Départs", "Exits".
        """
        found, late = [], 0
        for row in rows:
            if self.horizon.index(day(row)) < len(self.horizon.months):
                found.append(row)
            else:
                late += 1
        if late:
            last = self.horizon.months[-1]
            self.notes.append(
                (
                    f"{what[0]} après {last:%m/%Y}, dernier mois chiffré : {late}, dans aucune "
                    "ligne ni somme.",
                    f"{what[1]} after {last:%Y-%m}, the last month priced: {late}, in no line or "
                    "sum.",
                )
            )
        return found

    def need(
        self,
        fact: str,
        why: str,
        article: str,
        who: list[str] | None = None,
        *,
        is_gap: bool = True,
    ) -> None:
        """Note a fact that is missing, and of whom; no gap where it leaves out no cost."""
        need = Need(fact, why, article, people=tuple(who or ()))
        self.needs.append(need)
        if is_gap:
            self.gaps.append(need)

    def knows(
        self,
        fact: str,
        values: FloatArray | NDArray[np.datetime64],
        rows: NDArray[np.bool_],
        *,
        why: str,
        article: str,
        is_gap: bool = True,
    ) -> bool:
        """Say whether a fact is known for all these rows; if not, note the need."""
        unknown = np.isnat(values) if values.dtype.kind == "M" else np.isnan(values)
        missing = np.flatnonzero(rows & unknown)
        if len(missing) == 0:
            return True
        who = [self.case.staff.person[i] for i in missing]
        self.need(fact, why, article, who, is_gap=is_gap)
        return False

    def amount(self, prefix: str, kind: str = YEARLY) -> float:
        """Sum the lines of a kind written so far whose id starts with ``prefix``."""
        return sum(
            line.amount
            for line in self.lines
            if line.kind == kind and (line.id + ".").startswith(prefix + ".")
        )


def each_once(articles: str) -> str:
    """Give articles without those named twice, or named again less closely.

    ``Loi 98-461 art. 3 ; decret 98-494, annexe ; decret 98-494`` loses its end.
    """
    parts = list(dict.fromkeys(articles.split(_AND)))
    kept = [x for x in parts if not any(other.startswith(x + ",") for other in parts)]
    return _AND.join(kept)


def numbers(formula: str) -> tuple[str, str]:
    """Give a formula without words in its French and English spelling: 0,45 and 0.45."""
    return formula.replace(".", ","), formula


def persons(count: int) -> tuple[str, str]:
    """Say how many people, in French and English."""
    return (
        f"{count} personnes" if count > 1 else f"{count} personne",
        f"{count} person" if count == 1 else f"{count} people",
    )


def money(amount: float) -> str:
    """Write an amount for a formula: thousands apart, no decimals."""
    return f"{amount:,.0f}".replace(",", " ")
