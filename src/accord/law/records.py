"""What the law room returns: outcomes, their trace and what they still need.

Every record is frozen. An outcome never hides a gap: a fact that is missing stands in ``needs`` and
the value is ``None`` (one case) or NaN (one row of a table).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.law.wording import number_words, unit_words, words_of

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
Words: TypeAlias = "tuple[str, str]"  # French, English

CHECKED = "checked"
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that a rule asks for and was not given.

    Parameters
    ----------
    fact
        Name of the fact; ``on`` when no value of the law is known on the date asked.
    why, why_fr
        What the rule does with it, in one sentence, in English and French.
    article
        Article of the rule that asks.
    rows
        Rows of the table where it is missing; empty for a single case.
    people
        Whose fact is missing, where the asker knows them.
    """

    fact: str
    why: str
    article: str
    rows: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    why_fr: str = ""

    def __str__(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        """Write the need in a language (fr, en)."""
        asked, at_rows, of_people, colon = words_of(lang, "need", "rows", "people", "colon")
        where = f" ({at_rows} {', '.join(map(str, self.rows[:8]))})" if self.rows else ""
        where += f" ({of_people} {', '.join(self.people[:8])})" if self.people else ""
        why = (lang == "fr" and self.why_fr) or self.why
        return f"{self.fact} {asked}{where}{colon} {why} [{self.article}]"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a step's numbers stand: the parameter file, its version, article and status."""

    parameter: str = ""
    since: date | None = None
    article: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: what was computed, from which article, and the amount.

    ``key`` names an amount that other programs look up, such as a line of a payslip.
    """

    label: str
    value: float
    unit: str
    article: str
    label_fr: str = ""
    source: Source = Source()
    key: str = ""

    def told(self, lang: str, currency: str) -> str:
        """Write the step in a language (fr, en)."""
        label = (lang == "fr" and self.label_fr) or self.label
        amount = f"{number_words(self.value, lang)} {unit_words(self.unit, lang, currency)}"
        since = ""
        if self.source.since is not None:
            (in_force,) = words_of(lang, "since")
            since = f", {in_force} {self.source.since.isoformat()}"
        return f"{label} = {amount.rstrip()} [{self.article}{since}]"


@dataclass(frozen=True, slots=True)
class TableStep:
    """One step of a computation over a table; ``values`` has one amount per row (NaN = unknown).

    ``rows`` are the rows that the step applies to; None is all. A row's derivation has no other.
    """

    label: str
    values: FloatArray
    unit: str
    article: str
    label_fr: str = ""
    source: Source = Source()
    key: str = ""
    rows: BoolArray | None = None

    def applies_to(self, i_row: int) -> bool:
        """Say whether the step is one of a row's derivation."""
        is_of_row = self.rows is None or bool(self.rows[i_row])
        return is_of_row and not np.isnan(self.values[i_row])


@dataclass(frozen=True, slots=True)
class Refusal:
    """A right that the law does not give here: nothing is due, and why.

    ``rows`` are the rows of a table; empty in the outcome of one case. ``is_paid``: what the law
    does not allow was done and is paid all the same.
    """

    why: str
    why_fr: str
    article: str
    rows: tuple[int, ...] = ()
    is_paid: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule gives for one case.

    Parameters
    ----------
    rule
        Id of the rule, for example ``fr.severance.metal``.
    value
        The amount in ``unit``; None when ``needs`` is not empty.
    unit
        Unit of the amount (``month``, ``money``, ``h``, ``person`` ...).
    currency
        Currency of a money amount, else empty. As published on the date: francs stay francs.
    trace
        The steps, in order.
    needs
        Facts that are missing.
    articles
        Articles the value rests on, of the versions used.
    status
        ``checked`` if every number of law used was read in a named source, else ``draft``.
    on
        Date whose law was asked.
    versions
        ``(parameter, date of the version)`` used.
    refusals
        Rights that the law does not give here; the value is then 0.
    title
        What the rule is, in French and English.
    """

    rule: str
    value: float | None
    unit: str
    currency: str
    trace: tuple[Step, ...]
    needs: tuple[Need, ...]
    articles: tuple[str, ...]
    status: str
    on: date
    versions: tuple[tuple[str, date], ...]
    refusals: tuple[Refusal, ...] = ()
    title: Words = ("", "")

    @property
    def since(self) -> date | None:
        """Give the day of the youngest version used; None where none was."""
        return max((day for _, day in self.versions), default=None)

    def law_told(self, lang: str, *, is_asked: bool) -> str:
        """Say which law it is: that of the date asked, or without one the last version known."""
        if is_asked or self.since is None:
            return f"{words_of(lang, 'on')[0]} {self.on.isoformat()}"
        return words_of(lang, "last")[0].format(since=self.since.isoformat())

    def explain(self, lang: str = "en", *, is_asked: bool = True) -> str:
        """Write the outcome as a derivation: needs, or every step with its article.

        Parameters
        ----------
        lang
            ``fr`` or ``en``.
        is_asked
            Whether the date was asked for; without, the head names the last version known.
        """
        law = self.law_told(lang, is_asked=is_asked)
        status, refused, barred, colon = words_of(lang, self.status, "refused", "barred", "colon")
        title = self.title[0 if lang == "fr" else 1]
        head = f"{f'{title}, ' if title else ''}{self.rule} {law} ({status})"
        if self.needs:
            return "\n".join([head, *(f"  {need.told(lang)}" for need in self.needs)])
        lines = [f"  {step.told(lang, self.currency)}" for step in self.trace]
        for refusal in self.refusals:
            why = (lang == "fr" and refusal.why_fr) or refusal.why
            said = barred if refusal.is_paid else refused
            lines.append(f"  {said}{colon} {why} [{refusal.article}]")
        amount = "" if self.value is None else number_words(self.value, lang)
        lines.append(f"  = {amount} {unit_words(self.unit, lang, self.currency)}".rstrip())
        return "\n".join([head, *lines])


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What a rule gives for a table of cases; fields as in ``Outcome``, one amount per row."""

    rule: str
    values: FloatArray
    unit: str
    currency: str
    trace: tuple[TableStep, ...]
    needs: tuple[Need, ...]
    articles: tuple[str, ...]
    status: str
    on: date
    versions: tuple[tuple[str, date], ...]
    refusals: tuple[Refusal, ...] = ()
    title: Words = ("", "")

    def row(self, i_row: int) -> Outcome:
        """Take one row of the table as an outcome of its own.

        Parameters
        ----------
        i_row
            0-based row of the table.
        """
        value = float(self.values[i_row])
        needs = tuple(
            Need(n.fact, n.why, n.article, why_fr=n.why_fr)
            for n in self.needs
            if not n.rows or i_row in n.rows
        )
        steps = tuple(
            Step(s.label, float(s.values[i_row]), s.unit, s.article, s.label_fr, s.source, s.key)
            for s in self.trace
            if s.applies_to(i_row)
        )
        refusals = tuple(
            replace(refusal, rows=()) for refusal in self.refusals if i_row in refusal.rows
        )
        return Outcome(
            rule=self.rule,
            value=None if needs else value,
            unit=self.unit,
            currency=self.currency,
            trace=() if needs else steps,
            needs=needs,
            articles=self.articles,
            status=self.status,
            on=self.on,
            versions=self.versions,
            refusals=() if needs else refusals,
            title=self.title,
        )
