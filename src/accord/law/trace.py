"""The law in force for the rows being computed, and the trace that a formula leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from accord.law.parameters import Version
from accord.law.records import BoolArray, FloatArray, Need, Refusal, Source, TableStep, Words


class Law:
    """The versions in force for the rows being computed, and the trace they leave.

    ``law["fr.smic.hourly"]`` is the version in force; ``law.step(...)`` writes a step,
    ``law.refuse(...)`` says where the law gives no right, ``law.forbid(...)`` where it does not
    allow what is paid all the same, ``law.lack(...)`` where it is not known.
    ``with law.among(rows):`` writes what is inside for those rows only.
    """

    __slots__ = ("_rows", "_versions", "needs", "refusals", "steps")

    def __init__(self, versions: Mapping[str, Version]) -> None:
        self._versions = versions
        self._rows: BoolArray | None = None
        self.steps: list[TableStep] = []
        self.refusals: list[Refusal] = []
        self.needs: list[Need] = []

    def __getitem__(self, parameter: str) -> Version:
        return self._versions[parameter]

    def __contains__(self, parameter: str) -> bool:
        return parameter in self._versions

    @contextmanager
    def among(self, rows: BoolArray) -> Iterator[None]:
        """Write steps and refusals for some rows only: a derivation leaves out what is not theirs.

        Parameters
        ----------
        rows
            The rows that what follows applies to, within those of an outer ``among``.
        """
        before = self._rows
        self._rows = rows if before is None else before & rows
        try:
            yield
        finally:
            self._rows = before

    def step(
        self,
        label: str | Words,
        values: FloatArray | NDArray[np.bool_],
        unit: str,
        parameter: str,
        key: str = "",
    ) -> FloatArray:
        """Write one step in the trace and give its values back.

        Parameters
        ----------
        label
            What was computed, with the numbers of law used: in French and English, or in English.
        values
            One amount per row.
        unit
            Unit of the amounts.
        parameter
            The parameter file whose article the step rests on.
        key
            Name under which other programs look the amount up; empty is none.
        """
        found = np.asarray(values, dtype=np.float64)
        french, english = ("", label) if isinstance(label, str) else label
        version = self._versions[parameter]
        source = Source(parameter, version.since, version.article, version.status)
        if self._rows is None or self._rows.any():
            article = version.article
            step = TableStep(english, found, unit, article, french, source, key, self._rows)
            self.steps.append(step)
        return found

    def refuse(self, where: BoolArray, why: Words, parameter: str, article: str = "") -> BoolArray:
        """Note the rows that the law gives no right to, and give them back.

        Parameters
        ----------
        where
            The rows.
        why
            The reason, in French and English.
        parameter
            The parameter file whose article refuses.
        article
            Article that refuses, where it is not that of the whole file.
        """
        named = article or self._versions[parameter].article
        self._note(where, Refusal(why[1], why[0], named))
        return where

    def forbid(self, where: BoolArray, why: Words, parameter: str) -> None:
        """Note the rows of what the law does not allow, and which is paid all the same.

        Parameters
        ----------
        where
            The rows.
        why
            The reason, in French and English.
        parameter
            The parameter file whose article does not allow it.
        """
        article = self._versions[parameter].article
        self._note(where, Refusal(why[1], why[0], article, is_paid=True))

    def _note(self, where: BoolArray, refusal: Refusal) -> None:
        rows = self._written(where)
        if rows:
            self.refusals.append(replace(refusal, rows=rows))

    def lack(self, where: BoolArray, fact: str, why: Words, parameter: str) -> None:
        """Note the rows whose law is not known; they have no value.

        Parameters
        ----------
        where
            The rows.
        fact
            The fact that asks for a law that is not known here.
        why
            What is not known, in French and English.
        parameter
            The parameter file whose article asks.
        """
        rows = self._written(where)
        if rows:
            article = self._versions[parameter].article
            self.needs.append(Need(fact, why[1], article, rows, why_fr=why[0]))

    def _written(self, where: BoolArray) -> tuple[int, ...]:
        """Give the numbers of the rows that something is noted for."""
        kept = where if self._rows is None else where & self._rows
        return tuple(np.flatnonzero(kept).tolist())
