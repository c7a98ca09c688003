"""The law check of ``accord hours check``: which files, which facts, and the answer in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from accord.cli_hours_run import files_of
from accord.errors import HoursError
from accord.hours.check.conditions import Facts
from accord.hours.records import HoursCheck, Violation
from accord.plant.values import read_number, read_yes_no, suggest

__all__ = ["law_files", "law_text", "read_facts", "read_pairs"]

KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
PLANT_FILE = "plant.yaml"
SHOWN = 20


def law_files(paths: Iterable[Path], kinds: Collection[str] = KINDS) -> list[Path]:
    """List the files of some kinds; a plant's folder is one, other folders hold some."""
    found: list[Path] = []
    for path in paths:
        found += [path] if (path / PLANT_FILE).is_file() else files_of([path], kinds)
    return found


def read_pairs(option: str, words: Iterable[str]) -> dict[str, str]:
    """Read ``name=value`` of an option that may be repeated.

    Raises
    ------
    HoursError
        For a word without a name, a sign or a value.
    """
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = (part.strip() for part in word.partition("="))
        if not (name and equals and value):
            raise HoursError(f"{option}: {word!r} is not written name=value")
        if name in found:
            raise HoursError(f"{option}: {name} is given twice; keep one of them")
        found[name] = value
    return found


def read_facts(words: Iterable[str]) -> Facts:
    """Read facts such as ``headcount=80`` or ``continuous=yes``.

    Raises
    ------
    HoursError
        For a fact that is not known, or a value that cannot be read.
    """
    known = {field.name: str(field.type) for field in fields(Facts)}
    values: dict[str, Any] = {}  # each read by the kind of its field
    for name, text in read_pairs("--fact", words).items():
        if name not in known:
            raise HoursError(f"--fact: unknown fact {name!r}. {suggest(name, known)}")
        try:
            values[name] = _value(known[name], text)
        except ValueError as error:
            raise HoursError(f"--fact: {name} is {text!r}; {error}") from None
    return Facts(**values)


def _value(kind: str, text: str) -> bool | float | tuple[float, float]:
    if kind.startswith("bool"):
        return read_yes_no(text)
    if kind.startswith("tuple"):
        first, dash, last = text.partition("-")
        if not dash:
            raise ValueError("hours from and to are expected, written 22-7")
        return read_number(first), read_number(last)
    return read_number(text)


def law_text(check: HoursCheck) -> str:
    """Say what a check found, the violations first."""
    verdicts = {
        True: "no limit of the law is passed",
        False: f"{len(check.violations)} violation(s) of the law",
        None: "some limits are not known",
    }
    law = f"law of {check.country or 'no known country'} on {check.on.isoformat()}"
    lines = [f"{check.file}: {law}: {verdicts[check.verdict]}"]
    lines += _listed("violation", check.violations)
    lines += _listed("to be looked at", check.flagged)
    lines += [f"needed: {english}" for _, english in check.needs]
    lines += [f"derogation applied: {text}" for text in check.derogations]
    lines += [f"note: {english}" for _, english in check.notes]
    return "\n".join(lines) + "\n"


def _listed(kind: str, violations: tuple[Violation, ...]) -> list[str]:
    """Write a line for each limit that somebody passes: the first time, and how often besides."""
    alike: dict[tuple[str, str, float], list[Violation]] = {}
    for v in violations:
        alike.setdefault((v.who, v.rule, v.value), []).append(v)
    lines = []
    for first, *others in alike.values():
        more = f" and {len(others)} time(s) more" if others else ""
        lines.append(f"{kind}: {first.text_en.rstrip('.')}{more} [{first.article}; {first.status}]")
    if len(lines) > SHOWN:
        rest = f"... and {len(lines) - SHOWN} more lines of this kind; --json gives all"
        return [*lines[:SHOWN], rest]
    return lines
