"""Section 13, ergonomics: each scenario's cycles against the advice of studies, and the risk index.

The risk index is one criterion among others: its limits stand beside it.
"""

from __future__ import annotations

from typing import Final

from accord.hours import FLAG, Criterion
from accord.study.document import (
    Bare,
    Block,
    Cell,
    Chart,
    Column,
    Flag,
    Table,
    Text,
    Unit,
    Value,
    Verbatim,
    say,
)
from accord.study.field import Case, Field
from accord.study.figures import FigureBook
from accord.study.measure.cycles import RISK, worst_criteria
from accord.study.sections.cells import DASH, case_name, column, figure_or_dash, label_column

__all__ = ["ergonomic_blocks"]

_EXPOSED: Final = ("ergo.quick_return", "ergo.night_risk", "ergo.night_risk_pooled")


def ergonomic_blocks(field: Field, book: FigureBook) -> list[Block]:
    """Show the audit of each scenario's cycles, then the risk index with its limits."""
    looked = [case for case in field.cases if case.hours is not None and case.hours.audits]
    if not looked:
        return []
    risk = [case for case in looked if f"{case.id}.{RISK}.mean" in book]
    blocks: list[Block] = [say("ergo.lead"), _audit(looked, book)]
    if risk:
        blocks += [say("ergo.risk_lead"), _risk(risk, book)]
    return blocks


def _audit(looked: list[Case], book: FigureBook) -> Chart:
    found = {case.id: worst_criteria(case.hours) for case in looked if case.hours is not None}
    keys = list(dict.fromkeys(key for worst in found.values() for key in worst))
    cells: list[Cell] = []
    rows: list[tuple[Value, ...]] = []
    read: list[Text] = []
    for rule, title in keys:
        criterion = next(
            worst[rule, title][0] for worst in found.values() if (rule, title) in worst
        )
        name = say(
            "ergo.row",
            title=Verbatim(criterion.title.fr, criterion.title.en),
            unit=_unit(criterion),
        )
        row: list[Value] = []
        threshold: Value = DASH
        for case in looked:
            worst = found[case.id].get((rule, title))
            stem = f"{case.id}.{rule}.{title.replace(' ', '_')}"
            if worst is None:
                row.append(DASH)
                continue
            value, threshold = book[f"{stem}.value"], Bare(book[f"{stem}.threshold"])
            share = book.get(f"{stem}.people_share")
            is_flagged = worst[0].verdict == FLAG
            sign = say("sign.flag" if is_flagged else "sign.plain", value=Bare(value))
            cells.append(Cell(name, case.id, sign, worst[0].verdict, below=share or ""))
            flag = Flag(sign, "warn" if is_flagged else "good")
            row.append(flag if share is None else (flag, share))
        rows.append((say("ergo.limit", criterion=name, threshold=threshold), *row))
        read.append(
            say(
                "lawtable.article",
                rule=Verbatim(criterion.title.fr, criterion.title.en),
                articles=(Verbatim(criterion.source),),
            )
        )
    table = Table(
        "ergonomic-audit",
        say("ergo.table"),
        (
            label_column("criterion"),
            *(Column(case.id, numeric=False) for case in looked),
        ),
        tuple(rows),
        note=say("ergo.note", sources=tuple(read)),
        is_wide=True,
    )
    return Chart(
        "ergonomic-audit",
        "matrix",
        say("ergo.title"),
        say("ergo.alt"),
        table,
        cells=tuple(cells),
    )


def _unit(criterion: Criterion) -> Value:
    return say("ergo.count") if criterion.unit == "count" else Unit(criterion.unit)


def _risk(looked: list[Case], book: FigureBook) -> Table:
    exposed = [
        rule for rule in _EXPOSED if any(f"{case.id}.{rule}.exposed" in book for case in looked)
    ]
    rows = [
        (
            case_name(case),
            book[f"{case.id}.{RISK}.mean"],
            book[f"{case.id}.{RISK}.worst"],
            *(
                figure_or_dash(book, f"{case.id}.{rule}.exposed{part}")
                for rule in exposed
                for part in ("", ".ratio")
            ),
        )
        for case in looked
    ]
    heads = [
        column(f"{rule.partition('.')[2]}_{part}")
        for rule in exposed
        for part in ("share", "ratio")
    ]
    return Table(
        "risk-index",
        say("ergo.risk_table"),
        (label_column("scenario"), column("risk_mean"), column("risk_worst"), *heads),
        tuple(rows),
        note=say("ergo.risk_note"),
    )
