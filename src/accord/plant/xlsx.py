"""A plant workbook: sheets as text with their cells, read with fastexcel.

Excel keeps what CSV loses (types) and hides what matters (merged cells, error cells); the hidden
part is read from the workbook's XML, so that nothing is dropped in silence.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from accord.errors import Place
from accord.plant.columns import Table, plain
from accord.plant.dialect import Dialect
from accord.plant.material import Material
from accord.plant.records import SourceFile
from accord.plant.sheet import MAX_ROWS, MAX_TABLE_BYTES, Sheet, too_many_bytes, too_many_rows
from accord.plant.tables import TABLES
from accord.plant.values import nearest
from accord.plant.yamlfile import Node, parse

__all__ = ["read_workbook"]

MAX_UNPACKED_BYTES = 600_000_000
PLANT_SHEETS = ("plant", "usine")
TEXT_SHEETS = ("scenarios", "evidence")
SILENT_SHEETS = ("readme", "lisez_moi", "notes", "help", "aide", "log")
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, fastexcel.FastExcelError,
    KeyError, ValueError, IndexError, EOFError, RuntimeError, OverflowError,
)  # fmt: skip
"""What reading a damaged archive raises, in zipfile and in fastexcel."""
OVERTIME, LABELS = "overtime", "labels"
NUMERIC = r"^-?\d+(\.\d+)?$"


def read_workbook(path: Path) -> Material:
    """Read every sheet of a workbook into the parts of a plant; mistakes are collected.

    Parameters
    ----------
    path
        The ``.xlsx`` file.

    Returns
    -------
    Material
        The parts, the digest of the workbook, and the problems.
    """
    material = Material(path.stem)
    name = path.name
    try:
        size = path.stat().st_size
        if size > MAX_TABLE_BYTES:
            material.problems.append(too_many_bytes(Place(name), size))
            return material
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        hidden = _hidden(path)
        book = fastexcel.read_excel(str(path))
    except OSError as error:
        material.complain(
            Place(name),
            f"the file cannot be read ({error.strerror})",
            "a plant is a folder or an .xlsx workbook",
            "Check its permissions.",
        )
        return material
    except BROKEN:
        material.complain(
            Place(name),
            "the file is not a readable .xlsx workbook",
            "a workbook is saved by a spreadsheet as .xlsx, without a password",
            "Save it again as .xlsx.",
        )
        return material
    rows = 0
    # The head comes first: the sheet of overtime rows hangs into it.
    for sheet_name in sorted(book.sheet_names, key=lambda word: plain(word) not in PLANT_SHEETS):
        rows += _read_sheet(material, book, name, sheet_name, hidden.get(sheet_name, _Hidden()))
    _report_missing(material, name)
    material.sources.append(SourceFile(name, digest, rows, "xlsx"))
    return material


@dataclass(frozen=True, slots=True)
class _Hidden:
    """What fastexcel does not tell about a sheet."""

    first_column: int = 1
    merged: tuple[str, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()


def _hidden(path: Path) -> dict[str, _Hidden]:
    """Read merged ranges, error cells and the first used column from the XML of each sheet."""
    with zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise ValueError("unpacked too large")
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        targets: dict[str, str] = {}
        for tag in re.findall(r"<Relationship\b[^>]*>", links):
            found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            targets[found.get("Id", "")] = found.get("Target", "")
        result: dict[str, _Hidden] = {}
        for tag in re.findall(r"<sheet\b[^>]*>", book):
            found = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
            target = targets.get(found.get("r:id", ""), "").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            if part in archive.namelist():
                text = archive.read(part).decode("utf-8", "replace")
                result[_unescape(found.get("name", ""))] = _scan(text)
        return result


def _unescape(text: str) -> str:
    for code, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(code, char)
    return text.replace("&amp;", "&")


def _scan(text: str) -> _Hidden:
    filled = set(re.findall(r'<c r="([A-Z]+)\d+"[^>]*>(?!</c>)', text))
    errors = re.findall(r'<c r="([A-Z]+\d+)"[^>]*t="e"[^>]*>.*?<v>(.*?)</v>', text)
    merged = re.findall(r'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"', text)
    return _Hidden(min(map(_number, filled), default=1), tuple(merged), tuple(errors))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _cell(reference: str) -> tuple[int, int]:
    """Return row and column of ``C7``."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), _number(letters)


def _table_of(sheet_name: str) -> Table | None:
    word = plain(sheet_name)
    return next((t for t in TABLES.values() if word == t.name or word in t.sheets), None)


def _read_sheet(
    material: Material, book: fastexcel.ExcelReader, name: str, sheet_name: str, hidden: _Hidden
) -> int:
    """Read one sheet into its part; return its number of rows."""
    word = plain(sheet_name)
    table = _table_of(sheet_name)
    if table is None and word not in (*PLANT_SHEETS, *TEXT_SHEETS, OVERTIME, LABELS):
        if word not in SILENT_SHEETS:
            _complain_unknown(material, name, sheet_name)
        return 0
    if table is not None and table.name in material.sheets:
        material.complain(
            Place(name, sheet=sheet_name),
            f"a second sheet for {table.name}",
            "a table stands once",
            "Keep one of the two.",
        )
        return 0
    _report_hidden(material, name, sheet_name, hidden)
    try:
        sheet = _text_sheet(material, book, name, sheet_name, hidden.first_column)
    except BROKEN:
        material.complain(
            Place(name, sheet=sheet_name),
            "the sheet cannot be read",
            "a workbook is saved by a spreadsheet as .xlsx",
            "Save it again as .xlsx.",
        )
        return 0
    if sheet is None:
        return 0
    if table is not None:
        material.sheets[table.name] = sheet
    elif word in PLANT_SHEETS:
        material.settings = _settings(material, sheet)
    elif word == OVERTIME:
        _add_overtime(material, sheet)
    elif word == LABELS:
        _add_labels(material, sheet)
    else:
        for text_name, text, rows in _texts(sheet):
            node = _text_node(material, sheet, text_name, text, rows)
            if node is not None and word == "evidence":
                material.evidence = node
            elif node is not None:
                material.scenarios.append(node)
    return sheet.frame.height


def _complain_unknown(material: Material, name: str, sheet_name: str) -> None:
    known = [*TABLES, *PLANT_SHEETS[:1], *TEXT_SHEETS, OVERTIME, LABELS]
    near = nearest(plain(sheet_name), known)
    remedy = f"Did you mean {near!r}?" if near else "Call it 'notes' if it is meant for people."
    material.complain(
        Place(name, sheet=sheet_name),
        f"unknown sheet {sheet_name!r}",
        f"sheets are called {', '.join(known)}",
        remedy,
        "error" if near else "warning",
        french=(
            f"feuille inconnue {sheet_name!r}",
            f"les feuilles s'appellent {', '.join(known)}",
            "Appelez-la 'notes' si elle est pour des lecteurs.",
        ),
    )


def _report_hidden(material: Material, name: str, sheet_name: str, hidden: _Hidden) -> None:
    """Report merged cells and error cells."""
    for reference in hidden.merged:
        first, _, last = reference.partition(":")
        row, column = _cell(first)
        material.complain(
            Place(name, row, column, sheet_name),
            f"merged cells {first}:{last}",
            "every cell of a table holds its own value",
            "Unmerge them and fill each cell.",
        )
    for reference, code in hidden.errors:
        row, column = _cell(reference)
        material.complain(
            Place(name, row, column, sheet_name),
            f"the cell shows {code}",
            "a cell holds a value",
            "Repair the formula.",
        )


def _text_sheet(
    material: Material, book: fastexcel.ExcelReader, name: str, sheet_name: str, first_column: int
) -> Sheet | None:
    """Load a sheet as text columns with row numbers; the first filled row is the header."""
    table = _table_of(sheet_name)
    grid = book.load_sheet(
        sheet_name, header_row=None, skip_rows=0, dtypes="string"
    ).to_polars()  # fmt: skip
    if grid.width:
        grid.columns = [str(i) for i in range(grid.width)]
        # Lines of YAML keep their indentation; table cells are trimmed.
        trimmed = pl.all().str.strip_chars() if table else pl.all().str.strip_chars_end()
        grid = grid.with_columns(pl.when(trimmed != "").then(trimmed).name.keep())
        grid = grid.with_row_index("line", 1).filter(
            ~pl.all_horizontal(pl.exclude("line").is_null())
        )
    if not grid.height or grid.width < 2:
        kind = "error" if table is not None and table.use.value == "required" else "warning"
        material.complain(
            Place(name, sheet=sheet_name),
            "the sheet is empty",
            "the first row holds the column names",
            "Fill it, or delete it.",
            kind,
            french=(
                "la feuille est vide",
                "la première ligne porte les noms de colonnes",
                "Remplissez-la, ou supprimez-la.",
            ),
        )
        return None
    if grid.height - 1 > MAX_ROWS:
        material.problems.append(too_many_rows(Place(name, MAX_ROWS + 1, 0, sheet_name)))
        grid = grid.head(MAX_ROWS + 1)
    if table is not None:
        grid = _exact_numbers(book, sheet_name, table, grid)
    return _as_sheet(name, sheet_name, grid, first_column)


def _exact_numbers(
    book: fastexcel.ExcelReader, sheet_name: str, table: Table, grid: pl.DataFrame
) -> pl.DataFrame:
    """Put all digits of number cells back: as text they come rounded to ten."""
    header = grid.row(0, named=True)
    numbers = [
        i for i, text in header.items()
        if i != "line" and text and (c := table.find(text)) is not None and c.kind == "number"
    ]  # fmt: skip
    if not numbers:
        return grid
    exact = book.load_sheet(
        sheet_name, header_row=None, skip_rows=0, dtypes="float"
    ).to_polars()  # fmt: skip
    exact.columns = [f"{i}:exact" for i in range(exact.width)]
    exact = exact.with_row_index("line", 1)
    joined = grid.join(exact, on="line", how="left", maintain_order="left")
    return joined.with_columns(
        pl.when(pl.col(i).str.contains(NUMERIC) & pl.col(f"{i}:exact").is_not_null())
        .then(pl.col(f"{i}:exact").cast(pl.String))
        .otherwise(pl.col(i))
        .alias(i)
        for i in numbers
    ).select(grid.columns)


def _as_sheet(name: str, sheet_name: str, grid: pl.DataFrame, first_column: int) -> Sheet:
    body = grid.slice(1)
    header = [grid[0, column] or "" for column in grid.columns if column != "line"]
    while header and not header[-1] and body[str(len(header) - 1)].null_count() == body.height:
        header.pop()
    frame = body.select(
        *(str(i) for i in range(len(header))), pl.col("line").cast(pl.Int64)
    )  # fmt: skip
    line = int(grid[0, "line"])
    return Sheet(
        name, sheet_name, tuple(header), line, frame, Dialect("xlsx", "", ".,"), first_column
    )


HEAD_WORDS: Final = {"cle": "key", "valeur": "value"}
"""French titles of the columns of settings and what they are called in English."""


def _named_rows(sheet: Sheet) -> Iterator[tuple[int, dict[str, tuple[int, str]]]]:
    """Give each row as (sheet row, {folded header: (field, text)}) of its filled cells."""
    for *cells, line in sheet.frame.iter_rows():
        yield (
            line,
            {
                HEAD_WORDS.get(plain(header), plain(header)): (i, str(cell))
                for i, (header, cell) in enumerate(zip(sheet.header, cells, strict=True))
                if cell is not None
            },
        )


def _settings(material: Material, sheet: Sheet) -> Node:
    """Turn the rows key | value of the sheet ``plant`` into the tree of a plant.yaml."""
    root = Node("map", sheet.place(sheet.header_line, 0))
    for line, cells in _named_rows(sheet):
        if "key" not in cells:
            continue
        _, key = cells["key"]
        i_value, value = cells.get("value", (1, ""))
        place = sheet.place(line, i_value)
        parts = key.split(".")
        branch = root
        for depth, part in enumerate(parts[:-1], start=1):
            path = ".".join(parts[:depth])
            branch.keys.setdefault(part, place)
            branch = branch.entries.setdefault(part, Node("map", place, path))
        last = parts[-1]
        node = Node("text", place, key, re.sub(r"^(\d{4}-\d\d-\d\d) 00:00:00$", r"\1", value))
        if key in ("calendar.holidays", "calendar.closed"):
            old = branch.entries.get(last)
            node = Node("list", place, key, items=(*(old.items if old else ()), node))
        elif last in branch.entries:
            material.complain(
                place, f"key {key!r} again", "a key may stand only once", "Keep one of the rows."
            )
            continue
        branch.keys[last] = sheet.place(line, cells["key"][0])
        branch.entries[last] = node
    return root


def _add_overtime(material: Material, sheet: Sheet) -> None:
    """Hang the rows of the sheet ``overtime`` into the settings."""
    lines: list[Node] = []
    for line, cells in _named_rows(sheet):
        place = sheet.place(line, 0)
        entries: dict[str, Node] = {}
        for key, (i_field, text) in cells.items():
            at, path = sheet.place(line, i_field), f"overtime.{len(lines)}.{key}"
            parts = [Node("text", at, path, part) for part in re.split(r"[;\s]+", text)]
            is_list = key == "crews"
            entries[key] = (
                Node("list", at, path, items=tuple(parts))
                if is_list
                else Node("text", at, path, text)
            )
        keys = {key: node.place for key, node in entries.items()}
        lines.append(Node("map", place, f"overtime.{len(lines)}", entries=entries, keys=keys))
    place = sheet.place(sheet.header_line, 0)
    if material.settings is not None:
        material.settings.keys["overtime"] = place
        material.settings.entries["overtime"] = Node("list", place, "overtime", items=tuple(lines))


def _add_labels(material: Material, sheet: Sheet) -> None:
    """Hang the rows word | fr | en of the sheet ``labels`` into the settings."""
    place = sheet.place(sheet.header_line, 0)
    labels = Node("map", place, LABELS)
    for line, cells in _named_rows(sheet):
        if "word" not in cells:
            continue
        i_field, word = cells["word"]
        at, path = sheet.place(line, i_field), f"{LABELS}.{word}"
        entry = Node("map", at, path)
        for key in ("fr", "en"):
            if key not in cells:
                continue
            i_field, text = cells[key]
            entry.keys[key] = sheet.place(line, i_field)
            entry.entries[key] = Node("text", entry.keys[key], f"{path}.{key}", text)
        labels.keys[word], labels.entries[word] = at, entry
    if material.settings is not None:
        material.settings.keys[LABELS] = place
        material.settings.entries[LABELS] = labels


def _texts(sheet: Sheet) -> Iterator[tuple[str, str, list[int]]]:
    """Give the YAML texts of a sheet with columns file | text, one line of text a row."""
    texts: dict[str, list[tuple[int, str]]] = {}
    for line, cells in _named_rows(sheet):
        if "file" in cells:
            _, text = cells.get("text", (1, ""))
            texts.setdefault(cells["file"][1], []).append((line, text))
    for name, lines in texts.items():
        yield name, "\n".join(text for _, text in lines) + "\n", [line for line, _ in lines]


def _text_node(
    material: Material, sheet: Sheet, name: str, text: str, rows: list[int]
) -> Node | None:
    """Parse YAML text that stands one line a row; None when it cannot be parsed."""

    def place(line: int, column: int) -> Place:
        del column  # a cell is the finest place of a sheet
        return sheet.place(rows[min(line, len(rows)) - 1], 1)

    node, problems = parse(text, name, place)
    material.problems += problems
    is_lost = not node.entries and any(p.kind == "error" for p in problems)
    return None if is_lost else node


def _report_missing(material: Material, name: str) -> None:
    for table in TABLES.values():
        if table.name in material.sheets or table.use.value != "required":
            continue
        if any(p.place.sheet and _is(table, p.place.sheet) for p in material.problems):
            continue
        columns = ", ".join(c.name for c in table.columns if c.required)
        material.complain(
            Place(name),
            f"no sheet {table.name!r}",
            f"a plant has the table {table.name}: {table.meaning.rstrip('.')}",
            f"Add a sheet with at least the columns {columns}.",
        )
    if material.settings is None:
        material.complain(
            Place(name),
            "no sheet 'plant'",
            "a plant has name, country, currency, on, weekly_h",
            "Add a sheet 'plant' with the columns key and value.",
        )


def _is(table: Table, sheet_name: str) -> bool:
    found = _table_of(sheet_name)
    return found is not None and found.name == table.name
