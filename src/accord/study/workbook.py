"""``tables.xlsx``: every table of the report with native numbers, the figures, the sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import xlsxwriter

from accord.study.document import Document, Table, Value
from accord.study.figures import Figure
from accord.study.language import Language

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["write_workbook"]

SHEET_NAME_MAX: Final = 31
_NUMBER: Final = {"share": "0.0%", "h": "#,##0.0", "people": "#,##0.0", "years": "#,##0.0"}


def write_workbook(
    path: Path,
    document: Document,
    figures: Iterable[Figure],
    sources: Mapping[str, str],
    words: Language,
) -> None:
    """Write one sheet per table, then all figures, then the files read with their SHA-256.

    Parameters
    ----------
    sources
        Path of each file read -> SHA-256 of its bytes.
    """
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "nan_inf_to_errors": True}) as w:
        formats = {
            name: w.add_format(shape)
            for name, shape in (
                ("head", {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
                ("title", {"bold": True, "font_size": 12}),
                ("note", {"italic": True, "font_color": "#52606d"}),
                ("share", {"num_format": "0.0%"}),
                ("points", {"num_format": "+0.0;-0.0;0.0"}),
                ("one", {"num_format": "#,##0.0"}),
                ("whole", {"num_format": "#,##0"}),
                ("free", {"num_format": "0.000"}),
            )
        }
        used: set[str] = set()
        tables = [b for b in document.overview if isinstance(b, Table)]
        tables += [t for s in document.sections for t in s.tables]
        for table in tables:
            sheet = w.add_worksheet(_sheet_name(table.id, used))
            _write_table(sheet, table, document, words, formats)
        _write_figures(w.add_worksheet("figures"), figures, words, formats)
        sheet = w.add_worksheet("sources")
        sheet.write_row(0, 0, ["file", "sha256"], formats["head"])
        for i, (file, digest) in enumerate(sources.items(), start=1):
            sheet.write_row(i, 0, [file, digest])
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 68)


def _sheet_name(table_id: str, used: set[str]) -> str:
    name = re.sub(r"[\[\]:*?/\\]", " ", table_id)[:SHEET_NAME_MAX]
    number = 2
    while name.lower() in used:
        suffix = f" {number}"
        name = name[: SHEET_NAME_MAX - len(suffix)] + suffix
        number += 1
    used.add(name.lower())
    return name


def _write_table(
    sheet: Worksheet,
    table: Table,
    document: Document,
    words: Language,
    formats: Mapping[str, Format],
) -> None:
    sheet.write_string(0, 0, words.plain(table.caption), formats["title"])
    if document.is_fictional:
        sheet.write_string(1, 0, words.sentence("page.fictional"), formats["note"])
    # A column whose cells carry intervals gets two more columns, so that all stay numbers.
    has_ends = [
        any(isinstance(row[c], Figure) and row[c].has_interval for row in table.rows)  # type: ignore[union-attr]
        for c in range(len(table.columns))
    ]
    at, starts = 0, []
    for column, ends in zip(table.columns, has_ends, strict=True):
        starts.append(at)
        sheet.write_string(3, at, words.plain(column.title), formats["head"])
        if ends:
            sheet.write_string(3, at + 1, words.sentence("page.low"), formats["head"])
            sheet.write_string(3, at + 2, words.sentence("page.high"), formats["head"])
        at += 3 if ends else 1
    for i, row in enumerate(table.rows, start=4):
        for value, start, ends in zip(row, starts, has_ends, strict=True):
            _write_value(sheet, (i, start), value, words, formats)
            if ends and isinstance(value, Figure):
                style = _style(value.unit, formats)
                for offset, end in ((1, value.low), (2, value.high)):
                    if end is not None:
                        sheet.write_number(i, start + offset, end, style)
    if table.note is not None:
        sheet.write_string(5 + len(table.rows), 0, words.plain(table.note), formats["note"])
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, at, 14)
    sheet.freeze_panes(4, 1)


def _write_value(
    sheet: Worksheet,
    at: tuple[int, int],
    value: Value,
    words: Language,
    formats: Mapping[str, Format],
) -> None:
    row, column = at
    if isinstance(value, Figure) and value.is_known and value.unit != "clock":
        scale = 100.0 if value.unit == "share_points" else 1.0
        sheet.write_number(row, column, scale * value.value, _style(value.unit, formats))
    elif isinstance(value, date):
        sheet.write_string(row, column, value.isoformat())
    else:
        sheet.write_string(row, column, words.plain(value))


def _style(unit: str, formats: Mapping[str, Format]) -> Format:
    base = unit.partition("/")[0]
    if base == "share":
        return formats["share"]
    if base == "share_points":
        return formats["points"]
    if base in {"p", "ratio"}:
        return formats["free"]
    return formats["one"] if base in _NUMBER else formats["whole"]


def _write_figures(
    sheet: Worksheet, figures: Iterable[Figure], words: Language, formats: Mapping[str, Format]
) -> None:
    heads = ["id", "value", "unit", "low", "high", "kind", "rests on", "places", "method"]
    sheet.write_row(0, 0, heads, formats["head"])
    for i, f in enumerate(figures, start=1):
        sheet.write_string(i, 0, f.id)
        if f.is_known:
            sheet.write_number(i, 1, f.value)
        sheet.write_string(i, 2, f.unit)
        for column, end in ((3, f.low), (4, f.high)):
            if end is not None and end == end and abs(end) != float("inf"):  # noqa: PLR0124 - NaN
                sheet.write_number(i, column, end)
        sheet.write_string(i, 5, f.kind)
        sheet.write_string(i, 6, ", ".join(f.parents))
        sheet.write_string(i, 7, ", ".join(f.places))
        sheet.write_string(i, 8, words.plain(f.method))
    sheet.set_column(0, 0, 42)
    sheet.freeze_panes(1, 1)
