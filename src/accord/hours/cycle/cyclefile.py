"""A cycle problem as a works council writes it: YAML with shifts, demand and rules by name.

::

    name: Press shop
    people: 24
    shifts:
      M: {start: "06:00", length_h: 8, block: [2, 5]}
      N: {start: "22:00", length_h: {mon-thu: 8, fri-sun: 10}, block: [2, 3]}
    demand:
      M: {mon-fri: 6, sat-sun: 4}
      N: [5, 5, 5, 5, 4, 3, 3]
    days_off: [2, 4]
    work: [3, 6]
    forbidden: [N M, N - M, M N M]
    least_rest_h: 11

``groups`` (a list of ``{name, people, shifts}``) stands instead of ``people`` when not everyone
works every shift; ``profiles`` (a name and a demand each) instead of ``demand`` when the demand has
several forms, say a season: each profile is a problem of its own. ``surplus``, ``rest_in_week`` and
``free_weekend_in`` are 0 unless given. A most of ``any`` is no limit.

Two shifts that overlap, or leave less than ``least_rest_h`` (0 when not given) between them, may
not follow each other, nor over a single day off when that is too short.

Limits
------
A pair is forbidden on every day when its rest is too short on one day on which both shifts are
worked: hours that differ by weekday can so forbid more than the rest asks for. Give the shift of
such days a name of its own to have it exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final, TypeVar

from accord.errors import Complaining, Place, Problem
from accord.hours.cycle.consistent import MAX_SHIFTS, UNLIMITED
from accord.hours.cycle.problem import DAYS, OFF, Bounds, CycleProblem, Group, ShiftType
from accord.plant.cells import read_days
from accord.plant.values import read_clock, read_number, read_whole, suggest
from accord.plant.yamlfile import Form, Node, parse

__all__ = ["parse_cycle_yaml"]

EVERYONE: Final = "all"
OFF_MARK: Final = "-"
NO_LIMIT: Final = "any"
DAY_MIN: Final = 24 * 60
MAX_REST_H: Final = 48
MAX_PROFILES: Final = 50
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
T = TypeVar("T", int, float)
Sequences = tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int, int]]]


def parse_cycle_yaml(text: str, file: str) -> tuple[list[CycleProblem], list[Problem]]:
    """Read problems from YAML, one for each demand profile; mistakes come back as problems.

    Parameters
    ----------
    text
        Content of the file.
    file
        How places call it; its stem is the name of a problem without ``name``.

    Returns
    -------
    tuple
        The problems (empty when too little can be read), and what is wrong.
    """
    root, problems = parse(text, file)
    if problems and not root.entries:
        return [], problems
    return _Reader(root, problems, file).read(), problems


@dataclass(frozen=True, slots=True)
class _Profile:
    """A demand with the name of its profile, and the place of each shift's row."""

    name: str
    rows: tuple[tuple[int, ...], ...]
    places: dict[str, Place]


class _Reader(Complaining):
    def __init__(self, root: Node, problems: list[Problem], file: str) -> None:
        self.problems = problems
        self.form = Form(root, problems)
        self.file = file
        self.places: dict[str, Place] = {}

    def read(self) -> list[CycleProblem]:
        """Read every key; without shifts there is no problem to return."""
        form = self.form
        name = form.text("name") or PurePath(self.file).stem
        work, shifts = self._bounds(form, "work", "work"), self._shifts()
        names = [s.name for s in shifts]
        groups = self._groups(names)
        profiles = self._profiles(names)
        forbidden = self._forbidden(names)
        least_rest = self._number("least_rest_h")
        problem = CycleProblem(
            name=name,
            groups=groups,
            shifts=tuple(shifts),
            demand=(),
            off_block=self._bounds(form, "days_off", "days_off"),
            work_block=work,
            pairs=forbidden[0],
            triples=forbidden[1],
            surplus=self._whole("surplus"),
            rest_in_week=self._whole("rest_in_week"),
            free_weekend_in=self._whole("free_weekend_in"),
            places=self.places,
        )
        form.close()
        if not shifts:
            return []
        return [_of_profile(problem, profile, 60 * least_rest) for profile in profiles]

    def _whole(self, key: str) -> int:
        node = self.form.node.get(key)
        number = self.form.whole(key)
        if number is not None and node is not None:
            self.places[key] = node.place
        return number or 0

    def _number(self, key: str) -> float:
        node = self.form.node.get(key)
        number = self.form.number(key, low=0, high=MAX_REST_H)
        if number is not None and node is not None:
            self.places[key] = node.place
        return number or 0.0

    def _bounds(self, form: Form, key: str, rule: str, default: Bounds | None = None) -> Bounds:
        """Read ``[least, most]``; the most may be ``any``."""
        node = form.raw(key, required=default is None)
        if node is None:
            return default or (1, 1)
        cells = node.items
        if node.kind != "list" or len(cells) != 2 or any(c.kind != "text" for c in cells):
            self.complain(
                node.place, f"{node.path} is {node.text!r}" if node.text else f"{node.path}",
                "the least and the most days in a row are expected", "Write it as [2, 4].",
            )  # fmt: skip
            return (1, 1)
        least = self._one(cells[0], read_whole, "a whole number")
        no_limit = cells[1].text.strip() == NO_LIMIT
        most = UNLIMITED if no_limit else self._one(cells[1], read_whole, "a whole number or any")
        if least is None or most is None:
            return (1, 1)
        self.places[rule] = node.place
        return (least, most)

    def _shifts(self) -> list[ShiftType]:
        node = self.form.raw("shifts", required=True)
        if node is None:
            return []
        if node.kind != "map" or not 1 <= len(node.entries) <= MAX_SHIFTS:
            self.complain(
                node.place, f"shifts is a {node.kind} of {len(node.entries)}",
                f"between 1 and {MAX_SHIFTS} shifts are expected, each by its name",
                'Write lines such as: M: {start: "06:00", length_h: 8}',
            )  # fmt: skip
            return []
        found = []
        for name, entry in node.entries.items():
            if name == OFF_MARK or not name or name.split() != [name]:
                self.complain(
                    node.keys[name], f"a shift named {name!r}",
                    "a shift's name is a word; - is the day off", "Give it another name.",
                )  # fmt: skip
            self.places[f"shift {name}"] = node.keys[name]
            found.append(self._shift(name, Form(entry, self.problems)))
        return found

    def _shift(self, name: str, form: Form) -> ShiftType:
        start = self._days(form, "start", read_clock, "a time such as 06:00")
        hours = self._days(form, "length_h", read_number, "hours such as 7.5")
        block = self._bounds(form, "block", f"block {name}", (1, UNLIMITED))
        if start is not None:
            self.places[f"start {name}"] = self._place(form, "start")
        if hours is not None:
            self.places[f"length {name}"] = self._place(form, "length_h")
        form.close()
        lengths = tuple(round(60 * h) for h in hours or (1.0,) * DAYS)
        return ShiftType(name, tuple(start or (0,) * DAYS), lengths, block)

    def _place(self, form: Form, key: str) -> Place:
        node = form.node.get(key)
        return form.place if node is None else node.place

    def _days(
        self, form: Form, key: str, read: Callable[[str], T], what: str
    ) -> tuple[T, ...] | None:
        """Read a value of each day: one for all, seven, or a map such as ``{mon-fri: 8}``."""
        node = form.raw(key, required=True)
        if node is None:
            return None
        if node.kind == "text":
            cells: list[Node | None] = [node] * DAYS
        elif node.kind == "list":
            cells = list(node.items)
            if len(cells) != DAYS:
                self.complain(
                    node.place, f"{node.path} has {len(cells)} values",
                    f"a list has one for each of the {DAYS} days from Monday",
                    "Complete it, or write one value, or days: {mon-fri: 8, sat-sun: 0}.",
                )  # fmt: skip
                return None
        else:
            cells = self._named_days(node)
        written = {id(cell): cell for cell in cells if cell is not None}  # once for all its days
        found = {key: self._one(cell, read, what) for key, cell in written.items()}
        values = [None if cell is None else found[id(cell)] for cell in cells]
        return None if None in values else tuple(v for v in values if v is not None)

    def _named_days(self, node: Node) -> list[Node | None]:
        """Return the value of each day out of a map by days."""
        cells: list[Node | None] = [None] * DAYS
        num_wrong = len(self.problems)
        for key, value in node.entries.items():
            try:
                days = read_days(key)
            except ValueError as error:
                self.complain(node.keys[key], f"days {key!r}", str(error), "Write mon or mon-fri.")
                continue
            for day in days:
                if cells[day] is not None:
                    self.complain(
                        node.keys[key], f"{_WEEKDAYS[day]} again in {node.path}",
                        "each day stands once", "Keep one of them.",
                    )  # fmt: skip
                cells[day] = value
        missing = [name for name, cell in zip(_WEEKDAYS, cells, strict=True) if cell is None]
        if missing and len(self.problems) == num_wrong:
            self.complain(
                node.place, f"{node.path} says nothing of {', '.join(missing)}",
                "each day of the week has a value", "Add the missing days.",
            )  # fmt: skip
        return cells

    def _one(self, node: Node, read: Callable[[str], T], what: str) -> T | None:
        """Read one text node."""
        if node.kind != "text":
            self.complain(
                node.place, f"{node.path} is a {node.kind}", f"{what} is expected", f"Write {what}."
            )
            return None
        try:
            return read(node.text)
        except ValueError as error:
            self.complain(node.place, f"{node.path} is {node.text!r}", str(error), f"Write {what}.")
            return None

    def _groups(self, names: Sequence[str]) -> tuple[Group, ...]:
        """Read the groups, or the people as one group that works every shift."""
        everything = tuple(range(len(names)))
        forms = self.form.forms("groups")
        people = self.form.raw("people")
        if (people is None) == (not forms):
            self.complain(
                self.form.place if people is None else people.place,
                "neither people nor groups" if people is None else "people and groups",
                "either people or groups say who works", "Write 'people: 24', or the groups.",
            )  # fmt: skip
            self.form.whole("people")
        elif people is not None:
            number = self.form.whole("people")
            if number is not None:
                self.places["people"] = people.place
            return (Group(EVERYONE, 1 if number is None else number, everything),)
        return tuple(self._group(form, names, everything) for form in forms) or (
            Group(EVERYONE, 1, everything),
        )

    def _group(self, form: Form, names: Sequence[str], everything: tuple[int, ...]) -> Group:
        name = form.text("name", required=True)
        number = form.whole("people", required=True)
        if f"group {name}" in self.places:
            self.complain(
                form.place, f"group {name!r} again", "each group has a name of its own",
                "Give it another name.",
            )  # fmt: skip
        self.places[f"group {name}"] = form.place
        if number is not None:
            self.places[f"people {name}"] = self._place(form, "people")
            self.places.setdefault("people", self._place(form, "people"))
        codes = []
        for node in form.nodes("shifts"):
            code = self._code(node.text.strip(), node.place, names)
            codes += [] if code is None else [code]
        form.close()
        return Group(name, 1 if number is None else number, tuple(sorted(set(codes))) or everything)

    def _code(self, name: str, place: Place, names: Sequence[str]) -> int | None:
        if name in names:
            return names.index(name)
        self.complain(
            place, f"unknown shift {name!r}", "only the shifts of this file are known",
            suggest(name, names),
        )  # fmt: skip
        return None

    def _profiles(self, names: Sequence[str]) -> list[_Profile]:
        """Read the demand, or the demand of each profile."""
        demand, profiles = self.form.raw("demand"), self.form.raw("profiles")
        if (demand is None) == (profiles is None):
            self.complain(
                self.form.place if demand is None else demand.place,
                "neither demand nor profiles" if demand is None else "demand and profiles",
                "either demand or profiles say how many people each shift needs",
                "Write 'demand:' with a line for each shift.",
            )  # fmt: skip
        if demand is not None:
            return [self._profile("", Form(demand, self.problems), names)]
        if profiles is None:
            return [_Profile("", ((0,) * DAYS,) * len(names), {})]
        if profiles.kind != "map" or not 1 <= len(profiles.entries) <= MAX_PROFILES:
            self.complain(
                profiles.place, f"profiles is a {profiles.kind} of {len(profiles.entries)}",
                f"between 1 and {MAX_PROFILES} profiles are expected, each by its name",
                "Write lines such as: summer: {M: 6, N: 4}",
            )  # fmt: skip
            return []
        return [
            self._profile(name, Form(node, self.problems), names)
            for name, node in profiles.entries.items()
        ]

    def _profile(self, name: str, form: Form, names: Sequence[str]) -> _Profile:
        rows, places = [], {}
        for shift in names:
            row = self._days(form, shift, read_whole, "a whole number of people")
            if row is not None:
                places[f"demand {shift}"] = self._place(form, shift)
            rows.append(row or (0,) * DAYS)
        form.close()
        return _Profile(name, tuple(rows), places)

    def _forbidden(self, names: Sequence[str]) -> Sequences:
        """Read sequences such as ``N D``, ``N - N`` or ``N D N``."""
        pairs: set[tuple[int, int]] = set()
        triples: set[tuple[int, int, int]] = set()
        for node in self.form.nodes("forbidden"):
            codes = self._sequence(node, names)
            if len(codes) == 2:
                pairs.add((codes[0], codes[1]))
            elif codes:
                triples.add((codes[0], codes[1], codes[2]))
        return frozenset(pairs), frozenset(triples)

    def _sequence(self, node: Node, names: Sequence[str]) -> tuple[int, ...]:
        """Return the codes of a sequence; none when it cannot be read."""
        words = node.text.split()
        if len(words) not in {2, 3} or OFF_MARK in (words[0], words[-1]):
            self.complain(
                node.place, f"{node.text!r} is forbidden",
                "a sequence is two or three days; it begins and ends with a shift",
                "Write it as N D, N - N or N D N.",
            )  # fmt: skip
            return ()
        codes = [OFF if word == OFF_MARK else self._code(word, node.place, names) for word in words]
        if None in codes:
            return ()
        kind = "pair" if len(words) == 2 else "triple"
        self.places[f"{kind} {' '.join(words)}"] = node.place
        return tuple(code for code in codes if code is not None)


def _of_profile(problem: CycleProblem, profile: _Profile, least_rest_min: float) -> CycleProblem:
    """Give a problem its demand, its name, and the sequences that leave too little rest."""
    name = f"{problem.name}: {profile.name}" if profile.name else problem.name
    named = replace(
        problem, name=name, demand=profile.rows, places={**problem.places, **profile.places}
    )
    pairs, triples = set(problem.pairs), set(problem.triples)
    held: set[tuple[int, ...]] = set()
    because = named.places.get("least_rest_h")
    for a, between, b in _short_rests(named, least_rest_min):
        first, second = named.shifts[a].name, named.shifts[b].name
        if between:
            triples.add((a, OFF, b))
        else:
            pairs.add((a, b))
        held.add((a, OFF, b) if between else (a, b))
        rule = f"triple {first} - {second}" if between else f"pair {first} {second}"
        if at := because or named.places.get(f"length {first}"):
            named.places.setdefault(rule, at)
    return replace(named, pairs=frozenset(pairs), triples=frozenset(triples), held=frozenset(held))


def _short_rests(problem: CycleProblem, least_min: float) -> Iterator[tuple[int, int, int]]:
    """Give (shift, days off between, shift) that leave less rest than the least on some day."""
    numbers = range(len(problem.shifts))
    for a in numbers:
        for b in numbers:
            for between in (0, 1):
                if any(
                    _is_worked(problem, a, day)
                    and _is_worked(problem, b, (day + 1 + between) % DAYS)
                    and _rest_min(problem, a, day, between, b) < least_min
                    for day in range(DAYS)
                ):
                    yield a, between, b


def _is_worked(problem: CycleProblem, shift: int, day: int) -> bool:
    return problem.demand[shift][day] > 0 or problem.surplus > 0


def _rest_min(problem: CycleProblem, a: int, day: int, between: int, b: int) -> int:
    """Return the minutes from the end of ``a`` on a day to ``b``, with days off between."""
    first, second = problem.shifts[a], problem.shifts[b]
    later = (1 + between) * DAY_MIN + second.start_min[(day + 1 + between) % DAYS]
    return later - first.start_min[day] - first.length_min[day]
