"""What the law room returns: outcomes, their trace and what they still need.

Every record is frozen. An outcome never hides a gap: a fact that is missing stands in ``needs`` and
the value is ``None`` (one case) or NaN (one row of a table).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]

CHECKED = "checked"
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that a rule asks for and was not given.

    Parameters
    ----------
    fact
        Name of the fact; ``on`` when no value of the law is known on the date asked.
    why
        What the rule does with it, in one sentence.
    article
        Article of the rule that asks.
    rows
        Rows of the table where it is missing; empty for a single case.
    people
        Whose fact is missing, where the asker knows them.
    """

    fact: str
    why: str
    article: str
    rows: tuple[int, ...] = ()
    people: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f" (rows {', '.join(map(str, self.rows[:8]))})" if self.rows else ""
        where += f" (of {', '.join(self.people[:8])})" if self.people else ""
        return f"{self.fact} is needed{where}: {self.why} [{self.article}]"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: what was computed, from which article, and the amount."""

    label: str
    value: float
    unit: str
    article: str


@dataclass(frozen=True, slots=True)
class TableStep:
    """One step of a computation over a table; ``values`` has one amount per row (NaN = unknown)."""

    label: str
    values: FloatArray
    unit: str
    article: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule gives for one case.

    Parameters
    ----------
    rule
        Id of the rule, for example ``fr.severance.metal``.
    value
        The amount in ``unit``; None when ``needs`` is not empty.
    unit
        Unit of the amount (``month``, ``money``, ``h``, ``person`` ...).
    currency
        Currency of a money amount, else empty. As published on the date: francs stay francs.
    trace
        The steps, in order.
    needs
        Facts that are missing.
    articles
        Articles the value rests on, of the versions used.
    status
        ``checked`` if every number of law used was read in a named source, else ``draft``.
    on
        Date whose law was asked.
    versions
        ``(parameter, date of the version)`` used.
    """

    rule: str
    value: float | None
    unit: str
    currency: str
    trace: tuple[Step, ...]
    needs: tuple[Need, ...]
    articles: tuple[str, ...]
    status: str
    on: date
    versions: tuple[tuple[str, date], ...]

    def explain(self) -> str:
        """Write the outcome as text: needs, or every step with its article."""
        head = f"{self.rule} on {self.on.isoformat()} ({self.status})"
        if self.needs:
            return "\n".join([head, *(f"  needs {need}" for need in self.needs)])
        steps = [f"  {s.label} = {s.value:.10g} {s.unit} [{s.article}]" for s in self.trace]
        return "\n".join([head, *steps])


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What a rule gives for a table of cases; fields as in ``Outcome``, one amount per row."""

    rule: str
    values: FloatArray
    unit: str
    currency: str
    trace: tuple[TableStep, ...]
    needs: tuple[Need, ...]
    articles: tuple[str, ...]
    status: str
    on: date
    versions: tuple[tuple[str, date], ...]

    def row(self, i_row: int) -> Outcome:
        """Take one row of the table as an outcome of its own.

        Parameters
        ----------
        i_row
            0-based row of the table.
        """
        value = float(self.values[i_row])
        needs = tuple(
            Need(n.fact, n.why, n.article) for n in self.needs if not n.rows or i_row in n.rows
        )
        steps = tuple(
            Step(s.label, float(s.values[i_row]), s.unit, s.article)
            for s in self.trace
            if not np.isnan(s.values[i_row])
        )
        return Outcome(
            rule=self.rule,
            value=None if needs else value,
            unit=self.unit,
            currency=self.currency,
            trace=() if needs else steps,
            needs=needs,
            articles=self.articles,
            status=self.status,
            on=self.on,
            versions=self.versions,
        )
