"""Read shift patterns: the library's file, and a pattern written on one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, NoReturn, cast

import yaml

from accord.errors import InputError, NeedsError, Place, Problem
from accord.hours.patterns.pattern import DAY_OFF, Letter, Line, Pattern
from accord.plant.records import Words

__all__ = ["pattern", "patterns", "read_pattern"]

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})/(\d+(?:\.\d+)?)h(\d{1,2})?")
_WHERE: Final = "pattern"


def pattern(name: str) -> Pattern:
    """Give a pattern of the library by its name or another of its names.

    Raises
    ------
    NeedsError
        When the library has no such pattern; the message lists those it has.
    """
    found = _library()
    for one in found.values():
        if name == one.name or name in one.also:
            return one
    raise NeedsError(f"no shift pattern {name!r}; the library has: {', '.join(found)}")


def patterns() -> tuple[Pattern, ...]:
    """Give every pattern of the library, in its order."""
    return tuple(_library().values())


def read_pattern(text: str, *, name: str = "pattern") -> Pattern:
    """Read a pattern from one line: a word, then its letters and, if wanted, its crews.

    Parameters
    ----------
    text
        ``MMAANN-- M=06:00/8h A=14:00/8h N=22:00/8h starts=0,2,4,6``. Letters that the library
        knows (M A N D n L J R) may be left out; spaces inside the word only help the eye; without
        ``starts`` there is one crew. Lengths are ``8h``, ``8h45`` or ``8.75h``.
    name
        What to call it.

    Raises
    ------
    InputError
        With the column of what could not be read.
    """
    word = ""
    starts: tuple[int, ...] = (0,)
    letters = dict(_letters())
    for found in re.finditer(r"\S+", text):
        part, column = found[0], found.start() + 1
        key, is_set, value = part.partition("=")
        if not is_set:
            word += part
        elif key == "starts":
            if not re.fullmatch(r"\d+(,\d+)*", value):
                _fail(column, part, "starts are days of the word", "Write starts=0,2,4,6")
            starts = tuple(int(day) for day in value.split(","))
        else:
            letters[key] = _letter(key, value, column)
    _check_word(text, word, letters)
    if max(starts) >= len(word):
        rule = f"the word has {len(word)} days, counted from 0"
        _fail(text.index("starts") + 1, f"start {max(starts)}", rule, "Start inside the word")
    lines = (Line(word, starts),)
    return Pattern(name, Words(name, name), _used(letters, lines), lines)


def _check_word(text: str, word: str, letters: Mapping[str, Letter]) -> None:
    if not word.strip(DAY_OFF):
        seen = f"{text!r} has no day of work"
        _fail(1, seen, "a word has a letter per worked day", "Write for example MMAANN--")
    for one in dict.fromkeys(word):
        if one != DAY_OFF and one not in letters:
            known = ", ".join(letters)
            remedy = f"Add {one}=06:00/8h to the line, or use one of {known}"
            _fail(text.index(one) + 1, f"shift letter {one!r}", "a letter has hours", remedy)


def _letter(name: str, value: str, column: int) -> Letter:
    found = _CLOCK.fullmatch(value)
    if len(name) != 1 or name == DAY_OFF or found is None:
        seen = f"{name}={value}"
        _fail(column, seen, "a shift is one letter, start and length", "Write M=06:00/8h")
    hour, minute, length_h, more_min = found.groups()
    start = int(hour) * 60 + int(minute)
    length = round(float(length_h) * 60) + int(more_min or 0)
    day = 24 * 60
    if not (start < day and int(minute) < 60 and 0 < length <= day):
        _fail(column, f"{name}={value}", "a shift starts and lasts within 24 h", "Correct it")
    return Letter(name, start, length)


def _used(letters: Mapping[str, Letter], lines: tuple[Line, ...]) -> tuple[Letter, ...]:
    names = dict.fromkeys(one for line in lines for one in line.word if one != DAY_OFF)
    return tuple(letters[one] for one in names)


def _fail(column: int, seen: str, rule: str, remedy: str) -> NoReturn:
    raise InputError([Problem(Place(_WHERE, 1, column), seen, rule, remedy)])


@cache
def _file() -> Mapping[str, Any]:
    text = (
        resources.files("accord.hours.patterns")
        .joinpath("patterns.yaml")
        .read_text(encoding="utf-8")
    )
    # BaseLoader builds text only
    return cast("Mapping[str, Any]", yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506


@cache
def _letters() -> Mapping[str, Letter]:
    return {name: _letter(name, value, 1) for name, value in _file()["letters"].items()}


@cache
def _library() -> Mapping[str, Pattern]:
    return {name: _from_file(name, raw) for name, raw in _file()["patterns"].items()}


def _from_file(name: str, raw: Mapping[str, Any]) -> Pattern:
    own = {one: _letter(one, value, 1) for one, value in raw.get("letters", {}).items()}
    lines = tuple(
        Line(line["word"].replace(" ", ""), tuple(int(day) for day in line["starts"]))
        for line in raw["lines"]
    )
    return Pattern(
        name,
        Words(raw["title"]["fr"], raw["title"]["en"]),
        _used({**_letters(), **own}, lines),
        lines,
        opening_h=float(raw["opening_h"]),
        source=raw["source"],
        status=raw["status"],
        also=tuple(raw.get("also", ())),
    )
