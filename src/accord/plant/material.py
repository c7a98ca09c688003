"""What a plant is read from, before any meaning: settings tree, sheets, scenarios, sources."""

from __future__ import annotations

from dataclasses import dataclass, field

from accord.errors import Complaining, Problem
from accord.plant.records import SourceFile
from accord.plant.sheet import Sheet
from accord.plant.yamlfile import Node

__all__ = ["Material"]


@dataclass(slots=True)
class Material(Complaining):
    """The parts of a plant as they stand in its files.

    Parameters
    ----------
    name
        The folder's or workbook's name.
    settings
        Tree of ``plant.yaml`` (or of the sheet ``plant``); None when there is none.
    sheets
        Text of each table by the table's name.
    scenarios
        Tree of each scenario, in the order of their names.
    evidence
        Tree of the evidence; None when there is none.
    sources
        Every file read, with its digest.
    problems
        What is wrong so far.
    """

    name: str
    settings: Node | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    scenarios: list[Node] = field(default_factory=list)
    evidence: Node | None = None
    sources: list[SourceFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
