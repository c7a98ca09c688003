"""How the tables are written: UTF-8, comma, LF, the same bytes each time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

Value = str | int | float | None


def text_of(value: Value) -> str:
    """Write a value: no trailing zeros, empty for None, yes and no for booleans."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"
    return str(value)


def quoted(text: str) -> str:
    """Write a text that may stand anywhere in YAML."""
    return json.dumps(text, ensure_ascii=False)


def write_text(path: Path, text: str) -> None:
    """Write a text file as UTF-8 with LF line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write a table as CSV."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([text_of(value) for value in row] for row in rows)
    write_text(path, buffer.getvalue())
