"""What a rule asks of a case: each fact with its type, its reason and its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

NUMBER, MONEY, DATE, FLAG, CHOICE = "number", "money", "date", "flag", "choice"
FACT_TYPES = (NUMBER, MONEY, DATE, FLAG, CHOICE)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that says its currency; the law of a date refuses another one's."""

    amount: float
    currency: str


FactValue: TypeAlias = "float | int | bool | date | str | Money | None"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact a rule asks for: its type, why it is asked, when, and what it can be.

    Parameters
    ----------
    name
        Name of the fact.
    type
        ``number``, ``money`` (checked against the currency of the date), ``date``, ``flag`` or
        ``choice``.
    why, why_fr
        What the rule does with it, in English and French.
    choices
        Words that a choice can be.
    when
        Asked only where one of these holds: each is a list of conditions ``(fact, test)`` that
        hold together. A condition on a fact that the rule does not ask for holds.
    since, until
        First and last day of the law that asks for it; None is open.
    low, high
        Least and most it can be; None is open. The most of a date is in years after ``not_before``.
    not_before
        Date fact that it cannot be earlier than; empty is none.
    at_most
        Number facts that it cannot pass, each less so much: ``(("age_years", 13),)`` is at most
        the age less 13.
    """

    name: str
    type: str
    why: str
    why_fr: str = ""
    choices: tuple[str, ...] = ()
    when: tuple[tuple[tuple[str, str | tuple[str, ...]], ...], ...] = ()
    since: date | None = None
    until: date | None = None
    low: float | None = None
    high: float | None = None
    not_before: str = ""
    at_most: tuple[tuple[str, float], ...] = ()

    def is_asked(self, day: date) -> bool:
        """Say whether the law of a day asks for it."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )
