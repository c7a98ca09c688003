"""Cases of other programs, answered by the law room; ``accord law compute`` is its command.

A family of cases has an adapter: a function that reads the upstream keys, computes rules under
their clean names and answers in the case's own keys. To add one, add a module to this folder.
"""

from __future__ import annotations

from accord.law.cases.families import Family, families, family, find_family, refuse_family
from accord.law.cases.files import answer_cases, read_cases
from accord.law.cases.records import (
    AGREEMENT,
    INELIGIBLE,
    RESULT,
    TEXT,
    Answer,
    Case,
    Json,
    Working,
)

__all__ = [
    "AGREEMENT",
    "INELIGIBLE",
    "RESULT",
    "TEXT",
    "Answer",
    "Case",
    "Family",
    "Json",
    "Working",
    "answer_cases",
    "families",
    "family",
    "find_family",
    "read_cases",
    "refuse_family",
]
