"""Section 9, law and regimes: one cell per scenario and rule, and how each crew's hours count."""

from __future__ import annotations

from typing import Final

from accord.hours import BREACH, FLAG, OK
from accord.law import pack
from accord.study.document import (
    Block,
    Cell,
    Chart,
    Column,
    Flag,
    Table,
    Text,
    Tone,
    Value,
    Verbatim,
    say,
)
from accord.study.field import Case, Field
from accord.study.figures import FigureBook
from accord.study.measure.cycles import law_of, rotation_stem, same_rotation
from accord.study.sections.cells import (
    DASH,
    case_name,
    column,
    crews_name,
    figure_or_dash,
    label_column,
)

__all__ = ["law_matrix", "regime_table"]

SIGNS: Final = {OK: "\u2713", FLAG: "!", BREACH: "\u2717"}
TONES: Final[dict[str, Tone]] = {OK: "good", FLAG: "warn", BREACH: "bad"}
_OF_OTHER_FILES: Final = ("span", "days_week", "night_window")


def law_matrix(field: Field, book: FigureBook) -> Chart | None:
    """Draw each rule of law against each scenario: kept, to be checked, passed."""
    found = {case.id: law_of(case) for case in field.cases}
    rules = sorted({rule for worst in found.values() for rule in worst})
    if not rules:
        return None
    cells: list[Cell] = []
    rows: list[tuple[Value, ...]] = []
    read: list[Text] = []
    for rule in rules:
        name = _rule_name(rule)
        row: list[Value] = []
        limits: list[Value] = []
        articles: dict[str, None] = {}
        for case in field.cases:
            worst = found[case.id].get(rule)
            if worst is None:
                row.append(DASH)
                continue
            stem = f"{case.id}.law_table.{rule}"
            cells.append(Cell(name, case.id, SIGNS[worst.severity], worst.severity))
            sign = say("sign.of", sign=SIGNS[worst.severity], value=book[f"{stem}.value"])
            row.append(Flag(sign, TONES[worst.severity]))
            articles[worst.article] = None
            limit = book[f"{stem}.limit"]
            if all(getattr(known, "value", None) != limit.value for known in limits):
                limits.append(limit)
        rows.append((say("lawtable.row", rule=name, limits=tuple(limits)), *row))
        read.append(say("lawtable.article", rule=name, articles=tuple(articles)))
    table = Table(
        "law-rules",
        say("lawtable.table"),
        (
            label_column("rule_limit"),
            *(Column(case.id, numeric=False) for case in field.cases),
        ),
        tuple(rows),
        note=say("lawtable.note", articles=tuple(read)),
        is_wide=True,
    )
    return Chart(
        "law-rules",
        "matrix",
        say("lawtable.title"),
        say("lawtable.alt", until=field.last_day),
        table,
        cells=tuple(cells),
    )


def _rule_name(rule: str) -> Value:
    code, _, short = rule.partition(".hours.")
    if short in _OF_OTHER_FILES:
        return say(f"rule.{short}")
    file = pack(code)[rule]
    return Verbatim(file.title_fr, file.title_en)


def regime_table(field: Field, book: FigureBook) -> list[Block]:
    """Say how the hours of each rotation are counted and what a year of them comes to."""
    rows = [row for case in field.cases if case.hours is not None for row in _regimes(case, book)]
    if not rows:
        return []
    table = Table(
        "regimes",
        say("regime.table"),
        (
            label_column("scenario"),
            label_column("crews"),
            label_column("rotation"),
            column("people"),
            label_column("regime"),
            column("cycle_average"),
            column("longest_week"),
            column("year_hours"),
            column("overtime_year"),
        ),
        tuple(rows),
        note=say("regime.note"),
        is_wide=True,
        is_folded=True,
    )
    return [say("regime.lead"), table]


def _regimes(case: Case, book: FigureBook) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    for own in same_rotation(case.hours) if case.hours is not None else ():
        stem = rotation_stem(case, own)
        regime, rotation = own[0].regime, own[0].rotation
        rows.append(
            (
                case_name(case),
                crews_name(tuple(one.crew for one in own)),
                Verbatim(rotation.title.fr, rotation.title.en),
                book[f"{stem}.people"],
                say("regime.week")
                if regime.weeks == 1
                else say(f"regime.{regime.period}", weeks=str(regime.weeks)),
                book[f"{stem}.average_h"],
                book[f"{stem}.longest_week_h"],
                book[f"{stem}.year_h"],
                figure_or_dash(book, f"{stem}.overtime_h"),
            )
        )
    return rows
