"""Section 17: the opinion of each side."""

from __future__ import annotations

from accord.study.document import Section, say
from accord.study.field import Field
from accord.study.figures import FigureBook

__all__ = ["opinions"]


def opinions(_field: Field, _book: FigureBook) -> Section:
    """Say that opinions are not gathered by the study."""
    return Section("opinions", 17, say("opinions.title"), (say("opinions.missing"),), "needs")
