"""The facts in the report's head: date of the law, people, window, replications."""

from __future__ import annotations

from datetime import timedelta

from accord.study.document import Bare, Text, Value, say
from accord.study.field import Field
from accord.study.figures import FigureBook

__all__ = ["facts"]


def facts(field: Field, book: FigureBook) -> tuple[tuple[Text, Value], ...]:
    """Return what a reader must know before any number."""
    counts = [c.run.replications for c in field.cases if c.run is not None]
    least = book.given("study.replications_least", min(counts), "count", kind="computed")
    most = book.given("study.replications_most", max(counts), "count", kind="computed")
    asked = book.given("study.precision", field.precision, "share", kind="input")
    first = field.plant.on + timedelta(weeks=field.first)
    last = field.plant.on + timedelta(weeks=field.last, days=6)
    cases = book.given("study.cases", len(field.cases), "count", kind="computed")
    replications: Value = (
        least if min(counts) == max(counts) else say("page.replications", least=least, most=most)
    )
    return (
        (say("page.fact_on"), say("page.law_span", first=field.plant.on, last=field.last_day)),
        (say("page.fact_people"), _people(book)),
        (say("page.fact_scenarios"), cases),
        (say("page.fact_window"), say("page.window", first=first, last=last)),
        (say("page.fact_replications"), replications),
        (say("page.fact_precision"), asked),
    )


def _people(book: FigureBook) -> Value:
    """Return the people of the files, those outside the headcount apart."""
    counted, outside = book.get("input.headcount"), book.get("input.uncounted_people")
    if counted is None or outside is None:
        return book["input.people"]
    return say("page.people_split", counted=Bare(counted), outside=Bare(outside))
