"""Pictures of working hours: every cell has a sign, panels keep their order, a cross is a cross."""

import json
import re

import pytest

from accord.study.charts import draw, specification
from accord.study.document import Cell, Chart, Point, Table, say
from accord.study.figures import FigureBook
from accord.study.hour_pictures import LOOKS, WIDEST
from accord.study.language import language


def chart(form, **more):
    table = Table("t", say("cycle.verdicts"), (), ())
    return Chart("c", form, say("trade.title"), say("trade.alt"), table, **more)


def grid(kinds, *, columns=3, group=""):
    """One row per kind of cell, the same sign in all columns."""
    return tuple(
        Cell(f"row {i}", f"column {j}", kind[0].upper(), kind, group)
        for i, kind in enumerate(kinds)
        for j in range(columns)
    )


def texts(svg):
    return re.findall(r">([^<>]+)</text>", svg)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_kind_of_cell_has_its_words_and_a_sign_beside_its_colour(code) -> None:
    svg = draw(chart("matrix", cells=grid(LOOKS)), language(code))
    drawn = texts(svg)
    for kind in LOOKS:
        assert language(code).sentence(f"look.{kind}") in drawn
        assert kind[0].upper() in drawn


def test_signs_can_be_read_on_their_colour() -> None:
    for kind, (fill, ink) in LOOKS.items():
        assert contrast(fill, ink) >= 4.5, kind


def contrast(fill, ink):
    light, dark = sorted((luminance(fill), luminance(ink)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    colour = {"white": "#ffffff"}.get(colour, colour)
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_panels_stand_in_the_order_of_their_weeks_not_of_the_alphabet() -> None:
    weeks = ("Week of 13.09", "Week of 06.09")
    cells = tuple(c for week in weeks for c in grid(["M"], group=week))
    spec = specification(chart("matrix", cells=cells), language("en"))
    assert spec["facet"]["column"]["sort"] == list(weeks)
    drawn = texts(draw(chart("matrix", cells=cells), language("en")))
    assert drawn.index(weeks[0]) < drawn.index(weeks[1])


def test_many_columns_are_narrow_and_few_are_not_too_wide() -> None:
    many = specification(chart("matrix", cells=grid(["M"], columns=28)), language("en"))
    few = specification(chart("matrix", cells=grid(["M"], columns=2)), language("en"))
    assert many["width"]["step"] * 28 <= 700
    assert few["width"]["step"] == WIDEST


def test_a_second_line_makes_its_rows_higher() -> None:
    plain = specification(chart("matrix", cells=grid(["flag"])), language("en"))
    cells = (Cell("a", "b", "! 5", "flag", below="44%"),)
    higher = specification(chart("matrix", cells=cells), language("en"))
    assert higher["height"]["step"] > plain["height"]["step"]
    assert "44%" in texts(draw(chart("matrix", cells=cells), language("en")))


@pytest.fixture
def points():
    book = FigureBook(1)
    found = []
    for people, hours, is_possible in ((15, 37.3, False), (16, 35.0, True), (17, 32.9, True)):
        x = book.given(f"{people}.h", hours, "h/week")
        y = book.given(f"{people}.crews", people, "count")
        label = "16/16" if is_possible else say("trade.none")
        found.append(Point(x, y, label, say("trade.today"), is_possible))
    return tuple(found)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_trade_off_tells_possible_points_from_impossible_ones_in_words(points, code) -> None:
    words = language(code)
    drawn = texts(draw(chart("trade_off", points=points, x_title=say("trade.x")), words))
    for key in ("look.possible", "look.impossible", "trade.none", "trade.x", "trade.today"):
        assert words.sentence(key) in drawn
    assert drawn.count("16/16") == 2


def test_no_line_runs_through_a_number_of_crews_without_a_cycle(points) -> None:
    spec = specification(chart("trade_off", points=points), language("en"))
    (line,) = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert "cycle exists" in json.dumps(line["transform"])
