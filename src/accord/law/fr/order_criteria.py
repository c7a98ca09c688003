"""Say whether a set of criteria for the order of economic dismissals is one the law allows.

A set of rules is judged, never a person: nothing here knows who would be chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.law.engine import FactValue, compute
from accord.law.fr.conditions import Condition
from accord.law.records import BoolArray, FloatArray, Words
from accord.law.registry import pack, rule
from accord.law.trace import Law

CRITERIA = "fr.dismissal.criteria"
_WEIGHT = "weight_"
_NAMES: dict[str, Words] = {
    "family": ("charges de famille", "family charges"),
    "seniority": ("ancienneté", "seniority"),
    "hardship": ("réinsertion difficile (handicap, âge)", "hard re-employment (disability, age)"),
    "quality": ("qualités professionnelles", "professional qualities"),
}
_AGREED = (" ou fixés par accord", " or set by agreement")
_CATEGORY = (
    "critères appliqués au sein d'une catégorie",
    "criteria applied within one category",
)
_COUNCIL = ("comité consulté avant la liste", "council consulted before the list")
DAYS = NDArray[np.datetime64]


def _counted(name: str) -> Words:
    french, english = _NAMES[name]
    return f"{french} : poids positif{_AGREED[0]}", f"{english}: weight above zero{_AGREED[1]}"


@rule(CRITERIA, articles=["L1233-5"], former=["L321-1-1"], uses=[CRITERIA], unit="flag")
def order_criteria(
    law: Law,
    *,
    is_by_agreement: BoolArray,
    weight_family: FloatArray,
    weight_seniority: FloatArray,
    weight_hardship: FloatArray,
    weight_quality: FloatArray,
    is_within_category: BoolArray,
    council_date: DAYS,
    list_date: DAYS,
) -> FloatArray:
    """Say (1 or 0) whether a set of order criteria meets the conditions of the law."""
    weights = {
        "family": weight_family,
        "seniority": weight_seniority,
        "hardship": weight_hardship,
        "quality": weight_quality,
    }
    conditions = [
        (_counted(name), is_by_agreement | (weights[name] > 0))
        for name in law[CRITERIA].texts("criteria")
    ]
    conditions += [(_CATEGORY, is_within_category), (_COUNCIL, council_date < list_date)]
    met = np.ones(len(is_by_agreement), dtype=bool)
    for words, holds in conditions:
        met &= law.step(words, holds, "met (1) or not (0)", CRITERIA).astype(bool)
    return law.step(
        ("toutes les conditions", "all conditions"), met, "met (1) or not (0)", CRITERIA
    )


def check_order_criteria(facts: Mapping[str, FactValue], *, on: date) -> tuple[Condition, ...]:
    """List the conditions on a set of order criteria, each met, not met or open.

    Parameters
    ----------
    facts
        Facts of the rule ``fr.dismissal.criteria``; one that is missing leaves its condition open.
    on
        Date whose law applies.

    Returns
    -------
    tuple of Condition
        One per criterion, then the category and the works council; a single open one when the
        law of that date is not known.

    Raises
    ------
    FactError
        When a fact cannot be, such as a negative weight.
    """
    whole = compute(CRITERIA, facts, on=on)  # refuses what cannot be
    file = pack("fr")[CRITERIA]
    version = file.on(on)
    if version is None:
        words = (file.title_fr, file.title_en)
        return (Condition("law", None, words, whole.articles[0], whole.status, ("on",)),)
    found: list[Condition] = []

    def add(id_: str, words: Words, verdict: bool | None, *names: str) -> None:
        lacking = tuple(n for n in names if facts.get(n) is None) if verdict is None else ()
        found.append(Condition(id_, verdict, words, version.article, version.status, lacking))

    agreed = _flag(facts.get("is_by_agreement"))
    for name in version.texts("criteria"):
        fact = _WEIGHT + name
        add(name, _counted(name), _is_counted(facts.get(fact), agreed), fact, "is_by_agreement")
    add("category", _CATEGORY, _flag(facts.get("is_within_category")), "is_within_category")
    council, listed = facts.get("council_date"), facts.get("list_date")
    is_before = None
    if isinstance(council, date) and isinstance(listed, date):
        is_before = council < listed
    add("council", _COUNCIL, is_before, "council_date", "list_date")
    return tuple(found)


def _flag(value: FactValue) -> bool | None:
    return None if value is None else bool(value)


def _is_counted(weight: FactValue, agreed: bool | None) -> bool | None:
    """Say whether a criterion counts; None where that is not known."""
    if agreed or (isinstance(weight, (int, float)) and weight > 0):
        return True
    return None if weight is None or agreed is None else False
