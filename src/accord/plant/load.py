"""Load a plant: read its files, convert the tables, hold every rule against them.

Tables are polars frames here; the doors of the room import this module when a plant is read.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from accord.errors import Place, Problem
from accord.plant.build import build
from accord.plant.capacity import check_capacity
from accord.plant.convert import convert
from accord.plant.evidence import read_evidence
from accord.plant.folder import read_folder
from accord.plant.labels import check_labels
from accord.plant.loaded import Loaded
from accord.plant.material import Material
from accord.plant.records import Evidence, Plant, Scenario
from accord.plant.rules import check_tables
from accord.plant.scenario import parse_scenario
from accord.plant.settings import read_settings
from accord.plant.tables import TABLES
from accord.plant.yamlfile import Node

__all__ = ["load"]


def load(path: Path) -> tuple[Plant, tuple[Problem, ...]]:
    """Read, convert, check: settings, tables, rules between tables, scenarios, capacity.

    Parameters
    ----------
    path
        A plant folder (or its ``plant.yaml``), or an ``.xlsx`` workbook.

    Returns
    -------
    tuple
        The plant as far as it could be read, and its problems sorted by place.
    """
    material = _material(path)
    problems = material.problems
    place = Place(material.name)
    head = read_settings(material.settings or Node("map", place), [])
    if material.settings is not None:
        head = read_settings(material.settings, problems)
    tables: dict[str, Loaded] = {}
    for name, table in TABLES.items():
        if name in material.sheets:
            tables[name], found = convert(material.sheets[name], table, head.country)
            problems += found
    _note_dialects(material, tables)
    if material.sheets:
        problems += check_tables(tables, head)
    plant = build(head, tables)
    if not any(problem.kind == "error" for problem in problems):
        problems += check_capacity(plant)
    scenarios, evidence = _further(material, plant)
    plant = replace(plant, scenarios=scenarios, evidence=evidence)
    problems += check_labels(plant)
    ordered = tuple(sorted(set(problems), key=lambda p: (p.place, p.seen, p.rule)))
    notes = tuple(problem for problem in ordered if problem.kind != "error")
    return replace(plant, sources=tuple(material.sources), notes=notes), ordered


def _note_dialects(material: Material, tables: dict[str, Loaded]) -> None:
    """Record in the sources what the values told about decimal sign and dates."""
    found = {t.sheet.file: str(t.sheet.dialect) for t in tables.values() if not t.sheet.sheet}
    material.sources[:] = [
        replace(source, dialect=found.get(source.path, source.dialect))
        for source in material.sources
    ]


def _material(path: Path) -> Material:
    """Find out what ``path`` is and read its parts."""
    if path.is_dir():
        return read_folder(path)
    if path.name in ("plant.yaml", "plant.yml") and path.is_file():
        return read_folder(path.resolve().parent)
    if path.is_file() and path.suffix.lower() in (".xlsx", ".xlsm"):
        from accord.plant.xlsx import read_workbook  # noqa: PLC0415 - fastexcel, workbooks only

        return read_workbook(path)
    material = Material(path.name or str(path))
    is_there = path.exists()
    material.complain(
        Place(str(path)),
        "not a plant" if is_there else "no such file or folder",
        "a plant is a folder with plant.yaml and CSV tables, or one .xlsx workbook",
        "Save it as .xlsx." if path.suffix.lower() in (".xls", ".ods") else "Check the path.",
    )
    return material


def _further(material: Material, plant: Plant) -> tuple[tuple[Scenario, ...], tuple[Evidence, ...]]:
    """Read scenarios and evidence; their problems join the others."""
    scenarios: dict[str, Scenario] = {}
    for node in material.scenarios:
        scenario, found = parse_scenario(node, plant)
        material.problems += found
        if scenario is None:
            continue
        if scenario.name in scenarios:
            material.complain(
                scenario.at,
                f"scenario {scenario.name!r} again",
                "a scenario name stands once in a plant",
                f"It is already used in {scenarios[scenario.name].at}; rename one of the two.",
            )
            continue
        scenarios[scenario.name] = scenario
    if material.evidence is None:
        return tuple(scenarios.values()), ()
    evidence, problems = read_evidence(material.evidence)
    material.problems += problems
    return tuple(scenarios.values()), evidence
