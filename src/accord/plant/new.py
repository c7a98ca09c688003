"""A new plant from three small files: people, machines, orders. What is not known stays ``?``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from accord.errors import InputError, Place, Problem
from accord.plant.cells import MISSING
from accord.plant.columns import Table
from accord.plant.read import check
from accord.plant.rows import Cell, clock
from accord.plant.tables import TABLES
from accord.plant.write import csv_text

__all__ = ["NewPlant", "new"]

HEAD = """\
# Replace each "?" and run: accord check {folder}
name: {name}
country: "?"      # two letters, such as fr
currency: "?"     # such as EUR
on: "?"           # date whose law applies; a Monday; the simulation starts there
weekly_h: "?"     # collective weekly hours
seed: 1
release: push
horizon_weeks: 52
warm_up_weeks: 4
"""


@dataclass(frozen=True, slots=True)
class NewPlant:
    """A plant folder just written, and what is left to do.

    Parameters
    ----------
    folder
        Where it is.
    files
        Files written, relative to the folder.
    missing
        Every value still missing, with the place where it goes.
    other
        Everything else that ``check`` says about it.
    """

    folder: Path
    files: tuple[str, ...]
    missing: tuple[Problem, ...]
    other: tuple[Problem, ...]


def new(
    folder: Path | str, *, people: Path | str, machines: Path | str, orders: Path | str
) -> NewPlant:
    """Make a plant folder from three CSV files and list every value still missing.

    Routings, skills, shifts and settings get one row for each product, person and crew, with ``?``
    wherever the three files say nothing.

    Parameters
    ----------
    folder
        The folder to make; it must not hold files yet.
    people, machines, orders
        CSV files with columns of the tables people, stations and orders, in English or French; a
        row of ``machines`` may be one machine.

    Returns
    -------
    NewPlant
        The files written and the values missing.

    Raises
    ------
    InputError
        When a file cannot be read or the folder is not empty.
    """
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(
            [
                Problem(
                    Place(str(target)),
                    "the folder is not empty",
                    "a new plant starts in an empty folder",
                    "Choose another one.",
                )
            ]
        )
    unread: list[Problem] = []
    tables = _tables(
        _rows(Path(people), TABLES["people"], unread),
        _by_station(_rows(Path(machines), TABLES["stations"], unread)),
        _rows(Path(orders), TABLES["orders"], unread),
    )
    target.mkdir(parents=True, exist_ok=True)
    (target / "plant.yaml").write_text(
        HEAD.format(folder=target, name=target.resolve().name), encoding="utf-8"
    )
    files = ["plant.yaml"]
    for name, rows in tables.items():
        (target / f"{name}.csv").write_text(_text(TABLES[name], rows), encoding="utf-8")
        files.append(f"{name}.csv")
    problems = check(target)
    missing = tuple(p for p in problems if p.rule == "a value is still missing")
    other = (*unread, *(p for p in problems if p not in missing))
    return NewPlant(target, tuple(files), missing, other)


def _tables(
    people: list[dict[str, Cell]], stations: list[dict[str, Cell]], orders: list[dict[str, Cell]]
) -> dict[str, list[dict[str, Cell]]]:
    """Return the rows of every table, with ``?`` for what the three files do not say."""
    for row in people:
        row.setdefault("wage_month", MISSING)  # a plant runs without it, a price does not
    for i, row in enumerate(orders, start=1):
        row.setdefault("order", f"W{i:04d}")  # a number is not a fact of the plant: it is given
    products = _different(row.get("product") for row in orders)
    crews = _different(row.setdefault("crew", MISSING) for row in people)
    return {
        "stations": stations,
        "orders": orders,
        "people": people,
        "operations": [
            {"product": p, "step": 10, "station": MISSING, "rate_h": MISSING} for p in products
        ],
        "skills": [
            {"person": row.get("person"), "station": MISSING, "task": "run", "level": MISSING}
            for row in people
        ],
        "shifts": [
            {"crew": c, "week": 1, "day": "mon-fri", "start": MISSING, "end": MISSING,
             "breaks": MISSING}
            for c in crews
        ],
    }  # fmt: skip


def _rows(path: Path, table: Table, unread: list[Problem]) -> list[dict[str, Cell]]:
    """Read the columns of a table that a file has; text that cannot be read stays text.

    Columns that are not read are added to ``unread``.
    """
    import polars as pl  # noqa: PLC0415 - heavy: only where tables are read

    from accord.plant.convert import convert  # noqa: PLC0415
    from accord.plant.sheet import MAX_TABLE_BYTES, read_csv, too_many_bytes  # noqa: PLC0415

    try:
        if path.stat().st_size > MAX_TABLE_BYTES:
            raise InputError([too_many_bytes(Place(str(path)), path.stat().st_size)])
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            [
                Problem(
                    Place(str(path)),
                    f"the file cannot be read ({error.strerror})",
                    f"it holds the {table.name} of the plant",
                    "Check the path.",
                )
            ]
        ) from error
    sheet, problems = read_csv(str(path), table, data)
    if sheet is None or problems:
        raise InputError(problems)
    loaded, found = convert(sheet, table, "")
    unread += [
        p
        for p in found
        if p.place.line == sheet.header_line
        and p.kind != "note"
        and not p.seen.startswith("no column")
    ]
    known = [column.name for column in table.columns if column.name in loaded.fields]
    if not known or not loaded.frame.height:
        raise InputError([p for p in found if p.kind == "error"] or found)
    texts = loaded.raw.select(pl.col(f"{name}:text").alias(name) for name in known)
    clocks = {c.name for c in table.columns if c.kind == "clock"}
    rows: list[dict[str, Cell]] = []
    for typed, text in zip(
        loaded.frame.select(known).iter_rows(named=True), texts.iter_rows(named=True), strict=True
    ):
        row = {name: _readable(typed[name], text[name], is_clock=name in clocks) for name in known}
        rows.append({name: cell for name, cell in row.items() if cell is not None})
    return rows


def _readable(typed: Cell, text: str | None, *, is_clock: bool) -> Cell:
    if text is None or typed is None:
        return text
    return clock(int(typed)) if is_clock and isinstance(typed, int) else typed


def _by_station(rows: Sequence[dict[str, Cell]]) -> list[dict[str, Cell]]:
    """Join rows of single machines into stations; a machine without a station is its own."""
    stations: dict[Cell, dict[str, Cell]] = {}
    for row in rows:
        name = row.get("station") or row.get("machines") or MISSING
        if name not in stations:
            stations[name] = {"operators": MISSING, **row, "station": name}
        elif "machines" in row:
            stations[name]["machines"] = f"{stations[name].get('machines', '')} {row['machines']}"
    return list(stations.values())


def _different(values: Iterable[Cell]) -> list[Cell]:
    return list(dict.fromkeys(v for v in values if v is not None))


def _text(table: Table, rows: Sequence[dict[str, Cell]]) -> str:
    """Return a CSV with the required columns and those that some row fills; gaps become ``?``."""
    columns = [
        c for c in table.columns
        if c.required or any(c.name in row for row in rows)
    ]  # fmt: skip
    body = [
        [row.get(c.name, MISSING if c.required else None) for c in columns] for row in rows
    ]  # fmt: skip
    return csv_text([c.name for c in columns], body)
