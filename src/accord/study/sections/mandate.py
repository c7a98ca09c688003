"""Section 1: mandate, payer, access rights."""

from __future__ import annotations

from accord.study.document import Section, say
from accord.study.field import Field, in_words
from accord.study.figures import FigureBook

__all__ = ["mandate"]


def mandate(field: Field, book: FigureBook) -> Section:
    """Say what was studied and that the mandate itself is not in the files."""
    return Section(
        "mandate",
        1,
        say("mandate.title"),
        (
            say(
                "mandate.object",
                name=in_words(field.plant, field.plant.name),
                people=book["input.people"],
                weekly_h=book["input.weekly_h"],
                on=field.plant.on,
                until=field.last_day,
            ),
            say("mandate.persons"),
            say("mandate.missing"),
        ),
        "partial",
    )
