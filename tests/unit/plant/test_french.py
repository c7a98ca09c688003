"""A report shows warnings and notes: each has its French beside its English."""

import ast
from pathlib import Path

import accord.plant
from accord import plant

ROOM = Path(accord.plant.__file__).parent
SHOWN = {"warning", "note"}


def speaks_of(node: ast.AST) -> bool:
    """Tell whether an argument is, or may be, the kind of a warning or note."""
    if isinstance(node, ast.IfExp):
        return speaks_of(node.body) or speaks_of(node.orelse)
    return isinstance(node, ast.Constant) and node.value in SHOWN


def silent_calls(source: str) -> list[int]:
    """Return the lines of calls that make a warning or note without French words."""
    return [
        call.lineno
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and any(map(speaks_of, call.args))
        and not any(k.arg == "french" for k in call.keywords)
        and not isinstance(call.args[-1], ast.Tuple | ast.Name | ast.Call)
    ]


def test_every_warning_and_note_is_said_in_french_where_it_is_raised():
    # the workbook's writer returns its warnings to its caller; no report shows them
    rooms = [path for path in sorted(ROOM.glob("*.py")) if path.stem != "workbook"]
    silent = {p.name: silent_calls(p.read_text(encoding="utf-8")) for p in rooms}
    assert {name: lines for name, lines in silent.items() if lines} == {}


def test_a_warning_without_french_words_is_found():
    assert silent_calls('problem(place, "seen", "rule", "remedy", "warning")') == [1]
    assert silent_calls('problem(place, "s", "r", "m", "note" if a else "error")') == [1]
    assert silent_calls('problem(place, "s", "r", "m", "note", french=("v", "r", "f"))') == []


def test_a_note_says_the_same_value_in_both_languages(files, make):
    stations = files["stations.csv"].splitlines()
    files["stations.csv"] = "\n".join([stations[0], stations[1].replace("0.3", ""), *stations[2:]])
    (note,) = plant.check(make(files))
    assert note.seen == "setup_spread empty, 0 assumed, 1 row"
    assert note.french == (
        "setup_spread vide, 0 supposé : 1 ligne",
        "coefficient de variation du réglage",
        "Remplissez-la si ce n'est pas le cas.",
    )
