"""A case of another program, its facts read with care, and the answer in the case's own keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias, cast

from accord.errors import InputError, Place, Problem
from accord.law.engine import compute
from accord.law.facts import FactValue
from accord.law.records import Need, Outcome

Json: TypeAlias = "str | float | int | bool | list[Json] | dict[str, Json] | None"
Value: TypeAlias = "float | str | bool | None"

RESULT = "result"
AGREEMENT = "agreement"
TEXT = "text"
INELIGIBLE = "ineligible"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: facts under the keys of the program that asked.

    Parameters
    ----------
    id
        Id of the case.
    family
        Name of the family, for example ``fr.legal.severance``.
    inputs
        Facts by upstream key.
    on
        Date whose law applies where the case does not say; None asks for the last law known.
    path
        File the case was read from, for messages.
    """

    id: str
    family: str
    inputs: Mapping[str, Json]
    on: date | None = None
    path: str = ""

    def has(self, key: str) -> bool:
        """Say whether a fact is given."""
        return self.inputs.get(key) is not None

    def number(self, key: str) -> float | None:
        """Give a number, or None where it is not given."""
        found = self.inputs.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            self._refuse(key, found, "a number")
        return float(cast("float", found))

    def flag(self, key: str) -> bool | None:
        """Give a yes or no, or None where it is not given."""
        found = self.inputs.get(key)
        if found is not None and not isinstance(found, bool):
            self._refuse(key, found, "true or false")
        return cast("bool | None", found)

    def text(self, key: str) -> str | None:
        """Give a word, or None where it is not given."""
        found = self.inputs.get(key)
        if found is not None and not isinstance(found, str):
            self._refuse(key, found, "a text")
        return cast("str | None", found)

    def day(self, key: str) -> date | None:
        """Give a date written as 2024-01-31, or None where it is not given."""
        found = self.text(key)
        if found is None:
            return None
        try:
            return date.fromisoformat(found)
        except ValueError:
            self._refuse(key, found, "a date as 2024-01-31")
            raise

    def rows(self, key: str) -> list[dict[str, Json]] | None:
        """Give a list of records, or None where it is not given."""
        found = self.inputs.get(key)
        if found is None:
            return None
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            self._refuse(key, found, "a list of records")
        return cast("list[dict[str, Json]]", found)

    def _refuse(self, key: str, found: Json, wanted: str) -> None:
        problem = Problem(
            Place(self.path or self.id),
            f"case {self.id}: {key} is {found!r}",
            f"{key} is {wanted}",
            "Correct the case",
        )
        raise InputError([problem])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a case gives, in its own keys, and the outcomes it rests on.

    Parameters
    ----------
    case
        The case.
    values
        Values by the case's own output key; ``result`` or ``agreement`` stands alone, other
        families name their amounts.
    unit
        Unit of the values.
    outcomes
        The computations, in order; the last one gave the value.
    needs
        Facts that are missing; then ``values`` is empty.
    error
        What is wrong with a fact that cannot be; then ``values`` is empty.
    """

    case: Case
    values: Mapping[str, Value]
    unit: str
    outcomes: tuple[Outcome, ...] = ()
    needs: tuple[Need, ...] = ()
    error: str = ""

    def as_dict(self) -> dict[str, object]:
        """Give the answer as plain data."""
        head: dict[str, object] = {"id": self.case.id}
        for alone in (RESULT, AGREEMENT):
            if alone in self.values:
                head["value"] = self.values[alone]
        if TEXT in self.values:
            head["text"] = self.values[TEXT]
        if self.error:
            head["error"] = self.error
        articles = dict.fromkeys(a for o in self.outcomes for a in o.articles)
        return {
            **head,
            "values": dict(self.values),
            "unit": self.unit,
            "needs": [need_dict(need) for need in self.needs],
            "refusals": [r for o in self.outcomes for r in refusals_of(o)],
            "articles": list(articles),
            "status": sorted({o.status for o in self.outcomes}),
            "trace": [step for o in self.outcomes for step in trace_of(o)],
        }

    def text(self, lang: str) -> str:
        """Write the answer with its derivation in a language (fr, en)."""
        said = ", ".join(f"{key} {value}" for key, value in self.values.items())
        lacking = " ; ".join(need.told(lang) for need in self.needs)
        head = f"{self.case.id}: {self.error or lacking or said} {self.unit}".rstrip()
        return "\n".join([head, *(outcome.explain(lang) for outcome in self.outcomes)])


def need_dict(need: Need) -> dict[str, object]:
    """Give a need as plain data."""
    return {"fact": need.fact, "why": need.why, "article": need.article}


def trace_of(outcome: Outcome) -> list[dict[str, object]]:
    """Give the steps of an outcome as plain data."""
    return [
        {
            "rule": outcome.rule,
            "key": step.key,
            "label": step.label,
            "label_fr": step.label_fr,
            "value": step.value,
            "unit": outcome.currency if step.unit == "money" else step.unit,
            "parameter": step.source.parameter,
            "since": None if step.source.since is None else step.source.since.isoformat(),
            "article": step.article,
            "status": step.source.status,
        }
        for step in outcome.trace
    ]


def refusals_of(outcome: Outcome) -> list[dict[str, object]]:
    """Give the refusals of an outcome as plain data."""
    return [
        {
            "why": refusal.why,
            "why_fr": refusal.why_fr,
            "article": refusal.article,
            "is_paid": refusal.is_paid,
        }
        for refusal in outcome.refusals
    ]


@dataclass(slots=True)
class Working:
    """The computations behind one answer, in order; one may take another's outcome as a fact."""

    case: Case
    outcomes: list[Outcome] = field(default_factory=list)
    derived: set[str] = field(default_factory=set)

    def compute(
        self,
        rule: str,
        facts: Mapping[str, FactValue | Outcome],
        *,
        on: date,
    ) -> Outcome:
        """Compute a rule; a fact that is an outcome is its value, or what it needs."""
        given: dict[str, FactValue] = {}
        for name, fact in facts.items():
            if isinstance(fact, Outcome):
                self.derived.add(name)
                given[name] = fact.value
            else:
                given[name] = fact
        found = compute(rule, given, on=on)
        self.outcomes.append(found)
        return found

    def answer(self, values: Mapping[str, Value], unit: str) -> Answer:
        """Answer the case, or say what it needs."""
        asked = [n for o in self.outcomes for n in o.needs if n.fact not in self.derived]
        needs = tuple({need.fact: need for need in reversed(asked)}.values())[::-1]
        return Answer(self.case, {} if needs else values, unit, tuple(self.outcomes), needs)
