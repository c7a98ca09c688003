"""``report.html``: one self-contained page from a document; no script, no outside request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from accord.study.charts import draw
from accord.study.document import Bare, Chart, Document, Flag, Table, Text, Unit, Value, Verbatim
from accord.study.figures import Figure
from accord.study.language import Language

__all__ = ["render", "write_report"]

# Kinds that speak of behaviour or law are marked wherever the number stands.
_MARKED: Final = ("prior", "measured")


def write_report(
    path: Path, document: Document, figures: Iterable[Figure], words: Language
) -> None:
    """Write the report of a document as one HTML file."""
    path.write_text(render(document, figures, words), encoding="utf-8")


def render(document: Document, figures: Iterable[Figure], words: Language) -> str:
    """Return the page as a string."""
    environment = Environment(
        loader=PackageLoader("accord.study", "templates"),
        autoescape=select_autoescape(["html", "j2"], default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = _Page(words)
    environment.globals.update(
        t=page.text,
        v=page.value,
        interval=page.interval,
        glyph=page.glyph,
        svg=page.svg,
        kind_of=page.block_kind,
        anchor=anchor,
        is_figure=lambda value: isinstance(value, Figure),
        figure_text=page.bare,
        lang=words.code,
    )
    return environment.get_template("report.html.j2").render(doc=document, figures=list(figures))


def anchor(figure_id: str) -> str:
    """Return the fragment of a figure's entry in the register."""
    return f"f-{figure_id}"


class _Page:
    """The markup of values, sentences and charts in one language."""

    def __init__(self, words: Language) -> None:
        self.words = words

    def text(self, key: str | Text, **values: Value) -> Markup:
        """Return a sentence, its figures as links into the register."""
        sentence = Text(key, values) if isinstance(key, str) else key
        return Markup("").join(
            self.value(part, in_text=True) for part in self.words.parts(sentence)
        )

    def value(self, value: Value, *, in_text: bool = False) -> Markup:
        """Return the markup of one value."""
        if isinstance(value, Figure):
            return self._figure(value, in_text=in_text)
        if isinstance(value, Bare):
            return self._link(value.figure, with_unit=False)
        if isinstance(value, Text):
            return self.text(value)
        if isinstance(value, Flag):
            return Markup('<span class="flag {}">{}</span>').format(
                value.tone, self.text(value.text)
            )
        if isinstance(value, Verbatim | Unit):
            return escape(self.words.plain(value))
        if isinstance(value, tuple):
            if any(isinstance(part, Flag) for part in value):
                return Markup(" ").join(self.value(part, in_text=in_text) for part in value)
            return Markup(", ").join(self.value(part, in_text=in_text) for part in value)
        if isinstance(value, date):
            return escape(self.words.date(value))
        return escape(str(value))

    def _figure(self, figure: Figure, *, in_text: bool) -> Markup:
        link = self._link(figure, with_unit=in_text)
        if figure.kind in _MARKED:
            word = self.words.sentence(f"kind.{figure.kind}")
            link += Markup(' <span class="mark">{}</span>').format(word)
        ends = self.interval(figure, beside_unit=in_text)
        if ends:
            form = ' <span class="ci">({})</span>' if in_text else '<span class="ci">{}</span>'
            link += Markup(form).format(ends)  # noqa: S704 - a literal of this module
        return link

    def _link(self, figure: Figure, *, with_unit: bool) -> Markup:
        number = self.words.figure(figure, with_unit=with_unit)
        return Markup('<a class="n" href="#{}">{}</a>').format(anchor(figure.id), number)

    def interval(self, figure: Figure, *, beside_unit: bool = False) -> str:
        """Return the interval in words, empty when there is none or it has no width."""
        if figure.low == figure.high or not figure.is_known:
            return ""
        return self.words.interval(figure, beside_unit=beside_unit)

    def bare(self, figure: Figure) -> str:
        """Return a figure with its unit, as plain text."""
        return self.words.figure(figure)

    def glyph(self, figure: Figure, table: Table, column: int) -> Markup:
        """Return a small bar that places a figure's interval in its column's range."""
        peers = [
            row[column]
            for row in table.rows
            if isinstance(row[column], Figure) and row[column].is_known  # type: ignore[union-attr]
        ]
        ends = [e for p in peers if isinstance(p, Figure) for e in (p.low, p.high, p.value)]
        known = [e for e in ends if e is not None]
        if not known or figure.low is None or figure.high is None:
            return Markup("")
        least, most = min(known), max(known)
        width = (most - least) or 1.0
        x0, x1, x = (2 + 76 * (e - least) / width for e in (figure.low, figure.high, figure.value))
        return Markup(
            '<svg class="glyph" viewBox="0 0 80 10" aria-hidden="true" focusable="false">'
            '<line x1="0" x2="80" y1="5" y2="5"/><rect x="{:.1f}" y="2" width="{:.1f}" height="6"/>'
            '<circle cx="{:.1f}" cy="5" r="2.6"/></svg>'
        ).format(x0, max(x1 - x0, 0.8), x)

    def svg(self, chart: Chart) -> Markup:
        """Return a chart's drawing; Vega's output is ours to trust, its texts are escaped by it."""
        return Markup(draw(chart, self.words))  # noqa: S704

    @staticmethod
    def block_kind(block: object) -> str:
        """Name a block for the template: text, list, table or chart."""
        if isinstance(block, Chart):
            return "chart"
        if isinstance(block, Table):
            return "table"
        return "list" if isinstance(block, tuple) else "text"
