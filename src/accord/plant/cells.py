"""Cells that hold more than one value: machines, days of the week, breaks of a shift."""

from __future__ import annotations

import re
from typing import cast

from accord.plant.records import Break
from accord.plant.values import read_clock, read_day

__all__ = [
    "BREAKS_RULE", "DAYS_RULE", "MACHINES_RULE", "MISSING", "Parsed", "place_breaks", "read_breaks",
    "read_days", "read_machines",
]  # fmt: skip

Parsed = tuple[str, ...] | tuple[int, ...] | tuple[tuple[int, int, bool], ...]
"""Machine ids; days 0..6; or breaks as (start_min, end_min, is_paid)."""

MISSING = "?"
"""A cell that says: this value is still to be found."""
MACHINES_RULE = "machine ids are expected, as PR01-PR08 or A;B;C or A B C, each once, at most 1,000"
DAYS_RULE = "a day or a range of days is expected, as mon or mon-thu"
BREAKS_RULE = "breaks are expected as '09:30-09:50 unpaid; 15:00-15:10 paid'"
MAX_MACHINES = 1000
_RANGE = re.compile(r"(?P<stem>.*?)(?P<first>\d+)-(?P=stem)(?P<last>\d+)")
_BREAK = re.compile(r"([\d:hH]+)\s*-\s*([\d:hH]+)\s+(.+)")
_PAID = {"paid": True, "unpaid": False, "payee": True, "payée": True, "non payee": False,
         "non payée": False, "payé": True, "non payé": False, "payees": True,
         "non payees": False}  # fmt: skip


def read_machines(text: str) -> tuple[str, ...]:
    """Read machine ids: a list, ranges such as ``PR01-PR08``, or both."""
    parts = text.split(";") if ";" in text else text.split()
    machines: list[str] = []
    for part in (p.strip() for p in parts):
        found = _RANGE.fullmatch(part)
        if not found:
            machines += [part] if part else []
            continue
        first, last = int(found["first"]), int(found["last"])
        if last < first or last - first >= MAX_MACHINES:
            raise ValueError(MACHINES_RULE)
        width = len(found["first"])
        machines += [f"{found['stem']}{i:0{width}d}" for i in range(first, last + 1)]
    if not machines or len(set(machines)) != len(machines) or len(machines) > MAX_MACHINES:
        raise ValueError(MACHINES_RULE)
    return tuple(machines)


def read_days(text: str) -> tuple[int, ...]:
    """Read a day, a range ``mon-thu`` or a list ``mon fri`` as 0 (Monday) .. 6."""
    days: list[int] = []
    for part in re.split(r"[\s;+]+", text.strip()):
        first, dash, last = part.partition("-")
        start = read_day(first)
        end = read_day(last) if dash else start
        if end < start:
            raise ValueError(DAYS_RULE)
        days += range(start, end + 1)
    if len(set(days)) != len(days):
        raise ValueError(DAYS_RULE)
    return tuple(days)


def read_breaks(text: str) -> tuple[tuple[int, int, bool], ...]:
    """Read breaks as (start_min, end_min, is_paid), minutes after midnight as written."""
    breaks: list[tuple[int, int, bool]] = []
    for part in re.split(r"[;|]", text):
        if not part.strip():
            continue
        found = _BREAK.fullmatch(part.strip())
        if not found:
            raise ValueError(BREAKS_RULE)
        paid = _PAID.get(" ".join(found.group(3).lower().split()))
        if paid is None:
            raise ValueError(BREAKS_RULE)
        breaks.append((read_clock(found.group(1)), read_clock(found.group(2)), paid))
    return tuple(breaks)


def place_breaks(parsed: Parsed, start_min: int) -> tuple[Break, ...]:
    """Put breaks on the clock of their shift: a time before the start is on the next day."""
    breaks: list[Break] = []
    for first, last, is_paid in cast("tuple[tuple[int, int, bool], ...]", parsed):
        begin = first + (1440 if first < start_min else 0)
        end = last + (1440 if last < first or begin >= 1440 else 0)
        breaks.append(Break(begin, end, is_paid))
    return tuple(breaks)
