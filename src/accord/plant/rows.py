"""From records back to the cells of the tables: the inverse of ``build``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from accord.errors import InputError, Problem
from accord.plant.columns import Table
from accord.plant.records import Break, Operation, Plant, Shift, Station
from accord.plant.values import DAYS

__all__ = ["Cell", "cells_of", "check_writable", "clock", "head_lines", "head_rows"]

Cell = str | int | float | bool | date | None


def cells_of(plant: Plant, table: Table) -> Iterator[list[Cell]]:
    """Give the cells of each row of a table, in the order of its columns.

    Parameters
    ----------
    plant
        The plant.
    table
        The table; empty values are None.
    """
    special: dict[str, Callable[[Any], dict[str, Cell]]] = {
        "stations": _station,
        "operations": _operation,
        "shifts": _shift,
    }
    for record in getattr(plant, table.name):
        changed = special[table.name](record) if table.name in special else {}
        cells = (
            changed[c.name] if c.name in changed else getattr(record, c.target)
            for c in table.columns
        )  # fmt: skip
        yield [None if cell == "" else cell for cell in cells]


def check_writable(plant: Plant) -> None:
    """Raise InputError for rows that only a scenario can make: files hold no dated rows."""
    dated = [row.at for row in plant.operations if row.since or row.until]
    dated += [row.at for row in plant.shifts if row.since or row.until]
    if dated or plant.machine_changes or plant.crew_moves:
        place = dated[0] if dated else plant.at
        raise InputError(
            [
                Problem(
                    place,
                    "the plant has dated rows",
                    "files hold a plant before any scenario is applied",
                    "Write the plant as it was read, with its scenario files.",
                )
            ]
        )


def clock(minutes: int) -> str:
    """Return a time of day; minutes past midnight count from the next day."""
    if minutes == 1440:
        return "24:00"
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _station(station: Station) -> dict[str, Cell]:
    if any(" " in machine for machine in station.machines):
        return {"machines": ";".join(station.machines) + ";"}
    return {"machines": " ".join(station.machines)}


def _operation(operation: Operation) -> dict[str, Cell]:
    """Write a rate where it says the same cycle time exactly, else the cycle time."""
    rate_h = round(3600.0 / operation.cycle_s, 6)
    if rate_h > 0 and 3600.0 / rate_h == operation.cycle_s:
        return {"rate_h": rate_h, "cycle_s": None}
    return {"rate_h": None, "cycle_s": operation.cycle_s}


def _shift(shift: Shift) -> dict[str, Cell]:
    end = shift.end_min if shift.end_min <= 1440 else shift.end_min - 1440
    return {
        "day": DAYS[shift.day],
        "start": clock(shift.start_min),
        "end": clock(end),
        "breaks": "; ".join(_break(pause) for pause in shift.breaks),
    }


def _break(pause: Break) -> str:
    paid = "paid" if pause.paid else "unpaid"
    return f"{clock(pause.start_min)}-{clock(pause.end_min)} {paid}"


def head_rows(plant: Plant) -> Iterator[tuple[str, Cell]]:
    """Give the settings as (dotted key, value); lists as repeated keys.

    Parameters
    ----------
    plant
        The plant.
    """
    yield "name", plant.name
    yield "country", plant.country
    yield "currency", plant.currency
    yield "on", plant.on
    yield "weekly_h", plant.weekly_h
    if plant.branch_agreement:
        yield "branch_agreement", plant.branch_agreement
    yield "seed", str(plant.seed)  # as text: a spreadsheet keeps 15 digits only
    if plant.release.mode == "conwip":
        yield "release.conwip", plant.release.limit_lots
    else:
        yield "release", plant.release.mode
    for key in ("shift_end", "break_rule", "long_task_end"):
        yield f"rules.{key}", getattr(plant.rules, key)
    for key in ("employer_charges_share", "absence_share", "horizon_weeks", "warm_up_weeks"):
        if getattr(plant, key) is not None:
            yield key, getattr(plant, key)
    for name, part in (("payroll", plant.payroll), ("prices", plant.prices)):
        if part is not None:
            for key, value in asdict(part).items():
                if value is not None:
                    yield f"{name}.{key}", value
    for closure in plant.closures:
        # Written as a period even for one day, so that the reason comes back as it was.
        yield "calendar.closed", f"{closure.first}..{closure.last} {closure.reason}".rstrip()


def head_lines(plant: Plant) -> Iterator[str]:
    """Give the lines of a plant.yaml.

    Parameters
    ----------
    plant
        The plant.
    """
    tree: dict[str, Any] = {}
    for key, value in head_rows(plant):
        outer, _, inner = key.partition(".")
        written = value if isinstance(value, int | float) else str(value)
        if key == "calendar.closed":
            tree.setdefault(outer, {}).setdefault(inner, []).append(written)
        elif inner:
            tree.setdefault(outer, {})[inner] = written
        else:
            tree[key] = written
    tree["overtime"] = [
        {
            "day": DAYS[rule.day], "start": clock(rule.start_min),
            "end": clock(rule.end_min if rule.end_min <= 1440 else rule.end_min - 1440),
            "when_backlog_days": rule.when_backlog_days, "max_h_year": rule.max_h_year,
            "crews": list(rule.crews),
            **({} if rule.premium_share is None else {"premium_share": rule.premium_share}),
        }
        for rule in plant.overtime
    ]  # fmt: skip
    if not tree["overtime"]:
        del tree["overtime"]
    if plant.labels:
        tree["labels"] = {x.word: {"fr": x.words.fr, "en": x.words.en} for x in plant.labels}
    for key, value in tree.items():
        yield f"{key}: {json.dumps(value, ensure_ascii=False)}"  # JSON is YAML
