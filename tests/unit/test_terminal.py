"""What the terminal says and counts."""

import json

import pytest

from accord import terminal
from accord.errors import Place, Problem


def test_a_note_is_counted_as_a_note_and_not_as_a_warning(capsys) -> None:
    kinds = ("error", "warning", "note", "note")
    terminal.print_problems(tuple(Problem(Place("f"), k, "rule", "Do it.", k) for k in kinds))
    assert "1 error(s), 1 warning(s), 2 note(s)" in capsys.readouterr().err


def test_json_holds_null_for_a_number_that_is_not_known(capsys):
    nan, inf = float("nan"), float("inf")
    terminal.as_json({"a": [1.5, nan, (inf, -inf)], "b": {"c": nan}, "d": "nan"})
    read = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert read == {"a": [1.5, None, [None, None]], "b": {"c": None}, "d": "nan"}
