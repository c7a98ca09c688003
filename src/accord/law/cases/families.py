"""Families of cases: which function answers them. A module of this folder registers its own.

Every module of ``accord.law.cases`` is imported when a family is asked for, so an adapter is added
by adding a file; a package of your own imports ``family`` and registers likewise.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from accord.errors import NeedsError
from accord.law.cases.plain import answer_facts
from accord.law.cases.records import Answer, Case
from accord.law.registry import load_plugins, rules_of
from accord.plant.values import suggest

Adapter: TypeAlias = Callable[[Case], Answer]


@dataclass(frozen=True, slots=True)
class Family:
    """A family of cases with the rules of law that answer it."""

    name: str
    rules: tuple[str, ...]
    answer: Adapter


_FAMILIES: dict[str, Family] = {}


def family(*names: str, rules: Sequence[str]) -> Callable[[Adapter], Adapter]:
    """Register the function that answers one family of cases, or several alike.

    Parameters
    ----------
    names
        Names of the families: file names without ``.json``.
    rules
        Ids of the rules of law that the answers rest on.
    """

    def register(answer: Adapter) -> Adapter:
        for name in names:
            _FAMILIES[name] = Family(name, tuple(rules), answer)
        return answer

    return register


def families() -> dict[str, Family]:
    """Give every family by name, sorted."""
    load_plugins()
    package = importlib.import_module("accord.law.cases")
    for module in sorted(m.name for m in pkgutil.iter_modules(package.__path__)):
        importlib.import_module(f"accord.law.cases.{module}")
    return dict(sorted(_FAMILIES.items()))


def find_family(name: str) -> Family:
    """Give a family by name; a rule is a family whose inputs are its facts.

    Raises
    ------
    NeedsError
        When no module registers it and no rule has that id.
    """
    known = families()
    if name in known:
        return known[name]
    if name in rules_of(name.partition(".")[0]):
        return Family(name, (name,), answer_facts)
    raise NeedsError(f"no family of cases {name!r}. {suggest(name, known)}")


def refuse_family(name: str) -> None:
    """Refuse a family of cases where a rule is asked for, and say which rules answer it.

    Raises
    ------
    NeedsError
        When ``name`` is a family of cases.
    """
    known = families()
    if name in known:
        rules = known[name].rules
        count = "one rule" if len(rules) == 1 else f"{len(rules)} rules"
        raise NeedsError(
            f"{name} is a family of cases of another program, answered by {count}: "
            f"{', '.join(rules)}. Give its cases with --cases FILE, or compute a rule"
        )
