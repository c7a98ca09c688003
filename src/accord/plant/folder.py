"""A plant folder: which file is which table, and their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from accord.errors import Place
from accord.plant.columns import Table, plain
from accord.plant.dialect import read_bytes, separator
from accord.plant.material import Material
from accord.plant.records import SourceFile
from accord.plant.sheet import MAX_TABLE_BYTES, read_csv, too_many_bytes
from accord.plant.tables import TABLES, YAML_NAMES
from accord.plant.values import nearest
from accord.plant.yamlfile import Node, load

__all__ = ["read_folder"]

LOG_NAMES = ("log.csv", "log.xes")
OBSERVED_NAME = "observed.csv"
"""Weeks as they were, written by ``mine``: not a table of the plant, but a source of the study."""
DATA_SUFFIXES = (".csv", ".yaml", ".yml", ".txt", ".tsv", ".xlsx", ".xls", ".ods")
BLOCK_BYTES = 1 << 20


def read_folder(folder: Path) -> Material:
    """Read every file of a plant folder into its parts; mistakes are collected, none is raised.

    Parameters
    ----------
    folder
        The folder.

    Returns
    -------
    Material
        The parts, the digests of all files read, and the problems.
    """
    material = Material(folder.resolve().name)
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
        scenarios = sorted(_yaml_files(folder / "scenarios"))
    except OSError as error:
        material.complain(
            Place(str(folder)),
            f"the folder cannot be read ({error.strerror})",
            "a plant is a folder or an .xlsx workbook",
            "Check its permissions.",
        )
        return material
    known = [path for path in files if path.suffix.lower() in DATA_SUFFIXES]
    if not known:
        material.complain(
            Place(str(folder)),
            "the folder holds no file of a plant",
            "a plant has plant.yaml and CSV tables",
            "Run 'accord new' or 'accord template' to start one.",
        )
        return material
    _read_tables(material, known)
    _read_settings(material, folder)
    if (evidence := folder / "evidence.yaml").is_file():
        material.evidence = _yaml(material, evidence, "evidence.yaml")
    for path in scenarios:
        node = _yaml(material, path, f"scenarios/{path.name}")
        if node is not None:
            material.scenarios.append(node)
    for name in (*LOG_NAMES, OBSERVED_NAME):
        if (folder / name).is_file():
            _note_log(material, folder / name, name)
    return material


def _yaml_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (p for p in folder.iterdir() if p.suffix.lower() in (".yaml", ".yml"))


def _read_settings(material: Material, folder: Path) -> None:
    for name in ("plant.yaml", "plant.yml"):
        if (folder / name).is_file():
            material.settings = _yaml(material, folder / name, name)
            return
    material.complain(
        Place("plant.yaml"),
        "the file is missing",
        "a plant has a plant.yaml with name, country, currency, on, weekly_h",
        "Create it; 'accord new' writes one.",
    )


def _yaml(material: Material, path: Path, name: str) -> Node | None:
    node, problems = load(path, name)
    material.problems += problems
    data = _bytes(material, path, name)
    if data is not None:
        lines = data.count(b"\n")
        material.sources.append(SourceFile(name, hashlib.sha256(data).hexdigest(), lines, "yaml"))
    is_lost = not node.entries and any(p.kind == "error" for p in problems)
    return None if is_lost else node


def _bytes(material: Material, path: Path, name: str) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        material.complain(
            Place(name),
            f"the file cannot be read ({error.strerror})",
            "every file of the plant must be readable",
            "Check its permissions.",
        )
        return None


def _table_of(stem: str) -> Table | None:
    word = plain(stem)
    return next((t for t in TABLES.values() if word == t.name or word in t.sheets), None)


def _read_tables(material: Material, files: list[Path]) -> None:
    """Find the file of each table; unknown files get a near miss or a warning."""
    found: dict[str, str] = {}
    strangers: list[Path] = []
    for path in files:
        name = path.name
        if name.lower() in (*LOG_NAMES, OBSERVED_NAME, *YAML_NAMES, "plant.yml"):
            continue
        table = _table_of(path.stem) if path.suffix.lower() == ".csv" else None
        if table is None:
            strangers.append(path)
        elif table.name in found:
            material.complain(
                Place(name),
                f"a second file for the table {table.name}",
                f"{found[table.name]} is that table already",
                "Keep one of the two.",
            )
        else:
            found[table.name] = name
            _read_table(material, path, name, table)
    missing = [name for name in TABLES if name not in found]
    for path in strangers:
        near = nearest(path.stem, missing)
        if near:
            found[near] = path.name
            material.complain(
                Place(path.name),
                "unknown file",
                "table files have fixed names",
                f"Did you mean {near}.csv?",
            )
        else:
            material.complain(
                Place(path.name),
                "the file is not read",
                "only files of the specification are read",
                "Move it elsewhere if it is not meant to be part of the plant.",
                # a workbook beside the tables is the usual second form of the same plant
                "note" if path.suffix.lower() == ".xlsx" else "warning",
                french=(
                    "le fichier n'est pas lu",
                    "seuls les fichiers prévus sont lus",
                    "Rangez-le ailleurs s'il n'est pas une partie de l'usine.",
                ),
            )
    for table in TABLES.values():
        if table.name not in found and table.use.value == "required":
            columns = ", ".join(c.name for c in table.columns if c.required)
            material.complain(
                Place(f"{table.name}.csv"),
                "the file is missing",
                f"a plant has the table {table.name}: {table.meaning.rstrip('.')}",
                f"Create it with at least the columns {columns}.",
            )


def _read_table(material: Material, path: Path, name: str, table: Table) -> None:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    if size > MAX_TABLE_BYTES:
        material.problems.append(too_many_bytes(Place(name), size))
        return
    data = _bytes(material, path, name)
    if data is None:
        return
    sheet, problems = read_csv(name, table, data)
    material.problems += problems
    digest = hashlib.sha256(data).hexdigest()
    if sheet is None:
        material.sources.append(SourceFile(name, digest, 0))
        return
    material.sheets[table.name] = sheet
    material.sources.append(SourceFile(name, digest, sheet.frame.height, str(sheet.dialect)))


def _note_log(material: Material, path: Path, name: str) -> None:
    """Take the digest of the event log and look at its header; its rows are read by ``mine``."""
    digest = hashlib.sha256()
    lines = 0
    head = b""
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                head = head or block
                digest.update(block)
                lines += block.count(b"\n")
    except OSError as error:
        material.complain(
            Place(name),
            f"the file cannot be read ({error.strerror})",
            "every file of the plant must be readable",
            "Check its permissions.",
        )
        return
    if name == LOG_NAMES[0]:
        text, _ = read_bytes(head[:65536].rpartition(b"\n")[0] or head[:65536])
        first = text.splitlines()[0] if text.strip() else ""
        if len(first.split(separator(first, None))) < 3:
            material.complain(
                Place(name, 1),
                f"the header is {first[:60]!r}",
                "an event log has columns for case, activity and time",
                "Export it again, or remove it: a study runs without it.",
                "warning",
                french=(
                    f"l'en-tête est {first[:60]!r}",
                    "un journal d'événements a des colonnes pour le cas, l'activité et le temps",
                    "Exportez-le de nouveau, ou retirez-le : une étude s'en passe.",
                ),
            )
    material.sources.append(SourceFile(name, digest.hexdigest(), max(lines - 1, 0), "csv"))
