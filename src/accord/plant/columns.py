"""The vocabulary of table specifications: a column, a table, and whether a plant needs it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

__all__ = ["Column", "Kind", "Table", "TableUse", "plain"]

Kind = Literal[
    "id", "text", "number", "whole", "date", "clock", "yes_no", "choice", "machines", "days",
    "breaks",
]  # fmt: skip


class TableUse(Enum):
    """Whether a plant can do without a table."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        English column name, unit as suffix.
    kind
        How its cells are read.
    meaning, sense
        What it says, in English and in French.
    unit
        Unit in words, empty when it has none.
    required
        Every row must fill it.
    default
        Value assumed when it is empty; each use is reported. Empty: nothing is assumed.
    empty
        What an empty cell means when no default is assumed.
    low, high, low_open
        Range allowed; with ``low_open`` the lower bound itself is not.
    choices, words
        Words allowed, and other words that mean one of them.
    refers
        Table whose first key column holds the values allowed here.
    aliases
        Other column names accepted, folded by ``plain``.
    only_with
        Column without which the default has no effect; rows without it are not reported.
    field
        Name in the record when it differs from ``name``.
    """

    name: str
    kind: Kind
    meaning: str
    sense: str
    unit: str = ""
    required: bool = False
    default: str = ""
    empty: str = ""
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    choices: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    refers: str = ""
    aliases: tuple[str, ...] = ()
    only_with: str = ""
    example: str = ""
    field: str = ""

    @property
    def target(self) -> str:
        """Name of the record's field."""
        return self.field or self.name


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, key, other names of its file or sheet."""

    name: str
    meaning: str
    sense: str
    sheets: tuple[str, ...]
    use: TableUse
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column called ``name``."""
        return next(column for column in self.columns if column.name == name)

    def find(self, header: str) -> Column | None:
        """Return the column that a header names, in English or by an alias, else None."""
        wanted = plain(header)
        for column in self.columns:
            if wanted == column.name or wanted in column.aliases:
                return column
        return None


def plain(word: str) -> str:
    """Fold a header or sheet name: lower case, no accents, blanks and dashes as ``_``."""
    folded = unicodedata.normalize("NFKD", word.strip().lower())
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    return "_".join(letters.replace("-", " ").replace("'", " ").replace("/", " ").split())
