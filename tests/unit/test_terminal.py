"""What the terminal says and counts."""

from accord import terminal
from accord.errors import Place, Problem


def test_a_note_is_counted_as_a_note_and_not_as_a_warning(capsys) -> None:
    kinds = ("error", "warning", "note", "note")
    terminal.print_problems(tuple(Problem(Place("f"), k, "rule", "Do it.", k) for k in kinds))
    assert "1 error(s), 1 warning(s), 2 note(s)" in capsys.readouterr().err
