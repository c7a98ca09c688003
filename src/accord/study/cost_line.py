"""The opening line on cost: what the picked scenario costs, with and without the legal premium."""

from __future__ import annotations

import math

from accord.study.document import Text, Value, Verbatim, say
from accord.study.field import Case, Field
from accord.study.figures import FigureBook
from accord.study.measure.output import is_held
from accord.study.measure.prices import gate_of, taken_on_word
from accord.study.measure.reversals import Choice, choose
from accord.study.measure.unpriced import unpriced

__all__ = ["cost_line"]

_TOTAL, _WITHOUT = "change_horizon", "change_horizon_without_premium"


def cost_line(field: Field, book: FigureBook, choice: Choice | None) -> Text:
    """Return the line on cost: the sums, the cheapest, the premium, what is left out or trusted."""
    if choice is None:
        return say("line.cost_none")
    chosen = choice.case
    gate = gate_of(field, chosen)
    if not gate.is_open and f"{field.today.id}.cost.year" in book:
        return say("line.cost_gate", says=Verbatim(*gate.says))
    if f"{chosen.id}.cost.{_TOTAL}" not in book:
        return say("line.cost_needs")
    held = [c.id for c in field.changes if is_held(c, book)]
    cheapest = next((name for name in _order(field, book, _TOTAL) if name in held), chosen.id)
    parts = [_sums(book, chosen)]
    if cheapest != chosen.id:
        parts.append(
            say(
                "line.cost_other",
                scenario=cheapest,
                change=book[f"{cheapest}.cost.change_year"],
                total=book[f"{cheapest}.cost.{_TOTAL}"],
            )
        )
    parts += _premium(field, book, chosen)
    parts += _left_out(field, book)
    parts += _words_taken(field, [c for c in field.changes if c.id in {chosen.id, cheapest}])
    line = parts[0]
    for part in parts[1:]:
        line = say("line.both", first=line, second=part)
    return line


def _sums(book: FigureBook, case: Case) -> Text:
    stem = f"{case.id}.cost"
    aid = book[f"{stem}.aid_total"]
    values: dict[str, Value] = {
        "scenario": case.id,
        "change": book[f"{stem}.change_year"],
        "aid": aid,
        "gross": book[f"{stem}.change_year_before_aid"],
        "total": book[f"{stem}.{_TOTAL}"],
    }
    return Text("line.cost_aid" if aid.value else "line.cost", values)


def _order(field: Field, book: FigureBook, name: str) -> tuple[str, ...]:
    """Return the priced scenarios, the cheapest over the horizon first."""
    known = [
        (f.value, c.id)
        for c in field.changes
        if (f := book.get(f"{c.id}.cost.{name}")) is not None and not math.isnan(f.value)
    ]
    return tuple(case_id for _, case_id in sorted(known))


def _premium(field: Field, book: FigureBook, chosen: Case) -> list[Text]:
    """Say what the sum is without the legal premium, and what that does to the ranking."""
    premiums = [book.get(f"{c.id}.cost.legal_week_horizon") for c in field.changes]
    if not any(p is not None and p.value for p in premiums):
        return []
    other = choose(field, book, cost=_WITHOUT)
    total = book[f"{chosen.id}.cost.{_WITHOUT}"]
    if other is None or other.case.id == chosen.id:
        first = say("line.cost_premium", total=total, scenario=chosen.id)
    else:
        first = say("line.cost_premium_turns", total=total, other=other.case.id)
    orders = [_order(field, book, name) for name in (_TOTAL, _WITHOUT)]
    if orders[0] == orders[1]:
        return [first, say("line.cost_order_same")]
    return [first, say("line.cost_order", included=orders[0], without=orders[1])]


def _left_out(field: Field, book: FigureBook) -> list[Text]:
    rows = unpriced(field, book)
    if not rows:
        return []
    told = [say(f"line.left_{row.name}", which=row.cases) for row in rows]
    listed = told[0]
    for one in told[1:]:
        listed = say("line.left_also", first=listed, second=one)
    return [say("line.cost_left", rows=listed)]


def _words_taken(field: Field, shown: list[Case]) -> list[Text]:
    """Say, for each scenario whose aid the line counts, what it takes on somebody's word."""
    words = [
        (c.id, tuple(Verbatim(x.text_fr, x.text_en) for x in taken_on_word(field, c)))
        for c in shown
    ]
    return [
        say("line.cost_word", scenario=name, conditions=found) for name, found in words if found
    ]
