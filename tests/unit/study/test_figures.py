"""A figure is written once, has its interval, and survives the way to disk and back."""

import json
import math

import pytest

from accord.errors import Place, StudyError
from accord.plant.records import Person
from accord.study.document import numeral, say
from accord.study.figures import Figure, FigureBook, places_of, read_figures, write_figures
from accord.study.language import language


def test_a_simulated_figure_without_interval_is_refused() -> None:
    book = FigureBook(seed=7)
    with pytest.raises(StudyError, match="no interval"):
        book.add(Figure("S0.flow.output_week.total", 1.0, "pieces/week", kind="simulated"))


def test_a_simulated_figure_is_the_mean_of_its_replications_with_student_t_ends() -> None:
    book = FigureBook(seed=7)
    figure = book.simulated("x", [10.0, 12.0, 14.0], "pieces/week", inputs=("abc",))
    half = 4.302652729911275 * 2.0 / math.sqrt(3)  # t(2) at 97.5 %, sd 2
    assert figure.value == 12.0
    assert figure.low == pytest.approx(12.0 - half)
    assert figure.high == pytest.approx(12.0 + half)
    assert figure.seed == 7
    assert figure.inputs == ("abc",)


def test_the_same_id_with_another_value_is_refused_and_with_the_same_value_is_the_first_one() -> (
    None
):
    book = FigureBook(seed=1)
    first = book.given("input.people", 180, "people", places=("people.csv:2-181",))
    assert book.given("input.people", 180, "people") is first
    with pytest.raises(StudyError, match="entered twice"):
        book.given("input.people", 181, "people")


def test_rows_of_a_file_are_counted_with_the_lines_they_stand_on() -> None:
    people = [Person(f"P{line}", at=Place("people.csv", line)) for line in (2, 3, 4, 9)]
    count = FigureBook(seed=1).counted("input.paid_people", people, method="people with a wage")
    assert (count.value, count.unit, count.kind) == (4.0, "people", "computed")
    assert count.places == ("people.csv:2-4", "people.csv:9")


def test_a_figure_rests_only_on_figures_of_the_book() -> None:
    book = FigureBook(seed=1)
    stranger = Figure("elsewhere", 1.0, "share")
    with pytest.raises(StudyError, match="not in the book"):
        book.computed("y", lambda a: a, [stranger], "share")


def test_a_formula_carries_its_parents_interval_exactly_when_it_is_linear() -> None:
    book = FigureBook(seed=1)
    x = book.add(Figure("x", 10.0, "h", 8.0, 13.0, "simulated"))
    n = book.given("n", 2, "count")
    y = book.computed("y", lambda a, b: 5.0 - b * a, [x, n], "h")
    assert (y.value, y.low, y.high) == (-15.0, -21.0, -11.0)
    assert y.parents == ("x", "n")


def test_independent_parents_add_their_errors_as_squares() -> None:
    book = FigureBook(seed=1)
    a = book.add(Figure("a", 0.0, "h", -3.0, 3.0, "simulated"))
    b = book.add(Figure("b", 0.0, "h", -4.0, 4.0, "simulated"))
    total = book.computed("c", lambda x, y: x + y, [a, b], "h")
    assert (total.low, total.high) == (-5.0, 5.0)


def test_a_formula_without_random_parents_has_no_interval() -> None:
    book = FigureBook(seed=1)
    a = book.given("a", 2.0, "h")
    assert not book.computed("b", lambda x: x * x, [a], "h").has_interval


def test_neighbouring_lines_are_joined_and_places_without_file_left_out() -> None:
    places = [
        Place("people.csv", 4, 1),
        Place("people.csv", 2, 1),
        Place("people.csv", 3, 1),
        Place("people.csv", 9, 1),
        Place("plant.yaml", 7, 2),
        Place(""),
        Place("book.xlsx", 5, 1, "People"),
    ]
    assert places_of(places) == (
        "book.xlsx!People:5",
        "people.csv:2-4",
        "people.csv:9",
        "plant.yaml:7",
    )


def test_figures_json_is_a_list_with_the_published_keys_and_reads_back_equal(tmp_path) -> None:
    book = FigureBook(seed=3)
    people = book.given("input.people", 180, "people", places=("people.csv:2-181",))
    book.simulated("S0.out", [1.0, 2.0], "pieces/week", inputs=("d1",), parents=[people])
    book.given("S0.payback", math.nan, "years", kind="computed")
    path = tmp_path / "figures.json"
    write_figures(path, book)

    rows = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(rows, list)
    keys = {"id", "value", "unit", "low", "high", "kind", "inputs", "seed", "trace"}
    assert all(set(row) == keys for row in rows)
    assert rows[2]["value"] is None
    back = read_figures(path)
    assert back["S0.out"] == book["S0.out"]
    assert back["input.people"] == people
    assert math.isnan(back["S0.payback"].value)


def test_a_folder_without_figures_is_told_how_to_get_them(tmp_path) -> None:
    with pytest.raises(StudyError, match="accord study PLANT"):
        read_figures(tmp_path / "figures.json")


def test_a_method_is_in_both_languages_in_the_file(tmp_path) -> None:
    book = FigureBook(seed=1)
    gain = book.given("g", 0.02, "share", method=say("method.constant_output", before=numeral(39),
                      after=numeral(35), gain=numeral(0.02)))  # fmt: skip
    write_figures(tmp_path / "figures.json", book)
    told = read_figures(tmp_path / "figures.json")["g"].method
    english = "(39 / 35) / (1 + 0.02) - 1, where labour limits output"
    french = "(39 / 35) / (1 + 0,02) − 1, là où"
    for method in (gain.method, told):
        assert language("en").plain(method).startswith(english)
        assert language("fr").plain(method).startswith(french)
