"""Read an XES event log: start and complete events of a case, paired into intervals."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import deque
from pathlib import Path

import polars as pl

from accord.errors import InputError, Place, Problem

__all__ = ["read_xes"]

_KIND = "lifecycle:transition"
_TIME = "time:timestamp"
_INSTANCE = "concept:instance"
_SKIPPED = frozenset({_KIND, _TIME, _INSTANCE, "identity:id"})


def read_xes(path: Path, file: str) -> pl.DataFrame:
    """Return one text row per interval of an XES log, with the columns ``start`` and ``end``.

    A ``start`` event is paired with the next ``complete`` event of the same case, activity,
    instance of it (``concept:instance``, where the log tells it) and resource (first in, first
    out). A complete event without start gives an interval of zero length; a start without complete
    gives an empty end: both are counted later, none is dropped.

    Parameters
    ----------
    path
        The file.
    file
        How places call the file.

    Returns
    -------
    polars.DataFrame
        Text columns, one row per interval, in the order in which the file starts them.

    Raises
    ------
    InputError
        If the file is not well-formed XML or declares a document type.

    Source
    ------
    IEEE 1849-2016 (XES), extensions concept and lifecycle.
    """
    _refuse_doctype(path, file)
    rows: list[dict[str, str]] = []
    try:
        depth_event: dict[str, str] | None = None
        case: dict[str, str] = {}
        inside: list[str] = []
        events: list[dict[str, str]] = []
        for what, element in ET.iterparse(path, ("start", "end")):  # noqa: S314 - as above
            tag = element.tag.rpartition("}")[2]
            if what == "start":
                inside.append(tag)
                if tag == "trace":
                    case, events = {}, []
                elif tag == "event":
                    depth_event = {}
                continue
            inside.pop()
            key = element.get("key")
            parent = inside[-1] if inside else ""
            if key is not None and parent == "event" and depth_event is not None:
                depth_event[key] = element.get("value", "")
            elif key is not None and parent == "trace":
                case[key] = element.get("value", "")
            elif tag == "event" and depth_event is not None:
                events.append(depth_event)
                depth_event = None
            elif tag == "trace":
                rows.extend(_pair(case, events))
                element.clear()
    except ET.ParseError as error:
        line, column = error.position
        raise InputError(
            [
                Problem(
                    Place(file, line, column + 1),
                    f"the XML cannot be read ({error.msg})",
                    "an XES log is well-formed XML",
                    "Export the log again, or give it as CSV.",
                )
            ]
        ) from None
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )


def _refuse_doctype(path: Path, file: str) -> None:
    """Refuse entity declarations: a log never needs them and they can blow up the memory."""
    with path.open("rb") as stream:
        head = stream.read(65_536)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise InputError(
            [
                Problem(
                    Place(file, 1),
                    "the XML declares a document type",
                    "an XES log is plain XML without document type or entities",
                    "Remove the declaration.",
                )
            ]
        )


def _pair(case: dict[str, str], events: list[dict[str, str]]) -> list[dict[str, str]]:
    """Pair the events of one case into intervals (see ``read_xes``)."""
    shared = {f"case {key}": value for key, value in case.items()}
    shared["case id"] = case.get("concept:name", "")
    waiting: dict[tuple[str, ...], deque[dict[str, str]]] = {}
    rows: list[dict[str, str]] = []
    for event in events:
        kind = event.get(_KIND, "complete").lower()
        key = tuple(event.get(name, "") for name in ("concept:name", "org:resource", _INSTANCE))
        own = {name: value for name, value in event.items() if name not in _SKIPPED}
        if kind == "start":
            row = {**shared, **own, "start": event.get(_TIME, ""), "end": ""}
            waiting.setdefault(key, deque()).append(row)
            rows.append(row)
        elif kind == "complete":
            queue = waiting.get(key)
            if queue:
                queue.popleft().update({**own, "end": event.get(_TIME, "")})
            else:
                moment = event.get(_TIME, "")
                rows.append({**shared, **own, "start": moment, "end": moment})
    return rows
