"""MiniZinc data as values with places: ``name = value;``, lists, rows ``[| 1, 2 | 3, 4 |]``.

Read are whole numbers, truths, texts, words, lists, sets, rows with or without labels (``Mon: 1,
2``), ``array1d`` and ``array2d``; comments ``%`` and ``/* */`` are passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from accord.errors import Complaining, Place, Problem

__all__ = ["Kind", "Label", "Value", "read_values"]

_TOKEN = re.compile(
    r"(?P<blank>(?:\s|%[^\r\n]*|/\*.*?\*/)+)"
    r'|(?P<text>"(?:[^"\\\r\n]|\\.)*")'
    r"|(?P<dots>\.\.)"
    r"|(?P<whole>[+-]?\d+)"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<open>\[\||\|\])"
    r"|(?P<sign>[][(){},;:=|])",
    re.DOTALL,
)
Kind = Literal["whole", "truth", "text", "word", "list", "rows"]
MAX_DIGITS: Final = 12


class _Token(NamedTuple):
    kind: str
    text: str
    place: Place


class Label(NamedTuple):
    """A label of a row or a column."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the data: a single one, a list, or rows (with labels where there are any)."""

    kind: Kind
    place: Place
    text: str = ""
    items: tuple[Value, ...] = ()
    labels: tuple[Label, ...] = field(default=())
    """Of rows: labels of the columns; of a row: its own label, if it has one."""


class _Unreadable(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_values(text: str, file: str) -> tuple[dict[str, Value], dict[str, Place], list[Problem]]:
    """Read the values of a text.

    Parameters
    ----------
    text
        Content of the file.
    file
        How places call it.

    Returns
    -------
    tuple
        Values by name, the place of each name, and what is wrong.
    """
    grammar = _Grammar(text, file)
    return grammar.assignments(), grammar.keys, grammar.problems


class _Grammar(Complaining):
    """Reads ``name = value;`` one after another; after a mistake it goes on at the next ``;``."""

    def __init__(self, text: str, file: str) -> None:
        self.problems: list[Problem] = []
        self.keys: dict[str, Place] = {}
        self._file = file
        self._tokens = list(self._split(text))
        self._next = 0

    def _split(self, text: str) -> Iterator[_Token]:
        position, line, start = 0, 1, 0  # start: where the line begins
        while position < len(text):
            found = _TOKEN.match(text, position)
            place = Place(self._file, line, position - start + 1)
            if found is None:
                self.complain(
                    place, f"the character {text[position]!r}", "it has no meaning in such data",
                    "Take it out, or close the text or comment that begins here.",
                )  # fmt: skip
                position += 1
                continue
            if found.lastgroup != "blank":
                yield _Token(str(found.lastgroup), found[0], place)
            for ending in re.finditer(r"\r\n|\r|\n", found[0]):
                line, start = line + 1, position + ending.end()
            position = found.end()
        yield _Token("end", "the end of the file", Place(self._file, line, position - start + 1))

    def assignments(self) -> dict[str, Value]:
        """Return the values by name."""
        values: dict[str, Value] = {}
        if self._peek().kind == "end" and not self.problems:
            self.complain(
                Place(self._file), "the file is empty", "names and values are expected",
                "Is this the right file?",
            )  # fmt: skip
        while self._peek().kind != "end":
            try:
                name, value = self._assignment()
            except _Unreadable as error:
                self.problems.append(error.problem)
                self._skip()
                continue
            if name.text in values:
                self.complain(
                    name.place, f"{name.text} again", "a name has one value",
                    f"It is already set at line {self.keys[name.text].line}; keep one of them.",
                )  # fmt: skip
                continue
            values[name.text], self.keys[name.text] = value, name.place
        return values

    def _peek(self, ahead: int = 0) -> _Token:
        return self._tokens[min(self._next + ahead, len(self._tokens) - 1)]

    def _take(self, *wanted: str) -> _Token:
        """Take the next token, which is one of the signs or kinds wanted."""
        token = self._peek()
        if wanted and token.text not in wanted and token.kind not in wanted:
            raise _Unreadable(
                Problem(
                    token.place,
                    f"{token.text!r}"[:60],
                    f"{' or '.join(wanted)} is expected here",
                    "Correct it; each value is written name = value;",
                )
            )
        self._next += 1
        return token

    def _skip(self) -> None:
        while self._peek().kind != "end" and self._take().text != ";":
            pass

    def _assignment(self) -> tuple[_Token, Value]:
        name = self._take("word")
        self._take("=")
        value = self._value()
        if self._peek().kind != "end":
            self._take(";")
        return name, value

    def _value(self) -> Value:
        token = self._peek()
        if token.text == "[":
            return self._list("[", "]")
        if token.text == "{":
            return self._list("{", "}")
        if token.text == "[|":
            return self._rows()
        if token.kind == "word" and self._peek(1).text == "(":
            return self._shaped()
        return self._single()

    def _single(self) -> Value:
        token = self._take("whole", "text", "word")
        if token.text in {"true", "false"}:
            return Value("truth", token.place, token.text)
        if token.kind == "whole" and len(token.text) > MAX_DIGITS:
            problem = Problem(
                token.place, f"a number of {len(token.text)} digits",
                f"numbers here have at most {MAX_DIGITS} digits", "Correct it.",
            )  # fmt: skip
            raise _Unreadable(problem)
        if token.kind == "text":
            return Value("text", token.place, re.sub(r"\\(.)", r"\1", token.text[1:-1]))
        return Value("whole" if token.kind == "whole" else "word", token.place, token.text)

    def _list(self, begin: str, end: str) -> Value:
        place = self._take(begin).place
        items: list[Value] = []
        while self._peek().text != end:
            items.append(self._single())
            if self._peek().text != end:
                self._take(",")
        self._take(end)
        return Value("list", place, items=tuple(items))

    def _rows(self) -> Value:
        """Read ``[| 1, 2 | 3, 4 |]``, whose rows and columns may have labels (``Mon: 1, 2``)."""
        place = self._take("[|").place
        rows: list[Value] = []
        columns: tuple[Label, ...] = ()
        while True:
            row = self._row()
            if row.items:
                rows.append(row)
            elif row.labels:
                columns = row.labels
            if self._take("|", "|]").text == "|]":
                return Value("rows", place, items=tuple(rows), labels=columns)

    def _row(self) -> Value:
        labels: list[Label] = []
        items: list[Value] = []
        while self._peek().text not in {"|", "|]"}:
            if self._peek().text == ":":
                self._take()
            elif self._peek(1).text == ":":
                token = self._take("word", "text", "whole")
                labels.append(Label(token.text.strip('"'), token.place))
            else:
                items.append(self._single())
                if self._peek().text not in {"|", "|]"}:
                    self._take(",")
        place = items[0].place if items else self._peek().place
        return Value("list", place, items=tuple(items), labels=tuple(labels))

    def _shaped(self) -> Value:
        """Read ``array1d(1..n, [...])`` or ``array2d(1..m, 1..n, [...])``."""
        name = self._take("word")
        self._take("(")
        sizes: list[int] = []
        while self._peek().text != "[":
            first = int(self._take("whole").text[:MAX_DIGITS])
            self._take("..")
            sizes.append(int(self._take("whole").text[:MAX_DIGITS]) - first + 1)
            self._take(",")
        flat = self._list("[", "]")
        self._take(")")
        if name.text == "array1d" and len(sizes) == 1:
            return flat
        is_whole = len(sizes) == 2 and min(sizes) > 0 and len(flat.items) == sizes[0] * sizes[1]
        if name.text != "array2d" or not is_whole:
            raise _Unreadable(
                Problem(
                    name.place,
                    f"{name.text} of {len(flat.items)} values, sizes {sizes}",
                    "array1d or array2d with as many values as its sizes say is expected",
                    "Write the rows as [| 1, 2 | 3, 4 |].",
                )
            )
        cells = flat.items
        rows = (cells[i : i + sizes[1]] for i in range(0, len(cells), sizes[1]))
        return Value(
            "rows", name.place, items=tuple(Value("list", r[0].place, items=r) for r in rows)
        )
