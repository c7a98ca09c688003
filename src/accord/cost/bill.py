"""The bill being written: lines, conditions, needs and notes of one scenario."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.case import Case
from accord.cost.records import YEARLY, Condition, CostLine
from accord.law import FloatArray, Need

ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a line rests on: article or assumption, where its numbers were read, and status."""

    article: str
    source: str
    status: str = ASSUMPTION


@dataclass(slots=True)
class Bill:
    """The lines, conditions, needs and notes found so far, in the order of the report."""

    case: Case
    lines: list[CostLine] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
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
    ) -> CostLine:
        """Write one line; without bounds, low and high are the amount itself."""
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
            article=basis.article,
            source=basis.source,
            status=basis.status,
            formula_fr=formula[0],
            formula_en=formula[1],
            inputs=tuple(inputs.items()),
            first=first,
            last=last,
            is_change=is_change,
        )
        self.lines.append(line)
        return line

    def write_charges(self, pay: CostLine) -> None:
        """Write the employer charges on a line of pay, if their share is known."""
        share = self.case.plant.employer_charges_share
        if share is None:
            return
        self.write(
            pay.id.rpartition(".")[0] + ".charges",
            (f"{pay.label_fr} : charges patronales", f"{pay.label_en}: employer charges"),
            pay.amount * share,
            Basis("A-16", "plant.yaml, employer_charges_share"),
            formula=numbers(f"{money(pay.amount)} × {share:g}"),
            inputs={"pay": money(pay.amount), "share": f"{share:g}"},
            first=pay.first,
            last=pay.last,
            kind=pay.kind,
            unit=pay.unit,
            bounds=(pay.low * share, pay.high * share),
            is_change=pay.is_change,
        )

    def need(self, fact: str, why: str, article: str, who: list[str] | None = None) -> None:
        """Note a fact that is missing, and of whom."""
        self.needs.append(Need(fact, why, article, people=tuple(who or ())))

    def knows(
        self,
        fact: str,
        values: FloatArray | NDArray[np.datetime64],
        rows: NDArray[np.bool_],
        *,
        why: str,
        article: str,
    ) -> bool:
        """Say whether a fact is known for all these rows; if not, note the need."""
        unknown = np.isnat(values) if values.dtype.kind == "M" else np.isnan(values)
        missing = np.flatnonzero(rows & unknown)
        if len(missing) == 0:
            return True
        self.need(fact, why, article, [self.case.staff.person[i] for i in missing])
        return False

    def amount(self, prefix: str, kind: str = YEARLY) -> float:
        """Sum the lines of a kind written so far whose id starts with ``prefix``."""
        return sum(
            line.amount
            for line in self.lines
            if line.kind == kind and (line.id + ".").startswith(prefix + ".")
        )


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
