"""Every exception of Accord, and the one shape of a problem found in a plant's files.

::

    AccordError
    ├── InputError       one or more problems in the files of a plant (exit code 2)
    ├── ModelError       a flow model that cannot be built or run
    │   └── DeadlockError    machines that block each other in a circle
    ├── HoursError       a question about shift cycles or rosters that has no sense
    ├── NeedsError       a fact that a rule of law or a price needs and does not have
    ├── FactError        a fact of a case that cannot be: negative pay, an unknown agreement
    └── StudyError       a study folder that cannot be read, compared or explained
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = [
    "AccordError",
    "DeadlockError",
    "FactError",
    "HoursError",
    "InputError",
    "ModelError",
    "NeedsError",
    "Place",
    "Problem",
    "StudyError",
]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value stands: ``file:line:column`` or ``workbook!Sheet!C7``.

    Parameters
    ----------
    file
        Path as the user gave it, relative to the plant folder (or the workbook's name).
    line
        1-based line of the file or row of the sheet; 0 when the whole file is meant.
    column
        1-based column (character in a text file, cell column in a sheet); 0 when the line is meant.
    sheet
        Sheet name in a workbook, else empty.
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            letters, number = "", self.column
            while number > 0:
                number, rest = divmod(number - 1, 26)
                letters = chr(65 + rest) + letters
            cell = f"!{letters}{self.line or ''}" if (self.line or self.column) else ""
            return f"{self.file}!{self.sheet}{cell}"
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in the input: place, value seen, rule, and what to do.

    Parameters
    ----------
    place
        Where it stands.
    seen
        What was found there, in words with the value.
    rule
        The rule it breaks (with its article when it is law).
    remedy
        What the user can do about it.
    kind
        ``error`` (the plant cannot be used), ``warning`` (said, counted, not fatal) or ``note`` (a
        value assumed, a file not read).
    french
        What was seen, the rule and the remedy in French: a report shows warnings and notes.
    """

    place: Place
    seen: str
    rule: str
    remedy: str
    kind: str = "error"
    french: tuple[str, str, str] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        mark = "" if self.kind == "error" else f"{self.kind}: "
        return f"{self.place}: {mark}{self.seen}; {self.rule}. {self.remedy}"


class Complaining:
    """Something that gathers in ``problems`` what is wrong, instead of stopping at the first."""

    __slots__ = ()
    problems: list[Problem]

    def complain(
        self,
        place: Place,
        seen: str,
        rule: str,
        remedy: str,
        kind: str = "error",
        *,
        french: tuple[str, str, str] | None = None,
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, seen, rule, remedy, kind, french))


class AccordError(Exception):
    """Base of everything Accord raises on purpose."""


class InputError(AccordError):
    """One or more problems in the files of a plant; carries them all, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.place, p.seen)))
        super().__init__("\n".join(str(p) for p in self.problems))


class ModelError(AccordError):
    """A flow model that cannot be built or run; the message names station, product and remedy."""


class DeadlockError(ModelError):
    """Machines that block each other in a circle; the message names the circle."""


class HoursError(AccordError):
    """A question on shift cycles or rosters without sense, or an answer that breaks a rule."""


class NeedsError(AccordError):
    """A fact that a rule needs and does not have; names fact, reason and article."""


class FactError(AccordError):
    """A fact of a case that cannot be; names fact, value, rule, why it is asked and the article.

    Parameters
    ----------
    fact
        Name of the fact.
    seen
        The value.
    rule
        What it can be.
    why
        What the rule of law does with it.
    article
        Article of the rule that asks.
    rows
        Rows of the table with such a value; the message names the first few.
    """

    def __init__(
        self,
        fact: str,
        seen: str,
        rule: str,
        *,
        why: str,
        article: str,
        rows: tuple[int, ...] = (),
    ) -> None:
        self.fact, self.seen, self.rule, self.article, self.rows = fact, seen, rule, article, rows
        where = f" (row {', '.join(map(str, rows[:8]))})" if any(rows) else ""
        super().__init__(f"{fact} is {seen}{where}: {rule}. Correct it; {why} [{article}]")


class StudyError(AccordError):
    """A study folder that cannot be read, compared or explained."""
