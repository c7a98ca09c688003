"""YAML files with the place of every value: a small typed tree and a form that reads it.

PyYAML's BaseLoader keeps every scalar as text (``22:00`` stays ``22:00``); the node marks give
line and column. ``load`` never raises for what the user wrote: every mistake is a ``Problem``.

    root, problems = load(folder / "plant.yaml", "plant.yaml")
    form = Form(root, problems)
    name = form.text("name", required=True)
    for line in form.forms("overtime"):
        start_min = line.clock("start", required=True)
        line.close()
    form.close()            # keys nobody asked for become problems, with near misses
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

import yaml

from accord.errors import Complaining, Place, Problem
from accord.plant.records import Words
from accord.plant.values import (
    nearest,
    read_clock,
    read_date,
    read_day,
    read_number,
    read_whole,
    read_yes_no,
    suggest,
)

__all__ = ["MAX_YAML_BYTES", "Form", "Node", "decode_text", "load", "parse"]

MAX_YAML_BYTES = 5_000_000
MAX_DEPTH = 40
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
T = TypeVar("T")
Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a YAML file: a text, a list or a mapping, with its place.

    Parameters
    ----------
    kind
        ``text``, ``list`` or ``map``.
    place
        Where the value starts.
    path
        Keys that lead to it, joined by dots (``calendar.holidays.0``).
    text
        The scalar as written (empty for lists and maps).
    items
        Values of a list.
    entries
        Values of a map by key.
    keys
        Place of each key of a map.
    """

    kind: Literal["text", "list", "map"]
    place: Place
    path: str = ""
    text: str = ""
    items: tuple[Node, ...] = ()
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)

    def get(self, key: str) -> Node | None:
        """Return the value under ``key`` of a map, or None."""
        return self.entries.get(key)

    @property
    def is_empty(self) -> bool:
        """True for ``key:`` with nothing behind it, or ``~`` / ``null``."""
        return self.kind == "text" and self.text in ("", "~", "null")


def decode_text(data: bytes) -> str:
    """Decode UTF-8 (with or without BOM), UTF-16 with BOM, else cp1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def load(path: Path, name: str) -> tuple[Node, list[Problem]]:
    """Read a YAML file into a tree of nodes; mistakes come back as problems.

    Parameters
    ----------
    path
        The file.
    name
        How places call it (path relative to the plant folder).

    Returns
    -------
    tuple
        The root (an empty map when the file cannot be read) and the problems found.
    """
    empty = Node("map", Place(name))
    try:
        size = path.stat().st_size
        if size > MAX_YAML_BYTES:
            rule = f"a YAML file may have at most {MAX_YAML_BYTES:,} bytes"
            seen = f"the file has {size:,} bytes"
            return empty, [Problem(Place(name), seen, rule, "Put bulk data into a CSV table.")]
        data = path.read_bytes()
    except OSError as error:
        seen = f"the file cannot be read ({error.strerror})"
        rule = "every file of the plant must be readable"
        return empty, [Problem(Place(name), seen, rule, "Check the file and its permissions.")]
    return parse(decode_text(data), name)


def parse(
    text: str, name: str, place: Callable[[int, int], Place] | None = None
) -> tuple[Node, list[Problem]]:
    """Parse YAML text into a tree of nodes; mistakes come back as problems.

    Parameters
    ----------
    text
        The file's content.
    name
        How places call the file.
    place
        Place of a 1-based line and column, when the text comes from elsewhere than a file.

    Returns
    -------
    tuple
        The root (an empty map when the text cannot be parsed) and the problems found.
    """
    empty = Node("map", Place(name))
    where = place or (lambda line, column: Place(name, line, column))
    try:
        if (
            _may_be_deep(text) and _depth(text) > MAX_DEPTH
        ):  # the C composer is recursive: refuse before it runs
            return empty, [_syntax(Place(name), f"nested deeper than {MAX_DEPTH} levels")]
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = where(mark.line + 1, mark.column + 1) if mark else Place(name)
        said = " ".join(part for part in (error.context, error.problem) if part)
        return empty, [_syntax(at, said)]
    except yaml.YAMLError as error:
        return empty, [_syntax(Place(name), str(error).splitlines()[0])]
    if root is None:
        seen = "the file is empty"
        return empty, [Problem(Place(name), seen, "a mapping of keys is expected", "Fill it in.")]
    problems: list[Problem] = []
    node = _Builder(where, problems).build(root, "")
    if node.kind != "map":
        seen = f"the file starts with a {node.kind}"
        rule = "a mapping of keys is expected"
        problems.append(Problem(node.place, seen, rule, "Write it as 'key: value' lines."))
        return empty, problems
    return node, problems


def _may_be_deep(text: str) -> bool:
    """Tell in one pass whether a text could be nested deeper than allowed (an upper bound)."""
    flow = deepest = 0
    for sign in re.findall(r"[\[\]{}]", text):
        flow = flow + 1 if sign in "[{" else max(flow - 1, 0)
        deepest = max(deepest, flow)
    block = max((len(lead) for lead in re.findall(r"^[ \t?:-]+", text, re.MULTILINE)), default=0)
    return deepest + block >= MAX_DEPTH


def _depth(text: str) -> int:
    deepest = depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                break
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return deepest


def _syntax(place: Place, said: str) -> Problem:
    remedy = "Check indentation, colons, quotes and brackets near this place."
    return Problem(place, f"not valid YAML ({said})", "the file must be valid YAML", remedy)


class _Builder:
    """Turns PyYAML nodes into ours; an aliased node is built once, a node in itself is refused."""

    def __init__(self, where: Callable[[int, int], Place], problems: list[Problem]) -> None:
        self._where = where
        self._problems = problems
        self._done: dict[int, Node] = {}
        self._open: set[int] = set()

    def _place(self, node: yaml.Node) -> Place:
        return self._where(node.start_mark.line + 1, node.start_mark.column + 1)

    def build(self, node: yaml.Node, path: str) -> Node:
        if id(node) in self._done:
            return self._done[id(node)]
        place = self._place(node)
        if id(node) in self._open:
            self._problems.append(_syntax(place, "an anchor that contains itself"))
            return Node("text", place, path)
        self._open.add(id(node))
        if isinstance(node, yaml.MappingNode):
            built = self._map(node, place, path)
        elif isinstance(node, yaml.SequenceNode):
            parts = (self.build(item, f"{path}.{i}") for i, item in enumerate(node.value))
            built = Node("list", place, path, items=tuple(parts))
        else:
            built = Node("text", place, path, text=str(node.value))
        self._open.discard(id(node))
        self._done[id(node)] = built
        return built

    def _map(self, node: yaml.MappingNode, place: Place, path: str) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key_node, value_node in node.value:
            at = self._place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self._problems.append(
                    Problem(at, "a key that is a list or a map", "a key is a word", "Write a word.")
                )
                continue
            key = str(key_node.value)
            if key in entries:
                rule = "a key may stand only once"
                remedy = f"It is already set at line {keys[key].line}; keep one of them."
                self._problems.append(Problem(at, f"key {key!r} again", rule, remedy))
                continue
            keys[key] = at
            entries[key] = self.build(value_node, f"{path}.{key}" if path else key)
        return Node("map", place, path, entries=entries, keys=keys)


class Form(Complaining):
    """Reads the values of one map, converting them; what is wrong goes to ``problems``.

    A value that cannot be read counts as missing and gives the default, after its problem has been
    noted. ``close`` reports keys that nobody asked for.

    Parameters
    ----------
    node
        The map to read (another kind becomes a problem and reads as empty).
    problems
        The list that collects what is wrong.
    """

    def __init__(self, node: Node, problems: list[Problem]) -> None:
        self.problems = problems
        self._asked: list[str] = []
        if node.kind != "map" and not node.is_empty:
            self.complain(
                node.place,
                f"{node.path or 'value'} is a {node.kind}",
                "a mapping of keys is expected",
                "Write it as 'key: value' lines.",
            )
        self.node = node if node.kind == "map" else Node("map", node.place, node.path)

    @property
    def place(self) -> Place:
        """Where the map starts."""
        return self.node.place

    def value(self, key: str, read: Callable[[str], T], what: str, *, required: bool) -> T | None:
        """Read the text under ``key`` with ``read``, which raises ValueError with the rule."""
        node = self.raw(key, required=required)
        if node is None:
            return None
        if node.kind != "text":
            self.complain(
                node.place,
                f"{node.path} is a {node.kind}",
                f"{what} is expected",
                "Write a single value.",
            )
            return None
        if node.text.strip() == "?":
            self.complain(
                node.place, f"{node.path} is '?'", "a value is still missing", f"Write {what}."
            )
            return None
        try:
            return read(node.text)
        except ValueError as error:
            self.complain(node.place, f"{node.path} is {node.text!r}", str(error), f"Write {what}.")
            return None

    def raw(self, key: str, *, required: bool = False) -> Node | None:
        """Return the node under ``key``, None when absent or empty."""
        self._asked.append(key)
        node = self.node.get(key)
        if node is not None and not node.is_empty:
            return node
        if required:
            where = node.place if node is not None else self.place
            name = f"{self.node.path}.{key}" if self.node.path else key
            self.complain(where, f"{name} is missing", "this key is required", f"Add '{key}: ...'.")
        return None

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """Read a text."""
        found = self.value(key, str.strip, "a text", required=required)
        return default if found is None else found

    def words(self, key: str, *, required: bool = False, other: str = "") -> Words:
        """Read a text of both languages, or ``{fr: ..., en: ...}``.

        A form that is not given is ``other``, or else the other form.
        """
        node = self.raw(key, required=required)
        if node is None or node.kind != "map":
            text = self.text(key)
            return Words(text, text)
        inner = Form(node, self.problems)
        fr, en = inner.text("fr"), inner.text("en")
        inner.close()
        if not (fr or en):
            self.complain(
                node.place, f"{node.path} says nothing", "it has a form in French or English",
                "Write {fr: ..., en: ...}.",
            )  # fmt: skip
        return Words(fr or other or en, en or other or fr)

    def choice(
        self, key: str, options: Sequence[str], default: str = "", *, required: bool = False
    ) -> str:
        """Read one of a few words."""

        def read(text: str) -> str:
            if text.strip() not in options:
                near = nearest(text, options)
                perhaps = f", perhaps {near!r}" if near else ""
                raise ValueError(f"one of {', '.join(options)} is expected{perhaps}")
            return text.strip()

        found = self.value(key, read, "one of the words listed", required=required)
        return default if found is None else found

    def number(
        self,
        key: str,
        *,
        low: float | None = None,
        high: float | None = None,
        required: bool = False,
    ) -> float | None:
        """Read a number between ``low`` and ``high``, both allowed."""
        read = _between(read_number, low, high)
        is_share = high is not None and high <= 1
        wanted = f"a number from {low or 0:g} to {high:g}" if is_share else "a number such as 33.5"
        return self.value(key, read, wanted, required=required)

    def whole(
        self, key: str, *, low: int | None = None, high: int | None = None, required: bool = False
    ) -> int | None:
        """Read a whole number between ``low`` and ``high``, both allowed."""
        read = _between(read_whole, low, high)
        return self.value(key, read, "a whole number", required=required)

    def date(self, key: str, *, required: bool = False) -> date | None:
        """Read a date."""
        return self.value(key, read_date, "a date such as 1999-08-02", required=required)

    def clock(self, key: str, *, required: bool = False) -> int | None:
        """Read a time of day as minutes after midnight."""
        return self.value(key, read_clock, "a time such as 06:00", required=required)

    def day(self, key: str, *, required: bool = False) -> int | None:
        """Read a day of the week, 0 = Monday."""
        return self.value(key, read_day, "a day such as mon", required=required)

    def yes_no(self, key: str, *, required: bool = False) -> bool | None:
        """Read yes or no."""
        return self.value(key, read_yes_no, "yes or no", required=required)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Read a list of texts (a single text counts as a list of one)."""
        return tuple(node.text.strip() for node in self.nodes(key, required=required))

    def nodes(self, key: str, *, required: bool = False) -> Iterator[Node]:
        """Give the text nodes of a list, so that a caller can read and place each of them."""
        node = self.raw(key, required=required)
        if node is None:
            return
        for item in node.items if node.kind == "list" else (node,):
            if item.kind == "text":
                yield item
            else:
                self.complain(
                    item.place,
                    f"{item.path} is a {item.kind}",
                    "a single value is expected",
                    "Write one value per list entry.",
                )

    def form(self, key: str, *, required: bool = False) -> Form | None:
        """Read a map inside the map."""
        node = self.raw(key, required=required)
        return None if node is None else Form(node, self.problems)

    def forms(self, key: str, *, required: bool = False) -> tuple[Form, ...]:
        """Read a list of maps (a single map counts as a list of one)."""
        node = self.raw(key, required=required)
        if node is None:
            return ()
        if node.kind == "text":
            self.complain(
                node.place,
                f"{node.path} is a text",
                "a list of mappings is expected",
                "Write '- key: value' entries below it.",
            )
            return ()
        return tuple(
            Form(item, self.problems) for item in (node.items if node.kind == "list" else (node,))
        )

    def close(self) -> None:
        """Report keys that nobody asked for, with near misses."""
        for key, place in self.node.keys.items():
            if key not in self._asked:
                name = f"{self.node.path}.{key}" if self.node.path else key
                self.complain(
                    place,
                    f"unknown key {name!r}",
                    "only known keys are read",
                    suggest(key, self._asked),
                )


def _between(
    read: Callable[[str], Number], low: float | None, high: float | None
) -> Callable[[str], Number]:
    """Return a reader of numbers that refuses those below ``low`` or above ``high``."""

    def read_between(text: str) -> Number:
        number = read(text)
        if low is not None and number < low:
            raise ValueError(f"it must be at least {low}")
        if high is not None and number > high:
            raise ValueError(f"it must be at most {high}")
        return number

    return read_between
