"""What a report is made of: sentences, tables, charts, sections; no language, no markup yet.

Sentences are keys of the catalogue with values; the values are figures, names or dates, never bare
numbers. The same document is rendered in French or English, as page, workbook or terminal text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

__all__ = [
    "Bare",
    "Cell",
    "Chart",
    "ChartRow",
    "Column",
    "Document",
    "Dot",
    "Figure",
    "Flag",
    "Kind",
    "Method",
    "Point",
    "Section",
    "Series",
    "Table",
    "Text",
    "Tone",
    "Unit",
    "Value",
    "Verbatim",
    "numeral",
    "say",
]

Tone = Literal["plain", "good", "warn", "bad", "muted"]
Kind = Literal["simulated", "computed", "input", "law", "law_draft", "prior", "measured"]
Form = Literal["interval", "series", "use", "share", "people", "tornado", "matrix", "trade_off"]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of the catalogue (``key``) with its values."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Words that come from the plant's files or a law's article, one form per language."""

    fr: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number.

    Parameters
    ----------
    id
        Dotted name, stable between runs: ``S1.flow.output_week.total``.
    value
        The number in ``unit``; NaN when it is not defined (a payback that never comes).
    unit
        ``pieces/week``, ``share`` (0..1), ``FRF/year``, ...
    low, high
        Ends of the 95 % interval; both None when nothing in it is drawn at random.
    kind
        ``simulated``, ``computed`` (arithmetic on other figures), ``input`` (read from a file),
        ``law``, ``law_draft`` (of a rule not read in a named source), ``prior`` (from a
        publication) or ``measured`` (fitted from the plant's files).
    inputs
        Digests of the runs and files it rests on.
    seed
        Seed of the run, when simulated.
    parents
        Ids of the figures it rests on.
    places
        Places in files it rests on, as text (``people.csv:2-54``).
    method
        How it is worked out: a sentence of the catalogue, or the article.
    """

    id: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    kind: Kind = "computed"
    inputs: tuple[str, ...] = ()
    seed: int | None = None
    parents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    method: Method = ""

    @property
    def has_interval(self) -> bool:
        """True when the figure carries a 95 % interval."""
        return self.low is not None and self.high is not None

    @property
    def is_known(self) -> bool:
        """True when the value is a finite number."""
        return math.isfinite(self.value)


@dataclass(frozen=True, slots=True)
class Flag:
    """A word with a tone, shown as a mark in a table: held, grows, breach."""

    text: Text
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Bare:
    """A figure without its unit, where the sentence says of what it is: ``9 of the 22 people``."""

    figure: Figure


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, shown in words: ``FRF/year``."""

    name: str


Method = Text | Verbatim | str
Value = Figure | Bare | Text | Verbatim | Flag | Unit | str | date | tuple["Value", ...]


def say(key: str, **values: Value) -> Text:
    """Return the sentence ``key`` with its values."""
    return Text(key, values)


def numeral(value: float) -> Verbatim:
    """Return a number of a formula, which is no figure, as each language writes it."""
    text = f"{value:g}"
    return Verbatim(text.replace(".", ","), text)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: title, whether it holds numbers, whether intervals are drawn in it."""

    title: Text | Verbatim | str
    numeric: bool = True
    has_glyph: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption, a definition note, and one header cell per row (its first)."""

    id: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: Text | None = None
    is_wide: bool = False
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One mark: a label, a group (colour or facet) and a figure with its interval."""

    label: Value
    figure: Figure
    group: Value = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A weekly course with its band: ``weeks`` Mondays, mean, low, high; ``group`` is the facet."""

    group: Value
    weeks: tuple[date, ...]
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    reference: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """One person on a chart: two coordinates and whether the plan touches the post."""

    x: float
    y: float
    is_touched: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a picture by rows and columns: a letter or a sign, and what it stands for.

    Parameters
    ----------
    row, column
        Where it stands.
    sign
        A letter, a word or a figure shown in it; colour is never the only sign.
    kind
        What it stands for: a key of ``look`` in the catalogue, and its colour.
    group
        The panel it stands in, when there are several side by side.
    below
        A second line in it.
    """

    row: Value
    column: Value
    sign: Value
    kind: str
    group: Value = ""
    below: Value = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of two figures: ``is_possible`` False where it is proven that there is none."""

    x: Figure
    y: Figure
    label: Value
    group: Value
    is_possible: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its form, what it shows in words (``alt``), its marks, and the table behind it."""

    id: str
    form: Form
    title: Text
    alt: Text
    table: Table
    rows: tuple[ChartRow, ...] = ()
    series: tuple[Series, ...] = ()
    dots: tuple[Dot, ...] = ()
    cells: tuple[Cell, ...] = ()
    points: tuple[Point, ...] = ()
    x_title: Text | None = None
    y_title: Text | None = None
    reference: Figure | None = None


Block = Text | Table | Chart | tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the 18 sections: its title, blocks in reading order, and whether it is built."""

    id: str
    number: int
    title: Text
    blocks: tuple[Block, ...]
    status: Literal["complete", "partial", "needs"] = "complete"

    @property
    def tables(self) -> tuple[Table, ...]:
        """Tables of the section, those behind charts included."""
        own = tuple(b for b in self.blocks if isinstance(b, Table))
        return own + tuple(b.table for b in self.blocks if isinstance(b, Chart))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Charts of the section."""
        return tuple(b for b in self.blocks if isinstance(b, Chart))


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report: the ten lines, the comparison up front, and the 18 sections."""

    title: Text
    is_fictional: bool
    lines: tuple[Text, ...]
    overview: tuple[Block, ...]
    sections: tuple[Section, ...]
    facts: tuple[tuple[Text, Value], ...]
