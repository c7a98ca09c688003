"""One table as text: every cell with its place, from a CSV file or a sheet of a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from accord.errors import Place, Problem
from accord.plant.columns import Table
from accord.plant.dialect import Dialect, read_bytes, separator

__all__ = ["MAX_ROWS", "MAX_TABLE_BYTES", "Sheet", "read_csv"]

MAX_TABLE_BYTES = 64_000_000
MAX_ROWS = 500_000
CHUNK_ROWS = 50_000
"""Rows turned into columns at a time, so that a large file never stands whole as Python lists."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text.

    Parameters
    ----------
    file, sheet
        Where it comes from; ``sheet`` is empty for a CSV file.
    header
        Column names as written.
    header_line
        Line (or sheet row) of the header.
    frame
        Columns ``0`` .. ``n-1`` of trimmed text (null when empty) and ``line``, the line on which
        each row starts.
    dialect
        How the file is written.
    first_column
        Sheet column of field 0, 1 = A.
    lines
        Physical lines of a CSV file, for the places of single cells.
    """

    file: str
    sheet: str
    header: tuple[str, ...]
    header_line: int
    frame: pl.DataFrame
    dialect: Dialect
    first_column: int = 1
    lines: Sequence[str] = field(default=(), repr=False)

    def place(self, line: int = 0, i_field: int | None = None) -> Place:
        """Return the place of a field of the row that starts at ``line``.

        Parameters
        ----------
        line
            1-based line or sheet row; 0 for the whole table.
        i_field
            0-based field, or None for the whole row.
        """
        if i_field is None or not line:
            return Place(self.file, line, 0, self.sheet)
        if self.sheet:
            return Place(self.file, line, self.first_column + i_field, self.sheet)
        at, column = _field_start(self.lines, line, i_field, self.dialect.separator)
        return Place(self.file, at, column)


def _field_start(lines: Sequence[str], line: int, i_field: int, sign: str) -> tuple[int, int]:
    """Walk a row (which may span lines inside quotes) to the start of a field."""
    seen, is_quoted = 0, False
    if i_field == 0:
        return line, 1
    for number in range(line, len(lines) + 1):
        for column, char in enumerate(lines[number - 1], start=1):
            if char == '"':
                is_quoted = not is_quoted
            elif char == sign and not is_quoted:
                seen += 1
                if seen == i_field:
                    return number, column + 1
        if not is_quoted:
            return number, len(lines[number - 1].rstrip("\r\n")) + 1
    return line, 1


def read_csv(name: str, table: Table, data: bytes) -> tuple[Sheet | None, list[Problem]]:
    """Read the bytes of a CSV file as text columns.

    Parameters
    ----------
    name
        How places call it.
    table
        The table it should hold (its column names tell the separator).
    data
        The file's bytes.

    Returns
    -------
    tuple
        The sheet (None when nothing can be read) and the problems found.
    """
    text, encoding = read_bytes(data)
    if "\x00" in text:
        return None, [
            Problem(
                Place(name),
                "the file holds zero bytes",
                "a table is a text file",
                "Save it as CSV (UTF-8) from your spreadsheet.",
            )
        ]
    lines = list(io.StringIO(text, newline=""))
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None, [
            Problem(
                Place(name),
                "the file is empty",
                "a table has a header line",
                f"Write the columns: {', '.join(c.name for c in table.columns)}.",
            )
        ]
    sign = separator(lines[first], table)
    dialect = Dialect(encoding, sign)
    rows = _Rows(name, lines, sign)
    header_line, header = next(rows.read(first), (first + 1, []))
    columns = tuple(cell.strip() for cell in header)
    while columns and not columns[-1]:  # a separator at the end of every line is no column
        columns = columns[:-1]
    frame = rows.frame(rows.last_line, len(columns))
    return Sheet(name, "", columns, header_line, frame, dialect, lines=lines), rows.problems


class _Rows:
    """Reads the rows of a CSV text with the line on which each starts."""

    def __init__(self, name: str, lines: Sequence[str], sign: str) -> None:
        self._name, self._lines, self._sign = name, lines, sign
        self.problems: list[Problem] = []
        self.last_line = 0

    def read(self, first: int) -> Iterator[tuple[int, list[str]]]:
        """Give (line, fields) from the 0-based line ``first`` on."""
        reader = csv.reader(self._lines[first:], delimiter=self._sign, strict=True)
        line = first + 1
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self.problems.append(
                    Problem(
                        Place(self._name, line, 1),
                        f"a row that cannot be split ({error})",
                        'a quoted field starts and ends with "',
                        "Check the quotes of this row.",
                    )
                )
                self.last_line = len(self._lines)
                return
            self.last_line = first + reader.line_num
            yield line, fields
            line = self.last_line + 1

    def frame(self, first: int, width: int) -> pl.DataFrame:
        """Turn the rows from ``first`` on into text columns, in chunks."""
        schema = {str(i): pl.String for i in range(width)}
        parts: list[pl.DataFrame] = []
        chunk: list[list[str]] = []
        places: list[int] = []
        count = 0

        def close() -> None:
            part = pl.DataFrame(chunk, schema=schema, orient="row")
            parts.append(part.with_columns(pl.Series("line", places, dtype=pl.Int64)))
            chunk.clear()
            places.clear()

        for line, fields in self.read(first):
            if not any(map(str.strip, fields)):
                continue
            count += 1
            if count > MAX_ROWS:
                self.problems.append(too_many_rows(Place(self._name, line)))
                break
            chunk.append(self._fit(line, fields, width))
            places.append(line)
            if len(chunk) == CHUNK_ROWS:
                close()
        close()
        text = pl.concat(parts)
        trimmed = pl.col(pl.String).str.strip_chars()
        return text.with_columns(pl.when(trimmed != "").then(trimmed).name.keep())

    def _fit(self, line: int, fields: list[str], width: int) -> list[str]:
        """Make a row as wide as the header; too many or too few filled fields are reported."""
        if len(fields) > width and any(map(str.strip, fields[width:])):
            at, column = _field_start(self._lines, line, width, self._sign)
            self.problems.append(
                Problem(
                    Place(self._name, at, column),
                    f"{len(fields)} fields, {fields[width]!r} is one too many",
                    f"the header has {width} columns",
                    f'Remove it, or put the field that contains {self._sign!r} between quotes (").',
                )
            )
        elif len(fields) < width:
            self.problems.append(
                Problem(
                    Place(self._name, line),
                    f"{len(fields)} fields",
                    f"the header has {width} columns",
                    "Add the missing separators or values.",
                )
            )
        return (fields + [""] * width)[:width]


def too_many_rows(place: Place) -> Problem:
    """Return the problem of a table beyond the row limit."""
    return Problem(
        place,
        f"more than {MAX_ROWS:,} rows",
        f"a table may have at most {MAX_ROWS:,} rows",
        "Group orders by week and product, or split the study.",
    )


def too_many_bytes(place: Place, size: int) -> Problem:
    """Return the problem of a table beyond the size limit."""
    return Problem(
        place,
        f"the file has {size:,} bytes",
        f"a table may have at most {MAX_TABLE_BYTES:,} bytes (and {MAX_ROWS:,} rows)",
        "Group orders by week and product, or split the study.",
    )
