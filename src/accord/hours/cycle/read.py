"""Cycle problems from files, whatever their form: the door is ``read_problems(path)``.

==================  ================================================================
file                form
==================  ================================================================
``.yaml``, ``.yml`` Accord's own (``cyclefile``): groups, hours by weekday, profiles
``.dzn``            MiniZinc data of the challenges of 2018/2019 or of 2022 (``dzn``)
``.txt``, ``.rws``  plain text of rotating workforce problems (``rws``)
==================  ================================================================
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from accord.errors import InputError, Place, Problem
from accord.hours.cycle.consistent import contradictions
from accord.hours.cycle.cyclefile import parse_cycle_yaml
from accord.hours.cycle.dzn import parse_dzn
from accord.hours.cycle.problem import CycleProblem
from accord.hours.cycle.rws import parse_rws
from accord.plant.yamlfile import MAX_YAML_BYTES, decode_text

__all__ = ["KINDS", "read_problems"]

KINDS: Final = {
    ".txt": parse_rws,
    ".rws": parse_rws,
    ".dzn": parse_dzn,
    ".yaml": parse_cycle_yaml,
    ".yml": parse_cycle_yaml,
}
"""How a file is read, by the ending of its name."""
OPTION: Final = Place("--people")
_ROSTER = re.compile(r"^SECTION_(?:HORIZON|SHIFTS|STAFF)\b", re.MULTILINE)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")


def read_problems(path: Path | str, *, people: int | None = None) -> list[CycleProblem]:
    """Read the cycle problems of a file.

    Parameters
    ----------
    path
        The file: ``.txt`` or ``.rws`` (plain text), ``.dzn`` (MiniZinc), ``.yaml`` (Accord's own).
    people
        Number of people to put in the place of the file's.

    Returns
    -------
    list of CycleProblem
        One problem, or one for each demand profile of a YAML file.

    Raises
    ------
    InputError
        With every mistake of the file: place, value seen, rule, remedy.
    """
    path = Path(path)
    text = _text(path)
    if found := _ROSTER.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _refused(
            Place(str(path), line, 1), f"the section {found[0]}",
            "this is a roster of named people over dates, not a cycle",
            "Use `accord hours roster`.",
        )  # fmt: skip
    problems, wrong = KINDS[path.suffix.lower()](text, str(path))
    if people is not None:
        problems, refused = _with_people(problems, people)
        wrong += refused
    for problem in problems:
        wrong += [found for found in contradictions(problem) if found not in wrong]
    if wrong:
        raise InputError(wrong)
    return problems


def _text(path: Path) -> str:
    """Return the text of a file, which may be UTF-8, UTF-16 or cp1252."""
    at = Place(str(path))
    if path.suffix.lower() not in KINDS:
        raise _refused(
            at, f"a file of kind {path.suffix or '(none)'!r}",
            "a cycle problem is RWS text (.txt), MiniZinc data (.dzn) or YAML (.yaml)",
            "Save it as one of these.",
        )  # fmt: skip
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _refused(
            at, f"the file cannot be read ({error.strerror})", "a file must be readable",
            "Check the path and its rights.",
        ) from None  # fmt: skip
    if len(data) > MAX_YAML_BYTES:
        raise _refused(
            at, f"the file has {len(data):,} bytes",
            f"a cycle problem has at most {MAX_YAML_BYTES:,} bytes", "Is this the right file?",
        )  # fmt: skip
    text = decode_text(data)
    if found := _NOT_TEXT.search(text):
        before = text[: found.start()]
        line = len(re.findall(r"\r\n|\r|\n", before)) + 1
        column = found.start() - max(before.rfind("\n"), before.rfind("\r"))
        raise _refused(
            Place(str(path), line, column), f"the character {found[0]!a}",
            "a cycle problem is plain text", "Is this the right file? Save it as text (UTF-8).",
        )  # fmt: skip
    return text


def _with_people(
    problems: list[CycleProblem], people: int
) -> tuple[list[CycleProblem], list[Problem]]:
    """Put another number of people into problems of one group."""
    changed = []
    for problem in problems:
        if len(problem.groups) > 1:
            seen = f"{people} people for {len(problem.groups)} groups"
            rule = "a number of people stands for one group"
            return problems, [Problem(OPTION, seen, rule, "Change the groups in the file.")]
        groups = (replace(problem.groups[0], num_people=people),)
        places = {**problem.places, "people": OPTION}
        changed.append(replace(problem, groups=groups, places=places))
    return changed, []


def _refused(place: Place, seen: str, rule: str, remedy: str) -> InputError:
    return InputError([Problem(place, seen, rule, remedy)])
