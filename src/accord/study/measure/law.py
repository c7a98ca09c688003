"""What the check of hours found, counted once each: law apart from ergonomics."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Final

from accord.hours import BREACH, FLAG, Finding, spread
from accord.law import pack
from accord.study.document import say
from accord.study.field import Case, Field, is_present
from accord.study.figures import FigureBook, places_of
from accord.study.measure.staffing import crew_of

__all__ = ["distinct", "enter_law"]

LAW: Final = "law"
ERGONOMICS: Final = "ergonomics"
DRAFT: Final = "draft"
NIGHT: Final = ("fr.hours.night_women", "fr.hours.night_worker")


def distinct(case: Case, kind: str, severity: str) -> list[list[Finding]]:
    """Return what was found, each once; the crews that share a finding stand in one list."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for f in case.check.findings:
        if f.kind == kind and f.severity == severity:
            key = (f.rule, f.value, f.limit, f.with_overtime)
            groups.setdefault(key, []).append(f)
    return list(groups.values())


def enter_law(field: Field, book: FigureBook) -> None:
    """Enter breaches, flags, limits used and their drafts, and from when to when people work."""
    for case in field.cases:
        for name, kind, severity in (
            ("breaches", LAW, BREACH),
            ("flags", LAW, FLAG),
            ("ergonomics", ERGONOMICS, FLAG),
        ):
            groups = distinct(case, kind, severity)
            book.given(
                f"{case.id}.law.{name}",
                len(groups),
                "count",
                kind="law",
                places=places_of([f.place for group in groups for f in group]),
                method=say(f"method.check_{name}", on=case.check.on, until=field.last_day),
            )
        book.given(
            f"{case.id}.law.findings",
            len(case.check.findings),
            "count",
            kind="law",
            method=say("method.check_findings", on=case.check.on, until=field.last_day),
        )
        _enter_spread(field, case, book)
    limits = {
        (f.rule, f.limit, f.article, f.status)
        for case in field.cases
        for f in case.check.findings
        if f.kind == LAW
    }
    by_status = Counter(status for *_, status in limits)
    book.given("law.limits", len(limits), "count", kind="law", method=say("method.law_limits"))
    book.given(
        "law.limits_draft",
        by_status[DRAFT],
        "count",
        kind="law",
        method=say("method.law_limits_draft"),
    )


def _enter_spread(field: Field, case: Case, book: FigureBook) -> None:
    """Enter the earliest start, the latest end and the night of the crews that have people."""
    plant = case.plant
    first = plant.on + timedelta(weeks=field.first)
    last = plant.on + timedelta(weeks=field.last, days=6)
    crews = {
        crew_of(plant, p, last)
        for p in plant.people
        if is_present(p.present_from, p.present_to, last)
    }
    window = _night(field)
    found = spread(plant, first, last, crews, window or (0.0, 0.0))
    if found is None:
        return
    stem = f"{case.id}.hours"
    rows = (
        ("earliest", found.start_h, found.start_place),
        ("latest", found.end_h, found.end_place),
    )
    for name, hour, place in rows:
        book.given(
            f"{stem}.{name}",
            hour,
            "clock",
            kind="computed",
            places=places_of([place]),
            method=say(f"method.{name}"),
        )
    if window is not None:
        book.given(
            f"{stem}.night",
            found.night_h,
            "h",
            kind="computed",
            method=say(
                "method.night_h",
                first=book.given("law.night_from", window[0], "clock", kind="law"),
                last=book.given("law.night_to", window[1], "clock", kind="law"),
            ),
        )


def _night(field: Field) -> tuple[float, float] | None:
    """Return the French legal night used by the check today; None where another law holds."""
    if not any(f.rule in pack("fr") for case in field.cases for f in case.check.findings):
        return None
    files = pack("fr")
    for name in NIGHT:
        version = files[name].on(field.plant.on)
        if version is not None:
            return version.number("from_h"), version.number("to_h")
    return None
