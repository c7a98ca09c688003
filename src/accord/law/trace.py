"""The law in force for the rows being computed, and the trace that a formula leaves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from accord.law.parameters import Version
from accord.law.records import BoolArray, FloatArray, Need, Refusal, Source, TableStep, Words


class Law:
    """The versions in force for the rows being computed, and the trace they leave.

    ``law["fr.smic.hourly"]`` is the version in force; ``law.step(...)`` writes a step,
    ``law.refuse(...)`` says where the law gives no right, ``law.lack(...)`` where it is not known.
    """

    __slots__ = ("_versions", "needs", "refusals", "steps")

    def __init__(self, versions: Mapping[str, Version]) -> None:
        self._versions = versions
        self.steps: list[TableStep] = []
        self.refusals: list[Refusal] = []
        self.needs: list[Need] = []

    def __getitem__(self, parameter: str) -> Version:
        return self._versions[parameter]

    def __contains__(self, parameter: str) -> bool:
        return parameter in self._versions

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
        step = TableStep(english, found, unit, version.article, french, source, key)
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
        rows = tuple(np.flatnonzero(where).tolist())
        if rows:
            named = article or self._versions[parameter].article
            self.refusals.append(Refusal(why[1], why[0], named, rows))
        return where

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
        rows = tuple(np.flatnonzero(where).tolist())
        if rows:
            article = self._versions[parameter].article
            self.needs.append(Need(fact, why[1], article, rows, why_fr=why[0]))
