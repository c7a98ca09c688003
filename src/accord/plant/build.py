"""From typed tables to records: one function per table, no checks left to do.

Runs on tables that may still hold errors, so that scenarios can be checked in the same pass: a row
without its key is left out, other missing values get neutral ones. ``read`` never hands out a
plant built from tables with errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar, cast

import polars as pl

from accord.errors import Place
from accord.plant.cells import place_breaks
from accord.plant.loaded import Loaded
from accord.plant.records import (
    Absence,
    Component,
    Operation,
    Order,
    Person,
    Plant,
    Shift,
    Skill,
    Station,
)

__all__ = ["build"]

Cell = str | int | float | bool | date | None
T = TypeVar("T")
NEUTRAL: dict[str, Cell] = {
    "quantity": 1, "release": date(2000, 1, 3), "due": date(2000, 1, 3), "level": 0, "step": 0,
    "first": date(2000, 1, 3), "last": date(2000, 1, 3), "week": 1, "start": 0, "end": 0,
}  # fmt: skip


def build(head: Plant, tables: Mapping[str, Loaded]) -> Plant:
    """Fill a plant's tables.

    Parameters
    ----------
    head
        The plant with its settings.
    tables
        Typed tables by name; one that is absent stays empty.

    Returns
    -------
    Plant
        The plant with all rows that have a key.
    """

    def rows(name: str, make: Callable[[Loaded], Iterator[T]]) -> tuple[T, ...]:
        return tuple(make(tables[name])) if name in tables else ()

    return replace(
        head,
        stations=rows("stations", _stations),
        operations=rows("operations", _operations),
        components=rows("components", lambda t: _plain(t, Component)),
        orders=rows("orders", lambda t: _plain(t, Order)),
        people=rows("people", lambda t: _plain(t, Person)),
        skills=rows("skills", lambda t: _plain(t, Skill)),
        shifts=rows("shifts", _shifts),
        absences=rows("absences", lambda t: _plain(t, Absence)),
    )


def _cells(loaded: Loaded) -> Iterator[tuple[dict[str, Cell], Place]]:
    """Give each row with a key as values by record field, and its place."""
    table = loaded.table
    needed = table.key or tuple(c.name for c in table.columns if c.kind == "id" and c.required)
    complete = pl.all_horizontal(pl.col(name).is_not_null() for name in needed)
    frame = loaded.frame.filter(complete).with_columns(
        pl.col(c.name).fill_null(NEUTRAL[c.target])
        for c in table.columns
        if c.required and c.target in NEUTRAL
    )
    # Text that is empty is "" in a record; numbers, dates and choices that are empty stay None.
    frame = frame.with_columns(
        pl.col(c.name).fill_null("")
        for c in table.columns
        if c.kind in ("id", "text", "choice", "breaks", "machines", "days")
    )
    fields = [c.target for c in table.columns]
    columns = [frame[c.name].to_list() for c in table.columns]
    file, sheet = loaded.sheet.file, loaded.sheet.sheet
    for line, *values in zip(frame["line"].to_list(), *columns, strict=True):
        yield dict(zip(fields, values, strict=True)), Place(file, line, 0, sheet)


def _plain(loaded: Loaded, record: Callable[..., T]) -> Iterator[T]:
    """Make records whose fields are the columns."""
    for values, place in _cells(loaded):
        yield record(**values, at=place)


def _stations(loaded: Loaded) -> Iterator[Station]:
    parsed = loaded.parsed["machines"]
    for values, place in _cells(loaded):
        machines = parsed.get(cast("str", values.pop("machines")), ())
        yield Station(**values, machines=machines, at=place)  # type: ignore[arg-type]  # by spec


def _operations(loaded: Loaded) -> Iterator[Operation]:
    for values, place in _cells(loaded):
        rate_h = cast("float | None", values.pop("rate_h"))
        if rate_h:
            values["cycle_s"] = 3600.0 / rate_h
        elif not values["cycle_s"]:
            values["cycle_s"] = 1.0  # reported already: neither value can be used
        yield Operation(**values, at=place)  # type: ignore[arg-type]  # fields follow the spec


def _shifts(loaded: Loaded) -> Iterator[Shift]:
    for values, place in _cells(loaded):
        start, end = cast("int", values["start"]), cast("int", values["end"])
        end += 1440 if end <= start else 0
        breaks = place_breaks(loaded.parsed["breaks"].get(cast("str", values["breaks"]), ()), start)
        for day in cast(
            "tuple[int, ...]", loaded.parsed["day"].get(cast("str", values["day"]), ())
        ):
            yield Shift(
                cast("str", values["crew"]),
                cast("int", values["week"]),
                day,
                start,
                end,
                breaks,
                at=place,
                cycle_weeks=cast("int | None", values["cycle_weeks"]),
            )
