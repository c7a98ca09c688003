"""What no line prices, and which scenarios that favours: read off the prices and the files."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from accord.cost import CostResult, years_later
from accord.plant.records import Scenario
from accord.study.document import Verbatim, say
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook
from accord.study.language import language
from accord.study.measure.prices import HORIZON_YEARS, LEGAL_WEEK, priced, priced_today

__all__ = [
    "Unpriced",
    "horizon_end",
    "left_out",
    "left_out_notes",
    "residual_value",
    "unpriced",
]

_NATURAL: Final = frozenset({"leaver", "retirement"})
_HALF_A_CENT: Final = 0.005
_DAYS_PER_YEAR: Final = 365.25
_LANGUAGES: Final = ("fr", "en")
# Whether leaving a thing out makes a scenario look cheaper than it is.
IS_FOR: Final = {
    "relief": False,
    "residual": False,
    "social_plan": True,
    "allowance": True,
    "attrition": True,
}
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


def left_out(
    scenario: Scenario, result: CostResult, today: CostResult, *, has_payroll: bool
) -> frozenset[str]:
    """Name what the price of a scenario leaves out: the names of ``Unpriced``.

    Parameters
    ----------
    scenario
        The scenario.
    result, today
        Its price, and that of today kept as it is over the same months.
    has_payroll
        Whether pay is priced by law; the reliefs are then lines.
    """
    kinds = {row.kind for row in scenario.exits}
    owes_plan = any(c.id == _SOCIAL_PLAN and c.is_met for c in result.conditions)
    found = {
        "relief": not has_payroll and _has_premium(today) and not _has_premium(result),
        "residual": residual_value(scenario) > 0,
        "social_plan": owes_plan,
        "allowance": any(x.kind == "early_exit" and not x.scheme for x in scenario.exits),
        "attrition": bool(kinds & _NATURAL),
    }
    return frozenset(name for name, is_left in found.items() if is_left)


def residual_value(scenario: Scenario) -> float:
    """Return what is left of the investment at the end of the years compared.

    It is written off evenly over its life; what states no life leaves nothing.
    """
    end = horizon_end(scenario)
    return math.fsum(
        row.amount * max(1 - (end - row.on).days / _DAYS_PER_YEAR / row.life_years, 0.0)
        for row in scenario.investment
        if row.life_years
    )


def horizon_end(scenario: Scenario) -> date:
    """Return the day after the years compared."""
    return years_later(scenario.start, HORIZON_YEARS)


def left_out_notes(
    scenario: Scenario, names: Collection[str], currency: str
) -> tuple[tuple[str, str], ...]:
    """Say what the price of one scenario leaves out, as section 10 does, in French and English."""
    value = residual_value(scenario)
    fr, en = (language(code).amount(value, currency) for code in _LANGUAGES)
    amount = say("money.left_amount", scenario=scenario.name, amount=Verbatim(fr, en))
    told = [
        say(f"money.left_{name}", which=(scenario.name,), amounts=(amount,))
        for name in IS_FOR
        if name in names
    ]
    french, english = (language(code) for code in _LANGUAGES)
    return tuple((french.plain(text), english.plain(text)) for text in told)


def unpriced(field: Field, book: FigureBook) -> tuple[Unpriced, ...]:
    """Return what is not priced, each with the scenarios that its absence favours or burdens."""
    changes = [c for c in field.changes if f"{c.id}.cost.change_horizon" in book]
    left = {c.id: _left_out(field, c) for c in changes}
    found = []
    for name, is_for in IS_FOR.items():
        cases = tuple(case_id for case_id, names in left.items() if name in names)
        if not cases or (name == "attrition" and len(cases) == len(changes)):
            continue  # where all plans name natural leavers, none is favoured
        amounts = (
            tuple((case_id, book[f"{case_id}.cost.residual"]) for case_id in cases)
            if name == "residual"
            else ()
        )
        found.append(Unpriced(name, cases, is_for, amounts))
    return tuple(found)


def _left_out(field: Field, case: Case) -> frozenset[str]:
    result, today = priced(field, case), priced_today(field, case)
    if case.scenario is None or result is None or today is None:
        return frozenset()
    return left_out(case.scenario, result, today, has_payroll=field.plant.payroll is not None)


def _has_premium(result: CostResult) -> bool:
    premium = sum(sum(x.by_month) for x in result.lines if x.id.startswith(LEGAL_WEEK))
    return premium > _HALF_A_CENT  # today's, less what the scenario takes away
