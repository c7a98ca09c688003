"""Read a file of cases and answer each; a case that cannot be answered does not stop another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import cast

from accord.errors import FactError, InputError, Place, Problem
from accord.law.cases.families import Family, find_family
from accord.law.cases.records import Answer, Case, Json

_REMEDY = "Write a JSON list of records with id and inputs"


def read_cases(path: Path, family: str, *, on: date | None = None) -> list[Case]:
    """Read the cases of a file.

    Parameters
    ----------
    path
        A JSON list of cases, each with ``id`` and ``inputs``.
    family
        Family that the cases are of.
    on
        Date whose law applies to cases that name no date.

    Raises
    ------
    InputError
        When the file is no such list.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise _refused(path, f"{fault}", "a file of cases is JSON") from fault
    if not isinstance(found, list):
        raise _refused(path, f"a JSON {type(found).__name__}", "a file of cases is a list")
    return [_case(row, i_row, path, family, on) for i_row, row in enumerate(found)]


def _case(row: object, i_row: int, path: Path, family: str, on: date | None) -> Case:
    if not isinstance(row, dict) or not isinstance(row.get("inputs"), dict) or "id" not in row:
        raise _refused(path, f"case number {i_row + 1}", "a case has id and inputs")
    inputs = cast("dict[str, Json]", row["inputs"])
    return Case(str(row["id"]), family, inputs, on, str(path))


def _refused(path: Path, seen: str, rule: str) -> InputError:
    return InputError([Problem(Place(str(path)), seen, rule, _REMEDY)])


def answer_cases(cases: Sequence[Case]) -> list[Answer]:
    """Answer cases in their order; one with a fact that cannot be is answered by what is wrong.

    Raises
    ------
    NeedsError
        When nobody registered the family of a case.
    """
    return [_answer(case, find_family(case.family)) for case in cases]


def _answer(case: Case, family: Family) -> Answer:
    try:
        return family.answer(case)
    except (FactError, InputError) as error:
        return Answer(case, {}, "", error=str(error))
