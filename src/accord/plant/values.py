"""Single values as people write them: numbers, dates, times of day, yes and no, near misses.

Each reader returns the value or raises ``ValueError`` whose text is the rule that was broken.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from datetime import date

__all__ = [
    "nearest",
    "read_clock",
    "read_date",
    "read_day",
    "read_number",
    "read_whole",
    "read_yes_no",
    "suggest",
]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_WORDS = {
    **{day: i for i, day in enumerate(DAYS)},
    **dict.fromkeys(("monday", "lundi", "lun"), 0),
    **dict.fromkeys(("tuesday", "mardi", "mar"), 1),
    **dict.fromkeys(("wednesday", "mercredi", "mer"), 2),
    **dict.fromkeys(("thursday", "jeudi", "jeu"), 3),
    **dict.fromkeys(("friday", "vendredi", "ven"), 4),
    **dict.fromkeys(("saturday", "samedi", "sam"), 5),
    **dict.fromkeys(("sunday", "dimanche", "dim"), 6),
    **{str(i + 1): i for i in range(7)},
}
YES_WORDS = ("yes", "y", "true", "1", "oui", "o", "vrai", "x")
NO_WORDS = ("no", "n", "false", "0", "non", "faux")

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_CLOCK = re.compile(r"(\d{1,2})\s*[:hH]\s*(\d{2})?(?::00)?")


def read_number(text: str, *, decimal: str = ".") -> float:
    """Read a number; ``decimal`` is the decimal sign of the file."""
    plain = text.strip().replace("\u00a0", "").replace("\u202f", "")
    if decimal == ",":
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"a number is expected (decimal sign {decimal!r})")
    number = float(plain)
    if not math.isfinite(number):
        raise ValueError("a number of usual size is expected")
    return number


def read_whole(text: str) -> int:
    """Read a whole number, all its digits (``12``, also ``12.0``)."""
    if re.fullmatch(r"[+-]?\d{1,30}", text.strip()):
        return int(text)
    number = read_number(text)
    if not number.is_integer():
        raise ValueError("a whole number is expected")
    return int(number)


def read_date(text: str, *, order: str = "") -> date:
    """Read a date: ISO ``1999-08-02``, or ``02/08/1999`` when ``order`` is ``dmy`` or ``mdy``.

    Without an order only a slashed date whose order is certain (a number above 12) is accepted.
    """
    plain = text.strip()
    if iso := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in iso.groups())
    elif slashed := _SLASHED.fullmatch(plain):
        first, second, year = (int(part) for part in slashed.groups())
        if not order:
            if first <= 12 and second <= 12 and first != second:
                raise ValueError(
                    "a date must not be ambiguous (day/month or month/day); write it as 1999-08-02"
                )
            order = "mdy" if second > 12 else "dmy"
        day, month = (first, second) if order == "dmy" else (second, first)
    else:
        raise ValueError("a date is expected, written 1999-08-02 (or 02/08/1999)")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"a date must exist in the calendar ({error})") from None


def read_clock(text: str) -> int:
    """Read a time of day (``06:00``, ``6h``, ``22h30``, ``24:00``) as minutes after midnight."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError("a time of day is expected, written 06:00")
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    if minute > 59 or hour * 60 + minute > 1440:
        raise ValueError("a time of day lies between 00:00 and 24:00")
    return hour * 60 + minute


def read_day(text: str) -> int:
    """Read a day of the week (``mon`` .. ``sun``, French names, or 1 .. 7) as 0 (Monday) .. 6."""
    try:
        return _DAY_WORDS[text.strip().lower()]
    except KeyError:
        raise ValueError("a day of the week is one of mon tue wed thu fri sat sun") from None


def read_yes_no(text: str) -> bool:
    """Read yes or no (also oui, non, true, false, 1, 0)."""
    plain = text.strip().lower()
    if plain in YES_WORDS:
        return True
    if plain in NO_WORDS:
        return False
    raise ValueError("yes or no is expected (oui or non)")


def nearest(seen: str, known: Iterable[str]) -> str:
    """Return the known word closest to ``seen``, or an empty text when none is near.

    Two words of the same letters (``G36``, ``G63``) are near even when they are short.
    """
    pool = {word.lower(): word for word in known}
    wanted = seen.strip().lower()
    for word, original in pool.items():
        if word != wanted and sorted(word) == sorted(wanted):
            return original
    close = difflib.get_close_matches(wanted, list(pool), n=1, cutoff=0.7)
    return pool[close[0]] if close else ""


def suggest(seen: str, known: Iterable[str], *, limit: int = 12, is_french: bool = False) -> str:
    """Return a remedy for an unknown word: the near miss, or the list of what is known."""
    words = sorted(set(known))
    if near := nearest(seen, words):
        return f"Est-ce {near!r} ?" if is_french else f"Did you mean {near!r}?"
    if not words:
        return "Rien de tel n'est défini." if is_french else "Nothing of that kind is defined yet."
    shown = ", ".join(words[:limit]) + (", ..." if len(words) > limit else "")
    return f"Connus : {shown}." if is_french else f"Known: {shown}."
