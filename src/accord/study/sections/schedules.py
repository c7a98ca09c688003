"""Section 9: each scenario's schedule, what the law says of it, its cycle, its ergonomic flags."""

from __future__ import annotations

from typing import Final, Literal

from accord.hours import BREACH, FLAG, Finding
from accord.study.document import Block, Flag, Section, Table, Value, Verbatim, say
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook, places_of
from accord.study.measure.law import distinct
from accord.study.sections.cells import case_name, column, label_column
from accord.study.sections.cycles import cycle_blocks
from accord.study.sections.law_table import law_matrix, regime_table
from accord.study.sections.roster_calendar import roster_blocks

__all__ = ["schedules_and_law"]

COUNTED: Final = ("breaches", "flags", "ergonomics", "findings")
_TONES: Final[dict[str, Literal["good", "warn", "bad"]]] = {
    "breach": "bad",
    "flag": "warn",
    "ok": "good",
}


def schedules_and_law(field: Field, book: FigureBook) -> Section:
    """List breaches and flags of each scenario with rule, article, value and limit."""
    blocks: list[Block] = [
        say("schedules.lead", until=field.last_day),
        _counts(field, book),
    ]
    if book["law.limits"].value:
        blocks.append(
            say("schedules.drafts", limits=book["law.limits"], drafts=book["law.limits_draft"])
        )
    matrix = law_matrix(field, book)
    if matrix is not None:
        blocks.append(matrix)
    law = _rows(field, book, is_law=True)
    ergonomic = _rows(field, book, is_law=False)
    if law:
        blocks.append(_table("law", "schedules.law", law))
    if ergonomic:
        blocks.append(say("schedules.ergonomic_lead"))
        blocks.append(_table("ergonomics", "schedules.ergonomic", ergonomic, is_folded=True))
    needs = sorted({n for case in field.cases for n in case.check.needs})
    if needs:
        blocks.append(say("schedules.needs", needs=tuple(Verbatim(fr, en) for fr, en in needs)))
    blocks += cycle_blocks(field, book)
    blocks += roster_blocks(field, book)
    blocks += regime_table(field, book)
    return Section("schedules", 9, say("schedules.title"), tuple(blocks), "partial")


def _counts(field: Field, book: FigureBook) -> Table:
    rows: list[tuple[Value, ...]] = []
    for case in field.cases:
        cells = [book[f"{case.id}.law.{name}"] for name in COUNTED]
        verdict = (
            Flag(say("word.breaches"), "bad")
            if book[f"{case.id}.law.breaches"].value
            else Flag(say("word.flagged"), "warn")
            if book[f"{case.id}.law.flags"].value
            else Flag(say("word.no_breach"), "good")
        )
        rows.append((case_name(case), case.check.on, *cells, verdict))
    return Table(
        "law-counts",
        say("schedules.counts"),
        (
            label_column("scenario"),
            label_column("law_on"),
            column("breaches"),
            column("flags"),
            column("ergonomics"),
            column("findings"),
            label_column("verdict"),
        ),
        tuple(rows),
        note=say("schedules.counts_note"),
    )


def _rows(field: Field, book: FigureBook, *, is_law: bool) -> list[tuple[Value, ...]]:
    """Return one row per scenario, rule and value; the crews that share it stand together."""
    rows: list[tuple[Value, ...]] = []
    for case in field.cases:
        for severity in (BREACH, FLAG):
            groups = distinct(case, "law" if is_law else "ergonomics", severity)
            rows += [_finding(case, group, book) for group in groups]
    return rows


def _finding(case: Case, group: list[Finding], book: FigureBook) -> tuple[Value, ...]:
    finding = group[0]
    stem = f"{case.id}.law.{finding.rule}.{finding.crew}.{finding.since.isoformat()}"
    if finding.with_overtime:
        stem += ".overtime"
    limit = _number(book, f"{stem}.limit", finding.limit, finding, ())
    places = places_of([f.place for f in group])
    value = _number(book, f"{stem}.value", finding.value, finding, places)
    severity = Flag(say(f"severity.{finding.severity}"), _TONES[finding.severity])
    return (
        case.id,
        severity,
        Verbatim(finding.text_fr, finding.text_en),
        tuple(dict.fromkeys(f.crew for f in group)),
        value,
        limit,
        min(f.on for f in group),
        finding.article,
        say(f"status.{finding.status}"),
    )


def _number(
    book: FigureBook, name: str, value: float, finding: Finding, places: tuple[str, ...]
) -> Figure:
    number, figure_id = 2, name
    while (known := book.get(figure_id)) is not None and known.value != value:
        figure_id, number = f"{name}.{number}", number + 1
    return book.given(
        figure_id, value, finding.unit, kind="law", places=places, method=finding.article
    )


def _table(
    table_id: str, key: str, rows: list[tuple[Value, ...]], *, is_folded: bool = False
) -> Table:
    return Table(
        table_id,
        say(key),
        (
            label_column("scenario"),
            label_column("severity"),
            label_column("finding"),
            label_column("crews"),
            column("found"),
            column("limit"),
            label_column("holds_from"),
            label_column("article"),
            label_column("checked"),
        ),
        tuple(rows),
        is_wide=True,
        is_folded=is_folded,
    )
