"""Words, numbers and dates of one language, from ``i18n/<lang>.toml``.

The catalogue is a tree of sentences with ``{name}`` places. French numbers are grouped with a
narrow no-break space and have a decimal comma; English ones a comma and a point.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from accord.errors import StudyError
from accord.study.document import Bare, Figure, Flag, Text, Unit, Value, Verbatim

__all__ = ["LANGUAGES", "Language", "has_sentence", "language"]

LANGUAGES: Final = ("fr", "en")
NARROW = "\u202f"
NO_BREAK = "\u00a0"
# ``{name}`` stands for a value, ``{name?one|many}`` for the word that agrees with its number.
_PLACE = re.compile(r"\{([a-z_0-9]+)(?:\?([^|{}]*)\|([^{}]*))?\}")
# Decimals shown, by unit before any "/": money and pieces are whole, times have one place.
_DECIMALS: Final = {
    "pieces": 0,
    "machines": 0,
    "rows": 0,
    "count": 0,
    "share": 1,
    "h": 1,
    "people": 1,
    "posts": 1,
    "years": 1,
    "months": 1,
    "weeks": 1,
    "days": 1,
    "min": 1,
    "p": 3,
}
_MONEY: Final = frozenset({"FRF", "EUR", "GBP", "USD", "CHF"})
# Money of one of these is small: it is told with three digits.
_SMALL: Final = frozenset({"piece", "h"})
MILLION: Final = 1_000_000
MOST_DECIMALS: Final = 6
# Things that come whole: "180 people" when the number is whole, "53.6 people" when it is not.
_COUNTED: Final = frozenset({"people", "posts", "years", "months", "weeks", "days", "h", "min"})


class Language:
    """Sentences and formats of one language.

    Parameters
    ----------
    code
        ``fr`` or ``en``.
    sentences
        The catalogue, flattened: ``section.output.lead`` -> sentence with places.
    """

    def __init__(self, code: str, sentences: Mapping[str, str]) -> None:
        self.code = code
        self._sentences = dict(sentences)

    def known(self) -> frozenset[str]:
        """Return every key of the catalogue."""
        return frozenset(self._sentences)

    def sentence(self, key: str) -> str:
        """Return the raw sentence of a key.

        Raises
        ------
        StudyError
            When the catalogue has no such key.
        """
        try:
            return self._sentences[key]
        except KeyError:
            msg = f"i18n/{self.code}.toml has no sentence {key!r}"
            raise StudyError(msg) from None

    def parts(self, text: Text) -> Iterator[str | Value]:
        """Yield the sentence cut at its places: literal strings, then the values named there."""
        raw = self.sentence(text.key)
        at = 0
        for found in _PLACE.finditer(raw):
            if found.start() > at:
                yield _Literal(raw[at : found.start()])
            name = found.group(1)
            if name not in text.values:
                msg = f"sentence {text.key!r} wants a value {name!r}"
                raise StudyError(msg)
            value = text.values[name]
            if found.group(2) is None:
                yield value
            else:
                counted = value.figure if isinstance(value, Bare) else value
                one = isinstance(counted, Figure) and self.is_singular(counted.value)
                yield _Literal(found.group(2) if one else found.group(3))
            at = found.end()
        if at < len(raw):
            yield _Literal(raw[at:])

    def plain(self, value: Value) -> str:
        """Return a value as plain text in this language."""
        if isinstance(value, Figure):
            ends = self.interval(value, beside_unit=True)
            return f"{self.figure(value)} ({ends})" if ends else self.figure(value)
        if isinstance(value, Bare):
            return self.figure(value.figure, with_unit=False)
        if isinstance(value, Text):
            return "".join(self.plain(part) for part in self.parts(value))
        if isinstance(value, Flag):
            return self.plain(value.text)
        if isinstance(value, Verbatim):
            return self.verbatim(value)
        if isinstance(value, Unit):
            return self.unit(value.name) or "–"
        if isinstance(value, tuple):
            return ", ".join(self.plain(part) for part in value)
        if isinstance(value, date):
            return self.date(value)
        return str(value)

    def verbatim(self, words: Verbatim) -> str:
        """Return the form of this language, or the one there is."""
        return (words.en or words.fr) if self.code == "en" else (words.fr or words.en)

    def number(self, value: float, decimals: int = 0) -> str:
        """Format a number: ``20 000``, ``1,45`` in French; ``20,000``, ``1.45`` in English."""
        if not math.isfinite(value):
            return "–"
        rounded = round(value, decimals)
        text = f"{abs(rounded):,.{decimals}f}"
        if self.code == "fr":
            text = text.replace(",", NARROW).replace(".", ",")
        return f"\u2212{text}" if rounded < 0 else text

    def amount(self, value: float, unit: str, *, with_unit: bool = True) -> str:
        """Format a value of a unit; shares are shown as percentages."""
        base, _, per = unit.partition("/")
        has_digits = base == "ratio" or (base in _MONEY and per in _SMALL)
        decimals = _digits(value) if has_digits else _DECIMALS.get(base, 0)
        if base == "share":
            sign = f"{NARROW}%" if self.code == "fr" else "%"
            text = self.number(100 * value, decimals) + (sign if math.isfinite(value) else "")
            return f"{text}{self._per(per)}" if per and with_unit else text
        if base == "share_points":
            text = self.number(100 * value, 1)
            sign = "+" if value > 0 and math.isfinite(value) else ""
            return (
                f"{sign}{text}{NO_BREAK}{self.unit(unit, 100 * value)}"
                if with_unit
                else f"{sign}{text}"
            )
        if base == "clock":
            return self._clock(value)
        if with_unit and base in _MONEY and abs(value) >= MILLION:
            text = self.number(value / MILLION, 2)
            return f"{text}{NO_BREAK}M{self.unit(unit)}"
        if float(value).is_integer() and base in _COUNTED:
            decimals = 0
        text = self.number(value, decimals)
        word = self.unit(unit, value)
        return f"{text}{NO_BREAK}{word}" if with_unit and word else text

    def _clock(self, hour: float) -> str:
        """Format a time of day given in hours: ``5 h 30``, ``05:30``; above 24 the next day's."""
        minutes = round(60 * (hour if hour <= 24 else hour - 24))
        h, m = divmod(minutes, 60)
        if self.code == "fr":
            return f"{h}{NO_BREAK}h{NO_BREAK}{m:02d}" if m else f"{h}{NO_BREAK}h"
        return f"{h:02d}:{m:02d}"

    def figure(self, figure: Figure, *, with_unit: bool = True) -> str:
        """Format a figure's value with its unit."""
        if not figure.is_known:
            return self.sentence("number.none")
        return self.amount(figure.value, figure.unit, with_unit=with_unit)

    def in_full(self, figure: Figure) -> str:
        """Return an amount that is told in millions to the unit, so that a sum can be redone."""
        is_money = figure.unit.partition("/")[0] in _MONEY
        if not is_money or not figure.is_known or abs(figure.value) < MILLION:
            return ""
        return self.number(figure.value)

    def interval(self, figure: Figure, *, beside_unit: bool = False) -> str:
        """Format a figure's interval without unit, or an empty string when it has none.

        ``beside_unit``: it follows the value with its unit, so millions stay millions.
        """
        if figure.low is None or figure.high is None or not figure.is_known:
            return ""
        is_money = figure.unit.partition("/")[0] in _MONEY
        if beside_unit and is_money and abs(figure.value) >= MILLION:
            low, high = (self.number(end / MILLION, 2) for end in (figure.low, figure.high))
        else:
            low, high = (
                self.amount(end, figure.unit, with_unit=False) for end in (figure.low, figure.high)
            )
        return self.sentence("number.interval").replace("{low}", low).replace("{high}", high)

    def is_singular(self, value: float) -> bool:
        """Tell whether a number takes the singular: below 2 in French, 1 only in English."""
        return abs(value) < 2 if self.code == "fr" else value == 1

    def unit(self, unit: str, value: float = 2.0) -> str:
        """Return a unit in words: ``pieces/week`` -> ``pièces/sem.``."""
        base, _, per = unit.partition("/")
        one, _, many = self._sentences.get(f"unit.{base}", base).partition("|")
        word = one if not many or self.is_singular(value) else many
        return f"{word}{self._per(per)}" if per else word

    def date(self, day: date) -> str:
        """Format a date: ``3 mai 1999``, ``3 May 1999``."""
        month = self.sentence(f"month.{day.month}")
        first = "1er" if day.day == 1 and self.code == "fr" else str(day.day)
        return f"{first}{NO_BREAK}{month} {day.year}"

    def _per(self, per: str) -> str:
        return self._sentences.get(f"per.{per}", f"/{per}")


def _digits(value: float) -> int:
    """Return the decimals that give a number without unit three digits, and no zero at the end."""
    if not math.isfinite(value) or value == 0:
        return 0
    wanted = min(max(2 - math.floor(math.log10(abs(value))), 0), MOST_DECIMALS)
    return len(f"{value:.{wanted}f}".partition(".")[2].rstrip("0"))


class _Literal(str):
    """Words of the catalogue itself, not a value."""

    __slots__ = ()


@cache
def language(code: str) -> Language:
    """Return the language ``fr`` or ``en``.

    Raises
    ------
    StudyError
        When there is no catalogue of that code.
    """
    if code not in LANGUAGES:
        msg = f"language {code!r} is not one of {', '.join(LANGUAGES)}; use --lang fr or --lang en"
        raise StudyError(msg)
    sentences: dict[str, str] = {}
    folder = resources.files("accord.study") / "i18n" / code
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            tree = tomllib.loads(entry.read_text(encoding="utf-8"))
            sentences.update(_flat(tree))
    return Language(code, sentences)


def has_sentence(key: str) -> bool:
    """Tell whether the catalogues have a sentence of this key."""
    return key in language(LANGUAGES[0]).known()


def _flat(tree: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
