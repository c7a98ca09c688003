"""What no line prices, and which scenarios that favours: read off the prices and the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook
from accord.study.measure.prices import LEGAL_WEEK, priced

__all__ = ["Unpriced", "unpriced"]

_NATURAL: Final = frozenset({"leaver", "retirement"})
_HALF_A_CENT: Final = 0.005
_SOCIAL_PLAN: Final = "dismissal.social_plan"


@dataclass(frozen=True, slots=True)
class Unpriced:
    """A thing left out of every total, and the scenarios whose cost it would change.

    ``name`` is relief, residual, social_plan, allowance or attrition. ``is_for`` tells that
    leaving it out makes these scenarios look cheaper than they are; else dearer. ``amounts`` holds
    the amount left out, by scenario, where the files give it.
    """

    name: str
    cases: tuple[str, ...]
    is_for: bool
    amounts: tuple[tuple[str, Figure], ...] = ()


def unpriced(field: Field, book: FigureBook) -> tuple[Unpriced, ...]:
    """Return what is not priced, each with the scenarios that its absence favours or burdens."""
    changes = [c for c in field.changes if f"{c.id}.cost.change_horizon" in book]
    left = tuple((c.id, f) for c in changes if (f := book.get(f"{c.id}.cost.residual")))
    found = (
        Unpriced("relief", _at_legal_hours(field, changes), is_for=False),
        Unpriced("residual", tuple(name for name, _ in left), is_for=False, amounts=left),
        Unpriced("social_plan", tuple(c.id for c in changes if _owes_plan(field, c)), is_for=True),
        Unpriced("allowance", _with_early_exits(changes), is_for=True),
        Unpriced("attrition", _with_natural_exits(changes), is_for=True),
    )
    return tuple(row for row in found if row.cases)


def _at_legal_hours(field: Field, changes: list[Case]) -> tuple[str, ...]:
    """Return who keeps to the legal week from the day on which today would exceed it.

    Only where pay is not priced by law: with it the reliefs are lines.
    """
    if field.plant.payroll is not None or not _has_premium(field, field.today):
        return ()
    return tuple(c.id for c in changes if not _has_premium(field, c))


def _has_premium(field: Field, case: Case) -> bool:
    result = priced(field, case)
    if result is None:
        return False
    premium = sum(sum(x.by_month) for x in result.lines if x.id.startswith(LEGAL_WEEK))
    return premium > _HALF_A_CENT  # today's, less what the scenario takes away


def _owes_plan(field: Field, case: Case) -> bool:
    result = priced(field, case)
    return result is not None and any(c.id == _SOCIAL_PLAN and c.is_met for c in result.conditions)


def _with_early_exits(changes: list[Case]) -> tuple[str, ...]:
    """Return who counts early exits of no scheme: nothing says what these cost."""
    return tuple(
        c.id
        for c in changes
        if c.scenario is not None
        and any(x.kind == "early_exit" and not x.scheme for x in c.scenario.exits)
    )


def _with_natural_exits(changes: list[Case]) -> tuple[str, ...]:
    """Return who counts people leaving by themselves; nothing to say when all do, or none."""
    found = tuple(
        c.id
        for c in changes
        if c.scenario is not None and any(x.kind in _NATURAL for x in c.scenario.exits)
    )
    return found if len(found) < len(changes) else ()
