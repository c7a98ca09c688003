"""One calendar as iCalendar text (RFC 5545): events of a person, folded and escaped.

Times are local and floating (no ``Z``, no ``TZID``): a shift is a promise about the clock on the
plant's wall, through every change between summer and winter time, and a time zone would need its
whole history inside the file (``VTIMEZONE``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

__all__ = ["Event", "file_name", "local", "vcalendar"]

LINE_OCTETS: Final = 75
_UNSAFE = re.compile(r"[^\w.-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Parameters
    ----------
    identity
        What it is, however often it is written: the same identity is the same event.
    begin, end
        Begin and end; two dates make whole days, the end not included.
    summary, description
        Words; the description may be empty.
    rule
        What follows ``RRULE:``, or empty for an event that happens once.
    is_busy
        Whether the time is taken.
    """

    identity: tuple[object, ...]
    begin: datetime | date
    end: datetime | date
    summary: str
    description: str = ""
    rule: str = ""
    is_busy: bool = True


def vcalendar(title: str, product: str, events: Iterable[Event], stamp: datetime) -> str:
    """Write a calendar.

    Parameters
    ----------
    title
        Name of the calendar.
    product
        What it was made by (``PRODID``).
    events
        Events, in their order.
    stamp
        When the calendar was made (``DTSTAMP``), in UTC.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{product}", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{_escaped(title)}", f"X-WR-CALNAME:{_escaped(title)}"]
    for event in events:
        lines += ["BEGIN:VEVENT", f"UID:{_uid(event.identity)}"]
        lines.append(f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        lines += [f"DTSTART{_moment(event.begin)}", f"DTEND{_moment(event.end)}"]
        if event.rule:
            lines.append(f"RRULE:{event.rule}")
        lines.append(f"SUMMARY:{_escaped(event.summary)}")
        if event.description:
            lines.append(f"DESCRIPTION:{_escaped(event.description)}")
        if not event.is_busy:
            lines.append("TRANSP:TRANSPARENT")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def file_name(label: str) -> str:
    """Return a name for the calendar's file that every system takes."""
    return f"{_UNSAFE.sub('_', label).strip('_')}.ics"


def local(moment: datetime) -> str:
    """Write a moment on the plant's clock."""
    return f"{moment.year:04d}{moment:%m%dT%H%M%S}"


def _moment(moment: datetime | date) -> str:
    if isinstance(moment, datetime):
        return f":{local(moment)}"
    return f";VALUE=DATE:{moment.year:04d}{moment:%m%d}"


def _uid(identity: tuple[object, ...]) -> str:
    digest = hashlib.sha256("\0".join(map(str, identity)).encode()).hexdigest()
    return f"{digest[:32]}@accord"


def _escaped(text: str) -> str:
    plain = _CONTROL.sub("", text)
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, written)
    return plain


def _folded(line: str) -> str:
    """Fold a line into pieces of at most 75 octets, never inside a character."""
    pieces, piece, used = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if used + octets > LINE_OCTETS:
            pieces.append(piece)
            piece, used = " ", 1
        piece, used = piece + sign, used + octets
    return "\r\n".join([*pieces, piece])
