"""Cases whose inputs are the facts of a rule under their own names."""

from __future__ import annotations

from accord.errors import FactError
from accord.law.cases.records import RESULT, Answer, Case, Working
from accord.law.facts import FLAG, Fact, FactValue
from accord.law.reading import read_fact
from accord.law.registry import facts_of, find_rule, last_known
from accord.plant.values import suggest

ON = "on"


def answer_facts(case: Case) -> Answer:
    """Answer a case of a rule: its inputs are facts, and ``on`` the date of the law.

    Raises
    ------
    FactError
        For an input that the rule does not ask for, or a value of another kind.
    """
    rule = case.family
    asked = {fact.name: fact for fact in facts_of(rule)}
    article = find_rule(rule).articles[0]
    for name in case.inputs:
        if name != ON and name not in asked:
            why = f"{rule} does not ask for it"
            raise FactError(name, "given", suggest(name, asked), why=why, article=article)
    working = Working(case)
    facts = {name: _value(case, fact, article) for name, fact in asked.items()}
    found = working.compute(rule, facts, on=case.day(ON) or case.on or last_known(rule))
    unit = found.currency if found.unit == "money" else found.unit
    return working.answer({RESULT: found.value}, unit)


def _value(case: Case, fact: Fact, article: str) -> FactValue:
    given = case.inputs.get(fact.name)
    if isinstance(given, str):
        return read_fact(fact, given, article)
    return case.flag(fact.name) if fact.type == FLAG else case.number(fact.name)
