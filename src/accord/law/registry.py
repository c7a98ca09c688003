"""Rules and packs: which formula computes a rule, and where its dated numbers are.

A rule is a small vectorised function registered with ``@rule``. A pack is a folder of parameter
files; anyone may add a country with ``add_pack``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.errors import NeedsError
from accord.law.parameters import Fact, ParameterFile, Version, read_pack
from accord.law.records import FloatArray, TableStep

Formula: TypeAlias = Callable[..., FloatArray]


@dataclass(frozen=True, slots=True)
class Rule:
    """A formula with its articles and the parameter files it reads."""

    id: str
    articles: tuple[str, ...]
    uses: tuple[str, ...]
    unit: str
    formula: Formula


class Law:
    """The versions in force for the rows being computed, and the trace they leave.

    ``law["fr.smic.hourly"]`` is the version in force; ``law.step(...)`` writes a step.
    """

    __slots__ = ("_versions", "steps")

    def __init__(self, versions: Mapping[str, Version]) -> None:
        self._versions = versions
        self.steps: list[TableStep] = []

    def __getitem__(self, parameter: str) -> Version:
        return self._versions[parameter]

    def step(
        self, label: str, values: FloatArray | NDArray[np.bool_], unit: str, parameter: str
    ) -> FloatArray:
        """Write one step in the trace and give its values back.

        Parameters
        ----------
        label
            What was computed, with the numbers of law used.
        values
            One amount per row.
        unit
            Unit of the amounts.
        parameter
            The parameter file whose article the step rests on.
        """
        found = np.asarray(values, dtype=np.float64)
        self.steps.append(TableStep(label, found, unit, self._versions[parameter].article))
        return found


_RULES: dict[str, Rule] = {}
_PACKS: dict[str, Path] = {
    name: Path(__file__).parent / name for name in ("de", "ergo", "eu", "fr", "uk", "us")
}
_FORMULAS: dict[str, str] = {"fr": "accord.law.fr"}


def rule(
    id: str,  # noqa: A002 - the field's word
    *,
    articles: Sequence[str],
    uses: Sequence[str],
    unit: str,
) -> Callable[[Formula], Formula]:
    """Register a formula as a rule of law.

    Parameters
    ----------
    id
        Dotted id; its first word names the pack.
    articles
        The articles the formula restates.
    uses
        Ids of the parameter files it reads; the facts of these files are its arguments.
    unit
        Unit of the result; ``money`` takes the currency of the version used.
    """

    def register(formula: Formula) -> Formula:
        _RULES[id] = Rule(id, tuple(articles), tuple(uses), unit, formula)
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


def pack(name: str) -> Mapping[str, ParameterFile]:
    """Give the parameter files of a pack by id.

    Raises
    ------
    NeedsError
        When there is no such pack.
    """
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
    if id not in _RULES and prefix in _FORMULAS:
        importlib.import_module(_FORMULAS[prefix])
    if id not in _RULES:
        pack(prefix)  # an unknown country is the first thing to say
        known = ", ".join(sorted(r for r in _RULES if r.startswith(prefix)))
        raise NeedsError(f"no rule {id!r}; rules of {prefix!r}: {known or 'none'}")
    return _RULES[id]


def facts_of(id: str) -> tuple[Fact, ...]:  # noqa: A002 - the field's word
    """List the facts that a rule asks for, with the reason for each."""
    files = pack(id.partition(".")[0])
    found: dict[str, Fact] = {}
    for name in find_rule(id).uses:
        for fact in files[name].facts:
            found.setdefault(fact.name, fact)
    return tuple(found.values())
