"""Read dated numbers of law: one YAML file per rule, a version and a reference per date.

A file holds the id, the unit, the facts its rule asks for, ``values`` by date of entry into force
and ``refs`` by the same dates. A date before the first version, after ``ends`` or inside a declared
gap has no value: the caller gets a need, never the version before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TypeAlias, cast

import numpy as np
import yaml

from accord.errors import InputError, Place, Problem
from accord.law.facts import FACT_TYPES, Fact
from accord.law.records import CHECKED, DRAFT, FloatArray

Node: TypeAlias = "str | list[Node] | dict[str, Node]"

_FACT_KEYS = {
    "type", "why", "why_fr", "choices", "when", "since", "until", "low", "high", "not_before",
    "at_most",
}  # fmt: skip
_SOURCE = "read in"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@cache
def number(text: str) -> float:
    """Read ``7.5``, ``9 000`` or a fraction such as ``1/3`` as a float.

    Raises
    ------
    ValueError
        For any other text.
    """
    try:
        return float(Fraction(text.replace(" ", "").replace("_", "")))
    except (ValueError, ArithmeticError) as fault:
        raise ValueError("it is a number such as 7.5, 9 000 or 1/3") from fault


@dataclass(frozen=True, slots=True)
class Version:
    """The values of one rule in force from one date.

    ``article`` is the text the values stand in; ``status`` says whether they were read (checked) or
    not yet (draft: from memory or inferred). A checked version says where: an address in ``url``,
    or a publication after the words "read in" in ``note``.
    """

    id: str
    since: date
    unit: str
    currency: str
    article: str
    url: str
    status: str
    checked_on: str
    note: str
    values: Mapping[str, Node] = field(hash=False)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def number(self, key: str = "value") -> float:
        """Give one number of the version.

        Raises
        ------
        KeyError
            When the version does not have the key.
        """
        return number(cast("str", self.values[key]))

    def numbers(self, key: str) -> FloatArray:
        """Give a list of numbers as an array of shape (n,)."""
        return np.array([number(cast("str", x)) for x in self.values[key]], dtype=np.float64)

    def bands(self, key: str) -> tuple[FloatArray, FloatArray]:
        """Give bands ``[[upper, rate], ..., [null, rate]]`` as (lower bounds, rates)."""
        rows = cast("list[list[str]]", self.values[key])
        uppers = [number(upper) for upper, _ in rows[:-1]]
        return np.array([0.0, *uppers]), np.array([number(rate) for _, rate in rows])

    def table(self, key: str) -> tuple[FloatArray, FloatArray]:
        """Give a mapping of thresholds to values as (thresholds ascending, values), shape (n,)."""
        rows = sorted(
            (number(k), number(cast("str", v)))
            for k, v in cast("dict[str, Node]", self.values[key]).items()
        )
        return np.array([r[0] for r in rows]), np.array([r[1] for r in rows])

    def shares(self, key: str) -> dict[str, float]:
        """Give a mapping of words to numbers."""
        rows = cast("dict[str, str]", self.values[key])
        return {word: number(value) for word, value in rows.items()}

    def entries(self, key: str) -> dict[str, dict[str, str]]:
        """Give a mapping of words to records of texts."""
        return cast("dict[str, dict[str, str]]", self.values[key])

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of words."""
        return tuple(cast("list[str]", self.values[key]))

    def text(self, key: str) -> str:
        """Give one word or sentence."""
        return cast("str", self.values[key])


@dataclass(frozen=True, slots=True)
class ParameterFile:
    """All versions of one rule's values, oldest first.

    ``before`` says why nothing held before the first version, where that is known; it is empty
    where the values of that time were not found.
    """

    id: str
    title_fr: str
    title_en: str
    key: str
    facts: tuple[Fact, ...]
    versions: tuple[Version, ...]
    ends: date | None
    gaps: tuple[tuple[date, date], ...]
    path: str
    before: str = ""

    def is_absent(self, day: date) -> bool:
        """Say whether it is known that no such rule held on a day: not yet, or no longer."""
        if self.ends is not None and day > self.ends:
            return True
        return bool(self.before) and day < self.versions[0].since

    def on(self, day: date) -> Version | None:
        """Give the version in force on a day, or None where this file knows no value."""
        if self.ends is not None and day > self.ends:
            return None
        if any(first <= day <= last for first, last in self.gaps):
            return None
        found = [v for v in self.versions if v.since <= day]
        return found[-1] if found else None


def read_parameters(path: Path) -> ParameterFile:
    """Read one parameter file.

    Parameters
    ----------
    path
        A YAML file of a law pack.

    Raises
    ------
    InputError
        When the file has no id or unit, a version without reference, or a date that is not one.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - BaseLoader builds text only
        return _parse(cast("dict[str, Node]", raw), path)
    except (KeyError, ValueError, TypeError, AttributeError, yaml.YAMLError) as fault:
        problem = Problem(
            Place(str(path)),
            f"{type(fault).__name__}: {fault}",
            "a parameter file has id, unit, status, checked_on, values and one ref per date",
            "Compare with a file of accord/law/fr and complete it",
        )
        raise InputError([problem]) from fault


def _parse(raw: dict[str, Node], path: Path) -> ParameterFile:
    refs = cast("dict[str, dict[str, str]]", raw["refs"])
    values = cast("dict[str, dict[str, Node]]", raw["values"])
    if set(refs) != set(values):
        raise ValueError(f"dates of values {sorted(values)} and refs {sorted(refs)} differ")
    gaps = cast("list[list[str]]", raw.get("gaps", []))
    facts = cast("dict[str, dict[str, Node]]", raw.get("facts", {}))
    return ParameterFile(
        id=cast("str", raw["id"]),
        title_fr=cast("str", raw["title_fr"]),
        title_en=cast("str", raw["title_en"]),
        key=cast("str", raw.get("key", "on")),
        facts=tuple(_fact(name, spec) for name, spec in facts.items()),
        versions=tuple(_version(raw, day, values[day], refs[day]) for day in sorted(values)),
        ends=date.fromisoformat(cast("str", raw["ends"])) if "ends" in raw else None,
        gaps=tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in gaps),
        path=str(path),
        before=cast("str", raw.get("before", "")),
    )


def _fact(name: str, spec: dict[str, Node]) -> Fact:
    kind = cast("str", spec["type"])
    if kind not in FACT_TYPES:
        raise ValueError(f"fact {name} has type {kind}, not one of {FACT_TYPES}")
    unknown = set(spec) - _FACT_KEYS
    if unknown or (kind == "choice") != ("choices" in spec):
        raise ValueError(f"fact {name} has {sorted(spec)}; known: {sorted(_FACT_KEYS)}")
    clauses = cast("list[dict[str, str | list[str]]]", spec.get("when", []))
    return Fact(
        name=name,
        type=kind,
        why=cast("str", spec["why"]),
        why_fr=cast("str", spec.get("why_fr", "")),
        choices=tuple(cast("list[str]", spec.get("choices", []))),
        when=tuple(
            tuple((f, t if isinstance(t, str) else tuple(t)) for f, t in clause.items())
            for clause in clauses
        ),
        since=_day(spec, "since"),
        until=_day(spec, "until"),
        low=_bound(spec, "low"),
        high=_bound(spec, "high"),
        not_before=cast("str", spec.get("not_before", "")),
        at_most=tuple(
            (other, number(less))
            for other, less in cast("dict[str, str]", spec.get("at_most", {})).items()
        ),
    )


def _day(spec: dict[str, Node], key: str) -> date | None:
    return date.fromisoformat(cast("str", spec[key])) if key in spec else None


def _bound(spec: dict[str, Node], key: str) -> float | None:
    return number(cast("str", spec[key])) if key in spec else None


def _version(
    raw: dict[str, Node], day: str, values: dict[str, Node], ref: dict[str, str]
) -> Version:
    status = ref.get("status", cast("str", raw["status"]))
    if status not in {CHECKED, DRAFT}:
        raise ValueError(f"status of {day} is {status}, not checked or draft")
    if not ref["title"].strip():
        raise ValueError(f"the version of {day} names no article")
    if status == CHECKED and not (ref.get("url") or _SOURCE in ref.get("note", "")):
        raise ValueError(
            f"the version of {day} is checked but does not say where it was read: "
            f"give a url, or a note with '{_SOURCE} ...', or set its status to draft"
        )
    return Version(
        id=cast("str", raw["id"]),
        since=date.fromisoformat(day),
        unit=cast("str", raw["unit"]),
        currency=cast("str", values.get("currency", "")),
        article=ref["title"],
        url=ref.get("url", ""),
        status=status,
        checked_on=cast("str", raw["checked_on"]),
        note=ref.get("note", ""),
        values=values,
    )


@cache
def read_pack(folder: Path) -> Mapping[str, ParameterFile]:
    """Read every parameter file under a folder, by id.

    Parameters
    ----------
    folder
        Root of a law pack, for example ``accord/law/fr``.

    Raises
    ------
    InputError
        When a file cannot be read, or two files have the same id.
    """
    found: dict[str, ParameterFile] = {}
    for path in sorted(folder.rglob("*.yaml")):
        file = read_parameters(path)
        if file.id in found:
            problem = Problem(
                Place(str(path)),
                f"id {file.id}",
                f"an id names one file; {found[file.id].path} has it",
                "Rename one of them",
            )
            raise InputError([problem])
        found[file.id] = file
    return found


def iter_versions(pack: Mapping[str, ParameterFile]) -> Iterator[Version]:
    """Go through every version of every file of a pack."""
    for file in pack.values():
        yield from file.versions
