"""The YAML reader keeps text as text, knows every place, and survives hostile files."""

import pytest

from accord.errors import Place
from accord.plant.yamlfile import MAX_DEPTH, Form, load, parse


def said(text):
    root, problems = parse(text, "x.yaml")
    del root
    return [str(p) for p in problems]


def test_times_words_and_leading_zeros_stay_text():
    root, problems = parse("start: 22:00\nflag: off\ncode: 0123456\nempty:\n", "x.yaml")
    assert problems == []
    assert {key: node.text for key, node in root.entries.items()} == {
        "start": "22:00", "flag": "off", "code": "0123456", "empty": "",
    }  # fmt: skip


def test_every_value_knows_its_line_and_column():
    root, _ = parse("a: 1\nb:\n  - {c: 2, d: [x, é, z]}\n", "x.yaml")
    entry = root.entries["b"].items[0]
    assert entry.entries["d"].items[2].place == Place("x.yaml", 3, 22)
    assert entry.entries["d"].items[2].path == "b.0.d.2"
    assert entry.keys["d"] == Place("x.yaml", 3, 12)


def test_a_form_notes_every_mistake_and_goes_on():
    root, problems = parse(
        "name: [a]\nhours: '39,5'\nday: funday\nat: 25:00\non: 04/05/1999\nyes: perhaps\n"
        "count: 2.5\nlow: -1\nhigh: 9\nkind: greeen\n"
        "list: {a: 1}\nmap: text\nstaart: 1\nopen: '?'\n",
        "x.yaml",
    )
    form = Form(root, problems)
    read = (
        form.text("name"), form.number("hours"), form.day("day"), form.clock("at"), form.date("on"),
        form.yes_no("yes"), form.whole("count"), form.number("low", low=0),
        form.whole("high", high=8), form.choice("kind", ("green", "red"), "red"),
        form.texts("list"), form.forms("map"), form.text("start", required=True),
        form.number("open"),
    )  # fmt: skip
    form.close()
    assert read == ("",) + (None,) * 8 + ("red", (), (), "", None)
    lines = sorted(p.place.line for p in problems)
    assert lines == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    assert any("Did you mean 'start'?" in p.remedy for p in problems)
    assert any("'green'" in p.rule for p in problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1", "not valid YAML"),
        ("a: b: c", "x.yaml:1:5"),
        ("\t- a", "not valid YAML"),
        ("- 1\n- 2\n", "starts with a list"),
        ("", "the file is empty"),
        ("a: &x\n  b: *x\n", "an anchor that contains itself"),
        ("a: 1\na: 2\n", "x.yaml:2:1: key 'a' again"),
        ("? [a]\n: b\n", "a key is a word"),
        ("a: \x00", "not valid YAML"),
        ("a: " + "[" * 100_000, f"nested deeper than {MAX_DEPTH}"),
        ("".join(" " * i + "a:\n" for i in range(200)), f"nested deeper than {MAX_DEPTH}"),
        ("- " * 5000 + "a", f"nested deeper than {MAX_DEPTH}"),
    ],
)
def test_a_broken_file_is_one_clear_problem(text, expected):
    assert any(expected in line for line in said(text)), said(text)


def test_aliases_that_multiply_are_read_without_multiplying():
    text = "a0: &a0 [x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30)
    )
    root, problems = parse(text, "x.yaml")
    assert problems == []
    assert len(root.entries["a29"].items) == 9


def test_an_unreadable_or_oversized_file_is_a_problem(tmp_path, monkeypatch):
    assert "cannot be read" in load(tmp_path / "none.yaml", "none.yaml")[1][0].seen
    (tmp_path / "big.yaml").write_text("a: 1\n" * 100)
    monkeypatch.setattr("accord.plant.yamlfile.MAX_YAML_BYTES", 99)
    assert "at most 99 bytes" in load(tmp_path / "big.yaml", "big.yaml")[1][0].rule


def test_a_cp1252_file_is_decoded(tmp_path):
    (tmp_path / "x.yaml").write_bytes("name: été à l'usine\n".encode("cp1252"))
    assert load(tmp_path / "x.yaml", "x.yaml")[0].entries["name"].text == "été à l'usine"
