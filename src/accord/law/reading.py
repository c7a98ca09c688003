"""Facts written as ``name=value``, read by the type that the rule asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from accord.errors import FactError, NeedsError
from accord.law.facts import CHOICE, DATE, FLAG, MONEY, Fact, FactValue, Money
from accord.law.parameters import number
from accord.law.registry import facts_of, find_rule
from accord.plant.values import read_date, read_yes_no, suggest

_MONEY = re.compile(r"(?P<amount>.*?)\s*(?P<currency>[A-Z]{3})?")


def read_facts(rule: str, words: Sequence[str]) -> dict[str, FactValue]:
    """Read the facts of a rule.

    Parameters
    ----------
    rule
        Id of the rule.
    words
        ``wage_month=2500``, ``wage_month=9500FRF``, ``hire_date=1990-01-15``, ``is_economic=yes``.

    Raises
    ------
    NeedsError
        For a word without a name and a value, a fact given twice or one not asked for.
    FactError
        For a value that cannot be read.
    """
    asked = {fact.name: fact for fact in facts_of(rule)}
    article = find_rule(rule).articles[0]
    found: dict[str, FactValue] = {}
    for word in words:
        name, equals, text = (part.strip() for part in word.partition("="))
        if not (name and equals and text):
            raise NeedsError(f"--facts: {word!r} is not written name=value")
        if name not in asked:
            raise NeedsError(f"--facts: {rule} does not ask for {name!r}. {suggest(name, asked)}")
        if name in found:
            raise NeedsError(f"--facts: {name} is given twice; give it once")
        found[name] = read_fact(asked[name], text, article)
    return found


def read_fact(fact: Fact, text: str, article: str) -> FactValue:
    """Read the text of a fact by its type.

    Parameters
    ----------
    fact
        The fact.
    text
        What was written.
    article
        Article that asks for it, for the message.

    Raises
    ------
    FactError
        When the text cannot be read.
    """
    try:
        return _read(fact, text)
    except ValueError as fault:
        raise FactError(fact.name, text, str(fault), why=fact.why, article=article) from fault


def _read(fact: Fact, text: str) -> FactValue:
    if fact.type == DATE:
        return read_date(text)
    if fact.type == FLAG:
        return read_yes_no(text)
    if fact.type == CHOICE:
        return text
    if fact.type == MONEY:
        parts = _MONEY.fullmatch(text)
        if parts is not None and parts["currency"]:
            return Money(number(parts["amount"]), parts["currency"])
    return number(text)
