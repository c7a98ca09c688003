"""Section 10: the conditions of aid and procedure of each scenario, met, due or to be proved."""

from __future__ import annotations

from datetime import date

from accord.cost import Condition, CostResult
from accord.study.document import Flag, Table, Value, Verbatim, say
from accord.study.field import Case
from accord.study.figures import FigureBook
from accord.study.measure.prices import ASSUMPTION
from accord.study.sections.cells import DASH, case_name, column, label_column

__all__ = ["cost_conditions"]


def cost_conditions(known: list[tuple[Case, CostResult]], book: FigureBook) -> list[Table]:
    """Return the table of all conditions, or nothing where no price has any."""
    rows = tuple(row for case, result in known for row in _conditions(case, result, book))
    if not rows:
        return []
    columns = (
        label_column("scenario"),
        label_column("condition"),
        column("found"),
        column("limit"),
        label_column("met"),
        label_column("article"),
        label_column("checked"),
    )
    return [Table("conditions", say("money.conditions"), columns, rows, is_folded=True)]


def _met(condition: Condition) -> Flag:
    """Tell whether a condition is met, or what is owed from its threshold on."""
    if condition.status == ASSUMPTION:
        return Flag(say("word.to_prove"), "warn")
    if condition.is_threshold:
        return (
            Flag(say("word.due"), "warn")
            if condition.is_met
            else Flag(say("word.not_due"), "muted")
        )
    return Flag(say("word.yes"), "good") if condition.is_met else Flag(say("word.no"), "bad")


def _conditions(case: Case, result: CostResult, book: FigureBook) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    for c in result.conditions:
        stem = f"{case.id}.condition.{c.id}"
        label: Value = Verbatim(c.text_fr, c.text_en)
        value: Value = DASH
        limit: Value = DASH
        if isinstance(c.value, date) and isinstance(c.limit, date):
            label = say("money.dated", text=label, found=c.value, limit=c.limit)
        elif not isinstance(c.value, date) and not isinstance(c.limit, date):
            unit = "share" if c.limit < 1 else "ratio"
            limit = book.given(f"{stem}.limit", c.limit, unit, kind="law", method=c.article)
            if c.status != ASSUMPTION:
                value = book.given(
                    f"{stem}.value", c.value, unit, kind="computed", method=c.article
                )
        rows.append(
            (
                case_name(case),
                label,
                value,
                limit,
                _met(c),
                c.article,
                say(f"status.{c.status}"),
            )
        )
    return rows
