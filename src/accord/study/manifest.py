"""``study.json``: which plant, which runs, which weeks, which versions a study rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from accord.errors import StudyError
from accord.study.gate import Gate

__all__ = ["Manifest", "read_manifest", "write_manifest"]

NAME: Final = "study.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a study's folder was made from.

    Parameters
    ----------
    plant, plant_path
        Name of the plant and where its files were.
    language, seed, precision
        Options of the study.
    first_week, last_week
        Compared weeks, counted from 0.
    settled_week
        First week in which every scenario holds and the warm-up is over, counted from 0.
    runs
        Scenario -> digest of its run.
    sources
        File -> SHA-256 of its bytes.
    versions
        Program -> version.
    gates
        Scenario that dismisses people -> what may be shown of its cost, and beside which others.
    """

    plant: str
    plant_path: str
    language: str
    seed: int
    precision: float
    first_week: int
    last_week: int
    settled_week: int
    runs: Mapping[str, str]
    sources: Mapping[str, str]
    versions: Mapping[str, str]
    gates: Mapping[str, Gate]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``study.json``."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read ``study.json``.

    Raises
    ------
    StudyError
        When the folder holds no study, or another program's file of that name.
    """
    path = folder / NAME
    if not path.is_file():
        msg = f"{folder}: not a study (no {NAME}); run `accord study PLANT --out {folder}` first"
        raise StudyError(msg)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        told["gates"] = {name: _gate(gate) for name, gate in told["gates"].items()}
        return Manifest(**told)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        msg = f"{path}: not written by this version ({error}); run the study again"
        raise StudyError(msg) from error


def _gate(told: Mapping[str, Any]) -> Gate:
    """Read a gate back: its alternatives are a list in the file."""
    return Gate(**{**told, "alternatives": tuple(told["alternatives"])})
