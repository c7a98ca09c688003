"""How a table file is written: encoding, separator, decimal sign, order of dates.

The dialect is found from the file itself. What cannot be decided is reported as a question: a date
such as 03/04/1999 with no other hint is asked about, never guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from accord.plant.columns import Table, plain

__all__ = ["Dialect", "date_order", "decimal_sign", "read_bytes", "separator"]

SEPARATORS = (";", ",", "\t", "|")
_COMMA = re.compile(r"[+-]?\d*,\d+")
_POINT = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d+)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]\d{4}")
COUNTRIES_MDY = ("us",)
"""Countries whose people write the month first; everywhere else the day comes first."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The conventions of one file.

    Parameters
    ----------
    encoding
        ``utf-8``, ``utf-16`` or ``cp1252``.
    separator
        Character between fields; empty in a workbook.
    decimal
        ``.`` or ``,``; ``.,`` when both may stand (a workbook mixes numbers and typed text).
    dates
        ``dmy``, ``mdy``, or empty when the file does not say.
    """

    encoding: str = "utf-8"
    separator: str = ","
    decimal: str = "."
    dates: str = ""

    def __str__(self) -> str:
        """Show the conventions by example, for any language: ``cp1252: a;b 0,5 31/12/1999``."""
        names = {"\t": "⇥", "": " "}
        sign = names.get(self.separator, self.separator)
        day = {"dmy": "31/12/1999", "mdy": "12/31/1999"}.get(self.dates, "1999-12-31")
        return f"{self.encoding}: a{sign}b 0{self.decimal}5 {day}"

    def with_values(self, decimal: str, dates: str) -> Dialect:
        """Return the dialect with what the values told."""
        return replace(self, decimal=decimal, dates=dates)


def read_bytes(data: bytes) -> tuple[str, str]:
    """Decode a file and say how: UTF-8 (BOM or not), UTF-16 with BOM, else cp1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def separator(header: str, table: Table | None) -> str:
    """Find the separator: the one that splits the header into most known columns, else most fields.

    Parameters
    ----------
    header
        First line of the file.
    table
        The table it should hold, if known.
    """

    def score(sign: str) -> tuple[int, int]:
        fields = next(csv.reader([header], delimiter=sign), [])
        known = sum(1 for field in fields if table and table.find(plain(field)))
        return known, len(fields)

    return max(SEPARATORS, key=score)


def decimal_sign(cells: Iterable[str | None], sign: str) -> str:
    """Find the decimal sign of number cells; ``sign`` is the separator of the file.

    In a semicolon or tab file a single comma is a decimal comma. In a comma file a quoted
    ``1,600`` could be thousands, so a comma counts only if some number cannot be read that way.
    When both signs stand in one file the point wins, and each comma is reported as no number.
    """
    comma = False
    for cell in cells:
        if cell is None:
            continue
        if _POINT.fullmatch(cell):
            return "."
        if _COMMA.fullmatch(cell):
            whole, _, part = cell.lstrip("+-").partition(",")
            is_thousands = len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
            comma = comma or sign in (";", "\t", "|") or not is_thousands
    return "," if comma else "."


def date_order(cells: Iterable[str | None], *, is_french: bool, country: str) -> tuple[str, int]:
    """Find the order of slashed dates and how many of them stay ambiguous.

    Parameters
    ----------
    cells
        Text of all date cells of the file.
    is_french
        The file is in the French dialect (French headers, or semicolon with decimal comma).
    country
        Country of the plant, lower case, or empty.

    Returns
    -------
    tuple
        ``dmy``, ``mdy`` or empty, and the number of ambiguous dates when it is empty.
    """
    first_high = second_high = ambiguous = 0
    for cell in cells:
        found = _SLASHED.fullmatch(cell) if cell else None
        if not found:
            continue
        first, second = int(found.group(1)), int(found.group(2))
        first_high += first > 12
        second_high += second > 12
        ambiguous += first <= 12 and second <= 12 and first != second
    if first_high and not second_high:
        return "dmy", 0
    if second_high and not first_high:
        return "mdy", 0
    if first_high or second_high:  # both orders in one file: neither can be trusted
        return "", ambiguous
    if ambiguous == 0:
        return "", 0
    if is_french:
        return "dmy", 0
    if country:
        return ("mdy" if country in COUNTRIES_MDY else "dmy"), 0
    return "", ambiguous


def is_french(headers: Sequence[str], table: Table, dialect: Dialect) -> bool:
    """Tell whether a file speaks French: semicolon with decimal comma, or French column names."""
    if dialect.separator == ";" and dialect.decimal == ",":
        return True
    named = ((plain(header), table.find(header)) for header in islice(headers, 100))
    return sum(1 for word, column in named if column and word != column.name) >= 2
