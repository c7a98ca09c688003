"""A mined plant: the counts of its log's faults, as ``accord mine`` left them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from accord.study.document import Text, say
from accord.study.field import Field
from accord.study.figures import Figure, FigureBook
from accord.study.language import has_sentence

__all__ = ["FaultCount", "enter_faults", "has_unused_log", "not_identified"]

MINING_FILE: Final = Path("mined") / "mining.json"
LOG_FILE: Final = "log.csv"


@dataclass(frozen=True, slots=True)
class FaultCount:
    """A fault of the log: its name, rows that have it, what it means, what was done."""

    name: str
    rows: Figure
    meaning: Text | str
    treatment: Text | str


def has_unused_log(field: Field) -> bool:
    """Tell whether a log lies with the plant that the plant was not made from."""
    has_log = any(source.path == LOG_FILE for source in field.plant.sources)
    return has_log and not (Path(field.path) / MINING_FILE).is_file()


def not_identified(field: Field) -> tuple[str, ...]:
    """Return the names of the effects that the plant's log cannot identify."""
    path = Path(field.path) / MINING_FILE
    if not path.is_file():
        return ()
    mining = json.loads(path.read_text(encoding="utf-8"))
    return tuple(entry["effect"] for entry in mining["not_identified"])


def enter_faults(field: Field, book: FigureBook) -> tuple[FaultCount, ...]:
    """Enter the rows of each fault of the log; nothing for a plant that was not mined."""
    path = Path(field.path) / MINING_FILE
    if not path.is_file():
        return ()
    mining = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        FaultCount(
            fault["name"],
            book.given(
                f"log.rows.{fault['name']}",
                fault["num_rows"],
                "rows",
                kind="input",
                places=(
                    str(MINING_FILE),
                    *(f"{mining['log']['file']}:{n}" for n in fault["lines"]),
                ),
                method=_in_words("fault", fault["name"], fault["meaning"]),
            ),
            _in_words("fault", fault["name"], fault["meaning"]),
            _in_words("treatment", fault["name"], fault["treatment"]),
        )
        for fault in mining["quality"]
        if fault["num_rows"]
    )


def _in_words(what: str, fault: str, said: str) -> Text | str:
    """Return what a fault means or what was done, translated where the catalogue has it."""
    key = f"{what}.{fault}"
    return say(key) if has_sentence(key) else said
