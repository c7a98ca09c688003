"""What is allowed, what is owed? Dated numbers of law and the formulas that read them.

The door is ``compute(rule, facts, on=date)``; ``compute_table`` does the same for many people at
once; ``parameter`` gives the plain numbers in force on a date. Not legal advice: every outcome
names its article and says whether its numbers were checked or are drafts from memory.
"""

from __future__ import annotations

from accord.law.engine import compute, compute_table
from accord.law.facts import Fact, Money
from accord.law.parameters import ParameterFile, Version, read_pack
from accord.law.records import (
    CHECKED,
    DRAFT,
    FloatArray,
    Need,
    Outcome,
    Refusal,
    Step,
    TableOutcome,
)
from accord.law.registry import (
    Law,
    Rule,
    add_pack,
    facts_of,
    files_of,
    find_rule,
    pack,
    parameter,
    rule,
)
from accord.law.rounding import half_up

__all__ = [
    "CHECKED",
    "DRAFT",
    "Fact",
    "FloatArray",
    "Law",
    "Money",
    "Need",
    "Outcome",
    "ParameterFile",
    "Refusal",
    "Rule",
    "Step",
    "TableOutcome",
    "Version",
    "add_pack",
    "compute",
    "compute_table",
    "facts_of",
    "files_of",
    "find_rule",
    "half_up",
    "pack",
    "parameter",
    "read_pack",
    "rule",
]
