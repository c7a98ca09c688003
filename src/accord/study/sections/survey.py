"""Section 7: the survey of those concerned."""

from __future__ import annotations

from accord.study.document import Section, say
from accord.study.field import Field
from accord.study.figures import FigureBook

__all__ = ["survey"]


def survey(_field: Field, _book: FigureBook) -> Section:
    """Say that nobody was asked."""
    return Section("survey", 7, say("survey.title"), (say("survey.missing"),), "needs")
