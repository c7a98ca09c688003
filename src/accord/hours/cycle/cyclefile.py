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

A shift may have ``breaks`` as in the shift table of a plant (``09:30-09:50 unpaid; 15:00-15:10
paid``), or only ``unpaid_min``; its ``length_h`` is from start to end, the unpaid part of it is no
work. ``groups`` (a list of ``{name, people, shifts}``) stands instead of ``people`` when not
everyone works every shift; ``profiles`` (a name and a demand each) instead of ``demand`` when the
demand has several forms, say a season: each profile is a problem of its own. ``surplus``,
``rest_in_week`` and ``free_weekend_in`` are 0 unless given. A most of ``any`` is no limit.

Two shifts that overlap, or leave less than ``least_rest_h`` (0 when not given) between them, may
not follow each other, nor over a single day off when that is too short.

A rest that is too short on some weekdays only is refused: a sequence is forbidden on every day or
on none. Forbid it by name, or give the shift of such days a name of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final, TypeVar

from accord.errors import Complaining, Place, Problem
from accord.hours.cycle.consistent import MAX_SHIFTS, UNLIMITED
from accord.hours.cycle.problem import DAYS, OFF, Bounds, CycleProblem, Group, ShiftType
from accord.hours.cycle.short_rests import ShortRest, short_rests
from accord.plant.cells import place_breaks, read_breaks, read_days
from accord.plant.records import Break
from accord.plant.values import read_clock, read_number, read_whole, suggest
from accord.plant.yamlfile import Form, Node, parse

__all__ = ["parse_cycle_yaml"]

EVERYONE: Final = "all"
OFF_MARK: Final = "-"
NO_LIMIT: Final = "any"
MAX_REST_H: Final = 48
MAX_PROFILES: Final = 50
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
T = TypeVar("T")
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
        return [self._of_profile(problem, profile, 60 * least_rest) for profile in profiles]

    def _of_profile(
        self, problem: CycleProblem, profile: _Profile, least_rest_min: float
    ) -> CycleProblem:
        """Give a problem its demand, its name, and the sequences that leave too little rest."""
        name = f"{problem.name}: {profile.name}" if profile.name else problem.name
        named = replace(
            problem, name=name, demand=profile.rows, places={**problem.places, **profile.places}
        )
        pairs, triples = set(problem.pairs), set(problem.triples)
        held: set[tuple[int, ...]] = set()
        because = named.places.get("least_rest_h")
        for short in short_rests(named, least_rest_min):
            words = " ".join("-" if c == OFF else named.shifts[c].name for c in short.codes)
            rule = f"{'pair' if len(short.codes) == 2 else 'triple'} {words}"
            at = because or named.places.get(f"length {named.shifts[short.codes[0]].name}")
            is_written = short.codes in problem.pairs or short.codes in problem.triples
            if not short.is_always and not is_written:
                self._complain_of_days(named, short, words, at or self.form.place)
            if len(short.codes) == 2:
                pairs.add((short.codes[0], short.codes[1]))
            else:
                triples.add((short.codes[0], short.codes[1], short.codes[2]))
            held.add(short.codes)
            if at:
                named.places.setdefault(rule, at)
        return replace(
            named, pairs=frozenset(pairs), triples=frozenset(triples), held=frozenset(held)
        )

    def _complain_of_days(
        self, problem: CycleProblem, short: ShortRest, words: str, at: Place
    ) -> None:
        """Refuse a rest that is too short on some weekdays only: a sequence holds on every day."""
        days = ", ".join(_WEEKDAYS[day] for day in short.days)
        names = " and ".join(dict.fromkeys(problem.shifts[c].name for c in short.codes if c != OFF))
        self.complain(
            at,
            f"{words} leaves {short.least_min / 60:g} h of rest from {days}, elsewhere enough",
            "a forbidden sequence holds on every day of the week",
            f"Write 'forbidden: [{words}]' to forbid it on every day, or give {names} other names "
            "on the days with other hours.",
        )

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
        breaks, unpaid = self._breaks(name, form, start)
        if start is not None:
            self.places[f"start {name}"] = self._place(form, "start")
        if hours is not None:
            self.places[f"length {name}"] = self._place(form, "length_h")
        form.close()
        lengths = tuple(round(60 * h) for h in hours or (1.0,) * DAYS)
        return ShiftType(name, tuple(start or (0,) * DAYS), lengths, block, unpaid, breaks)

    def _breaks(
        self, name: str, form: Form, start: tuple[int, ...] | None
    ) -> tuple[tuple[tuple[Break, ...], ...] | None, tuple[int, ...]]:
        """Read breaks with their times, or only their unpaid minutes; and count these."""
        parsed = self._days(form, "breaks", read_breaks, "breaks by their clock", is_needed=False)
        unpaid = self._days(form, "unpaid_min", read_whole, "whole minutes", is_needed=False)
        given = [key for key in ("breaks", "unpaid_min") if form.node.get(key) is not None]
        if not given:
            return None, (0,) * DAYS
        self.places[f"breaks {name}"] = self._place(form, given[0])
        if len(given) > 1:
            self.complain(
                self._place(form, "unpaid_min"), "breaks and unpaid_min",
                "the unpaid minutes of breaks are counted", "Leave unpaid_min out.",
            )  # fmt: skip
        if parsed is None or start is None:
            return None, unpaid or (0,) * DAYS
        breaks = tuple(map(place_breaks, parsed, start))
        return breaks, tuple(
            sum(b.end_min - b.start_min for b in own if not b.paid) for own in breaks
        )

    def _place(self, form: Form, key: str) -> Place:
        node = form.node.get(key)
        return form.place if node is None else node.place

    def _days(
        self,
        form: Form,
        key: str,
        read: Callable[[str], T],
        what: str,
        *,
        is_needed: bool = True,
    ) -> tuple[T, ...] | None:
        """Read a value of each day: one for all, seven, or a map such as ``{mon-fri: 8}``."""
        node = form.raw(key, required=is_needed)
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
        if not codes and form.node.get("shifts") is not None:
            self.complain(
                self._place(form, "shifts"), f"group {name!r} works no shift",
                "a group works at least one", "Name its shifts, or leave 'shifts' out for all.",
            )  # fmt: skip
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
