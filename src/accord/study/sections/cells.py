"""Small values that several tables share: a figure or a dash, a column, the mark of demand held."""

from __future__ import annotations

from accord.plant.records import Plant
from accord.study.document import Column, Flag, Text, Value, Verbatim, say
from accord.study.field import Case, in_words
from accord.study.figures import FigureBook
from accord.study.language import has_sentence
from accord.study.measure.output import is_held

__all__ = [
    "DASH",
    "case_name",
    "column",
    "crews_name",
    "fact_name",
    "figure_or_dash",
    "group_name",
    "held_flag",
    "label_column",
]

DASH = "\u2013"
FEW = 4


def figure_or_dash(book: FigureBook, figure_id: str) -> Value:
    """Return the figure of an id, or a dash when the study has none."""
    return book.get(figure_id) or DASH


def column(key: str, *, has_glyph: bool = False) -> Column:
    """Return a numeric column with a title of the catalogue."""
    return Column(say(f"column.{key}"), has_glyph=has_glyph)


def label_column(key: str) -> Column:
    """Return a column of words with a title of the catalogue."""
    return Column(say(f"column.{key}"), numeric=False)


def fact_name(fact: str) -> Text | str:
    """Return a fact of the files or of a rule in words, or its own name where there are none."""
    key = f"fact.{fact.replace(' ', '_')}"
    return say(key) if has_sentence(key) else fact


def group_name(plant: Plant, dimension: str, group: str) -> Text:
    """Return a group of people: age 49–54, category ouvrier."""
    return say(f"dimension.{dimension}", group=in_words(plant, group))


def case_name(case: Case) -> Verbatim:
    """Return a scenario's id and title: ``S1, 35 h with hires``."""
    return Verbatim(f"{case.id} · {case.title.fr}", f"{case.id} · {case.title.en or case.title.fr}")


def crews_name(crews: tuple[str, ...]) -> Value:
    """Name a few crews, or the first and the last of many."""
    if len(crews) <= FEW:
        return crews
    return say("regime.crews", first=crews[0], last=crews[-1], count=str(len(crews)))


def held_flag(case: Case, book: FigureBook) -> Flag:
    """Return the mark that tells whether the demand is held."""
    if case.run is None:
        return Flag(say("word.not_run"), "muted")
    held = is_held(case, book)
    if held is None:
        return Flag(say("word.unclear"), "warn")
    return Flag(say("word.held"), "good") if held else Flag(say("word.grows"), "bad")
