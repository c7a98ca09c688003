"""The opening line on cost: what the picked scenario costs, with and without the legal premium."""

from __future__ import annotations

import math
from collections.abc import Collection

from accord.cost import missing_words
from accord.study.document import Text, Value, Verbatim, say
from accord.study.field import Case, Field
from accord.study.figures import FigureBook
from accord.study.measure.output import is_held
from accord.study.measure.prices import gaps_in, gaps_of, gate_of, taken_on_word
from accord.study.measure.reversals import Choice, choose
from accord.study.measure.unpriced import unpriced

__all__ = ["cost_line"]

_TOTAL, _WITHOUT = "change_horizon", "change_horizon_without_premium"


def cost_line(field: Field, book: FigureBook, choice: Choice | None) -> Text:
    """Return the line on cost: the sums, the cheapest, the premium, what is left out or trusted.

    A plan that dismisses people is named only with its alternatives' sums behind it.
    """
    if choice is None:
        return say("line.cost_none")
    chosen = choice.case
    gate = gate_of(field, chosen)
    if not gate.is_open and f"{field.today.id}.cost.year" in book:
        return say("line.cost_gate", says=Verbatim(*gate.says))
    if f"{chosen.id}.cost.{_TOTAL}" not in book:
        return _not_priced(field, chosen)
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
    premium, ranked = _premium(field, book, chosen)
    parts += premium
    parts += [
        say("line.cost_gaps", which=row.cases, missing=Verbatim(*row.missing))
        for row in gaps_in(field)
    ]
    parts += _beside(field, book, {chosen.id, cheapest, *ranked})
    parts += _left_out(field, book)
    parts += _words_taken(field, [c for c in field.changes if c.id in {chosen.id, cheapest}])
    line = parts[0]
    for part in parts[1:]:
        line = say("line.both", first=line, second=part)
    return line


def _not_priced(field: Field, case: Case) -> Text:
    """Say what the price of a case lacks."""
    gaps = gaps_of(field, case)
    if not gaps:
        return say("line.cost_refused", scenario=case.id)
    return say("line.cost_needs", scenario=case.id, missing=Verbatim(*missing_words(gaps)))


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
    line = Text("line.cost_aid" if aid.value else "line.cost", values)
    output = book.get(f"{stem}.change_output_horizon")
    if output is None:
        return line
    return say("line.both", first=line, second=say("line.cost_output", amount=output))


def _order(field: Field, book: FigureBook, name: str) -> tuple[str, ...]:
    """Return the priced scenarios, the cheapest over the horizon first."""
    known = [
        (f.value, c.id)
        for c in field.changes
        if (f := book.get(f"{c.id}.cost.{name}")) is not None and not math.isnan(f.value)
    ]
    return tuple(case_id for _, case_id in sorted(known))


def _beside(field: Field, book: FigureBook, named: Collection[str]) -> list[Text]:
    """Set the alternatives beside each plan named that dismisses people; say what is withheld."""
    gates = [gate_of(field, c) for c in field.changes if c.layoffs]
    parts = [
        say(
            "line.cost_beside",
            scenario=gate.scenario,
            layoffs=book[f"{gate.scenario}.input.layoffs"],
            rows=tuple(
                say("line.cost_beside_row", scenario=name, total=book[f"{name}.cost.{_TOTAL}"])
                for name in (gate.scenario, *gate.alternatives)
            ),
        )
        for gate in gates
        if gate.is_open and gate.scenario in named
    ]
    closed = tuple(gate.scenario for gate in gates if not gate.is_open)
    return [*parts, say("line.cost_withheld", which=closed)] if closed else parts


def _premium(field: Field, book: FigureBook, chosen: Case) -> tuple[list[Text], tuple[str, ...]]:
    """Say what the sum is without the legal premium and what that does to the ranking.

    Also give the scenarios that this names.
    """
    premiums = [book.get(f"{c.id}.cost.legal_week_horizon") for c in field.changes]
    if not any(p is not None and p.value for p in premiums):
        return [], ()
    other = choose(field, book, cost=_WITHOUT)
    total = book[f"{chosen.id}.cost.{_WITHOUT}"]
    picked = chosen.id if other is None else other.case.id
    if picked == chosen.id:
        first = say("line.cost_premium", total=total, scenario=picked)
    else:
        first = say("line.cost_premium_turns", total=total, other=picked)
    orders = [_order(field, book, name) for name in (_TOTAL, _WITHOUT)]
    if orders[0] == orders[1]:
        return [first, say("line.cost_order_same")], (picked,)
    told = say("line.cost_order", included=orders[0], without=orders[1])
    return [first, told], (picked, *orders[0])


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
