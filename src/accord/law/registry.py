"""Rules and packs: which formula computes a rule, and where its dated numbers are.

A rule is a small vectorised function registered with ``@rule``. A pack is a folder of parameter
files; anyone may add a country with ``add_pack``, or with an installed package whose entry point of
the group ``accord.law`` names a function that calls it.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TypeAlias

from accord.errors import NeedsError
from accord.law.facts import Fact
from accord.law.parameters import ParameterFile, Version, read_pack
from accord.law.records import FloatArray, Words
from accord.law.trace import Law
from accord.plant.values import nearest

__all__ = [
    "Formula",
    "Law",
    "Rule",
    "add_pack",
    "articles_of",
    "facts_of",
    "files_of",
    "find_rule",
    "last_known",
    "load_plugins",
    "pack",
    "pack_names",
    "parameter",
    "rule",
    "rules_of",
]

Formula: TypeAlias = Callable[..., FloatArray]


@dataclass(frozen=True, slots=True)
class Rule:
    """A formula with its articles and the parameter files it reads.

    ``former`` are its articles before the labour code was numbered anew (``PACK.labour_code``).
    ``asks`` are the facts it takes, by name; ``optional`` files may have no value on a date (an
    agreement that had not begun): the formula then does without, or says what it lacks.
    """

    id: str
    articles: tuple[str, ...]
    uses: tuple[str, ...]
    unit: str
    formula: Formula
    asks: tuple[str, ...]
    optional: tuple[str, ...] = ()
    title: Words | None = None
    former: tuple[str, ...] = ()


_RULES: dict[str, Rule] = {}
_PACKS: dict[str, Path] = {
    name: Path(__file__).parent / name for name in ("de", "ergo", "eu", "fr", "uk", "us")
}
_GROUP = "accord.law"
_FORMULAS: dict[str, str] = {name: f"accord.law.{name}" for name in ("eu", "fr", "uk", "us")}


def rule(
    id: str,  # noqa: A002 - the field's word
    *,
    articles: Sequence[str],
    uses: Sequence[str],
    unit: str,
    optional: Sequence[str] = (),
    title: Words | None = None,
    former: Sequence[str] = (),
) -> Callable[[Formula], Formula]:
    """Register a formula as a rule of law.

    Parameters
    ----------
    id
        Dotted id; its first word names the pack.
    articles
        The articles the formula restates.
    uses
        Ids of the parameter files it reads. Its keyword arguments are facts of these files.
    unit
        Unit of the result; ``money`` takes the currency of the version used.
    optional
        Ids of files that may have no value on a date: their facts are then not asked for.
    title
        What the rule is, in French and English; by default the title of the first file.
    former
        Its articles before the labour code was numbered anew, where they were others.
    """

    def register(formula: Formula) -> Formula:
        kinds = inspect.signature(formula).parameters.values()
        _RULES[id] = Rule(
            id=id,
            articles=tuple(articles),
            uses=tuple(uses),
            unit=unit,
            formula=formula,
            asks=tuple(p.name for p in kinds if p.kind is inspect.Parameter.KEYWORD_ONLY),
            optional=tuple(optional),
            title=title,
            former=tuple(former),
        )
        return formula

    return register


def add_pack(name: str, folder: Path, formulas: str = "") -> None:
    """Add a country of your own: a folder of parameter files and the module of its formulas.

    Parameters
    ----------
    name
        First word of its ids.
    folder
        Folder of its YAML files.
    formulas
        Importable module that registers its rules; empty when there is none (yet).
    """
    _PACKS[name] = folder
    if formulas:
        _FORMULAS[name] = formulas


@cache
def load_plugins() -> tuple[str, ...]:
    """Let installed packages add their countries, once; give the names of their entry points."""
    points = sorted(entry_points(group=_GROUP), key=lambda point: point.name)
    for point in points:
        point.load()()
    return tuple(point.name for point in points)


def pack(name: str) -> Mapping[str, ParameterFile]:
    """Give the parameter files of a pack by id.

    Raises
    ------
    NeedsError
        When there is no such pack.
    """
    if name not in _PACKS:
        load_plugins()
    if name not in _PACKS:
        raise NeedsError(f"no law pack {name!r}; known packs: {', '.join(sorted(_PACKS))}")
    return read_pack(_PACKS[name])


def parameter(id: str, on: date) -> Version:  # noqa: A002 - the field's word
    """Give the values of one parameter file in force on a date.

    Raises
    ------
    NeedsError
        When the file does not exist or knows no value on that date.
    """
    file = pack(id.partition(".")[0]).get(id)
    if file is None:
        raise NeedsError(f"no parameter {id!r} in its law pack")
    version = file.on(on)
    if version is None:
        raise NeedsError(f"{id} has no value in force on {on.isoformat()} ({file.title_en})")
    return version


def find_rule(id: str) -> Rule:  # noqa: A002 - the field's word
    """Give a registered rule, loading its pack's formulas first.

    Raises
    ------
    NeedsError
        When no such rule is registered.
    """
    prefix = id.partition(".")[0]
    if id not in _RULES:
        pack(prefix)  # an unknown country is the first thing to say
    if id not in _RULES and prefix in _FORMULAS:
        importlib.import_module(_FORMULAS[prefix])
    if id not in _RULES:
        raise NeedsError(_no_rule(id, prefix))
    return _RULES[id]


def _no_rule(id_: str, prefix: str) -> str:
    """Say what an id is that is no rule, and what to do."""
    rules = [rule for name, rule in sorted(_RULES.items()) if name.partition(".")[0] == prefix]
    if id_ in pack(prefix):
        readers = ", ".join(rule.id for rule in rules if id_ in (*rule.uses, *rule.optional))
        return (
            f"{id_} is a parameter file, no rule: `accord law show {id_}` shows its numbers"
            f"; rules that read it: {readers or 'none'}"
        )
    near = nearest(id_, [rule.id for rule in rules])
    hint = f"did you mean {near!r}? " if near else ""
    begun = any(rule.id.startswith(f"{id_}.") for rule in rules)
    return f"no rule {id_!r}: {hint}`accord law list {id_ if begun else prefix}` lists the rules"


def facts_of(id: str, on: date | None = None) -> tuple[Fact, ...]:  # noqa: A002
    """List the facts that a rule asks for, with the reason for each.

    Parameters
    ----------
    id
        Rule id.
    on
        Only those that the law of a date asks for; None is any date.
    """
    files = pack(id.partition(".")[0])
    found: dict[str, Fact] = {}
    asking = find_rule(id)
    for name in (*asking.uses, *asking.optional):
        if on is not None and name in asking.optional and files[name].on(on) is None:
            continue
        for fact in files[name].facts:
            if fact.name in asking.asks and (on is None or fact.is_asked(on)):
                found.setdefault(fact.name, fact)
    return tuple(found.values())


def articles_of(rule: str, on: date | None = None) -> tuple[str, ...]:
    """Give the articles that a rule restates, under their numbers of a day; None is the present.

    Parameters
    ----------
    rule
        Rule id.
    on
        Day whose numbers are asked for.
    """
    found = find_rule(rule)
    code = pack(rule.partition(".")[0]).get(f"{rule.partition('.')[0]}.labour_code")
    is_former = on is not None and code is not None and code.on(on) is None
    return found.former if found.former and is_former else found.articles


def files_of(rule: str) -> tuple[ParameterFile, ...]:
    """Give the parameter files that a rule reads."""
    found = find_rule(rule)
    files = pack(rule.partition(".")[0])
    return tuple(files[name] for name in (*found.uses, *found.optional))


def last_known(rule: str) -> date:
    """Give a day of the last law known of a rule: the day its numbers were last read.

    Where they are not all known on that day (a scheme that ended), it is the last day of change
    before it on which they are.
    """
    found = find_rule(rule)
    files = [f for f in files_of(rule) if f.id not in found.optional and f.key == "on"]
    files = files or list(files_of(rule))
    days = {v.since for f in files_of(rule) for v in f.versions} | {f.ends for f in files if f.ends}
    read_on = max(date.fromisoformat(v.checked_on) for f in files for v in f.versions)
    past = {day for day in days if day <= read_on} | {read_on}
    known = [day for day in past if all(f.on(day) is not None for f in files)]
    return max(known, default=max(days))


def rules_of(prefix: str) -> dict[str, Rule]:
    """Give the registered rules of a pack by id, sorted.

    Parameters
    ----------
    prefix
        Name of the pack.
    """
    pack(prefix)
    if prefix in _FORMULAS:
        importlib.import_module(_FORMULAS[prefix])
    return {id_: _RULES[id_] for id_ in sorted(_RULES) if id_.partition(".")[0] == prefix}


def pack_names() -> tuple[str, ...]:
    """Give the names of the packs, sorted; those of installed packages too."""
    load_plugins()
    return tuple(sorted(_PACKS))
